"""Formulas in what goes back to a school: kindcodes in a prefilled list, choices, heads, cells copied for mending."""

from pathlib import Path

import openpyxl
import pytest
from filled import make_study
from openpyxl.worksheet.worksheet import Worksheet

from analysis.cli import main
from analysis.codebook import load_codebook
from analysis.exchange.inventories import write_inventories

FORMULA = '=HYPERLINK("http://boos.example";"klik")'


def texts(folder: Path) -> list[tuple[str, str, bool]]:
    """Give every text that begins as a formula, with its type and whether it stays text when it is edited."""
    sheets: list[Worksheet] = [sheet for path in folder.rglob("*.xlsx") for sheet in openpyxl.load_workbook(path)]
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    return [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells if str(cell.value).startswith("=")]


def test_a_prefilled_list_runs_no_kindcode(tmp_path: Path) -> None:
    study = make_study(tmp_path)
    study.raw.mkdir(parents=True)
    rows = (
        f'999900006;"{FORMULA.replace(chr(34), chr(34) * 2)}";IKC01;3;01-08-2018;\n999900018;-12;IKC01;3;01-08-2018;\n'
    )
    (study.raw / "leerlingen.csv").write_text(f"bsn;kindcode;ikc;groep;van;tot\n{rows}", encoding="utf-8")
    write_inventories(study, load_codebook(), prefilled=True)
    assert set(texts(tmp_path / "sjablonen")) == {(FORMULA, "s", True)}


def test_a_workbook_for_mending_runs_nothing_that_was_delivered(tmp_path: Path) -> None:
    study = make_study(tmp_path / "studie")
    path = study.raw / "inventarisatie" / "nulmeting" / "IKC01.csv"
    path.parent.mkdir(parents=True)
    path.write_text("kindcode;groep;druk\n=1+1;3;x\nA-2;=2+2;@SUM(A1)\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--study", str(study.folder), "check", "--naar", str(tmp_path / "herstel")])
    assert {text for text, *_ in texts(tmp_path / "herstel")} == {"=1+1", "=2+2"}
    assert all(kind == "s" and stays for _, kind, stays in texts(tmp_path / "herstel"))
