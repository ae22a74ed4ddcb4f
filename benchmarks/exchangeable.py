"""The GEE of a change with an exchangeable working correlation, in closed form: only to show what it does wrong.

The report uses the independent one (`analysis.inference.gee_counts`), which estimates the difference of the shares that
it prints. Eight counts per change are enough (`overlap.COUNTS`); `statsmodels.GEE` gives the same numbers (tested).
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.inference.overlap import COUNTS
from analysis.inference.proportions import as_floats, rate_aandeel

_ROUNDS = 60


def estimate_exchangeable(counts: pd.DataFrame, alfa: float) -> pd.DataFrame:
    """Fit a binomial GEE per row, child as cluster, exchangeable, with the errors of Mancl and DeRouen (2001).

    Returns
    -------
    verschil, standaardfout, correlatie, ci_laag, ci_hoog; missing where it does not converge.
    """
    singles, pairs, p = _patterns(counts)
    p, correlation = _solve_exchangeable(singles, pairs, p)
    variance = _robust_variance(singles, pairs, p, correlation)
    fits = ((p > 0) & (p < 1)).all(axis=1) & (variance >= 0) & (np.abs(correlation) < 1)
    difference, error = np.where(fits, p[:, 1] - p[:, 0], np.nan), np.sqrt(np.where(fits, variance, np.nan))
    half = stats.norm.isf(alfa / 2) * error
    values = {"verschil": difference, "standaardfout": error, "correlatie": correlation}
    return pd.DataFrame({**values, "ci_laag": difference - half, "ci_hoog": difference + half}, index=counts.index)


def _patterns(counts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Count children per pattern: singles [row, meting, mark], pairs [row, mark van, mark naar]; and the shares."""
    x1, m1, x2, m2, both, s1, s2, a = (as_floats(counts[column]) for column in COUNTS)
    leavers = np.stack([m1 - both - (x1 - s1), x1 - s1], axis=-1)
    entrants = np.stack([m2 - both - (x2 - s2), x2 - s2], axis=-1)
    never_first = np.stack([both - s1 - s2 + a, s2 - a], axis=-1)
    pairs = np.stack([never_first, np.stack([s1 - a, a], axis=-1)], axis=-2)
    shares = np.stack([rate_aandeel(x1, m1), rate_aandeel(x2, m2)], axis=-1)
    return np.stack([leavers, entrants], axis=-2), pairs, shares


def _precision(p: np.ndarray, correlation: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give 1 / variance per meting [row, 2], and the inverse working covariance of a pair [row, 2, 2]."""
    single = 1 / (p * (1 - p))
    shape = np.stack([np.ones_like(correlation), -correlation], axis=-1)
    matrix = np.stack([shape, shape[:, ::-1]], axis=-2) / (1 - correlation**2)[:, None, None]
    spread = np.sqrt(single)
    return single, matrix * spread[:, :, None] * spread[:, None, :]


def _solve_exchangeable(singles: np.ndarray, pairs: np.ndarray, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Solve the estimating equations (linear in p, given the working covariance) and the moment correlation in turn."""
    correlation = np.zeros(len(p))
    n_single, x_single = singles.sum(axis=-1), singles[..., 1]
    n_pairs = pairs.sum(axis=(1, 2))
    x_pair = np.stack([pairs[:, 1, :].sum(axis=-1), pairs[:, :, 1].sum(axis=-1)], axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        for _ in range(_ROUNDS):
            single, matrix = _precision(p, correlation)
            information = matrix * n_pairs[:, None, None] + np.eye(2) * (single * n_single)[:, :, None]
            score = single * x_single + np.einsum("rij,rj->ri", matrix, x_pair)
            p = _solve2(information, score)
            correlation = _moment_correlation(n_single, x_single, pairs, p)
    return p, correlation


def _moment_correlation(n_single: np.ndarray, x_single: np.ndarray, pairs: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Give the moment estimate of the exchangeable correlation, with statsmodels' degrees of freedom (two)."""
    n_pairs, variance = pairs.sum(axis=(1, 2)), p * (1 - p)
    x = x_single + np.stack([pairs[:, 1, :].sum(axis=-1), pairs[:, :, 1].sum(axis=-1)], axis=-1)
    n = n_single + n_pairs[:, None]
    squares = ((x * (1 - 2 * p) + n * p**2) / variance).sum(axis=-1)
    scale = squares / (n.sum(axis=-1) - 2)
    together = (
        pairs[:, 1, 1]
        - p[:, 1] * pairs[:, 1, :].sum(axis=-1)
        - p[:, 0] * pairs[:, :, 1].sum(axis=-1)
        + n_pairs * p[:, 0] * p[:, 1]
    )
    found = together / np.sqrt(variance.prod(axis=-1)) / scale / (n_pairs - 2)
    return np.where(n_pairs > 2, found, 0.0)


def _robust_variance(singles: np.ndarray, pairs: np.ndarray, p: np.ndarray, correlation: np.ndarray) -> np.ndarray:
    """Give the Mancl-DeRouen sandwich variance of p2 - p1, summed over the eight kinds of children."""
    marks = np.array([0.0, 1.0])
    with np.errstate(divide="ignore", invalid="ignore"):
        single, matrix = _precision(p, correlation)
        n_single, n_pairs = singles.sum(axis=-1), pairs.sum(axis=(1, 2))
        bread = _inverse2(matrix * n_pairs[:, None, None] + np.eye(2) * (single * n_single)[:, :, None])
        leverage = np.diagonal(bread, axis1=1, axis2=2) * single
        residual = (marks - p[:, :, None]) / (1 - leverage)[:, :, None] * single[:, :, None]
        meat = np.eye(2) * (singles * residual**2).sum(axis=-1)[:, :, None]
        shrink = np.eye(2) - bread @ matrix
        for first, second in np.ndindex(2, 2):
            adjusted = _solve2(shrink, np.array([first, second]) - p)
            score = np.einsum("rij,rj->ri", matrix, adjusted)
            meat = meat + pairs[:, first, second, None, None] * score[:, :, None] * score[:, None, :]
        contrast = bread[:, 1, :] - bread[:, 0, :]
        return np.einsum("ri,rij,rj->r", contrast, meat, contrast)


def _inverse2(matrix: np.ndarray) -> np.ndarray:
    determinant = matrix[:, 0, 0] * matrix[:, 1, 1] - matrix[:, 0, 1] * matrix[:, 1, 0]
    top = np.stack([matrix[:, 1, 1], -matrix[:, 0, 1]], axis=-1)
    bottom = np.stack([-matrix[:, 1, 0], matrix[:, 0, 0]], axis=-1)
    return np.stack([top, bottom], axis=-2) / determinant[:, None, None]


def _solve2(matrix: np.ndarray, right: np.ndarray) -> np.ndarray:
    return np.einsum("rij,rj->ri", _inverse2(matrix), right)
