"""Statements counted once, however many people coded them, and quoted only where the study allows it."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.codebook import load_codebook
from analysis.measures.gesprekken import count_coderingen, count_uitspraken, list_citaten
from analysis.study import Study

CASE = yaml.safe_load((Path(__file__).parents[1] / "cases/count_uitspraken/twee_codeurs.yaml").read_text("utf-8"))
COLUMNS = ["ikc", "bron", "schakel", "richting", "citaat", "uitspraak", "codeur"]
AGREED = {"wie": "wie het zei", "wanneer": date(2021, 6, 1)}


def table(rows: list[list[str]], named: bool = False) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS).astype(str).assign(naam_mogelijk=named, effect="")


def study(*citaten: dict) -> Study:
    return Study(folder=Path("."), naam="proef", ikcs=({"ikc": "A1"}, {"ikc": "A2"}), citaten=citaten)


def test_a_statement_counts_once_and_not_where_coders_differ() -> None:
    counts = count_uitspraken(table(CASE["rijen"]), load_codebook()).set_index(["schakel", "bron"])
    for schakel, bron, *expected in CASE["verwacht"]:
        assert counts.loc[(schakel, bron)].tolist() == expected, (schakel, bron)


def test_what_two_coders_gave_is_crossed_and_coders_have_no_name() -> None:
    found = count_coderingen(table(CASE["rijen"]))
    assert found[["paar", "wat", "eerste", "tweede", "n"]].values.tolist() == CASE["coderingen"]


def test_without_statements_there_is_nothing_and_no_zero() -> None:
    empty = table([])
    assert count_uitspraken(empty, load_codebook()).empty and count_coderingen(empty).empty


SAID = [
    ["A1", "JOK", "signalering", "+", "Ik zie meer.", "U1", "A"],
    ["A1", "directeur", "overleg", "-", "Het rooster klopt niet.", "U2", "A"],
    ["A2", "JOK", "overleg", "0", "Zoals het was.", "U3", "A"],
    ["A2", "JOK", "overleg", "0", "", "U4", "A"],
]


@pytest.mark.parametrize(
    ("citaten", "expected"),
    [
        ([], []),
        ([{"bronnen": ["JOK"], **AGREED}], ["Ik zie meer.", "Zoals het was."]),
        ([{"bronnen": ["JOK"], "ikcs": ["A2"], **AGREED}], ["Zoals het was."]),
        ([{"uitspraken": ["U2"], "gepubliceerd": "Jaarverslag 2020"}], ["Het rooster klopt niet."]),
        ([{"bronnen": ["JOK"], "uitspraken": ["U2"], **AGREED}], []),
        ([{"bronnen": ["JOK"], "wie": "wie het zei"}], []),
        ([AGREED], []),
    ],
)
def test_only_quotes_with_consent(citaten: list[dict], expected: list[str]) -> None:
    assert list_citaten(table(SAID), study(*citaten))["citaat"].tolist() == expected


def test_a_quote_that_may_hold_a_name_is_nowhere() -> None:
    assert list_citaten(table(SAID, named=True), study({"bronnen": ["JOK"], **AGREED})).empty


def test_of_a_statement_on_which_coders_differ_nothing_is_quoted() -> None:
    rows = [["A1", "JOK", "signalering", direction, "Ik zie meer.", "U1", coder] for direction, coder in ("+A", "-B")]
    assert list_citaten(table(rows), study({"bronnen": ["JOK"], **AGREED})).empty
