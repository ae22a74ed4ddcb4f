import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from inference_cases import read_published

from analysis.inference import across

ROTHMAN = read_published("estimate_mantel_haenszel", "rothman_2008")
DOLL_HILL = read_published("estimate_mantel_haenszel", "doll_hill_1950")
CLASP = read_published("estimate_between", "dersimonian_kacker_2007")
TEACHERS = read_published("estimate_shrunken", "raudenbush_1985")
MAIZE = read_published("estimate_p_sign_flip", "fisher_1935")
CHANGES = st.lists(st.floats(-0.5, 0.5, allow_nan=False), min_size=1, max_size=9)


def test_mantel_haenszel_gives_the_published_difference() -> None:
    strata = np.array(ROTHMAN["strata"], dtype=float).T
    assert np.array(across.estimate_mantel_haenszel(*strata, ROTHMAN["alfa"])) == pytest.approx(
        ROTHMAN["expected"], abs=5e-5
    )


def test_mantel_haenszel_of_unlike_strata_is_as_published() -> None:
    strata = np.array(DOLL_HILL["strata"], dtype=float).T
    assert across.estimate_mantel_haenszel(*strata, 0.05)[0] == pytest.approx(DOLL_HILL["verschil"], abs=5e-5)


def test_mantel_haenszel_of_many_indicators_is_that_of_each() -> None:
    strata = np.array(ROTHMAN["strata"], dtype=float).T
    many = across.estimate_mantel_haenszel(*(np.stack([part, part]) for part in strata), 0.10)
    assert np.array(many)[:, 1] == pytest.approx(ROTHMAN["expected"], abs=5e-5)


def test_children_in_both_metingen_narrow_the_stratified_interval() -> None:
    strata = np.array(ROTHMAN["strata"], dtype=float).T
    _, low, high = across.estimate_mantel_haenszel(*strata, 0.05)
    _, linked_low, linked_high = across.estimate_mantel_haenszel(*strata, 0.05, covariantie=np.array([1e-4, 5e-4]))
    assert low < linked_low < linked_high < high


def test_q_of_the_published_strata() -> None:
    x1, m1, x2, m2 = np.array(ROTHMAN["strata"], dtype=float).T
    variance = x1 * (m1 - x1) / m1**3 + x2 * (m2 - x2) / m2**3
    assert across.estimate_heterogeneity(x2 / m2 - x1 / m1, variance)["q"] == pytest.approx(ROTHMAN["q"], abs=5e-4)


@pytest.mark.parametrize("method", ["pm", "dl"])
def test_spread_between_studies_is_as_published(method: str) -> None:
    x1, m1, x2, m2 = np.array(CLASP["cases"], dtype=float).T
    effect = np.log(x1 * (m2 - x2) / ((m1 - x1) * x2))
    variance = 1 / x1 + 1 / (m1 - x1) + 1 / x2 + 1 / (m2 - x2)
    found = across.estimate_between(effect, variance, method)
    shown = [np.sqrt(found["tau2"]), found["gemiddelde"], found["standaardfout"]]
    assert np.round(shown, 4) == pytest.approx(CLASP["expected"][method])


def test_shrunken_estimates_are_as_published() -> None:
    found = across.estimate_shrunken(TEACHERS["verschil"], TEACHERS["variantie"], 0.05, tau2=TEACHERS["tau2"])
    assert found["verschil_gekrompen"].to_numpy() == pytest.approx(TEACHERS["gekrompen"], abs=3e-4)
    assert found["ci_laag"].to_numpy() == pytest.approx(TEACHERS["laag"], abs=3e-4)
    spread = across.estimate_heterogeneity(TEACHERS["verschil"], TEACHERS["variantie"])
    assert spread["q"] == pytest.approx(TEACHERS["q"], abs=5e-3)
    assert spread["i2"] == pytest.approx((35.83 - 18) / 35.83, abs=1e-3)


def test_small_ikcs_borrow_more_and_equal_ikcs_all() -> None:
    found = across.estimate_shrunken([0.3, 0.0, -0.3], [0.02, 0.001, 0.001], 0.05)
    assert found["gewicht"][0] < found["gewicht"][1] == found["gewicht"][2]
    alike = across.estimate_shrunken([0.1, 0.1, 0.1], [0.01, 0.02, 0.03], 0.05)
    assert list(alike["gewicht"]) == [0, 0, 0]
    assert alike["verschil_gekrompen"].to_numpy() == pytest.approx(0.1)


def test_one_ikc_has_no_spread_and_a_missing_one_is_left_out() -> None:
    assert np.isnan(across.estimate_between([0.1], [0.01])["tau2"])
    found = across.estimate_shrunken([0.1, np.nan, 0.3], [0.01, np.nan, 0.01], 0.05)
    assert found["verschil_gekrompen"].isna().tolist() == [False, True, False]


def test_fishers_sign_flips_and_t_are_as_published() -> None:
    assert across.estimate_p_sign_flip(MAIZE["verschillen"]) == MAIZE["patronen"] / MAIZE["van"]
    found = across.estimate_mean_change(MAIZE["verschillen"], 0.05)
    assert found["verschil"] == pytest.approx(MAIZE["gemiddelde"], abs=5e-3)
    half = found["verschil"] - found["ci_laag"]
    assert found["verschil"] / (half / 2.14479) == pytest.approx(MAIZE["t"], abs=1e-3)  # t(0.975; 14) = 2.14479


