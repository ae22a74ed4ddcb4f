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


@pytest.mark.parametrize(("listed", "settings", "stayed"), [
    (9, {}, 9), (8, {}, None), (8, {"volledig_vanaf": 0.8}, 8), (9, {"volledig_vanaf": 0.95}, None),
])  # fmt: skip
def test_who_left_is_told_by_a_list_of_nearly_all_children(listed: int, settings: dict, stayed: int | None) -> None:
    """Ten are enrolled; a list of nine of them (0.9) tells who is there, one of eight only who was written down."""
    both = ("nulmeting", "eindmeting")
    lists = [["A", meting, f"a{n}", "onderbouw", "ib", True, []] for meting in both for n in range(listed)]
    case = {**CASE, "ikcs": ["A"], "populatie": [["A", meting, "onderbouw", 10] for meting in both], "leerlingen": [],
            "inventarisaties": [["A", meting, "kinderen", "ib"] for meting in both], "kinderen": lists}  # fmt: skip
    tables, study = tables_of(case), study_of(case, identiteit=settings)
    rows = count_gemeten(tables, count_kinderen(tables["populatie"], tables["leerlingen"], study), study)
    found = value_at(rows, "n_gebleven", ikc="A", meting="eindmeting", bouw="alle")
    assert (None if pd.isna(found) else found) == stayed
