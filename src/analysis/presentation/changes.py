"""A change in words, or what was noted where nobody can say whether it changed; by `uitkomst` alone."""

from typing import Any

import pandas as pd

from analysis.inference.oordelen import ANDERE_INFORMANT, ANDERE_PERSOON
from analysis.presentation.taal.numbers import (
    first_upper,
    interval_words,
    is_missing,
    list_words,
    more_or_less,
    number,
    of_the_100,
    round_half_up,
)
from analysis.presentation.taal.oordelen import (
    BESCHRIJVING,
    CLEAR,
    JUDGED,
    NIET_GETOOND,
    NOTED,
    NOTED_CLEAR,
    ONBEKEND,
    OORDELEN,
    SO_NOTHING,
    TE_WEINIG,
    WHY_NOT,
)
from analysis.presentation.taal.wording import in_sentence, informant_words, signal_words, subject_words
from analysis.study import ALLE

BEYOND_CHANCE = "Dat verschil is groter dan toeval verklaart"
MAY_BE_CHANCE = "kan toeval zijn"


def title_of_changes(changes: pd.DataFrame) -> str:
    """Give a figure's title: the finding in words when there is one, else that none can be shown."""
    clear = [row for row in changes.itertuples() if row.uitkomst in CLEAR]
    if 0 < len(clear) <= 2:
        return first_upper(changes_words(clear))
    if clear:
        return f"{number(len(clear))} van de {number(len(changes))} hoofdindicatoren veranderden"
    if changes["uitkomst"].isin(NOTED).any():
        return _title_of_noted(changes)
    if changes["uitkomst"].isin(JUDGED).any():
        return "Geen verandering aan te tonen"
    if changes["uitkomst"].eq(BESCHRIJVING).any():
        return "Wat bij alle IKC's samen is genoteerd"
    return "Te weinig gegevens om te vergelijken"


def _title_of_noted(changes: pd.DataFrame) -> str:
    """Say first that somebody else filled in the list, then what was noted: never that something rose or fell."""
    noted = changes[changes["uitkomst"].isin(NOTED)]
    other = noted["oordeel_reden"].isin([ANDERE_INFORMANT, ANDERE_PERSOON]).all()
    who = "Andere invuller" if other else "Niet te vergelijken"
    words = set(noted["uitkomst"]) & set(NOTED_CLEAR)
    what = f"{OORDELEN[words.pop()].richting} genoteerd, " if len(words) == 1 else ""
    return f"{who}: {what}of er iets veranderde weten we niet"


