"""Children in no bouw: where bouwen that are all shown add up to less than the IKC, they may do so in every count."""

import numpy as np
import pandas as pd

from analysis.attack.published import ALLE, Edition, as_numbers
from analysis.attack.relations import read_relations

BOUW, MOMENTS = "bouw", ("meting", "van", "naar")


def with_children_outside(edition: Edition) -> frozenset[tuple[str, str]]:
    """Give the IKCs and metingen (and `alle` with a meting of one) of which some children are in no bouw."""
    found = set()
    for name, rule in read_relations()["sommen"].items():
        if BOUW in rule["over"] and name in edition.tables:
            for column in rule.get("kolommen") or edition.counts[name]:
                found |= _short(edition.tables[name], edition.keys[name], column)
    return frozenset(found | {(ALLE, meting) for _, meting in found})


def counted_outside(rows: pd.DataFrame, column: str, outside: frozenset[tuple[str, str]]) -> np.ndarray:
    """Tell which rows count children of an IKC and a meting that has some in no bouw."""
    moment = _moment(rows, column)
    if not outside or moment not in rows or "ikc" not in rows:
        return np.zeros(len(rows), dtype=bool)
    return np.array([pair in outside for pair in zip(rows["ikc"], rows[moment], strict=True)], dtype=bool)


def _short(table: pd.DataFrame, keys: list[str], column: str) -> set[tuple[str, str]]:
    """Give the IKC and meting of every total that is shown, as are its bouwen, and is more than they are."""
    moment = _moment(table, column)
    if column not in table or moment not in table or not {"ikc", BOUW} <= {*keys}:
        return set()
    count, whole = as_numbers(table[column]), (table[BOUW] == ALLE).to_numpy()
    group = table.groupby([key for key in keys if key != BOUW], sort=False).ngroup().to_numpy()
    size = group.max(initial=-1) + 1
    total, parts = (np.bincount(group[some], count[some], size) for some in (whole, ~whole))
    short = (total > parts) & (np.bincount(group[~whole], minlength=size) > 0)
    more = table[whole & short[group]]
    return {*zip(more["ikc"], more[moment], strict=True)}


def _moment(table: pd.DataFrame, column: str) -> str:
    """Give the column that says at which meting a column counts: `n_van` at `van`."""
    return next((name for name in MOMENTS[1:] if column.endswith(f"_{name}") and name in table), MOMENTS[0])
