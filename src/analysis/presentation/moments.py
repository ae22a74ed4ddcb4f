"""Many metingen: which of them stand side by side, where they stand in time, and where a line may not go on."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.measures.inventory import INDICATOR
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import count_words, is_missing, list_words
from analysis.presentation.taal.oordelen import OTHER_INFORMANT, WHY_NOT
from analysis.presentation.taal.wording import informant_words
from analysis.study import ALLE, Meting

FEW = 3
"""Up to so many metingen all stand side by side, as words or panels; of more the first, the one before, the last."""
MOST_COLUMNS = 4
"""The metingen that a table has columns for, beside its other columns."""


def moments(rapport: Rapport) -> tuple[Meting, ...]:
    """Give the metingen of the study from this report's first to its last, those that it missed too."""
    if rapport.eerste is None:
        return ()
    first, last = rapport.eerste.peildatum, rapport.laatste.peildatum
    return tuple(item for item in rapport.study.metingen if first <= item.peildatum <= last)


def is_many(rapport: Rapport) -> bool:
    """Tell whether this report runs over more metingen than stand side by side."""
    return len(moments(rapport)) > FEW


def side_by_side(rapport: Rapport, most: int = FEW) -> tuple[Meting, ...]:
    """Give the metingen that stand side by side: all of them up to `most`, else the first, the one before, the last."""
    own = rapport.metingen
    return own if len(own) <= most else (own[0], *own[-2:])


def names_side_by_side(rapport: Rapport, most: int = FEW) -> list[str]:
    """Give the names of the metingen that stand side by side."""
    return [item.meting for item in side_by_side(rapport, most)]


def side_by_side_note(rapport: Rapport, most: int = FEW) -> str:
    """Say that not all metingen are shown, for a caption; empty where they are."""
    count = len(rapport.metingen)
    return "" if count <= most else f" Van de {count_words(count)} metingen: de eerste, de vorige en de laatste."


def decimal_year(day: date) -> float:
    """Give a day as a year with the part of it that has passed."""
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def place_in_time(rapport: Rapport, table: pd.DataFrame) -> pd.DataFrame:
    """Add where each row's meting stands in time, when there are many; a table of few metingen stays as it is.

    `plek` is its day as a year; `nummer` its number among the metingen, missed ones counted; `los` whether it may not
    be joined to the meting before, since somebody else filled in the list or the list itself changed.
    """
    if not is_many(rapport) or table.empty:
        return table
    every = moments(rapport)
    days = {item.meting: decimal_year(item.peildatum) for item in every}
    numbers = {item.meting: number for number, item in enumerate(every)}
    others, lists = informant_breaks(rapport), list_breaks(rapport)
    keys = _keys(table)
    return table.assign(
        plek=table["meting"].map(days),
        nummer=table["meting"].map(numbers),
        los=[meting in others or key in lists for meting, key in zip(table["meting"], keys, strict=True)],
    )


def _keys(table: pd.DataFrame) -> list[tuple]:
    if not set(INDICATOR) <= set(table.columns):
        return [()] * len(table)
    return list(zip(*(table[name] for name in (*INDICATOR, "meting")), strict=True))


def informant_breaks(rapport: Rapport) -> list[str]:
    """Give the metingen at which another kind of informant filled in the list than at the one before."""
    own = [(item.meting, informant_set(rapport.informant(item.meting))) for item in rapport.metingen]
    return [meting for (_, before), (meting, now) in pairwise(own) if before != now]


def informant_set(informant: str) -> frozenset[str]:
    """Give the kinds of informant of one meting: the order in which they are named says nothing."""
    return frozenset(part.strip() for part in informant.split(";") if part.strip())


def informants_per_ikc(rapport: Rapport) -> dict[tuple[str, str], str]:
    """Give who filled in, per IKC and meting, where it is known."""
    table = rapport.alle("gemeten")
    if table.empty:
        return {}
    rows = table[(table["bouw"] == ALLE) & table["informant"].notna()]
    return dict(zip(zip(rows["ikc"], rows["meting"], strict=True), rows["informant"].astype(str), strict=True))


def list_breaks(rapport: Rapport) -> set[tuple]:
    """Give soort, domein, code and meting where the verdict on the change since the one before says: not comparable.

    What follows from another informant is in `informant_breaks` already.
    """
    table = rapport.tabel("veranderingen")
    if table.empty or "oordeel_reden" not in table or not set(INDICATOR) <= set(table.columns):
        return set()
    before = {now.meting: was.meting for was, now in pairwise(rapport.metingen)}
    other = [reason for reason in WHY_NOT if reason not in OTHER_INFORMANT]
    rows = table[table["oordeel_reden"].isin(other) & (table["bouw"] == ALLE)]
    rows = rows[rows["van"] == rows["naar"].map(before)]
    return set(zip(*(rows[name] for name in (*INDICATOR, "naar")), strict=True))


