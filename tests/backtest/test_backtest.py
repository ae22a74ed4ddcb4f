"""The results of a small study, cell by cell as they were approved, and some counted by hand in its raw files."""

from pathlib import Path

import pandas as pd
import pytest
import yaml
from approved import (
    EDITIES,
    FOLDER,
    NUMBER,
    Verschil,
    compare_tables,
    describe,
    keep_approved_part,
    key_columns,
    read_tables,
)

ANCHORS = [
    pytest.param(anchor, id=f"{path.stem}-{number}-{anchor['tabel']}")
    for path in sorted((Path(__file__).parent / "ankers").glob("*.yaml"))
    for number, anchor in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1)
]
LIMIT_BYTES = 2_000_000


def results(study: Path, editie: str) -> dict[str, pd.DataFrame]:
    return read_tables(study / "reports" / editie / "resultaten")


@pytest.mark.parametrize("editie", EDITIES)
def test_results_are_as_approved(proefresultaten, editie):
    found = compare_tables(read_tables(FOLDER / editie), keep_approved_part(results(proefresultaten, editie)), editie)
    assert not found, "\n" + describe(found)


@pytest.mark.parametrize("anchor", ANCHORS)
def test_hand_count_in_the_raw_files(proefresultaten, anchor):
    for editie in [editie for editie in EDITIES if editie in anchor]:
        table = results(proefresultaten, editie)[anchor["tabel"]]
        row = table[(table[list(anchor["rij"])] == pd.Series(anchor["rij"])).all(axis=1)]
        assert len(row) == 1, f"{anchor['rij']} names {len(row)} rows"
        shown = {column: row[column].iloc[0] for column in anchor[editie]}
        assert shown == {column: _as_written(shown[column], value) for column, value in anchor[editie].items()}


def _as_written(shown: str, expected: object) -> str:
    """Give the text as it is written when its number equals the one expected to six decimals, else the expectation."""
    if isinstance(expected, str) or shown == "":
        return str(expected)
    return shown if float(shown) == pytest.approx(expected, abs=1e-6) else str(expected)


@pytest.mark.parametrize("editie", EDITIES)
def test_every_approved_row_has_a_name_of_its_own(editie):
    for name, table in read_tables(FOLDER / editie).items():
        if name != "meldingen" and len(table):
            keys = key_columns(name, table)
            assert not table.duplicated(keys).any() and len(keys) < len(table.columns), f"{name}: {keys}"


def test_approved_tables_stay_small():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*.csv")) < LIMIT_BYTES


def small(**changes: list[str]) -> dict[str, pd.DataFrame]:
    columns = {"ikc": ["IKC01", "IKC02"], "meting": ["nulmeting"] * 2, "bouw": ["alle"] * 2, "soort": ["s"] * 2,
               "domein": ["d"] * 2, "code": ["c"] * 2, "n": ["12", "8"], "aandeel": ["0.1", ""]}  # fmt: skip
    return {"signalen": pd.DataFrame({**columns, **changes})}


def test_a_changed_cell_is_shown_with_its_place_and_both_values():
    found = compare_tables(small(), small(n=["12", "9"]), "publiek")
    assert found == [Verschil("publiek", "signalen", "IKC02 nulmeting alle s d c", "n", "8", "9")]
    assert "publiek signalen [IKC02 nulmeting alle s d c] n: '8' werd '9'" in describe(found)
    assert "python tests/backtest/goedkeuren.py" in describe(found)


def test_a_suppressed_cell_that_shows_again_is_a_difference():
    assert [item.nu for item in compare_tables(small(), small(aandeel=["0.1", "0.05"]))] == ["0.05"]
    assert [item.nu for item in compare_tables(small(), small(aandeel=["", ""]))] == [""]


def test_only_the_last_decimal_may_be_rounded_otherwise():
    assert compare_tables(small(aandeel=["0.104348", ""]), small(aandeel=["0.104349", ""])) == []
    assert len(compare_tables(small(aandeel=["0.104348", ""]), small(aandeel=["0.104358", ""]))) == 1


def test_rows_columns_and_tables_that_come_or_go_are_told():
    old = small()
    fewer = {"signalen": old["signalen"].iloc[:1]}
    assert [(item.sleutel, item.nu) for item in compare_tables(old, fewer)] == [("IKC02 nulmeting alle s d c", "weg")]
    assert [(item.sleutel, item.nu) for item in compare_tables(fewer, old)] == [("IKC02 nulmeting alle s d c", "erbij")]
    assert [(item.kolom, item.nu) for item in compare_tables(old, small(ratio=["1", "2"]))] == [("ratio", "erbij")]
    assert [(item.tabel, item.nu) for item in compare_tables(old, {})] == [("signalen", "weg")]
    assert [(item.tabel, item.nu) for item in compare_tables({}, old)] == [("signalen", "erbij")]


def test_the_order_of_rows_is_no_difference():
    assert compare_tables(small(), {"signalen": small()["signalen"].iloc[::-1]}) == []
    assert NUMBER not in small()["signalen"]
