"""What is published could have been counted as it stands; so each count may be what is shown, or up to four more.

That is the proof of five values: a table of multiples is rounded to itself by every key, and so is one with one to four
children of one kind more by a key with the threshold five. Both are tried here, for every outcome of all small cases.
"""

from collections import defaultdict
from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import load_codebook
from analysis.disclosure.possible import fit_below, fit_row, fit_within
from analysis.disclosure.rounding import Afronder
from analysis.disclosure.steps import add_up_links
from analysis.disclosure.store import _round_indicatoren, _within_care

KINDS = np.array([[1, 1, 0], [1, 0, 1], [1, 1, 1]])
"""The kinds of children with a domein of two codes: domein, first, second; with the first, the second, with both."""
THRESHOLDS = range(1, 6)
BOUWEN = ("onderbouw", "bovenbouw")


def published(children: np.ndarray, threshold: int, order: tuple[int, ...], codes=(1, 2)) -> np.ndarray:
    """The rule by hand for kinds x bouwen: cumulative sums with one threshold and order, the codes fitted below.

    `codes` are the codes in the order that the key gives them.
    """
    return published_as(KINDS.T @ children, threshold, order, codes)


def published_as(exact: np.ndarray, threshold: int, order: tuple[int, ...], codes: tuple[int, ...]) -> np.ndarray:
    """The same for the exact counts of a domein (the first row) and its codes."""
    sums = exact[:, order].cumsum(axis=1)
    steps = np.diff(5 * ((sums + 5 - threshold) // 5), axis=1, prepend=0)
    rounded = np.empty_like(steps)
    rounded[:, order] = steps
    own = list(codes)
    rounded[own] = fit_below(rounded[0], exact[0], rounded[own], exact[own], 5)
    return rounded


def children_as_published(shown: np.ndarray) -> np.ndarray:
    """Children who would be counted as what is shown: in each bouw those with both are what the codes have too many."""
    both = shown[1] + shown[2] - shown[0]
    return np.array([shown[1] - both, shown[2] - both, both])


@pytest.fixture(scope="module")
def outcomes():
    """Every outcome of all cases with up to two children of each kind in each of two bouwen, and how far it is off."""
    found, off = {}, []
    for cells in product(range(3), repeat=6):
        children = np.array(cells).reshape(3, 2)
        for threshold, order in product(THRESHOLDS, permutations(range(2))):
            shown = published(children, threshold, order)
            found[shown.tobytes()] = shown
            off.append(np.abs((shown - KINDS.T @ children).sum(axis=1)).max())
    return list(found.values()), max(off)


def test_every_outcome_could_have_been_counted_and_totals_are_off_by_at_most_four(outcomes):
    shown, off = outcomes
    assert len(shown) > 20
    assert all((children_as_published(one) >= 0).all() for one in shown)
    assert off == 4


def test_every_count_of_every_outcome_has_five_values(outcomes):
    """A table that could have been counted, and one to four children more of one kind: published as the same."""
    for shown in outcomes[0]:
        base = children_as_published(shown)
        for kind, bouw, more in product(range(3), range(2), range(5)):
            children = base.copy()
            children[kind, bouw] += more
            for order in permutations(range(2)):
                assert (published(children, 5, order) == shown).all()


@pytest.mark.parametrize("kind", range(3))
def test_two_publications_that_differ_by_one_child_leave_every_count_four_values(kind):
    """The child and its kind are known: of all cases with up to nine children, both publications.

    Four is what any rounding to five leaves: 0 in both, and the child is in it, is 0 to 3.
    """
    pairs = defaultdict(lambda: (set(), set(), set()))
    for cells in (cells for cells in product(range(10), repeat=3) if sum(cells) < 10):
        children = np.array(cells)[:, None]
        later = children + np.eye(3, dtype=int)[:, [kind]]
        for threshold, codes in product(THRESHOLDS, ((1, 2), (2, 1))):
            both = tuple(tuple(published(one, threshold, (0,), codes).ravel()) for one in (children, later))
            for seen, count in zip(pairs[both], KINDS.T @ cells, strict=True):
                seen.add(int(count))
    inside = [seen for both, seen in pairs.items() if max(max(one) for one in both) <= 5]
    assert len(inside) > 5
    assert min(len(values) for seen in inside for values in seen) == 4


@pytest.mark.slow
@pytest.mark.parametrize("child", [(1, 1, 0), (1, 1, 1)])
def test_two_publications_leave_four_values_with_three_codes(child):
    """As above with three codes, every threshold and order of the key: a child with two of them, or with all."""
    pairs, shown_as = defaultdict(lambda: tuple(set() for _ in range(4))), {}

    def shown(exact: tuple[int, ...], threshold: int, codes: tuple[int, ...]) -> tuple[float, ...]:
        key = (exact, threshold, codes)
        if key not in shown_as:
            shown_as[key] = tuple(published_as(np.array(exact)[:, None], threshold, (0,), codes).ravel())
        return shown_as[key]

    for exact in counts_of_three_codes(9):
        later = tuple(count + more for count, more in zip(exact, (1, *child), strict=True))
        for threshold, codes in product(THRESHOLDS, permutations((1, 2, 3))):
            both = shown(exact, threshold, codes), shown(later, threshold, codes)
            for seen, count in zip(pairs[both], exact, strict=True):
                seen.add(count)
    inside = [seen for both, seen in pairs.items() if max(max(one) for one in both) <= 5]
    assert len(inside) > 20
    assert min(len(values) for seen in inside for values in seen) == 4


def counts_of_three_codes(most: int) -> set[tuple[int, ...]]:
    """Give every (domein, first, second, third) that up to so many children, each with some of the codes, can have."""
    kinds = [(1, *codes) for codes in product((0, 1), repeat=3) if any(codes)]
    found = layer = {(0, 0, 0, 0)}
    for _ in range(most):
        layer = {tuple(map(sum, zip(counts, kind, strict=True))) for counts in layer for kind in kinds}
        found = found | layer
    return found


def test_a_code_is_moved_to_a_bouw_where_its_domein_has_room():
    """Counted as 3, 0 and 3, of a domein that is shown as 0, 5 and 5: it goes where it was counted."""
    moved = fit_row(np.array([5, 0, 0]), np.array([3, 0, 3]), 5, np.array([0, 5, 5]), 5)
    assert moved.tolist() == [0, 0, 5]


def test_a_domein_above_all_its_codes_rounds_up_the_code_that_is_next_to_go_up():
    """Three codes of 0, 2 and 4, no child with two: 6 is 5, and all three zeros would say that it is at most 12."""
    shown = fit_below(np.array([5]), np.array([6]), np.zeros((3, 1)), np.array([[0], [2], [4]]), 5)
    assert shown.ravel().tolist() == [0, 0, 5]


def test_what_does_not_hold_of_the_exact_counts_is_not_asked():
    shown = fit_below(np.array([5]), np.array([3]), np.array([[10]]), np.array([[9]]), 5)
    assert shown.tolist() == [[10]]


def test_inventory_is_within_the_enrolled_in_each_bouw():
    own = pd.DataFrame(
        {"ikc": "A", "meting": "m", "bouw": ["x", "y", "alle"], "n_kinderen": [8, 8, 16], "n_inventaris": [8, 7, 15],
         "n_gebleven": [0, 0, 0]}
    )  # fmt: skip
    rounded = {"n_kinderen": [5, 10, 15], "n_inventaris": [10, 5, 15], "n_gebleven": [0, 0, 0]}
    series = {name: pd.Series(values, dtype="Int64") for name, values in rounded.items()}
    assert fit_within(own, series, Afronder(5, b"een sleutel"))["n_inventaris"].tolist() == [5, 10, 15]


def test_any_care_of_twelve_beside_three_soorten_of_zero_is_ten():
    counts = (pd.Series([value], dtype="Int64") for value in (15, 12, 0))
    assert _within_care(*counts, 5).tolist() == [10]


def test_toewijzingen_of_a_file_are_the_sum_of_the_ways_in_which_they_came():
    ways = {"n_kolom": [5], "n_inschrijving": [0], "n_later": [0], "n_geen": [10]}
    assert add_up_links(pd.DataFrame({"n": [20], **ways}))["n"].tolist() == [15]


def indicatoren_of(marks: list[tuple[int, int]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Count children, each a bouw and a set of codes of `kindproblematiek` as bits, as the measures do."""
    book = load_codebook().indicatoren
    book = book[book["soort"] == "kindproblematiek"]
    codes = book.loc[book["code"] != "alle", ["domein", "code"]].to_numpy()
    rows = []
    for indicator in book.itertuples():
        for bouw in (*BOUWEN, "alle"):
            own = [
                at
                for at, (domein, code) in enumerate(codes)
                if indicator.domein in ("alle", domein) and indicator.code in ("alle", code)
            ]
            n = sum(bouw in ("alle", BOUWEN[of]) and any(bits >> at & 1 for at in own) for of, bits in marks)
            rows.append(("A", "m", bouw, indicator.soort, indicator.domein, indicator.code, n))
    table = pd.DataFrame(rows, columns=["ikc", "meting", "bouw", "soort", "domein", "code", "n"])
    children = pd.DataFrame({"ikc": "A", "meting": "m", "bouw": [*BOUWEN, "alle"], "n_kinderen": [20, 20, 40]})
    return table.assign(n=table["n"].astype("Int64"), n_kinderen=40, indicator="", aard="signaal"), children


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(1, 2**16 - 1)), max_size=20), st.binary(min_size=8, max_size=8)
)
def test_a_whole_soort_could_have_been_counted(marks, key):
    table, children = indicatoren_of(marks)
    found = _round_indicatoren(table, children, Afronder(5, key))
    for bouw, rows in found.groupby("bouw"):
        soort = int(rows.loc[rows["domein"] == "alle", "n"].iloc[0])
        heads = rows[(rows["code"] == "alle") & (rows["domein"] != "alle")].set_index("domein")["n"]
        assert heads.max() <= soort <= heads.sum(), bouw
        for domein, codes in rows[rows["code"] != "alle"].groupby("domein")["n"]:
            assert codes.max() <= heads[domein] <= codes.sum(), (bouw, domein)
    totals = found[found["bouw"] == "alle"].set_index(["domein", "code"])
    parts = found[found["bouw"] != "alle"].groupby(["domein", "code"])["n"].sum()
    assert (parts.reindex(totals.index) == totals["n"]).all()
    exact = table[table["bouw"] == "alle"].set_index(["domein", "code"])["n"]
    assert (totals["n"] - exact.reindex(totals.index)).abs().max() <= 4
