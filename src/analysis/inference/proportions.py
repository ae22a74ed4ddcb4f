"""Shares and differences of shares: Wilson and Newcombe intervals, the p-value that belongs, what could be shown."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.inference.afronding import as_floats, as_worth

_LARGEST_Z = 37.0
"""Two-sided p of 1e-299: smaller ones are not told apart, and stay above zero so that a correction can scale them."""
_HALVINGS = 60
ONTWERP = ["deff", "vrijheidsgraden"]
"""What classes do to a share, as columns of its counts; see `klassen`."""


def quantile(alfa: float | np.ndarray, graden: float | np.ndarray = np.inf) -> np.ndarray:
    """Give the two-sided quantile of t at level `alfa`; with infinite degrees of freedom that of the normal."""
    return stats.t.isf(np.asarray(alfa, dtype=float) / 2, graden)


def p_of(z: np.ndarray, graden: float | np.ndarray = np.inf) -> np.ndarray:
    """Give the two-sided p of `z`, by t with that many degrees of freedom."""
    return np.maximum(2 * stats.t.sf(np.abs(z), graden), 1e-299)


def deff_of(counts: pd.DataFrame, side: str = "") -> np.ndarray:
    """Give how many times classes that are alike make the variance of a share, 1 where that is not given.

    `side` is `van` or `naar` of a change.
    """
    name = f"deff_{side}" if side else "deff"
    return counts[name].to_numpy(dtype=float) if name in counts else np.ones(len(counts))


def graden_of(counts: pd.DataFrame) -> np.ndarray:
    """Give the degrees of freedom of each row's margin, infinite where none are given."""
    name = "vrijheidsgraden"
    given = counts[name].to_numpy(dtype=float) if name in counts else np.full(len(counts), np.inf)
    return np.where(np.isnan(given), np.inf, given)


