"""The change in a share when some children are in both metingen and others in one: the counts, and MOVER.

The unit is the child. Of every indicator eight counts are all that is needed (`COUNTS`): children and cases at each
meting, and of the children who were there at both (*blijvers*) how many, and how many of them had the mark at the
first, at the second and at both. Everything works on whole columns: thousands of changes at once. Which method is used
when is in `within_ikc`.
"""

import numpy as np
import pandas as pd

from analysis.inference.proportions import (
    _HALVINGS,
    _LARGEST_Z,
    _wilson_limits,
    as_floats,
    deff_of,
    graden_of,
    p_of,
    quantile,
    rate_aandeel,
)

ENROLLED = ["n_van", "n_kinderen_van", "n_naar", "n_kinderen_naar"]
BLIJVERS = ["n_gebleven", "n_gebleven_van", "n_gebleven_naar", "n_gebleven_beide"]
COUNTS = [*ENROLLED, *BLIJVERS]


def is_possible(counts: pd.DataFrame) -> np.ndarray:
    """Tell which rows can occur: blijvers fit in both metingen, cases in children, and no cell comes out negative."""
    x1, m1, x2, m2, both, s1, s2, a = (as_floats(counts[column]) for column in COUNTS)
    stayers = (a >= 0) & (a <= np.minimum(s1, s2)) & (s1 + s2 - a <= both)
    leavers = (s1 <= x1) & (x1 - s1 <= m1 - both) & (both <= m1)
    entrants = (s2 <= x2) & (x2 - s2 <= m2 - both) & (both <= m2)
    return stayers & leavers & entrants & (m1 > 0) & (m2 > 0)


def estimate_correlatie(counts: pd.DataFrame, corrected: bool = False) -> np.ndarray:
    """Estimate the correlation between the two estimated shares, that the overlapping children bring about.

    The covariance of the shares is sum((y1 - p1)(y2 - p2)) / (n1 n2) over the blijvers. Zero when nobody is in both,
    phi of the 2x2 table when everybody is. Zero too where a share is 0 or 1, and where the overlap is unknown. Classes
    that are alike (`deff_van`, `deff_naar`) make the shares vary more, so that the same covariance is a smaller
    correlation. `corrected` takes half a child off a positive covariance: in fully paired data this is the
    continuity-corrected phi of Newcombe (1998, paired data, method 10).
    """
    p1, m1, p2, m2 = shares_of(counts)
    together = sum_together(counts)
    if corrected:
        together = np.where(together > 0, np.maximum(together - 0.5, 0), together)
    scale = np.sqrt(m1 * m2 * p1 * (1 - p1) * p2 * (1 - p2))
    usable = is_possible(counts) & (scale > 0)
    ratio = np.divide(together, scale, out=np.zeros(len(counts)), where=usable)
    return np.clip(ratio / np.sqrt(deff_of(counts, "van") * deff_of(counts, "naar")), -1.0, 1.0)


