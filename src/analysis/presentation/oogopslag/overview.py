"""What the index says of a report: the verdict per primary indicator, who has a jeugdondersteuner, how to read it."""

from collections.abc import Iterable, Iterator
from typing import Any

from analysis.inference.oordelen import (
    ANDERE_INFORMANT,
    ANDERE_PERSOON,
    CODEBOEK_ANDERS,
    GEDAALD,
    GESTEGEN,
    IKC_ANDERS,
    INFORMANT_ONBEKEND,
    LIJST_ANDERS,
)
from analysis.presentation.certainty import runs_per_indicator, stands
from analysis.presentation.oogopslag.verdict import verdict_sentences
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import primary_changes
from analysis.presentation.taal.numbers import day
from analysis.presentation.taal.oordelen import (
    BESCHRIJVING,
    CLEAR,
    GEEN_VERANDERING,
    MEER_GENOTEERD,
    MINDER_GENOTEERD,
    NIET_GETOOND,
    NIET_TE_ZEGGEN,
    NOTED,
    ONBEKEND,
    OORDELEN,
    TE_WEINIG,
)

WITH_JOK, WITHOUT_JOK = "ja", "geen"
NOT_EVERYWHERE = "niet bij elke berekening"
NOT_THERE = "niet gemeten"
"""The word for a primary indicator that a report has no change of."""
WHY_SHORT = {
    ANDERE_INFORMANT: "andere invuller",
    ANDERE_PERSOON: "andere invuller",
    INFORMANT_ONBEKEND: "invuller onbekend",
    LIJST_ANDERS: "andere lijst",
    CODEBOEK_ANDERS: "andere vraag",
    IKC_ANDERS: "ander IKC",
}
"""Why a difference is no change, in the two words that fit beside a verdict on the index."""
_RISEN = (
    "het verschil is groter dan toeval verklaart, en de lijsten zijn te vergelijken. Waar het door komt, laten de "
    "cijfers niet zien."
)
_NOTED = (
    "er staat {} op de lijst dan eerst. Of er iets veranderde, weten we niet. Waarom niet, staat erachter."
)  # fmt: skip
GUIDE = {
    GESTEGEN: _RISEN,
    GEDAALD: _RISEN,
    MEER_GENOTEERD: _NOTED.format("meer"),
    MINDER_GENOTEERD: _NOTED.format("minder"),
    NIET_TE_ZEGGEN: "de twee lijsten zijn niet te vergelijken. Waarom niet, staat erachter.",
    GEEN_VERANDERING: "het verschil kan toeval zijn. Dat is iets anders dan dat er niets veranderde.",
    TE_WEINIG: "er zijn te weinig kinderen of metingen om te vergelijken.",
    ONBEKEND: "hoeveel kinderen er zijn, is niet bekend.",
    NIET_GETOOND: "zo weinig kinderen dat iemand er een in kan herkennen.",
    NOT_THERE: "niet gevraagd of niet geleverd.",
    NOT_EVERYWHERE: "een andere manier van rekenen geeft een andere uitkomst.",
}
"""What each word on the index means, in the order in which the guide tells them."""


def verdicts_of(rapport: Rapport) -> list[tuple[str, str, str]]:
    """Give per primary indicator of the study its label, its verdict, and why that is no more; empty over all IKCs.

    The verdict follows the weakest check: a change that does not stand in every calculation says so. Every report has
    the same indicators in the same order.
    """
    if rapport.over_alle:
        return []
    rows: dict[str, Any] = {row.indicator: row for row in primary_changes(rapport).itertuples()}
    fragile = {label for label, runs in runs_per_indicator(rapport) if not stands(runs)}
    return [_verdict(label, rows.get(indicator), fragile) for indicator, label in _primary_labels(rapport)]


def _verdict(label: str, row: Any, fragile: Iterable[str]) -> tuple[str, str, str]:
    if row is None or row.uitkomst == BESCHRIJVING:
        return label, NOT_THERE, ""
    word = OORDELEN[row.uitkomst].kort if row.uitkomst != GEEN_VERANDERING else GEEN_VERANDERING
    if row.uitkomst in NOTED:
        return label, word, WHY_SHORT.get(row.oordeel_reden, "")
    return label, word, NOT_EVERYWHERE if row.uitkomst in CLEAR and label in fragile else ""


def _primary_labels(rapport: Rapport) -> Iterator[tuple[str, str]]:
    rows = rapport.codebook.indicatoren.drop_duplicates("indicator").set_index("indicator")["label"]
    yield from ((item.indicator, str(rows[item.indicator])) for item in rapport.study.primaire_indicatoren)


def jok_words(rapport: Rapport) -> str:
    """Say of one IKC whether there is a jeugdondersteuner, and since when; empty where the study does not tell."""
    ikc = rapport.eigen_ikc
    if ikc is None:
        return ""
    if ikc.start_jok:
        return f"sinds {day(ikc.start_jok)}"
    return WITH_JOK if ikc.heeft_jok else WITHOUT_JOK


def key_message(rapport: Rapport) -> list[str]:
    """Give the sentences of the box on the first page, over all IKCs; nothing for a single IKC."""
    return verdict_sentences(rapport) if rapport.over_alle else []


def reading_guide(words: Iterable[str]) -> list[tuple[str, str]]:
    """Give the words that occur in verdicts with what they mean, in the order of the guide."""
    said = set(words)
    return [(word, meaning) for word, meaning in GUIDE.items() if word in said]
