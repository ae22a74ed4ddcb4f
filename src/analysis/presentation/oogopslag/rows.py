"""The rows of the first page: per primary indicator what was measured, what is left of it, the goal, the others."""

from typing import Any, NamedTuple

import pandas as pd

from analysis.presentation.goals import Doelstand, status_of
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import primary_changes
from analysis.presentation.taal.numbers import SUPPRESSED, is_missing, level_of, number, with_margin
from analysis.presentation.taal.oordelen import COMPARED, NOTED, ONBEKEND, OORDELEN
from analysis.presentation.taal.wording import TOO_FEW, UNKNOWN, informant_words

INFORMANT = "informant"
"""The run of `gevoeligheid` in which the other informant is reckoned back."""
CANNOT, NOBODY_KNOWS = "niet na te gaan", "invuller niet bekend"


class Meetmoment(NamedTuple):
    """A meting as the first page names it: its year, and who filled in the list."""

    jaar: str
    wie: str

    @property
    def naam(self) -> str:
        """Year and who: `2019, leerkrachten`."""
        return ", ".join(self)


def first_page_rows(rapport: Rapport) -> pd.DataFrame:
    """Give `primary_changes` with what stands beside each: `zelfde`, `stand` (a goal or None), `laagste`, `hoogste`.

    `zelfde` is what is left of a difference by the same kind of informant, in words; empty for all where the informant
    stayed or where it can be said of no row. `laagste` and `hoogste` are the levels of the other IKCs (not a number
    where there are none).
    """
    changes = primary_changes(rapport)
    if changes.empty:
        return changes
    left = _same_informant(rapport, changes)
    goals = [next(iter(status_of(rapport, name)), None) for name in changes["indicator"]]
    with_all = changes.assign(basis=rapport.basis, zelfde=left, stand=pd.Series(goals, dtype=object))
    if rapport.over_alle:
        return with_all.assign(laagste=float("nan"), hoogste=float("nan"))
    return with_all.merge(rapport.elders(rapport.laatste.meting), on="indicator", how="left")


def moments_of(rapport: Rapport) -> tuple[Meetmoment, Meetmoment]:
    """Give the first and the last meting of this report, each with who filled in the list."""
    first, last = (_moment(rapport, item.meting) for item in (rapport.eerste, rapport.laatste))
    return first, last


def _moment(rapport: Rapport, meting: str) -> Meetmoment:
    who = rapport.informant(meting)
    words = NOBODY_KNOWS if who in ("", ONBEKEND) else informant_words(who)
    return Meetmoment(rapport.meting_label(meting, full=True), words)


def _same_informant(rapport: Rapport, changes: pd.DataFrame) -> list[str]:
    """Word per row what is left of the difference when the other informant is reckoned back."""
    runs = rapport.tabel("gevoeligheid")
    if runs.empty or not changes["uitkomst"].isin(NOTED).any():
        return [""] * len(changes)
    known = runs[(runs["dreiging"] == INFORMANT) & runs["ci_laag"].notna()].drop_duplicates("indicator")
    words = {
        row.indicator: with_margin(row.verschil, row.ci_laag, row.ci_hoog)
        for row in known.itertuples()
        if row.indicator in set(changes["indicator"])
    }
    told = [words.get(row.indicator, CANNOT) if why_hidden(row) == "" else SUPPRESSED for row in changes.itertuples()]
    return told if words else [""] * len(changes)


def why_hidden(row: Any) -> str:
    """Say why a row's levels are not shown; empty where they are."""
    if row.uitkomst == ONBEKEND:
        return UNKNOWN
    return "" if row.getoond else TOO_FEW


def level_words(row: Any, end: str) -> str:
    """Write the share at one end (`van` or `naar`) per 100; in rows of rounded counts `basis` says so."""
    return level_of(getattr(row, f"aandeel_{end}"), getattr(row, f"n_kinderen_{end}"), row.basis)


def is_compared(row: Any) -> bool:
    """Tell whether the two levels of a row may stand side by side."""
    return row.uitkomst in COMPARED


def change_words(row: Any) -> str:
    """Write the difference of a row with its margin: `+9 (+3 tot +15)`."""
    return with_margin(row.verschil, row.ci_laag_gecorrigeerd, row.ci_hoog_gecorrigeerd)


def verdict_words(row: Any) -> str:
    """Give the verdict of a row, short."""
    return OORDELEN[row.uitkomst].kort


def range_words(row: Any) -> str:
    """Write the levels of the other IKCs: `5 tot 24`; empty where there are none."""
    if is_missing(row.laagste):
        return ""
    return number(row.laagste) if row.laagste == row.hoogste else f"{number(row.laagste)} tot {number(row.hoogste)}"


def target_words(stand: Doelstand) -> str:
    """Write the target of a goal: `doel: 25`; empty where only a direction was agreed."""
    return "" if stand.doelwaarde == SUPPRESSED else f"doel: {stand.doelwaarde}"
