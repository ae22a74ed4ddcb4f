import numpy as np
import pandas as pd
import pytest
from inference_cases import read_published
from scipy.stats import contingency

from analysis.inference.associations import estimate_samenhang
from analysis.inference.ratios import estimate_mean_per_100, estimate_paired_ratio, estimate_verhoudingen

FISHER = read_published("exact_odds_ratio", "fisher")["cases"]
CELLS = ["n_beide", "n_eerste", "n_tweede", "n_geen"]


def _cells(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=CELLS).astype("Int64")


@pytest.mark.parametrize("case", FISHER, ids=str)
def test_exact_interval_is_that_of_fisher(case: list[float]) -> None:
    row = estimate_samenhang(_cells(tuple(case[:4])), 0.05).iloc[0]
    assert row.odds_ratio == pytest.approx(case[4])
    assert [row.ci_laag, row.ci_hoog] == pytest.approx(case[5:], rel=0.01)


def test_exact_interval_is_that_of_scipy() -> None:
    rng = np.random.default_rng(1958)
    tables = [tuple(map(int, rng.integers(0, most, 4))) for most in (3, 6, 30, 200, 1500) for _ in range(25)]
    tables += [(0, 0, 3, 4), (0, 5, 5, 0), (7, 0, 0, 7), (400, 600, 500, 3500)]
    found = estimate_samenhang(_cells(*tables), 0.05)[["ci_laag", "ci_hoog"]].to_numpy()
    for table, limits in zip(tables, found, strict=True):
        cells = np.array(table).reshape(2, 2)
        varies = cells.any(axis=0).all() and cells.any(axis=1).all()
        by_scipy = (
            contingency.odds_ratio(cells, kind="conditional").confidence_interval(0.95) if varies else (np.nan,) * 2
        )
        wanted = [value if np.isfinite(value) else np.nan for value in by_scipy]
        assert limits == pytest.approx(wanted, rel=1e-9, nan_ok=True), table


def test_exact_interval_follows_its_definition() -> None:
    # tea taster: weights 1, 16w, 36w^2, 16w^3, w^4; at the lower limit three or more right has chance 0.025
    low = estimate_samenhang(_cells((3, 1, 1, 3)), 0.05)["ci_laag"].iloc[0]
    weights = np.array([1, 16, 36, 16, 1]) * low ** np.arange(5)
    assert weights[3:].sum() / weights.sum() == pytest.approx(0.025, abs=1e-6)
    high = estimate_samenhang(_cells((3, 1, 1, 3)), 0.05)["ci_hoog"].iloc[0]
    weights = np.array([1, 16, 36, 16, 1]) * high ** np.arange(5)
    assert weights[:4].sum() / weights.sum() == pytest.approx(0.025, abs=1e-6)


def test_phi_is_the_correlation_of_two_flags() -> None:
    first = np.repeat([1, 1, 0, 0], [4, 6, 3, 12])
    second = np.repeat([1, 0, 1, 0], [4, 6, 3, 12])
    row = estimate_samenhang(_cells((4, 6, 3, 12)), 0.05).iloc[0]
    assert row.phi == pytest.approx(np.corrcoef(first, second)[0, 1])
    assert row.odds_ratio == pytest.approx(4 * 12 / (6 * 3))


def test_what_does_not_exist_is_missing_not_infinite() -> None:
    rows = estimate_samenhang(_cells((5, 0, 3, 9), (0, 0, 4, 9), (pd.NA, 2, 3, 4)), 0.05)
    assert rows["odds_ratio"].isna().all()
    assert rows.loc[0, "ci_laag"] > 0 and np.isnan(rows.loc[0, "ci_hoog"])
    assert rows.loc[1:, ["ci_laag", "ci_hoog", "phi"]].isna().all(axis=None)


def test_paired_ratio_by_hand() -> None:
    # 40 and 20 children, 10 in both: ln 2 -+ 1.959964 * sqrt((40 + 20 - 2 * 10) / (40 * 20)) = ln 2 -+ 0.438261
    low, high = estimate_paired_ratio(np.array([40.0]), np.array([20.0]), np.array([10.0]), 0.05)
    assert [low[0], high[0]] == pytest.approx([1.29032, 3.10001], abs=1e-4)


def test_same_children_in_both_leave_no_doubt() -> None:
    low, high = estimate_paired_ratio(np.array([7.0]), np.array([7.0]), np.array([7.0]), 0.05)
    assert [low[0], high[0]] == [1.0, 1.0]


def test_signals_per_100_by_hand() -> None:
    # signals per child 3,2,1,1,1,0,0,0,0,0: mean 0.8, sum of squares 16, variance (16 - 6.4) / 9 = 1.066667,
    # half = t(9) 2.262157 * sqrt(1.066667 / 10) = 0.738815
    low, high = estimate_mean_per_100(np.array([8.0]), np.array([10.0]), np.array([16.0]), 0.05)
    assert [low[0], high[0]] == pytest.approx([6.1185, 153.8815], abs=1e-3)


def _maat(maat: str, teller: float, noemer: float, beide: float = np.nan, squares: float = np.nan) -> pd.Series:
    values = {"maat": maat, "n_teller": teller, "n_noemer": noemer, "n_beide": beide, "n_kinderen_teller": teller,
              "som_kwadraten": squares}  # fmt: skip
    return estimate_verhoudingen(pd.DataFrame([values]), 0.05).iloc[0]


def test_every_maat_says_how_it_was_made() -> None:
    assert _maat("ratio_ext_int", 40, 20, 10).methode == "log_gepaard"
    assert _maat("ratio_ext_int", 40, 20).methode == "log_overlap_onbekend"
    assert _maat("gezin_bij_kind", 5, 20).methode == "wilson"
    assert _maat("signalen_per_100", 8, 10, squares=16).methode == "t_per_kind"
    assert _maat("signalen_per_100", 8, 10).methode == "zonder_interval"
    assert _maat("signalen_per_100", 8, 10).waarde == pytest.approx(80)


def test_unknown_overlap_makes_the_interval_wider() -> None:
    known, unknown = _maat("ratio_ext_int", 40, 20, 10), _maat("ratio_ext_int", 40, 20)
    assert unknown.ci_laag < known.ci_laag and unknown.ci_hoog > known.ci_hoog


def test_nothing_in_the_denominator_is_no_ratio() -> None:
    for maat in ("ratio_ext_int", "gezin_bij_kind", "signalen_per_100"):
        row = _maat(maat, 0, 0, 0, 0)
        assert np.isnan(row.waarde) and np.isnan(row.ci_laag), maat
