"""A study folder and files of any form, for the tests of intake."""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl

from analysis.codebook import Codebook, load_codebook
from analysis.intake.files import RawTable, read_file
from analysis.study import Study, load_study

STUDY = """
naam: Proef
synthetisch: true
metingen:
  - {meting: nulmeting, peildatum: 2019-02-01}
  - {meting: nameting, peildatum: 2020-02-01}
ikcs: [{ikc: A1, naam: De Wilgen}, {ikc: A11, naam: It Kompas}]
"""
CODEBOOK: Codebook = load_codebook()


def make_study(folder: Path, text: str = STUDY) -> Study:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.yml").write_text(text, encoding="utf-8")
    return load_study(folder)


def write(study: Study, name: str, content: str | bytes) -> Path:
    path = study.raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def csv_bytes(rows: list[list[str]], delimiter: str = ";", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue().encode(encoding)


def write_workbook(study: Study, name: str, sheets: dict[str, list[list[Any]]], hidden: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
    path = study.raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def read(study: Study, path: Path, delivery: str, constants: dict[str, str] | None = None) -> list[RawTable]:
    return read_file(path, study, CODEBOOK, delivery, constants=constants)


def read_one(study: Study, path: Path, delivery: str, constants: dict[str, str] | None = None) -> RawTable:
    (table,) = read(study, path, delivery, constants)
    return table
