"""A published interval of a change in partly the same children gives back how many had the mark at both metingen."""

import numpy as np
import pytest

from analysis.attack.overlap import Change, possible_overlaps

# 40 of the 50 children of the first meting are there at the second, with 52. Of 9 with the mark then, 7 stayed; of 14
# with it now, 11 had stayed; 4 had it at both.
FIRST, SECOND, FIRST_TOTAL, SECOND_TOTAL, STAYED = 9, 14, 50, 52, 40
OVERLAP = (7, 11, 4)


def children() -> np.ndarray:
    """One row per child: mark at the first meting, at the second; NaN when not there."""
    stay = [(1, 1)] * 4 + [(1, 0)] * 3 + [(0, 1)] * 7 + [(0, 0)] * 26
    left = [(1, np.nan)] * 2 + [(0, np.nan)] * 8
    came = [(np.nan, 1)] * 3 + [(np.nan, 0)] * 9
    return np.array(stay + left + came, dtype=float)


def robust_interval() -> tuple[float, float]:
    """The sandwich with Mancl and DeRouen's correction, child by child: residuals divided by 1 - 1 / n."""
    rows, totals = children(), np.array([FIRST_TOTAL, SECOND_TOTAL])
    shares = np.nansum(rows, axis=0) / totals
    scores = np.nan_to_num((rows - shares) / (1 - 1 / totals)) / totals * np.array([-1, 1])
    half = 1.959963984540054 * np.sqrt((scores.sum(axis=1) ** 2).sum())
    change = shares[1] - shares[0]
    return round(change - half, 6), round(change + half, 6)


def test_the_children_are_those_of_the_example() -> None:
    rows = children()
    assert np.nansum(rows, axis=0).tolist() == [FIRST, SECOND]
    assert (~np.isnan(rows)).sum(axis=0).tolist() == [FIRST_TOTAL, SECOND_TOTAL]


def test_a_gee_interval_gives_the_overlap_back() -> None:
    change = Change(FIRST, SECOND, FIRST_TOTAL, SECOND_TOTAL, STAYED)
    fits = possible_overlaps(change, "gee", *robust_interval(), np.nan)
    assert OVERLAP in [tuple(row) for row in fits]
    assert len(np.unique(fits[:, 2])) == 1


def test_without_knowing_who_stayed_nothing_is_claimed() -> None:
    change = Change(FIRST, SECOND, FIRST_TOTAL, SECOND_TOTAL, np.nan)
    assert len(possible_overlaps(change, "gee", *robust_interval(), np.nan)) == 0


# McNemar's exact p of b against c: 2 x (1 + 6) / 64 for 1 against 5; 2 x (1 + 12) / 4096 for 1 against 11.
@pytest.mark.parametrize(("first", "second", "p", "both"), [(4, 8, 0.21875, 3), (5, 15, 0.006348, 4)])
def test_the_p_of_the_same_children_gives_those_with_the_mark_twice(first, second, p, both) -> None:
    fits = possible_overlaps(Change(first, second, 60, 60, 60), "mcnemar_tango", np.nan, np.nan, p)
    assert fits[:, 2].tolist() == [both]
