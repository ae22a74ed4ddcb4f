import pandas as pd
from cost_cases import load_case, same

from analysis.costs.scaling import compare_investment, estimate_scaling


def test_scaling_up_by_hand():
    case = load_case("estimate_scaling", "tien_casussen")
    means = pd.DataFrame(case["over_casussen"], columns=["betaler", "gemiddelde", "n_minstens"])
    found = estimate_scaling(means, case["n_casussen"])
    assert found.drop(columns="n_casussen").values.tolist() == case["verwacht"]
    assert set(found["n_casussen"]) == {10}


def test_an_investment_against_the_expected_savings_per_payer():
    case = load_case("compare_investment", "wie_betaalt")
    savings = pd.DataFrame(case["besparingen"], columns=["betaler", "besparing", "een_op_twee", "een_op_vier"])
    invested = pd.DataFrame(case["investeringen"], columns=["betaler", "eenheid", "bedrag", "aantal"])
    found = compare_investment(savings, invested)
    for row, expected in zip(found.values.tolist(), case["verwacht"], strict=True):
        assert row[0] == expected[0]
        assert all(same(amount, hand) for amount, hand in zip(row[1:], expected[1:], strict=True))
