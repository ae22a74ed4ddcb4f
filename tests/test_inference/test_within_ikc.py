"""Which method when, and that interval, p and verdict go together."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from test_overlap import counts_of, partly_followed

from analysis.disclosure.suppression import suppress_table
from analysis.inference import gee_counts, overlap, paired, proportions, within_ikc
from analysis.inference.within_ikc import GEE, GEPAARD, MOVER, NEWCOMBE
from result_rows import as_result

EVERYONE = [10, 50, 18, 50, 50, 10, 18, 6]
SOME = [10, 50, 18, 50, 20, 4, 7, 2]
FEW = [6, 50, 8, 50, 40, 5, 6, 5]  # 1 + 3 children make the difference
NO_MARK = [0, 50, 12, 50, 20, 0, 5, 0]
NOBODY = [10, 50, 18, 50, 0, 0, 0, 0]
UNKNOWN = [10, 50, 18, 50, np.nan, np.nan, np.nan, np.nan]
CONTRADICTS = [10, 50, 18, 50, 60, 4, 7, 2]
ALL = counts_of(EVERYONE, SOME, FEW, NO_MARK, NOBODY, UNKNOWN, CONTRADICTS)
CHOSEN = [GEPAARD, GEE, MOVER, MOVER, NEWCOMBE, NEWCOMBE, NEWCOMBE]


def test_the_method_follows_from_who_can_be_linked() -> None:
    chosen = within_ikc.choose_method(ALL)
    assert list(chosen["methode"]) == CHOSEN
    assert list(chosen["reden"]) == [
        "Alle kinderen zijn in beide metingen gevolgd.",
        "Een deel van de kinderen is in beide metingen gevolgd.",
        *["Een deel van de kinderen is in beide metingen gevolgd; voor een GEE verschillen er te weinig."] * 2,
        "Geen kind zit in beide metingen.",
        "Het is niet bekend welke kinderen in beide metingen zitten.",
        "De aantallen gevolgde kinderen spreken elkaar tegen.",
    ]


@pytest.mark.parametrize(
    ("makers", "methode"), [(within_ikc.FEWEST_FOR_GEE, GEE), (within_ikc.FEWEST_FOR_GEE - 1, MOVER)]
)
def test_eight_children_must_make_the_difference_for_a_gee(makers: int, methode: str) -> None:
    """All of them came with the mark; ten children kept it."""
    row = [10, 60, 10 + makers, 60, 30, 10, 10, 10]
    assert within_ikc.choose_method(counts_of(row))["methode"][0] == methode


@pytest.mark.parametrize("alfa", [0.05, 0.0125])
def test_interval_and_p_are_those_of_the_method(alfa: float) -> None:
    low, high = within_ikc.estimate_interval(ALL, alfa)
    four = [ALL[column] for column in overlap.ENROLLED]
    ways = {
        GEPAARD: (*paired.estimate_tango(ALL["n_gebleven_van"] - ALL["n_gebleven_beide"],
                                         ALL["n_gebleven_naar"] - ALL["n_gebleven_beide"], ALL["n_gebleven"], alfa),
                  paired.estimate_p_mcnemar([4], [12]).repeat(len(ALL))),
        GEE: (*gee_counts.estimate_gee(ALL, alfa), gee_counts.estimate_p_gee(ALL)),
        MOVER: (*overlap.estimate_mover(ALL, alfa), overlap.estimate_p_mover(ALL)),
        NEWCOMBE: (*proportions.estimate_newcombe(*four, alfa), proportions.estimate_p_newcombe(*four)),
    }  # fmt: skip
    found = within_ikc.estimate_change(ALL, alfa)
    for place, methode in enumerate(CHOSEN):
        expected = [ways[methode][part][place] for part in range(3)]
        assert [low[place], high[place], found["p"][place]] == pytest.approx(expected, abs=1e-12)
        assert found["verschil"][place] == pytest.approx((ALL["n_naar"] / 50 - ALL["n_van"] / 50)[place])


def test_a_level_per_row_is_that_of_the_row() -> None:
    levels = np.linspace(0.01, 0.05, len(ALL))
    low, _ = within_ikc.estimate_interval(ALL, levels)
    for place, level in enumerate(levels):
        assert low[place] == within_ikc.estimate_interval(ALL.iloc[[place]], level)[0][0]


@given(partly_followed())
@settings(max_examples=40, deadline=None)
def test_interval_holds_the_difference_and_agrees_with_p(counts: pd.DataFrame) -> None:
    """The exact McNemar p is never below the level at which Tango's interval leaves zero out, and may be above it."""
    if (counts[["n_kinderen_van", "n_kinderen_naar"]] == 0).any(axis=None):
        return
    found = within_ikc.estimate_change(counts, 0.05).iloc[0]
    assert -1 <= found["ci_laag"] <= found["verschil"] + 1e-9
    assert found["verschil"] - 1e-9 <= found["ci_hoog"] <= 1
    excludes = bool(found["ci_laag"] > 1e-9 or found["ci_hoog"] < -1e-9)
    if abs(found["p"] - 0.05) > 1e-6:
        assert excludes >= (found["p"] < 0.05)
        assert excludes == (found["p"] < 0.05) or found["methode"] == GEPAARD


def test_the_smallest_detectable_change_is_found_four_times_in_five() -> None:
    """Simulated with half of the children in both; 3,000 draws: Monte Carlo error 0.7 per cent."""
    rng, children, both, share, correlation = np.random.default_rng(3), 300, 150, 0.1, 0.4
    smallest = proportions.estimate_smallest_detectable(
        np.array([share]), np.array([children]), np.array([children]), 0.05, correlatie=correlation * both / children
    )[0]
    last = share + smallest
    together = share * last + correlation * np.sqrt(share * (1 - share) * last * (1 - last))
    pairs = rng.multinomial(both, [together, share - together, last - together, 1 - share - last + together], 3_000)
    s1, s2 = pairs[:, 0] + pairs[:, 1], pairs[:, 0] + pairs[:, 2]
    x1, x2 = s1 + rng.binomial(children - both, share, 3_000), s2 + rng.binomial(children - both, last, 3_000)
    values = [x1, children, x2, children, both, s1, s2, pairs[:, 0]]
    low, _ = within_ikc.estimate_interval(pd.DataFrame(dict(zip(overlap.COUNTS, values, strict=True))), 0.05)
    assert 0.76 <= (low > 0).mean() <= 0.84


def test_the_public_edition_does_not_tell_the_method_of_a_small_group() -> None:
    row = {"n_van": 3, "n_kinderen_van": 50, "n_naar": 12, "n_kinderen_naar": 50, "methode": MOVER, "reden": "x",
           "bouw": "alle", "domein": "alle"}  # fmt: skip
    table = as_result("veranderingen", pd.DataFrame([row, row | {"n_van": 12}]))
    shown = suppress_table(table, "veranderingen", 5)
    assert shown["methode"].tolist() == ["", MOVER] and shown["reden"].tolist() == ["", "x"]
