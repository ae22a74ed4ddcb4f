"""Families counted by hand: brothers and sisters count once, whoever of them has the mark."""

import pandas as pd
import pytest
from inventory_example import study_of, tables_of

from analysis.measures.denominators import count_kinderen
from analysis.measures.families import count_gezinnen

CASE = {
    "bouwen": {"onderbouw": [1, 2, 3]},
    "metingen": [{"meting": "nul", "peildatum": "2019-02-01", "informant": "leerkracht"}],
    "ikcs": ["A"],
    "populatie": [["A", "nul", "onderbouw", 20]],
    "inventarisaties": [["A", "nul", "kinderen", "leerkracht"]],
    # ten on the list; armoede at three children of two families, scheiding at one
    "kinderen": [["A", "nul", f"k{n}", "onderbouw", "leerkracht", True, codes] for n, codes in enumerate([
        ["armoede"], ["armoede"], ["armoede", "scheiding"], ["druk"], ["druk"], [], [], [], [], []])],
}  # fmt: skip
FAMILIES = ["g1", "g1", "g2", "g2", "g3", "g4", "g5", "g6", "g7", "g8"]


def counted(families: list[str]) -> pd.DataFrame:
    study, tables = study_of(CASE), tables_of(CASE)
    tables["kinderen"] = tables["kinderen"].assign(gezin=families)
    return count_gezinnen(tables, count_kinderen(tables["populatie"], tables["leerlingen"], study), study)


def row_of(table: pd.DataFrame, domein: str, code: str) -> list[int]:
    hit = table[(table["domein"] == domein) & (table["code"] == code)]
    return hit[["n_met", "n_gezinnen"]].iloc[0].tolist()


def test_a_family_counts_once_whoever_of_it_has_the_mark():
    table = counted(FAMILIES)
    # eight families on a list of ten children: sixteen of twenty enrolled; any family problem: g1 and g2
    assert row_of(table, "alle", "alle") == [2, 16]
    assert row_of(table[table["code"] == "armoede"], table.loc[table["code"] == "armoede", "domein"].iloc[0],
                  "armoede") == [2, 16]  # fmt: skip
    assert set(table["soort"]) == {"gezinsproblematiek"}


@pytest.mark.parametrize(("known", "rows"), [(9, True), (8, False)])
def test_families_are_counted_where_nearly_all_children_have_a_code(known, rows):
    families = [code if n < known else "" for n, code in enumerate(FAMILIES)]
    assert bool(len(counted(families))) == rows


def test_a_child_without_a_code_is_a_family_of_its_own():
    families = ["", *FAMILIES[1:]]
    # nine families on the list (g1 and the child without a code apart): eighteen of twenty enrolled, three with it
    assert row_of(counted(families), "alle", "alle") == [3, 18]


def test_without_any_family_code_nothing_is_counted():
    assert counted([""] * 10).empty
