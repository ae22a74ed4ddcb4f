"""What a published share, rate or amount per child says about the counts that it was computed from."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.attack.cells import Cells
from analysis.attack.published import Edition, as_numbers
from analysis.attack.relations import read_relations
from analysis.attack.system import LARGE, Equations, join_equations

LAST_DIGIT = 6e-7
"""Half of the last digit that is published (six decimals), and a little for how it was rounded."""


def quotient_equations(edition: Edition, cells: Cells) -> Equations:
    """Give two inequalities per quotient that says more than the counts beside it: waarde x noemer = teller."""
    rules = read_relations()["quotienten"]
    parts = [
        _equations(quotient_rows(edition, cells, name, rule), rule)
        for rule in rules
        for name in rule["tabellen"]
        if name in edition.tables and rule["waarde"] in edition.tables[name]
    ]
    return join_equations(parts)


def quotient_rows(edition: Edition, cells: Cells, name: str, rule: Mapping[str, Any]) -> pd.DataFrame:
    """Give the rows with a published value that does not follow from the published counts: waarde, teller, noemer.

    `teller` and `noemer` are cells, -1 where there is none; `bedrag` is a published amount in the place of a teller.
    """
    table = edition.tables[name]
    value = as_numbers(filled_differences(table, name)[rule["waarde"]])
    top, below = (cell_numbers(cells, name, rule.get(side), len(table)) for side in ("teller", "noemer"))
    if "rest" in rule:
        top = cell_numbers(cells, name, rule["rest"], len(table))
    amount = as_numbers(table[rule["bedrag"]]) if "bedrag" in rule else np.full(len(table), np.nan)
    rows = pd.DataFrame({"waarde": value, "teller": top, "noemer": below, "bedrag": amount})
    there = rows["waarde"].notna() & (below >= 0) & ((top >= 0) | rows["bedrag"].notna())
    rows = rows[there & ~_follows(rows, cells, rule)]
    return rows[rows["waarde"] > 0] if "bedrag" in rule else rows


def filled_differences(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Fill a share that is empty from the difference and the other share of its row."""
    if name != "veranderingen" or not {"verschil", "aandeel_van", "aandeel_naar"} <= set(table):
        return table
    van, naar, change = (as_numbers(table[column]) for column in ("aandeel_van", "aandeel_naar", "verschil"))
    filled = {
        "aandeel_van": np.where(np.isnan(van), naar - change, van),
        "aandeel_naar": np.where(np.isnan(naar), van + change, naar),
    }
    return table.assign(**{column: pd.Series(values, index=table.index).astype(object).where(~np.isnan(values), "")
                           for column, values in filled.items()})  # fmt: skip


def cell_numbers(cells: Cells, name: str, column: str | None, size: int, silent: bool = False) -> np.ndarray:
    """Give the cell of each row in a column; -1 where there is none, or where it is empty without being hidden."""
    found = np.full(size, -1, dtype=np.int64)
    if column:
        places = cells.at(name, column)
        places = places if silent else places[~places["stil"].to_numpy(dtype=bool)]
        found[places["rij"].to_numpy()] = places["cel"].to_numpy()
    return found


def _follows(rows: pd.DataFrame, cells: Cells, rule: Mapping[str, Any]) -> np.ndarray:
    """Tell where the value is what the published counts give: then it says nothing that they do not."""
    shown = np.append(cells.shown, np.nan)
    below = shown[rows["noemer"]]
    top = np.where(rows["bedrag"].notna(), rows["bedrag"], shown[rows["teller"]])
    top = below - top if "rest" in rule else top
    with np.errstate(divide="ignore", invalid="ignore"):
        made = rule["factor"] * top / below
        return np.abs(made - rows["waarde"]) <= LAST_DIGIT * np.maximum(1, np.abs(made))


def _equations(rows: pd.DataFrame, rule: Mapping[str, Any]) -> Equations:
    """Write `(waarde - t) x noemer <= factor x teller <= (waarde + t) x noemer` as two rows per value."""
    kind = f"{rule['waarde']} keer {rule['noemer']}"
    value, count = rows["waarde"].to_numpy(), len(rows)
    room = LAST_DIGIT * np.maximum(1, np.abs(value) / 1000)
    if "bedrag" in rule:
        return _amounts(rows, rule, room, kind)
    sides = []
    for sign in (1.0, -1.0):
        weight_below = value + sign * room
        weight_below = weight_below - rule["factor"] if "rest" in rule else -weight_below
        top = np.full(count, float(rule["factor"]))
        weight = np.column_stack([top, weight_below]).ravel()
        cell = rows[["teller", "noemer"]].to_numpy().ravel()
        low, high = (-LARGE, 0.0) if ("rest" not in rule) == (sign > 0) else (0.0, LARGE)
        sides.append(Equations(np.repeat(np.arange(count), 2), cell, weight, np.full(count, low), np.full(count, high),
                               np.full(count, kind, dtype=object)))  # fmt: skip
    return join_equations(sides)


def _amounts(rows: pd.DataFrame, rule: Mapping[str, Any], room: np.ndarray, kind: str) -> Equations:
    """Give the children by whom a known amount was divided."""
    rows = rows[rows["bedrag"].notna()]
    value, amount = rows["waarde"].to_numpy(), rule["factor"] * rows["bedrag"].to_numpy()
    slack = np.maximum(amount / value * (LAST_DIGIT / value + LAST_DIGIT / np.maximum(amount, 1e-9)), 1e-6)
    count = len(rows)
    return Equations(np.arange(count), rows["noemer"].to_numpy(), np.ones(count), amount / value - slack,
                     amount / value + slack, np.full(count, kind, dtype=object))  # fmt: skip


def count_quotients(edition: Edition) -> int:
    """Give how many published quotients were looked at."""
    return sum(_filled(edition, name, rule["waarde"]) for rule in read_relations()["quotienten"]
               for name in rule["tabellen"])  # fmt: skip


def _filled(edition: Edition, name: str, column: str) -> int:
    table = edition.tables.get(name)
    return 0 if table is None or column not in table else int((table[column] != "").sum())
