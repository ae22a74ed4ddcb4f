from functools import cache

import pandas as pd
import pytest
from inventory_example import read_case, study_of, tables_of, value_at

from analysis.measures.denominators import count_kinderen, select_enrolled

CASE = read_case("count_kinderen", "bronnen")


@cache
def _counted() -> pd.DataFrame:
    tables = tables_of(CASE)
    return count_kinderen(tables["populatie"], tables["leerlingen"], study_of(CASE))


@pytest.mark.parametrize("row", CASE["expected"], ids=lambda row: "-".join(map(str, row[:3])))
def test_children_are_counted_from_populatie_else_leerlingen(row: list) -> None:
    counts = _counted()
    ikc, meting, bouw, n_kinderen, bron = row
    found = value_at(counts, "n_kinderen", ikc=ikc, meting=meting, bouw=bouw)
    assert (pd.isna(found) and n_kinderen is None) or found == n_kinderen
    assert value_at(counts, "noemer_bron", ikc=ikc, meting=meting, bouw=bouw) == bron


def test_every_ikc_meting_and_bouw_has_one_row() -> None:
    counts = _counted()
    assert len(counts) == 3 * 2 * 3
    assert not counts.duplicated(["ikc", "meting", "bouw"]).any()


def test_of_two_periods_at_one_ikc_the_last_begun_counts_and_one_without_a_start_is_the_first() -> None:
    day = pd.Timestamp("2019-02-01")
    periods = [("A", "k1", 4, pd.Timestamp("2018-08-01")), ("A", "k1", 3, pd.NaT), ("B", "k1", 3, pd.NaT)]
    rows = pd.DataFrame(periods, columns=["ikc", "kind", "groep", "van"]).assign(client="", tot=pd.NaT)
    found = select_enrolled(rows, day).set_index("ikc")["groep"]
    assert found.to_dict() == {"A": 4, "B": 3}
