"""Pilots and comparison IKCs in the same quarters: what is added up, left out, and what the two jumps give."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.inference.tijdreeks_groepen import AGAINST, estimate_pooled, pool_series
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


def test_a_doubled_group_beside_one_that_stayed_gives_two() -> None:
    per_quarter = series(A=noise(20, 2), B=noise(20, 2), C=noise(30))
    rows, points = estimate_pooled(pool_series(per_quarter, study()), study())
    level = rows[rows["term"] == "niveau"].set_index("ikc")
    assert level.loc["pilots", "ratio"] == pytest.approx(2, rel=0.05)
    assert level.loc["vergelijking", "ratio"] == pytest.approx(1, rel=0.07)
    assert level.loc[AGAINST, "ratio"] == pytest.approx(
        level.loc["pilots", "ratio"] / level.loc["vergelijking", "ratio"]
    )
    assert level.loc[AGAINST, "ci_laag"] > 1
    widths = np.log(level["ci_hoog"] / level["ci_laag"])
    assert widths[AGAINST] == pytest.approx(np.hypot(widths["pilots"], widths["vergelijking"]), rel=1e-6)
    pilots = points[(points["groep"] == "pilots") & (points["kwartaal"] == "2016Q2")].iloc[0]
    assert pilots["n_gestart"] == 40 and pilots["gestart_per_1000"] == 100 and pilots["n_ikcs"] == 2


def test_both_groups_that_jump_alike_give_one() -> None:
    rows, _ = estimate_pooled(pool_series(series(A=noise(20, 2), B=noise(20, 2), C=noise(30, 2)), study()), study())
    row = rows[(rows["term"] == "niveau") & (rows["ikc"] == AGAINST)].iloc[0]
    assert row["ratio"] == pytest.approx(1, rel=0.07) and row["ci_laag"] < 1 < row["ci_hoog"]


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
    pooled = pool_series(series(A=noise(20), B=noise(20)), study())
    rows, points = estimate_pooled(pooled, study())
    assert pooled.empty and rows.empty and points.empty


def test_a_series_with_a_few_a_quarter_is_not_fitted() -> None:
    rows, points = estimate_pooled(pool_series(series(A=[1] * 24, B=[1] * 24, C=noise(30)), study()), study())
    level = rows[rows["term"] == "niveau"].set_index("ikc")
    assert np.isnan(level.loc["pilots", "ratio"]) and "minder dan 5" in level.loc["pilots", "reden"]
    assert AGAINST not in level.index
    assert points.loc[points["groep"] == "pilots", "model_per_1000"].isna().all()
