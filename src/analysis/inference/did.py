"""Difference in differences between pilot and comparison IKCs, with the IKC as the unit.

What one row is: an IKC. Its children are summed before anything is compared, so that three pilot IKCs count as three
observations. The assumption of every number here: without a jeugdondersteuner the pilot IKCs would have changed as the
comparison IKCs did. Starts at different times are in `staggered`.
"""

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

    Two steps, as Donald and Lang (2007), Review of Economics and Statistics 89:221-233. Welch's errors and degrees of
    freedom (Imbens and Kolesar 2016, Review of Economics and Statistics 98:701-712): pilots may differ among themselves
    more, or less, than the others. No interval and no p with fewer than `minimum_ikcs` in a role; `reden` says so: with
    two pilots against seven others Welch's holds the truth in 92 per cent, with one its spread would have to be taken
    from the other role. Missing changes are left out.

    Returns
    -------
    verschil, ci_laag, ci_hoog, p, n_pilot, n_vergelijking, methode (`did_welch` or `geen`), reden.
    """
    pilot, other = _by_role(changes, is_pilot)
    sizes = {"n_pilot": len(pilot), "n_vergelijking": len(other)}
    if not len(pilot) or not len(other):
        empty = dict.fromkeys(("verschil", "ci_laag", "ci_hoog", "p"), np.nan)
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
    }


def estimate_p_permutation(changes: np.ndarray, is_pilot: np.ndarray, seed: int = 0) -> float:
    """Give the two-sided p of dealing out the pilot role anew in every possible way (Fisher 1935).

    All choices of as many pilot IKCs are counted, or 50,000 seeded draws where there are more. It assumes that any IKC
    could as well have been a pilot: where the municipality chose the neediest, the p is a description.
    """
    pilot, other = _by_role(changes, is_pilot)
    values, n_pilot = np.concatenate([pilot, other]), len(pilot)
    if not n_pilot or not len(other):
        return np.nan
    if comb(len(values), n_pilot) <= _MOST_ENUMERATED:
        chosen = np.array(list(combinations(range(len(values)), n_pilot)))
        sums = values[chosen].sum(axis=1)
    else:
        rng = np.random.default_rng(seed)
        sums = np.array([rng.permutation(values)[:n_pilot].sum() for _ in range(_MOST_ENUMERATED)])
    differences = sums / n_pilot - (values.sum() - sums) / len(other)
    seen = abs(pilot.mean() - other.mean())
    return float((np.abs(differences) >= seen - 1e-12).mean())


def smallest_p_permutation(n_pilot: int, n_vergelijking: int) -> float:
    """Give the smallest two-sided p that `estimate_p_permutation` can reach: 0.012 with 3 and 6, 0.1 with 3 and 3."""
    if not n_pilot or not n_vergelijking:
        return np.nan
    return (2 if n_pilot == n_vergelijking else 1) / comb(n_pilot + n_vergelijking, n_pilot)


def estimate_p_wild(
    outcome: np.ndarray, design: np.ndarray, column: int, clusters: np.ndarray, seed: int = 0, draws: int = 9_999
) -> float:
    """Give the wild cluster bootstrap p of one coefficient, with the null hypothesis imposed and Webb's six weights.

    Cameron, Gelbach and Miller (2008), Review of Economics and Statistics 90:414-427; Webb (2023), Canadian Journal of
    Economics 56:839-858. Six clusters or fewer: every combination of weights is counted, nothing is drawn. Trap: with
    few pilot clusters it cannot be trusted (MacKinnon and Webb 2017); in `benchmarks/coverage.py` its type I error is 5
    to 11 per cent with three pilots among six or nine IKCs. The report prints the permutation p; this is for more IKCs.

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
    free = [len(pilot) - 1, len(other) - 1]
    variances = [role.var(ddof=1) / len(role) for role in (pilot, other)]
    total = sum(variances)
    spread = sum(variance**2 / df for variance, df in zip(variances, free, strict=True))
    return float(np.sqrt(total)), float(total**2 / spread) if spread > 0 else sum(free)


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
