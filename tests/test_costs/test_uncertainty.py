import numpy as np
import pandas as pd
import pytest
from cost_cases import make_casussen, make_study, read_casussen
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.costs.uncertainty import draw_besparingen, estimate_expected, estimate_spread

STUDY = make_study()
REFERENCE = {"casus": "A", "scenario": "zonder_jok"}
EFFORT = {"casus": "A", "scenario": "met_jok", "bedrag": 100}


def _total(lines: list[dict], draws: int = 4000, seed: int = 1) -> pd.Series:
    drawn = draw_besparingen(make_casussen(lines), STUDY, draws, seed)
    return drawn.loc[drawn["betaler"] == "alle", "besparing"]


def test_certain_lines_do_not_vary():
    assert set(_total([{**REFERENCE, "bedrag": 350}, EFFORT], draws=50)) == {250.0}


def test_only_a_range_is_uniform_over_it():
    drawn = _total([{**REFERENCE, "bedrag_laag": 1000, "bedrag_hoog": 2000}, EFFORT])
    assert drawn.min() >= 900 and drawn.max() <= 1900
    assert np.quantile(drawn, [0.25, 0.5, 0.75]) == pytest.approx([1150, 1400, 1650], abs=40)


def test_an_amount_with_a_range_has_the_amount_on_top():
    drawn = _total([{**REFERENCE, "bedrag": 1000, "bedrag_laag": 1000, "bedrag_hoog": 2000}, EFFORT])
    assert np.median(drawn) == pytest.approx(900 + 1000 * (1 - np.sqrt(0.5)), abs=30)


def test_a_chance_happens_or_does_not():
    drawn = _total([{**REFERENCE, "bedrag": 2084, "kans": 0.25}, EFFORT])
    assert set(drawn) == {-100.0, 8236.0}
    assert (drawn > 0).mean() == pytest.approx(0.25, abs=0.03)


def test_cases_with_unknown_effort_are_left_out():
    drawn = draw_besparingen(read_casussen(), STUDY, 10)
    assert set(drawn["casus"]) == {"01", "02", "04", "05"}


def test_the_order_of_the_rows_does_not_matter():
    lines = read_casussen()
    turned = lines.iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(draw_besparingen(lines, STUDY, 50), draw_besparingen(turned, STUDY, 50))


def test_payers_add_up_in_every_draw():
    drawn = draw_besparingen(read_casussen(), STUDY, 50)
    totals = drawn[drawn["betaler"] == "alle"].set_index(["casus", "trekking"])["besparing"]
    payers = drawn[drawn["betaler"] != "alle"].groupby(["casus", "trekking"])["besparing"].sum()
    assert np.allclose(payers, totals.loc[payers.index])


def test_expected_saving_by_hand():
    lines = [
        {**REFERENCE, "bedrag_laag": 1000, "bedrag_hoog": 2000},  # 1500
        {**REFERENCE, "bedrag": 1000, "bedrag_laag": 1000, "bedrag_hoog": 2500, "betaler": "rijk"},  # 1500
        {**REFERENCE, "aantal": 1, "tarief": 400, "kans": 0.5},  # 200
        EFFORT,
    ]
    found = estimate_expected(make_casussen(lines), STUDY).set_index("betaler")["verwachting"]
    assert found.to_dict() == pytest.approx({"gemeente": 1600, "rijk": 1500, "alle": 3100})


AMOUNT = st.integers(1, 10_000)
LINE = st.fixed_dictionaries(
    {
        "casus": st.just("A"),
        "scenario": st.sampled_from(["met_jok", "zonder_jok"]),
        "bedrag": st.none() | AMOUNT,
        "bedrag_laag": AMOUNT,
        "bedrag_hoog": AMOUNT,
        "kans": st.none() | st.sampled_from([0.1, 0.5, 0.9]),
    }
)


@settings(max_examples=25, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=6))
def test_the_mean_of_the_draws_is_within_its_error_of_the_expected_value(rows):
    lines = make_casussen([*rows, {**REFERENCE, "bedrag": 10}, EFFORT])
    spread = estimate_spread(draw_besparingen(lines, STUDY, 3000)).set_index("betaler").loc["alle"]
    expected = estimate_expected(lines, STUDY).set_index("betaler").loc["alle", "verwachting"]
    assert abs(spread["gemiddelde"] - expected) <= 5 * spread["standaardfout"] + 1e-6


def test_spread_over_cases_is_per_case():
    drawn = pd.DataFrame(
        {"trekking": [1, 2, 1, 2], "casus": ["A", "A", "B", "B"], "betaler": "alle", "besparing": [10.0, 20, 30, -40]}
    )
    (found,) = estimate_spread(drawn).to_dict("records")
    assert (found["gemiddelde"], found["kans_positief"], found["n_casussen"]) == (5, 0.5, 2)  # 20 en -10
