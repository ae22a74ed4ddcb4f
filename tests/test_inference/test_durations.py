from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from inference_cases import read_published
from scipy.stats import chi2

from analysis.inference import durations
from analysis.study import Statistiek, Study

CASE, AML = (read_published("estimate_durations", name) for name in ("leukemie", "aml"))
GROEPEN = {**CASE["groepen"], **AML["groepen"]}
STUDY = Study(folder=Path("."), naam="klein", toewijzingen={"kort_maanden": 6})


def make_trajecten(duur: list[int], lopend: list[int], **columns) -> pd.DataFrame:
    rows = pd.DataFrame(
        {"duur_dagen": duur, "lopend": np.array(lopend, dtype=bool), "startdatum": pd.Timestamp("2019-01-01")}
    )
    return rows.assign(**{"ikc": "A", "periode": "voor m1", "zorgvorm": "crisis", **columns})


@pytest.mark.parametrize("groep", GROEPEN.values(), ids=list(GROEPEN))
def test_published_median_and_interval(groep):
    found = durations.measure_duration(make_trajecten(groep["duur"], groep["lopend"]), short_days=10)
    assert found["mediaan_dagen"] == groep["mediaan"]
    for name, wanted in zip(("ci_laag", "ci_hoog"), groep.get("ci", []), strict=False):
        assert np.isnan(found[name]) if wanted is None else found[name] == wanted


def test_published_log_rank():
    first, second = (make_trajecten(groep["duur"], groep["lopend"]) for groep in CASE["groepen"].values())
    p = durations.test_log_rank(first, second)
    assert chi2.isf(p, 1) == pytest.approx(CASE["logrank_chi2"], abs=0.01)
    assert durations.test_log_rank(second, first) == pytest.approx(p)
    maintained, not_maintained = (make_trajecten(groep["duur"], groep["lopend"]) for groep in AML["groepen"].values())
    assert durations.test_log_rank(maintained, not_maintained) == pytest.approx(AML["logrank_p"], abs=5e-5)


def test_median_interval_follows_the_alfa_of_the_study():
    """At 13 days S = 0.818, se 0.1163: lower limit 0.447 at 95, 0.608 at 80 per cent; at 18 (0.716, 0.1397) 0.494."""
    groep = AML["groepen"]["maintained"]
    rows, found = make_trajecten(groep["duur"], groep["lopend"]), []
    for level in (0.05, 0.2):
        study = STUDY.model_copy(update={"statistiek": Statistiek(alfa=level)})
        found.append(durations.estimate_durations(rows, study)["ci_laag"].iloc[0])
    assert found == [13, 18]


def test_no_log_rank_where_too_few_ended():
    first, second = make_trajecten([10, 20, 30], [0, 0, 0]), make_trajecten([10, 20, 30], [0, 0, 1])
    assert durations.test_log_rank(first, second, fewest=2) > 0
    assert np.isnan(durations.test_log_rank(first, second, fewest=3))
    assert np.isnan(durations.test_log_rank(first, second.head(0)))


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
