"""A template as a workbook: the sheet to fill in, with choices and checks per cell, the explanation, the lists."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from analysis.codebook import Codebook
from analysis.exchange.cell_values import clean_text, write_value
from analysis.exchange.columns import MARK, Column
from analysis.exchange.explanation import how_to_fill, write_explanation

EPOCH = datetime(2019, 1, 1)
LISTS = "Lijsten"
LAST_ROW = 2000
"""The last row that has choices and checks; a list of a school is shorter."""
FORMATS = {"code": "@", "keuze": "@", "tekst": "@", "datum": "dd-mm-yyyy", "aantal": "0"}
LOOSE = ("ikc", "betaler", "informant")
"""Columns whose choices help but do not bind: other spellings are read too."""


def write_template(
    path: Path,
    delivery: str,
    columns: list[Column],
    codebook: Codebook,
    title: str = "",
    rows: Sequence[dict[str, Any]] = (),
) -> None:
    """Write a template; `rows` are cells filled in beforehand, by column, `title` is the sheet's name."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = clean_text(title or delivery)[:31]
    _write_heads(sheet, columns, codebook)
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(columns, start=1):
            if column.naam in row:
                cell = write_value(sheet.cell(number, place), row[column.naam])
                cell.number_format = FORMATS.get(column.soort, "General")
    sheet.freeze_panes = f"{get_column_letter(_first_free(columns))}2"
    write_explanation(workbook.create_sheet(), delivery, columns, codebook)
    _add_checks(workbook, sheet, columns)
    workbook.properties.created = workbook.properties.modified = EPOCH
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)


def _write_heads(sheet: Worksheet, columns: list[Column], codebook: Codebook) -> None:
    for number, column in enumerate(columns, start=1):
        cell = write_value(sheet.cell(row=1, column=number), column.kop)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        cell.fill = PatternFill("solid", fgColor="F3D9B1" if column.verplicht else "DDE7EE")
        needed = "Verplicht. " if column.verplicht else ""
        cell.comment = Comment(f"{needed}{column.uitleg} {how_to_fill(column, codebook)}"[:500], "ikc", 160, 320)
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = 11 if column.soort == MARK else 17
        sheet.column_dimensions[letter].number_format = FORMATS.get(column.soort, "General")
    sheet.row_dimensions[1].height = 62


def _first_free(columns: list[Column]) -> int:
    """Give the number of the column that scrolls first: the first signal, else the second column."""
    return next((number for number, column in enumerate(columns, start=1) if column.soort == MARK), 2)


def _add_checks(workbook: Workbook, sheet: Worksheet, columns: list[Column]) -> None:
    """Give every column its drop-down or its check; columns with the same choices share one list."""
    lists: dict[tuple[str, ...], str] = {}
    checks: dict[str, DataValidation] = {}
    for number, column in enumerate(columns, start=1):
        check = _check_of(column, lists, checks)
        if check is not None:
            letter = get_column_letter(number)
            check.add(f"{letter}2:{letter}{LAST_ROW}")
    for check in checks.values():
        sheet.add_data_validation(check)
    if lists:
        _write_lists(workbook, lists)


def _check_of(
    column: Column, lists: dict[tuple[str, ...], str], checks: dict[str, DataValidation]
) -> DataValidation | None:
    if column.keuzes:
        name = lists.setdefault(column.keuzes, f"lijst_{len(lists) + 1}")
        key = f"{name}{column.naam in LOOSE}"
        made = DataValidation(type="list", formula1=f"={name}", allow_blank=True, error="Kies een waarde uit de lijst.")
        made.errorStyle = "warning" if column.naam in LOOSE else "stop"
    elif column.soort == "datum":
        key = "datum"
        made = DataValidation(type="date", operator="between", formula1="DATE(1990,1,1)", formula2="DATE(2100,1,1)",
                              allow_blank=True, error="Vul een datum in: dd-mm-jjjj.")  # fmt: skip
    elif column.soort in ("getal", "aantal"):
        key = column.soort
        made = DataValidation(type="whole" if key == "aantal" else "decimal", operator="greaterThanOrEqual",
                              formula1="0", allow_blank=True, error="Vul een getal van 0 of meer in.")  # fmt: skip
    else:
        return None
    made.errorTitle, made.showErrorMessage = "Dat kan hier niet", True
    return checks.setdefault(key, made)


def _write_lists(workbook: Workbook, lists: dict[tuple[str, ...], str]) -> None:
    """Put the choices on a hidden sheet: a list in the cell itself may have 255 signs only."""
    sheet = workbook.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    for place, (choices, name) in enumerate(lists.items(), start=1):
        for number, choice in enumerate(choices, start=1):
            write_value(sheet.cell(number, place), choice).number_format = "@"
        letter = get_column_letter(place)
        where = f"{LISTS}!${letter}$1:${letter}${len(choices)}"
        workbook.defined_names[name] = DefinedName(name, attr_text=where)
