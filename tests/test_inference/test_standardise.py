import numpy as np
import pandas as pd
import pytest
from inference_cases import read_published

from analysis.inference import proportions, standardise

FLEISS = read_published("estimate_standardised", "fleiss_1981")
HAND = read_published("estimate_standardised", "groeiende_bovenbouw")


def test_published_standardised_rates() -> None:
    strata = pd.DataFrame(FLEISS["strata"], columns=FLEISS["columns"]).assign(bouw=list("abcdef"), ikc="x")
    standard = strata.set_index("bouw")["standaard"]
    found = standardise.estimate_standardised(strata, ["ikc"], 0.05, standaard=standard).iloc[0]
    assert np.round([1e5 * found["aandeel_van"], 1e5 * found["aandeel_naar"]], 1) == pytest.approx(FLEISS["per_100000"])


def test_a_growing_bovenbouw_is_no_change() -> None:
    strata = pd.DataFrame(HAND["strata"], columns=HAND["columns"]).assign(ikc="x")
    found = standardise.estimate_standardised(strata, ["ikc"], 0.05).iloc[0]
    assert found["verschil"] == pytest.approx(0.0)
    assert found["aandeel_van"] == pytest.approx(HAND["aandeel"])
    assert (found["n_strata"], found["n_strata_weg"]) == (HAND["n_strata"], HAND["n_strata_weg"])
    assert found["ci_laag"] < 0 < found["ci_hoog"]


def test_one_stratum_is_newcombe() -> None:
    strata = pd.DataFrame(
        [["x", "a", 12, 80, 30, 90]], columns=["ikc", "bouw", "n_van", "n_kinderen_van", "n_naar", "n_kinderen_naar"]
    )
    found = standardise.estimate_standardised(strata, ["ikc"], 0.05).iloc[0]
    low, high = proportions.estimate_newcombe([12], [80], [30], [90], 0.05)
    assert [found["ci_laag"], found["ci_hoog"]] == pytest.approx([low[0], high[0]])


def test_no_cases_at_all_still_has_an_interval() -> None:
    columns = ["ikc", "bouw", "n_van", "n_kinderen_van", "n_naar", "n_kinderen_naar"]
    strata = pd.DataFrame([["x", "a", 0, 40, 0, 60], ["x", "b", 0, 30, 0, 20]], columns=columns)
    found = standardise.estimate_standardised(strata, ["ikc"], 0.05).iloc[0]
    assert found["ci_laag"] < 0 < found["ci_hoog"]


def test_a_comparison_without_any_usable_stratum_is_there_and_empty() -> None:
    columns = ["ikc", "bouw", "n_van", "n_kinderen_van", "n_naar", "n_kinderen_naar"]
    strata = pd.DataFrame([["x", "a", 3, 40, None, None], ["y", "a", 3, 40, 4, 30]], columns=columns)
    found = standardise.estimate_standardised(strata, ["ikc"], 0.05).set_index("ikc")
    assert np.isnan(found.at["x", "verschil"])
    assert found.at["x", "n_strata"] == 0
