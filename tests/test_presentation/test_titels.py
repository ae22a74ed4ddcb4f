"""Titles of figures: what is seen, from rows that anyone can count."""

import pandas as pd
import pytest

from analysis.presentation.titels import (
    title_of_ikcs,
    title_of_largest_shift,
    title_of_most,
    title_of_range,
    title_of_spread,
    title_of_statuses,
)

NAN = float("nan")


def rows(*values, tijd=2):
    """Rows of one meting, named A, B, ...; an earlier meting has the highest number and does not matter."""
    earlier = pd.DataFrame({"label": ["Vroeger"], "aandeel": [0.9], "tijd": [1], "meting_label": ["2019"]})
    last = pd.DataFrame({"label": list("ABCD")[: len(values)], "aandeel": values, "tijd": tijd, "meting_label": "2021"})
    return pd.concat([earlier, last], ignore_index=True)


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ((0.21, 0.18), "Het vaakst in 2021: a, bij 21 van de 100"),
        ((0.204, 0.196, 0.10), "Het vaakst in 2021: a en b, elk bij 20 van de 100"),
        ((0.20, 0.20, 0.20), ""),
        ((0.0, 0.0), ""),
        ((NAN, 0.05), "Het vaakst in 2021: b, bij 5 van de 100"),
        ((NAN, NAN), ""),
    ],
)
def test_the_highest_at_the_last_meting_is_named(values, title):
    assert title_of_most(rows(*values)) == title


def test_a_line_from_zero_has_its_highest_only_for_zero_may_be_a_few():
    assert title_of_range(pd.Series([15.4, NAN, 52.0]), "Toewijzingen") == "Toewijzingen: 15 tot 52"
    assert title_of_range(pd.Series([0.0, 61.0]), "Toewijzingen") == "Toewijzingen: hoogstens 61"
    assert title_of_range(pd.Series([NAN]), "Toewijzingen") == ""


def test_ikcs_with_a_clear_change_are_counted_once_and_those_with_another_informant_apart():
    changes = pd.DataFrame(
        [("A", "gedaald"), ("A", "gestegen"), ("B", "meer genoteerd"), ("C", "geen aantoonbare verandering")],
        columns=["ikc", "uitkomst"],
    )
    assert title_of_ikcs(changes) == "Bij 1 van de 3 IKC's is een verandering aan te tonen; bij 1 is het niet te zeggen"
    none = changes[changes["ikc"] == "C"]
    assert title_of_ikcs(none).startswith("Bij geen van de")
    unclear = changes[changes["ikc"] != "A"]
    assert title_of_ikcs(unclear) == "Bij 1 van de 2 IKC's is niet te zeggen of er meer of minder aan de hand is"


def test_ikcs_lie_farthest_apart_where_highest_minus_lowest_is_most():
    last = pd.DataFrame(
        {"ikc": ["A", "B"] * 2, "label": ["Zorg", "Zorg", "Taal", "Taal"], "aandeel": [0.1, 0.2, 0.05, NAN]}
    )
    assert title_of_spread(last, "2021") == "IKC's lopen het meest uiteen bij zorg: 10 tot 20 van de 100 in 2021"
    from_none = last.assign(aandeel=[0.0, 0.2, 0.05, NAN])
    assert (
        title_of_spread(from_none, "2021") == "IKC's lopen het meest uiteen bij zorg: hoogstens 20 van de 100 in 2021"
    )


def test_goals_are_counted_per_status_and_the_largest_shift_is_named():
    assert title_of_statuses(["achter"]) == "Stand van dit doel: achter"
    assert title_of_statuses(["bereikt", "achter", "achter"]) == "Van deze drie doelen: één bereikt en twee achter"
    shifts = [("Opvang", 10.0, 12.0), ("Verblijf", 9.0, 2.0), ("Vervoer", NAN, 90.0)]
    assert title_of_largest_shift(shifts, str, ("vóór", "na")) == "Het meest verschilt verblijf: 9.0 vóór, 2.0 na"
