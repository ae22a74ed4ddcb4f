"""A merger and a split, by hand: what was before is a sum, or is not comparable."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.codebook import load_codebook
from analysis.inference.changes import estimate_veranderingen
from analysis.measures.ikcs_in_time import add_predecessor_lists, add_predecessors, list_mergers
from analysis.measures.list_changes import list_remade
from analysis.study import Study

METINGEN = tuple({"meting": f"m{n}", "peildatum": f"{2020 + n}-02-01"} for n in range(3))
MERGED = ({"ikc": "A", "tot": "2021-07-31"}, {"ikc": "B", "tot": "2021-07-31"},
          {"ikc": "C", "van": "2021-08-01", "opvolger_van": ("A", "B")}, {"ikc": "D"})  # fmt: skip
SPLIT = ({"ikc": "A"}, {"ikc": "C", "van": "2021-08-01", "opvolger_van": ("A",)}, {"ikc": "D"})
INT = ("signaal", "internaliserend", "kindproblematiek", "internaliserend", "alle")


def study_of(ikcs: tuple) -> Study:
    primary = ({"indicator": "internaliserend", "richting": "stijging"},)
    return Study(folder=Path("s"), naam="v", metingen=METINGEN, ikcs=ikcs, primaire_indicatoren=primary)


def counts_of(rows: list[tuple[str, str, int, int]]) -> pd.DataFrame:
    columns = ["ikc", "meting", "bouw", "aard", "indicator", "soort", "domein", "code", "n", "n_kinderen"]
    table = pd.DataFrame([(ikc, m, "alle", *INT, n, of) for ikc, m, n, of in rows], columns=columns)
    table = table.astype({"n": "Int64", "n_kinderen": "Int64"})
    return table.assign(
        eenheid="klas", n_klassen=4, icc=0.1, deff=np.where(table["ikc"] == "A", 2.0, 3.0), vrijheidsgraden=20.0,
        versie="", formulier="",
    )  # fmt: skip


ROWS = [("A", "m0", 10, 100), ("B", "m0", 30, 300), ("A", "m1", 20, 100), ("B", "m1", 40, 300), ("C", "m2", 90, 420),
        ("D", "m0", 10, 100), ("D", "m1", 10, 100), ("D", "m2", 10, 100)]  # fmt: skip


def who(counts: pd.DataFrame, **other: str) -> pd.DataFrame:
    moments = counts[["ikc", "meting"]].drop_duplicates()
    names = [other.get(f"{ikc}_{meting}", "leerkracht") for ikc, meting in moments.itertuples(index=False)]
    return moments.assign(informant=names, vorm="kinderen")


def changes(ikcs: tuple, rows: list = ROWS, **other: str) -> pd.DataFrame:
    study, counts = study_of(ikcs), counts_of(rows)
    long, names = add_predecessors(counts, who(counts, **other), study)
    found = estimate_veranderingen(long, names, study, load_codebook())
    return found.set_index(["ikc", "van", "naar"])


def test_before_a_merger_the_ikcs_that_went_up_in_it_are_added_up() -> None:
    row = changes(MERGED).loc[("C", "m1", "m2")]
    assert [row[name] for name in ("n_van", "n_kinderen_van", "n_naar", "n_kinderen_naar")] == [60, 400, 90, 420]
    assert (row["voorganger"], row["n_ikcs"], row["vergelijking"]) == ("A + B", 2, "voorgangers")
    assert row["deff_van"] == pytest.approx((100 * 2 + 300 * 3) / 400)
    assert row["oordeel_reden"] == "marge"


def test_the_first_meting_of_the_predecessors_is_compared_with_the_last() -> None:
    assert changes(MERGED).loc[("C", "m0", "m2"), "n_van"] == 40


def test_two_metingen_before_the_merger_are_those_of_the_predecessors_alone() -> None:
    found = changes(MERGED)
    assert ("C", "m0", "m1") not in found.index
    assert found.loc[("A", "m0", "m1"), "n_naar"] == 20


def test_a_merger_is_in_no_sum_over_ikcs() -> None:
    found = changes(MERGED)
    assert found.loc[("alle", "m1", "m2"), ["n_ikcs", "n_van"]].tolist() == [1, 10]


def test_predecessors_with_other_informants_are_not_added_up_and_that_is_said() -> None:
    row = changes(MERGED, B_m1="jeugdondersteuner").loc[("C", "m1", "m2")]
    assert row["voorganger"] == "" and pd.isna(row["n_van"])
    assert (row["oordeel"], row["oordeel_reden"]) == ("niet te zeggen", "ikc_veranderd")


def test_predecessors_seen_by_another_informant_than_the_merger_tell_only_what_was_noted() -> None:
    row = changes(MERGED, C_m2="jeugdondersteuner").loc[("C", "m1", "m2")]
    assert (row["oordeel"], row["oordeel_reden"]) == ("niet te zeggen", "andere_informant")


def test_a_predecessor_that_missed_a_meting_leaves_no_sum() -> None:
    rows = [row for row in ROWS if row[:2] != ("B", "m1")]
    assert changes(MERGED, rows).loc[("C", "m0", "m2"), "n_van"] == 40
    assert pd.isna(changes(MERGED, rows).loc[("C", "m1", "m2"), "n_van"])


def test_a_split_is_comparable_for_neither_part() -> None:
    rows = [("A", "m0", 10, 100), ("A", "m1", 10, 100), ("A", "m2", 10, 60), ("C", "m2", 5, 50), *ROWS[-3:]]
    assert list_mergers(study_of(SPLIT)) == {}
    found = changes(SPLIT, rows)
    assert set(found.loc[[("A", "m1", "m2"), ("C", "m1", "m2")], "oordeel_reden"]) == {"ikc_veranderd"}
    assert set(found.loc[[("A", "m1", "m2"), ("C", "m1", "m2")], "oordeel"]) == {"niet te zeggen"}
    assert found.loc[("A", "m0", "m1"), "oordeel_reden"] == "marge"


def test_without_successors_nothing_changes() -> None:
    study, counts = study_of(({"ikc": "A"},)), counts_of(ROWS)
    long, names = add_predecessors(counts, who(counts), study)
    assert len(long) == len(counts) and (long["voorganger"] == "").all()
    assert len(names) == len(who(counts))


def test_the_list_of_a_merger_changed_where_that_of_a_predecessor_did_and_over_the_merger() -> None:
    """A's list goes from a part to all; B's does not. Together 160 of 400 at m1, and all 420 after the merger."""
    rows = [
        ("A", "m0", 60, 100),
        ("A", "m1", 100, 100),
        ("B", "m0", 60, 300),
        ("B", "m1", 60, 300),
        ("C", "m2", 420, 420),
    ]
    gemeten = pd.DataFrame(rows, columns=["ikc", "meting", "n_inventaris", "n_kinderen"]).assign(
        bouw="alle", vorm="kinderen", aandeel=lambda t: t["n_inventaris"] / t["n_kinderen"]
    )
    study = study_of(MERGED)
    found = add_predecessor_lists(list_remade(gemeten, study), gemeten, study)
    flags = found[found["ikc"] == "C"].set_index(["van", "naar"])["lijst_anders"].to_dict()
    assert flags == {("m0", "m1"): True, ("m1", "m2"): True, ("m0", "m2"): True}
    assert not found.duplicated(["ikc", "van", "naar"]).any()
