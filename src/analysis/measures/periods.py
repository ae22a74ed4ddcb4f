"""Moments to count on: the quarters that the toewijzingen cover, and the disturbing periods that touch them."""

from datetime import date

import pandas as pd

from analysis.study import Study

DAYS_PER_MONTH = 365.25 / 12


def month_ends(months: int) -> list[int]:
    """Give the days after which the first, second ... month of something has passed."""
    return [round(month * DAYS_PER_MONTH) for month in range(1, months + 1)]


def study_start(toewijzingen: pd.DataFrame, study: Study) -> pd.Timestamp:
    """Give the first day that the toewijzingen cover: from study.yml, else the first start that was delivered."""
    given = study.toewijzingen.van
    return pd.Timestamp(given) if given else toewijzingen["startdatum"].min()


def study_end(toewijzingen: pd.DataFrame, study: Study) -> pd.Timestamp:
    """Give the last day that the toewijzingen cover: from study.yml, else the last toewijzingsdatum (or start).

    After this day nothing is known: what still runs then is running, not ended.
    """
    given = study.toewijzingen.tot
    if given:
        return pd.Timestamp(given)
    decided = toewijzingen["toewijzingsdatum"].max() if "toewijzingsdatum" in toewijzingen else pd.NaT
    return toewijzingen["startdatum"].max() if pd.isna(decided) else decided


def quarters_of_study(toewijzingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give the quarters that the toewijzingen cover: moment (`2019Q1`), van, tot and peildag, the day to count on.

    The first and last quarter are cut to the period that was delivered: `peildag` is the quarter's last day, or the
    period's last day when that comes first.
    """
    start, end = study_start(toewijzingen, study), study_end(toewijzingen, study)
    if pd.isna(start) or pd.isna(end) or end < start:
        return _moments([], [], [])
    quarters = pd.period_range(start, end, freq="Q")
    van = quarters.start_time.to_series().clip(lower=start).to_list()
    tot = quarters.end_time.normalize().to_series().clip(upper=end).to_list()
    return _moments([f"{quarter.year}Q{quarter.quarter}" for quarter in quarters], van, tot)


def windows_of_study(toewijzingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give the window of each meting that the toewijzingen cover in full: the year up to its peildatum."""
    start, end = study_start(toewijzingen, study), study_end(toewijzingen, study)
    days = {item.meting: pd.Timestamp(item.peildatum) for item in study.metingen}
    first = {name: day - pd.DateOffset(years=1) + pd.Timedelta(days=1) for name, day in days.items()}
    known = [name for name, day in days.items() if start <= first[name] and day <= end]
    return _moments(known, [first[name] for name in known], [days[name] for name in known])


def peildata_of_study(toewijzingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give the metingen whose peildatum the toewijzingen cover, in the shape of the quarters."""
    start, end = study_start(toewijzingen, study), study_end(toewijzingen, study)
    known = [item for item in study.metingen if start <= pd.Timestamp(item.peildatum) <= end]
    days = [pd.Timestamp(item.peildatum) for item in known]
    return _moments([item.meting for item in known], days, days)


def disturbing_periods(study: Study, van: date, tot: date) -> str:
    """Name the disturbing periods that touch the days from `van` up to and including `tot`, joined by `; `."""
    first, last = pd.Timestamp(van).date(), pd.Timestamp(tot).date()
    return "; ".join(item.naam for item in study.storend_in(first, last))


def _moments(names: list[str], van: list[pd.Timestamp], tot: list[pd.Timestamp]) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "moment": pd.Series(names, dtype="str"),
            "van": pd.Series(van),
            "tot": pd.Series(tot),
            "peildag": pd.Series(tot),
        }
    )
    days = ["van", "tot", "peildag"]
    return table.astype(dict.fromkeys(days, "datetime64[us]"))
