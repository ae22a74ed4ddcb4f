import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import load_codebook
from analysis.measures.periods import peildata_of_study, quarters_of_study
from analysis.measures.toewijzingen import (
    count_running_toewijzingen,
    rate_domeinen_per_quarter,
    rate_toewijzingen_on_peildata,
    rate_toewijzingen_per_quarter,
)
from analysis.tidy.schemas import empty_table

sys.path.insert(0, str(Path(__file__).parents[1] / "test_tidy"))
from toewijzing_examples import CASES, leerlingen_table, small_study, toewijzingen_table

CASE = yaml.safe_load((CASES / "rate_toewijzingen_per_quarter" / "twee_ikcs.yaml").read_text(encoding="utf-8"))
STUDY = small_study(
    toewijzingen={"van": "2019-02-01", "tot": "2019-06-15"},
    metingen=[{"meting": "m1", "peildatum": "2019-02-01"}, {"meting": "m2", "peildatum": "2019-06-10"}],
    storende_periodes=[{"naam": "corona", "van": "2019-06-15", "tot": "2020-12-31"}],
)


def case_series() -> pd.DataFrame:
    tables = (
        toewijzingen_table(CASE["toewijzingen"]),
        leerlingen_table(CASE["leerlingen"]),
        pd.DataFrame(CASE["populatie"]),
    )
    return rate_toewijzingen_per_quarter(*tables, STUDY)


def test_quarters_as_counted_by_hand():
    columns = [
        "ikc",
        "kwartaal",
        "zorgvorm",
        "n_lopend",
        "n_gestart",
        "n_kinderen",
        "noemer_bron",
        "lopend_per_1000",
        "storend",
    ]
    expected = pd.DataFrame(CASE["expected"], columns=columns)
    found = case_series()
    pd.testing.assert_frame_equal(found[columns], expected, check_dtype=False)
    assert found.loc[0, "gestart_per_1000"] == 0


def test_domeinen_sum_their_zorgvormen():
    series = case_series()
    found = rate_domeinen_per_quarter(series, load_codebook().codes)
    totals = found.groupby(["ikc", "kwartaal"], sort=False)["n_lopend"].agg(list)
    assert set(found["domein"]) == {"dyslexiezorg", "verblijf", "alle"}
    assert totals[("alle", "2019Q2")] == [2, 0, 2]
    assert found["lopend_per_1000"].tolist() == series["lopend_per_1000"].tolist()


def test_peildata_count_what_runs_on_the_day():
    tables = (
        toewijzingen_table(CASE["toewijzingen"]),
        leerlingen_table(CASE["leerlingen"]),
        pd.DataFrame(CASE["populatie"]),
    )
    found = rate_toewijzingen_on_peildata(*tables, STUDY)
    a = found[(found["ikc"] == "A") & (found["zorgvorm"] == "alle")]
    assert a["meting"].tolist() == ["m1", "m2"]
    assert a["n_lopend"].tolist() == [2, 1]
    assert a["n_kinderen"].tolist() == [2, 1]
    assert a["lopend_per_1000"].tolist() == [1000, 1000]


def test_meting_outside_the_period_has_no_row():
    study = small_study(toewijzingen={"van": "2019-02-02", "tot": "2020-06-30"})
    assert peildata_of_study(toewijzingen_table([]), study)["moment"].tolist() == ["m2"]


def test_open_end_counts_as_running_and_last_day_too():
    table = toewijzingen_table(
        [
            {"zorgvorm": "crisis", "startdatum": "2019-02-01", "einddatum": "2019-02-01"},
            {"zorgvorm": "crisis", "startdatum": "2019-01-01"},
            {"zorgvorm": "crisis", "startdatum": "2019-01-01", "einddatum": "2019-01-31"},
            {"zorgvorm": "crisis", "startdatum": "2019-02-02"},
        ]
    )
    day = pd.Timestamp("2019-02-01")
    assert count_running_toewijzingen(table, day, ["zorgvorm"])["n_toewijzingen"].tolist() == [2]


