import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from inference_cases import read_published
from overlap_children import children_of

from analysis.inference import gee_counts, overlap, paired

HAND = read_published("estimate_gee", "deels_gevolgd")
# The last: a normal electrocardiogram with active drug and with placebo, 67 patients in a cross-over trial (Jones and
# Kenward 1989; Diggle, Liang and Zeger 1994), as in the data set cerebrovascular of R's package geer.
ROWS = [
    [20, 150, 30, 160, 100, 14, 22, 9], [4, 90, 9, 70, 50, 2, 5, 2], [30, 60, 40, 60, 60, 30, 40, 25],
    [42, 67, 50, 67, 67, 42, 50, 40],
]  # fmt: skip


def counts_of(*rows: list[float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=overlap.COUNTS)


def fit_children(row: list[int], structure: sm.cov_struct.CovStruct) -> tuple[float, float]:
    """Fit the children one by one with statsmodels, logit link; the risk difference and its delta-method error."""
    children = children_of(row)
    design = np.column_stack([children["naar"] == 0, children["naar"] == 1]).astype(float)
    model = sm.GEE(
        children["waarde"], design, groups=children["kind"], family=sm.families.Binomial(), cov_struct=structure
    )
    fit = model.fit(cov_type="bias_reduced", maxiter=200, ctol=1e-12)
    share = 1 / (1 + np.exp(-np.asarray(fit.params)))
    gradient = share * (1 - share) * np.array([-1, 1])
    return float(share[1] - share[0]), float(np.sqrt(gradient @ np.asarray(fit.cov_params()) @ gradient))


def test_error_by_hand() -> None:
    counts = pd.DataFrame([HAND["counts"]])[overlap.COUNTS]
    assert gee_counts.estimate_error(counts)[0] ** 2 == pytest.approx(HAND["variantie"])
    assert np.mean(gee_counts.estimate_gee(counts, 0.05)) == pytest.approx(HAND["verschil"])
    assert overlap.estimate_correlatie(counts)[0] == pytest.approx(HAND["correlatie_aandelen"])


def test_gee_gives_the_published_paired_difference() -> None:
    """Data of Agresti (1990), Categorical Data Analysis, p. 350, approval twice: 944 and 880 of 1600.

    By hand the error is sqrt((150 + 86) - (86 - 150)^2 / 1600) / 1600 = 0.0095; the GEE has 1599 for the last 1600.
    """
    counts = paired.as_counts([794], [150], [86], [570])
    by_hand = np.sqrt((150 + 86) - (86 - 150) ** 2 / 1600) / 1599
    assert gee_counts.estimate_error(counts)[0] == pytest.approx(by_hand)
    assert np.concatenate(gee_counts.estimate_gee(counts, 0.05)) == pytest.approx([-0.0587, -0.0213], abs=5e-5)


@pytest.mark.parametrize("row", ROWS)
def test_closed_form_is_the_gee_of_statsmodels(row: list[int]) -> None:
    difference, error = fit_children(row, sm.cov_struct.Independence())
    assert gee_counts.estimate_error(counts_of(row))[0] == pytest.approx(error, rel=1e-8)
    assert np.mean(gee_counts.estimate_gee(counts_of(row), 0.05)) == pytest.approx(difference, abs=1e-9)


def test_the_independent_gee_estimates_the_difference_that_is_printed_and_the_exchangeable_does_not() -> None:
    printed = 30 / 160 - 20 / 150
    assert fit_children(ROWS[0], sm.cov_struct.Independence())[0] == pytest.approx(printed, abs=1e-9)
    assert fit_children(ROWS[0], sm.cov_struct.Exchangeable())[0] - printed > 0.005


def test_p_and_interval_say_the_same() -> None:
    counts = pd.concat([counts_of(*ROWS)] * 2, ignore_index=True)
    p = gee_counts.estimate_p_gee(counts)
    for shift in (-1e-9, 1e-9):
        low, high = gee_counts.estimate_gee(counts, p + shift)
        assert (((low > 0) | (high < 0)) == (shift > 0)).all()


def test_without_spread_there_is_no_gee() -> None:
    """No mark at the first meting, all at the second, more blijvers than children, unknown blijvers."""
    counts = counts_of(
        [0, 50, 6, 50, 30, 0, 4, 0], [3, 50, 50, 50, 30, 2, 30, 2], [9, 50, 6, 50, 60, 3, 3, 1],
        [9, 50, 6, 50, np.nan, np.nan, np.nan, np.nan],
    )  # fmt: skip
    assert np.isnan(gee_counts.estimate_error(counts)).all()
    assert np.isnan(gee_counts.estimate_p_gee(counts)).all()


def test_twenty_thousand_changes_are_quick() -> None:
    """Vectorised: no loop over rows. A statsmodels fit takes some 50 ms: this many, a quarter of an hour."""
    counts = pd.concat([counts_of(ROWS[0])] * 20_000, ignore_index=True)
    assert len(np.unique(gee_counts.estimate_error(counts))) == 1
