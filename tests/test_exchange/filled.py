"""Templates filled in by script, as an IKC or municipality would: a study to read them in, and one good row of each."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl

from analysis.exchange.columns import Column
from analysis.study import Study, load_study

STUDY = """
naam: Proef
synthetisch: true
metingen:
  - {meting: nulmeting, peildatum: 2019-02-01, informant: leerkracht}
  - {meting: eindmeting, peildatum: 2021-06-01, informant: jeugdondersteuner}
ikcs: [{ikc: IKC01, naam: De Wilgen}, {ikc: IKC02, naam: It Kompas}]
toewijzingen: {van: 2018-01-01, tot: 2021-06-01}
kosten: {referentiescenario: zonder_jok, interventiescenario: met_jok}
"""
OWN = {"client": "999999990", "indicator": "internaliserend", "code": "leerachterstand"}
"""Values that must be more than an example: a number that may exist, a code of the codebook."""


def make_study(folder: Path) -> Study:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.yml").write_text(STUDY, encoding="utf-8")
    return load_study(folder)


def fill(template: Path, target: Path, columns: list[Column], rows: list[dict[str, Any]]) -> Path:
    """Fill a template's first sheet from row 2 on; by column, under the heads that the template has."""
    workbook = openpyxl.load_workbook(template)
    sheet = workbook.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, start=2):
        for column in columns:
            if column.naam in row:
                sheet.cell(number, heads[column.kop]).value = row[column.naam]
    target.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(target)
    return target


def good_row(columns: list[Column]) -> dict[str, Any]:
    """Give the example of each column as a value that is read."""
    row = {column.naam: column.voorbeeld for column in columns if column.voorbeeld not in ("", None)}
    return row | {name: value for name, value in OWN.items() if name in row}


def through_libreoffice(path: Path, scratch: Path) -> Path:
    """Open and save a workbook in LibreOffice, as most schools without Excel do."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    command = [program, "--headless", "--convert-to", "xlsx", "--outdir", str(scratch), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (scratch / path.name).replace(path)
