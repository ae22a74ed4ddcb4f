import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inference_cases import read_published
from statsmodels.stats.contingency_tables import mcnemar

from analysis.inference import overlap, paired

NEWCOMBE = read_published("estimate_newcombe_paired", "newcombe_1998")["cases"]
MCNEMAR = read_published("estimate_p_mcnemar", "fagerland_2013")["cases"]
TANGO = read_published("estimate_tango", "fagerland_2014")["cases"]
COUNT = st.integers(0, 60)


@pytest.mark.parametrize("case", NEWCOMBE, ids=str)
def test_method_10_gives_the_published_intervals(case: list[float]) -> None:
    both, first, second, none, low, high = case
    found = paired.estimate_newcombe_paired([both], [second], [first], [none], 0.05)
    assert np.concatenate(found) == pytest.approx([low, high], abs=1e-4)


@pytest.mark.parametrize("case", TANGO, ids=str)
def test_tango_gives_the_published_intervals(case: list[float]) -> None:
    first, second, n, alfa, low, high, decimals = case
    found = paired.estimate_tango([first], [second], [n], alfa)
    assert np.concatenate(found).round(int(decimals)) == pytest.approx([low, high])


@given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 60))
@settings(max_examples=40, deadline=None)
def test_tango_leaves_zero_out_when_the_score_of_mcnemar_does(first: int, second: int, same: int) -> None:
    low, high = paired.estimate_tango([first], [second], [first + second + same], 0.05)
    score = (second - first) / np.sqrt(max(first + second, 1))
    if abs(abs(score) - 1.959964) > 1e-6:
        assert bool(low[0] > 1e-9) == (score > 1.959964) and bool(high[0] < -1e-9) == (score < -1.959964)


@pytest.mark.parametrize("case", MCNEMAR, ids=str)
def test_mcnemar_gives_the_published_p(case: list[float]) -> None:
    first, second, exact, mid = case
    assert paired.estimate_p_mcnemar([first], [second])[0] == pytest.approx(exact, abs=5e-4)
    assert paired.estimate_p_mcnemar_mid([first], [second])[0] == pytest.approx(mid, abs=5e-4)


@given(COUNT, COUNT)
@settings(max_examples=30, deadline=None)
def test_mcnemar_is_that_of_statsmodels(first: int, second: int) -> None:
    expected = mcnemar([[3, first], [second, 5]], exact=True).pvalue if first + second else 1.0
    assert paired.estimate_p_mcnemar([first], [second])[0] == pytest.approx(expected)


@given(COUNT, COUNT, COUNT, COUNT)
@settings(max_examples=30, deadline=None)
def test_swapping_the_metingen_mirrors_the_interval(both: int, first: int, second: int, none: int) -> None:
    if both + first + second + none == 0:
        return
    low, high = paired.estimate_newcombe_paired([both], [first], [second], [none], 0.05)
    mirror_low, mirror_high = paired.estimate_newcombe_paired([both], [second], [first], [none], 0.05)
    assert low[0] == pytest.approx(-mirror_high[0], abs=1e-12)
    assert high[0] == pytest.approx(-mirror_low[0], abs=1e-12)


@given(COUNT, st.integers(0, 30), st.integers(0, 30), COUNT)
@settings(max_examples=30, deadline=None)
def test_p_and_interval_say_the_same(both: int, first: int, second: int, none: int) -> None:
    if both + first + second + none < 2:
        return
    p = overlap.estimate_p_mover(paired.as_counts([both], [first], [second], [none]), corrected=True)[0]
    low, high = paired.estimate_newcombe_paired([both], [first], [second], [none], 0.05)
    if abs(p - 0.05) > 1e-6:
        assert (p < 0.05) == bool(low[0] > 0 or high[0] < 0)


def test_a_missing_count_stays_missing() -> None:
    assert np.isnan(paired.estimate_p_mcnemar([np.nan], [3])[0])
