"""How strongly two things go together in children: odds ratio with an exact interval, and phi."""

from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.stats import contingency

from analysis.inference.proportions import as_floats
from analysis.measures.associations import CELLS


def estimate_samenhang(cells: pd.DataFrame, alfa: float) -> pd.DataFrame:
    """Add the odds ratio, its exact interval and phi to 2x2 tables.

    `odds_ratio` is the sample's ad/bc, missing when b or c is zero. The interval is the exact conditional one
    (Cornfield 1956; Fisher's noncentral hypergeometric distribution, as R's fisher.test): an upper limit of infinity
    is missing, and without variation in a margin there is none. Phi is Pearson's correlation of the two yes/no columns.
    """
    beide, eerste, tweede, geen = (as_floats(cells[column]) for column in CELLS)
    with np.errstate(divide="ignore", invalid="ignore"):
        odds_ratio = beide * geen / (eerste * tweede)
        margins = (beide + eerste) * (tweede + geen) * (beide + tweede) * (eerste + geen)
        phi = (beide * geen - eerste * tweede) / np.sqrt(margins)
    tables = zip(beide, eerste, tweede, geen, strict=True)
    limits = [_exact_interval(table, alfa) if not np.isnan(sum(table)) else (np.nan, np.nan) for table in tables]
    low, high = np.array(limits, dtype=float).reshape(-1, 2).T
    values = {"odds_ratio": odds_ratio, "ci_laag": low, "ci_hoog": high, "phi": phi}
    return cells.assign(**{name: np.where(np.isfinite(value), value, np.nan) for name, value in values.items()})


@lru_cache(maxsize=100_000)
def _exact_interval(table: tuple[float, float, float, float], alfa: float) -> tuple[float, float]:
    cells = np.array(table, dtype=int).reshape(2, 2)
    if (cells.sum(axis=0) == 0).any() or (cells.sum(axis=1) == 0).any():
        return np.nan, np.nan
    interval = contingency.odds_ratio(cells, kind="conditional").confidence_interval(1 - alfa)
    return float(interval.low), float(interval.high)
