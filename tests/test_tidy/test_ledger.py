import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.intake.files import RawTable
from analysis.tidy.ledger import Ledger, open_ledger


def raw(bestand: str, values: list[int], at_door: int = 0) -> RawTable:
    rows = pd.DataFrame({"waarde": [str(v) for v in values], "rij": range(2, len(values) + 2)})
    apart = pd.DataFrame({"rij": range(900, 900 + at_door), "reden": "totaalregel"}).astype({"rij": "int64"})
    return RawTable(bestand, "proef", rows, apart=apart.astype({"reden": str}))


def check_closes(ledger: Ledger) -> None:
    book = ledger.grootboek
    assert (book["rijen_in"] == book["rijen_door"] + book["rijen_apart"]).all()
    for bestand, steps in book.groupby("bestand"):
        assert list(steps["rijen_in"])[1:] == list(steps["rijen_door"])[:-1]
        assert steps["rijen_door"].iloc[-1] == (ledger.rows["bestand"] == bestand).sum()
    assert book["rijen_apart"].sum() == len(ledger.apart_rows)
    per_reason = book[book["rijen_apart"] > 0].groupby(["bestand", "reden"])["rijen_apart"].sum()
    found = ledger.apart_rows.groupby(["bestand", "reden"]).size()
    assert per_reason.to_dict() == found.to_dict()


@settings(max_examples=40, deadline=None)
@given(
    files=st.lists(st.tuples(st.lists(st.integers(0, 9), max_size=12), st.integers(0, 2)), max_size=4),
    steps=st.lists(st.integers(0, 9), max_size=5),
)
def test_the_ledger_always_closes(files: list, steps: list[int]) -> None:
    ledger = open_ledger("proef", [raw(f"f{i}.csv", values, door) for i, (values, door) in enumerate(files)])
    total = sum(len(values) + door for values, door in files)
    for number, value in enumerate(steps):
        if len(ledger.rows):
            mask = ledger.rows["waarde"] == str(value)
            ledger = ledger.set_aside(
                mask, f"stap {number}", f"reden {number}", "rij " + ledger.rows["rij"].astype(str)
            )
    assert len(ledger.rows) + len(ledger.apart_rows) == total
    check_closes(ledger)


def test_a_step_names_its_reason_and_detail() -> None:
    ledger = open_ledger("proef", [raw("a.csv", [1, 2]), raw("b.csv", [2])])
    ledger = ledger.set_aside(ledger.rows["waarde"] == "2", "twee", "is twee", "gelijk aan rij 3")
    assert ledger.grootboek.to_numpy().tolist() == [
        ["a.csv", "gelezen", 2, 2, 0, ""],
        ["a.csv", "twee", 2, 1, 1, "is twee"],
        ["b.csv", "gelezen", 1, 1, 0, ""],
        ["b.csv", "twee", 1, 0, 1, "is twee"],
    ]
    assert ledger.apart_rows.to_numpy().tolist() == [
        ["a.csv", 3, "is twee", "gelijk aan rij 3", "2"],
        ["b.csv", 2, "is twee", "gelijk aan rij 3", "2"],
    ]


def test_a_delivery_that_was_not_given_has_an_empty_ledger() -> None:
    ledger = open_ledger("proef", [])
    assert len(ledger.grootboek) == 0 and list(ledger.grootboek)[:2] == ["bestand", "stap"]
    assert list(ledger.apart_rows) == ["bestand", "rij", "reden", "toelichting"]


def test_columns_cannot_bring_rows() -> None:
    ledger = open_ledger("proef", [raw("a.csv", [1, 2])])
    assert len(ledger.with_columns(nieuw=pd.Series([1, 2, 3])).rows) == 2
    with pytest.raises(ValueError):
        ledger.with_columns(nieuw=[1, 2, 3])


@settings(max_examples=40, deadline=None)
@given(files=st.lists(st.lists(st.integers(0, 5), max_size=12), min_size=1, max_size=3))
def test_setting_aside_in_turn_is_setting_aside_step_by_step(files: list[list[int]]) -> None:
    ledger = open_ledger("proef", [raw(f"f{i}.csv", values) for i, values in enumerate(files)])
    steps = [(f"stap {value}", f"reden {value}", str(value)) for value in (3, 1, 4)]
    values = ledger.rows["waarde"].to_numpy()
    one_by_one = ledger
    for stap, reden, value in steps:
        one_by_one = one_by_one.set_aside(one_by_one.rows["waarde"] == value, stap, reden)
    at_once = ledger.in_turn((np.array(values == value), stap, reden) for stap, reden, value in steps)
    check_closes(at_once)
    pd.testing.assert_frame_equal(at_once.grootboek, one_by_one.grootboek)
    pd.testing.assert_frame_equal(at_once.apart_rows, one_by_one.apart_rows)
    pd.testing.assert_frame_equal(at_once.rows, one_by_one.rows)
