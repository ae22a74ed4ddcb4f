import sys
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.trajecten import add_domein, build_trajecten, build_trajecten_of_study, count_paden

sys.path.insert(0, str(Path(__file__).parents[1] / "test_tidy"))
from toewijzing_examples import CASES, CODEBOOK, small_study, toewijzingen_table


@pytest.mark.parametrize("path", sorted((CASES / "build_trajecten").glob("*.yaml")), ids=lambda path: path.stem)
def test_trajecten_as_counted_by_hand(path):
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = toewijzingen_table(case["toewijzingen"])
    rows = rows if case.get("by") is None else add_domein(rows, CODEBOOK.codes)
    found = build_trajecten(rows, case["gat_dagen"], pd.Timestamp(case["laatste_dag"]), case.get("by", "zorgvorm"))
    assert len(found) == len(case["expected"])
    for (_, row), wanted in zip(found.iterrows(), case["expected"], strict=True):
        for column, value in wanted.items():
            same = (
                pd.isna(row[column])
                if value is None
                else row[column] == (pd.Timestamp(value) if "datum" in column else value)
            )
            assert same, (row["client"], column, row[column], value)


def test_periods_are_cut_at_the_peildata_and_what_started_before_the_data_is_left_out():
    starts = ["2017-12-31", "2018-01-01", "2019-01-31", "2019-02-01", "2020-01-31", "2020-02-01"]
    rows = [{"client": f"c_{n}", "zorgvorm": "crisis", "startdatum": day} for n, day in enumerate(starts)]
    found = build_trajecten_of_study(toewijzingen_table(rows), small_study())
    assert found["periode"].tolist() == ["voor m1", "voor m1", "m1-m2", "m1-m2", "na m2"]


def test_paths_of_trajecten_are_counted_per_ikc_and_in_total():
    rows = pd.DataFrame(
        {
            "ikc": ["A", "A", "B", "geen"],
            "domein": "jeugd_ggz",
            "zorgvormen": ["ggz_diagnostiek > ggz_behandeling", *["ggz_behandeling"] * 3],
        }
    )
    found = count_paden(rows).set_index(["ikc", "pad"])[["n", "n_domein"]]
    assert found.loc[("A", "ggz_diagnostiek > ggz_behandeling")].tolist() == [1, 2]
    assert found.loc[("alle", "ggz_behandeling")].tolist() == [2, 3]
    assert "geen" not in found.index.get_level_values("ikc")


PERIODS = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 400), st.integers(0, 60)), max_size=12)


@settings(max_examples=50, deadline=None)
@given(PERIODS, st.integers(0, 90), st.integers(0, 500))
def test_what_has_ended_stays_ended_when_more_becomes_known(periods, gap, last):
    """Else the latest trajecten would look short: those that a next toewijzing will make longer count as ended."""
    origin = pd.Timestamp("2018-01-01")
    rows = [
        {"client": c, "zorgvorm": "crisis", "startdatum": origin + pd.Timedelta(days=s),
         "einddatum": origin + pd.Timedelta(days=s + d)}
        for c, s, d in periods
    ]  # fmt: skip
    now, later = (
        build_trajecten(toewijzingen_table(rows), gap, origin + pd.Timedelta(days=day)) for day in (last, 2_000)
    )
    ended = now.loc[~now["lopend"], ["client", "startdatum", "einddatum", "duur_dagen"]]
    assert len(ended.merge(later)) == len(ended)


@settings(max_examples=30, deadline=None)
@given(PERIODS, st.integers(0, 90))
def test_trajecten_equal_days_within_the_gap(periods, gap):
    """Every traject is a run of covered days of which none lies more than the gap from the one before."""
    origin, last = pd.Timestamp("2018-01-01"), pd.Timestamp("2021-06-30")
    rows = [
        {
            "client": c,
            "zorgvorm": "crisis",
            "startdatum": origin + pd.Timedelta(days=s),
            "einddatum": origin + pd.Timedelta(days=s + d),
        }
        for c, s, d in periods
    ]
    found = build_trajecten(toewijzingen_table(rows), gap, last)
    assert found["n_toewijzingen"].sum() == len(rows)
    expected = 0
    for client in "ab":
        days = sorted({s + day for c, s, d in periods if c == client for day in range(d + 1)})
        expected += bool(days) + sum(b - a - 1 > gap for a, b in pairwise(days))
    assert len(found) == expected
