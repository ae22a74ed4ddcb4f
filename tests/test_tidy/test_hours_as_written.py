"""Hours as people write them."""

import math

import pandas as pd
import pytest

from analysis.tidy.hours import is_like_a_clock, plain_numbers, tidy_hours


@pytest.mark.parametrize(
    ("text", "hours"),
    [("1,5", 1.5), ("1.5", 1.5), ("2", 2), ("0", 0), ("1:30", 1.5), ("01:30:00", 1.5), ("1u30", 1.5), ("1 uur 30", 1.5),
     ("2u", 2), ("2 uur", 2), ("1,5 u.", 1.5), ("90 min", 1.5), ("45'", 0.75), ("1½", 1.5), ("½", 0.5), (",5", 0.5),
     ("-1", -1), ("−1:30", -1.5), ("1h15", 1.25), ("25", 25), ("1.500", 1.5)],
)  # fmt: skip
def test_hours_are_read_as_they_are_written(text, hours):
    assert tidy_hours(pd.Series([text])).iloc[0] == pytest.approx(hours)


@pytest.mark.parametrize("text", ["", "veel", "1:75", "1-2", "1,2,3", "een uur", "#WAARDE!", "1:2:3:4", "€ 5"])
def test_what_is_no_time_is_not_guessed(text):
    assert math.isnan(tidy_hours(pd.Series([text])).iloc[0])


def test_a_decimal_that_may_be_a_time_is_known():
    texts = pd.Series(["1.30", "0,45", "1.5", "1:30", "1.25", "12"])
    assert is_like_a_clock(texts).tolist() == [True, True, False, False, False, False]


def test_a_score_has_a_point_or_a_comma():
    found = plain_numbers(pd.Series(["3,5", "3.5", "4", "vier", "", "1.2.3"]))
    assert found.fillna(-1).tolist() == [3.5, 3.5, 4, -1, -1, -1]
