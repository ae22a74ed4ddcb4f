import numpy as np
import pandas as pd
import pytest
from cost_cases import load_case, make_study, read_casussen, shipped_codebook

from analysis.costs.across_cases import bootstrap_mean, estimate_over_cases, measure_betalers
from analysis.costs.scenarios import measure_kosten


def _savings(rows: list[list]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["casus", "betaler", "midden", "grens"])
    return table.assign(grootheid="besparing", midden=table["midden"].astype(float))


def test_mean_median_and_without_the_largest_by_hand():
    case = load_case("estimate_over_cases", "vier_casussen")
    found = estimate_over_cases(_savings(case["besparingen"]), trekkingen=499).set_index("betaler")
    assert list(found.index) == ["rijk", "alle"]
    for betaler, expected in case["verwacht"].items():
        assert found.loc[betaler, list(expected)].to_dict() == pytest.approx(expected)


def test_mean_of_the_five_published_cases():
    kosten = measure_kosten(read_casussen(), make_study(), shipped_codebook())
    found = estimate_over_cases(kosten, trekkingen=499).set_index("betaler").loc["gemeente"]
    # (4135 + 8777,55 + 743 + 66150) / 4; mediaan (4135 + 8777,55) / 2; zonder casus 05: 13655,55 / 3
    assert found["gemiddelde"] == pytest.approx(19951.3875)
    assert found["mediaan"] == pytest.approx(6456.275)
    assert (found["grootste_casus"], found["n_niet_bekend"]) == ("05", 1)
    assert found["gemiddelde_zonder_grootste"] == pytest.approx(4551.85)


def test_the_interval_holds_the_mean_and_repeats_with_its_seed():
    amounts = np.array([100.0, 250.0, -50.0, 900.0, 300.0, 120.0])
    low, high = bootstrap_mean(amounts, zaad=1)
    assert low < amounts.mean() < high
    assert (low, high) == bootstrap_mean(amounts[::-1], zaad=1)
    assert (low, high) != bootstrap_mean(amounts, zaad=2)


def test_the_interval_is_near_the_exact_one_for_many_normal_cases():
    amounts = np.random.default_rng(3).normal(1000, 200, 400)
    low, high = bootstrap_mean(amounts, trekkingen=1999)
    half = 1.96 * amounts.std(ddof=1) / 20
    assert (low, high) == pytest.approx((amounts.mean() - half, amounts.mean() + half), abs=2.5)


def test_two_cases_give_no_interval_and_equal_cases_no_width():
    assert np.isnan(bootstrap_mean(np.array([1.0, 2.0]))).all()
    assert bootstrap_mean(np.array([5.0, 5.0, 5.0])) == (5, 5)


def test_who_pays_and_who_benefits_in_the_five_cases():
    case = load_case("measure_betalers", "vijf_casussen")
    found = measure_betalers(read_casussen(), make_study(), shipped_codebook())
    columns = ["betaler", "ingezet", "vermeden", "besparing", "n_niet_gemonetariseerd"]
    assert found[columns].values.tolist() == case["verwacht"]
    assert set(found["n_casussen"]) == {4}