def missed(rapport: Rapport) -> list[str]:
    """Give the metingen between the first and the last of which this report has no inventory."""
    own = {item.meting for item in rapport.metingen}
    return [item.meting for item in moments(rapport) if item.meting not in own]


def line_notes(rapport: Rapport, table: pd.DataFrame) -> list[str]:
    """Say why lines over many metingen stop: another informant, another list, no meting; only what applies.

    `table` is what is drawn, from `place_in_time`.
    """
    if "los" not in table:
        return []
    others, gone = informant_breaks(rapport), missed(rapport)
    drawn = table[table["los"] & ~table["meting"].isin(others)]
    lists = [item.meting for item in rapport.metingen if item.meting in set(drawn["meting"])]
    notes = []
    if others:
        notes.append(f"Stippellijn: {sentence_turns(rapport, others)}")
    if lists:
        notes.append(f"De lijst zelf was anders {_when(rapport, lists)}.")
    if others or lists:
        notes.append("De lijn loopt daar niet door: het is niet te vergelijken.")
    if gone:
        notes.append(f"Gat in de lijn: geen meting {_when(rapport, gone)}.")
    return [" ".join(notes)] if notes else []


def sentence_turns(rapport: Rapport, metingen: Sequence[str]) -> str:
    """Word when somebody else filled in, to follow other words: `in 2020 ging iemand anders de lijst invullen.`"""
    where = " bij een deel van de IKC's" if rapport.over_alle else ""
    return f"{_when(rapport, metingen)} ging{where} iemand anders de lijst invullen."


def _when(rapport: Rapport, metingen: Sequence[str]) -> str:
    return f"in {list_words([rapport.meting_label(meting, full=True) for meting in metingen])}"


def informant_notes(rapport: Rapport) -> list[str]:
    """Explain open and closed points: closed is the kind of informant of the last meting; nothing where all are.

    Where several metingen had several kinds, as of all IKCs together, the others are not spelled out.
    """
    own = [informant_words(rapport.informant(item.meting)) for item in rapport.metingen]
    others = [name for name in dict.fromkeys(own) if name != own[-1]]
    if not others:
        return []
    if len(others) > 1 and any(" en " in name for name in others):
        same = f"Dicht rondje: ingevuld door {own[-1]}, zoals bij de laatste meting"
        return [f"{same}; open rondje: door een andere groep invullers."]
    return [f"Open rondje: ingevuld door {list_words(others)}; dicht rondje: door {own[-1]}."]


def runs_of_informants(rapport: Rapport) -> list[tuple[list[Meting], str]]:
    """Give the metingen in runs that the same kind of informant filled in, with that informant in words."""
    runs: list[tuple[list[Meting], str]] = []
    for item in rapport.metingen:
        who = informant_words(rapport.informant(item.meting))
        if runs and runs[-1][1] == who:
            runs[-1][0].append(item)
        else:
            runs.append(([item], who))
    return runs


def low_and_high(rows: pd.DataFrame, value: str = "aandeel") -> tuple[Any, Any] | None:
    """Give the rows with the lowest and the highest value that may be shown; None with fewer than two of them."""
    known = rows[rows["getoond"] & rows[value].notna()] if "getoond" in rows else rows[rows[value].notna()]
    if len(known) < 2:
        return None
    ordered = list(known.sort_values(value, kind="stable").itertuples())
    return ordered[0], ordered[-1]


def course_words(rows: pd.DataFrame, write: Any, value: str = "aandeel") -> str:
    """Word a series: every number of few metingen; of many the first, the last, the lowest and the highest.

    `write` words one number. Rows in order of time, with `meting_label`.
    """
    if len(rows) <= FEW:
        return ", ".join(f"{row.meting_label} {_said(row, value, write)}" for row in rows.itertuples())
    ends = ", ".join(f"{row.meting_label} {_said(row, value, write)}" for row in rows.iloc[[0, -1]].itertuples())
    found = low_and_high(rows, value)
    if found is None:
        return ends
    low, high = (f"{write(getattr(row, value))} in {row.meting_label}" for row in found)
    return f"{ends}, laagst {low}, hoogst {high}"


def _said(row: Any, value: str, write: Any) -> str:
    item = getattr(row, value)
    return "niet getoond" if is_missing(item) else write(item)
