"""Pilots and comparison IKCs in the same quarters: what is added up, left out, and what the two jumps give."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.inference.tijdreeks_groepen import AGAINST, estimate_pooled, pool_series, rate_changes
from analysis.results.kaart import VAN_ONTHULLING
from analysis.results.kaarten import kaart
from analysis.study import Study

QUARTERS = [f"{year}Q{part}" for year in range(2016, 2022) for part in (1, 2, 3, 4)]
AFTER = [kwartaal >= "2019Q3" for kwartaal in QUARTERS]


def study(first: str = "2019-07-01", second: str = "2019-08-01") -> Study:
    return Study(
        folder=Path("studie"), naam="x", publicatie={"drempel": 5},
        metingen=({"meting": "nul", "peildatum": "2019-02-01", "informant": "leerkracht"},),
        ikcs=({"ikc": "A", "rol": "pilot", "start_jok": first}, {"ikc": "B", "rol": "pilot", "start_jok": second},
              {"ikc": "C", "rol": "vergelijking"}),
    )  # fmt: skip


def series(**per_ikc: list[int]) -> pd.DataFrame:
    rows = [
        {"ikc": ikc, "domein": "alle", "kwartaal": kwartaal, "n_gestart": n, "n_kinderen": 200}
        for ikc, counts in per_ikc.items()
        for kwartaal, n in zip(QUARTERS, counts, strict=True)
    ]
    return pd.DataFrame(rows).astype({"n_gestart": "Int64", "n_kinderen": "Int64"})


def noise(level: int, jump: float = 1.0) -> list[int]:
    """Counts that go up and down by one, with a jump at the start."""
    return [round(level * (jump if after else 1)) + (place * 7 % 3 - 1) for place, after in enumerate(AFTER)]


def estimate(per_quarter: pd.DataFrame, of: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    return estimate_pooled(per_quarter, pool_series(per_quarter, of), of)


def six(**ends) -> Study:
    """Three pilots that start in 2019Q3, three others."""
    pilots = ({"ikc": ikc, "rol": "pilot", "start_jok": "2019-07-01"} for ikc in "ABC")
    others = ({"ikc": ikc, "rol": "vergelijking"} for ikc in "DEF")
    metingen = ({"meting": "nul", "peildatum": "2019-02-01", "informant": "leerkracht"},)
    return Study(folder=Path("studie"), naam="x", metingen=metingen, ikcs=(*pilots, *others), **ends)


def flat(before: int, after: int) -> list[int]:
    return [after if since else before for since in AFTER]


def test_ratios_and_their_margins_by_hand() -> None:
    """Fourteen quarters before, ten after; counts of 4 a quarter before are 56, of 2, 4 and 6 after 20, 40 and 60.

    A: log((20.5 / 10) / (56.5 / 14)) = -0.6774, B: log(4.05 / 4.0357) = 0.0035, C: log(6.05 / 4.0357) = 0.4049. Their
    mean is -0.0897, sd 0.5472, error 0.3159; t(0.975; 2) = 4.3027. The others stay, and differ by nothing.
    """
    per_quarter = series(A=flat(4, 2), B=flat(4, 4), C=flat(4, 6), D=flat(4, 4), E=flat(8, 8), F=flat(4, 2))
    rows, points = estimate(per_quarter, six())
    found = rows.set_index("ikc")
    assert found.loc["pilots", "ratio"] == pytest.approx(np.exp(-0.0897), abs=1e-4)
    assert found.loc["pilots", "ci_laag"] == pytest.approx(np.exp(-0.0897 - 4.3027 * 0.3159), abs=2e-4)
    assert found.loc[["pilots", "vergelijking"], "n_gestart_na"].tolist() == [120, 140]
    assert found.loc[AGAINST, "ratio"] == pytest.approx(
        found.loc["pilots", "ratio"] / found.loc["vergelijking", "ratio"]
    )
    assert found.loc[AGAINST, "ci_laag_gecorrigeerd"] == pytest.approx(found.loc[AGAINST, "ci_laag"]), "one comparison"
    assert set(rows["n_ikcs"]) == {3, 6} and set(rows["term"]) == {"voor_na"}
    pilots = points[(points["groep"] == "pilots") & (points["kwartaal"] == "2016Q2")].iloc[0]
    assert pilots["n_gestart"] == 12 and pilots["gestart_per_1000"] == 20 and pilots["gemiddeld_per_1000"] == 20


def test_a_halving_in_three_pilots_is_found_beside_six_that_stayed() -> None:
    per_quarter = series(A=noise(20, 0.5), B=noise(20, 0.45), C=noise(24, 0.5), D=noise(20), E=noise(30), F=noise(25))
    row = estimate(per_quarter, six())[0].set_index("ikc").loc[AGAINST]
    assert row["ratio"] == pytest.approx(0.49, abs=0.02) and row["ci_hoog_gecorrigeerd"] < 1


def test_more_primary_indicators_make_the_margin_of_the_comparison_wider() -> None:
    per_quarter = series(A=noise(20), B=noise(22, 0.8), C=noise(24, 1.2), D=noise(20, 1.1), E=noise(30), F=noise(25))
    primary = ({"indicator": "jeugd_ggz", "richting": "daling"},)
    row = estimate(per_quarter, six(primaire_indicatoren=primary))[0].set_index("ikc").loc[AGAINST]
    assert row["ci_laag_gecorrigeerd"] < row["ci_laag"] and row["ci_hoog_gecorrigeerd"] > row["ci_hoog"]


def test_an_ikc_without_a_new_toewijzing_has_a_number_too() -> None:
    """None of C since the start: log((0.5 / 10) / (56.5 / 14))."""
    per_quarter = series(A=flat(4, 4), B=flat(4, 4), C=flat(4, 0), D=flat(4, 4), E=flat(4, 4), F=flat(4, 4))
    changes = rate_changes(per_quarter, pool_series(per_quarter, six()), six()).set_index("ikc")["verandering"]
    assert changes["C"] == pytest.approx(np.log(0.05 / (56.5 / 14)))
    assert changes["A"] == pytest.approx(0.0035, abs=1e-4)


def test_two_pilots_have_a_ratio_and_no_margin() -> None:
    rows, _ = estimate(series(A=noise(20, 2), B=noise(20, 2), C=noise(30)), study())
    found = rows.set_index("ikc")
    assert found.loc[AGAINST, "ratio"] == pytest.approx(2, rel=0.05) and np.isnan(found.loc[AGAINST, "ci_laag"])
    assert "een marge zou te smal zijn" in found.loc["pilots", "reden"]


def test_quarters_in_which_not_all_had_begun_are_left_out_of_both_groups() -> None:
    pooled = pool_series(series(A=noise(20), B=noise(20), C=noise(30)), study("2019-03-01", "2019-09-01"))
    assert not pooled["kwartaal"].isin(["2019Q1", "2019Q2"]).any()
    assert set(pooled["start"]) == {"2019Q3"} and pooled.groupby("groep").size().tolist() == [22, 22]


def test_a_quarter_in_which_one_ikc_is_not_known_has_no_sum() -> None:
    per_quarter = series(A=noise(20), B=noise(20), C=noise(30))
    per_quarter.loc[(per_quarter["ikc"] == "B") & (per_quarter["kwartaal"] == "2016Q1"), "n_gestart"] = pd.NA
    pooled = pool_series(per_quarter, study())
    assert not ((pooled["groep"] == "pilots") & (pooled["kwartaal"] == "2016Q1")).any()


def test_without_comparison_ikcs_there_is_nothing_to_pool() -> None:
    per_quarter = series(A=noise(20), B=noise(20))
    rows, points = estimate(per_quarter, study())
    assert rows.empty and points.empty


@pytest.mark.parametrize("start", ["2022-07-01", "2015-07-01"], ids=["all-before", "all-after"])
def test_with_quarters_on_one_side_of_the_start_nothing_is_compared(start: str) -> None:
    rows, points = estimate(series(A=noise(20), B=noise(20), C=noise(30)), study(start, start))
    assert rows.empty and len(points) == 2 * len(QUARTERS)


MADE_ELSEWHERE = {"dispersie", "autocorrelatie", "p_autocorrelatie", *VAN_ONTHULLING}
"""Columns of `tijdreeks` that only a single IKC's model has, or that disclosure makes."""