def weighed_shares_of(counts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Give aandeel_van, the children it is worth, aandeel_naar, and the children that is worth."""
    p1, m1, p2, m2 = shares_of(counts)
    return p1, m1 / deff_of(counts, "van"), p2, m2 / deff_of(counts, "naar")


def sum_together(counts: pd.DataFrame) -> np.ndarray:
    """Sum (y_van - aandeel_van)(y_naar - aandeel_naar) over the blijvers: what goes together in the two shares."""
    p1, _, p2, _ = shares_of(counts)
    both, s1, s2, a = (as_floats(counts[column]) for column in BLIJVERS)
    return a - p2 * s1 - p1 * s2 + both * p1 * p2


def count_difference_makers(counts: pd.DataFrame) -> np.ndarray:
    """Count the children who make the difference: with the mark at one meting, and not (or not there) at the other.

    A child that kept its mark says nothing about a change. Where nearly all have the mark it is the children without
    one that count: the smaller of the two counts is given.
    """
    x1, m1, x2, m2, both, s1, s2, a = (as_floats(counts[column]) for column in COUNTS)
    return np.minimum(x1 + x2 - 2 * a, m1 - x1 + m2 - x2 - 2 * (both - s1 - s2 + a))


def estimate_mover(
    counts: pd.DataFrame, alfa: float | np.ndarray, corrected: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Give the interval of aandeel_naar - aandeel_van from the two Wilson intervals and their correlation.

    MOVER: Zou and Donner (2008), Construction of confidence limits about effect measures, Statistics in Medicine
    27:1693-1702. With no overlap it is Newcombe's interval for independent groups, in fully paired data (`corrected`)
    his method 10 for pairs. `alfa` may differ per row. Trap: it leans on who is linked; a child whose code changed
    counts as a leaver and an entrant, which makes the interval too wide, never too narrow.
    """
    p1, m1, p2, m2 = weighed_shares_of(counts)
    z = quantile(alfa, graden_of(counts))
    return _mover_limits(p1, m1, p2, m2, estimate_correlatie(counts, corrected), z)


def estimate_p_mover(counts: pd.DataFrame, corrected: bool = False) -> np.ndarray:
    """Give the two-sided p-value that agrees with `estimate_mover`: the smallest alfa at which it excludes zero."""
    p1, m1, p2, m2 = weighed_shares_of(counts)
    correlation = estimate_correlatie(counts, corrected)
    low_z, high_z = np.zeros(len(p1)), np.full(len(p1), _LARGEST_Z)
    for _ in range(_HALVINGS):
        z = (low_z + high_z) / 2
        low, high = _mover_limits(p1, m1, p2, m2, correlation, z)
        excludes = (low > 0) | (high < 0)
        low_z, high_z = np.where(excludes, z, low_z), np.where(excludes, high_z, z)
    p = np.where(p1 == p2, 1.0, p_of(low_z, graden_of(counts)))
    return np.where(np.isnan(p1) | np.isnan(p2), np.nan, p)


def smallest_cell(counts: pd.DataFrame) -> pd.Series:
    """Give the smallest number of children in any group that the counts tell apart; missing counts are left out.

    With and without the mark at each meting, and where they are known the same of those who stayed, left and came, and
    the four kinds of blijvers. It decides what may be shown, not what is estimated.
    """
    x1, m1, x2, m2 = (as_floats(counts[column]) for column in ENROLLED)
    cells = [x1, m1 - x1, x2, m2 - x2]
    if set(BLIJVERS) <= set(counts.columns):
        both, s1, s2, a = (as_floats(counts[column]) for column in BLIJVERS)
        known = both > 0
        pairs = [a, s1 - a, s2 - a, both - s1 - s2 + a]
        flow = [x1 - s1, m1 - both - (x1 - s1), x2 - s2, m2 - both - (x2 - s2)]
        cells += [np.where(known, cell, np.nan) for cell in (*pairs, *flow)]
    return pd.DataFrame(np.stack(cells, axis=1), index=counts.index).min(axis=1).astype("Int64")


def shares_of(counts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Give aandeel_van, n_kinderen_van, aandeel_naar and n_kinderen_naar."""
    x1, m1, x2, m2 = (as_floats(counts[column]) for column in ENROLLED)
    return rate_aandeel(x1, m1), m1, rate_aandeel(x2, m2), m2


def _mover_limits(
    p1: np.ndarray, m1: np.ndarray, p2: np.ndarray, m2: np.ndarray, correlation: np.ndarray, z: np.ndarray | float
) -> tuple[np.ndarray, np.ndarray]:
    low1, high1 = _wilson_limits(p1, m1, z)
    low2, high2 = _wilson_limits(p2, m2, z)
    down = combine_limits(p2 - low2, high1 - p1, correlation)
    up = combine_limits(high2 - p2, p1 - low1, correlation)
    return np.clip(p2 - p1 - down, -1.0, 1.0), np.clip(p2 - p1 + up, -1.0, 1.0)


def combine_limits(first: np.ndarray, second: np.ndarray, correlation: np.ndarray | float) -> np.ndarray:
    """Combine two distances to a limit into that of a difference: sqrt(a^2 + b^2 - 2 r a b)."""
    return np.sqrt(np.maximum(first**2 + second**2 - 2 * correlation * first * second, 0))
