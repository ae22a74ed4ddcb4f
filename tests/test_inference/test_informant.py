import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inference_cases import read_published

from analysis.inference import informant, overlap, paired

PUBLISHED = read_published("estimate_tipping_point", "verhoudingen")
APART = [0, 0, 0, 0]


def counts_of(*rows: list[float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=overlap.COUNTS)


def test_ratio_of_independent_shares_is_as_published() -> None:
    case = PUBLISHED["independent"]
    counts = counts_of([*(case[column] for column in overlap.ENROLLED), *APART])
    assert informant.estimate_tipping_point(counts, 0.05).iloc[0].tolist() == pytest.approx(case["expected"], abs=1e-4)


def test_ratio_in_the_same_children_is_as_published() -> None:
    case = PUBLISHED["paired"]
    counts = paired.as_counts(*([case[name]] for name in ("beide", "alleen_van", "alleen_naar", "geen")))
    assert informant.estimate_tipping_point(counts, 0.05).iloc[0].tolist() == pytest.approx(case["expected"], abs=5e-5)


def test_detection_ratio_by_hand_is_a_little_wider_than_without_correction() -> None:
    """Of 60 children 12 were marked by both, 3 by the first alone, 9 by the second alone: 21 / 15."""
    found = informant.estimate_detection_ratio([12], [3], [9], [36], 0.05).iloc[0]
    plain = informant.estimate_tipping_point(paired.as_counts([12], [3], [9], [36]), 0.05).iloc[0]
    assert found["detectie"] == pytest.approx(21 / 15)
    assert found["n_dubbel"] == 60
    assert (
        found["detectie_laag"]
        < plain["omslag_detectie_laag"]
        < 1.4
        < plain["omslag_detectie_hoog"]
        < found["detectie_hoog"]
    )


def test_a_rise_from_zero_has_no_tipping_point_but_a_lower_limit() -> None:
    found = informant.estimate_tipping_point(counts_of([0, 100, 12, 100, *APART]), 0.05).iloc[0]
    assert np.isnan(found["omslag_detectie"])
    assert np.isnan(found["omslag_detectie_hoog"])
    assert found["omslag_detectie_laag"] > 1


@given(st.integers(1, 60), st.integers(1, 60))
@settings(max_examples=30, deadline=None)
def test_lower_limit_is_above_one_exactly_when_the_rise_is_shown(first: int, second: int) -> None:
    """The tipping point and the change are one statement: their intervals leave one and zero together."""
    counts = counts_of([first, 120, second, 140, *APART])
    low, high = overlap.estimate_mover(counts, 0.05)
    found = informant.estimate_tipping_point(counts, 0.05).iloc[0]
    if min(abs(low[0]), abs(high[0])) > 1e-9:
        assert (found["omslag_detectie_laag"] > 1) == (low[0] > 0)
        assert (found["omslag_detectie_hoog"] < 1) == (high[0] < 0)


def test_correction_by_hand_and_wider_than_without() -> None:
    """40 of 200 after 20 of 200, seen twice as often: 0.20 / 2 - 0.10 = 0."""
    counts = counts_of([20, 200, 40, 200, *APART])
    found = informant.correct_change(counts, [2.0], [1.5], [2.7], 0.05).iloc[0]
    assert found["verschil_gecorrigeerd"] == pytest.approx(0.0)
    sure = informant.correct_change(counts, [2.0], [2.0], [2.0], 0.05).iloc[0]
    assert found["ci_laag"] < sure["ci_laag"] < 0 < sure["ci_hoog"] < found["ci_hoog"]


def test_a_ratio_of_one_known_for_sure_changes_nothing() -> None:
    counts = counts_of([20, 200, 40, 210, 120, 12, 24, 9])
    found = informant.correct_change(counts, [1.0], [1.0], [1.0], 0.05).iloc[0]
    low, high = overlap.estimate_mover(counts, 0.05)
    assert [found["ci_laag"], found["ci_hoog"]] == pytest.approx([low[0], high[0]])


def test_without_a_known_upper_limit_the_corrected_share_may_be_nothing() -> None:
    found = informant.correct_change(counts_of([20, 200, 40, 200, *APART]), [2.0], [1.2], [np.nan], 0.05).iloc[0]
    assert found["ci_laag"] < -0.10


def test_a_share_of_zero_keeps_an_interval() -> None:
    found = informant.correct_change(counts_of([8, 100, 0, 100, *APART]), [1.5], [1.1], [2.0], 0.05).iloc[0]
    assert found["verschil_gecorrigeerd"] == pytest.approx(-0.08)
    assert found["ci_laag"] < -0.08 < found["ci_hoog"]
