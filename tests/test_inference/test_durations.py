from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from scipy.stats import chi2

from analysis.inference import durations
from analysis.study import Study

CASE = yaml.safe_load(
    (Path(__file__).parents[1] / "cases/estimate_durations/leukemie.yaml").read_text(encoding="utf-8")
)
STUDY = Study(folder=Path("."), naam="klein", toewijzingen={"kort_maanden": 6})


def make_trajecten(duur: list[int], lopend: list[int], **columns) -> pd.DataFrame:
    rows = pd.DataFrame(
        {"duur_dagen": duur, "lopend": np.array(lopend, dtype=bool), "startdatum": pd.Timestamp("2019-01-01")}
    )
    return rows.assign(**{"ikc": "A", "periode": "voor m1", "zorgvorm": "crisis", **columns})


@pytest.mark.parametrize("groep", CASE["groepen"].values(), ids=list(CASE["groepen"]))
def test_published_median_and_interval(groep):
    found = durations.measure_duration(make_trajecten(groep["duur"], groep["lopend"]), short_days=10)
    assert found["mediaan_dagen"] == groep["mediaan"]
    for name, wanted in zip(("ci_laag", "ci_hoog"), groep["ci"], strict=True):
        assert np.isnan(found[name]) if wanted is None else found[name] == wanted


def test_published_log_rank():
    first, second = CASE["groepen"].values()
    both = pd.concat(
        [
            make_trajecten(first["duur"], first["lopend"]),
            make_trajecten(second["duur"], second["lopend"], periode="m1-m2", startdatum=pd.Timestamp("2020-01-01")),
        ]
    )
    found = durations.test_durations(both)
    row = found[(found["ikc"] == "A") & (found["zorgvorm"] == "crisis")].iloc[0]
    assert (row["van"], row["naar"], row["n_van"], row["n_naar"]) == ("voor m1", "m1-m2", 21, 21)
    assert chi2.isf(row["p"], 1) == pytest.approx(CASE["logrank_chi2"], abs=0.01)


def test_share_short_counts_running_trajecten_until_they_are_lost():
    # Day 100: 1 of 4 ends (3/4 left). Day 150: one is censored. Day 200: 1 of 2 ends. Six months is 182.6 days: 1/4.
    found = durations.measure_duration(make_trajecten([100, 150, 200, 300], [0, 1, 0, 1]), short_days=182.6)
    assert found["aandeel_kort"] == pytest.approx(0.25)
    longer = durations.measure_duration(make_trajecten([100, 150, 200, 300], [0, 1, 0, 1]), short_days=250)
    assert longer["aandeel_kort"] == pytest.approx(1 - 0.75 * 0.5)


def test_share_short_is_empty_when_nobody_was_followed_so_long():
    found = durations.measure_duration(make_trajecten([30, 40], [0, 1]), short_days=182.6)
    assert np.isnan(found["aandeel_kort"])


def test_median_is_halfway_where_exactly_half_is_left():
    found = durations.measure_duration(make_trajecten([1, 2, 3, 6], [0, 0, 0, 0]), short_days=10)
    assert found["mediaan_dagen"] == 2.5


def test_all_running_has_no_median():
    found = durations.measure_duration(make_trajecten([30, 400], [1, 1]), short_days=182.6)
    assert (found["n"], found["n_lopend"]) == (2, 2)
    assert np.isnan([found["mediaan_dagen"], found["ci_laag"], found["ci_hoog"], found["aandeel_kort"]]).all()


def test_table_has_totals_and_leaves_out_children_without_an_ikc():
    rows = pd.concat(
        [
            make_trajecten([10, 20], [0, 0]),
            make_trajecten([30], [0], ikc="B", zorgvorm="dyslexie", periode="m1-m2"),
            make_trajecten([40], [0], ikc="geen"),
        ]
    )
    table = durations.estimate_durations(rows, STUDY).set_index(["ikc", "periode", "zorgvorm"])["n"]
    assert table[("alle", "alle", "alle")] == 3
    assert table[("A", "alle", "crisis")] == 2
    assert table[("alle", "m1-m2", "dyslexie")] == 1
    assert "geen" not in table.index.get_level_values("ikc")


def test_curve_starts_at_one_and_ends_with_the_last_event():
    curve = durations.survival_curve(make_trajecten([10, 20, 30], [0, 1, 0]))
    assert curve["dagen"].tolist() == [0, 10, 30]
    assert curve["aandeel_lopend"].tolist() == pytest.approx([1, 2 / 3, 0])
    assert curve["n_onder_risico"].tolist() == [3, 3, 1]