def changes_words(rows: list[Any]) -> str:
    """Give clear changes as one list: `meer signalen van … en …, minder gebruik van …`."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        head, _, tail = short_change(row).partition(" van " if " van " in short_change(row) else " in ")
        joint = "van" if " van " in short_change(row) else "in"
        groups.setdefault(f"{head} {joint}", []).append(tail)
    return list_words([f"{head} {list_words(tails)}" for head, tails in groups.items()])


def short_change(row: Any) -> str:
    """Give a clear change in a few words: `meer signalen van …`, `minder gebruik van …`."""
    more = OORDELEN[row.uitkomst].richting
    if row.aard == "zorg":
        return f"{more} gebruik van {in_sentence(row.label)}"
    return f"{more} {signal_words(row.label, row.niveau).replace('een signaal', 'signalen')}"


def sentence_clear(row: Any, first: str, last: str, basis: int = 0) -> str:
    """Word a clear change: who counted, of how many, when, and that chance does not explain it."""
    tail = f"{BEYOND_CHANCE}: {_margin(row)}."
    return f"{sentence_levels(row, first, last, basis)} {tail}"


def sentence_noted(row: Any, first: str, last: str, basis: int = 0) -> str:
    """Word what was noted and by whom: `Jeugdondersteuners noteerden in 2021 … bij 17 van de 100 kinderen, …`."""
    before, after = informant_words(str(row.informant_van)), informant_words(str(row.informant_naar))
    now, then = of_the_100(row.aandeel_naar, basis), of_the_100(row.aandeel_van, basis)
    what = in_sentence(row.label) if row.aard == "zorg" else signal_words(row.label, row.niveau)
    if before == after:
        return f"In {last} is {what} genoteerd bij {now} kinderen, in {first} bij {then}."
    return f"{first_upper(after)} noteerden in {last} {what} bij {now} kinderen, {before} in {first} bij {then}."


def sentence_why_not(rows: list[Any]) -> str:
    """Word why nobody can say whether something changed, once for all rows."""
    reasons = dict.fromkeys(WHY_NOT[row.oordeel_reden] for row in rows if row.oordeel_reden in WHY_NOT)
    return " ".join([*reasons, SO_NOTHING]) if rows else ""


def sentence_levels(row: Any, first: str, last: str, basis: int = 0) -> str:
    """Word the two levels of a change as natural frequencies, with who saw them."""
    before, after = informant_words(str(row.informant_van)), informant_words(str(row.informant_naar))
    now, then = of_the_100(row.aandeel_naar, basis), of_the_100(row.aandeel_van, basis)
    if row.aard == "zorg":
        again = "" if before == after else f", volgens {before},"
        return (
            f"In {last} kregen volgens {after} {now} kinderen {in_sentence(row.label)}; "
            f"in {first} waren dat er{again} {then}."
        )
    again = "was dat" if before == after else f"zagen {before} dat"
    what = signal_words(row.label, row.niveau)
    return f"In {last} zagen {after} bij {now} kinderen {what}; in {first} {again} bij {then}."


def _margin(row: Any) -> str:
    ends = row.ci_laag_gecorrigeerd, row.ci_hoog_gecorrigeerd
    if is_missing(ends[0]) or is_missing(ends[1]):
        return more_or_less(row.verschil)
    return f"{more_or_less(row.verschil)} (marge: {interval_words(*ends)})"


def sentence_unclear(row: Any) -> str:
    """Word a change that chance may explain, with the smallest change that could have been shown."""
    verb = "veranderde" if row.aard == "zorg" else "veranderden"
    text = (
        f"Of {subject_words(row.label, row.aard)} {verb}, is niet te zeggen: het verschil "
        f"({more_or_less(row.verschil)}) {MAY_BE_CHANCE}."
    )
    return f"{text} {sentence_detectable(row)}".strip()


def sentence_detectable(row: Any) -> str:
    """Word the smallest change, the way that is hoped for, that so many children could show; empty when not known.

    From a low level no fall may be large enough: that is said too.
    """
    smallest = getattr(row, "kleinst_aantoonbaar", None)
    if cannot_be_shown(row):
        way = "daling tot nul" if row.richting == "daling" else "stijging tot alle kinderen"
        return f"Zelfs een {way} is met dit aantal kinderen meestal niet aan te tonen."
    if is_missing(smallest) or smallest <= 0:
        return ""
    per = max(1, round_half_up(100 * float(smallest)))
    hoped = getattr(row, "richting", "") or "verandering"
    level = getattr(row, "aandeel_van", None)
    if hoped == "daling" and not is_missing(level) and per >= round_half_up(100 * float(level)):
        return "Alleen een daling tot nul, of bijna nul, is met dit aantal kinderen aan te tonen."
    return f"Een {hoped} kleiner dan {number(per)} op de 100 is met dit aantal kinderen meestal niet aan te tonen."


def cannot_be_shown(row: Any) -> bool:
    """Tell whether even the largest change, the way that is hoped for, would be missed with so many children.

    Only of one IKC: over IKCs together nobody computes it. The level must be one that is shown.
    """
    hoped, one = getattr(row, "richting", "") in ("daling", "stijging"), getattr(row, "ikc", ALLE) != ALLE
    level = getattr(row, "aandeel_van", None)
    return hoped and one and not is_missing(level) and is_missing(getattr(row, "kleinst_aantoonbaar", None))


def sentence_none(rows: list[Any]) -> str:
    """Word indicators of which nothing can be said: too few children or cases, not known, or not shown."""
    few = [in_sentence(row.label) for row in rows if row.uitkomst == TE_WEINIG]
    hidden = [in_sentence(row.label) for row in rows if row.uitkomst == NIET_GETOOND]
    unknown = [in_sentence(row.label) for row in rows if row.uitkomst == ONBEKEND]
    parts = []
    if unknown:
        why = "niet bij elke meting is bekend hoeveel kinderen er zijn."
        parts.append(f"Over {list_words(unknown)} is geen uitspraak mogelijk: {why}")
    if few:
        parts.append(f"Over {list_words(few)} is geen uitspraak mogelijk: er zijn te weinig kinderen of gevallen.")
    if hidden:
        verb = "tonen we geen cijfers: de aantallen zijn zo klein dat kinderen herkenbaar kunnen zijn."
        parts.append(f"Over {list_words(hidden)} {verb}")
    return " ".join(parts)


def margin_words(row: Any) -> str:
    """Word the interval of a row: `marge: tussen …`."""
    return f"marge: {interval_words(row.ci_laag, row.ci_hoog)}"
