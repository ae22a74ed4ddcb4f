"""Toewijzingen that start, quarter by quarter, around the start of an IKC's jeugdondersteuner."""

import pandas as pd

from analysis.inference import segmented
from analysis.study import ALLE, Ikc, Study

TE_WEINIG = "te weinig"
FEWEST_PER_QUARTER = 5
"""Toewijzingen a quarter, on average: `benchmarks/coverage.py` judged the method with twelve; with one or two a
quarter a fit of level, slope and season has more terms than it can bear."""

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
    rows = per_quarter[per_quarter["ikc"].isin(started) & per_quarter["domein"].isin(_domeinen(per_quarter, study))]
    parts = [
        _fit(group.sort_values("kwartaal", kind="stable"), started[ikc], study).assign(ikc=ikc, domein=domein)
        for (ikc, domein), group in rows.groupby(["ikc", "domein"], sort=False, observed=True)
    ]
    return pd.concat([pd.DataFrame(columns=["ikc", "domein", "term", *_NUMBERS]), *parts], ignore_index=True)


def _domeinen(per_quarter: pd.DataFrame, study: Study) -> list[str]:
    """Give all care together, and the domeinen that are primary indicators."""
    named = {item.indicator for item in study.primaire_indicatoren}
    return [ALLE, *sorted(named & set(per_quarter["domein"].astype(str)))]


def _fit(group: pd.DataFrame, ikc: Ikc, study: Study) -> pd.DataFrame:
    quarter = pd.PeriodIndex(group["kwartaal"].astype(str), freq="Q")
    counts, children = (group[name].astype("Float64").astype(float).to_numpy() for name in ("n_gestart", "n_kinderen"))
    series = pd.DataFrame({"kwartaal": quarter, "n": counts, "n_kinderen": children}).dropna()
    start = pd.Period(ikc.start_jok, freq="Q")
    after = series["kwartaal"] >= start
    if not len(series) or series["n"].mean() < FEWEST_PER_QUARTER:
        reden = f"Gemiddeld minder dan {FEWEST_PER_QUARTER} begonnen toewijzingen per kwartaal."
        found = pd.DataFrame([{"term": segmented.NIVEAU, "methode": TE_WEINIG, "reden": reden}])
    else:
        found = segmented.fit_segmented(series, start, _disturbed(study), study.statistiek.alfa)
    sums = {"n_gestart_voor": series.loc[~after, "n"].sum(), "n_gestart_na": series.loc[after, "n"].sum()}
    return found.assign(**sums, n_kwartalen=len(series), n_kwartalen_na=int(after.sum()), start=str(start))


def _disturbed(study: Study) -> dict[str, list[pd.Period]]:
    """Give the quarters of each disturbing period; the quarter in which it begins counts when half of it is in."""
    found = {}
    for item in study.storende_periodes:
        quarters = pd.period_range(item.van, item.tot, freq="Q")
        first, last = pd.Timestamp(item.van), pd.Timestamp(item.tot)
        days = [(min(q.end_time, last) - max(q.start_time, first)).days for q in quarters]
        found[item.naam] = [q for q, inside in zip(quarters, days, strict=True) if inside >= 45]
    return found
