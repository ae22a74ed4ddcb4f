"""The words of the effectenketen: its verdicts, what people mainly say, and why numbers say nothing."""

from typing import Any

from analysis.inference import effectenketen as keten
from analysis.inference import oordelen
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import is_missing, list_words, number

KORT = {
    keten.BEVESTIGD: "bevestigd",
    keten.TEGENSTRIJDIG: "tegenstrijdig",
    keten.ALLEEN_KWALITATIEF: "alleen mensen",
    keten.ALLEEN_KWANTITATIEF: "alleen cijfers",
    keten.GEEN_GEGEVENS: "geen gegevens",
}
"""A verdict as it stands in a figure or a table."""
TE_WEINIG = "te weinig gegevens"
"""What `geen gegevens` is called where small counts are not shown: there may be some."""
RICHTING = {keten.OMHOOG: "omhoog", keten.OMLAAG: "omlaag"}
MENSEN = {
    keten.VOORAL_PLUS: "beter",
    keten.VOORAL_MIN: "slechter",
    keten.VERDEELD: "verdeeld",
    keten.NEUTRAAL: "gelijk",
    keten.NIEMAND: "niets",
}
"""What people mainly say of a link, in a word."""
REDENEN = {
    keten.GEEN_METING: "er is geen cijfer voor",
    keten.GEEN_UITKOMST: "het cijfer is er niet",
    keten.VERSCHILLEN: "de cijfers gingen niet dezelfde kant op",
    keten.IKCS_VERSCHILLEN: "de IKC's verschillen",
    keten.WEINIG_IKCS: "te weinig IKC's",
    keten.GEKOZEN: "de casussen zijn gekozen",
    oordelen.WEINIG_IKCS: "te weinig IKC's",
    oordelen.TE_WEINIG.replace(" ", "_"): "te weinig gegevens",
    oordelen.ANDERE_INFORMANT: "iemand anders vulde de lijst in",
    oordelen.INFORMANT_ONBEKEND: "wie de lijst invulde, is niet bekend",
    oordelen.ANDERE_PERSOON: "een ander persoon vulde de lijst in",
    oordelen.LIJST_ANDERS: "niet dezelfde kinderen stonden op de lijst",
    oordelen.CODEBOEK_ANDERS: "de vragen op de lijst zijn veranderd",
    oordelen.IKC_ANDERS: "het IKC is een ander IKC geworden",
    oordelen.WEINIG_METINGEN: "te weinig metingen",
    oordelen.METING_ONTBREEKT: "een meting ontbreekt",
    oordelen.WEINIG_KINDEREN: "te weinig kinderen",
    oordelen.WEINIG_GEVALLEN: "te weinig gevallen",
    oordelen.OPGETELD: "het is een optelsum van IKC's",
    oordelen.MARGE: "de marge is te ruim",
    oordelen.DUBBELE_RAPPORTEN: "de invullers zagen niet hetzelfde",
    oordelen.ONDERDRUKT: "te weinig kinderen om te tonen",
}
"""Why nobody can tell where a number went."""


def verdict_words(rapport: Rapport, oordeel: str) -> str:
    """Give a verdict in two words, as this edition may say it."""
    return TE_WEINIG if oordeel == keten.GEEN_GEGEVENS and rapport.editie == "publiek" else KORT[oordeel]


def short_words(rapport: Rapport, row: Any) -> str:
    """Give a verdict as the figure has it: where one side alone speaks, what that side says."""
    if row.oordeel == keten.ALLEEN_KWALITATIEF:
        return f"mensen: {MENSEN[row.mensen]}"
    if row.oordeel == keten.ALLEEN_KWANTITATIEF:
        return f"cijfers: {RICHTING[row.kwantitatief]}"
    return verdict_words(rapport, row.oordeel)


def number_words(row: Any) -> str:
    """Say where the numbers of a link went, or why that is not known."""
    if row.kwantitatief in RICHTING:
        as_hoped = "zoals verwacht" if row.als_verwacht == "ja" else "tegen de verwachting in"
        return f"{RICHTING[row.kwantitatief]}, {as_hoped}"
    if row.kwantitatief == keten.GEEN:
        return "geen aantoonbare verandering"
    return f"niet bekend: {reason_words(row.kwantitatief_reden)}"


def reason_words(reden: str) -> str:
    """Word why numbers say nothing; several reasons are joined."""
    words = dict.fromkeys(REDENEN.get(part, REDENEN[keten.GEEN_UITKOMST]) for part in str(reden).split("; "))
    return list_words(list(words))


def counts_words(row: Any) -> str:
    """Give the counts of a link or a source: `5 beter, 2 slechter`; zero, or rounded to zero, is left out."""
    parts = [(row.n_plus, "beter"), (row.n_nul, "gelijk"), (row.n_min, "slechter")]
    return ", ".join(f"{number(count)} {word}" for count, word in parts if not is_missing(count) and count > 0)
