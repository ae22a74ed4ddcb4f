from itertools import product

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from analysis.inference import did


def test_did_with_equal_spread_by_hand() -> None:
    """By hand: 4 - 2 = 2; variances 1 and 1; error sqrt(1/3 + 1/3). Welch's df is 4, the bound 3 - 1 = 2, halfway 3."""
    found = did.estimate_did([3, 4, 5, 1, 2, 3], [1, 1, 1, 0, 0, 0], 0.05)
    assert found["verschil"] == 2
    assert found["ci_laag"] == pytest.approx(2 - 3.182446 * np.sqrt(2 / 3), abs=1e-5)
    assert (found["n_pilot"], found["n_vergelijking"]) == (3, 3)


def test_did_of_students_sleep_has_the_published_welch_error() -> None:
    """Student (1908), Biometrika 6:20, two soporifics as two groups: R prints t 1.8608 and df 17.776; halfway to 9."""
    one = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    two = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    found = did.estimate_did([*two, *one], [1] * 10 + [0] * 10, 0.05)
    assert found["verschil"] / found["standaardfout"] == pytest.approx(1.8608, abs=5e-5)
    assert found["vrijheidsgraden"] == pytest.approx((17.776 + 9) / 2, abs=5e-4)
    assert found["p"] == pytest.approx(2 * stats.t.sf(1.8608, 13.388), abs=1e-5)
    assert found["methode"] == did.DID_WELCH


def test_degrees_of_freedom_never_exceed_bell_and_mccaffreys() -> None:
    """Imbens and Kolesar (2016), three against twenty-seven: 2.5, whatever the spread that was seen."""
    assert did.free_of_difference([0.001, 10.0], [3, 27]) == pytest.approx(2.47, abs=0.005)
    assert did.free_of_difference([10.0, 0.001], [3, 27]) == pytest.approx(2.0, abs=0.01)


def test_chance_to_find_is_cohens() -> None:
    """Cohen (1988), table 2.4.1: 64 a group find half a standard deviation at 5 per cent, two-sided, in 80 per cent."""
    assert did.chance_to_find(0.5, np.sqrt(2 / 64), 126, 0.05) == pytest.approx(0.80, abs=0.005)
    assert did.chance_to_find(0.0, 1.0, 7, 0.05) == pytest.approx(0.05)
    assert np.isnan(did.chance_to_find(0.5, np.nan, 3, 0.05))


def test_did_of_one_pilot_is_the_interaction_of_a_regression_with_ikc_and_period_effects() -> None:
    rng = np.random.default_rng(4)
    before, after, pilot = rng.normal(size=7), rng.normal(size=7), np.array([1, 0, 0, 0, 0, 0, 0])
    long = pd.DataFrame(
        {"y": np.concatenate([before, after]), "ikc": np.tile(np.arange(7), 2), "na": np.repeat([0, 1], 7)}
    )
    design = pd.get_dummies(long["ikc"], dtype=float).assign(na=long["na"], did=long["na"] * np.tile(pilot, 2))
    fit = sm.OLS(long["y"], design).fit()
    found = did.estimate_did(after - before, pilot, 0.05)
    assert found["verschil"] == pytest.approx(fit.params["did"])


@pytest.mark.parametrize(("pilots", "others"), [(1, 1), (1, 7), (2, 7), (2, 4), (3, 2), (3, 3)])
def test_an_interval_asks_three_ikcs_in_each_role_and_else_says_why(pilots: int, others: int) -> None:
    """The difference is there all the same: (1 + ... + pilots) / pilots."""
    found = did.estimate_did(
        [*range(1, pilots + 1), *[-1, 1, 0, 0, 0, 0, 0][:others]], [1] * pilots + [0] * others, 0.05
    )
    rest = -1 if others == 1 else 0
    assert found["verschil"] == pytest.approx((pilots + 1) / 2 - rest)
    shown = min(pilots, others) >= 3
    assert np.isfinite([found["ci_laag"], found["ci_hoog"], found["p"]]).tolist() == [shown] * 3
    assert (found["methode"], found["reden"]) == (("did_welch", "") if shown else ("geen", did.too_few_ikcs(3)))


