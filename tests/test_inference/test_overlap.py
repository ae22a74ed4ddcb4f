import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.inference import overlap, proportions


@st.composite
def partly_followed(draw: st.DrawFn) -> pd.DataFrame:
    pairs = [draw(st.integers(0, 25)) for _ in range(4)]
    left, came = [draw(st.integers(0, 15)) for _ in range(2)], [draw(st.integers(0, 15)) for _ in range(2)]
    both, first, second, _ = pairs
    row = [both + first + left[0], sum(pairs) + sum(left), both + second + came[0], sum(pairs) + sum(came)]
    row += [sum(pairs), both + first, both + second, both]
    return pd.DataFrame([row], columns=overlap.COUNTS)


def counts_of(*rows: list[float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=overlap.COUNTS)


def test_without_overlap_mover_is_newcombe() -> None:
    counts = counts_of([12, 90, 30, 110, 0, 0, 0, 0], [0, 40, 6, 50, 0, 0, 0, 0])
    four = [counts[column] for column in overlap.ENROLLED]
    assert np.array(overlap.estimate_mover(counts, 0.05)) == pytest.approx(
        np.array(proportions.estimate_newcombe(*four, 0.05))
    )
    assert overlap.estimate_p_mover(counts) == pytest.approx(proportions.estimate_p_newcombe(*four))


@given(partly_followed())
@settings(max_examples=30, deadline=None)
def test_drawn_counts_can_occur(counts: pd.DataFrame) -> None:
    if (counts[["n_kinderen_van", "n_kinderen_naar"]] > 0).all(axis=None):
        assert overlap.is_possible(counts).all()
        assert not overlap.is_possible(counts.assign(n_gebleven_beide=counts["n_gebleven"] + 1)).any()


def test_children_who_keep_their_mark_make_the_interval_narrower() -> None:
    kept, apart = counts_of([20, 100, 30, 100, 80, 16, 24, 16]), counts_of([20, 100, 30, 100, 0, 0, 0, 0])
    low, high = overlap.estimate_mover(pd.concat([kept, apart]), 0.05)
    assert (high - low)[0] < 0.8 * (high - low)[1]


def test_children_who_make_the_difference_by_hand() -> None:
    """Of 20 and 30 with the mark 16 had it twice: 4 lost it or left, 14 got it or came with it; and mirrored."""
    counts = counts_of([20, 100, 30, 100, 80, 16, 24, 16], [80, 100, 70, 100, 80, 64, 56, 56])
    assert list(overlap.count_difference_makers(counts)) == [18, 18]
    rare = counts_of([98, 100, 97, 100, 90, 90, 89, 89])
    # without the mark: 2 and 3, of whom none both times: 2 left, 1 lost it, 2 came
    assert list(overlap.count_difference_makers(rare)) == [5]


@pytest.mark.parametrize(("share", "change"), [(0.1, 0.0), (0.1, 0.08), (0.3, 0.0), (0.05, 0.03)])
def test_mover_covers_the_truth_when_six_in_ten_children_stay(share: float, change: float) -> None:
    """Monte Carlo error of 4,000 studies: 0.35 per cent; a wrong correlation misses by more (Newcombe: 97 and over)."""
    rng = np.random.default_rng(7)
    p1, p2, children, both = share, share + change, 250, 150
    together = p1 * p2 + 0.4 * np.sqrt(p1 * (1 - p1) * p2 * (1 - p2))
    pairs = rng.multinomial(both, [together, p1 - together, p2 - together, 1 - p1 - p2 + together], 4_000)
    s1, s2 = pairs[:, 0] + pairs[:, 1], pairs[:, 0] + pairs[:, 2]
    x1, x2 = s1 + rng.binomial(children - both, p1, 4_000), s2 + rng.binomial(children - both, p2, 4_000)
    values = [x1, children, x2, children, both, s1, s2, pairs[:, 0]]
    low, high = overlap.estimate_mover(pd.DataFrame(dict(zip(overlap.COUNTS, values, strict=True))), 0.05)
    assert 0.935 <= ((low <= change) & (change <= high)).mean() <= 0.97
