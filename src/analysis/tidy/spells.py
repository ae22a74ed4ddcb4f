"""Periods of one person that belong together: overlapping, adjoining, or within a gap."""

import math

import numpy as np
import pandas as pd

FOREVER = np.datetime64("9999-12-31", "D")


def number_spells(start: pd.Series, end: pd.Series, group: np.ndarray, gap_days: int) -> pd.Series:
    """Number the spells: rows of one group (an integer per row) whose periods follow within the gap share a number.

    The gap is the number of days without a period between two: 0 joins what overlaps or adjoins, -1 only what overlaps
    (shares a day). An open end lasts forever. Numbers run over groups in order, then by start; rows keep their order.
    """
    order = np.lexsort((end.fillna(pd.Timestamp(FOREVER)).to_numpy(), start.to_numpy(), group))
    first = start.to_numpy().astype("datetime64[D]").astype("int64")[order]
    ends = end.to_numpy().astype("datetime64[D]")
    last = np.where(np.isnat(ends), FOREVER, ends).astype("int64")[order]
    groups = group[order]
    reach = pd.Series(last).groupby(groups, sort=False).cummax().to_numpy()
    new = np.ones(len(order), dtype=bool)
    new[1:] = (groups[1:] != groups[:-1]) | (first[1:] - reach[:-1] - 1 > gap_days)
    numbers = np.empty(len(order), dtype="int64")
    numbers[order] = np.cumsum(new) - 1
    return pd.Series(numbers, index=start.index, copy=False)


def group_numbers(table: pd.DataFrame, by: list[str]) -> np.ndarray:
    """Give each row the number of its combination of values in `by`, by first place; empty values are a value too."""
    return pd.factorize(group_keys(table, by))[0]


def group_keys(table: pd.DataFrame, by: list[str]) -> np.ndarray:
    """Give each row an integer that only rows with the same values in `by` share; empty values are a value too."""
    places = [_places(table[name]) for name in by]
    sizes = [int(place.max(initial=-1)) + 2 for place in places]
    if math.prod(sizes) >= 2**62:
        return table.groupby(by, observed=True, dropna=False, sort=False).ngroup().to_numpy()
    key = places[0].astype("int64") + 1
    for place, size in zip(places[1:], sizes[1:], strict=True):
        key *= size
        key += place
        key += 1
    return key


def is_shared(keys: np.ndarray) -> np.ndarray:
    """Tell which rows have the key of another row; sorting whole numbers costs far less than hashing them all."""
    ordered = np.sort(keys)
    return pd.Series(keys, copy=False).isin(ordered[1:][ordered[1:] == ordered[:-1]]).to_numpy()


def _places(column: pd.Series) -> np.ndarray:
    """Give each row the place of its value among the distinct ones, -1 for none; integers from -1 are their own."""
    if column.dtype == "category":
        return column.cat.codes.to_numpy()
    own = isinstance(column.dtype, np.dtype) and column.dtype.kind == "i" and column.min() >= -1
    return column.to_numpy() if own else pd.factorize(column)[0]
