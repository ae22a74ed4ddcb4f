"""The same change in one and the same composition: direct standardisation over bouw.

The unit is the child. A school that grew in the bovenbouw, where more is signalled, shows a rise that no child went
through. Here both metingen get the composition of the pooled population (van and naar together), stratum by stratum.
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.inference.overlap import ENROLLED, combine_limits
from analysis.inference.proportions import _wilson_limits, as_floats, graden_of, quantile, rate_aandeel

SAMEN = "samen"
"""The column with the children of both metingen of a stratum, where its counts are by worth."""


def estimate_standardised(
    strata: pd.DataFrame,
    by: list[str],
    alfa: float | pd.Series,
    stratum: str = "bouw",
    standaard: pd.Series | None = None,
) -> pd.DataFrame:
    """Estimate the change that is left when both metingen have the composition of the pooled population.

    Direct standardisation (Fleiss, Levin and Paik 2003, ch. 19): the weighted mean of the shares per stratum. Each
    standardised share gets a Wilson interval at its effective number of children, share (1 - share) / variance (Korn
    and Graubard 1998), and the two are combined as in Newcombe (1998). Trap: the strata must be complete. A stratum
    with children at one meting only cannot be compared, is left out, and is counted in `n_strata_weg`; the total
    `alle` must not be among the strata. Children in both metingen are taken as independent, which makes the interval
    too wide, never too narrow: it is beside the raw change, not the base of an oordeel.

    Parameters
    ----------
    strata
        One row per stratum of what `by` names: n_van, n_kinderen_van, n_naar, n_kinderen_naar and the stratum; where
        these are counts by worth, the children themselves as `samen` (`with_children`).
    by
        Columns that name one comparison, such as ``["ikc", "indicator", "van", "naar"]``.
    alfa
        The level; or one per comparison, with `by` as index.
    standaard
        Children per stratum of the standard population; without it each comparison's own two metingen together.

    Returns
    -------
    One row per comparison: aandeel_van, aandeel_naar, verschil (all standardised), ci_laag, ci_hoog, n_strata,
    n_strata_weg.
    """
    usable = _usable(strata)
    weighted = _weigh(strata[usable], by, None if standaard is None else strata.loc[usable, stratum].map(standaard))
    sums = weighted.groupby(by, sort=False)[
        ["deel_van", "deel_naar", "var_van", "var_naar", "ruw_van", "ruw_naar"]
    ].sum()
    low, high = _limits(sums, alfa.reindex(sums.index).to_numpy(float) if isinstance(alfa, pd.Series) else alfa)
    result = pd.DataFrame({"aandeel_van": sums["deel_van"], "aandeel_naar": sums["deel_naar"]})
    result = result.assign(verschil=sums["deel_naar"] - sums["deel_van"], ci_laag=low, ci_hoog=high)
    used = strata[usable].groupby(by, sort=False)[stratum].nunique().rename("n_strata")
    left_out = strata[~usable].groupby(by, sort=False)[stratum].nunique().rename("n_strata_weg")
    result = result.join(used, how="outer").join(left_out, how="outer")
    return (
        result.fillna({"n_strata": 0, "n_strata_weg": 0}).astype({"n_strata": int, "n_strata_weg": int}).reset_index()
    )


def with_children(weighed: pd.DataFrame, strata: pd.DataFrame) -> pd.DataFrame:
    """Give strata of counts by worth the children of both metingen: composition is of children, precision of worth."""
    children = as_floats(strata["n_kinderen_van"]) + as_floats(strata["n_kinderen_naar"])
    return weighed.assign(**{SAMEN: children})


def normal_alfa(strata: pd.DataFrame, by: list[str], alfa: float | pd.Series) -> pd.Series:
    """Give per comparison the level at which a normal quantile is that of t with the strata's fewest degrees of
    freedom.

    Parameters
    ----------
    alfa
        One level, or one per comparison with `by` as index.
    """
    fewest = pd.Series(graden_of(strata), strata.index).groupby([strata[name] for name in by], sort=False).min()
    level = alfa.reindex(fewest.index).to_numpy(dtype=float) if isinstance(alfa, pd.Series) else alfa
    return pd.Series(2 * stats.norm.sf(quantile(level, fewest.to_numpy())), fewest.index)


def _usable(strata: pd.DataFrame) -> np.ndarray:
    """Tell which strata have a share at both metingen."""
    return ~(
        np.isnan(rate_aandeel(strata["n_van"], strata["n_kinderen_van"]))
        | np.isnan(rate_aandeel(strata["n_naar"], strata["n_kinderen_naar"]))
    )


def _weigh(strata: pd.DataFrame, by: list[str], standard: pd.Series | None) -> pd.DataFrame:
    """Give per stratum its part of the standardised share and of its variance.

    `ruw` is the part of the variance per unit of share (1 - share): for a share of 0 or 1, which has no variance.
    """
    x1, m1, x2, m2 = (as_floats(strata[column]) for column in ENROLLED)
    own = as_floats(strata[SAMEN]) if SAMEN in strata else m1 + m2
    pooled = pd.Series(own, index=strata.index) if standard is None else standard.astype(float)
    weight = (pooled / pooled.groupby([strata[column] for column in by]).transform("sum")).to_numpy()
    parts = {}
    for name, x, m in (("van", x1, m1), ("naar", x2, m2)):
        share = x / m
        parts[f"deel_{name}"] = weight * share
        parts[f"var_{name}"] = weight**2 * share * (1 - share) / m
        parts[f"ruw_{name}"] = weight**2 / m
    return strata[by].assign(**parts)


def _limits(sums: pd.DataFrame, alfa: float | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    z = stats.norm.isf(alfa / 2)
    p1, p2 = sums["deel_van"].to_numpy(float), sums["deel_naar"].to_numpy(float)
    low1, high1 = _wilson_limits(p1, _effective(p1, sums["var_van"], sums["ruw_van"]), z)
    low2, high2 = _wilson_limits(p2, _effective(p2, sums["var_naar"], sums["ruw_naar"]), z)
    down, up = combine_limits(p2 - low2, high1 - p1, 0.0), combine_limits(high2 - p2, p1 - low1, 0.0)
    return np.clip(p2 - p1 - down, -1, 1), np.clip(p2 - p1 + up, -1, 1)


def _effective(share: np.ndarray, variance: pd.Series, raw: pd.Series) -> np.ndarray:
    found = variance.to_numpy(float)
    by_weights = 1 / raw.to_numpy(float)
    return np.divide(share * (1 - share), found, out=by_weights, where=found > 0)