@pytest.mark.parametrize(
    "per_ikc",
    [
        {"A": noise(20), "B": noise(20)},
        {"A": noise(20), "B": noise(20), "C": noise(30)},
        {"A": flat(0, 0), "B": flat(0, 0), "C": flat(0, 0)},
    ],
    ids=["no-comparison", "both-groups", "too-few-to-compare"],
)
def test_whatever_is_found_the_table_has_the_columns_of_its_card(per_ikc: dict[str, list[int]]) -> None:
    """A study without comparison IKCs has rows of single IKCs: the columns of the groups are then there, and empty."""
    rows, _ = estimate(series(**per_ikc), study())
    assert set(rows.columns) == set(kaart("tijdreeks").kolommen) - MADE_ELSEWHERE


def test_ikcs_with_a_few_in_all_have_no_ratio() -> None:
    few = [1 if place % 6 == 0 else 0 for place in range(24)]
    rows, _ = estimate(series(A=few, B=few, C=few, D=noise(20), E=noise(30), F=noise(25)), six())
    found = rows.set_index("ikc")
    assert pd.isna(found.loc["pilots", "ratio"]) and "minder dan 5" in found.loc["pilots", "reden"]
    assert found.loc["vergelijking", "ratio"] > 0 and AGAINST not in found.index
