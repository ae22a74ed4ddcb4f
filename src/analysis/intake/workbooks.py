"""A workbook as grids of text, one per visible sheet: dates, numbers and booleans in one spelling each."""

import io
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import etree
from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from analysis.codebook import fold
from analysis.errors import Melding
from analysis.intake.grids import LONGEST_CELL, Grid
from analysis.intake.kinds import ADVIES_PASSWORD, PASSWORD
from analysis.intake.sheet_facts import DAMAGE, ERROR, NO_VALUE, SpecialCell, WorkbookFacts, examine_workbook
from analysis.intake.text_scan import OnleesbaarBestand

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
EXPLANATION_SHEETS = {"toelichting", "uitleg", "instructie", "lijsten", "leesmij", "leeswijzer", "codeboek", "voorblad"}
MOST_COLUMNS_NAMED = 12
OLD_FORM = Melding(
    "", "in een oude werkmap (xls) is niet te zien welke lege cellen een foutwaarde zijn.", "waarschuwing",
    advies="Sla haar op als xlsx als er formules in staan.", code="foutwaarde_niet_te_zien",
)  # fmt: skip
DAMAGED = "dit is geen werkmap die te lezen is: het bestand is beschadigd."


def read_workbook_grids(path: Path) -> tuple[list[Grid], list[str]]:
    """Read the visible sheets that have cells, and the names of the hidden sheets that were left alone.

    Sheets named as an explanation (Toelichting, Lijsten ...) are no deliveries and are left out. Row numbers are those
    that Excel shows. An error and a formula without a stored value are no empty cells: they get a text that nothing
    reads as a value, and a message.
    """
    try:
        facts = examine_workbook(path)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        known = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        shown = [sheet.name for sheet in known if fold(sheet.name) not in EXPLANATION_SHEETS]
        hidden = {sheet.name for sheet in known if sheet.visible != SheetVisibleEnum.Visible}
        grids = [_grid(workbook, name, facts) for name in shown]
    except PasswordError:
        raise OnleesbaarBestand(PASSWORD, ADVIES_PASSWORD) from None
    except (CalamineError, etree.XMLSyntaxError, *DAMAGE):
        raise OnleesbaarBestand(DAMAGED) from None
    filled = [grid for grid in grids if len(grid.cells)]
    if not filled:
        raise OnleesbaarBestand("de werkmap heeft geen bladen met gegevens.")
    return [grid for grid in filled if grid.blad not in hidden], [g.blad for g in filled if g.blad in hidden]


def _grid(workbook: CalamineWorkbook, name: str, facts: WorkbookFacts) -> Grid:
    rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    special = facts.cells.get(name, [])
    width = max([len(row) for row in rows] + [cell.kolom + 1 for cell in special], default=0)
    height = max([len(rows)] + [cell.rij + 1 for cell in special])
    texts = [[cell_text(value) for value in row] + [""] * (width - len(row)) for row in rows]
    texts += [[""] * width for _ in range(height - len(texts))]
    for cell in special:
        texts[cell.rij][cell.kolom] = special_text(cell)
    _refuse_long_cells(texts)
    columns = [list(column) for column in zip(*texts, strict=True)]
    cells = pd.DataFrame(dict(enumerate(columns)), dtype=str)
    cells = cells.set_axis(pd.RangeIndex(1, len(cells) + 1), axis=0)
    found = _report_special(special) if facts.sees_errors else [OLD_FORM]
    return Grid(cells, name, meldingen=tuple(found), is_1904=facts.is_1904)


def special_text(cell: SpecialCell) -> str:
    """Give what stands in the table for an error or a formula without value: no reader takes it for a value."""
    return f"{cell.tekst} ({cell.soort})".strip() if cell.soort == ERROR else f"({cell.soort})"


def is_special(text: str) -> bool:
    """Tell whether a cell's text stands for an error or a formula without value."""
    return text.endswith((f"({ERROR})", f"({NO_VALUE})"))


def _refuse_long_cells(texts: list[list[str]]) -> None:
    longest = max((len(text) for row in texts for text in row), default=0)
    if longest > LONGEST_CELL:
        raise OnleesbaarBestand(f"een cel heeft {longest} tekens; in Excel passen er 32.767.", "Maak die cel leeg.")


def _report_special(cells: list[SpecialCell]) -> list[Melding]:
    """Say per column where errors and formulas without a value are."""
    texts = {
        ERROR: ("een foutwaarde", "Herstel de formules of vul de waarden in; leeg is iets anders dan een fout."),
        NO_VALUE: ("een formule zonder waarde", "Open het bestand in Excel en bewaar het, dan staan de waarden erin."),
    }
    meldingen = []
    for kind, (what, advies) in texts.items():
        of_kind = [cell for cell in cells if cell.soort == kind]
        if of_kind:
            count = "1 cel heeft" if len(of_kind) == 1 else f"{len(of_kind)} cellen hebben"
            tekst = f"{count} {what}; wat er had moeten staan is onbekend."
            meldingen.append(Melding("", tekst, "waarschuwing", _per_column(of_kind), advies, kind.replace(" ", "_")))
    return meldingen


def _per_column(cells: list[SpecialCell]) -> tuple[str, ...]:
    lines = []
    for column in sorted({cell.kolom for cell in cells}):
        of_column = [cell for cell in cells if cell.kolom == column]
        shown = ", ".join(sorted({cell.tekst for cell in of_column if cell.tekst}))
        where = f"{get_column_letter(column + 1)}{of_column[0].rij + 1}"
        count = "1 cel" if len(of_column) == 1 else f"{len(of_column)} cellen, eerste"
        lines.append(f"kolom {get_column_letter(column + 1)}: {count} ({where}){f': {shown}' if shown else ''}")
    rest = len(lines) - MOST_COLUMNS_NAMED
    return (*lines[:MOST_COLUMNS_NAMED], f"en nog {rest} kolommen") if rest > 0 else tuple(lines)


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
