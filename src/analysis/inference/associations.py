"""How strongly two things go together in children: odds ratio with an exact interval, and phi."""

from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import gammaln, logsumexp
from scipy.stats import norm

from analysis.inference.afronding import variance_of_rounding
from analysis.inference.proportions import as_floats, design_of, quantile
from analysis.measures.associations import CELLS

FURTHEST = 60.0
"""No interval of a table of fewer than 10^12 children ends at a log odds ratio beyond this."""


def estimate_samenhang(cells: pd.DataFrame, alfa: float, basis: int = 0) -> pd.DataFrame:
    """Add the odds ratio, its exact interval and phi to 2x2 tables.

    `odds_ratio` is the sample's ad/bc, missing when b or c is zero. The interval is the exact conditional one
    (Cornfield 1956; Fisher's noncentral hypergeometric distribution, as R's fisher.test): an upper limit of infinity
    is missing, and without variation in a margin there is none. Phi is Pearson's correlation of the two yes/no columns.
    Of cells that were rounded to `basis` the interval is that of the log odds ratio (Woolf 1955), with the rounding in
    its variance; no odds ratio where a cell is zero, for that is only known to be small. Classes that are alike (`deff`
    of the cells) widen the interval on the log scale by the root of the design effect, and t by their
    `vrijheidsgraden`.
    """
    beide, eerste, tweede, geen = (as_floats(cells[column]) for column in CELLS)
    with np.errstate(divide="ignore", invalid="ignore"):
        odds_ratio = beide * geen / (eerste * tweede)
        margins = (beide + eerste) * (tweede + geen) * (beide + tweede) * (eerste + geen)
        phi = (beide * geen - eerste * tweede) / np.sqrt(margins)
    four = np.stack([beide, eerste, tweede, geen], axis=1)
    if basis:
        odds_ratio = np.where((four > 0).all(axis=1), odds_ratio, np.nan)
    low, high = _rounded_interval(four, cells["n_ikcs"], alfa, basis) if basis else _exact_intervals(four, alfa)
    low, high = _widen(odds_ratio, low, high, alfa, design_of(cells))
    values = {"odds_ratio": odds_ratio, "ci_laag": low, "ci_hoog": high, "phi": phi}
    return cells.assign(**{name: np.where(np.isfinite(value), value, np.nan) for name, value in values.items()})


def _widen(
    odds_ratio: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    alfa: float,
    design: tuple[np.ndarray | float, np.ndarray | float],
) -> tuple[np.ndarray, np.ndarray]:
    """Widen an interval by the root of the design effect and by t over the normal quantile, on the log scale.

    Without a finite odds ratio it stays.
    """
    deff, graden = design
    wider = np.sqrt(deff) * quantile(alfa, graden) / quantile(alfa)
    with np.errstate(divide="ignore", invalid="ignore"):
        wide = [odds_ratio * (end / odds_ratio) ** wider for end in (low, high)]
    known = np.isfinite(odds_ratio) & (odds_ratio > 0)
    return np.where(known, wide[0], low), np.where(known, wide[1], high)


def _exact_intervals(four: np.ndarray, alfa: float) -> np.ndarray:
    limits = [_exact_interval(tuple(table), alfa) if not np.isnan(sum(table)) else (np.nan, np.nan) for table in four]
    return np.array(limits, dtype=float).reshape(-1, 2).T


def _rounded_interval(four: np.ndarray, n_ikcs: pd.Series, alfa: float, basis: int) -> tuple[np.ndarray, np.ndarray]:
    known = np.where((four > 0).all(axis=1)[:, None], four, np.nan)
    rounding = variance_of_rounding(basis) * n_ikcs.to_numpy(dtype=float)[:, None] / known**2
    half = norm.isf(alfa / 2) * np.sqrt((1 / known + rounding).sum(axis=1))
    odds_ratio = known[:, 0] * known[:, 3] / (known[:, 1] * known[:, 2])
    return odds_ratio * np.exp(-half), odds_ratio * np.exp(half)


@lru_cache(maxsize=100_000)
def _exact_interval(table: tuple[float, float, float, float], alfa: float) -> tuple[float, float]:
    """Find the two odds ratios under which a first cell so large, or so small, has a chance of half of alfa.

    Given the margins the first cell has Fisher's noncentral hypergeometric distribution, whose logarithms are summed
    here over all its values: the same as `scipy.stats.contingency.odds_ratio`, whose time grows with the square of the
    number of children (4 seconds a table at 80,000).
    """
    first, *others = map(int, table)
    row, column, total = first + others[0], first + others[1], first + sum(others)
    if not 0 < row < total or not 0 < column < total:
        return np.nan, np.nan
    values = np.arange(max(0, row + column - total), min(row, column) + 1)
    ways = -sum(gammaln(cell + 1.0) for cell in (values, row - values, column - values, total - row - column + values))

    def log_odds(tail: np.ndarray) -> float:
        def beyond(odds: float) -> float:
            logs = ways + values * odds
            return float(logsumexp(logs[tail]) - logsumexp(logs) - np.log(alfa / 2))

        return float(brentq(beyond, -FURTHEST, FURTHEST, xtol=1e-13))

    low = 0.0 if first == values[0] else np.exp(log_odds(values >= first))
    return float(low), np.inf if first == values[-1] else float(np.exp(log_odds(values <= first)))
