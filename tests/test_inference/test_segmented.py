import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from inference_cases import read_published

from analysis.inference import segmented

SICILY = read_published("fit_segmented", "sicilie_2017")


def sicily() -> tuple[pd.DataFrame, pd.DataFrame]:
    months = pd.DataFrame(SICILY["maanden"], columns=SICILY["columns"])
    time = np.arange(1, len(months) + 1)
    return months, pd.DataFrame({"const": 1.0, "verbod": (time >= SICILY["start"]).astype(float), "tijd": time})


def quarters(counts: list[int], children: int = 800, first: str = "2018Q1") -> pd.DataFrame:
    period = pd.period_range(first, periods=len(counts), freq="Q")
    return pd.DataFrame({"kwartaal": period, "n": counts, "n_kinderen": children})


def test_poisson_level_is_as_published() -> None:
    months, design = sicily()
    found = segmented.fit_terms(months["n"], months["n_kinderen"], design, 0.05, overdispersie=False, newey_west=False)
    assert found.set_index("term").loc["verbod", ["ratio", "ci_laag", "ci_hoog"]].tolist() == pytest.approx(
        SICILY["poisson"], abs=1e-3
    )


def test_level_with_season_and_overdispersion_is_as_published() -> None:
    """The paper takes normal quantiles, we t with 52 degrees of freedom: the limits differ by 0.001."""
    months, design = sicily()
    month = np.arange(len(months)) % 12 + 1
    for wave in (1, 2):
        angle = 2 * np.pi * wave * month / 12
        design = design.assign(**{f"sin{wave}": np.sin(angle), f"cos{wave}": np.cos(angle)})
    found = segmented.fit_terms(months["n"], months["n_kinderen"], design, 0.05, newey_west=False).set_index("term")
    assert found.loc["verbod", ["ratio", "ci_laag", "ci_hoog"]].tolist() == pytest.approx(
        SICILY["met_seizoen"], abs=1.5e-3
    )
    assert found.at["verbod", "dispersie"] > 2


def test_errors_are_the_larger_of_quasi_and_newey_west() -> None:
    months, design = sicily()
    plain = segmented.fit_terms(months["n"], months["n_kinderen"], design, 0.05, newey_west=False)
    both = segmented.fit_terms(months["n"], months["n_kinderen"], design, 0.05)
    assert (both["ci_hoog"] >= plain["ci_hoog"] - 1e-12).all()
    model = sm.GLM(months["n"], design, family=sm.families.Poisson(), offset=np.log(months["n_kinderen"]))
    hac = model.fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": True}).bse[
        "tijd"
    ]  # floor(4 * 0.59^(2/9)) = 3
    width = np.log(both["ci_hoog"] / both["ci_laag"])[2] / 2
    assert width / 2.00324 == pytest.approx(
        max(hac, np.log(plain["ci_hoog"] / plain["ci_laag"])[2] / 2 / 2.00324), rel=1e-4
    )


def test_a_doubled_rate_is_a_ratio_of_two_and_exposure_counts() -> None:
    series = quarters([10] * 8 + [40] * 8).assign(n_kinderen=[400] * 8 + [800] * 8)
    found = segmented.fit_segmented(series, pd.Period("2020Q1"), {}, 0.05).set_index("term")
    assert found.at["niveau", "ratio"] == pytest.approx(2.0, rel=1e-6)
    assert found.at["helling", "ratio"] == pytest.approx(1.0, rel=1e-6)


def test_a_disturbing_period_has_its_own_term() -> None:
    counts = [20] * 8 + [20, 20, 5, 5, 20, 20, 20, 20]
    corona = {"corona": list(pd.period_range("2020Q3", periods=2, freq="Q"))}
    without = segmented.fit_segmented(quarters(counts), pd.Period("2020Q1"), {}, 0.05).set_index("term")
    found = segmented.fit_segmented(quarters(counts), pd.Period("2020Q1"), corona, 0.05).set_index("term")
    assert found.at["corona", "ratio"] == pytest.approx(0.25, rel=1e-6)
    assert found.at["niveau", "ratio"] == pytest.approx(1.0, rel=1e-6)
    assert without.at["niveau", "ratio"] < 0.8


def test_a_disturbing_period_that_is_all_the_time_since_the_start_is_named() -> None:
    corona = {"corona": list(pd.period_range("2020Q1", periods=8, freq="Q"))}
    found = segmented.fit_segmented(quarters([20, 22] * 8), pd.Period("2020Q1"), corona, 0.05)
    assert "corona" not in set(found["term"])
    assert "Niet te onderscheiden van een andere term: corona." in found["reden"].iloc[0]


