"""What changed at an IKC on a day, as its profile tells: for every figure over time, in whatever chapter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import day

EVENT = "gebeurtenis"
LONGEST = 30
"""Signs of a name that a figure has room for at its line; a longer one is numbered."""


@dataclass(frozen=True)
class Gebeurtenis:
    """A dated change in how an IKC is organised; `naam` and `tekst` as they were delivered."""

    naam: str
    datum: date
    tekst: str = ""


def gebeurtenissen(rapport: Rapport) -> list[Gebeurtenis]:
    """Give the events of this IKC in order of time; none for all IKCs together: an event is of one."""
    table = rapport.tabel("ikc_profiel")
    rows = table[(table["soort"] == EVENT) & table["datum"].notna()] if len(table) else table
    rows = rows.sort_values("datum", kind="stable") if len(rows) else rows
    return [Gebeurtenis(row.onderwerp, row.datum.date(), row.tekst) for row in rows.itertuples()]


def fit_at_a_line(events: Sequence[Gebeurtenis]) -> bool:
    """Tell whether every name is short enough to stand at its line in a figure."""
    return all(len(item.naam) <= LONGEST for item in events)


def numbered_words(events: Sequence[Gebeurtenis]) -> str:
    """List events for a note below a figure in which they are numbered: `1: overleg (1 mei 2020)`."""
    items = [f"{number}: {item.naam} ({day(item.datum)})" for number, item in enumerate(events, start=1)]
    return f"Genummerde lijnen: {'; '.join(items)}." if items else ""


def event_words(events: Sequence[Gebeurtenis]) -> list[str]:
    """Name events with their day, for an alternative text."""
    return [f"{item.naam} ({day(item.datum)})" for item in events]