def test_no_ikcs_in_a_role_give_no_difference() -> None:
    assert np.isnan(did.estimate_did([1, 2], [0, 0], 0.05)["verschil"])


def test_permutation_counts_every_choice_of_pilots() -> None:
    """By hand: of the six ways to choose two of {1, 2, 3, 10}, {3, 10} and {1, 2} differ most, by 5."""
    assert did.estimate_p_permutation([3, 10, 1, 2], [1, 1, 0, 0]) == pytest.approx(2 / 6)
    assert did.estimate_p_permutation([5, 6, 7, 1, 2, 3, 2, 1, 0], [1, 1, 1, 0, 0, 0, 0, 0, 0]) == pytest.approx(1 / 84)


def test_studentised_permutation_by_hand() -> None:
    """{10, 12} against {1, 2}: 9.5 / sqrt(2/2 + 0.5/2) = 8.5. Dealt as {1, 12} and {2, 10} it is 0.5 / 6.8, as {1, 10}
    and {2, 12} 1.5 / 6.7: two of six choices are as far."""
    assert did.estimate_p_permutation([10, 12, 1, 2], [1, 1, 0, 0], studentised=True) == pytest.approx(2 / 6)


def test_studentised_permutation_weighs_the_spread_of_each_group() -> None:
    """Three apart that vary much, six that do not: the plain p is that of the difference alone."""
    changes, pilot = [9, -3, 12, 0, 1, 0, 1, 0, 1], [1] * 3 + [0] * 6
    plain, weighed = (did.estimate_p_permutation(changes, pilot, studentised=kind) for kind in (False, True))
    assert weighed > plain


def test_wild_bootstrap_t_is_the_cluster_robust_t_of_statsmodels() -> None:
    rng = np.random.default_rng(9)
    groups = np.repeat(np.arange(4), 3)
    design = np.column_stack([np.ones(12), groups < 2, rng.normal(size=12)]).astype(float)
    outcomes = rng.normal(size=(3, 12))
    fits = [
        sm.OLS(y, design).fit(cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False})
        for y in outcomes
    ]
    assert did._cluster_t(outcomes, design, 1, groups) == pytest.approx([fit.tvalues[1] for fit in fits])


def test_wild_bootstrap_of_three_clusters_counts_all_weights() -> None:
    """Brute force over the 6^3 combinations of Webb's weights, one mean over three IKCs, the null of zero imposed."""
    outcome = np.array([1.0, 2.0, 4.0])
    six = [sign * size for size in (np.sqrt(1.5), 1.0, np.sqrt(0.5)) for sign in (-1, 1)]

    def t_of(y: np.ndarray) -> float:
        return abs(y.mean() / np.sqrt(((y - y.mean()) ** 2).sum()))

    more = [
        t_of(outcome * np.array(weights)) >= t_of(outcome) * (1 - 1e-9)
        for weights in product(six, repeat=3)
        if np.ptp(outcome * np.array(weights)) > 1e-9
    ]
    found = did.estimate_p_wild(outcome, np.ones((3, 1)), 0, np.arange(3))
    assert found == pytest.approx(np.sum(more) / 216)


def test_wild_bootstrap_is_the_same_each_time_and_blind_to_sign() -> None:
    rng = np.random.default_rng(2)
    y, design = rng.normal(size=9), np.column_stack([np.ones(9), np.arange(9) < 3]).astype(float)
    p = did.estimate_p_wild(y, design, 1, np.arange(9), draws=499)
    assert p == did.estimate_p_wild(y, design, 1, np.arange(9), draws=499)
    assert p == pytest.approx(did.estimate_p_wild(-y, design, 1, np.arange(9), draws=499))
