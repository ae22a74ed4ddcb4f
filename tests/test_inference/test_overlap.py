import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from inference_cases import read_published
from overlap_children import children_of

from analysis.inference import gee_counts, overlap, paired, proportions

HAND = read_published("estimate_gee", "deels_gevolgd")


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


def test_gee_by_hand() -> None:
    counts = pd.DataFrame([HAND["counts"]])[overlap.COUNTS]
    found = gee_counts.estimate_gee(counts, 0.05).iloc[0]
    assert found["verschil"] == pytest.approx(HAND["verschil"])
    assert found["standaardfout"] ** 2 == pytest.approx(HAND["variantie"])
    assert overlap.estimate_correlatie(counts)[0] == pytest.approx(HAND["correlatie_aandelen"])


def test_gee_gives_the_published_paired_difference() -> None:
    """Agresti (2013), Categorical Data Analysis, 3rd ed., section 11.1: approval 59 and 55 per cent, se 0.0095."""
    found = gee_counts.estimate_gee(paired.as_counts([794], [150], [86], [570]), 0.05).iloc[0]
    assert found["verschil"] == pytest.approx(-0.04)
    assert found["standaardfout"] == pytest.approx(0.0095, abs=1e-4)
    assert [found["ci_laag"], found["ci_hoog"]] == pytest.approx([-0.06, -0.02], abs=2e-3)


@pytest.mark.parametrize(
    "row", [[20, 150, 30, 160, 100, 14, 22, 9], [4, 90, 9, 70, 50, 2, 5, 2], [30, 60, 40, 60, 60, 30, 40, 25]]
)
@pytest.mark.parametrize("working", [gee_counts.ONAFHANKELIJK, gee_counts.UITWISSELBAAR])
def test_closed_form_is_the_gee_of_statsmodels(row: list[int], working: str) -> None:
    """The proof of the closed form: statsmodels fits the children one by one, bias-reduced errors, logit link."""
    counts, children = counts_of(row), children_of(row)
    structure = sm.cov_struct.Exchangeable() if working == gee_counts.UITWISSELBAAR else sm.cov_struct.Independence()
    design = np.column_stack([children["naar"] == 0, children["naar"] == 1]).astype(float)
    model = sm.GEE(
        children["waarde"], design, groups=children["kind"], family=sm.families.Binomial(), cov_struct=structure
    )
    fit = model.fit(cov_type="bias_reduced", maxiter=200, ctol=1e-12)
    share = 1 / (1 + np.exp(-np.asarray(fit.params)))
    gradient = share * (1 - share) * np.array([-1, 1])
    error = np.sqrt(gradient @ np.asarray(fit.cov_params()) @ gradient)
    found = gee_counts.estimate_gee(counts, 0.05, working).iloc[0]
    assert found["verschil"] == pytest.approx(share[1] - share[0], abs=1e-9)
    assert found["standaardfout"] == pytest.approx(error, rel=1e-8)
    if working == gee_counts.UITWISSELBAAR:
        assert found["correlatie"] == pytest.approx(structure.dep_params, abs=1e-7)


def test_the_independent_gee_estimates_the_difference_that_is_printed_and_the_exchangeable_does_not() -> None:
    counts = counts_of([20, 150, 30, 160, 100, 14, 22, 9])
    printed = 30 / 160 - 20 / 150
    assert gee_counts.estimate_gee(counts, 0.05)["verschil"][0] == pytest.approx(printed)
    assert gee_counts.estimate_gee(counts, 0.05, gee_counts.UITWISSELBAAR)["verschil"][0] - printed > 0.005


def test_without_overlap_mover_is_newcombe() -> None:
    counts = counts_of([12, 90, 30, 110, 0, 0, 0, 0], [0, 40, 6, 50, 0, 0, 0, 0])
    four = [counts[column] for column in overlap.ENROLLED]
    assert np.array(overlap.estimate_mover(counts, 0.05)) == pytest.approx(
        np.array(proportions.estimate_newcombe(*four, 0.05))
    )
    assert overlap.estimate_p_mover(counts) == pytest.approx(proportions.estimate_p_newcombe(*four))


@given(partly_followed())
@settings(max_examples=30, deadline=None)
def test_interval_holds_the_difference_and_agrees_with_p(counts: pd.DataFrame) -> None:
    if (counts[["n_kinderen_van", "n_kinderen_naar"]] == 0).any(axis=None):
        return
    assert overlap.is_possible(counts).all()
    found = overlap.estimate_change(counts, 0.05).iloc[0]
    assert -1 <= found["ci_laag"] <= found["verschil"] + 1e-12
    assert found["verschil"] - 1e-12 <= found["ci_hoog"] <= 1
    if abs(found["p"] - 0.05) > 1e-6:
        assert (found["p"] < 0.05) == bool(found["ci_laag"] > 0 or found["ci_hoog"] < 0)


def test_children_who_keep_their_mark_make_the_interval_narrower() -> None:
    kept, apart = counts_of([20, 100, 30, 100, 80, 16, 24, 16]), counts_of([20, 100, 30, 100, 0, 0, 0, 0])
    low, high = overlap.estimate_mover(pd.concat([kept, apart]), 0.05)
    assert (high - low)[0] < 0.8 * (high - low)[1]


def test_the_method_follows_from_who_can_be_linked() -> None:
    counts = counts_of(
        [5, 50, 6, 50, 50, 5, 6, 3],
        [5, 50, 6, 50, 20, 2, 3, 1],
        [5, 50, 6, 50, 0, 0, 0, 0],
        [5, 50, 6, 50, np.nan, np.nan, np.nan, np.nan],
        [5, 50, 6, 50, 60, 2, 3, 1],
    )
    chosen = overlap.choose_method(counts)
    assert list(chosen["methode"]) == [overlap.MOVER_GEPAARD, overlap.MOVER, *[overlap.NEWCOMBE] * 3]
    assert chosen["reden"].nunique() == 5


def test_a_gee_without_spread_falls_back_and_says_so() -> None:
    found = gee_counts.estimate_gee(counts_of([0, 50, 6, 50, 30, 0, 4, 0]), 0.05).iloc[0]
    low, high = proportions.estimate_newcombe([0], [50], [6], [50], 0.05)
    assert found["methode"] == overlap.NEWCOMBE
    assert "Newcombe" in found["reden"]
    assert [found["ci_laag"], found["ci_hoog"]] == pytest.approx([low[0], high[0]])


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


def test_twenty_thousand_changes_are_quick() -> None:
    """Vectorised: no loop over rows. A statsmodels fit takes some 50 ms: this many, a quarter of an hour."""
    counts = pd.concat([counts_of([20, 150, 30, 160, 100, 14, 22, 9])] * 20_000, ignore_index=True)
    assert gee_counts.estimate_gee(counts, 0.05)["standaardfout"].nunique() == 1
