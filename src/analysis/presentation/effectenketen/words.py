"""The words of the effectenketen: its verdicts, what people mainly say, and why numbers say nothing."""

from typing import Any

from analysis.codebook.keten import OMHOOG, OMLAAG
from analysis.inference.ketenoordelen import (
    ALLEEN_KWALITATIEF,
    ALLEEN_KWANTITATIEF,
    BEVESTIGD,
    GEEN,
    GEEN_GEGEVENS,
    GEEN_METING,
    GEEN_UITKOMST,
    GEKOZEN,
    IKCS_VERSCHILLEN,
    NEUTRAAL,
    NIEMAND,
    TEGENSTRIJDIG,
    VERDEELD,
    VERSCHILLEN,
    VOORAL_MIN,
    VOORAL_PLUS,
)
from analysis.inference.oordelen import (
    ANDERE_INFORMANT,
    ANDERE_PERSOON,
    CODEBOEK_ANDERS,
    DUBBELE_RAPPORTEN,
    IKC_ANDERS,
    INFORMANT_ONBEKEND,
    LIJST_ANDERS,
    MARGE,
    METING_ONTBREEKT,
    ONDERDRUKT,
    OPGETELD,
    WEINIG_GEVALLEN,
    WEINIG_IKCS,
    WEINIG_KINDEREN,
    WEINIG_METINGEN,
)
from analysis.inference.oordelen import TE_WEINIG as NOG_TE_WEINIG
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import is_missing, list_words, number

KORT = {
    BEVESTIGD: "bevestigd",
    TEGENSTRIJDIG: "tegenstrijdig",
    ALLEEN_KWALITATIEF: "alleen mensen",
    ALLEEN_KWANTITATIEF: "alleen cijfers",
    GEEN_GEGEVENS: "geen gegevens",
}
"""A verdict as it stands in a figure or a table."""
TE_WEINIG = "te weinig gegevens"
"""What `geen gegevens` is called where small counts are not shown: there may be some."""
RICHTING = {OMHOOG: "omhoog", OMLAAG: "omlaag"}
MENSEN = {
    VOORAL_PLUS: "beter",
    VOORAL_MIN: "slechter",
    VERDEELD: "verdeeld",
    NEUTRAAL: "gelijk",
    NIEMAND: "niets",
}
"""What people mainly say of a link, in a word."""
REDENEN = {
    GEEN_METING: "er is geen cijfer voor",
    GEEN_UITKOMST: "het cijfer is er niet",
    VERSCHILLEN: "de cijfers gingen niet dezelfde kant op",
    IKCS_VERSCHILLEN: "de IKC's verschillen",
    GEKOZEN: "de casussen zijn gekozen",
    WEINIG_IKCS: "te weinig IKC's",
    NOG_TE_WEINIG.replace(" ", "_"): "te weinig gegevens",
    ANDERE_INFORMANT: "iemand anders vulde de lijst in",
    INFORMANT_ONBEKEND: "wie de lijst invulde, is niet bekend",
    ANDERE_PERSOON: "een ander persoon vulde de lijst in",
    LIJST_ANDERS: "niet dezelfde kinderen stonden op de lijst",
    CODEBOEK_ANDERS: "de vragen op de lijst zijn veranderd",
    IKC_ANDERS: "het IKC is een ander IKC geworden",
    WEINIG_METINGEN: "te weinig metingen",
    METING_ONTBREEKT: "een meting ontbreekt",
    WEINIG_KINDEREN: "te weinig kinderen",
    WEINIG_GEVALLEN: "te weinig gevallen",
    OPGETELD: "het is een optelsum van IKC's",
    MARGE: "de marge is te ruim",
    DUBBELE_RAPPORTEN: "de invullers zagen niet hetzelfde",
    ONDERDRUKT: "te weinig kinderen om te tonen",
}
"""Why nobody can tell where a number went."""


def verdict_words(rapport: Rapport, oordeel: str) -> str:
    """Give a verdict in two words, as this edition may say it."""
    return TE_WEINIG if oordeel == GEEN_GEGEVENS and rapport.editie == "publiek" else KORT[oordeel]


def short_words(rapport: Rapport, row: Any) -> str:
    """Give a verdict as the figure has it: where one side alone speaks, what that side says."""
    if row.oordeel == ALLEEN_KWALITATIEF:
        return f"mensen: {MENSEN[row.mensen]}"
    if row.oordeel == ALLEEN_KWANTITATIEF:
        return f"cijfers: {RICHTING[row.kwantitatief]}"
    return verdict_words(rapport, row.oordeel)


def number_words(row: Any) -> str:
    """Say where the numbers of a link went, or why that is not known."""
    if row.kwantitatief in RICHTING:
        as_hoped = "zoals verwacht" if row.als_verwacht == "ja" else "tegen de verwachting in"
        return f"{RICHTING[row.kwantitatief]}, {as_hoped}"
    if row.kwantitatief == GEEN:
        return "geen aantoonbare verandering"
    return f"niet bekend: {reason_words(row.kwantitatief_reden)}"


def reason_words(reden: str) -> str:
    """Word why numbers say nothing; several reasons are joined."""
    words = dict.fromkeys(REDENEN.get(part, REDENEN[GEEN_UITKOMST]) for part in str(reden).split("; "))
    return list_words(list(words))


def counts_words(row: Any) -> str:
    """Give the counts of a link or a source: `5 beter, 2 slechter`; zero, or rounded to zero, is left out."""
    parts = [(row.n_plus, "beter"), (row.n_nul, "gelijk"), (row.n_min, "slechter")]
    return ", ".join(f"{number(count)} {word}" for count, word in parts if not is_missing(count) and count > 0)
