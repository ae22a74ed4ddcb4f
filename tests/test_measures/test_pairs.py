"""Which metingen are compared, counted by hand: the first with the last, each with the one before, per IKC."""

from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from analysis.measures.pairs import EERSTE_LAATSTE, NIET_BEIDE, STAPPEN, VORIGE, list_pairs, pair_up
from analysis.study import ALLE, Study

NAMES = ("m1", "m2", "m3", "m4", "m5")


def study_of(count: int) -> Study:
    metingen = tuple({"meting": f"m{n}", "peildatum": f"{2018 + n}-02-01"} for n in range(1, count + 1))
    return Study(folder=Path("studie"), naam="voorbeeld", metingen=metingen)


def pairs_of(count: int, **ikcs: str) -> pd.DataFrame:
    rows = [(ikc, f"m{number}") for ikc, numbers in ikcs.items() for number in numbers.split()]
    return list_pairs(pd.DataFrame(rows, columns=["ikc", "meting"]), study_of(count))


def of(pairs: pd.DataFrame, ikc: str) -> dict[tuple[str, str], str]:
    rows = pairs[pairs["ikc"] == ikc]
    return dict(zip(zip(rows["van"], rows["naar"], strict=True), rows["vergelijking"], strict=True))


def test_three_metingen_have_all_the_pairs_that_there_are() -> None:
    found = of(pairs_of(3, A="1 2 3"), "A")
    assert set(found) == set(combinations(("m1", "m2", "m3"), 2))
    assert found[("m1", "m3")] == EERSTE_LAATSTE and found[("m1", "m2")] == VORIGE


@pytest.mark.parametrize(("metingen", "expected"), [(2, 1), (3, 3), (4, 4), (5, 5), (11, 11)])
def test_as_many_pairs_as_metingen_from_three_on(metingen: int, expected: int) -> None:
    assert len(pair_up([f"m{n}" for n in range(metingen)])) == expected


def test_who_joins_later_has_a_first_meting_of_its_own() -> None:
    found = of(pairs_of(5, A="1 2 3 4 5", B="3 4 5"), "B")
    assert {pair for pair, name in found.items() if name} == {("m3", "m4"), ("m4", "m5"), ("m3", "m5")}
    assert found[("m3", "m5")] == EERSTE_LAATSTE
    assert found[("m1", "m5")] == NIET_BEIDE


def test_who_misses_a_meting_is_compared_with_the_one_before_that_it_has() -> None:
    found = of(pairs_of(5, A="1 2 3 4 5", B="1 2 4 5"), "B")
    assert found[("m2", "m4")] == VORIGE
    assert found[("m2", "m3")] == found[("m3", "m4")] == NIET_BEIDE


def test_who_stops_has_a_last_meting_of_its_own() -> None:
    assert of(pairs_of(5, A="1 2 3 4 5", B="1 2 3"), "B")[("m1", "m3")] == EERSTE_LAATSTE


def test_a_pair_of_one_ikc_alone_is_none_of_the_ikcs_together() -> None:
    pairs = pairs_of(5, A="1 2 3 4 5", B="2 4")
    assert ("m2", "m4") in of(pairs, "B")
    assert set(of(pairs, ALLE)) == {("m1", "m2"), ("m2", "m3"), ("m3", "m4"), ("m4", "m5"), ("m1", "m5")}


def test_a_meting_to_come_is_in_no_pair() -> None:
    assert set(of(pairs_of(5, A="1 2"), ALLE)) == {("m1", "m2")}


def test_steps_are_one_family_from_four_metingen_on() -> None:
    three, five = (pairs_of(5, A=numbers).query("ikc == 'A'") for numbers in ("1 2 3", "1 2 3 4 5"))
    assert three["reeks"].nunique() == 3
    assert sorted(five["reeks"].value_counts().to_dict().items()) == [("m1-m5", 1), (STAPPEN, 4)]


def test_an_ikc_in_which_others_were_merged_is_compared_with_these() -> None:
    rows = [("A", "m1", "B + C"), ("A", "m2", "B + C"), ("A", "m3", ""), ("A", "m4", ""), ("A", "m5", "")]
    found = list_pairs(pd.DataFrame(rows, columns=["ikc", "meting", "voorganger"]), study_of(5))
    named = of(found, "A")
    assert named[("m2", "m3")] == named[("m1", "m5")] == "voorgangers"
    assert named[("m3", "m5")] == EERSTE_LAATSTE
