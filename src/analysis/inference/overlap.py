"""The change in a share when some children are in both metingen and others in one: GEE in closed form, and MOVER.

The unit is the child. Of every indicator eight counts are all that is needed (`COUNTS`): children and cases at each
meting, and of the children who were there at both (*blijvers*) how many, and how many of them had the mark at the
first, at the second and at both. Everything works on whole columns: thousands of changes at once.

Which to use (measured with `benchmarks/coverage.py`): `estimate_mover` is the interval to print. The GEE interval is
symmetric and falls short for rare marks (92 per cent at a prevalence of 2 per cent); Newcombe's interval for
independent groups covers 97 to 99.7 per cent as soon as children overlap, and so misses real changes.
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.inference.proportions import (
    _HALVINGS,
    _LARGEST_Z,
    _wilson_limits,
    as_floats,
    estimate_newcombe,
    rate_aandeel,
)

ENROLLED = ["n_van", "n_kinderen_van", "n_naar", "n_kinderen_naar"]
BLIJVERS = ["n_gebleven", "n_gebleven_van", "n_gebleven_naar", "n_gebleven_beide"]
COUNTS = [*ENROLLED, *BLIJVERS]

NEWCOMBE, MOVER, MOVER_GEPAARD = "newcombe", "mover", "mover_gepaard"
ONAFHANKELIJK, UITWISSELBAAR = "onafhankelijk", "uitwisselbaar"
_ROUNDS = 60


def choose_method(counts: pd.DataFrame) -> pd.DataFrame:
    """Choose per change how it is estimated, from who can be linked, and say why.

    Returns
    -------
    `methode` (`mover_gepaard`: all children are in both; `mover`: some are; `newcombe`: none, or nobody knows) and
    `reden`, one Dutch sentence. Counts that contradict each other (more blijvers than children) fall back to
    `newcombe`.
    """
    van, naar, both = (as_floats(counts[column]) for column in ("n_kinderen_van", "n_kinderen_naar", "n_gebleven"))
    possible = is_possible(counts)
    all_linked, some_linked = possible & (both == van) & (both == naar) & (both > 0), possible & (both > 0)
    unknown = counts[BLIJVERS].isna().any(axis=1).to_numpy()
    methode = np.select([all_linked, some_linked], [MOVER_GEPAARD, MOVER], NEWCOMBE)
    reden = np.select(
        [all_linked, some_linked, unknown, ~possible],
        [
            "Alle kinderen zijn in beide metingen gevolgd.",
            "Een deel van de kinderen is in beide metingen gevolgd.",
            "Het is niet bekend welke kinderen in beide metingen zitten.",
            "De aantallen gevolgde kinderen spreken elkaar tegen.",
        ],
        "Geen kind zit in beide metingen.",
    )
    return pd.DataFrame({"methode": methode, "reden": reden}, index=counts.index)


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
    phi of the 2x2 table when everybody is. Zero too where a share is 0 or 1, and where the overlap is unknown.
    `corrected` takes half a child off a positive covariance: in fully paired data this is the continuity-corrected phi
    of Newcombe (1998, paired data, method 10).
    """
    x1, m1, x2, m2, both, s1, s2, a = (as_floats(counts[column]) for column in COUNTS)
    p1, p2 = rate_aandeel(x1, m1), rate_aandeel(x2, m2)
    together = a - p2 * s1 - p1 * s2 + both * p1 * p2
    if corrected:
        together = np.where(together > 0, np.maximum(together - 0.5, 0), together)
    scale = np.sqrt(m1 * m2 * p1 * (1 - p1) * p2 * (1 - p2))
    usable = is_possible(counts) & (scale > 0)
    ratio = np.divide(together, scale, out=np.zeros(len(counts)), where=usable)
    return np.clip(ratio, -1.0, 1.0)


