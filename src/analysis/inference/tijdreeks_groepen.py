"""New toewijzingen of the pilot IKCs together around the start, with the comparison IKCs in the same quarters."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.inference import segmented
from analysis.inference.primary import PILOT, VERGELIJKING
from analysis.inference.tijdreeks import as_series, fit_series, list_disturbed, list_domeinen
from analysis.study import Study

PILOTS, AGAINST = "pilots", "pilots_tegen_vergelijking"
LOG_DIFFERENCE = "log_verschil_reeksen"
GROEP_DOMEIN = ["groep", "domein"]
QUARTER_OF_GROUP = [*GROEP_DOMEIN, "kwartaal"]


def pool_series(per_quarter: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Add the IKCs up per role and quarter, where every IKC of the role is known.

    The quarters in which some jeugdondersteuners had begun and others not are left out, in both groups (Wagner and
    others 2002, Journal of Clinical Pharmacy and Therapeutics 27:299-309).

    Returns
    -------
    One row per groep (`pilots`, `vergelijking`) x domein x kwartaal: start, n_gestart, n_kinderen, n_ikcs,
    gestart_per_1000. Empty without IKCs in both roles.
    """
    rows = rows_of_groups(per_quarter, study)
    if set(rows["groep"]) != {PILOTS, VERGELIJKING}:
        return pd.DataFrame(columns=[*QUARTER_OF_GROUP, "start", "n_gestart", "n_kinderen", "n_ikcs"])
    pooled = rows.groupby(QUARTER_OF_GROUP, as_index=False, observed=True).agg(
        n_gestart=("n_gestart", "sum"), n_kinderen=("n_kinderen", "sum"), n_ikcs=("ikc", "nunique")
    )
    pooled = pooled[pooled["n_ikcs"] == pooled.groupby("groep")["n_ikcs"].transform("max")].reset_index(drop=True)
    rate = 1000 * pooled["n_gestart"] / pooled["n_kinderen"].astype(float)
    return pooled.assign(start=str(max(_starts(study))), gestart_per_1000=rate)


def _starts(study: Study) -> list[pd.Period]:
    return [pd.Period(item.start_jok, freq="Q") for item in study.ikcs if item.rol == PILOT and item.start_jok]


def rows_of_groups(per_quarter: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give the quarters of the single IKCs that are added up, with their `groep`; `na` tells those since the start.

    Empty when no jeugdondersteuner started.
    """
    groups = {item.ikc: PILOTS if item.rol == PILOT else item.rol for item in study.ikcs}
    rows = per_quarter[per_quarter["ikc"].isin(groups) & per_quarter["domein"].isin(list_domeinen(per_quarter, study))]
    rows = rows.dropna(subset=["n_gestart", "n_kinderen"])
    rows = rows.assign(groep=rows["ikc"].map(groups))
    starts, quarter = _starts(study), pd.PeriodIndex(rows["kwartaal"].astype(str), freq="Q")
    if not starts:
        return rows.assign(na=False).iloc[:0]
    return rows.assign(na=quarter >= max(starts))[(quarter < min(starts)) | (quarter >= max(starts))]


def estimate_pooled(pooled: pd.DataFrame, study: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fit the segmented regression per group, and compare the two jumps.

    The jump of the pilots divided by that of the comparison IKCs: a controlled interrupted time series (Lopez Bernal,
    Cummins and Gasparrini 2018, International Journal of Epidemiology 47:2082-2093). The two series are taken as
    independent, with the fewest degrees of freedom of the two. It assumes that without a jeugdondersteuner both groups
    would have jumped alike.

    Returns
    -------
    Rows for the table `tijdreeks`, and the pooled quarters with what the model expects in `model_per_1000`: in whole
    numbers, for from the exact ones the counts of single quarters could be worked back.
    """
    fits, points = [], []
    for (groep, domein), group in pooled.groupby(["groep", "domein"], sort=False):
        start, series = pd.Period(group["start"].iloc[0], freq="Q"), as_series(group)
        found = fit_series(series, start, study)
        fits.append(found.assign(ikc=groep, domein=domein))
        expected = 1000 * segmented.expected_counts(series, start, list_disturbed(study)) / series["n_kinderen"]
        points.append(group.assign(model_per_1000=expected.round() if found["ratio"].notna().any() else np.nan))
    if not fits:
        return pd.DataFrame(columns=["ikc", "domein", "term"]), pooled
    rows = pd.concat(fits, ignore_index=True)
    return pd.concat([rows, _compare(rows, study)], ignore_index=True), pd.concat(points, ignore_index=True)


def _compare(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    level = rows[rows["term"] == segmented.NIVEAU]
    sides = [level[level["ikc"] == name].set_index("domein") for name in (PILOTS, VERGELIJKING)]
    both = sides[0].index.intersection(sides[1].index)
    one, other = (side.loc[both] for side in sides)
    change = np.log(one["ratio"].astype(float)) - np.log(other["ratio"].astype(float))
    error = np.sqrt(_log_error(one, study) ** 2 + _log_error(other, study) ** 2)
    free = np.minimum(one["vrijheidsgraden"], other["vrijheidsgraden"]).astype(float)
    half = stats.t.isf(study.statistiek.alfa / 2, free) * error
    ends = {"ratio": np.exp(change), "ci_laag": np.exp(change - half), "ci_hoog": np.exp(change + half)}
    p = 2 * stats.t.sf(np.abs(change) / error, free)
    kept = one[["term", "start", "n_kwartalen", "n_kwartalen_na"]].assign(**ends, p=p, methode=LOG_DIFFERENCE)
    return kept.assign(ikc=AGAINST).dropna(subset="ratio").reset_index(names="domein")


def _log_error(level: pd.DataFrame, study: Study) -> pd.Series:
    """Give the standard error that the interval stands for."""
    quantile = stats.t.isf(study.statistiek.alfa / 2, level["vrijheidsgraden"].astype(float))
    return np.log(level["ci_hoog"].astype(float) / level["ci_laag"].astype(float)) / (2 * quantile)
