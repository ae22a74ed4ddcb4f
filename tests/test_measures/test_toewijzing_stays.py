"""A toewijzing counts at the IKC where its child is enrolled on that day, as the children in the denominator."""

import sys
from pathlib import Path

import pandas as pd
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.toewijzing_stays import place_prices, split_by_enrolment, without_ikc_before_enrolment
from analysis.measures.toewijzingen import rate_toewijzingen_on_peildata, rate_toewijzingen_per_quarter
from analysis.measures.trajecten import build_trajecten_of_study
from analysis.tidy.schemas import empty_table

sys.path.insert(0, str(Path(__file__).parents[1] / "test_tidy"))
from toewijzing_examples import CASES, leerlingen_table, small_study, toewijzingen_table

CASE = yaml.safe_load((CASES / "split_by_enrolment" / "vertrokken_en_verhuisd.yaml").read_text(encoding="utf-8"))
TOEWIJZINGEN, LEERLINGEN = toewijzingen_table(CASE["toewijzingen"]), leerlingen_table(CASE["leerlingen"])
STUDY = small_study(
    toewijzingen={"van": "2019-01-01", "tot": "2019-12-31"}, metingen=[{"meting": "m1", "peildatum": "2019-10-01"}]
)


def test_pieces_as_counted_by_hand():
    found = split_by_enrolment(TOEWIJZINGEN, LEERLINGEN).sort_values(["toewijzing", "startdatum"])
    columns = ["zorgvorm", "ikc", "startdatum", "einddatum", "begin"]
    expected = pd.DataFrame(CASE["expected"], columns=columns).astype({"startdatum": "datetime64[us]"})
    expected = expected.assign(einddatum=pd.to_datetime(expected["einddatum"]).astype("datetime64[us]"))
    pd.testing.assert_frame_equal(found[columns].reset_index(drop=True), expected, check_dtype=False)


def test_every_child_in_the_numerator_is_in_the_denominator():
    # On 1 October 2019 A has eerste, komer and dubbel (3 children), B eerste_b and verhuizer (2). Running then: at A
    # those of komer and dubbel, and that of the export's own column; at B that of verhuizer. Not the one who left.
    at_a_or_b = [table[table["ikc"] != "C"] for table in (TOEWIJZINGEN, LEERLINGEN)]
    rates = rate_toewijzingen_on_peildata(*at_a_or_b, empty_table("populatie"), STUDY)
    found = rates[rates["zorgvorm"] == "alle"].set_index("ikc")[["n_lopend", "n_kinderen"]]
    assert found.to_dict("index") == {
        "A": {"n_lopend": 3, "n_kinderen": 3},
        "B": {"n_lopend": 1, "n_kinderen": 2},
        "alle": {"n_lopend": 4, "n_kinderen": 5},
    }


def test_care_that_a_child_brings_along_does_not_start_at_the_ikc():
    series = rate_toewijzingen_per_quarter(TOEWIJZINGEN, LEERLINGEN, empty_table("populatie"), STUDY)
    started = series[series["kwartaal"] == "2019Q1"].set_index(["ikc", "zorgvorm"])["n_gestart"]
    assert started[("A", "komer")] == 0
    assert started[("A", "alle")] == 4  # vertrekker, verhuizer, kolom, dubbel
    assert series.loc[series["ikc"] == "B", "n_gestart"].sum() == 0


def test_costs_follow_the_days_at_the_ikc():
    prices = pd.DataFrame({
        "toewijzing": [1], "ikc": "A", "zorgvorm": "verhuizer", "van": pd.to_datetime(["2019-01-01"]),
        "tot": pd.to_datetime(["2019-12-31"]), "per_dag_eur": 2.0, "prijsbron": "budget",
    })  # fmt: skip
    found = place_prices(prices, split_by_enrolment(TOEWIJZINGEN, LEERLINGEN))
    days = ((found["tot"] - found["van"]).dt.days + 1).to_list()
    assert dict(zip(found["ikc"], days, strict=True)) == {"A": 212, "B": 153}  # 365 days: the last of July is day 212


def test_a_traject_that_a_child_brought_along_is_no_traject_of_the_ikc():
    linked = [{"client": "c", "startdatum": "2019-01-01", "koppeling": "loopt door in inschrijving", "zorgvorm": "x"}]
    rows = toewijzingen_table(linked)
    assert without_ikc_before_enrolment(rows)["ikc"].tolist() == ["geen"]
    assert build_trajecten_of_study(rows, small_study())["ikc"].tolist() == ["geen"]


STAYS = st.lists(
    st.tuples(st.sampled_from("xy"), st.sampled_from("AB"), st.integers(0, 60), st.integers(-1, 40)), max_size=6
)


@settings(max_examples=40, deadline=None)
@given(STAYS, st.integers(-20, 80), st.integers(-1, 60), st.sampled_from("AB"))
def test_pieces_never_count_a_day_twice_and_lie_within_the_toewijzing(stays, start, days, ikc):
    origin = pd.Timestamp("2019-01-01")
    enrolled = leerlingen_table([
        {"client": c, "ikc": i, "van": origin + pd.Timedelta(days=v)}
        | ({} if d < 0 else {"tot": origin + pd.Timedelta(days=v + d)})
        for c, i, v, d in stays
    ])  # fmt: skip
    first = origin + pd.Timedelta(days=start)
    end = pd.NaT if days < 0 else first + pd.Timedelta(days=days)
    row = toewijzingen_table([{"client": "x", "ikc": ikc, "zorgvorm": "z", "startdatum": first, "einddatum": end}])
    pieces = split_by_enrolment(row, enrolled).sort_values("startdatum")
    assert (pieces["startdatum"] >= first).all()
    assert pieces["begin"].sum() <= 1
    if not pd.isna(end):
        assert (pieces["einddatum"] <= end).all()
    previous = pieces["einddatum"].shift()
    assert (pieces["startdatum"] > previous)[previous.notna()].all()
