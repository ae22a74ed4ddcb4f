import pandas as pd
import pytest
from pandera.errors import SchemaError, SchemaErrors

from analysis.tidy.schemas import COLUMNS, SCHEMAS, as_table, empty_table

CELL = {"ikc": "A1", "meting": "nulmeting", "bouw": "onderbouw", "aantal_kinderen": 3}


@pytest.mark.parametrize("table", list(COLUMNS))
def test_an_empty_table_has_its_columns_and_types(table: str) -> None:
    empty = empty_table(table)
    assert list(empty) == list(COLUMNS[table]) and len(SCHEMAS[table].validate(empty)) == 0


def test_a_table_is_sorted_by_ikc_and_keeps_the_order_within() -> None:
    rows = pd.DataFrame([{**CELL, "ikc": "A2"}, {**CELL, "bouw": "z"}, {**CELL, "bouw": "a"}])
    assert as_table("populatie", rows)[["ikc", "bouw"]].to_numpy().tolist() == [
        ["A1", "z"],
        ["A1", "a"],
        ["A2", "onderbouw"],
    ]


@pytest.mark.parametrize("bad", [[{**CELL, "aantal_kinderen": -1}], [CELL, CELL], [{**CELL, "aantal_kinderen": None}]])
def test_a_table_that_breaks_its_rules_is_refused(bad: list[dict]) -> None:
    with pytest.raises((SchemaError, SchemaErrors)):
        as_table("populatie", pd.DataFrame(bad))
