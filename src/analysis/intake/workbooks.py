"""A workbook as grids of text, one per visible sheet: dates, numbers and booleans in one spelling each."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from analysis.codebook import fold
from analysis.intake.grids import Grid, OnleesbaarBestand

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
EXPLANATION_SHEETS = {"toelichting", "uitleg", "instructie", "lijsten", "leesmij", "leeswijzer", "codeboek", "voorblad"}


def is_workbook(path: Path) -> bool:
    """Tell whether a file is a workbook, by its first bytes or its name (an .xlsx saved as .csv is a workbook)."""
    with path.open("rb") as file:
        return file.read(4) in MAGIC or path.suffix.lower() in SUFFIXES


def read_workbook_grids(path: Path) -> tuple[list[Grid], list[str]]:
    """Read the visible sheets that have cells, and the names of the hidden sheets that were left alone.

    Sheets named as an explanation (Toelichting, Lijsten ...) are no deliveries and are left out. Row numbers are those
    that Excel shows.
    """
    if not path.stat().st_size:
        raise OnleesbaarBestand("het bestand is leeg.")
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        known = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        shown = [sheet.name for sheet in known if fold(sheet.name) not in EXPLANATION_SHEETS]
        hidden = {sheet.name for sheet in known if sheet.visible != SheetVisibleEnum.Visible}
        grids = [_grid(workbook, name) for name in shown]
    except (CalamineError, OSError, ValueError):
        raise OnleesbaarBestand("dit is geen werkmap die te lezen is; staat er een wachtwoord op?") from None
    filled = [grid for grid in grids if len(grid.cells)]
    if not filled:
        raise OnleesbaarBestand("de werkmap heeft geen bladen met gegevens.")
    return [grid for grid in filled if grid.blad not in hidden], [g.blad for g in filled if g.blad in hidden]


def _grid(workbook: CalamineWorkbook, name: str) -> Grid:
    rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    columns = [[cell_text(value) for value in column] for column in zip(*rows, strict=True)]
    cells = pd.DataFrame(dict(enumerate(columns)), dtype=str)
    return Grid(cells=cells.set_axis(pd.RangeIndex(1, len(cells) + 1), axis=0), blad=name)


def cell_text(value: Any) -> str:
    """Give a cell as text: whole numbers without decimals, others with a decimal comma, dates as jjjj-mm-dd.

    The comma is there because a point would be read as a thousands sign: 1.125 is more than a thousand, 1,125 is not.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "waar" if value else "onwaar"
    if isinstance(value, float | int):
        return str(int(value)) if float(value).is_integer() else format(value, ".15g").replace(".", ",")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)
