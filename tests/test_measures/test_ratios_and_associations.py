from functools import cache

import pandas as pd
import pytest
from inventory_example import CODEBOOK, read_case, study_of, tables_of, value_at

from analysis.measures.associations import CELLS, count_samenhang
from analysis.measures.denominators import count_kinderen
from analysis.measures.inventory import count_indicatoren
from analysis.measures.ratios import count_verhoudingen

CASE = read_case("count_verhoudingen", "een_ikc")
OWN_CARE = read_case("count_verhoudingen", "zonder_jok")


@cache
def _counts() -> pd.DataFrame:
    study, tables = study_of(CASE), tables_of(CASE)
    enrolled = count_kinderen(tables["populatie"], tables["leerlingen"], study)
    counts = count_indicatoren(tables, enrolled, study, CODEBOOK)
    return count_verhoudingen(tables, counts, enrolled, CODEBOOK)


@pytest.mark.parametrize("row", CASE["expected"], ids=lambda row: "-".join(row[:3]))
def test_parts_of_each_maat(row: list) -> None:
    ikc, bouw, maat, *expected = row
    columns = ["n_teller", "n_noemer", "n_beide", "n_kinderen_teller"]
    found = [value_at(_counts(), column, ikc=ikc, bouw=bouw, maat=maat) for column in columns]
    assert [None if pd.isna(number) else number for number in found] == expected


def test_spread_of_signals_is_over_children() -> None:
    squares = value_at(_counts(), "som_kwadraten", ikc="A", bouw="alle", maat="signalen_per_100")
    assert squares == CASE["som_kwadraten"]


@pytest.mark.parametrize(("ikc", "maat"), CASE["absent"])
def test_totals_alone_do_not_tell_who_has_both(ikc: str, maat: str) -> None:
    counts = _counts()
    assert counts[(counts["ikc"] == ikc) & (counts["maat"] == maat)].empty


@pytest.mark.parametrize("verband", list(CASE["samenhang"]))
def test_cells_add_up_to_enrolled_children(verband: str) -> None:
    tables = tables_of(CASE)
    enrolled = count_kinderen(tables["populatie"], tables["leerlingen"], study_of(CASE))
    cells = count_samenhang(tables, enrolled, CODEBOOK)
    found = [value_at(cells, column, ikc="A", verband=verband) for column in CELLS]
    assert found == CASE["samenhang"][verband]
    assert sum(found) == 12


def test_rest_is_missing_when_more_children_are_marked_than_enrolled() -> None:
    tables = tables_of({**CASE, "populatie": [["A", "nulmeting", "onderbouw", 2]]})
    enrolled = count_kinderen(tables["populatie"], tables["leerlingen"], study_of(CASE))
    cells = count_samenhang(tables, enrolled, CODEBOOK)
    assert pd.isna(value_at(cells, "n_geen", ikc="A", verband="kind_gezin"))


def _with_own_care() -> dict:
    """The children of the case, some with care of the jeugdondersteuner."""
    extra = OWN_CARE["extra"]
    children = [[*row[:6], [*row[6], *([extra[row[2]]] if row[2] in extra else [])]] for row in CASE["kinderen"]]
    return {**CASE, "kinderen": children}


def test_care_without_the_jeugdondersteuners_own_leaves_out_who_has_nothing_else() -> None:
    study, tables = study_of(_with_own_care()), tables_of(_with_own_care())
    enrolled = count_kinderen(tables["populatie"], tables["leerlingen"], study)
    counts = count_indicatoren(tables, enrolled, study, CODEBOOK)
    ratios = count_verhoudingen(tables, counts, enrolled, CODEBOOK)
    for maat, expected in OWN_CARE["expected"].items():
        found = [value_at(ratios, column, ikc="A", bouw="alle", maat=maat) for column in ("n_teller", "n_noemer")]
        assert found == expected, maat
    cells = count_samenhang(tables, enrolled, CODEBOOK)
    for verband, expected in OWN_CARE["samenhang"].items():
        assert [value_at(cells, column, ikc="A", verband=verband) for column in CELLS] == expected
