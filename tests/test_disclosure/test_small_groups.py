"""How many IKCs behind an estimate have a small group: counted in disclosure, with the threshold of the publication."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.disclosure.small_groups import count_small_groups
from analysis.study import Study
from result_rows import as_result

PAIR = {
    "indicator": "angstig",
    "soort": "kind",
    "domein": "internaliserend",
    "code": "angstig",
    "van": "nul",
    "naar": "eind",
}


def study(drempel: int) -> Study:
    ikcs = ({"ikc": "A"}, {"ikc": "B"}, {"ikc": "C", "rol": "vergelijking"})
    metingen = ({"meting": "nul", "peildatum": "2019-02-01"}, {"meting": "eind", "peildatum": "2021-06-01"})
    return Study(folder=Path("."), naam="x", publicatie={"drempel": drempel}, ikcs=ikcs, metingen=metingen)


def change(ikc: str, n_van: int, n_naar: int) -> dict[str, object]:
    sides = {"n_van": n_van, "n_kinderen_van": 100, "n_naar": n_naar, "n_kinderen_naar": 100}
    shares = {"aandeel_van": n_van / 100, "aandeel_naar": n_naar / 100}
    return {"ikc": ikc, "bouw": "alle", "primair": True, **PAIR, **sides, **shares}


@pytest.mark.parametrize(
    ("drempel", "pilots", "both"),
    [(0, 0, 0), (5, 1, 1), (10, 2, 2), (21, 2, 1)],
    ids=["no threshold", "B's 4", "A's 7 and B's 4", "C's 20 too: the comparison is of the group with the fewest"],
)
def test_the_threshold_of_the_publication_counts_the_small_ikcs(drempel: int, pilots: int, both: int) -> None:
    """A has 7 and 30 of 100, B 4 and 30 and C 20 and 79 (21 without). A threshold hides what is below it."""
    changes = pd.DataFrame([change("A", 7, 30), change("B", 4, 30), change("C", 20, 79)])
    tables = {
        "veranderingen": as_result("veranderingen", changes),
        "over_ikcs": as_result("over_ikcs", pd.DataFrame([{"rol": "pilot", **PAIR}])),
        "verschil_in_verschil": as_result("verschil_in_verschil", pd.DataFrame([PAIR])),
    }
    counted = count_small_groups(tables, study(drempel))
    assert counted["over_ikcs"]["n_ikcs_klein"].tolist() == [pilots]
    assert counted["verschil_in_verschil"]["n_ikcs_klein"].tolist() == [both]


def test_a_row_that_cannot_be_counted_hides() -> None:
    unknown = as_result("over_ikcs", pd.DataFrame([{"rol": "pilot", **PAIR}]))
    assert count_small_groups({"over_ikcs": unknown}, study(5))["over_ikcs"]["n_ikcs_klein"].tolist() == [1]
