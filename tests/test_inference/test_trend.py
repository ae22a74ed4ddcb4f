"""The line through the shares of one indicator: slope, error and degrees of freedom, by hand and by simulation."""

import numpy as np
import pandas as pd
import pytest
from inference_cases import read_published
from scipy import stats

from analysis.inference.trend import estimate_volharding, fit_lines, fit_sum
from analysis.study import Statistiek

CASE = read_published("fit_lines", "met_de_hand")


def fit(n: list[float], kinderen: list[float] | None = None, deff: float = 1.0, samen: float = 0.0,
        vertrek: float = 0.0, basis: int = 0):  # fmt: skip
    rows = np.array([n], dtype=float)
    children = np.array([kinderen or [100] * len(n)], dtype=float)
    time = np.arange(rows.shape[1], dtype=float)[None, :]
    one = np.array([1.0])
    return fit_lines(time, rows, children, np.full(rows.shape, deff), np.inf * one, samen * one, vertrek * one, basis)


def test_the_slope_and_error_of_four_points_by_hand() -> None:
    line = fit(CASE["n"], CASE["kinderen"])
    assert line.helling[0] == pytest.approx(CASE["helling"], abs=1e-12)
    assert line.fout[0] == pytest.approx(CASE["fout"], abs=1e-6)
    assert line.graden[0] == np.inf


def test_classes_make_the_error_wider_by_hand() -> None:
    assert fit(CASE["n"], deff=2.0).fout[0] == pytest.approx(CASE["fout_deff_2"], abs=1e-6)


def test_children_who_come_back_and_keep_their_mark_by_hand() -> None:
    assert fit(CASE["n"], samen=0.5).fout[0] == pytest.approx(CASE["fout_samen_half"], abs=1e-6)


def test_over_many_metingen_children_who_come_back_make_the_error_wider() -> None:
    many = [20.0] * 11
    assert fit(many, samen=0.5, vertrek=0.15).fout[0] > 1.15 * fit(many).fout[0]


def test_points_off_the_line_widen_the_error_and_cost_degrees_of_freedom() -> None:
    near, far = fit([20, 20, 20, 20, 20]), fit([20, 40, 5, 40, 20])
    assert far.fout[0] > 2 * near.fout[0]
    assert 3 <= far.graden[0] < 6


def test_rounded_counts_widen_the_error() -> None:
    assert fit([20, 20, 20, 20], basis=5).fout[0] > fit([20, 20, 20, 20]).fout[0]


def test_a_meting_that_is_not_there_does_not_count() -> None:
    with_gap = fit_lines(
        np.arange(5.0)[None, :],
        np.array([[10, np.nan, 14, 16, 18.0]]),
        np.array([[100, np.nan, 100, 100, 100.0]]),
        np.ones((1, 5)),
        np.array([np.inf]),
        np.array([0.4]),
        np.array([0.15]),
    )
    assert with_gap.helling[0] == pytest.approx(0.02)


def test_no_case_at_all_has_an_error_that_is_not_zero() -> None:
    assert fit([0, 0, 0, 0]).fout[0] > 0.001


def test_the_line_of_ikcs_added_up_has_the_ikc_as_unit_by_hand() -> None:
    """Two IKCs of 100 at years 0, 1, 2: shares 0.10, 0.20, 0.30 and 0.10, 0.10, 0.10; together 0.10, 0.15, 0.20.

    Slope 0.05. Each IKC's own part: (its share - the sum's) / 2 times -0.5, 0, 0.5: 0.025 and -0.025; squares add up to
    0.00125, times 2 / (2 - 1) 0.0025, root 0.05.
    """
    slope, error = fit_sum(np.arange(3.0), np.array([[10, 20, 30], [10, 10, 10.0]]), np.full((2, 3), 100.0))
    assert slope == pytest.approx(0.05)
    assert error == pytest.approx(0.05)


def test_one_ikc_has_no_error_over_ikcs() -> None:
    assert np.isnan(fit_sum(np.arange(3.0), np.array([[10, 20, 30.0]]), np.full((1, 3), 100.0))[1])


def test_how_far_a_child_keeps_its_mark_and_who_leaves() -> None:
    """30 of 60 keep it; 81 of 100 stay over two years, which is 0.9 a year."""
    row = {"aard": "signaal", "samen": 30.0, "schaal": 60.0, "gebleven": 81.0, "kinderen": 100.0, "jaren": 200.0}
    found = estimate_volharding(pd.DataFrame([row]), Statistiek()).set_index("aard")
    assert found.loc["signaal"].round(9).tolist() == [0.5, 0.1]
    assert found.loc["zorg"].tolist() == [Statistiek().samen_aannemelijk, Statistiek().vertrek_aannemelijk]


@pytest.mark.parametrize("metingen", [5, 11])
def test_the_interval_holds_the_slope_in_simulated_series(metingen: int) -> None:
    """Children of one class are alike and come back for eight metingen: 95 per cent within 3 Monte Carlo errors."""
    rng, studies, klassen, size, icc = np.random.default_rng(metingen), 400, 8, 22, 0.05
    liability = rng.standard_normal((studies, klassen, size))
    counts = []
    for _ in range(metingen):
        chance = rng.beta(0.2 * (1 / icc - 1), 0.8 * (1 / icc - 1), (studies, klassen, 1))
        place = stats.norm.ppf(chance)
        own = np.sqrt(0.7) * liability + np.sqrt(0.3) * rng.standard_normal(liability.shape)
        counts.append((own < place).sum(axis=(1, 2)))
        liability = np.concatenate([rng.standard_normal((studies, 1, size)), liability[:, :-1]], axis=1)
    n = np.stack(counts, axis=1).astype(float)
    wide = np.ones_like(n)
    line = fit_lines(np.arange(metingen) * wide, n, klassen * size * wide, (1 + (size - 1) * icc) * wide,
                     np.full(studies, 60.0), np.full(studies, 0.45), np.full(studies, 1 / klassen))  # fmt: skip
    missed = np.mean(np.abs(line.helling) > 2.0 * line.fout)
    assert missed <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / studies)
