import pandas as pd
import pytest
from inventory_example import CODEBOOK, read_case, study_of, tables_of, value_at

from analysis.measures.denominators import count_kinderen
from analysis.measures.inventory import count_indicatoren, count_indicatoren_of_all

CASE = read_case("count_indicatoren", "twee_metingen")


@pytest.fixture(scope="module")
def counts() -> pd.DataFrame:
    study, tables = study_of(CASE), tables_of(CASE)
    return count_indicatoren(tables, count_kinderen(tables["populatie"], tables["leerlingen"], study), study, CODEBOOK)


def _check(counts: pd.DataFrame, rows: list[list]) -> None:
    for ikc, meting, bouw, domein, code, n, n_kinderen in rows:
        where = {"ikc": ikc, "meting": meting, "bouw": bouw, "domein": domein, "code": code}
        assert value_at(counts, "n", **where) == n, where
        assert value_at(counts, "n_kinderen", **where) == n_kinderen, where


def test_children_are_counted_once_per_indicator(counts: pd.DataFrame) -> None:
    _check(counts, CASE["expected"])


def test_alle_adds_the_ikcs_that_have_the_indicator(counts: pd.DataFrame) -> None:
    _check(count_indicatoren_of_all(counts), CASE["expected_alle"])


def test_missing_inventory_is_not_zero(counts: pd.DataFrame) -> None:
    for ikc, meting, domein, code in CASE["absent"]:
        where = {"ikc": ikc, "meting": meting, "domein": domein, "code": code}
        assert not (counts[list(where)] == pd.Series(where)).all(axis=1).any(), where


def test_every_indicator_has_a_row_where_children_were_inventoried(counts: pd.DataFrame) -> None:
    of_b = counts[(counts["ikc"] == "B") & (counts["bouw"] == "alle")]
    assert len(of_b) == len(CODEBOOK.indicatoren)
    assert (of_b["n"] == 0).all()
    assert counts.duplicated(["ikc", "meting", "bouw", "soort", "domein", "code"]).sum() == 0


def test_a_report_that_does_not_count_adds_nothing() -> None:
    tables, study = tables_of(CASE), study_of(CASE)
    extra = tables["inventarisatie"].assign(hoofdrapport=True)
    enrolled = count_kinderen(tables["populatie"], tables["leerlingen"], study)
    both = count_indicatoren({**tables, "inventarisatie": extra}, enrolled, study, CODEBOOK)
    where = {"ikc": "A", "meting": "nulmeting", "bouw": "alle", "code": "scheiding"}
    assert value_at(both, "n", **where) == 1
    only_main = count_indicatoren(tables, enrolled, study, CODEBOOK)
    assert value_at(only_main, "n", **where) == 0


def test_tellingen_without_a_bouw_have_no_total() -> None:
    case = {**CASE, "tellingen": CASE["tellingen"][:1]}
    tables, study = tables_of(case), study_of(case)
    enrolled = count_kinderen(tables["populatie"], tables["leerlingen"], study)
    counts = count_indicatoren(tables, enrolled, study, CODEBOOK)
    of_c = counts[counts["ikc"] == "C"]
    assert of_c["bouw"].tolist() == ["onderbouw"]


def test_ikc_without_denominator_is_left_out_of_both_sides_of_alle() -> None:
    case = {**CASE, "populatie": [row for row in CASE["populatie"] if row[0] != "A"]}
    tables, study = tables_of(case), study_of(case)
    enrolled = count_kinderen(tables["populatie"], tables["leerlingen"], study)
    pooled = count_indicatoren_of_all(count_indicatoren(tables, enrolled, study, CODEBOOK))
    where = {"meting": "eindmeting", "bouw": "alle", "domein": "externaliserend", "code": "druk"}
    assert value_at(pooled, "n", **where) == 16
    assert value_at(pooled, "n_kinderen", **where) == 112
    assert value_at(pooled, "n_ikcs", **where) == 2


def test_bouw_that_an_ikc_does_not_have_has_no_row(counts: pd.DataFrame) -> None:
    of_b = counts[counts["ikc"] == "B"]
    assert set(of_b["bouw"]) == {"onderbouw", "alle"}
