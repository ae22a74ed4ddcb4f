from datetime import date
from pathlib import Path

import pytest

from analysis.inference.tijdreeks import list_disturbed
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
