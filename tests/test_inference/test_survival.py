"""Curves at fixed months, and short against long before and since the first meting."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from scipy.stats import norm

from analysis.inference.kort_lang import child_years, compare_kort, estimate_kort_lang
from analysis.inference.survival import estimate_curves, label_before_and_since, survival_at
from analysis.study import Study
from analysis.tidy.schemas import empty_table

CASES = Path(__file__).parents[1] / "cases"
STUDY = Study(
    folder=Path("."),
    naam="klein",
    toewijzingen={"kort_maanden": 6, "van": "2018-01-01", "tot": "2019-12-31"},
    metingen=[{"meting": "m1", "peildatum": "2019-02-01"}, {"meting": "m2", "peildatum": "2020-02-01"}],
    ikcs=[{"ikc": "A", "rol": "pilot"}, {"ikc": "B", "rol": "vergelijking"}],
)


def load(name: str) -> dict:
    return yaml.safe_load((CASES / name).read_text(encoding="utf-8"))


def test_survival_as_counted_by_hand():
    case = load("survival_at/vijf_trajecten.yaml")
    rows = pd.DataFrame({"duur_dagen": case["duur"], "lopend": np.array(case["lopend"], dtype=bool)})
    found = survival_at(rows, np.array(case["dagen"], dtype=float))
    assert len(found) == len(case["expected"])
    for row, (days, share, at_risk) in zip(found.itertuples(), case["expected"], strict=True):
        assert (row.dagen, row.n_onder_risico) == (days, at_risk)
        assert row.aandeel_lopend == pytest.approx(share, abs=1e-6)


def test_interval_is_greenwood_on_the_log_log_scale():
    # Day 10 of the case: S = 4/5, Greenwood variance S^2 x 1/(5 x 4), so se = 0.8 x sqrt(1/20).
    case = load("survival_at/vijf_trajecten.yaml")
    rows = pd.DataFrame({"duur_dagen": case["duur"], "lopend": np.array(case["lopend"], dtype=bool)})
    found = survival_at(rows, np.array([10.0])).iloc[0]
    width = norm.isf(0.025) * 0.8 * np.sqrt(1 / 20) / (0.8 * abs(np.log(0.8)))
    assert found["ci_laag"] == pytest.approx(0.8 ** np.exp(width))
    assert found["ci_hoog"] == pytest.approx(0.8 ** np.exp(-width))


def test_published_share_in_remission():
    # Freireich et al. (1963), 6-MP: the Kaplan-Meier share still in remission after 10 weeks is 0.753 (21 patients).
    case = load("estimate_durations/leukemie.yaml")["groepen"]["6mp"]
    rows = pd.DataFrame({"duur_dagen": case["duur"], "lopend": np.array(case["lopend"], dtype=bool)})
    assert survival_at(rows, np.array([10.0]))["aandeel_lopend"].iloc[0] == pytest.approx(0.753, abs=5e-4)


def kort_lang_table() -> tuple[dict, pd.DataFrame]:
    case = load("estimate_kort_lang/twee_groepen.yaml")
    columns = ["ikc", "periode", "duur_dagen", "lopend", "kosten_eur"]
    rows = pd.DataFrame(case["trajecten"], columns=columns).assign(domein="jeugd_ggz")
    return case, estimate_kort_lang(rows, pd.DataFrame(case["kinderjaren"]), STUDY)


def test_short_and_long_as_counted_by_hand():
    case, table = kort_lang_table()
    found = table.set_index(["ikc", "periode"])
    for wanted in case["expected"]:
        row = found.loc[(wanted.pop("ikc"), wanted.pop("periode"))]
        for column, value in wanted.items():
            assert row[column] == pytest.approx(value, abs=1e-6), column
    assert "geen" not in found.index.get_level_values("ikc")


def test_difference_has_the_mover_interval():
    rows = pd.DataFrame({
        "ikc": "A", "domein": "x", "n": [20, 30], "aandeel_kort": [0.7, 0.4], "ci_laag": [0.5, 0.3],
        "ci_hoog": [0.8, 0.6],
    })  # fmt: skip
    last = compare_kort(rows).iloc[1]
    assert last["verschil_kort"] == pytest.approx(-0.3)
    assert last["verschil_laag"] == pytest.approx(-0.3 - np.hypot(0.1, 0.1))
    assert last["verschil_hoog"] == pytest.approx(-0.3 + np.hypot(0.2, 0.2))
    assert pd.isna(compare_kort(rows).iloc[0]["verschil_kort"])


def test_a_start_on_the_first_peildatum_is_since_that_meting():
    rows = pd.DataFrame({"startdatum": pd.to_datetime(["2019-01-31", "2019-02-01"])})
    assert label_before_and_since(rows, STUDY)["periode"].tolist() == ["voor m1", "vanaf m1"]


def test_child_years_split_the_quarter_of_the_first_meting():
    populatie = pd.DataFrame({"ikc": ["A"], "meting": ["m1"], "bouw": ["alle"], "aantal_kinderen": [100]})
    toewijzingen = pd.DataFrame({"startdatum": pd.to_datetime(["2018-03-01"])})
    found = child_years(toewijzingen, empty_table("leerlingen"), populatie, ["A"], STUDY).set_index("periode")
    # 1 January 2018 up to and including 31 January 2019 is 396 days, 1 February up to 31 December 2019 is 334.
    assert found["kinderjaren"].to_dict() == pytest.approx({"voor m1": 39600 / 365.25, "vanaf m1": 33400 / 365.25})


def test_curves_have_totals_and_stop_where_nobody_was_followed():
    rows = pd.DataFrame({
        "ikc": ["A", "B", "geen"], "domein": ["x", "y", "x"], "periode": "voor m1", "duur_dagen": [40, 100, 900],
        "lopend": [False, True, False],
    })  # fmt: skip
    found = estimate_curves(rows, STUDY)
    assert found.loc[found["ikc"] == "alle", "n"].max() == 2
    own = found[(found["ikc"] == "B") & (found["domein"] == "y")]
    assert own["maand"].tolist() == [0, 1, 2, 3]
    assert (own["aandeel_lopend"] == 1).all()
    everyone = found[(found["ikc"] == "A") & (found["domein"] == "alle")]
    assert everyone["maand"].max() == 24