@pytest.mark.parametrize(("length", "dropped"), [(16, ""), (10, "seizoen"), (7, "helling"), (6, "trend")])
def test_a_short_series_gives_up_season_then_slope_then_trend(length: int, dropped: str) -> None:
    series = quarters([20, 24, 19, 22, 21, 23, 18, 20, 22, 24, 21, 19, 20, 23, 22, 21][:length])
    found = segmented.fit_segmented(series, series["kwartaal"][length // 2], {}, 0.05)
    assert dropped in found["reden"].iloc[0]
    assert "niveau" in set(found["term"])
    assert (found["reden"].iloc[0] == "") == (dropped == "")


def test_too_short_or_empty_gives_no_number_and_a_reason() -> None:
    for series in (quarters([3, 4, 5, 6]), quarters([0] * 16)):
        found = segmented.fit_segmented(series, series["kwartaal"][2], {}, 0.05)
        assert found["methode"].tolist() == [segmented.TE_KORT]
        assert found["ratio"].isna().all()
        assert found["reden"].iloc[0]


def test_autocorrelation_is_seen() -> None:
    waves = [20 + round(10 * np.sin(place / 4)) for place in range(24)]
    found = segmented.fit_segmented(quarters(waves), pd.Period("2021Q1"), {}, 0.05)
    assert found["autocorrelatie"].iloc[0] > 0.3
    assert found["p_autocorrelatie"].iloc[0] < 0.1


def test_negative_binomial_takes_up_the_overdispersion() -> None:
    months, design = sicily()
    found = segmented.fit_terms(months["n"], months["n_kinderen"], design, 0.05, model=segmented.NEGATIEF_BINOMIAAL)
    assert found["dispersie"].iloc[0] == pytest.approx(1.0, abs=0.1)
    assert found["ratio"][1] == pytest.approx(0.894, abs=0.01)


def gap(counts: pd.Series | np.ndarray) -> pd.DataFrame:
    """Give 28 quarters from 2015 without those of 2018."""
    series = quarters(list(counts), first="2015Q1")
    return series[series["kwartaal"].dt.year != 2018].reset_index(drop=True)


def test_steady_growth_over_a_gap_gives_no_level() -> None:
    """Growth of 3 per cent a quarter, nothing else. Counted in rows the four quarters of 2018 would be a jump of 12."""
    found = segmented.fit_segmented(gap(1000 * 1.03 ** np.arange(28)), pd.Period("2019Q1"), {}, 0.05)
    ratio = found.set_index("term")["ratio"]
    assert ratio["niveau"] == pytest.approx(1, abs=1e-6) and ratio["trend"] == pytest.approx(1.03, abs=1e-6)


def test_level_is_at_the_start_also_where_that_quarter_is_missing() -> None:
    """Start in 2018Q1, doubled, then 5 per cent a quarter: in 2019Q1 the difference has become 2 x 1.05^4."""
    since = np.arange(28) - 12
    found = segmented.fit_segmented(
        gap(1000 * np.where(since >= 0, 2 * 1.05 ** since.astype(float), 1)), pd.Period("2018Q1"), {}, 0.05
    )
    assert found.set_index("term").at["niveau", "ratio"] == pytest.approx(2, abs=1e-6)


def test_lags_count_time_and_are_those_of_statsmodels_without_a_gap() -> None:
    """A gap as long as the lags splits the series: the variance is the sum of the two parts."""
    rng = np.random.default_rng(3)
    design = np.column_stack([np.ones(20), np.arange(20) % 7, np.arange(20) >= 10]).astype(float)
    model = sm.GLM(rng.poisson(20, 20), design, family=sm.families.Poisson())
    plain, lags = model.fit(), 2  # floor(4 * 0.2^(2/9))
    hac = model.fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}).bse
    assert segmented._newey_west(plain, np.arange(20.0)) == pytest.approx(hac)
    time = np.arange(20.0) + np.where(np.arange(20) >= 10, lags, 0)
    groups = np.repeat([0, 1], 10)
    panel = model.fit(cov_type="hac-panel", cov_kwds={"groups": groups, "maxlags": lags, "use_correction": "hac"}).bse
    assert segmented._newey_west(plain, time) == pytest.approx(panel)


def test_a_gap_is_no_neighbour_for_the_autocorrelation() -> None:
    """By hand: 1, -1, 1 | 1, -1, 1: neighbours always differ in sign, but the third and fourth are not neighbours."""
    residuals = np.array([1.0, -1, 1, 1, -1, 1])
    assert segmented._autocorrelation(residuals, np.array([0.0, 1, 2, 7, 8, 9]))[0] == pytest.approx(-1)
    assert segmented._autocorrelation(residuals, np.arange(6.0))[0] > -1
