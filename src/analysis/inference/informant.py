"""Another informant at the second meting: how much more must they see for a rise to vanish, and what if that is known.

The *detection ratio* is how often the second informant reports a mark against how often the first does, in the same
children at the same time. Where nobody was reported by both, it is unknown: then the report shows the ratio at which
the rise would be gone (the tipping point). Where some were, it is estimated, and the change corrected.
"""

import numpy as np
import pandas as pd

from analysis.inference.overlap import estimate_correlatie, weighed_shares_of
from analysis.inference.paired import as_counts
from analysis.inference.proportions import _wilson_limits, as_floats, graden_of, quantile

Counts = pd.Series | np.ndarray | list[float]


def estimate_tipping_point(counts: pd.DataFrame, alfa: float, corrected: bool = False) -> pd.DataFrame:
    """Give the detection ratio at which the change would be nothing, and its interval.

    The ratio aandeel_naar / aandeel_van, with Wilson limits combined as a ratio and the correlation of the children in
    both metingen (MOVER-R: Donner and Zou 2012, Statistical Methods in Medical Research 21:347-359; Fagerland and
    Newcombe 2013). It works with zero cases at the first meting: no point then, and still a lower limit. Trap: it
    supposes that informants differ in missing marks, not in inventing them. `corrected` takes half a child off the
    covariance, for few children (see `overlap.estimate_correlatie`).

    Returns
    -------
    omslag_detectie, omslag_detectie_laag, omslag_detectie_hoog. In words: "als de tweede informant ... keer zoveel
    signaleert als de eerste, is er niets veranderd". Infinite and unknown ones are missing.
    """
    p1, m1, p2, m2 = weighed_shares_of(counts)
    z = quantile(alfa, graden_of(counts))
    low, high = _ratio_limits(p2, m2, p1, m1, estimate_correlatie(counts, corrected), z)
    point = np.divide(p2, p1, out=np.full(len(p1), np.nan), where=p1 > 0)
    values = {"omslag_detectie": point, "omslag_detectie_laag": low, "omslag_detectie_hoog": high}
    return pd.DataFrame(
        {name: np.where(np.isfinite(value), value, np.nan) for name, value in values.items()}, counts.index
    )


def estimate_detection_ratio(
    beide: Counts, alleen_eerste: Counts, alleen_tweede: Counts, geen: Counts, alfa: float
) -> pd.DataFrame:
    """Estimate how often the second informant reports against the first, from children that both reported on.

    (both + only second) / (both + only first), with the MOVER interval for a ratio of paired shares (Tang, Li and Tang
    2010, Statistical Methods in Medical Research 21:361-378; Fagerland, Lydersen and Laake 2014). Unit: a child with
    two reports in one meting, marked or not. With Newcombe's correction of the correlation, without which it covers 92
    per cent with some 60 children. Trap: a child that got two reports was often chosen for it.

    Returns
    -------
    detectie, detectie_laag, detectie_hoog, n_dubbel (children with two reports). Infinite and unknown ones are missing.
    """
    tables = as_counts(beide, alleen_eerste, alleen_tweede, geen)
    found = estimate_tipping_point(tables, alfa, corrected=True)
    found.columns = ["detectie", "detectie_laag", "detectie_hoog"]
    return found.assign(n_dubbel=tables["n_gebleven"])


def correct_change(
    counts: pd.DataFrame, detectie: Counts, detectie_laag: Counts, detectie_hoog: Counts, alfa: float
) -> pd.DataFrame:
    """Correct the change for the detection ratio: aandeel_naar / detectie - aandeel_van, with both uncertainties.

    The second share is brought back to what the first informant would have reported. Its limits join Wilson's and those
    of the ratio on the log scale, then MOVER for the difference (Zou and Donner 2008). A missing limit of the ratio is
    taken as none at all: the corrected share may then be anything from zero, or up to one. The double reports are taken
    as independent of the rest.
    """
    p1, m1, p2, m2 = weighed_shares_of(counts)
    ratio, ratio_low, ratio_high = (as_floats(part) for part in (detectie, detectie_laag, detectie_hoog))
    ratio = np.where(ratio > 0, ratio, np.nan)
    z = quantile(alfa, graden_of(counts))
    low1, high1 = _wilson_limits(p1, m1, z)
    low2, high2 = _wilson_limits(p2, m2, z)
    low, high = _corrected_limits(p2, low2, high2, ratio, ratio_low, ratio_high)
    corrected, correlation = p2 / ratio, estimate_correlatie(counts)
    shared_down = correlation * (p2 - low2) / ratio * (high1 - p1)
    shared_up = correlation * (high2 - p2) / ratio * (p1 - low1)
    below = np.sqrt(np.maximum((corrected - low) ** 2 + (high1 - p1) ** 2 - 2 * shared_down, 0))
    above = np.sqrt(np.maximum((high - corrected) ** 2 + (p1 - low1) ** 2 - 2 * shared_up, 0))
    change = corrected - p1
    limits = np.clip(change - below, -1, 1), np.clip(change + above, -1, 1)
    values = {"verschil_gecorrigeerd": change, "ci_laag": limits[0], "ci_hoog": limits[1]}
    return pd.DataFrame(values, index=counts.index)


def _corrected_limits(
    share: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    ratio: np.ndarray,
    ratio_low: np.ndarray,
    ratio_high: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Give the limits of share / ratio from those of both, on the log scale; a share of zero keeps zero as lower."""
    with np.errstate(divide="ignore", invalid="ignore"):
        down = np.hypot(np.log(share / low), np.log(ratio_high / ratio))
        up = np.hypot(np.log(high / share), np.log(ratio / ratio_low))
        lowest = np.where((share > 0) & np.isfinite(down), share / ratio * np.exp(-down), 0.0)
        highest = np.where(share > 0, share / ratio * np.exp(up), high / ratio_low)
    return lowest, np.where(np.isfinite(highest), np.maximum(highest, share / ratio), np.maximum(1.0, share / ratio))


def _ratio_limits(
    top: np.ndarray, n_top: np.ndarray, bottom: np.ndarray, n_bottom: np.ndarray, correlation: np.ndarray, z: float
) -> tuple[np.ndarray, np.ndarray]:
    """Give MOVER-R limits of top / bottom: the ratios at which the MOVER limit of top - ratio * bottom is zero."""
    low_t, high_t = _wilson_limits(top, n_top, z)
    low_b, high_b = _wilson_limits(bottom, n_bottom, z)
    joint_low = top * bottom - correlation * (top - low_t) * (high_b - bottom)
    joint_high = top * bottom - correlation * (high_t - top) * (bottom - low_b)
    near, far = low_t * (2 * top - low_t), high_b * (2 * bottom - high_b)
    over, under = high_t * (2 * top - high_t), low_b * (2 * bottom - low_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = near / (joint_low + np.sqrt(np.maximum(joint_low**2 - near * far, 0)))
        high = (joint_high + np.sqrt(np.maximum(joint_high**2 - over * under, 0))) / under
    return np.where(near > 0, low, np.where(np.isnan(near), np.nan, 0.0)), np.where(under > 0, high, np.inf)
