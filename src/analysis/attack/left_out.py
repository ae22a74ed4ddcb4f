"""Rows that an edition leaves out: a table that has none where nothing was counted has none where a count is hidden.

A total minus its parts is then what such rows have together. They come back here, empty: their count may be hidden or
nothing, so it is found only when it is known to be some.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.attack.published import ALLE, Edition
from analysis.attack.relations import read_relations


def with_rows_left_out(edition: Edition) -> Edition:
    """Give an edition that hides counts with every row that its tables may have left out."""
    if edition.guard.rounds:
        return edition
    rules = {rule["tabel"]: rule for rule in read_relations()["weggelaten"] if rule["tabel"] in edition.tables}
    filled = {name: _filled(edition, name, rule) for name, rule in rules.items()}
    return replace(edition, tables={**edition.tables, **filled})


def _filled(edition: Edition, name: str, rule: Mapping[str, Any]) -> pd.DataFrame:
    table, keys = edition.tables[name], edition.keys[name]
    values = [dict.fromkeys([*table[key], *_named_elsewhere(edition, key, rule)]) for key in keys]
    every = pd.MultiIndex.from_product([list(of_key) for of_key in values], names=keys)
    absent = every.difference(pd.MultiIndex.from_frame(table[keys]), sort=False).to_frame(index=False)
    return pd.concat([table, absent], ignore_index=True).fillna("")


def _named_elsewhere(edition: Edition, key: str, rule: Mapping[str, Any]) -> list[str]:
    """Give the parts that another table names of a key: as they stand there, or the periods between them."""
    same, between = (edition.tables.get((rule.get(how) or {}).get(key, "")) for how in ("waarden", "perioden"))
    if same is not None:
        return [value for value in same[key].unique() if value != ALLE]
    if between is None or between.empty:
        return []
    metingen = [*between["meting"].unique()]
    return [f"voor {metingen[0]}", *("-".join(pair) for pair in pairwise(metingen)), f"na {metingen[-1]}"]
