"""Controlled rounding: counts become multiples of a base, keyed, stable, and so that parts still add up to their total.

A count with remainder r (to base 5: 0 to 4) goes up where r is at least a threshold from 1 to 5 that the study's secret
key draws for its cell, else down: a multiple stays, any other count goes up with chance r/5, so that it is right on
average (unbiased random rounding: Fellegi 1975, Statistics Canada; Willenborg and de Waal 2001, Elements of Statistical
Disclosure Control, ch. 9). Parts are rounded by their cumulative sums: the difference of two rounded sums is one of the
two multiples beside the part, and all parts add up to the rounded total (systematic rounding; Cox 1987, J. Am. Stat.
Assoc. 82:520-524, for the general table). The order in which they are summed is keyed too. docs/privacy.md says what
that protects and why it was chosen.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.inference.afronding import as_floats
from analysis.study import ALLE, Study
from analysis.study.keys import read_key

CHILDREN = "|kinderen"
"""Behind the name of an IKC: the threshold of its enrolled children, in every table that counts them."""


@dataclass(frozen=True)
class Afronder:
    """What rounds: the base and the secret key. Whoever has the key can narrow every count; it is never published."""

    basis: int
    sleutel: bytes

    def draw(self, names: pd.Series) -> np.ndarray:
        """Give a number of 64 bits per name, the same for the same name."""
        codes, distinct = pd.factorize(names.astype("str"))
        drawn = [
            hashlib.blake2b(name.encode(), key=self.sleutel[:64], digest_size=8).digest() for name in distinct.tolist()
        ]
        return np.array([int.from_bytes(number, "big") for number in drawn], dtype="uint64")[codes]

    def draw_thresholds(self, names: pd.Series) -> np.ndarray:
        """Give a threshold from 1 to the base per name."""
        return (self.draw(names) % np.uint64(self.basis)).astype("int64") + 1

    def round_up_from(self, counts: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
        """Round counts up where their remainder reaches the threshold, else down; a missing count stays missing."""
        return self.basis * np.floor((counts + self.basis - thresholds) / self.basis)


def read_afronder(study: Study) -> Afronder:
    """Give what rounds the counts of a study: its base, and its own key."""
    return Afronder(study.publicatie.basis, read_key(study, "afronding"))


def name_cells(table: pd.DataFrame, columns: Sequence[str], what: str) -> pd.Series:
    """Name each row's cell: the values that tell it apart, and what is counted."""
    names = pd.Series("", index=table.index, dtype="str")
    for column in columns:
        names = names + table[column].astype("str") + "|"
    return names + what


def round_alone(counts: pd.Series, cells: pd.Series, afronder: Afronder) -> pd.Series:
    """Round each count by the threshold of its cell, beside no other."""
    exact = as_floats(counts)
    rounded = afronder.round_up_from(exact, afronder.draw_thresholds(cells))
    return pd.Series(pd.array(rounded, dtype="Float64"), counts.index).astype("Int64")


def round_parts(
    table: pd.DataFrame,
    count: str,
    part: str,
    totals: pd.Series,
    draws: pd.Series,
    orders: Sequence[pd.Series],
    afronder: Afronder,
) -> pd.Series:
    """Round the parts of each total so that they add up to it, and give the total as their sum.

    What the total has and no part (a child without a groep) is rounded as a part too. A total that is less than its
    parts, or has no parts, is rounded alone.

    Parameters
    ----------
    table
        One row per part, and one with `alle` in the column `part` for the total, where there is one.
    totals
        Per row the name of its total: rows with the same name are parts of one total.
    draws
        Per row the name by which the threshold of its total is drawn: rows of one total have the same.
    orders
        Names by which the place of a part in the sum is drawn, the outer first: what shares a name stays together, and
        its sum too is one of the two multiples beside it.

    Returns
    -------
    The rounded count per row of the table; missing where it was missing.
    """
    exact = as_floats(table[count])
    is_total = (table[part] == ALLE).to_numpy()
    group, _ = pd.factorize(totals)
    size = int(group.max()) + 1 if len(group) else 0
    thresholds, total = np.ones(size, dtype="int64"), np.full(size, np.nan)
    thresholds[group] = afronder.draw_thresholds(draws)
    total[group[is_total]] = exact[is_total]
    places = pd.DataFrame({f"place{at}": afronder.draw(names) for at, names in enumerate(orders)})
    rounded = _round_by_sums(_with_rest(group, exact, is_total, places, total), thresholds, afronder)
    sums = rounded.groupby("group")[["count", "rounded"]].sum().reindex(range(size))
    fits = (sums["count"] <= total + 1e-9).to_numpy()
    found = exact.copy()
    whole = np.where(fits, sums["rounded"], afronder.round_up_from(total, thresholds))
    found[is_total] = whole[group[is_total]]
    own = rounded[rounded["row"] >= 0]
    found[own["row"].to_numpy()] = own["rounded"].to_numpy()
    return pd.Series(pd.array(found, dtype="Float64"), table.index).astype("Int64")


def _with_rest(
    group: np.ndarray, exact: np.ndarray, is_total: np.ndarray, places: pd.DataFrame, total: np.ndarray
) -> pd.DataFrame:
    """Give the known parts, and per total with parts what it has beside them (row -1, first in the sum)."""
    rows = np.flatnonzero(~is_total & ~np.isnan(exact))
    own = places.iloc[rows].reset_index(drop=True)
    parts = pd.DataFrame({"group": group[rows], "row": rows, "count": exact[rows]}).join(own)
    sums = parts.groupby("group")["count"].sum()
    rest = total[sums.index.to_numpy()] - sums.to_numpy()
    more = rest > 1e-9
    beside = pd.DataFrame({"group": sums.index[more], "row": -1, "count": rest[more]})
    beside = beside.assign(**{name: np.uint64(0) for name in places.columns})
    return pd.concat([parts, beside], ignore_index=True).sort_values(["group", *places.columns, "row"], kind="stable")


def _round_by_sums(ordered: pd.DataFrame, thresholds: np.ndarray, afronder: Afronder) -> pd.DataFrame:
    """Round the cumulative sums within each group: a part is the difference of two of them."""
    level = thresholds[ordered["group"].to_numpy(dtype="int64")]
    after = ordered.groupby("group")["count"].cumsum().to_numpy()
    before = after - ordered["count"].to_numpy()
    rounded = afronder.round_up_from(after, level) - afronder.round_up_from(before, level)
    return ordered.assign(rounded=rounded)
