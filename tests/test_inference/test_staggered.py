import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from inference_cases import read_published

from analysis.inference import staggered

STAGGERED = read_published("estimate_group_time", "gespreide_start")
COUNTIES = read_published("estimate_group_time", "callaway_santanna_2021")


def wide_of(case: dict) -> tuple[pd.DataFrame, pd.Series]:
    ikcs = case["ikcs"]
    wide = pd.DataFrame({ikc: row["waarden"] for ikc, row in ikcs.items()}, index=case["periodes"], dtype=float).T
    return wide, pd.Series({ikc: row["start"] for ikc, row in ikcs.items()})


def test_group_time_effects_by_hand() -> None:
    found = staggered.estimate_group_time(*wide_of(STAGGERED))
    for row, expected in zip(found.itertuples(index=False), STAGGERED["effecten"], strict=True):
        assert list(row)[:3] == expected[:3]
        assert list(row)[3:] == pytest.approx(expected[3:])


def test_pooled_effects_by_hand() -> None:
    effects = staggered.estimate_group_time(*wide_of(STAGGERED))
    assert staggered.pool_group_time(effects)["effect"].iloc[0] == pytest.approx(STAGGERED["totaal"])
    relative = staggered.pool_group_time(effects, by_relative=True).set_index("relatief")["effect"]
    assert relative.to_dict() == pytest.approx(STAGGERED["relatief"])


def test_the_example_of_callaway_and_santanna_is_as_published() -> None:
    rows = [(start, means) for start, size, means in COUNTIES["groepen"] for _ in range(size)]
    wide = pd.DataFrame([means for _, means in rows], columns=COUNTIES["periodes"])
    effects = staggered.estimate_group_time(wide, pd.Series([start for start, _ in rows]))
    shown = effects.set_index(["groep", "periode"])["effect"]
    for group, period, expected in COUNTIES["effecten"]:
        assert shown[(group, period)] == pytest.approx(expected, abs=6e-5)
    relative = staggered.pool_group_time(effects, by_relative=True).set_index("relatief")["effect"]
    assert {since: relative[since] for since in COUNTIES["relatief"]} == pytest.approx(COUNTIES["relatief"], abs=6e-5)


def test_not_yet_started_ikcs_join_the_comparison_until_they_start() -> None:
    effects = staggered.estimate_group_time(*wide_of(STAGGERED), staggered.NOG_NIET).set_index(["groep", "periode"])
    assert effects.at[("p2", "p2"), "effect"] == pytest.approx(STAGGERED["nog_niet_p2_p2"])
    assert effects.at[("p2", "p2"), "n_vergelijking"] == 3
    assert effects.at[("p2", "p3"), "n_vergelijking"] == 2


def test_a_growing_effect_is_found_where_two_way_fixed_effects_fail() -> None:
    """No noise: six periods, starts in p1 and p3, effect 1, 2, 3, ...: the mean over treated IKC-periods is 2.286."""
    begun = np.array([1, 1, 3, 3, 99, 99])
    since = np.clip(np.arange(6) - begun[:, None] + 1, 0, None)
    wide = pd.DataFrame(since + np.arange(6) * 0.5 + np.arange(6)[:, None], columns=list("abcdef"), dtype=float)
    start = pd.Series(["b", "b", "d", "d", None, None])
    truth = since[since > 0].mean()
    found = staggered.estimate_event_study(wide, start, 0.05)
    since_start = found[found["relatief"] >= 0]
    weights = since_start["n_pilot"].astype(float)
    assert np.average(since_start["effect"].astype(float), weights=weights) == pytest.approx(truth)
    long = wide.stack().rename("y").rename_axis(["ikc", "periode"]).reset_index()
    dummies = pd.get_dummies(long[["ikc", "periode"]].astype(str), dtype=float, drop_first=True).assign(const=1.0)
    plain = sm.OLS(long["y"], dummies.assign(behandeld=(since > 0).astype(float).ravel())).fit()
    assert abs(plain.params["behandeld"] - truth) > 0.2


def test_event_study_has_the_base_at_zero_and_no_interval_for_a_lone_ikc() -> None:
    found = staggered.estimate_event_study(*wide_of(STAGGERED), 0.05).set_index("relatief")
    assert found.at[-1, "effect"] == 0
    assert np.isnan(found.at[-2, "ci_laag"])  # only C has it


def one_start(pilots: list[float], others: list[float]) -> pd.DataFrame:
    wide = pd.DataFrame({"p0": 0.0, "p1": [*pilots, *others]})
    start = pd.Series(["p1"] * len(pilots) + [None] * len(others), dtype="object")
    return staggered.estimate_event_study(wide, start, 0.05).set_index("relatief")


def test_event_study_interval_by_hand() -> None:
    """4 - 2 = 2. Without one: 2.5, 2, 1.5 and 1.5, 2, 2.5; error sqrt(5/6 x 1) = 0.91287; t(0.975; 5) = 2.57058."""
    found = one_start([3, 4, 5], [1, 2, 3])
    assert found.at[0, "effect"] == pytest.approx(2)
    assert found.at[0, "ci_laag"] == pytest.approx(2 - 2.57058 * 0.91287, abs=1e-4)
    assert found["reden"].tolist() == ["", ""]


@pytest.mark.parametrize(("pilots", "others"), [([3, 5], [1, 2, 3, 2, 1, 3, 2]), ([3, 4, 5], [1, 3])])
def test_event_study_has_no_interval_with_two_ikcs_on_a_side(pilots: list[float], others: list[float]) -> None:
    """With two pilots and seven others a 95 per cent interval held the truth in 91 of 100 simulated studies."""
    found = one_start(pilots, others)
    assert found.at[0, "effect"] == pytest.approx(2)
    assert found["ci_laag"].isna().all() and found.at[0, "reden"] == staggered.too_few_ikcs(3)
