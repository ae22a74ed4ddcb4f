"""Errors that take the child as the unit: a child with several trajecten gives one piece of information, not several.

The infinitesimal jackknife over children (Efron 1982, The Jackknife, the Bootstrap and Other Resampling Plans, chapter
6; Therneau and Grambsch 2000, Modeling Survival Data, section 8.2): how much an estimate moves when a traject weighs a
little more, summed per child. With one traject per child its error of a Kaplan-Meier curve is Greenwood's, exactly. Who
is one child is told by `client`, the pseudonym in the toewijzingen; a table without it takes every traject as a child.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

CLIENT = "client"


@dataclass(frozen=True)
class Schatting:
    """An estimate with the influence of each traject on it; `kind` numbers the children."""

    waarde: float
    invloed: np.ndarray
    kind: np.ndarray


def number_children(trajecten: pd.DataFrame) -> np.ndarray:
    """Give each traject the number of its child."""
    if CLIENT not in trajecten:
        return np.arange(len(trajecten))
    return pd.factorize(trajecten[CLIENT])[0]


def sum_per_child(influence: np.ndarray, child: np.ndarray) -> np.ndarray:
    """Add the influence of each child's trajecten: one row per child."""
    sums = np.zeros((child.max() + 1 if len(child) else 0, *influence.shape[1:]))
    np.add.at(sums, child, influence)
    return sums


def error_of(influence: np.ndarray, child: np.ndarray) -> np.ndarray:
    """Give the standard error by child; never less than with every traject on its own.

    Of few children the sum over a child may be small by chance alone, so the larger of the two is taken.
    """
    alone, together = (np.square(part).sum(axis=0) for part in (influence, sum_per_child(influence, child)))
    return np.sqrt(np.maximum(alone, together))


@dataclass(frozen=True)
class Curve:
    """A Kaplan-Meier curve with what is needed for each traject's influence on it.

    `share` and `hazard` (the sum of Greenwood's terms) start before the first end and have one value per end after it;
    `place` is how many ends lie at or before each traject's last day, `own` what its own end weighs.
    """

    times: np.ndarray
    share: np.ndarray
    hazard: np.ndarray
    place: np.ndarray
    own: np.ndarray


def fit_curve(length: np.ndarray, ended: np.ndarray) -> Curve:
    """Fit the share of trajecten that still run, with those that were lost as censored."""
    times, events = np.unique(length[ended], return_counts=True)
    at_risk = len(length) - np.searchsorted(np.sort(length), times, side="left")
    # Where all that were left end, the share is zero, whatever one of them weighs.
    left = np.where(at_risk > events, at_risk - events, np.inf)
    place = np.searchsorted(times, length, side="right")
    own = np.where(ended, 1 / np.append(np.inf, left)[place], 0.0)
    share = np.append(1.0, np.cumprod(1 - events / at_risk))
    return Curve(times, share, np.append(0.0, np.cumsum(events / at_risk / left)), place, own)


