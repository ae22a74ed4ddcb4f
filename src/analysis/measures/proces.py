"""The research itself, step by step: when, what was delivered, and how far it is."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from analysis.study import Meting, Study

ONTWERP, METING, START, SPEERPUNTEN, GESPREKKEN, UITKOMSTEN = (
    "ontwerp", "meting", "start", "speerpunten", "gesprekken", "uitkomsten",
)  # fmt: skip
KLAAR, DEELS, NOG_NIET = "klaar", "deels", "nog_niet"
COLUMNS = ["stap", "soort", "naam", "van", "tot", "n_ikcs", "n_verwacht", "staat"]


def describe_proces(tables: dict[str, pd.DataFrame], study: Study) -> pd.DataFrame:
    """Describe the steps of the research, from design to outcomes, in the order in which they are taken.

    Returns
    -------
    One row per step: `soort`, `naam` (of a meting; else empty), first and last day (`van`, `tot`; empty where the study
    does not say), the IKCs that delivered and those expected, and `staat`: klaar, deels, nog_niet.
    """
    rows = list(_steps(tables, study)) if study.metingen else []
    found = pd.DataFrame(rows, columns=COLUMNS[1:])
    return found.assign(stap=range(1, len(found) + 1))[COLUMNS].astype({"n_ikcs": "Int64", "n_verwacht": "Int64"})


def _steps(tables: dict[str, pd.DataFrame], study: Study) -> Iterator[tuple[object, ...]]:
    goals, first, *others = _goals(tables["speerpunten"]), *study.metingen
    yield (ONTWERP, "", "", "", pd.NA, pd.NA, KLAAR if study.primaire_indicatoren else NOG_NIET)
    yield _meting(first, tables, study)
    yield from _start(study)
    yield from goals[:1]
    for place, meting in enumerate(others):
        yield _meting(meting, tables, study)
        yield from goals[1:] if place == 0 else ()
    yield _gesprekken(tables["gesprekken"], study)
    yield _uitkomsten(tables, study)


def _meting(meting: Meting, tables: dict[str, pd.DataFrame], study: Study) -> tuple[object, ...]:
    lists = tables["inventarisaties"]
    count = lists.loc[lists["meting"] == meting.meting, "ikc"].nunique()
    day = meting.peildatum.isoformat()
    return (METING, meting.meting, day, day, count, len(study.ikcs), _state(count, len(study.ikcs)))


def _start(study: Study) -> Iterator[tuple[object, ...]]:
    """Give when the jeugdondersteuners started; a start after the data is still to come."""
    starts = sorted(item.start_jok for item in study.ikcs if item.start_jok)
    if starts:
        begun = sum(start <= study.gegevens_datum for start in starts)
        yield (START, "", *_ends(starts), begun, len(starts), _state(begun, len(starts)))


def _goals(speerpunten: pd.DataFrame) -> list[tuple[object, ...]]:
    """Give the goals by the day on which they must be reached: the first day, and those of later days together."""
    if speerpunten.empty:
        return []
    days = speerpunten["peildatum"].dropna().sort_values()
    soonest = days.min() if len(days) else None
    early = speerpunten["peildatum"].isna() | (speerpunten["peildatum"] == soonest)
    parts = [part for part in (speerpunten[early], speerpunten[~early]) if len(part)]
    return [
        (SPEERPUNTEN, "", *_ends([day.date() for day in part["peildatum"].dropna().sort_values()]),
         part["ikc"].nunique(), pd.NA, KLAAR)
        for part in parts
    ]  # fmt: skip


def _gesprekken(gesprekken: pd.DataFrame, study: Study) -> tuple[object, ...]:
    count = gesprekken["ikc"].nunique()
    return (GESPREKKEN, "", "", "", count, pd.NA, KLAAR if count else NOG_NIET)


def _uitkomsten(tables: dict[str, pd.DataFrame], study: Study) -> tuple[object, ...]:
    """Give the outcomes: there is something to compare when two metingen came in, and all when the last did."""
    lists = tables["inventarisaties"]
    there = [item for item in study.metingen if (lists["meting"] == item.meting).any()]
    state = NOG_NIET if len(there) < 2 else KLAAR if there[-1] == study.metingen[-1] else DEELS
    until = study.gegevens_datum.isoformat() if study.gegevens_datum else ""
    return (UITKOMSTEN, "", "", until, pd.NA, pd.NA, state)


def _ends(days: list[date]) -> tuple[str, str]:
    return (days[0].isoformat(), days[-1].isoformat()) if days else ("", "")


def _state(count: int, expected: int) -> str:
    return NOG_NIET if not count else KLAAR if count >= expected else DEELS
