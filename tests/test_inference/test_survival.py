"""Curves at fixed months, and short against long before and since the first meting."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from scipy.stats import chi2, norm

from analysis.inference.kort_lang import child_years, compare_kort, estimate_kort_lang
from analysis.inference.kort_lang import test_periods as compare_periods
from analysis.inference.survival import estimate_curves, label_before_and_since, survival_at
from analysis.measures.traject_kosten import cost_columns
from analysis.study import Statistiek, Study
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


@pytest.mark.parametrize(("name", "groep"), [("leukemie", "6mp"), ("aml", "maintained")])
def test_published_curve_and_its_standard_errors(name, groep):
    case = load(f"estimate_durations/{name}.yaml")["groepen"][groep]
    rows = pd.DataFrame({"duur_dagen": case["duur"], "lopend": np.array(case["lopend"], dtype=bool)})
    found = survival_at(rows, np.array(list(case["curve"]), dtype=float)).set_index("dagen")
    share = found["aandeel_lopend"]
    assert share.to_dict() == pytest.approx(case["curve"], abs=6e-4)
    error = np.log(np.log(found["ci_laag"]) / np.log(share)) * -share * np.log(share) / norm.isf(0.025)
    for day, printed in case.get("standaardfout", {}).items():
        assert error[day] == pytest.approx(printed, abs=6e-5)


def kort_lang_table() -> tuple[dict, pd.DataFrame]:
    case = load("estimate_kort_lang/twee_groepen.yaml")
    columns = ["ikc", "periode", "duur_dagen", "lopend", *cost_columns(1)]
    rows = pd.DataFrame(case["trajecten"], columns=columns).assign(domein="jeugd_ggz")
    rows = rows.assign(**{name: rows[cost_columns(1)[0]] * 0 for name in cost_columns(8)[1:]})
    study = STUDY.model_copy(update={"statistiek": Statistiek(minimum_gevallen=3)})
    return case, estimate_kort_lang(rows, pd.DataFrame(case["kinderjaren"]), study, 8)


def test_short_and_long_as_counted_by_hand():
    case, table = kort_lang_table()
    found = table.set_index(["ikc", "periode"])
    for wanted in case["expected"]:
        row = found.loc[(wanted.pop("ikc"), wanted.pop("periode"))]
        for column, value in wanted.items():
            assert row[column] == pytest.approx(value, abs=1e-6), column
    assert "geen" not in found.index.get_level_values("ikc")


def test_periods_are_tested_by_log_rank_on_the_row_of_the_later_one():
    # The classic data again: weeks in remission as the durations of the trajecten before and since the first meting.
    case = load("estimate_durations/leukemie.yaml")
    rows = pd.concat([
        pd.DataFrame({"duur_dagen": groep["duur"], "lopend": np.array(groep["lopend"], dtype=bool), "periode": periode})
        for groep, periode in zip(case["groepen"].values(), ("voor m1", "vanaf m1"), strict=True)
    ]).assign(ikc="A", domein="x")  # fmt: skip
    years = pd.DataFrame({"ikc": "A", "periode": ["voor m1", "vanaf m1"], "kinderjaren": 10.0})
    found = estimate_kort_lang(rows, years, STUDY, 0).set_index(["ikc", "periode"])["p_logrank"]
    assert chi2.isf(found[("A", "vanaf m1")], 1) == pytest.approx(case["logrank_chi2"], abs=0.01)
    assert np.isnan(found[("A", "voor m1")])
    few = estimate_kort_lang(rows[rows["duur_dagen"] < 4], years, STUDY, 0)
    assert few["p_logrank"].isna().all()


def test_log_rank_tests_are_corrected_over_the_domeinen_of_an_ikc(monkeypatch):
    """By hand, Benjamini-Hochberg over 0.01, 0.04 and 0.9: 0.03, 0.06 and 0.9. B has one test: nothing to correct."""
    p = {"x": 0.04, "y": 0.01, "z": 0.9, "w": np.nan}
    monkeypatch.setattr("analysis.inference.kort_lang.test_log_rank", lambda first, *_: p[first["domein"].iloc[0]])
    groups = [("A", domein) for domein in p] + [("B", "x")]
    rows = pd.DataFrame(
        [(ikc, domein, periode) for ikc, domein in groups for periode in ("voor m1", "vanaf m1")],
        columns=["ikc", "domein", "periode"],
    )
    found = compare_periods(rows, STUDY)
    corrected = [0.06, 0.03, 0.9, np.nan, 0.04]
    assert found["p_logrank_gecorrigeerd"].tolist() == pytest.approx(corrected, nan_ok=True)


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
