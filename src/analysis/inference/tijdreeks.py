"""Toewijzingen that start, quarter by quarter, around the start of an IKC's jeugdondersteuner."""

import pandas as pd

from analysis.inference import segmented
from analysis.study import ALLE, Study

TE_WEINIG = "te weinig"
_NUMBERS = ("ratio", "ci_laag", "ci_hoog", "p", "dispersie", "autocorrelatie", "p_autocorrelatie")


def estimate_tijdreeks(per_quarter: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Fit a segmented regression per IKC with a jeugdondersteuner and per domein of care.

    Unit: toewijzingen that started in a quarter, per enrolled child. A series of one IKC has no comparison: whatever
    else happened in the quarter of the start is in it too.

    Parameters
    ----------
    per_quarter
        From `rate_domeinen_per_quarter`: ikc, kwartaal, domein, n_gestart, n_kinderen.

    Returns
    -------
    One row per ikc x domein x term, the columns of `tijdreeks`; one empty row with the reason where there is no fit.
    """
    started = {item.ikc: item for item in study.ikcs if item.start_jok}
    rows = per_quarter[per_quarter["ikc"].isin(started) & per_quarter["domein"].isin(list_domeinen(per_quarter, study))]
    parts = [
        fit_series(as_series(group), pd.Period(started[ikc].start_jok, freq="Q"), study).assign(ikc=ikc, domein=domein)
        for (ikc, domein), group in rows.groupby(["ikc", "domein"], sort=False, observed=True)
    ]
    return pd.concat([pd.DataFrame(columns=["ikc", "domein", "term", *_NUMBERS]), *parts], ignore_index=True)


def list_domeinen(per_quarter: pd.DataFrame, study: Study) -> list[str]:
    """Give all care together, and the domeinen that are primary indicators."""
    named = {item.indicator for item in study.primaire_indicatoren}
    return [ALLE, *sorted(named & set(per_quarter["domein"].astype(str)))]


def as_series(group: pd.DataFrame) -> pd.DataFrame:
    """Give one group's quarters in order of time, as `fit_series` wants them; unknown ones are left out."""
    quarter = pd.PeriodIndex(group["kwartaal"].astype(str), freq="Q")
    counts, children = (group[name].astype("Float64").astype(float).to_numpy() for name in ("n_gestart", "n_kinderen"))
    series = pd.DataFrame({"kwartaal": quarter, "n": counts, "n_kinderen": children}, index=group.index)
    return series.dropna().sort_values("kwartaal", kind="stable")


def fit_series(series: pd.DataFrame, start: pd.Period, study: Study) -> pd.DataFrame:
    """Fit one series, or say why not.

    Not with fewer than `minimum_per_kwartaal` on average: `benchmarks/coverage.py` judged the method with five, eight
    and twelve; with one or two a quarter a fit of level, slope and season has more terms than it can bear. Nor with
    fewer than `minimum_kwartalen` quarters: ten or fourteen hold too much (98 per cent) and find next to nothing.
    """
    after, reden = series["kwartaal"] >= start, _too_little(series, study)
    if reden:
        found = pd.DataFrame([{"term": segmented.NIVEAU, "methode": TE_WEINIG, "reden": reden}])
    else:
        found = segmented.fit_segmented(series, start, list_disturbed(study), study.statistiek.alfa)
    sums = {"n_gestart_voor": series.loc[~after, "n"].sum(), "n_gestart_na": series.loc[after, "n"].sum()}
    sizes = {"n_kwartalen": len(series), "n_kwartalen_na": int(after.sum()), "start": str(start)}
    return found.reindex(columns=[*dict.fromkeys(["term", *_NUMBERS, *found.columns])]).assign(**sums, **sizes)


def _too_little(series: pd.DataFrame, study: Study) -> str:
    """Say why a series has no model: few toewijzingen, or few quarters."""
    each, quarters = study.statistiek.minimum_per_kwartaal, study.statistiek.minimum_kwartalen
    if not len(series) or series["n"].mean() < each:
        return f"Gemiddeld minder dan {each:g} begonnen toewijzingen per kwartaal."
    return f"Minder dan {quarters} kwartalen: te kort voor een eigen model." if len(series) < quarters else ""


def list_disturbed(study: Study) -> dict[str, list[pd.Period]]:
    """Give the quarters of each disturbing period: those with enough of their days in it, both ends included."""
    found, part = {}, study.statistiek.storend_deel
    for item in study.storende_periodes:
        days = pd.Series(pd.period_range(item.van, item.tot, freq="D")).dt.asfreq("Q").value_counts(sort=False)
        found[item.naam] = [quarter for quarter, inside in days.items() if inside >= part * _count_days(quarter)]
    return found


def _count_days(quarter: pd.Period) -> int:
    return (quarter.end_time - quarter.start_time).days + 1
