"""Which days are outside the time that the study is about."""

import pandas as pd

from analysis.study import Study

ADVICE = "Klopt het jaar? Loopt de studie langer, zet dan gegevens_datum in study.yml."


def outside_study(days: pd.Series, study: Study) -> pd.Series:
    """Tell which days are before the first or after the last day of the study; a missing day, and a study that does not
    say, is outside nothing."""
    first, last = (pd.Timestamp(day) if day else None for day in (study.begin_datum, study.gegevens_datum))
    outside = pd.Series(False, index=days.index)
    outside |= days < first if first is not None else False
    return outside | (days > last if last is not None else False)


def period_words(study: Study) -> str:
    """Give the days of the study as a message has them: `01-01-2018 tot en met 30-06-2021`."""
    days = (f"{day:%d-%m-%Y}" if day else "onbekend" for day in (study.begin_datum, study.gegevens_datum))
    return " tot en met ".join(days)
