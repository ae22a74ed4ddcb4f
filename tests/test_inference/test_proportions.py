import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inference_cases import read_published
from statsmodels.stats.proportion import power_proportions_2indep

from analysis.inference import proportions as pr

NEWCOMBE = read_published("estimate_newcombe", "newcombe_1998")["cases"]
WILSON = read_published("estimate_wilson", "newcombe_1998")["cases"]


@st.composite
def two_groups(draw: st.DrawFn) -> tuple[int, int, int, int]:
    m1, m2 = draw(st.integers(1, 400)), draw(st.integers(1, 400))
    return draw(st.integers(0, m1)), m1, draw(st.integers(0, m2)), m2


def _arrays(*counts: int) -> list[np.ndarray]:
    return [np.array([count]) for count in counts]


@pytest.mark.parametrize("case", NEWCOMBE, ids=str)
def test_newcombe_gives_the_published_intervals(case: list[float]) -> None:
    n1, m1, n2, m2, low, high = case
    found = pr.estimate_newcombe(*_arrays(n2, m2, n1, m1), 0.05)
    assert np.round(np.concatenate(found), 4) == pytest.approx([low, high], abs=5e-5)


@pytest.mark.parametrize("case", WILSON, ids=str)
def test_wilson_gives_the_published_intervals(case: list[float]) -> None:
    n, m, low, high = case
    assert np.round(np.concatenate(pr.estimate_wilson(*_arrays(n, m), 0.05)), 4) == pytest.approx([low, high], abs=5e-5)


@settings(max_examples=40, deadline=None)
@given(two_groups())
def test_intervals_hold_the_estimate_and_stay_in_range(groups: tuple[int, int, int, int]) -> None:
    n1, m1, n2, m2 = groups
    low, high = (limit[0] for limit in pr.estimate_newcombe(*_arrays(*groups), 0.05))
    assert -1 <= low <= n2 / m2 - n1 / m1 + 1e-12
    assert n2 / m2 - n1 / m1 - 1e-12 <= high <= 1
    low, high = (limit[0] for limit in pr.estimate_wilson(*_arrays(n1, m1), 0.05))
    assert 0 <= low <= n1 / m1 + 1e-12
    assert n1 / m1 - 1e-12 <= high <= 1


@settings(max_examples=40, deadline=None)
@given(two_groups())
def test_own_wilson_limits_are_those_of_statsmodels(groups: tuple[int, int, int, int]) -> None:
    n, m = groups[:2]
    own = pr._wilson_limits(np.array([n / m]), np.array([float(m)]), 1.959963984540054)
    assert np.concatenate(own) == pytest.approx(np.concatenate(pr.estimate_wilson(*_arrays(n, m), 0.05)), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(two_groups())
def test_swapping_the_metingen_flips_the_sign(groups: tuple[int, int, int, int]) -> None:
    n1, m1, n2, m2 = groups
    low, high = pr.estimate_newcombe(*_arrays(n1, m1, n2, m2), 0.05)
    back_low, back_high = pr.estimate_newcombe(*_arrays(n2, m2, n1, m1), 0.05)
    assert [low[0], high[0]] == pytest.approx([-back_high[0], -back_low[0]], abs=1e-12)
    assert pr.estimate_p_newcombe(*_arrays(n1, m1, n2, m2)) == pytest.approx(
        pr.estimate_p_newcombe(*_arrays(n2, m2, n1, m1)), abs=1e-9
    )


@settings(max_examples=60, deadline=None)
@given(two_groups(), st.floats(0.001, 0.5))
def test_p_at_most_alfa_exactly_when_the_interval_excludes_zero(groups: tuple[int, ...], alfa: float) -> None:
    low, high = pr.estimate_newcombe(*_arrays(*groups), alfa)
    p = pr.estimate_p_newcombe(*_arrays(*groups))[0]
    excludes = low[0] > 0 or high[0] < 0
    assert (p <= alfa) == excludes or abs(p - alfa) < 1e-9


def test_equal_shares_have_p_one() -> None:
    assert pr.estimate_p_newcombe(*_arrays(5, 50, 10, 100)) == pytest.approx([1.0])


def test_smallest_p_stays_above_zero() -> None:
    assert 0 < pr.estimate_p_newcombe(*_arrays(0, 100_000, 100_000, 100_000))[0] < 1e-200


def test_more_marked_than_enrolled_gives_nothing() -> None:
    counts = pd.DataFrame({"n": [11, 3, pd.NA, 0], "n_kinderen": [10, pd.NA, 10, 0]}, dtype="Int64")
    shares = pr.estimate_aandelen(counts, 0.05)
    assert shares[["aandeel", "ci_laag", "ci_hoog"]].isna().all(axis=None)
    assert np.isnan(pr.estimate_newcombe(*_arrays(11, 10, 3, 10), 0.05)).all()
    assert np.isnan(pr.estimate_p_newcombe(*_arrays(11, 10, 3, 10))).all()


@pytest.mark.parametrize(("share", "m1", "m2"), [(0.1, 200, 220), (0.02, 150, 400), (0.45, 60, 60), (0.9, 200, 220)])
def test_smallest_detectable_change_has_eighty_per_cent_power(share: float, m1: int, m2: int) -> None:
    change = pr.estimate_smallest_detectable(np.array([share]), np.array([m1]), np.array([m2]), 0.05)[0]
    signed = change if share <= 0.5 else -change
    # statsmodels: diff = prop1 - prop2, nobs1 belongs to prop1, ratio = nobs2 / nobs1
    power = power_proportions_2indep(signed, share, nobs1=m2, ratio=m1 / m2, alpha=0.05, return_results=False)
    assert power == pytest.approx(0.80, abs=0.002)


@pytest.mark.parametrize(("share", "way"), [(0.06, -1.0), (0.2, -1.0), (0.3, 1.0), (0.9, 1.0)])
def test_the_smallest_change_is_that_in_the_direction_hoped_for(share: float, way: float) -> None:
    change = pr.estimate_smallest_detectable(np.array([share]), np.array([400]), np.array([400]), 0.05, richting=way)[0]
    power = power_proportions_2indep(way * change, share, nobs1=400, ratio=1, alpha=0.05, return_results=False)
    assert power == pytest.approx(0.80, abs=0.002)


def test_a_fall_from_a_low_share_is_smaller_than_a_rise_and_may_be_out_of_reach() -> None:
    """14 of 306 children, four indicators: 4.2 per 100, as the reader counted who found that of a rise printed."""
    share, children = np.array([14 / 306]), np.array([306])
    fall, rise = (
        pr.estimate_smallest_detectable(share, children, children, 0.0125, richting=way)[0] for way in (-1.0, 1.0)
    )
    assert fall == pytest.approx(0.042, abs=0.0005) and fall < rise
    assert np.isnan(pr.estimate_smallest_detectable(np.array([0.02]), children, children, 0.05, richting=-1.0)[0])


def test_hardly_any_children_can_show_no_change() -> None:
    assert np.isnan(pr.estimate_smallest_detectable(np.array([0.5]), np.array([4]), np.array([4]), 0.05)[0])


def test_more_children_show_smaller_changes() -> None:
    sizes = np.array([50, 100, 200, 400])
    changes = pr.estimate_smallest_detectable(np.full(4, 0.2), sizes, sizes, 0.05)
    assert (np.diff(changes) < 0).all()
