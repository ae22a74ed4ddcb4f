"""Writing CSV and XLSX so that the same rows always give the same bytes."""

import csv
import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pandas as pd
from openpyxl import Workbook

STAMP = datetime(2021, 7, 1)
Cell = str | int | float | date | None


def write_csv(path: Path, rows: pd.DataFrame, codering: str = "utf-8", scheiding: str = ";") -> None:
    """Write a table of text as CSV, with the line ends of Windows."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=scheiding, lineterminator="\r\n")
    writer.writerow(rows.columns)
    writer.writerows(rows.to_numpy().tolist())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue().encode(codering))


def write_xlsx(path: Path, columns: list[str], rows: list[list[Cell]], blad: str) -> None:
    """Write one sheet as XLSX with a fixed date in its properties and its zip members."""
    book = Workbook()
    sheet = book.active
    sheet.title = blad
    sheet.append(columns)
    for row in rows:
        sheet.append([None if value == "" else value for value in row])
    for cell in (cell for row in sheet.iter_rows(min_row=2) for cell in row if isinstance(cell.value, date)):
        cell.number_format = "DD-MM-YYYY"
    buffer = io.BytesIO()
    book.save(buffer)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(freeze_zip(buffer.getvalue()))


def freeze_zip(content: bytes) -> bytes:
    """Give every member of a zip one fixed date, and every date in the document's properties too."""
    target = io.BytesIO()
    moment = STAMP.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment, data)
            info = zipfile.ZipInfo(name, STAMP.timetuple()[:6])
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            new.writestr(info, data)
    return target.getvalue()