def estimate_mover(
    counts: pd.DataFrame, alfa: float | np.ndarray, corrected: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Give the interval of aandeel_naar - aandeel_van from the two Wilson intervals and their correlation.

    MOVER: Zou and Donner (2008), Construction of confidence limits about effect measures, Statistics in Medicine
    27:1693-1702. With no overlap it is Newcombe's interval for independent groups, in fully paired data (`corrected`)
    his method 10 for pairs. `alfa` may differ per row. Trap: it leans on who is linked; a child whose code changed
    counts as a leaver and an entrant, which makes the interval too wide, never too narrow.
    """
    p1, m1, p2, m2 = _shares(counts)
    z = stats.norm.isf(np.asarray(alfa, dtype=float) / 2)
    return _mover_limits(p1, m1, p2, m2, estimate_correlatie(counts, corrected), z)


def estimate_p_mover(counts: pd.DataFrame, corrected: bool = False) -> np.ndarray:
    """Give the two-sided p-value that agrees with `estimate_mover`: the smallest alfa at which it excludes zero."""
    p1, m1, p2, m2 = _shares(counts)
    correlation = estimate_correlatie(counts, corrected)
    low_z, high_z = np.zeros(len(p1)), np.full(len(p1), _LARGEST_Z)
    for _ in range(_HALVINGS):
        z = (low_z + high_z) / 2
        low, high = _mover_limits(p1, m1, p2, m2, correlation, z)
        excludes = (low > 0) | (high < 0)
        low_z, high_z = np.where(excludes, z, low_z), np.where(excludes, high_z, z)
    p = np.where(p1 == p2, 1.0, 2 * stats.norm.sf(low_z))
    return np.where(np.isnan(p1) | np.isnan(p2), np.nan, p)


def estimate_change(counts: pd.DataFrame, alfa: float | np.ndarray) -> pd.DataFrame:
    """Estimate each change with the method that its children allow.

    Columns verschil, ci_laag, ci_hoog, p, methode, reden. Where nobody is linked the correlation is zero, and interval
    and p are those of `estimate_newcombe`. Where all are, the continuity correction of Newcombe's paired method 10 is
    left out: with it the interval covers 96 to 98.7 per cent for marks of 2 to 5 per cent. McNemar's exact p
    (`paired`) can be shown beside; it is not what the interval says.
    """
    p1, _, p2, _ = _shares(counts)
    low, high = estimate_mover(counts, alfa)
    numbers = {"verschil": p2 - p1, "ci_laag": low, "ci_hoog": high, "p": estimate_p_mover(counts)}
    return pd.DataFrame(numbers, index=counts.index).join(choose_method(counts))


def estimate_gee(counts: pd.DataFrame, alfa: float, working: str = ONAFHANKELIJK) -> pd.DataFrame:
    """Fit a binomial GEE per row, child as cluster, meting as the only covariate, robust bias-reduced errors.

    Liang and Zeger (1986), Biometrika 73:13-22; Mancl and DeRouen (2001), Biometrics 57:126-134. With one parameter per
    meting the model is saturated, so the counts are sufficient and no child is needed: the same numbers as
    `statsmodels.GEE` (tested), without its loop over children. The marginal risk difference is p2 - p1, its
    delta-method variance is that of the shares themselves.

    Trap: with an exchangeable working correlation the estimate is *not* aandeel_naar - aandeel_van when children
    overlap in part: it leans on the blijvers, and answers another question when those who come and go differ from
    those who stay (they do: leavers are groep 8, entrants are small). So `onafhankelijk` is the report's choice; the
    errors are robust either way.

    Returns
    -------
    verschil, standaardfout, correlatie (the working one), ci_laag, ci_hoog, methode and reden. Where the GEE has no
    answer (a share of 0 or 1, an impossible row, no convergence) the interval is Newcombe's, and `reden` says so.
    """
    singles, pairs, p = _patterns(counts)
    correlation = np.zeros(len(counts))
    if working == UITWISSELBAAR:
        p, correlation = _solve_exchangeable(singles, pairs, p)
    variance = _robust_variance(singles, pairs, p, correlation)
    difference = p[:, 1] - p[:, 0]
    error = np.sqrt(np.where(variance >= 0, variance, np.nan))
    half = stats.norm.isf(alfa / 2) * error
    fits = is_possible(counts) & ((p > 0) & (p < 1)).all(axis=1) & np.isfinite(error) & (np.abs(correlation) < 1)
    return _with_fallback(counts, alfa, fits, difference, error, half, correlation, working)


def _with_fallback(
    counts: pd.DataFrame,
    alfa: float,
    fits: np.ndarray,
    difference: np.ndarray,
    error: np.ndarray,
    half: np.ndarray,
    correlation: np.ndarray,
    working: str,
) -> pd.DataFrame:
    p1, _, p2, _ = _shares(counts)
    low, high = estimate_newcombe(*(counts[column] for column in ENROLLED), alfa)
    known = ~(np.isnan(p1) | np.isnan(p2))
    reden = np.where(
        fits, "", np.where(known, "Te weinig spreiding voor een GEE: Newcombe.", "Een aandeel is onbekend.")
    )
    numbers = {
        "verschil": np.where(fits, difference, p2 - p1),
        "standaardfout": np.where(fits, error, np.nan),
        "correlatie": np.where(fits, correlation, np.nan),
        "ci_laag": np.where(fits, difference - half, low),
        "ci_hoog": np.where(fits, difference + half, high),
        "methode": np.where(fits, f"gee_{working}", NEWCOMBE),
        "reden": reden,
    }
    return pd.DataFrame(numbers, index=counts.index)


def _shares(counts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
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
