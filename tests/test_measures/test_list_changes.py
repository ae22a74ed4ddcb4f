"""Whether the list itself changed: by hand, at and beyond the threshold, and where nothing is known."""

import pandas as pd
import pytest
from inventory_example import study_of

from analysis.measures.list_changes import list_changed

METINGEN = [
    {"meting": "nul", "peildatum": "2019-02-01", "informant": "leerkracht"},
    {"meting": "na", "peildatum": "2020-02-01", "informant": "jeugdondersteuner"},
    {"meting": "eind", "peildatum": "2021-06-01", "informant": "jeugdondersteuner"},
]
STUDY = study_of({"bouwen": {"onderbouw": [1, 2, 3]}, "metingen": METINGEN, "ikcs": ["A"]})


def changed(first: float, last: float) -> pd.DataFrame:
    rows = [["A", "nul", "alle", first], ["A", "eind", "alle", last], ["A", "nul", "onderbouw", 0.1]]
    return list_changed(pd.DataFrame(rows, columns=["ikc", "meting", "bouw", "aandeel"]), STUDY)


def test_the_list_of_the_audit_changed():
    row = changed(176 / 306, 309 / 309).iloc[0]
    assert (row["van"], row["naar"], bool(row["lijst_veranderd"])) == ("nul", "eind", True)
    assert (round(row["dekking_van"], 3), row["dekking_naar"]) == (0.575, 1.0)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(0.85, 0.95, False), (0.95, 0.85, False), (0.84, 0.95, True), (0.5, 0.5, False), (float("nan"), 0.4, False)],
)
def test_ten_points_are_not_more_than_ten_points(first, last, expected):
    assert changed(first, last)["lijst_veranderd"].tolist() == [expected]


def test_one_meting_is_no_pair():
    table = pd.DataFrame([["A", "nul", "alle", 0.5]], columns=["ikc", "meting", "bouw", "aandeel"])
    assert list_changed(table, STUDY).empty


def test_a_meting_without_an_inventory_is_in_no_pair() -> None:
    rows = [("A", "nul", "alle", 0.5, "kinderen"), ("A", "na", "alle", float("nan"), "geen"),
            ("A", "eind", "alle", 1.0, "kinderen")]  # fmt: skip
    found = list_changed(pd.DataFrame(rows, columns=["ikc", "meting", "bouw", "aandeel", "vorm"]), STUDY)
    assert found[["van", "naar", "lijst_veranderd"]].to_numpy().tolist() == [["nul", "eind", True]]
