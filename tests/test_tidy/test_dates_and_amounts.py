import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.tidy.amounts import tidy_amounts
from analysis.tidy.dates import is_open_end, is_unreadable, judge_dates, tidy_dates, tidy_times


@pytest.mark.parametrize(
    "text",
    ["01-02-2019", "1-2-2019", "01-02-19", "01/02/2019", "01.02.2019", "2019-02-01", "2019/02/01", "20190201", "43497",
     "43497.0", "43497,5", "1 februari 2019", "01-feb-2019", "2019-02-01 00:00:00", "2019-02-01T23:59:59.000Z",
     " 01-02-2019 ", "01-02-2019 10:15", "2019-02-01+01:00", "2019-02-01Z"],
)  # fmt: skip
def test_one_day_in_every_spelling(text):
    assert tidy_dates(pd.Series([text], dtype="str")).tolist() == [pd.Timestamp("2019-02-01")]


@pytest.mark.parametrize(
    ("text", "oordeel"),
    [("", "ontbreekt"), ("  ", "ontbreekt"), ("31-02-2019", "onleesbaar"), ("29-02-2019", "onleesbaar"),
     ("13-13-2019", "onleesbaar"), ("onbekend", "onleesbaar"), ("2019", "onleesbaar"), ("01-02-0019", "onleesbaar"),
     ("00-02-2019", "onvolledig"), ("2019-00-00", "onvolledig"), ("01-00-2019", "onvolledig"),
     ("20190200", "onvolledig"),
     ("29-02-2020", "")],
)  # fmt: skip
def test_what_is_no_date_is_judged(text, oordeel):
    texts = pd.Series([text], dtype="str")
    assert judge_dates(texts, tidy_dates(texts)).tolist() == [oordeel]


def test_far_year_is_an_open_end():
    dates = tidy_dates(pd.Series(["31-12-9999", "31-12-2098", ""], dtype="str"))
    assert is_open_end(dates).tolist() == [True, False, True]


def test_two_digit_years_turn_at_fifty():
    assert tidy_dates(pd.Series(["01-02-49", "01-02-50"], dtype="str")).dt.year.tolist() == [2049, 1950]


@given(st.dates(min_value=pd.Timestamp("1900-01-01").date(), max_value=pd.Timestamp("2098-12-31").date()))
def test_dutch_and_iso_agree_for_every_day(day):
    texts = pd.Series([day.strftime("%d-%m-%Y"), day.isoformat(), day.strftime("%Y%m%d")], dtype="str")
    assert (tidy_dates(texts) == pd.Timestamp(day)).all()


def test_times_of_day():
    texts = pd.Series(["9:05", "09:05:30", "2019-02-01 10:15:00", "0,5", "", "x"], dtype="str")
    assert tidy_times(texts).fillna(-1).tolist() == [32700, 32730, 36900, 43200, -1, -1]


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.234,56", 1234.56), ("1234.56", 1234.56), ("1,234.56", 1234.56), ("€ 1.200,-", 1200), ("1.200", 1200),
     ("1.234.567", 1234567), ("0.125", 0.125), ("1,125", 1.125), ("12,5", 12.5), ("-5", -5), ("5-", -5),
     ("€ 1 200,50", 1200.5),
     ("EUR 12", 12), ("1200.0", 1200), ("1.200,--", 1200), ("1'200,50", 1200.5), ("0", 0)],
)  # fmt: skip
def test_amounts(text, number):
    assert tidy_amounts(pd.Series([text], dtype="str")).tolist() == [number]


@pytest.mark.parametrize("text", ["veel", "55-75.000", "1.23.456", "1e3", ".", "12 of 13", "n.v.t.", "inf"])
def test_what_is_no_amount_is_never_guessed(text):
    texts = pd.Series([text, ""], dtype="str")
    numbers = tidy_amounts(texts)
    assert numbers.isna().all()
    assert is_unreadable(texts, numbers).tolist() == [True, False]


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_cents_survive_the_dutch_spelling(cents):
    dutch = f"{cents / 100:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
    assert np.isclose(tidy_amounts(pd.Series([dutch], dtype="str")).item(), cents / 100)


@settings(deadline=None)
@given(st.lists(st.text(alphabet="0123456789,.-", max_size=8), max_size=6))
def test_a_column_of_text_is_read_as_its_categories_are(texts: list[str]) -> None:
    column = pd.Series(texts, dtype="str")
    numbers, of_distinct = tidy_amounts(column), tidy_amounts(column.astype("category"))
    assert np.array_equal(numbers.to_numpy(), of_distinct.to_numpy(), equal_nan=True)
