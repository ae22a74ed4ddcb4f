"""Mean duration and mean costs of trajecten up to a horizon that both periods reach; never of the ended ones alone.

Of the ended trajecten alone a mean says how long they were followed: with nothing changed, the mean costs of the ended
trajecten of the last period are half those of the first. Up to a horizon all count: days by the area under the
Kaplan-Meier curve, costs by weights for those of which the end is not known. See `per_child`.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.inference.per_child import (
    Schatting,
    difference_of,
    interval_of,
    interval_of_positive,
    number_children,
    partitioned_mean,
    restricted_mean,
)
from analysis.inference.survival import before_and_since
from analysis.measures.periods import DAYS_PER_MONTH, month_ends, study_end, study_start
from analysis.measures.traject_kosten import cost_columns
from analysis.study import Study

DAYS = ("dagen_gemiddeld", "dagen_laag", "dagen_hoog")
EUROS = ("kosten_gemiddeld_eur", "kosten_laag_eur", "kosten_hoog_eur")
DAYS_CHANGE = ("verschil_dagen", "verschil_dagen_laag", "verschil_dagen_hoog")
EUROS_CHANGE = ("verschil_kosten_eur", "verschil_kosten_laag_eur", "verschil_kosten_hoog_eur")


def horizon_of_study(toewijzingen: pd.DataFrame, study: Study) -> int:
    """Give the horizon in months: `horizon_maanden`, or less where the last period was not followed so long.

    At most half of the time from the first meting to the last day on which is known what runs, so that about half of
    the trajecten of that period can be followed to the horizon. It follows from the calendar, never from how long
    trajecten lasted.
    """
    judged = study_end(toewijzingen, study) - pd.Timedelta(days=study.toewijzingen.traject_gat_dagen)
    began = pd.Timestamp(study.metingen[0].peildatum) if study.metingen else study_start(toewijzingen, study)
    months = (judged - began).days / DAYS_PER_MONTH / 2
    return int(min(study.toewijzingen.horizon_maanden, max(0.0, months)))


def estimate_means(trajecten: pd.DataFrame, study: Study, months: int, keys: list[str]) -> pd.DataFrame:
    """Estimate per group (`keys`, the last of which is the periode) the mean days and euros up to the horizon.

    Returns
    -------
    keys, horizon_maanden, the means with their intervals, n_met_kosten (trajecten with a price), and on the row of the
    later period the difference with the earlier one. Empty where nobody was followed to the horizon, or fewer than
    `minimum_gevallen` trajecten are known; both intervals are by child.
    """
    rows: list[dict] = []
    if months < 1 or trajecten.empty:
        return pd.DataFrame(columns=[*keys, "horizon_maanden", *DAYS, *EUROS, *DAYS_CHANGE, *EUROS_CHANGE])
    for key, group in trajecten.groupby(keys[:-1], sort=False, observed=True):
        rows += [{**dict(zip(keys, [*key, period], strict=True)), **numbers}
                 for period, numbers in _measure_periods(group, study, months).items()]  # fmt: skip
    return pd.DataFrame(rows).assign(horizon_maanden=months)


def _measure_periods(group: pd.DataFrame, study: Study, months: int) -> dict[str, dict[str, float]]:
    child = pd.Series(number_children(group), index=group.index)
    ends = month_ends(months)
    found: dict[str, dict[str, float]] = {}
    earlier: tuple[Schatting | None, Schatting | None] = None, None
    for period in before_and_since(study):
        rows = group[group["periode"] == period]
        if rows.empty:
            continue
        priced = rows.dropna(subset=cost_columns(months))
        own = _mean_days(rows, child, study, ends), _mean_euros(priced, child, study, ends)
        found[period] = {
            "n_met_kosten": len(priced),
            **_with_interval(own[0], DAYS, interval_of, study),
            **_with_interval(own[1], EUROS, interval_of_positive, study),
            **_with_difference(own[0], earlier[0], DAYS_CHANGE, study),
            **_with_difference(own[1], earlier[1], EUROS_CHANGE, study),
        }
        earlier = own
    return found


def _with_interval(own: Schatting | None, names: tuple, interval: Callable, study: Study) -> dict[str, float]:
    numbers = (np.nan,) * 3 if own is None else (own.waarde, *interval(own, study.statistiek.alfa))
    return dict(zip(names, numbers, strict=True))


def _with_difference(own: Schatting | None, earlier: Schatting | None, names: tuple, study: Study) -> dict[str, float]:
    unknown = own is None or earlier is None
    return dict(
        zip(names, (np.nan,) * 3 if unknown else difference_of(own, earlier, study.statistiek.alfa), strict=True)
    )


def _mean_days(rows: pd.DataFrame, child: pd.Series, study: Study, ends: list[int]) -> Schatting | None:
    length, ended = _followed(rows)
    if len(rows) < study.statistiek.minimum_gevallen or not reaches(length, ended, ends[-1]):
        return None
    return restricted_mean(length, ended, child.loc[rows.index].to_numpy(), ends[-1])


def _mean_euros(priced: pd.DataFrame, child: pd.Series, study: Study, ends: list[int]) -> Schatting | None:
    length, ended = _followed(priced)
    if len(priced) < study.statistiek.minimum_gevallen or not reaches(length, ended, ends[-1]):
        return None
    euros = priced[cost_columns(len(ends))].to_numpy(dtype=float)
    return partitioned_mean(euros, length, ended, child.loc[priced.index].to_numpy(), ends)


def _followed(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return rows["duur_dagen"].to_numpy(dtype=float), (~rows["lopend"].astype(bool)).to_numpy()


def reaches(length: np.ndarray, ended: np.ndarray, horizon: float) -> bool:
    """Tell whether the curve is known to the horizon: somebody was followed so long, or the longest one ended."""
    return bool(len(length)) and (length.max() >= horizon or bool(ended[length == length.max()].all()))
