from datetime import date

import pytest

from analysis.presentation.taal import numbers

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(12345.67, 1, "12.345,7"), (0.5, 0, "1"), (2.5, 0, "3"), (-3, 0, "−3"), (-0.2, 0, "0"), (1000, 0, "1.000"),
     (NAN, 0, "‑"), (None, 1, "‑"), (float("inf"), 0, "‑")],
)  # fmt: skip
def test_numbers_are_dutch(value, decimals, expected):
    assert numbers.number(value, decimals) == expected


@pytest.mark.parametrize(("value", "expected"), [(4, "+4"), (-4, "−4"), (0, "0"), (0.3, "0"), (-0.3, "0"), (NAN, "‑")])
def test_zero_has_no_sign(value, expected):
    assert numbers.signed(value) == expected


@pytest.mark.parametrize(
    ("aandeel", "expected"),
    [(0.226, "23 van de 100"), (0.0, "geen van de 100"), (0.002, "minder dan 1 van de 100"), (1.0, "100 van de 100"),
     (0.998, "meer dan 99 van de 100"), (0.145, "15 van de 100")],
)  # fmt: skip
def test_shares_are_natural_frequencies(aandeel, expected):
    assert numbers.of_the_100(aandeel) == expected


def test_a_share_that_is_not_shown_has_the_sign():
    assert numbers.per_100(0.5) == "50"
    assert numbers.per_100(NAN) == "‑"


def test_a_decimal_only_from_a_thousand_children():
    assert numbers.per_100(0.1234, numbers.share_decimals(999, 1000)) == "12"
    assert numbers.per_100(0.1234, numbers.share_decimals(1000, 1000)) == "12,3"


@pytest.mark.parametrize(
    ("laag", "hoog", "expected"),
    [(0.09, 0.19, "tussen 9 en 19 meer"), (-0.08, 0.03, "tussen 8 minder en 3 meer"),
     (-0.16, -0.01, "tussen 1 en 16 minder"), (0.001, 0.24, "tussen bijna 0 en 24 meer"),
     (-0.001, 0.13, "tussen iets minder en 13 meer")],
)  # fmt: skip
def test_intervals_in_words(laag, hoog, expected):
    assert numbers.interval_words(laag, hoog) == expected


@pytest.mark.parametrize(
    ("verschil", "expected"),
    [(0.14, "14 op de 100 meer"), (-0.02, "2 op de 100 minder"), (0.0, "geen verschil"),
     (0.001, "vrijwel geen verschil")],
)  # fmt: skip
def test_differences_in_words(verschil, expected):
    assert numbers.more_or_less(verschil) == expected


@pytest.mark.parametrize(
    ("laag", "hoog", "expected"),
    [(0.03, 0.15, "+7 (+3 tot +15)"), (0.003, 0.15, "+7 (+0,3 tot +15)"), (-0.0004, 0.15, "+7 (−0,04 tot +15)"),
     (0.0, 0.15, "+7 (0 tot +15)"), (1e-9, 0.15, "+7 (0 tot +15)"), (NAN, 0.15, "+7")],
)  # fmt: skip
def test_an_end_of_a_margin_shows_its_side_of_zero(laag, hoog, expected):
    assert numbers.with_margin(0.07, laag, hoog) == expected
    if expected != "+7":
        assert f"+7 ({numbers.interval_of(laag, hoog, sign=True)})" == expected


def test_dates_lists_and_quarters():
    assert numbers.day(date(2019, 2, 1)) == "1 februari 2019"
    assert numbers.list_words(["a"]) == "a"
    assert numbers.list_words(["a", "b", "c"]) == "a, b en c"
    assert numbers.quarter_words("2019Q1") == "het eerste kwartaal van 2019"
