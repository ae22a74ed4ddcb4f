"""The sheets and cells of an exported workbook: how they look, where they lead, what a spreadsheet makes of them."""

import math
import warnings
from collections.abc import Sequence
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from analysis.exchange.cell_values import clean_text, write_value
from analysis.exchange.export.edition import Edition
from analysis.results.kaart import Kolom

CONTENTS = "Inhoud"
HEAD_ROW = 2
"""The row with the names of the columns on the sheet of a table; above it stand the way back and what the table is."""
NARROW, WIDE, SAMPLE = 12, 44, 300
HEAD = PatternFill("solid", fgColor="DDE7EE")
DEEP, GREY, LINK = "08394A", "52616B", "0B5C73"
WRAP = Alignment(wrap_text=True, vertical="top")
LINE = 15.0
"""Points of a line of text in a cell."""


def append_words(sheet: Worksheet, number: int, cells: Sequence[Cell], widths: Sequence[int]) -> None:
    """Add a row that is as high as its longest text, broken at the width of its column, needs."""
    texts = (len(str(cell.value or "")) / width for cell, width in zip(cells, widths, strict=True))
    for cell in cells:
        cell.alignment = WRAP
    sheet.row_dimensions[number].height = LINE * max(1, *(math.ceil(lines) for lines in texts))
    sheet.append(cells)


def new_sheet(workbook: Workbook, edition: Edition, title: str, widths: Sequence[int]) -> Worksheet:
    """Make a sheet: widths of columns, how it prints, with the band of the edition above every page."""
    sheet = workbook.create_sheet(title)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.center.text = edition.band.replace("&", "&&")
    sheet.oddFooter.center.text = "Pagina &P van &N"
    if edition.is_internal:
        sheet.sheet_properties.tabColor = "8C1C13"
    return sheet


def write_top(sheet: Worksheet, edition: Edition, text: str) -> None:
    """Write the first row of a sheet: back to the contents, what this is; the band first."""
    shown = " · ".join(part for part in (edition.band, text) if part)
    sheet.append([cell_of(sheet, CONTENTS, font_of(color=LINK, underline="single")),
                  cell_of(sheet, shown, font_of(bold=True, color=DEEP), wrap=False)])  # fmt: skip
    add_link(sheet, "A1", CONTENTS)


def add_link(sheet: Worksheet, cell: str, title: str) -> None:
    """Let a cell lead to another sheet."""
    sheet._hyperlinks.append(Hyperlink(ref=cell, location=f"'{title}'!A1", display=title))


def head_cell(sheet: Worksheet, text: str, note: str = "") -> Cell:
    """Give the head of a column, with a note on what it means."""
    cell = cell_of(sheet, text, font_of(bold=True, color=DEEP), fill=HEAD, wrap=True)
    if note:
        cell.comment = Comment(note, "ikc", 140, 320)
    return cell


def note_of(kolom: Kolom) -> str:
    """Give the note on a column: meaning, unit, trap."""
    unit = f" Eenheid: {kolom.eenheid}." if kolom.eenheid else ""
    return clean_text(f"{kolom.betekenis}{unit} {kolom.let_op}".strip())


def cell_of(
    sheet: Worksheet, value: Any, font: Font | None = None, fill: PatternFill | None = None, wrap: bool | None = None
) -> Cell:
    """Give a cell with a value; words are broken at the width of the column unless told."""
    cell = write_value(WriteOnlyCell(sheet), value if value != "" else None)
    if font:
        cell.font = font
    if fill:
        cell.fill = fill
    if wrap or (wrap is None and font is None and isinstance(value, str)):
        cell.alignment = WRAP
    return cell


def font_of(size: int = 11, **how: Any) -> Font:
    """Give the letter of the workbook: one that every spreadsheet program has."""
    return Font(name="Calibri", size=size, **how)


def width_of(column: str, values: pd.Series) -> int:
    """Give the width of a column: room for its name, the arrow of the filter, and its texts."""
    shown = values.head(SAMPLE).astype("str") if pd.api.types.is_string_dtype(values) else pd.Series([], dtype="str")
    return min(max(NARROW, len(column) + 4, int(shown.str.len().max() or 0) + 2 if len(shown) else 0), WIDE)


def make_table(sheet: Worksheet, name: str, columns: Sequence[str], last: int) -> None:
    """Make the rows a table of Excel, called `t_<table>`: it can be filtered, sorted and pivoted by name."""
    table = Table(displayName=f"t_{name}", ref=f"A{HEAD_ROW}:{get_column_letter(len(columns))}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    table._initialise_columns()
    for place, column in zip(table.tableColumns, columns, strict=True):
        place.name = column
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the columns must be given, which they are
        sheet.add_table(table)