def test_without_any_ikc_alle_covers_everything_and_has_no_rate():
    table = toewijzingen_table([{"ikc": "geen", "zorgvorm": "crisis", "startdatum": "2019-03-01"}])
    found = rate_toewijzingen_per_quarter(table, empty_table("leerlingen"), pd.DataFrame(CASE["populatie"]), STUDY)
    assert found["ikc"].unique().tolist() == ["alle"]
    assert found["n_lopend"].tolist() == [1, 1, 1, 1]
    assert found["lopend_per_1000"].isna().all()
    assert found["noemer_bron"].unique().tolist() == ["geen"]


def test_ikc_about_which_nothing_was_delivered_has_no_zeroes():
    table = toewijzingen_table([{"ikc": "A", "zorgvorm": "crisis", "startdatum": "2019-03-01"}])
    found = rate_toewijzingen_per_quarter(table, empty_table("leerlingen"), empty_table("populatie"), STUDY)
    assert found["ikc"].unique().tolist() == ["A", "alle"]


def test_period_follows_the_data_where_the_study_names_none():
    table = toewijzingen_table(
        [
            {"startdatum": "2018-11-05", "toewijzingsdatum": "2018-11-01"},
            {"startdatum": "2019-03-01", "toewijzingsdatum": "2019-02-20"},
        ]
    )
    quarters = quarters_of_study(table, small_study(toewijzingen={}))
    assert quarters["moment"].tolist() == ["2018Q4", "2019Q1"]
    assert quarters["peildag"].tolist() == [pd.Timestamp("2018-12-31"), pd.Timestamp("2019-02-20")]


@pytest.mark.parametrize("empty", ["toewijzingen", "leerlingen", "populatie"])
def test_what_was_not_delivered_breaks_nothing(empty):
    tables = {
        "toewijzingen": toewijzingen_table(CASE["toewijzingen"]),
        "leerlingen": leerlingen_table(CASE["leerlingen"]),
        "populatie": pd.DataFrame(CASE["populatie"]),
    } | {empty: empty_table(empty)}
    found = rate_toewijzingen_per_quarter(*tables.values(), STUDY)
    assert list(found.columns) == list(case_series().columns)
    assert not found.duplicated(["ikc", "kwartaal", "zorgvorm"]).any()


def test_a_study_without_metingen_and_populatie_counts_without_rates():
    """Without a populatie there is no peildatum to look for: the counts stand, the denominator is empty."""
    table = toewijzingen_table([{"ikc": "A", "zorgvorm": "crisis", "startdatum": "2019-03-01"}])
    study = small_study(metingen=())
    found = rate_toewijzingen_per_quarter(table, empty_table("leerlingen"), empty_table("populatie"), study)
    assert found["n_gestart"].sum() > 0 and found["n_kinderen"].isna().all()


PERIOD = st.tuples(
    st.sampled_from(["A", "B", "geen"]),
    st.sampled_from(["crisis", "dyslexie"]),
    st.integers(-200, 300),
    st.integers(-1, 200),
)


@settings(max_examples=12, deadline=None)
@given(st.lists(PERIOD, min_size=1, max_size=20))
def test_series_equals_counting_each_quarter_by_itself(periods):
    rows = []
    for ikc, zorgvorm, start, days in periods:
        first = pd.Timestamp("2019-02-01") + pd.Timedelta(days=start)
        rows.append({"ikc": ikc, "zorgvorm": zorgvorm, "startdatum": first})
        rows[-1]["einddatum"] = pd.NaT if days < 0 else first + pd.Timedelta(days=days)
    table = toewijzingen_table(rows)
    series = rate_toewijzingen_per_quarter(table, empty_table("leerlingen"), empty_table("populatie"), STUDY)
    days = quarters_of_study(table, STUDY).set_index("moment")
    for row in series[(series["ikc"] != "alle") & (series["zorgvorm"] != "alle")].itertuples():
        own = table[(table["ikc"] == row.ikc) & (table["zorgvorm"] == row.zorgvorm)]
        moment = days.loc[row.kwartaal]
        assert row.n_lopend == count_running_toewijzingen(own, moment["peildag"], ["ikc"])["n_toewijzingen"].sum()
        assert row.n_gestart == own["startdatum"].between(moment["van"], moment["tot"]).sum()
    wide = series[series["zorgvorm"] == "alle"].pivot(index="kwartaal", columns="ikc", values="n_lopend")
    assert np.array_equal(wide.pop("alle"), wide.sum(axis=1)) or not len(wide.columns)
