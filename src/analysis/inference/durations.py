"""How long trajecten last: Kaplan-Meier with running trajecten as censored, and log-rank between periods.

Kaplan and Meier (1958), J. Am. Stat. Assoc. 53, 457-481; Brookmeyer and Crowley (1982), Biometrics 38, 29-41, for the
interval of the median (on the log-log scale); Mantel (1966), Cancer Chemother. Rep. 50, 163-170, for the log-rank test;
Lin and Wei (1989), J. Am. Stat. Assoc. 84, 1074-1078, for that test by child. Errors are by child: see `per_child`.
"""

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.duration.hazard_regression import PHReg
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from analysis.inference.per_child import curve_with_influence, error_of, number_children, sum_per_child
from analysis.measures.periods import DAYS_PER_MONTH
from analysis.measures.trajecten import periode_names
from analysis.study import ALLE, GEEN_IKC, Study

_DAYS_AT_ONCE = 200
COLUMNS = ["ikc", "periode", "zorgvorm", "n", "n_lopend", "mediaan_dagen", "ci_laag", "ci_hoog", "aandeel_kort"]


def estimate_durations(trajecten: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Estimate per ikc, periode and zorgvorm (each with `alle`) how long a traject lasts.

    Running trajecten are censored on the last day on which that is known (see `build_trajecten`): they last at least so
    long. The median is empty when fewer than half are known to have ended (the curve does not reach a half), and a
    limit of its interval is empty when it cannot be known. `aandeel_kort` is the share that ended within
    `kort_maanden`, by the curve, not by the finished trajecten alone; it is empty when nothing was followed that long.

    Parameters
    ----------
    trajecten
        From `build_trajecten_of_study`: one row per traject, with `periode`.
    study
        For `kort_maanden` and `alfa`.

    Returns
    -------
    ikc, periode, zorgvorm, n, n_lopend, mediaan_dagen, ci_laag, ci_hoog, aandeel_kort (exact: not yet suppressed). Only
    combinations that occur; the ikc `alle` leaves out trajecten without an IKC, unless none has one.
    """
    short = study.toewijzingen.kort_maanden * DAYS_PER_MONTH
    groups = _with_totals(trajecten).groupby(["ikc", "periode", "zorgvorm"], sort=False, observed=True)
    alfa = study.statistiek.alfa
    rows = [{**dict(zip(COLUMNS, key, strict=False)), **measure_duration(group, short, alfa)} for key, group in groups]
    table = pd.DataFrame(rows, columns=COLUMNS)
    order = {name: place for place, name in enumerate([*periode_names(study), ALLE])}
    table = table.assign(volgorde=table["periode"].map(order)).sort_values(
        ["ikc", "volgorde", "zorgvorm"], kind="stable"
    )
    return table[COLUMNS].reset_index(drop=True)


def measure_duration(trajecten: pd.DataFrame, short_days: float, alfa: float = 0.05) -> dict[str, float]:
    """Give n, n_lopend, the median with its interval and the share within `short_days`, for one group of trajecten."""
    ended = (~trajecten["lopend"]).astype(int).to_numpy()
    numbers = {"n": len(trajecten), "n_lopend": int((ended == 0).sum())}
    if ended.sum() == 0:
        return {**numbers, "mediaan_dagen": np.nan, "ci_laag": np.nan, "ci_hoog": np.nan, "aandeel_kort": np.nan}
    curve = _curve_by_child(trajecten, ended)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = curve.quantile_ci(0.5, alpha=alfa, method="cloglog")
    found = {"mediaan_dagen": _median(curve), "ci_laag": low, "ci_hoog": high if np.isfinite(high) else np.nan}
    return {**numbers, **found, "aandeel_kort": _share_within(curve, trajecten["duur_dagen"], short_days)}


def test_log_rank(first: pd.DataFrame, second: pd.DataFrame, fewest: int = 1) -> float:
    """Test whether two groups of trajecten differ in duration, over the whole curve (log-rank, two-sided): give the p.

    Where a child has more than one, the larger p of that test and of the robust score test of a Cox model with the
    child as cluster. NaN where fewer than `fewest` trajecten of either group have ended: either test then means little.
    """
    both = pd.concat([first.assign(groep=0), second.assign(groep=1)], ignore_index=True)
    ended = (~both["lopend"]).astype(int)
    if ended.groupby(both["groep"]).sum().reindex([0, 1], fill_value=0).min() < fewest:
        return np.nan
    alone = float(survdiff(both["duur_dagen"], ended, both["groep"])[1])
    child = number_children(both)
    return alone if len(np.unique(child)) == len(both) else max(alone, _test_by_child(both, ended, child))


def _test_by_child(both: pd.DataFrame, ended: pd.Series, child: np.ndarray) -> float:
    """Give the p of the robust score test that the hazards do not differ, with the children less two as df.

    The score residuals at no difference, summed per child; those of a traject that was lost before any ended are zero.
    """
    model = PHReg(both["duur_dagen"].astype(float), both["groep"].astype(float), ended)
    scores = np.nan_to_num(model.score_residuals(np.zeros(1))[:, 0])
    sums = sum_per_child(scores, child)
    children = len(sums)
    spread = float(np.sqrt(np.square(sums).sum() * children / (children - 1)))
    return float(2 * stats.t.sf(abs(sums.sum()) / spread, children - 2)) if spread > 0 and children > 2 else 1.0


def _curve_by_child(trajecten: pd.DataFrame, ended: np.ndarray) -> SurvfuncRight:
    """Give the curve with the errors of the children where one has more than one traject."""
    length, child = trajecten["duur_dagen"].to_numpy(dtype=float), number_children(trajecten)
    curve = SurvfuncRight(length, ended)
    if len(np.unique(child)) < len(child):
        blocks = np.array_split(curve.surv_times, len(curve.surv_times) // _DAYS_AT_ONCE + 1)
        parts = [error_of(curve_with_influence(length, ended.astype(bool), days)[1], child) for days in blocks]
        curve.surv_prob_se = np.concatenate(parts)
    return curve


def _with_totals(trajecten: pd.DataFrame) -> pd.DataFrame:
    """Repeat the trajecten under `alle` for ikc, periode and zorgvorm."""
    own = trajecten[trajecten["ikc"] != GEEN_IKC]
    rows = [own, (own if len(own) else trajecten).assign(ikc=ALLE)]
    for column in ("periode", "zorgvorm"):
        already = [part for part in rows if not (part[column] == ALLE).all()]
        rows = [*rows, *[part.assign(**{column: ALLE}) for part in already]]
    return pd.concat(rows, ignore_index=True)


def _median(curve: SurvfuncRight) -> float:
    """Give the first day on which at most half still runs; halfway to the next step where exactly half does.

    statsmodels' own quantile wants less than half; this is the convention of SAS and of R's survival package.
    """
    times, shares = curve.surv_times, curve.surv_prob
    reached = np.flatnonzero(shares <= 0.5 + 1e-9)
    if len(reached) == 0:
        return np.nan
    first = reached[0]
    exactly = abs(shares[first] - 0.5) < 1e-9 and first + 1 < len(times)
    return float((times[first] + times[first + 1]) / 2 if exactly else times[first])


def _share_within(curve: SurvfuncRight, durations: pd.Series, days: float) -> float:
    """Give the share that ended within so many days; empty when nobody was followed that long and not all ended."""
    times, shares = curve.surv_times, curve.surv_prob
    before = times <= days
    surviving = float(shares[before][-1]) if before.any() else 1.0
    followed = durations.max() >= days or surviving == 0.0
    return 1.0 - surviving if followed else np.nan