def design_of(counts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Give `deff` and `vrijheidsgraden` of each row: 1 and infinite where nothing is known of classes."""
    return deff_of(counts), graden_of(counts)


def rate_aandeel(n: pd.Series | np.ndarray, n_kinderen: pd.Series | np.ndarray) -> np.ndarray:
    """Give the share n / n_kinderen; NaN when either is missing, nobody is enrolled, or n exceeds n_kinderen."""
    count, total = as_floats(n), as_floats(n_kinderen)
    possible = (total > 0) & (count >= 0) & (count <= total)
    return np.divide(count, total, out=np.full(len(count), np.nan), where=possible)


def estimate_wilson(
    n: pd.Series | np.ndarray, n_kinderen: pd.Series | np.ndarray, alfa: float, graden: np.ndarray | float = np.inf
) -> tuple[np.ndarray, np.ndarray]:
    """Give the Wilson score interval of a share (Wilson 1927; Newcombe 1998a, method 3); statsmodels' is the same.

    NaN where `rate_aandeel` is: more children with a mark than enrolled gives no interval, never one above 1. `graden`:
    degrees of freedom of t where the worth of the children was estimated (Korn and Graubard 1998).
    """
    return _wilson_limits(rate_aandeel(n, n_kinderen), as_floats(n_kinderen), quantile(alfa, graden))


def estimate_aandelen(counts: pd.DataFrame, alfa: float, basis: int = 0) -> pd.DataFrame:
    """Add `aandeel`, `ci_laag` and `ci_hoog` (Wilson) to counts with `n` and `n_kinderen`.

    `basis`: what the counts were rounded to, 0 for exact ones; the interval then holds the rounding. With `deff` and
    `vrijheidsgraden` (`klassen.add_klassen`) it holds that children of one class are alike.
    """
    deff, graden = design_of(counts)
    worth = as_worth(counts["n"], counts["n_kinderen"], basis, counts["n_ikcs"] if basis else 1, deff)
    low, high = estimate_wilson(*worth, alfa, graden)
    return counts.assign(aandeel=rate_aandeel(counts["n"], counts["n_kinderen"]), ci_laag=low, ci_hoog=high)


def estimate_newcombe(
    n_van: pd.Series | np.ndarray,
    n_kinderen_van: pd.Series | np.ndarray,
    n_naar: pd.Series | np.ndarray,
    n_kinderen_naar: pd.Series | np.ndarray,
    alfa: float | np.ndarray,
    graden: float | np.ndarray = np.inf,
) -> tuple[np.ndarray, np.ndarray]:
    """Give the hybrid-score interval of aandeel_naar - aandeel_van, two independent groups.

    Newcombe RG (1998b), Interval estimation for the difference between independent proportions, Statistics in
    Medicine 17:873-890, method 10. `alfa` may differ per row (a corrected interval); `graden`: degrees of freedom of t.
    """
    z = quantile(alfa, graden)
    van = rate_aandeel(n_van, n_kinderen_van), as_floats(n_kinderen_van)
    naar = rate_aandeel(n_naar, n_kinderen_naar), as_floats(n_kinderen_naar)
    return _newcombe_limits(*van, *naar, z)


def estimate_p_newcombe(
    n_van: pd.Series | np.ndarray,
    n_kinderen_van: pd.Series | np.ndarray,
    n_naar: pd.Series | np.ndarray,
    n_kinderen_naar: pd.Series | np.ndarray,
    graden: float | np.ndarray = np.inf,
) -> np.ndarray:
    """Give the two-sided p-value that agrees with Newcombe's interval: the smallest alfa at which it excludes zero.

    The interval widens with z, so the z at which its near limit touches zero is found by halving. Equal shares give 1.
    """
    p1, m1 = rate_aandeel(n_van, n_kinderen_van), as_floats(n_kinderen_van)
    p2, m2 = rate_aandeel(n_naar, n_kinderen_naar), as_floats(n_kinderen_naar)
    low_z, high_z = np.zeros(len(p1)), np.full(len(p1), _LARGEST_Z)
    for _ in range(_HALVINGS):
        z = (low_z + high_z) / 2
        low, high = _newcombe_limits(p1, m1, p2, m2, z)
        excludes = (low > 0) | (high < 0)
        low_z, high_z = np.where(excludes, z, low_z), np.where(excludes, high_z, z)
    p = np.where(p1 == p2, 1.0, p_of(low_z, graden))
    return np.where(np.isnan(p1) | np.isnan(p2), np.nan, p)


def estimate_smallest_detectable(
    aandeel_van: np.ndarray,
    n_kinderen_van: np.ndarray,
    n_kinderen_naar: np.ndarray,
    alfa: float | np.ndarray,
    power: float = 0.8,
    correlatie: np.ndarray | float = 0.0,
    graden: np.ndarray | float = np.inf,
    richting: np.ndarray | float = 0.0,
) -> np.ndarray:
    """Give the smallest change, as a positive difference, that would be found with 80 per cent power.

    Formula (Fleiss, Levin and Paik 2003, section 4.2, unequal groups, no continuity correction): the d for which
    d = z(1-alfa/2) * sqrt(p(1-p)(1/n1+1/n2)) + z(power) * sqrt(p1(1-p1)/n1 + p2(1-p2)/n2), with p2 = p1 + d and p
    the pooled share. `richting` is the way that is hoped for: 1 a rise, -1 a fall (then p2 = p1 - d), 0 none: towards
    one half, where a change is hardest to show. From a low share a fall is easier to show than a rise. `alfa` may
    differ per row: where the verdict is corrected for k comparisons, alfa / k is the level that the first of them must
    meet. NaN when even the largest change that way would be missed. `correlatie` is that of the two estimated shares,
    because children are in both metingen: both variances lose twice the covariance. `graden`: degrees of freedom of t
    in place of the first z.
    """
    start, n1, n2 = as_floats(aandeel_van), as_floats(n_kinderen_van), as_floats(n_kinderen_naar)
    falls = np.where(np.asarray(richting) == 0, start > 0.5, np.asarray(richting) < 0)
    p1 = np.where(falls, 1 - start, start)
    low, high = np.zeros(len(p1)), 1 - p1
    level = quantile(alfa, graden)
    reachable = _is_found(high, p1, n1, n2, level, power, correlatie)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        found = _is_found(middle, p1, n1, n2, level, power, correlatie)
        low, high = np.where(found, low, middle), np.where(found, middle, high)
    return np.where(reachable, high, np.nan)


def _is_found(
    change: np.ndarray,
    p1: np.ndarray,
    n1: np.ndarray,
    n2: np.ndarray,
    z: np.ndarray,
    power: float,
    correlatie: np.ndarray | float,
) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        p2 = p1 + change
        pooled = (n1 * p1 + n2 * p2) / (n1 + n2)
        alike, first, second = pooled * (1 - pooled), p1 * (1 - p1) / n1, p2 * (1 - p2) / n2
        under_null = np.sqrt(np.maximum(alike * (1 / n1 + 1 / n2 - 2 * correlatie / np.sqrt(n1 * n2)), 0))
        under_change = np.sqrt(np.maximum(first + second - 2 * correlatie * np.sqrt(np.maximum(first * second, 0)), 0))
        return change >= z * under_null + stats.norm.ppf(power) * under_change


def _wilson_limits(p: np.ndarray, m: np.ndarray, z: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
    """Give Wilson's limits for a z per row."""
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (p + z**2 / (2 * m)) / (1 + z**2 / m)
        half = z / (1 + z**2 / m) * np.sqrt(p * (1 - p) / m + z**2 / (4 * m**2))
    return np.clip(middle - half, 0.0, p), np.clip(middle + half, p, 1.0)


def _newcombe_limits(
    p1: np.ndarray, m1: np.ndarray, p2: np.ndarray, m2: np.ndarray, z: np.ndarray | float
) -> tuple[np.ndarray, np.ndarray]:
    low1, high1 = _wilson_limits(p1, m1, z)
    low2, high2 = _wilson_limits(p2, m2, z)
    difference = p2 - p1
    low = difference - np.hypot(p2 - low2, high1 - p1)
    high = difference + np.hypot(high2 - p2, p1 - low1)
    return np.clip(low, -1.0, 1.0), np.clip(high, -1.0, 1.0)
