from functools import cache

import pandas as pd
import pytest
from inventory_example import read_case, study_of, tables_of, value_at

from analysis.measures.coverage_of_inventory import count_gemeten
from analysis.measures.denominators import count_kinderen

CASE = read_case("count_gemeten", "verloop")


@cache
def _gemeten() -> pd.DataFrame:
    tables, study = tables_of(CASE), study_of(CASE)
    return count_gemeten(tables, count_kinderen(tables["populatie"], tables["leerlingen"], study), study)


@pytest.mark.parametrize("row", CASE["expected"], ids=lambda row: "-".join(row[:3]))
def test_who_was_measured_stayed_came_and_left(row: list) -> None:
    expected = dict(zip(CASE["columns"], row, strict=True))
    key = {column: expected.pop(column) for column in ("ikc", "meting", "bouw")}
    found = {column: value_at(_gemeten(), column, **key) for column in expected}
    assert {column: None if pd.isna(value) else value for column, value in found.items()} == expected


def test_share_in_inventory_is_of_enrolled_children() -> None:
    assert value_at(_gemeten(), "aandeel", ikc="F", meting="eindmeting", bouw="alle") == pytest.approx(1 / 9)


def test_share_above_one_is_missing() -> None:
    tables, study = tables_of({**CASE, "populatie": [["A", "nulmeting", "onderbouw", 1]]}), study_of(CASE)
    rows = count_gemeten(tables, count_kinderen(tables["populatie"], tables["leerlingen"], study), study)
    assert pd.isna(value_at(rows, "aandeel", ikc="A", meting="nulmeting", bouw="onderbouw"))
