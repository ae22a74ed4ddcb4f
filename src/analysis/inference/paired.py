"""The same children at two metingen: exact McNemar, Tango's interval, and Newcombe's for a paired difference.

The unit is the child that was there at both metingen; leavers and entrants are not in it (see `overlap`). Four counts
per change: with the mark at both, only at the first, only at the second, at neither.
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.inference import overlap
from analysis.inference.proportions import _HALVINGS, as_floats

Counts = pd.Series | np.ndarray | list[float]


def estimate_p_mcnemar(alleen_van: Counts, alleen_naar: Counts) -> np.ndarray:
    """Give the exact two-sided p-value of McNemar's test, for many tables at once.

    McNemar (1947), Psychometrika 12:153-157; Clopper-Pearson-like doubling of the binomial tail with chance one half
    over the children that changed. Children that stayed the same say nothing; with none that changed p is 1. Trap: with
    five changed children or fewer p cannot get below 0.05, however they changed.
    """
    first, second = as_floats(alleen_van), as_floats(alleen_naar)
    p = np.minimum(1.0, 2 * stats.binom.cdf(np.minimum(first, second), first + second, 0.5))
    return np.where(np.isnan(first + second), np.nan, p)


def estimate_p_mcnemar_mid(alleen_van: Counts, alleen_naar: Counts) -> np.ndarray:
    """Give McNemar's mid-p: half the chance of the table itself counts.

    Fagerland, Lydersen and Laake (2013), BMC Medical Research Methodology 13:91. Less careful than the
    exact one, whose real error is far below 5 per cent in small tables, and still within 5 per cent.
    """
    first, second = as_floats(alleen_van), as_floats(alleen_naar)
    p = estimate_p_mcnemar(first, second) - stats.binom.pmf(np.minimum(first, second), first + second, 0.5)
    equal = first == second
    tie = 1 - stats.binom.pmf(first, first + second, 0.5) / 2
    return np.where(np.isnan(first + second), np.nan, np.where(equal, tie, p))


def estimate_tango(
    alleen_van: Counts, alleen_naar: Counts, n_kinderen: Counts, alfa: float | np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give Tango's score interval of aandeel_naar - aandeel_van in the same children.

    Tango T (1998), Equivalence test and confidence interval for the difference in proportions for the paired-sample
    design, Statistics in Medicine 17:891-908: the differences that a score test does not reject. At a difference of
    zero that test is McNemar's without continuity correction. `alfa` may differ per row. No kept library has it.
    """
    first, second, n = (as_floats(part) for part in (alleen_van, alleen_naar, n_kinderen))
    z = stats.norm.isf(np.asarray(alfa, dtype=float) / 2)
    point = np.divide(second - first, n, out=np.full(len(n), np.nan), where=n > 0)
    ends = []
    for side in (-1.0, 1.0):
        near, far = point.copy(), np.full(len(point), side)
        for _ in range(_HALVINGS):
            middle = (near + far) / 2
            kept = np.abs(_tango_score(middle, first, second, n)) <= z
            near, far = np.where(kept, middle, near), np.where(kept, far, middle)
        ends.append(np.where(np.isnan(point) | np.isnan(z), np.nan, near))
    return ends[0], ends[1]


def _tango_score(difference: np.ndarray, first: np.ndarray, second: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Give the score statistic of a supposed difference, with the most likely chance of only the first under it."""
    linear = -first - second + (2 * n - second + first) * difference
    rest = -first * difference * (1 - difference)
    alone = (np.sqrt(np.maximum(linear**2 - 8 * n * rest, 0)) - linear) / (4 * n)
    spread = n * (2 * alone + difference * (1 - difference))
    with np.errstate(divide="ignore", invalid="ignore"):
        score = (second - first - n * difference) / np.sqrt(np.maximum(spread, 0))
    return np.where(spread > 0, score, np.inf)


def estimate_tango_of(counts: pd.DataFrame, alfa: float | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give `estimate_tango` for changes in which every child is a blijver."""
    return estimate_tango(*_changed(counts), counts["n_gebleven"], alfa)


def estimate_p_of(counts: pd.DataFrame) -> np.ndarray:
    """Give `estimate_p_mcnemar` for changes in which every child is a blijver."""
    return estimate_p_mcnemar(*_changed(counts))


def _changed(counts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    first, second, both = (as_floats(counts[column]) for column in overlap.BLIJVERS[1:])
    return first - both, second - both


def estimate_newcombe_paired(
    beide: Counts, alleen_van: Counts, alleen_naar: Counts, geen: Counts, alfa: float | np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give the interval of aandeel_naar - aandeel_van in the same children.

    Newcombe RG (1998), Improved confidence intervals for the difference between binomial proportions based on paired
    data, Statistics in Medicine 17:2635-2650, method 10: Wilson limits, and phi with half a child taken off.
    """
    return overlap.estimate_mover(as_counts(beide, alleen_van, alleen_naar, geen), alfa, corrected=True)


def as_counts(beide: Counts, alleen_van: Counts, alleen_naar: Counts, geen: Counts) -> pd.DataFrame:
    """Write 2x2 tables as the eight counts of `overlap`, everybody being in both metingen."""
    both, first, second, none = (as_floats(part) for part in (beide, alleen_van, alleen_naar, geen))
    children = both + first + second + none
    values = [both + first, children, both + second, children, children, both + first, both + second, both]
    return pd.DataFrame(dict(zip(overlap.COUNTS, values, strict=True)))