def curve_with_influence(length: np.ndarray, ended: np.ndarray, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the Kaplan-Meier share still running after each of `days`, and each traject's influence on it.

    Returns
    -------
    The shares, and an array of trajecten x days.
    """
    curve = fit_curve(length, ended)
    at, place = np.searchsorted(curve.times, days, side="right"), curve.place[:, None]
    ends = curve.own[:, None] * (at >= place) - curve.hazard[np.minimum(at, place)]
    return curve.share[at], -curve.share[at] * ends


def _influence_of_sum(curve: Curve, weights: np.ndarray) -> np.ndarray:
    """Give each traject's influence on the sum of the shares, each times its weight, without a table of all days."""
    weighed = weights * curve.share
    after = np.cumsum(weighed[::-1])[::-1][curve.place]
    before = np.append(0.0, np.cumsum(weighed * curve.hazard))[curve.place]
    return before + (curve.hazard[curve.place] - curve.own) * after


def restricted_mean(length: np.ndarray, ended: np.ndarray, child: np.ndarray, horizon: float) -> Schatting:
    """Estimate the mean days up to the horizon: the area under the Kaplan-Meier curve.

    Irwin (1949), Journal of Hygiene 47:188-189; Royston and Parmar (2013), BMC Medical Research Methodology 13:152. A
    traject that lasts longer counts for the horizon, one that still runs for as long as it is known.
    """
    curve = fit_curve(length, ended)
    widths = np.diff(np.concatenate([[0.0], np.minimum(curve.times, horizon), [horizon]]))
    return Schatting(float(curve.share @ widths), _influence_of_sum(curve, widths), child)


def weighted_mean(
    values: np.ndarray, length: np.ndarray, ended: np.ndarray, child: np.ndarray, horizon: float
) -> Schatting:
    """Estimate the mean of `values` up to the horizon, by inverse-probability-of-censoring weights.

    Bang and Tsiatis (2000), Biometrika 87:329-343, the simple weighted estimator: a traject that was followed to its
    end or to the horizon counts for those that were not, as many times as their chance to be followed so long is
    small (Kaplan-Meier of the follow-up). Of values that are days it is the restricted mean, exactly (Satten and Datta
    2001, The American Statistician 55:207-210). The influence holds that the chance is estimated.
    """
    seen = np.minimum(length, horizon)
    complete = ended | (length >= horizon)
    # An end and a loss on the same day: the end came first.
    until = seen + 0.5 * ~complete
    followed = fit_curve(until, ~complete)
    at = np.searchsorted(followed.times, seen, side="right")
    worth = np.where(complete, values / np.where(complete, followed.share[at], 1.0), 0.0)
    weights = np.bincount(at, worth, len(followed.share))
    of_chance = np.divide(weights, followed.share, out=np.zeros_like(weights), where=followed.share > 0)
    mean = float(worth.mean())
    return Schatting(mean, (worth - mean - _influence_of_sum(followed, of_chance)) / len(values), child)


def partitioned_mean(
    values: np.ndarray, length: np.ndarray, ended: np.ndarray, child: np.ndarray, ends: Sequence[float]
) -> Schatting:
    """Estimate the mean of what adds up over parts of time (a column per part), each weighted to its own end.

    Bang and Tsiatis (2000), the partitioned estimator: a traject that was lost in its eighth month still tells what
    the first seven cost. With many lost it is the one whose interval holds (`benchmarks/coverage.py`).
    """
    parts = [weighted_mean(values[:, place], length, ended, child, end) for place, end in enumerate(ends)]
    return Schatting(sum(part.waarde for part in parts), np.sum([part.invloed for part in parts], axis=0), child)


def interval_of_positive(found: Schatting, alfa: float) -> tuple[float, float]:
    """Give the t interval on the log scale, for what cannot be negative and has a long tail, such as costs.

    Degrees of freedom: how many children the error really rests on, (sum of squares)^2 / sum of fourth powers
    (Satterthwaite 1946, Biometrics Bulletin 2:110-114). A few dear children leave few, and with all of them counted
    the interval holds in 92 per cent.
    """
    if not found.waarde > 0:
        return np.nan, np.nan
    squares = np.square(sum_per_child(found.invloed, np.unique(found.kind, return_inverse=True)[1]))
    free = float(squares.sum() ** 2 / np.square(squares).sum()) if squares.sum() > 0 else np.nan
    low, high = _interval(0.0, found.invloed / found.waarde, found.kind, alfa, max(2.0, free))
    return found.waarde * np.exp(low), found.waarde * np.exp(high)


def interval_of(found: Schatting, alfa: float) -> tuple[float, float]:
    """Give the t interval of an estimate, with the children less one as degrees of freedom."""
    return _interval(found.waarde, found.invloed, found.kind, alfa)


def difference_of(later: Schatting, earlier: Schatting, alfa: float) -> tuple[float, float, float]:
    """Give the difference between two groups of trajecten with its interval; a child may have some in both.

    The numbers of the children must be those of the two groups together.
    """
    influence = np.concatenate([later.invloed, -earlier.invloed])
    child = np.concatenate([later.kind, earlier.kind])
    change = later.waarde - earlier.waarde
    return (change, *_interval(change, influence, child, alfa))


def _interval(
    value: float, influence: np.ndarray, child: np.ndarray, alfa: float, free: float | None = None
) -> tuple[float, float]:
    children = len(np.unique(child))
    if children < 2:
        return np.nan, np.nan
    numbers = np.unique(child, return_inverse=True)[1]
    error = float(error_of(influence, numbers)) * np.sqrt(children / (children - 1))
    half = stats.t.isf(alfa / 2, children - 1 if free is None else free) * error
    return (value - half, value + half) if error > 0 else (np.nan, np.nan)
