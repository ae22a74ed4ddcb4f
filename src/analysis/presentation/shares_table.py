"""A table of shares per indicator and meting, for signals and for care."""

from typing import Any

import pandas as pd

from analysis.presentation.captions import of_whom, source
from analysis.presentation.moments import MOST_COLUMNS, low_and_high, names_side_by_side, side_by_side_note
from analysis.presentation.notes import hidden_note, split_hidden, split_small
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import children_at, shares
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.numbers import (
    SUPPRESSED,
    count_of,
    is_missing,
    level_of,
    number,
    per_100,
    share_decimals,
)

LOW_AND_HIGH = "Laagst – hoogst"
ALL_METINGEN = " Laagst en hoogst: van alle metingen en invullers."


def share_tabel(rapport: Rapport, name: str, niveaus: tuple[str, ...], what: str) -> Tabel | Tekst:
    """Show children and their share per indicator of these levels and per meting; `what` opens the caption."""
    table = shares(rapport, name, niveaus)
    if table.empty:
        return Tekst("")
    metingen = names_side_by_side(rapport, MOST_COLUMNS)
    many = len(metingen) < len(rapport.metingen)
    caption = (
        f"{what}: aantal, en tussen haakjes op de 100 ingeschreven kinderen, {of_whom(rapport, metingen)}."
        f"{side_by_side_note(rapport, MOST_COLUMNS)}{ALL_METINGEN if many else ''}"
        f"{hidden_note(~table['getoond'], table['noemer_onbekend'])} {source(rapport)}"
    )
    children = ["Ingeschreven kinderen", *[number(children_at(rapport, meting)) for meting in metingen]]
    heads = [
        "Domein" if "domein" in niveaus else "Wat",
        *[f"{rapport.meting_label(meting)}{'' if many else ': n (op de 100)'}" for meting in metingen],
    ]
    found = _share_rows(table, metingen, rapport.study.weergave.decimaal_vanaf, rapport.basis)
    if many:
        heads.append(LOW_AND_HIGH)
        children.append("")
        found = add_range(found, table, rapport.basis)
    shown, hidden = split_hidden(found)
    if not shown:
        return Tekst(f"{what}: bij elke meting {hidden_reason(table)}.")
    shown, small = split_small(shown, rapport.basis, len(metingen), not many)
    caption += hidden + small
    rows = [children, *shown]
    columns = len(heads) - 1
    widths = (42, *[19] * columns) if not many else (28, *[19] * len(metingen), 28)
    return Tabel(pipe_table(heads, rows, "l" + "r" * columns, widths), caption)


def add_range(rows: list[list[str]], table: pd.DataFrame, basis: int) -> list[list[str]]:
    """Add to each row its lowest and highest share over all metingen, per 100, with the year of each."""
    groups = [group for _, group in table.groupby("volgorde", sort=True)]
    return [[*row, range_cell(group, basis)] for row, group in zip(rows, groups, strict=True)]


def range_cell(rows: pd.DataFrame, basis: int) -> str:
    """Write the lowest and the highest share of a series with their years: `6 (2020) – 14 (2027)`."""
    found = low_and_high(rows)
    if found is None:
        return SUPPRESSED
    levels = [level_of(row.aandeel, row.n_kinderen, basis) for row in found]
    return range_words(levels, [row.meting_label for row in found])


def range_words(levels: list[str], years: list[str]) -> str:
    """Write two levels with their years; one that is the same in both has no year: `steeds 2`."""
    if levels[0] == levels[1]:
        return f"steeds {levels[0]}"
    return " – ".join(f"{level} ({year})" for level, year in zip(levels, years, strict=True))


def _share_rows(table: pd.DataFrame, metingen: list[str], decimaal_vanaf: int, basis: int) -> list[list[str]]:
    rows, nested = [], bool((table["code"] == "alle").any())
    for _, group in table.groupby("volgorde", sort=True):
        first = group.iloc[0]
        cells = {row.meting: _share_cell(row, decimaal_vanaf, basis) for row in group.itertuples()}
        label = f"{first['label']} (totaal)" if first["domein"] == "alle" else first["label"]
        label = f"– {label}" if first["code"] != "alle" and nested else label
        rows.append([label, *[cells.get(meting, SUPPRESSED) for meting in metingen]])
    return rows


def hidden_reason(table: pd.DataFrame) -> str:
    """Word as a clause why no number of these shares is shown."""
    few = (~table["getoond"] & ~table["noemer_onbekend"]).any()
    return "zijn er te weinig kinderen om te tonen" if few else "is niet bekend hoeveel kinderen er zijn"


def _share_cell(row: Any, decimaal_vanaf: int, basis: int) -> str:
    if row.noemer_onbekend and not is_missing(row.n):
        return f"{count_of(row.n, basis)} (onbekend)"
    if not row.getoond or is_missing(row.n):
        return SUPPRESSED
    if basis and row.n == 0:
        return count_of(row.n, basis)
    return f"{number(row.n)} ({per_100(row.aandeel, share_decimals(row.n_kinderen, decimaal_vanaf))})"
