"""Read back through the codebook, the files of the IKCs say what the simulation meant, mark for mark."""

import csv
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from analysis.codebook import load_codebook
from analysis.simulation import Scenario
from analysis.simulation.inventory_files import count_tellingen, renumber_children, roles

BOOK = load_codebook()


def read_cells(path: Path) -> list[list[str]]:
    if path.suffix == ".xlsx":
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        return [[str(int(v)) if isinstance(v, float) else str(v) for v in row] for row in rows]
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    return list(csv.reader(text.splitlines(), delimiter=max(";,", key=text.splitlines()[0].count)))


def read_marks(path: Path) -> set[tuple[str, str]]:
    """Give (kindcode, code) of every mark in a file."""
    codes = set(BOOK.codes["code"])
    header, *rows = read_cells(path)
    columns = [BOOK.column("inventarisatie", name) for name in header]
    child = columns.index("kindcode")
    return {
        (row[child], column)
        for row in rows
        for column, cell in zip(columns, row, strict=True)
        if column in codes and BOOK.value("kruisje", cell) == "ja"
    }


def test_files_hold_exactly_the_reported_marks(example, simulated):
    reports = renumber_children(simulated.rapporten, simulated.scenario)
    for meting in ("nulmeting", "nameting", "eindmeting"):
        for path in sorted((example / "data" / "raw" / "inventarisatie" / meting).iterdir()):
            ikcs = [simulated.scenario.codes().index(code) for code in path.stem.split("_")]
            rows = reports[(reports["meting"] == meting) & reports["ikc"].isin(ikcs)]
            meant = {(child, code) for code in simulated.codes["code"] for child in rows.loc[rows[code], "kindcode"]}
            assert read_marks(path) == meant, f"{meting}/{path.name}"


def test_counts_are_of_children_not_of_marks(simulated):
    counts = count_tellingen(simulated.rapporten, simulated.codes, simulated.scenario)
    table = counts[counts["meting"] == "nulmeting"].pivot_table(index="code", values="aantal", aggfunc="sum")["aantal"]
    parts = table[["druk", "opstandig", "regels"]]
    assert parts.max() <= table["externaliserend"] < parts.sum()
    rows = simulated.rapporten[(simulated.rapporten["ikc"] == 4) & (simulated.rapporten["meting"] == "nulmeting")]
    assert table["externaliserend"] == rows[["druk", "opstandig", "regels"]].any(axis=1).sum()


@pytest.mark.parametrize(("ikcs", "expected"), [(9, 5), (6, 3), (3, 1), (1, 0)])
def test_ikcs_with_a_way_of_their_own_are_comparison_ikcs(ikcs, expected):
    scenario = Scenario(ikcs=ikcs, pilots=max(1, round(ikcs / 3)))
    own = roles(scenario)
    assert len(own) == expected
    assert all(scenario.pilots < ikc < ikcs for ikc in own.values())
