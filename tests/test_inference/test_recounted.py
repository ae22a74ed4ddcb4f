"""The runs with another unit: only children on the list, and families; counted by hand."""

import numpy as np
import pandas as pd
import pytest
from test_certainty import CASES, INT, METINGEN, NO_DOUBLES, STUDY, changes_of, run_of

from analysis.inference.recounted import NO_FAMILY, NOT_PUBLIC, recount_families
from analysis.inference.sensitivity import estimate_gevoeligheid


def gemeten(on_list: dict[str, int]) -> pd.DataFrame:
    """At nul as given, of 200 enrolled; at the other metingen everybody."""
    rows = [(ikc, item["meting"], "alle", on_list.get(ikc, 200) if item["meting"] == "nul" else 200)
            for ikc in CASES for item in METINGEN]  # fmt: skip
    table = pd.DataFrame(rows, columns=["ikc", "meting", "bouw", "n_inventaris"]).astype({"n_inventaris": "Int64"})
    return table.assign(aandeel=table["n_inventaris"].astype(float) / 200)


def test_only_who_was_on_the_list_where_the_list_changed():
    """A: 20 of 80 on the list at nul is 25 of 100, not 10 of 200; then 60 of 200: 5 points and not 20."""
    table = estimate_gevoeligheid(changes_of(), NO_DOUBLES, STUDY, 0, gemeten({"A": 80, "B": 185}))
    row = run_of(table, "A", "op_lijst")
    assert row["verschil"] == pytest.approx(0.05)
    assert (row["genoteerd"], row["zelfde_oordeel"]) == ("geen aantoonbaar verschil", False)
    of_b = table[(table["ikc"] == "B") & (table["dreiging"] == "op_lijst")]
    assert of_b.empty  # 92 and 100 per cent on the list: the list did not change


def as_family_problem(changes: pd.DataFrame) -> pd.DataFrame:
    """The same changes as if they were of family problems."""
    return changes.assign(soort="gezinsproblematiek", domein="alle", indicator="internaliserend")


def families(pairs: dict[str, tuple[int, int]]) -> pd.DataFrame:
    rows = [(ikc, meting, "gezinsproblematiek", "alle", "alle", 120, n)
            for ikc, counts in pairs.items() for meting, n in zip(("nul", "eind"), counts, strict=True)]  # fmt: skip
    columns = ["ikc", "meting", "soort", "domein", "code", "n_gezinnen", "n_met"]
    return pd.DataFrame(rows, columns=columns).astype({"n_gezinnen": "Int64", "n_met": "Int64"})


def test_a_family_counts_once_in_the_change_of_family_problems():
    """A: 18 and 30 of 120 families, 10 points, where children gave 20 points."""
    changes = as_family_problem(changes_of())
    table = estimate_gevoeligheid(changes, NO_DOUBLES, STUDY, 0, None, families({"A": (18, 30)}))
    row = run_of(table, "A", "gezin")
    assert row["verschil"] == pytest.approx(0.10) and row["ci_laag"] < 0.10 < row["ci_hoog"]
    other = run_of(table, "B", "gezin")
    assert other["reden"] == NO_FAMILY and np.isnan(other["verschil"])
    assert run_of(table, "alle", "gezin")["reden"] == NO_FAMILY  # of B to F nothing is known


def test_all_ikcs_are_the_sum_of_their_families():
    changes = as_family_problem(changes_of())
    table = estimate_gevoeligheid(changes, NO_DOUBLES, STUDY, 0, None, families(dict.fromkeys(CASES, (18, 30))))
    assert run_of(table, "alle", "gezin")["verschil"] == pytest.approx((6 * 30 - 6 * 18) / (6 * 120))


def test_only_family_problems_have_families_and_public_has_none():
    assert "gezin" not in set(estimate_gevoeligheid(changes_of(), NO_DOUBLES, STUDY)["dreiging"])
    assert INT["soort"] == "kindproblematiek"
    public = estimate_gevoeligheid(as_family_problem(changes_of()), NO_DOUBLES, STUDY, 5)
    row = run_of(public, "A", "gezin")
    assert row["reden"] == NOT_PUBLIC and np.isnan(row["verschil"])


def test_counts_stay_whole_numbers_where_nothing_is_known():
    ends = as_family_problem(changes_of())
    assert recount_families(ends, ends, None)["n_kinderen_van"].isna().all()