@pytest.mark.parametrize(("n", "smallest"), [(3, 0.25), (4, 0.125), (5, 0.0625), (6, 0.03125), (9, 2 / 512)])
def test_the_smallest_p_is_reached_when_all_rise(n: int, smallest: float) -> None:
    assert across.smallest_p_sign_flip(n) == smallest
    assert across.estimate_p_sign_flip(np.arange(1, n + 1)) == smallest


@given(CHANGES)
@settings(max_examples=30, deadline=None)
def test_sign_flip_p_is_a_share_of_patterns_and_does_not_know_direction(changes: list[float]) -> None:
    p = across.estimate_p_sign_flip(changes)
    assert p == across.estimate_p_sign_flip([-value for value in changes])
    assert p * 2 ** len(changes) == pytest.approx(round(p * 2 ** len(changes)))
    assert p >= across.smallest_p_sign_flip(len(changes)) - 1e-12


def test_ikcs_that_changed_exactly_alike_have_no_interval() -> None:
    """(62 - 30) / 200 and (54 - 30) / 150 are both 16 points: a t interval from 16 to 16 would say that it is sure."""
    found = across.estimate_mean_change(np.array([62 / 200 - 30 / 200, 54 / 150 - 30 / 150]), 0.05)
    assert found["verschil"] == pytest.approx(0.16)
    assert np.isnan([found["ci_laag"], found["ci_hoog"], found["p"]]).all()


SUMMED = pd.DataFrame(
    [(10, 100, 30, 100), (30, 200, 40, 220), (6, 60, 20, 80), (50, 140, 45, 120)],
    columns=["n_van", "n_kinderen_van", "n_naar", "n_kinderen_naar"],
).assign(ikc=list("ABCD"), maat="x")
"""Four IKCs of unequal size that change by 20, 3, 15 and 2 points."""


def children_of(table: pd.DataFrame) -> pd.DataFrame:
    """Give one row per child: its IKC, whether it is of the second meting, and its mark."""
    rows = [
        (row.ikc, float(side == "naar"), float(place < row[f"n_{side}"]))
        for _, row in table.iterrows()
        for side in ("van", "naar")
        for place in range(row[f"n_kinderen_{side}"])
    ]
    return pd.DataFrame(rows, columns=["ikc", "naar", "y"])


def test_error_of_children_added_up_is_that_of_a_linearisation_by_hand() -> None:
    """A 10 of 100 and 25 of 150, B 20 of 200 and 25 of 250: 10 per cent of 300 and 12.5 of 400.

    A: (25 - 18.75) / 400 - (10 - 10) / 300 = 0.015625; B is the opposite: the root of 2 squares times 2 / 1.
    """
    rows = [("x", 10, 100, 25, 150), ("x", 20, 200, 25, 250)]
    two = pd.DataFrame(rows, columns=["maat", *SUMMED.columns[:4]])
    found = across.estimate_summed(two, ["maat"]).iloc[0]
    assert found["fout"] == pytest.approx(2 * 0.015625) and found["graden"] == 1


def test_error_of_children_added_up_is_the_cluster_robust_one_of_statsmodels() -> None:
    """Without statsmodels' own correction, and with k / (k - 1) for k IKCs."""
    table = children_of(SUMMED)
    codes = table["ikc"].astype("category").cat.codes
    kwds = {"groups": codes, "use_correction": False}
    fit = sm.OLS(table["y"], sm.add_constant(table["naar"])).fit(cov_type="cluster", cov_kwds=kwds)
    found = across.estimate_summed(SUMMED, ["maat"]).iloc[0]
    assert found["fout"] == pytest.approx(fit.bse["naar"] * np.sqrt(4 / 3)) and found["graden"] == 3


def test_sums_are_apart_by_what_names_them() -> None:
    both = pd.concat([SUMMED, SUMMED.head(3).assign(maat="y")], ignore_index=True).sample(frac=1, random_state=1)
    found = across.estimate_summed(both, ["maat"]).set_index("maat")
    alone = across.estimate_summed(SUMMED.head(3), ["maat"]).iloc[0]
    assert found.loc["y"].tolist() == pytest.approx(alone[["fout", "graden"]].astype(float).tolist())
    assert found.loc["x", "graden"] == 3


def test_one_ikc_and_ikcs_exactly_alike_have_no_error() -> None:
    one = across.estimate_summed(SUMMED.head(1), ["maat"])
    assert one[["fout", "graden"]].isna().all().all()
    alike = pd.concat([SUMMED.head(1)] * 3, ignore_index=True)
    assert across.estimate_summed(alike, ["maat"])["fout"].isna().all()


@pytest.mark.parametrize("number", [2, 3, 4])
def test_leaving_one_out_is_computing_again_without_it(number: int) -> None:
    rows = SUMMED.head(number).astype(dict.fromkeys(SUMMED.columns[:4], "Int64"))
    again = [across.estimate_summed(rows.drop(index=place), ["maat"])["fout"].iloc[0] for place in rows.index]
    assert across.estimate_summed_without(rows) == pytest.approx(again, nan_ok=True)
    assert np.isnan(again).all() == (number == 2)
