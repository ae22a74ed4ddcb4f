import pandas as pd
import pytest
from cost_cases import load_case

from analysis.costs.bundeling import Fte, measure_bundeling, measure_inzet_gezin


def test_individual_indications_against_a_joint_fte():
    case = load_case("measure_bundeling", "een_fte")
    columns = ["ikc", "kinderen", "uren_per_week", "weken", "tarief"]
    found = measure_bundeling(pd.DataFrame(case["indicaties"], columns=columns), Fte(**case["fte"]))
    columns = ["ikc", "uren", "kosten_individueel", "fte_nodig", "kosten_gezamenlijk", "besparing"]
    for row, expected in zip(found[columns].values.tolist(), case["verwacht"], strict=True):
        assert row[0] == expected[0] and row[1:] == pytest.approx(expected[1:])


def test_professionals_and_hours_around_a_family():
    case = load_case("measure_inzet_gezin", "een_gezin")
    inzet = pd.DataFrame(case["inzet"], columns=["casus", "fase", "professional", "uren_per_week"])
    columns = [
        "casus",
        "professionals_voor",
        "professionals_na",
        "uren_voor",
        "uren_na",
        "verschil_professionals",
        "verschil_uren",
    ]
    assert measure_inzet_gezin(inzet)[columns].values.tolist() == case["verwacht"]
