"""Several IKCs together: these IKCs, stratified; and IKCs like these, with the IKC as the unit.

*These IKCs*: the unit is the child, IKCs are strata; the answer holds for these buildings and these children.
*IKCs like these*: the unit is the IKC; three IKCs are three observations, however many children they have.
"""

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

MANTEL_HAENSZEL, T_OF_IKCS = "mantel_haenszel", "t_over_ikcs"
NO_SPREAD = 1e-9
"""A smaller standard error is rounding: IKCs that changed exactly alike give no interval, not one without width."""
_MOST_FLIPPED = 20
"""2^20 sign patterns are still all counted; more IKCs than that need no exact test."""


def estimate_mantel_haenszel(
    n_van: np.ndarray,
    n_kinderen_van: np.ndarray,
    n_naar: np.ndarray,
    n_kinderen_naar: np.ndarray,
    alfa: float,
    covariantie: np.ndarray | float = 0.0,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the Mantel-Haenszel risk difference over strata with its interval: (verschil, ci_laag, ci_hoog).

    Weights n1 n2 / (n1 + n2); variance of Sato (1989, Biometrics 45:1323-1324), consistent with many small strata and
    with few large ones (Greenland and Robins 1985, Biometrics 41:55-68). It assumes one common difference: look at
    `estimate_heterogeneity` beside it. Strata are the last axis; other axes are separate analyses.

    Parameters
    ----------
    covariantie
        Per stratum, the covariance of the two shares because children are in both metingen; 0 takes them as
        independent, which makes the interval too wide, never too narrow.
    """
    x1, m1, x2, m2 = (np.asarray(part, dtype=float) for part in (n_van, n_kinderen_van, n_naar, n_kinderen_naar))
    total = m1 + m2
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = m1 * m2 / total
        difference = (weight * (x2 / m2 - x1 / m1)).sum(axis=-1) / weight.sum(axis=-1)
        p = (m2**2 * x1 - m1**2 * x2 + m1 * m2 * (m1 - m2) / 2) / total**2
        q = (x2 * (m1 - x1) + x1 * (m2 - x2)) / (2 * total)
        overlap = 2 * (weight**2 * covariantie).sum(axis=-1)
        variance = (difference * p.sum(axis=-1) + q.sum(axis=-1) - overlap) / weight.sum(axis=-1) ** 2
    half = stats.norm.isf(alfa / 2) * np.sqrt(np.maximum(variance, 0))
    return difference, np.maximum(difference - half, -1), np.minimum(difference + half, 1)


def estimate_heterogeneity(changes: np.ndarray, variances: np.ndarray) -> dict[str, float]:
    """Give Cochran's Q with its p and I2 (Higgins and Thompson 2002, Statistics in Medicine 21:1539-1558).

    I2 is the part of the spread between IKCs that chance does not explain. Trap: with three IKCs Q finds little and I2
    jumps about: a large p is no proof that the IKCs are alike. IKCs without a variance are left out.
    """
    effect, variance = _known(changes, variances)
    weight = 1 / variance
    q = float((weight * (effect - np.average(effect, weights=weight)) ** 2).sum()) if len(effect) > 1 else np.nan
    df = len(effect) - 1
    i2 = max(0.0, (q - df) / q) if q > 0 else (0.0 if q == 0 else np.nan)
    return {"q": q, "df": df, "p": float(stats.chi2.sf(q, df)) if df > 0 else np.nan, "i2": i2}


def estimate_mean_change(changes: np.ndarray, alfa: float) -> dict[str, float]:
    """Give the mean change over IKCs with a t interval, df = number of IKCs - 1, and its p.

    Every IKC counts once, small or large. Missing changes are left out. One IKC has no interval, nor have IKCs that
    changed exactly alike: it would have no width.
    """
    found = estimate_mean_changes(np.asarray(changes, dtype=float)[None, :], alfa)
    return {name: int(values[0]) if name == "n_ikcs" else float(values[0]) for name, values in found.items()}


def estimate_mean_changes(changes: np.ndarray, alfa: float) -> dict[str, np.ndarray]:
    """Give what `estimate_mean_change` gives for many studies at once: a row per study, a column per IKC."""
    known = np.isfinite(changes)
    n = known.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(known, changes, 0).sum(axis=1) / n
        squares = np.where(known, changes - mean[:, None], 0) ** 2
        error = np.sqrt(squares.sum(axis=1) / (n - 1) / n)
        spread = (n > 1) & (error > NO_SPREAD)
        half = np.where(spread, stats.t.isf(alfa / 2, np.maximum(n - 1, 1)) * error, np.nan)
        p = np.where(spread, 2 * stats.t.sf(np.abs(mean) / error, np.maximum(n - 1, 1)), np.nan)
    return {"verschil": mean, "ci_laag": mean - half, "ci_hoog": mean + half, "p": p, "n_ikcs": n}


def estimate_summed(paired: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Give the standard error of a difference of children added up over IKCs, with the IKC as unit.

    Of a difference of two ratios of sums, by linearisation: each IKC adds (cases - share * children) / all children at
    the second meting, less the same at the first; the sum of their squares times k / (k - 1) is the variance (Cochran
    1977, Sampling Techniques, 3rd ed., section 11.8 with section 6.3), with k - 1 degrees of freedom.

    Parameters
    ----------
    paired
        Per IKC: n_van, n_kinderen_van, n_naar, n_kinderen_naar.
    by
        The columns that name one sum.

    Returns
    -------
    One row per sum: `fout` (missing with one IKC, and where all IKCs are exactly alike) and `graden`.
    """
    parts = paired[by].copy()
    own = 0.0
    for side, sign in (("van", -1.0), ("naar", 1.0)):
        cases, children = (paired[f"{name}_{side}"].astype("Float64").astype(float) for name in ("n", "n_kinderen"))
        names = [paired[name] for name in by]
        all_cases, all_children = (part.groupby(names).transform("sum") for part in (cases, children))
        own = own + sign * (cases - all_cases / all_children * children) / all_children
    grouped = parts.assign(kwadraat=own**2).groupby(by, sort=False)["kwadraat"]
    found = grouped.agg(som="sum", k="size").reset_index()
    variance = found["som"] * found["k"] / (found["k"] - 1).where(found["k"] > 1)
    fout = np.sqrt(variance.where(variance > NO_SPREAD**2))
    return found[by].assign(fout=fout, graden=(found["k"] - 1).astype(float).where(found["k"] > 1))


def estimate_summed_without(group: pd.DataFrame) -> np.ndarray:
    """Give the `fout` of `estimate_summed` for one sum, with each IKC left out in turn.

    The residuals without an IKC are a quadratic form of sums that it is taken out of, so that no IKC is summed twice.
    """
    names = ["n_naar", "n_kinderen_naar", "n_van", "n_kinderen_van"]
    own = np.stack([group[name].astype("Float64").to_numpy(dtype=float, na_value=np.nan) for name in names], axis=1)
    cases, children, cases_van, children_van = (own.sum(axis=0) - own).T
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = [1 / children, -cases / children**2, -1 / children_van, cases_van / children_van**2]
        weight = np.stack(weights, axis=1)
        squares = np.einsum("ki,ij,kj->k", weight, own.T @ own, weight) - (weight * own).sum(axis=1) ** 2
        k = len(group) - 1
        variance = squares * k / (k - 1) if k > 1 else np.full(len(group), np.nan)
        return np.sqrt(np.where(variance > NO_SPREAD**2, variance, np.nan))


def estimate_p_sign_flip(changes: np.ndarray) -> float:
    """Give the exact two-sided p of the sign-flip test: how many sign patterns give as large a mean as was seen.

    Fisher (1935), The Design of Experiments, section 21. It assumes that without a change a rise and a fall of the
    same size are equally likely in an IKC. Nothing is drawn: all 2^n patterns are counted (up to 20 IKCs).
    """
    known = _without_missing(changes)
    if not 1 <= len(known) <= _MOST_FLIPPED:
        return np.nan
    sums = np.zeros(1)
    for value in known:
        sums = np.concatenate([sums - value, sums + value])
    return float((np.abs(sums) >= abs(known.sum()) - 1e-12).mean())


def smallest_p_sign_flip(n_ikcs: int) -> float:
    """Give the smallest two-sided p of `estimate_p_sign_flip`: 0.25 with 3 IKCs, 0.125 with 4, 0.03125 with 6."""
    return min(1.0, 2.0 / 2**n_ikcs) if n_ikcs > 0 else np.nan


def estimate_between(changes: np.ndarray, variances: np.ndarray, method: str = "pm") -> dict[str, float]:
    """Give the random-effects mean, its standard error and tau2, the variance of the true changes between IKCs.

    `pm`: Paule and Mandel; `dl`: DerSimonian and Laird (1986); both by statsmodels, see DerSimonian and Kacker (2007),
    Contemporary Clinical Trials 28:105-114. Fewer than two IKCs have no spread: tau2 is then missing.
    """
    effect, variance = _known(changes, variances)
    if len(effect) < 2:
        return {"gemiddelde": float(effect.mean()) if len(effect) else np.nan, "standaardfout": np.nan, "tau2": np.nan}
    with np.errstate(divide="ignore", invalid="ignore"):
        found = combine_effects(effect, variance, method_re=method)
    weight = 1 / (variance + found.tau2)
    mean, error = np.average(effect, weights=weight), np.sqrt(1 / weight.sum())
    return {"gemiddelde": float(mean), "standaardfout": float(error), "tau2": float(found.tau2)}


def estimate_shrunken(
    changes: np.ndarray, variances: np.ndarray, alfa: float, tau2: float | None = None
) -> pd.DataFrame:
    """Give per IKC the change as seen and the change shrunken to the mean of all, with its interval.

    Empirical Bayes (Raudenbush and Bryk 1985, J. Educational Statistics 10:75-98): the less is known of an IKC, the
    more it leans on the others, so that small IKCs do not lead a ranking by chance. Trap: shrunken is for comparing
    IKCs, not for the statement about one; with tau2 = 0 all are equal, which says that chance explains the spread,
    not that the IKCs are alike. The interval does not count the uncertainty of tau2 itself: with 3 to 9
    IKCs that differ it covers 82 to 95 per cent (`benchmarks/coverage.py`). Print the points, not this interval.

    Returns
    -------
    One row per IKC in the order given: verschil, verschil_gekrompen, gewicht (1: nothing borrowed), ci_laag, ci_hoog.
    """
    effect, variance = np.asarray(changes, dtype=float), np.asarray(variances, dtype=float)
    between = estimate_between(effect, variance)["tau2"] if tau2 is None else tau2
    known = np.isfinite(effect) & np.isfinite(variance) & (variance > 0)
    total = 1 / (variance[known] + between)
    mean = np.average(effect[known], weights=total) if known.any() else np.nan
    own = np.divide(between, between + variance, out=np.full(len(effect), np.nan), where=known)
    shrunken = np.where(known, own * effect + (1 - own) * mean, np.nan)
    error = np.sqrt(own * variance + (1 - own) ** 2 / total.sum()) if known.any() else np.full(len(effect), np.nan)
    half = stats.norm.isf(alfa / 2) * error
    values = {"verschil": effect, "verschil_gekrompen": shrunken, "gewicht": own}
    return pd.DataFrame({**values, "ci_laag": shrunken - half, "ci_hoog": shrunken + half})


def _known(changes: np.ndarray, variances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    effect, variance = np.asarray(changes, dtype=float), np.asarray(variances, dtype=float)
    known = np.isfinite(effect) & np.isfinite(variance) & (variance > 0)
    return effect[known], variance[known]


def _without_missing(changes: np.ndarray) -> np.ndarray:
    values = np.asarray(changes, dtype=float)
    return values[np.isfinite(values)]
