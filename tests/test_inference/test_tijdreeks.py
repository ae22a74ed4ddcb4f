from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis.inference.tijdreeks import fit_series, list_disturbed
from analysis.study import Study


@pytest.mark.parametrize(("van", "tot", "expected"), [
    ("2019-01-01", "2019-02-14", ["2019Q1"]),  # 31 + 14 = 45 of 90 days
    ("2019-01-01", "2019-02-13", []),  # 44 of 90
    ("2019-02-15", "2019-03-31", ["2019Q1"]),  # 14 + 31 = 45 of 90
    ("2020-02-15", "2020-03-31", ["2020Q1"]),  # 15 + 31 = 46 of 91: a leap year
    ("2020-02-16", "2020-03-31", []),  # 45 of 91
    ("2019-07-01", "2019-08-15", ["2019Q3"]),  # 31 + 15 = 46 of 92
    ("2019-07-01", "2019-08-14", []),  # 45 of 92
    ("2019-05-17", "2019-11-15", ["2019Q3", "2019Q4"]),  # 45 of 91, all, 46 of 92
])  # fmt: skip
def test_a_quarter_is_disturbed_from_half_of_its_days_on(van: str, tot: str, expected: list[str]) -> None:
    """Counted on the calendar, both ends included."""
    period = {"naam": "corona", "van": date.fromisoformat(van), "tot": date.fromisoformat(tot)}
    study = Study(folder=Path("studie"), naam="voorbeeld", storende_periodes=(period,))
    assert [str(quarter) for quarter in list_disturbed(study)["corona"]] == expected


@pytest.mark.parametrize(("quarters", "each", "reden"), [
    (24, 8, ""), (23, 8, "Minder dan 24 kwartalen: te kort voor een eigen model."),
    (24, 4, "Gemiddeld minder dan 5 begonnen toewijzingen per kwartaal."),
])  # fmt: skip
def test_a_single_series_has_a_model_when_it_is_long_enough(quarters: int, each: int, reden: str) -> None:
    periods = pd.period_range("2014Q1", periods=quarters, freq="Q")
    series = pd.DataFrame({"kwartaal": periods, "n": [each + place % 3 - 1 for place in range(quarters)]})
    found = fit_series(series.assign(n_kinderen=200), periods[12], Study(folder=Path("studie"), naam="x"))
    level = found[found["term"] == "niveau"].iloc[0]
    assert level["ratio"] == pytest.approx(1, abs=0.5) if not reden else level["reden"] == reden
