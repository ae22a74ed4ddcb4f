"""The interval of a change in partly the same children, inverted to how many of them had the mark at both metingen.

The variance of a difference of two shares loses twice what the children in both have in common: the sum over them of
the product of their two residuals. With the marginal counts published, the published interval gives that sum, and few
whole numbers fit it: gee (Liang and Zeger 1986, with Mancl and DeRouen's 2001 correction), mover (Zou and Donner 2008)
and, for the same children, the exact p of McNemar (1947).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.attack.cells import Cells
from analysis.attack.intervals import Inverted, Z, wilson
from analysis.attack.published import Edition, as_numbers
from analysis.attack.quotients import cell_numbers

TABLE = "veranderingen"
OVERLAP = ["n_gebleven_van", "n_gebleven_naar", "n_gebleven_beide"]
MARGINS = ["n_van", "n_naar", "n_kinderen_van", "n_kinderen_naar"]
GROUP = ["ikc", "bouw", "van", "naar"]
LAST_DIGIT = 5e-7
LAST_DIGIT_OF_P = 1e-6


@dataclass(frozen=True)
class Change:
    """The published numbers of one change: with the mark at each meting, of how many, and how many were at both."""

    first: float
    second: float
    first_total: float
    second_total: float
    stayed: float


def invert_overlap(edition: Edition, cells: Cells) -> Inverted:
    """Give the hidden overlap counts that the published intervals and p-values of changes leave only one value."""
    table = edition.tables.get(TABLE)
    nothing = Inverted(np.array([], dtype=np.int64), np.array([]), 0)
    if (
        table is None
        or edition.guard.rounds
        or not {*MARGINS, *OVERLAP, "methode", "ci_laag", "ci_hoog", "p"} <= set(table)
    ):
        return nothing
    numbers = {name: as_numbers(table[name]) for name in [*MARGINS, *OVERLAP, "ci_laag", "ci_hoog", "p"]}
    stayed = stayed_in(table)
    margins = np.column_stack([numbers[name] for name in MARGINS])
    open_rows = ~np.isnan(margins).any(axis=1) & np.isnan(numbers["n_gebleven_beide"]) & ~np.isnan(numbers["ci_laag"])
    own = np.column_stack([cell_numbers(cells, TABLE, name, len(table), True) for name in OVERLAP])
    cell, value, method = [], [], table["methode"].to_numpy()
    for row in np.flatnonzero(open_rows):
        change = Change(*margins[row], stayed[row])
        fits = possible_overlaps(
            change, method[row], numbers["ci_laag"][row], numbers["ci_hoog"][row], numbers["p"][row]
        )
        for place in range(len(OVERLAP)):
            left = np.unique(fits[:, place])
            if len(left) == 1:
                cell.append(own[row, place])
                value.append(left[0])
    return Inverted(np.array(cell, dtype=np.int64), np.array(value, dtype=float), int(open_rows.sum()))


def stayed_in(table: pd.DataFrame) -> np.ndarray:
    """Give how many children were at both metingen: rows of other indicators of the same IKC and bouw show it."""
    shown = pd.Series(as_numbers(table["n_gebleven"]), index=table.index)
    each = shown.groupby([table[key] for key in GROUP])
    return shown.fillna(each.transform("max").where(each.transform("nunique") == 1)).to_numpy()


def possible_overlaps(change: Change, method: str, low: float, high: float, p: float) -> np.ndarray:
    """Give every (of the first, of the second, of both) among those who stayed that the published numbers allow."""
    if method == "mcnemar_tango":
        return _of_the_same_children(change, p)
    if np.isnan(change.stayed) or method not in ("gee", "mover"):
        return np.empty((0, 3))
    together, room = (together_gee if method == "gee" else together_mover)(change, low, high)
    return _fitting(change, together, room)


def together_gee(change: Change, low: float, high: float) -> tuple[float, float]:
    """Give the sum of products of residuals that a gee interval stands for, and its margin from the last digit."""
    p1, p2, m1, m2 = (
        change.first / change.first_total,
        change.second / change.second_total,
        change.first_total,
        change.second_total,
    )
    if min(m1, m2) < 2:
        return np.nan, 0.0
    error = (high - low) / 2 / Z
    own = p1 * (1 - p1) * m1 / (m1 - 1) ** 2 + p2 * (1 - p2) * m2 / (m2 - 1) ** 2
    scale = (m1 - 1) * (m2 - 1) / 2
    return (own - error**2) * scale, 2 * error * (LAST_DIGIT / Z) * scale * 1.1 + 1e-9


def together_mover(change: Change, low: float, high: float) -> tuple[float, float]:
    """Give the same for a mover interval, from its lower end: Wilson's limits of the two shares are known."""
    p1, p2 = change.first / change.first_total, change.second / change.second_total
    _, up1 = wilson(np.float64(p1), np.float64(change.first_total))
    low2, _ = wilson(np.float64(p2), np.float64(change.second_total))
    below, above = float(p2 - low2), float(up1 - p1)
    scale = np.sqrt(p1 * (1 - p1) * p2 * (1 - p2) * change.first_total * change.second_total)
    if below * above == 0:
        return np.nan, 0.0
    reach = p2 - p1 - low
    correlation = (below**2 + above**2 - reach**2) / (2 * below * above)
    return correlation * scale, reach * LAST_DIGIT / (below * above) * scale * 1.2 + 1e-9


def _fitting(change: Change, together: float, room: float) -> np.ndarray:
    """Give the whole numbers with this sum: both - p1 x second - p2 x first + p1 x p2 x stayed."""
    p1, p2, stayed = change.first / change.first_total, change.second / change.second_total, change.stayed
    one = _range(change.first, change.first_total, stayed)
    two = _range(change.second, change.second_total, stayed)
    if np.isnan(together) or not len(one) or not len(two) or room > 0.05:
        return np.empty((0, 3))
    first, second = (side.ravel() for side in np.meshgrid(one, two, indexing="ij"))
    exact = together + p1 * second + p2 * first - p1 * p2 * stayed
    both = np.round(exact)
    fits = (np.abs(exact - both) <= room) & (both >= np.maximum(first + second - stayed, 0))
    fits &= both <= np.minimum(first, second)
    return np.column_stack([first, second, both])[fits]


def _range(count: float, total: float, stayed: float) -> np.ndarray:
    """Give how many of a count can be among those who stayed."""
    return np.arange(max(0, count - (total - stayed)), min(count, stayed) + 1)


def _of_the_same_children(change: Change, p: float) -> np.ndarray:
    """Give the overlaps of the same children of which McNemar's exact p is the published one."""
    both = np.arange(max(0, change.first + change.second - change.first_total), min(change.first, change.second) + 1)
    only = np.column_stack([change.first - both, change.second - both])
    made = np.minimum(1, 2 * stats.binom.cdf(only.min(axis=1), only.sum(axis=1), 0.5))
    fits = np.abs(made - p) <= LAST_DIGIT_OF_P
    return np.column_stack([np.full(len(both), change.first), np.full(len(both), change.second), both])[fits]
