"""Rounding: multiples of the base, right on average, additive, stable, and no count with fewer than five values.

What the key can be is tried out in full here: every threshold and every order. What somebody without the key can work
back is then a matter of counting.
"""

from collections import defaultdict
from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.rounding import Afronder, name_cells, round_alone, round_parts

AFRONDER = Afronder(5, b"een sleutel van de proef")
THRESHOLDS = range(1, 6)
counts = st.lists(st.integers(0, 40), min_size=1, max_size=6)


def table_of(parts: list[int], total: int | None = None) -> pd.DataFrame:
    """A total and its parts, as a table has them."""
    names = [f"bouw{at}" for at in range(len(parts))]
    return pd.DataFrame({"bouw": [*names, "alle"], "n": [*parts, sum(parts) if total is None else total]})


def rounded_parts(parts: list[int], total: int | None = None, afronder: Afronder = AFRONDER) -> list[int]:
    table = table_of(parts, total)
    names = pd.Series("x", table.index)
    return round_parts(table, "n", "bouw", names, names, [table["bouw"]], afronder).tolist()


def by_sums(parts: tuple[int, ...], threshold: int, order: tuple[int, ...]) -> tuple[int, ...]:
    """The rule by hand: each cumulative sum up where its remainder reaches the threshold, else down."""
    rounded, done, before = [0] * len(parts), 0, 0
    for at in order:
        done += parts[at]
        after = 5 * ((done + 5 - threshold) // 5)
        rounded[at], before = after - before, after
    return tuple(rounded)


def test_multiple_of_the_base_stays_and_others_go_up_from_their_threshold():
    found = AFRONDER.round_up_from(np.array([0, 5, 6, 7, 8, 9, 10, np.nan]), np.full(8, 3))
    assert found[:7].tolist() == [0, 5, 5, 5, 10, 10, 10]
    assert np.isnan(found[7])


def test_same_cell_rounds_the_same_and_another_key_otherwise():
    table = pd.DataFrame({"ikc": [f"IKC{at:03d}" for at in range(300)], "n": 7})
    cells = name_cells(table, ["ikc"], "n")
    once, again = (round_alone(table["n"], cells, AFRONDER) for _ in range(2))
    other = round_alone(table["n"], cells, Afronder(5, b"een andere sleutel"))
    assert once.equals(again)
    assert not once.equals(other)
    # 7 goes up with chance 2/5: within four standard errors of it over 300 cells
    assert abs((once == 10).mean() - 0.4) < 4 * np.sqrt(0.4 * 0.6 / 300)


@settings(max_examples=40)
@given(counts)
def test_parts_add_up_and_stay_beside_their_count(parts):
    *rounded, total = rounded_parts(parts)
    assert sum(rounded) == total
    assert all(value % 5 == 0 and abs(value - part) < 5 for value, part in zip(rounded, parts, strict=True))
    assert abs(total - sum(parts)) < 5


def test_what_has_no_part_is_in_the_total():
    *rounded, total = rounded_parts([10, 20], total=40)
    assert rounded == [10, 20]
    assert total == 40


def test_total_below_its_parts_is_rounded_alone():
    *rounded, total = rounded_parts([10, 20], total=25)
    assert (rounded, total) == ([10, 20], 25)


def test_missing_part_and_total_stay_missing():
    table = pd.DataFrame({"bouw": ["a", "b"], "n": pd.array([pd.NA, 10], dtype="Int64")})
    names = pd.Series("x", table.index)
    found = round_parts(table, "n", "bouw", names, names, [table["bouw"]], AFRONDER)
    assert found.isna().tolist() == [True, False]


@pytest.mark.parametrize("parts", [(4,), (2, 3), (1, 1, 3), (6, 4, 9), (13, 2, 7)])
def test_rule_is_the_one_by_hand(parts):
    found = tuple(rounded_parts(list(parts))[:-1])
    orders = list(permutations(range(len(parts))))
    assert found in {by_sums(parts, threshold, order) for threshold in THRESHOLDS for order in orders}


def values_that_fit(outcomes: dict, at: int) -> list[set[int]]:
    """For every outcome that can be published, the values that the count of part `at` may have had."""
    return [{parts[at] for parts in possible} for possible in outcomes.values()]


@pytest.mark.parametrize("size", [2, 3])
def test_one_publication_leaves_every_part_and_total_five_values(size):
    """Of all counts up to 14: what was published, and every count that could have given it."""
    outcomes = defaultdict(set)
    for parts in product(range(15), repeat=size):
        for threshold in THRESHOLDS:
            for order in permutations(range(size)):
                outcomes[by_sums(parts, threshold, order)].add(parts)
    inside = {seen: possible for seen, possible in outcomes.items() if max(seen) <= 5}
    for at in range(size):
        assert min(len(values) for values in values_that_fit(inside, at)) == 5
    assert min(len({sum(parts) for parts in possible}) for possible in inside.values()) == 5


def test_two_publications_that_differ_by_one_child_leave_four_values():
    """The child is known to be in the first part: of all counts up to 14, both publications with one key."""
    outcomes = defaultdict(set)
    for parts in product(range(15), repeat=3):
        later = (parts[0] + 1, *parts[1:])
        for threshold in THRESHOLDS:
            for order in permutations(range(3)):
                outcomes[by_sums(parts, threshold, order), by_sums(later, threshold, order)].add(parts)
    inside = {seen: possible for seen, possible in outcomes.items() if max(max(one) for one in seen) <= 5}
    for at in range(3):
        assert min(len(values) for values in values_that_fit(inside, at)) >= 4
    assert min(len({sum(parts) for parts in possible}) for possible in inside.values()) >= 4
