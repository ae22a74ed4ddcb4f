"""Ratios, conditional shares and signals per 100 children, with intervals."""

import numpy as np
import pandas as pd

from analysis.inference.afronding import as_worth, variance_of_rounding
from analysis.inference.proportions import as_floats, design_of, estimate_wilson, quantile, rate_aandeel
from analysis.measures.ratios import CONDITIONAL, PER_100, RATIOS

LOG_PAIRED, LOG_UNKNOWN_OVERLAP = "log_gepaard", "log_overlap_onbekend"
WILSON, T_OF_CHILDREN, WITHOUT_INTERVAL = "wilson", "t_per_kind", "zonder_interval"


def estimate_verhoudingen(counts: pd.DataFrame, alfa: float, basis: int = 0) -> pd.DataFrame:
    """Add `waarde`, `ci_laag`, `ci_hoog` and `methode` to the counts of `count_verhoudingen`.

    A value is missing where its denominator is zero or unknown; an interval where the counts allow none. Of counts that
    were rounded to `basis` the interval holds the rounding; with `deff` and `vrijheidsgraden` (`klassen`) that children
    of one class are alike.
    """
    parts = [
        _estimate_ratio(counts[counts["maat"].isin(RATIOS)], alfa, basis),
        _estimate_share(counts[counts["maat"].isin(CONDITIONAL)], alfa, basis),
        _estimate_per_100(counts[counts["maat"] == PER_100], alfa),
    ]
    return pd.concat(parts).sort_index()


def estimate_paired_ratio(
    a: np.ndarray,
    b: np.ndarray,
    both: np.ndarray,
    alfa: float,
    extra: np.ndarray | float = 0.0,
    design: tuple[np.ndarray | float, np.ndarray | float] = (1.0, np.inf),
) -> tuple[np.ndarray, np.ndarray]:
    """Give the interval of a / b, where a and b count children of one group and `both` are in both counts.

    The log of the ratio has variance (a + b - 2 both) / (ab): the ratio of two marginal proportions of matched pairs
    (Agresti 2013, Categorical Data Analysis, 3rd ed., ch. 11; Nam and Blackwelder 2002). NaN when either is zero.
    `extra` is the variance, in children squared, that each count has beside that; `design` how many times classes make
    the variance by chance, and the degrees of freedom of t.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(design[0] * np.maximum(a + b - 2 * both, 0) / (a * b) + extra * (1 / a**2 + 1 / b**2))
        ratio = np.where((a > 0) & (b > 0), a / b, np.nan)
    z = quantile(alfa, design[1])
    return ratio * np.exp(-z * spread), ratio * np.exp(z * spread)


def estimate_mean_per_100(
    total: np.ndarray,
    children: np.ndarray,
    squares: np.ndarray,
    alfa: float,
    design: tuple[np.ndarray | float, np.ndarray | float] = (1.0, np.inf),
) -> tuple[np.ndarray, np.ndarray]:
    """Give the t interval of 100 times the mean number of signals per child, from the spread between children.

    Children without a signal are in it. The lower limit is not below zero. NaN with fewer than two children, without
    any signal, or when the squares are unknown.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / children
        variance = np.maximum(squares - children * mean**2, 0) / (children - 1)
        graden = np.fmin(children - 1, design[1])
        half = quantile(alfa, graden) * np.sqrt(design[0] * variance / children)
    half = np.where((children >= 2) & (total > 0), half, np.nan)
    return np.maximum(100 * (mean - half), 0), 100 * (mean + half)


def _estimate_ratio(counts: pd.DataFrame, alfa: float, basis: int) -> pd.DataFrame:
    """Where it is unknown who is in both, nobody is taken to be: the interval is then too wide, never too narrow."""
    a, b, both = (as_floats(counts[column]) for column in ("n_teller", "n_noemer", "n_beide"))
    extra = variance_of_rounding(basis) * as_floats(counts["n_ikcs"]) if basis else 0.0
    low, high = estimate_paired_ratio(a, b, np.nan_to_num(both), alfa, extra, design_of(counts))
    value = np.divide(a, b, out=np.full(len(a), np.nan), where=b > 0)
    method = np.where(np.isnan(both), LOG_UNKNOWN_OVERLAP, LOG_PAIRED)
    return counts.assign(waarde=value, ci_laag=low, ci_hoog=high, methode=method)


def _estimate_share(counts: pd.DataFrame, alfa: float, basis: int) -> pd.DataFrame:
    deff, graden = design_of(counts)
    worth = as_worth(counts["n_teller"], counts["n_noemer"], basis, counts["n_ikcs"] if basis else 1, deff)
    low, high = estimate_wilson(*worth, alfa, graden)
    value = rate_aandeel(counts["n_teller"], counts["n_noemer"])
    return counts.assign(waarde=value, ci_laag=low, ci_hoog=high, methode=WILSON)


def _estimate_per_100(counts: pd.DataFrame, alfa: float) -> pd.DataFrame:
    total, children, squares = (as_floats(counts[column]) for column in ("n_teller", "n_noemer", "som_kwadraten"))
    possible = (children > 0) & ~(as_floats(counts["n_kinderen_teller"]) > children)
    children = np.where(possible, children, np.nan)
    low, high = estimate_mean_per_100(total, children, squares, alfa, design_of(counts))
    method = np.where(np.isnan(low), WITHOUT_INTERVAL, T_OF_CHILDREN)
    return counts.assign(waarde=100 * total / children, ci_laag=low, ci_hoog=high, methode=method)
