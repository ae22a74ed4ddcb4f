"""The GEE of a change in closed form, from eight counts per change instead of the children (see `overlap.COUNTS`).

Binomial, child as cluster, meting as the only covariate, robust errors, marginal risk difference with a delta-method
interval: Liang and Zeger (1986), Biometrika 73:13-22, with the small-sample errors of Mancl and DeRouen (2001),
Biometrics 57:126-134. The same numbers as `statsmodels.GEE` (tested), which loops over children: a quarter of an hour
for the changes of a study that this does in a second.

The working correlation is *independent*, not exchangeable. With an exchangeable one the estimate is not aandeel_naar -
aandeel_van when children overlap in part: it leans on the blijvers, and is off by up to 1.7 points when those who come
and go differ from those who stay, as they do (leavers are groep 8, entrants are small); see docs/coverage.md. The
errors are robust either way.
"""

import numpy as np
import pandas as pd

from analysis.inference.overlap import is_possible, shares_of, sum_together
from analysis.inference.proportions import deff_of, graden_of, p_of, quantile


def estimate_error(counts: pd.DataFrame) -> np.ndarray:
    """Give the robust standard error of aandeel_naar - aandeel_van.

    With one parameter per meting the model is saturated, and Mancl and DeRouen's correction comes down to n - 1 for n
    in every sum of squares and products. What classes do (`deff_van`, `deff_naar`) multiplies the variance of each
    share; the covariance is of the children who stayed. Missing where a share is 0 or 1 (the GEE does not converge),
    where the counts contradict each other or are unknown, and where nothing varies.
    """
    p1, m1, p2, m2 = shares_of(counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = p1 * (1 - p1) * m1 / (m1 - 1) ** 2, p2 * (1 - p2) * m2 / (m2 - 1) ** 2
        own = deff_of(counts, "van") * first + deff_of(counts, "naar") * second
        variance = own - 2 * sum_together(counts) / ((m1 - 1) * (m2 - 1))
    inside = (p1 > 0) & (p1 < 1) & (p2 > 0) & (p2 < 1) & is_possible(counts)
    return np.sqrt(np.where(inside & (variance > 1e-15), variance, np.nan))


def estimate_gee(counts: pd.DataFrame, alfa: float | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the interval of aandeel_naar - aandeel_van; `alfa` may differ per row. Missing where there is no error."""
    p1, _, p2, _ = shares_of(counts)
    half = quantile(alfa, graden_of(counts)) * estimate_error(counts)
    return np.clip(p2 - p1 - half, -1.0, 1.0), np.clip(p2 - p1 + half, -1.0, 1.0)


def estimate_p_gee(counts: pd.DataFrame) -> np.ndarray:
    """Give the two-sided p-value that agrees with `estimate_gee`."""
    p1, _, p2, _ = shares_of(counts)
    return p_of((p2 - p1) / estimate_error(counts), graden_of(counts))
