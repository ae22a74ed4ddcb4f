"""Difference in differences between pilot and comparison IKCs, with the IKC as the unit.

What one row is: an IKC. Its children are summed before anything is compared, so that three pilot IKCs count as three
observations. The assumption of every number here: without a jeugdondersteuner the pilot IKCs would have changed as the
comparison IKCs did. Starts at different times are in `staggered`.
"""

from collections.abc import Sequence
from itertools import combinations
from math import comb

import numpy as np
from scipy import stats

from analysis.inference.across import NO_SPREAD
from analysis.study import Statistiek

DID_WELCH, GEEN = "did_welch", "geen"
MINIMUM_IKCS = Statistiek().minimum_ikcs
GEEN_SPREIDING = "De IKC's verschillen niet van elkaar: daarmee is geen marge te berekenen."
TE_WEINIG_GEVALLEN = "Te weinig gevallen in alle IKC's samen voor een marge."
_MOST_ENUMERATED = 50_000
_WORDS = {2: "twee", 3: "drie", 4: "vier", 5: "vijf", 6: "zes"}


def too_few_ikcs(minimum_ikcs: int) -> str:
    """Say why there is no interval: a group has too few IKCs."""
    count = _WORDS.get(minimum_ikcs, minimum_ikcs)
    return f"Minder dan {count} IKC's in een van de groepen: een marge zou te smal zijn."


def estimate_did(
    changes: np.ndarray, is_pilot: np.ndarray, alfa: float, minimum_ikcs: int = MINIMUM_IKCS
) -> dict[str, float | str]:
    """Give the mean change of pilot IKCs minus that of comparison IKCs, with a t interval over IKCs.

    Two steps, as Donald and Lang (2007), Review of Economics and Statistics 89:221-233, with Welch's error: pilots may
    differ among themselves more, or less, than the others. Degrees of freedom: see `free_of_difference`. No interval
    and no p with fewer than `minimum_ikcs` in a role; `reden` says so: with two pilots against seven others Welch's
    holds the truth in 92 per cent, with one its spread would have to be taken from the other role. Missing changes are
    left out.

    Returns
    -------
    verschil, ci_laag, ci_hoog, p, n_pilot, n_vergelijking, methode (`did_welch` or `geen`), reden, standaardfout and
    vrijheidsgraden (NaN without an interval).
    """
    pilot, other = _by_role(changes, is_pilot)
    sizes = {"n_pilot": len(pilot), "n_vergelijking": len(other)}
    if not len(pilot) or not len(other):
        empty = dict.fromkeys(("verschil", "ci_laag", "ci_hoog", "p", "standaardfout", "vrijheidsgraden"), np.nan)
        return {**empty, **sizes, "methode": GEEN, "reden": too_few_ikcs(minimum_ikcs)}
    difference, enough = float(pilot.mean() - other.mean()), min(sizes.values()) >= minimum_ikcs
    error, df = _error_of_difference(pilot, other) if enough else (np.nan, np.nan)
    error = error if error > NO_SPREAD else np.nan
    half = stats.t.isf(alfa / 2, df) * error
    p = float(2 * stats.t.sf(abs(difference) / error, df))
    reden = GEEN_SPREIDING if np.isnan(error) else ""
    return {
        "verschil": difference,
        "ci_laag": difference - half,
        "ci_hoog": difference + half,
        "p": p,
        **sizes,
        "methode": GEEN if np.isnan(error) else DID_WELCH,
        "reden": reden if enough else too_few_ikcs(minimum_ikcs),
        "standaardfout": error,
        "vrijheidsgraden": df,
    }


def free_of_difference(variances: Sequence[float], sizes: Sequence[int]) -> float:
    """Give the degrees of freedom of a difference between two groups of IKCs that may vary unequally.

    The smaller of two. Halfway between Welch and Satterthwaite's and the careful bound, the smaller group less one
    (Hsu 1938; Mickey and Brown 1966, Annals of Mathematical Statistics 37:639-642): with three IKCs in a group Welch's
    own are estimated too high too often, and hold 93 per cent where the three vary more; the bound alone holds 99.4
    where they do not. And Bell and McCaffrey's (Imbens and Kolesar 2016, Review of Economics and Statistics
    98:701-712), exact where both vary alike. `benchmarks/coverage.py` judges it with spreads 1:2 to 3:1.

    Parameters
    ----------
    variances
        Of the mean of each group: its variance over IKCs divided by their number.
    sizes
        IKCs in each group.
    """
    total, free = sum(variances), [size - 1 for size in sizes]
    spread = sum(variance**2 / df for variance, df in zip(variances, free, strict=True))
    welch = total**2 / spread if spread > 0 else sum(free)
    alike = sum(1 / (size**2 * df) for size, df in zip(sizes, free, strict=True))
    return float(min((welch + min(free)) / 2, sum(1 / size for size in sizes) ** 2 / alike))


def chance_to_find(difference: float, error: float, free: float, alfa: float) -> float:
    """Give the chance that a true difference of this size is found at `alfa`, two-sided, given the spread seen.

    The noncentral t distribution (Cohen 1988, Statistical Power Analysis, chapter 2). The spread is itself estimated
    from few IKCs: a rough number.
    """
    if not error > 0:
        return np.nan
    limit, shift = stats.t.isf(alfa / 2, free), difference / error
    return float(stats.nct.sf(limit, free, shift) + stats.nct.cdf(-limit, free, shift))


