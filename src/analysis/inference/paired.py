"""The same children at two metingen: exact McNemar, and Newcombe's interval for a paired difference.

The unit is the child that was there at both metingen; leavers and entrants are not in it (see `overlap`). Four counts
per change: with the mark at both, only at the first, only at the second, at neither.
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.inference import overlap
from analysis.inference.proportions import as_floats

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


def estimate_newcombe_paired(
    beide: Counts, alleen_van: Counts, alleen_naar: Counts, geen: Counts, alfa: float | np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give the interval of aandeel_naar - aandeel_van in the same children.

    Newcombe RG (1998), Improved confidence intervals for the difference between binomial proportions based on paired
    data, Statistics in Medicine 17:2635-2650, method 10: Wilson limits, and phi with half a child taken off.
    """
    return overlap.estimate_mover(as_counts(beide, alleen_van, alleen_naar, geen), alfa, corrected=True)


def estimate_p_newcombe_paired(beide: Counts, alleen_van: Counts, alleen_naar: Counts, geen: Counts) -> np.ndarray:
    """Give the two-sided p-value that agrees with `estimate_newcombe_paired`."""
    return overlap.estimate_p_mover(as_counts(beide, alleen_van, alleen_naar, geen), corrected=True)


def as_counts(beide: Counts, alleen_van: Counts, alleen_naar: Counts, geen: Counts) -> pd.DataFrame:
    """Write 2x2 tables as the eight counts of `overlap`, everybody being in both metingen."""
    both, first, second, none = (as_floats(part) for part in (beide, alleen_van, alleen_naar, geen))
    children = both + first + second + none
    values = [both + first, children, both + second, children, children, both + first, both + second, both]
    return pd.DataFrame(dict(zip(overlap.COUNTS, values, strict=True)))
