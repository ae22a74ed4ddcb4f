"""Who filled in: the kind of informant, and which persons, counted by hand."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.measures.informants import INVULLERS, count_invullers, fill_informants
from analysis.study import Study

STUDY = Study(
    folder=Path("studie"), naam="x", ikcs=({"ikc": "A"}, {"ikc": "B"}),
    metingen=({"meting": "nul", "peildatum": "2019-02-01", "informant": "leerkracht"},
              {"meting": "na", "peildatum": "2020-02-01"},
              {"meting": "eind", "peildatum": "2021-06-01", "informant": "jeugdondersteuner"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("meting", "delivered", "expected"),
    [
        ("nul", "jeugdondersteuner", "jeugdondersteuner"),
        ("nul", "", "leerkracht"),
        ("nul", "onbekend", "leerkracht"),
        ("nul", None, "leerkracht"),
        ("na", "", "onbekend"),
        ("na", "leerkracht; jeugdondersteuner", "leerkracht; jeugdondersteuner"),
    ],
)
def test_what_was_delivered_goes_before_what_the_study_says(meting, delivered, expected) -> None:
    table = pd.DataFrame({"ikc": ["A"], "meting": [meting], "informant": [delivered]})
    assert fill_informants(table, STUDY)["informant"].tolist() == [expected]


def children(*persons: tuple[str, str, str, int]) -> pd.DataFrame:
    """Rows of ikc, meting, invuller and for how many children."""
    rows = [(ikc, meting, who) for ikc, meting, who, number in persons for _ in range(number)]
    return pd.DataFrame(rows, columns=["ikc", "meting", "invuller"]).assign(hoofdrapport=True)


def counted(*persons: tuple[str, str, str, int]) -> list[list]:
    found = count_invullers(children(*persons), STUDY)
    return found[["ikc", "van", "naar", *INVULLERS]].to_numpy().tolist()


@pytest.mark.parametrize(
    ("second", "n_naar", "word"),
    [
        ([("p1", 3), ("p2", 5)], 2, "dezelfde"),
        ([("p1", 8)], 1, "deels"),
        ([("p1", 4), ("p2", 4), ("p3", 4)], 3, "deels"),
        ([("p3", 8)], 1, "andere"),
    ],
)
def test_persons_of_two_metingen_are_compared(second, n_naar, word) -> None:
    first = [("A", "nul", "p1", 6), ("A", "nul", "p2", 2)]
    later = [("A", "eind", who, number) for who, number in second]
    assert counted(*first, *later) == [["A", "nul", "eind", 2, n_naar, word]]


def test_a_code_is_a_person_within_an_ikc_only() -> None:
    """p1 of A and p1 of B are two persons; each IKC is compared with itself."""
    found = counted(("A", "nul", "p1", 5), ("B", "nul", "p1", 5), ("A", "eind", "p2", 5), ("B", "eind", "p1", 5))
    assert [(row[0], row[5]) for row in found] == [("A", "andere"), ("B", "dezelfde")]


def test_known_from_nine_in_ten_children_on() -> None:
    assert counted(("A", "nul", "p1", 9), ("A", "nul", "", 1), ("A", "eind", "p1", 10))[0][3:] == [1, 1, "dezelfde"]
    assert counted(("A", "nul", "p1", 8), ("A", "nul", "", 1), ("A", "eind", "p1", 10)) == []


def test_a_second_report_on_a_child_does_not_count() -> None:
    second = children(("A", "nul", "p9", 5)).assign(hoofdrapport=False)
    rows = pd.concat([children(("A", "nul", "p1", 10), ("A", "eind", "p1", 10)), second], ignore_index=True)
    assert count_invullers(rows, STUDY)["n_invullers_van"].tolist() == [1]


def test_three_metingen_give_the_pairs_of_which_both_are_known() -> None:
    found = counted(("A", "nul", "p1", 5), ("A", "na", "p1", 5), ("A", "eind", "p2", 5))
    assert [(row[1], row[2], row[5]) for row in found] == [
        ("nul", "na", "dezelfde"),
        ("nul", "eind", "andere"),
        ("na", "eind", "andere"),
    ]