def estimate_p_permutation(
    changes: np.ndarray, is_pilot: np.ndarray, seed: int = 0, studentised: bool = False
) -> float:
    """Give the two-sided p of dealing out the pilot role anew in every possible way (Fisher 1935).

    All choices of as many pilot IKCs are counted, or 50,000 seeded draws where there are more. It assumes that any IKC
    could as well have been a pilot, and that both groups vary alike. `studentised`: of the difference divided by
    Welch's error (Janssen 1997, Statistics and Probability Letters 36:9-21), which needs the second only in small
    samples. Trap: ours are. With three pilots that vary two or three times as much as six others it is false in 9 to
    12 per cent, and in 12 to 18 where it is not studentised (`benchmarks/coverage.py`): the report prints neither.
    """
    pilot, other = _by_role(changes, is_pilot)
    values, n_pilot = np.concatenate([pilot, other]), len(pilot)
    if not n_pilot or not len(other):
        return np.nan
    seen = _distance(values[None, :], np.arange(n_pilot)[None, :], studentised)[0]
    found = _distance(values[None, :], _choices(len(values), n_pilot, seed), studentised)
    return float((found >= seen - 1e-12).mean())


def _choices(n_ikcs: int, n_pilot: int, seed: int) -> np.ndarray:
    """Give every choice of pilots as places, or seeded draws where there are too many."""
    if comb(n_ikcs, n_pilot) <= _MOST_ENUMERATED:
        return np.array(list(combinations(range(n_ikcs), n_pilot)))
    rng = np.random.default_rng(seed)
    return np.array([rng.permutation(n_ikcs)[:n_pilot] for _ in range(_MOST_ENUMERATED)])


def _distance(values: np.ndarray, chosen: np.ndarray, studentised: bool) -> np.ndarray:
    """Give per choice how far the two means lie apart, or how many of Welch's errors."""
    taken = np.zeros((len(chosen), values.shape[1]), dtype=bool)
    np.put_along_axis(taken, chosen, True, axis=1)
    means, errors = [], []
    for part in (taken, ~taken):
        n = part.sum(axis=1)
        mean = (values * part).sum(axis=1) / n
        means.append(mean)
        if studentised:
            errors.append((np.square(values - mean[:, None]) * part).sum(axis=1) / (n - 1) / n)
    apart = np.abs(means[0] - means[1])
    return apart / np.sqrt(np.maximum(sum(errors), 1e-18)) if studentised else apart


def estimate_p_wild(
    outcome: np.ndarray, design: np.ndarray, column: int, clusters: np.ndarray, seed: int = 0, draws: int = 9_999
) -> float:
    """Give the wild cluster bootstrap p of one coefficient, with the null hypothesis imposed and Webb's six weights.

    Cameron, Gelbach and Miller (2008), Review of Economics and Statistics 90:414-427; Webb (2023), Canadian Journal of
    Economics 56:839-858. Six clusters or fewer: every combination of weights is counted, nothing is drawn. Trap: with
    few pilot clusters it cannot be trusted (MacKinnon and Webb 2017); in `benchmarks/coverage.py` its type I error is 5
    to 11 per cent with three pilots among six or nine IKCs. The report does not print it.

    Parameters
    ----------
    outcome, design, clusters
        One row per IKC (and period): the value, the regressors with the constant, and the IKC.
    column
        Which regressor is tested.
    """
    groups = np.unique(clusters, return_inverse=True)[1]
    weights = _webb_weights(groups.max() + 1, seed, draws)
    rest = np.delete(design, column, axis=1)
    fitted = rest @ np.linalg.lstsq(rest, outcome, rcond=None)[0] if rest.shape[1] else np.zeros(len(outcome))
    samples = fitted + weights[:, groups] * (outcome - fitted)
    seen = abs(_cluster_t(outcome[None, :], design, column, groups)[0])
    found = np.abs(_cluster_t(samples, design, column, groups))
    return float((found >= seen * (1 - 1e-9)).mean()) if np.isfinite(seen) else np.nan


def _error_of_difference(pilot: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    variances = [float(role.var(ddof=1)) / len(role) for role in (pilot, other)]
    return float(np.sqrt(sum(variances))), free_of_difference(variances, [len(pilot), len(other)])


def _by_role(changes: np.ndarray, is_pilot: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values, pilot = np.asarray(changes, dtype=float), np.asarray(is_pilot, dtype=bool)
    known = np.isfinite(values)
    return values[known & pilot], values[known & ~pilot]


def _webb_weights(n_clusters: int, seed: int, draws: int) -> np.ndarray:
    values = np.array([-np.sqrt(1.5), -1.0, -np.sqrt(0.5), np.sqrt(0.5), 1.0, np.sqrt(1.5)])
    if 6**n_clusters <= _MOST_ENUMERATED:
        return values[np.indices((6,) * n_clusters).reshape(n_clusters, -1).T]
    return np.random.default_rng(seed).choice(values, size=(draws, n_clusters))


def _cluster_t(outcomes: np.ndarray, design: np.ndarray, column: int, groups: np.ndarray) -> np.ndarray:
    """Give coefficient / cluster-robust error for each row of outcomes; constant factors cancel in the comparison."""
    bread = np.linalg.pinv(design.T @ design)
    coefficients = outcomes @ design @ bread
    residuals = outcomes - coefficients @ design.T
    influence = residuals * (design @ bread[:, column])
    sums = np.stack([influence[:, groups == group].sum(axis=1) for group in range(groups.max() + 1)], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nan_to_num(coefficients[:, column] / np.sqrt((sums**2).sum(axis=1)), nan=0.0)
