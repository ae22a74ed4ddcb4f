"""Another informant at the second meting: how much more must they see for a rise to vanish, and what if that is known.

The *detection ratio* is how often the second informant reports a mark against how often the first does, in the same
children at the same time. Where nobody was reported by both, it is unknown: then the report shows the ratio at which
the rise would be gone (the tipping point). Where some were, it is estimated, and the change corrected.
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.inference.overlap import _shares, combine_limits, estimate_correlatie
from analysis.inference.proportions import _wilson_limits, as_floats

Counts = pd.Series | np.ndarray | list[float]


def estimate_tipping_point(counts: pd.DataFrame, alfa: float) -> pd.DataFrame:
    """Give the detection ratio at which the change would be nothing, and its interval.

    The ratio aandeel_naar / aandeel_van, with Wilson limits combined as a ratio and the correlation of the children in
    both metingen (MOVER-R: Donner and Zou 2012, Statistical Methods in Medical Research 21:347-359; Fagerland and
    Newcombe 2013). It works with zero cases at the first meting: no point then, and still a lower limit. Trap: it
    supposes that informants differ in missing marks, not in inventing them.

    Returns
    -------
    omslag_detectie, omslag_detectie_laag, omslag_detectie_hoog. In words: "als de tweede informant ... keer zoveel
    signaleert als de eerste, is er niets veranderd". Infinite and unknown ones are missing.
    """
    p1, m1, p2, m2 = _shares(counts)
    z = stats.norm.isf(alfa / 2)
    low, high = _ratio_limits(p2, m2, p1, m1, estimate_correlatie(counts), z)
    point = np.divide(p2, p1, out=np.full(len(p1), np.nan), where=p1 > 0)
    values = {"omslag_detectie": point, "omslag_detectie_laag": low, "omslag_detectie_hoog": high}
    return pd.DataFrame(
        {name: np.where(np.isfinite(value), value, np.nan) for name, value in values.items()}, counts.index
    )


def estimate_detection_ratio(beide: Counts, alleen_eerste: Counts, alleen_tweede: Counts, alfa: float) -> pd.DataFrame:
    """Estimate how often the second informant reports against the first, from children that both reported on.

    (both + only second) / (both + only first). Children that neither marked say nothing of the ratio. The interval is
    that of the odds that a child whom one of the two marked alone was marked by the second, given the children both
    marked (Wilson, conditional on the discordant): exact in spirit, and there with zero in a cell. Unit: a child with
    two reports in one meting. Trap: a child that got two reports was often chosen for it.

    Returns
    -------
    detectie, detectie_laag, detectie_hoog, n_dubbel (children marked by at least one).
    """
    both, first, second = (as_floats(part) for part in (beide, alleen_eerste, alleen_tweede))
    alone = first + second
    z = stats.norm.isf(alfa / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(alone > 0, second / alone, 0.5)
        low, high = _wilson_limits(share, np.where(alone > 0, alone, np.nan), z)
        point, bottom, top = (
            (both + alone * part) / (both + alone * (1 - part)) for part in (second / np.maximum(alone, 1), low, high)
        )
    point = np.where(both + first > 0, point, np.nan)
    equal = (alone == 0) & (both > 0)
    values = {
        "detectie": np.where(equal, 1.0, point),
        "detectie_laag": np.where(np.isfinite(bottom), bottom, np.nan),
        "detectie_hoog": np.where(np.isfinite(top), top, np.nan),
    }
    return pd.DataFrame({**values, "n_dubbel": both + alone})


def correct_change(
    counts: pd.DataFrame, detectie: Counts, detectie_laag: Counts, detectie_hoog: Counts, alfa: float
) -> pd.DataFrame:
    """Correct the change for the detection ratio: aandeel_naar / detectie - aandeel_van, with both uncertainties.

    The second share is brought back to what the first informant would have reported. Its interval joins Wilson's and
    that of the ratio on the log scale, then MOVER for the difference (Zou and Donner 2008). Without a known limit of
    the ratio there is no interval. The double reports are taken as independent of the rest.
    """
    p1, m1, p2, m2 = _shares(counts)
    ratio, ratio_low, ratio_high = (as_floats(part) for part in (detectie, detectie_laag, detectie_hoog))
    z = stats.norm.isf(alfa / 2)
    low1, high1 = _wilson_limits(p1, m1, z)
    low2, high2 = _wilson_limits(p2, m2, z)
    with np.errstate(divide="ignore", invalid="ignore"):
        corrected = p2 / ratio
        down = np.hypot(np.log(p2 / low2), np.log(ratio_high / ratio))
        up = np.hypot(np.log(high2 / p2), np.log(ratio / ratio_low))
        low = np.where(p2 > 0, corrected * np.exp(-down), 0.0)
        high = np.where(p2 > 0, corrected * np.exp(up), high2 / ratio_low)
    correlation = estimate_correlatie(counts)
    below = combine_limits(corrected - low, high1 - p1, correlation)
    above = combine_limits(high - corrected, p1 - low1, correlation)
    change = corrected - p1
    values = {"verschil_gecorrigeerd": change, "ci_laag": change - below, "ci_hoog": change + above}
    return pd.DataFrame(values, index=counts.index)


def _ratio_limits(
    top: np.ndarray, n_top: np.ndarray, bottom: np.ndarray, n_bottom: np.ndarray, correlation: np.ndarray, z: float
) -> tuple[np.ndarray, np.ndarray]:
    """Give MOVER-R limits of top / bottom (Fieller's form on the Wilson limits)."""
    low_t, high_t = _wilson_limits(top, n_top, z)
    low_b, high_b = _wilson_limits(bottom, n_bottom, z)
    return (
        _fieller(top, low_t, bottom, high_b, correlation, -1.0),
        _fieller(top, high_t, bottom, low_b, correlation, 1.0),
    )


def _fieller(
    top: np.ndarray, limit: np.ndarray, bottom: np.ndarray, other: np.ndarray, correlation: np.ndarray, sign: float
) -> np.ndarray:
    """Solve for the ratio at which the MOVER limit of top - ratio * bottom is zero; `other` is bottom's far limit."""
    joint = top * bottom - correlation * np.abs(limit - top) * np.abs(other - bottom)
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = limit * (2 * top - limit), other * (2 * bottom - other)
        root = np.sqrt(np.maximum(joint**2 - first * second, 0))
        found = (joint + sign * root) / second
    return np.where(second > 0, found, np.where(sign < 0, 0.0, np.inf))
