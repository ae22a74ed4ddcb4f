"""What a zipped workbook (xlsx, ods) holds that the reader of cells hides: errors, formulas without value, far cells.

The reader of cells (calamine) gives an error and a formula without a stored value as an empty cell, and makes room for
every cell up to the last one. So its parts are looked at first.
"""

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter

from analysis.intake.kinds import ADVIES_PASSWORD, PASSWORD
from analysis.intake.text_scan import OnleesbaarBestand

DAMAGE = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError, KeyError, zlib.error,
          lzma.LZMAError)  # fmt: skip
"""What a damaged or encrypted zip, or a part of one, makes Python raise."""
MOST_BYTES = 2_000_000_000
MOST_CELLS = 30_000_000
CHUNK = 1_048_576
OVERLAP = 64
ERROR, NO_VALUE = "foutwaarde", "formule zonder waarde"
ADVIES_FAR = "Verwijder de rijen en kolommen buiten de tabel, bewaar de werkmap en lever haar opnieuw aan."
_COLUMN = re.compile(rb'\br="([A-Z]{1,3})\d')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_REFERENCE = re.compile(r"^([A-Z]{1,3})(\d+)$")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


@dataclass(frozen=True)
class SpecialCell:
    """A cell (row and column from 0) that is an error or a formula without a stored value; `tekst` as shown."""

    rij: int
    kolom: int
    soort: str
    tekst: str


@dataclass(frozen=True)
class WorkbookFacts:
    """Per sheet the special cells; whether days are counted from 1904, as Excel for the Mac did.

    `sees_errors` is False for an old .xls: which of its empty cells are errors cannot be seen.
    """

    cells: dict[str, list[SpecialCell]] = field(default_factory=dict)
    is_1904: bool = False
    sees_errors: bool = True


def examine_workbook(path: Path) -> WorkbookFacts:
    """Look at the parts of a zipped workbook; raises OnleesbaarBestand where reading it would take the memory.

    A file that is no zip (an old .xls) has no facts.
    """
    if not zipfile.is_zipfile(path):
        return WorkbookFacts(sees_errors=False)
    with zipfile.ZipFile(path) as archive:
        if sum(item.file_size for item in archive.infolist()) > MOST_BYTES:
            raise OnleesbaarBestand(
                "de werkmap is uitgepakt te groot om te lezen.", "Lever csv aan, of kleinere delen."
            )
        names = archive.namelist()
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise OnleesbaarBestand(PASSWORD, ADVIES_PASSWORD)
        if "content.xml" in names:
            return WorkbookFacts(_examine_ods(archive))
        if "xl/workbook.xml" not in names:
            return WorkbookFacts()
        return _examine_xlsx(archive)


def parse_slowly(stream: IO[bytes], tags: tuple[str, ...], events: tuple[str, ...] = ("end",)) -> Iterator:
    """Go through XML element by element, without entities, network or DTD; a DOCTYPE has no place in a workbook."""
    return etree.iterparse(stream, events=events, tag=tags, resolve_entities=False, no_network=True, load_dtd=False,
                           huge_tree=True)  # fmt: skip


def _examine_xlsx(archive: zipfile.ZipFile) -> WorkbookFacts:
    root = _small_part(archive, "xl/workbook.xml")
    properties, calculation = root.find("{*}workbookPr"), root.find("{*}calcPr")
    recalculated = calculation is not None and calculation.get("fullCalcOnLoad") in ("1", "true")
    targets = _targets(archive)
    cells = {}
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        part = targets.get(sheet.get(_RELATION, _strict_id(sheet)), "")
        if part in archive.namelist():
            cells[sheet.get("name", "")] = _examine_sheet(archive, part, sheet.get("name", ""), recalculated)
    is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    return WorkbookFacts(cells, is_1904)


def _strict_id(sheet: etree._Element) -> str:
    """Give the relation of a sheet in a workbook of the strict form, whose namespace is another."""
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")


def _small_part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(archive.read(name), parser)


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    if "xl/_rels/workbook.xml.rels" not in archive.namelist():
        return {}
    relations = _small_part(archive, "xl/_rels/workbook.xml.rels")
    found = {item.get("Id", ""): item.get("Target", "") for item in relations.iterfind("{*}Relationship")}
    return {name: str(PurePosixPath("/xl") / target).lstrip("/") for name, target in found.items()}


def _examine_sheet(archive: zipfile.ZipFile, part: str, name: str, recalculated: bool) -> list[SpecialCell]:
    """Scan a sheet's text once; only one that has errors, formulas or far cells is gone through cell by cell."""
    columns: set[bytes] = set()
    last_row, special, before = 0, False, b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            text = before + chunk
            columns.update(_COLUMN.findall(text))
            last_row = max(last_row, *(int(number) for number in _ROW.findall(text)), 0)
            special = special or b't="e"' in text or _FORMULA.search(text) is not None
            before = text[-OVERLAP:]
    width = max((column_index_from_string(letters.decode()) for letters in columns), default=1)
    if not special and width * last_row <= MOST_CELLS:
        return []
    with archive.open(part) as stream:
        return _go_through(stream, name, recalculated)


def _go_through(stream: IO[bytes], name: str, recalculated: bool) -> list[SpecialCell]:
    """Go through a sheet cell by cell; give its special cells, and refuse a cell far from all others."""
    found: list[SpecialCell] = []
    row = column = last_row = last_column = -1
    for event, element in parse_slowly(stream, ("{*}row", "{*}c"), ("start", "end")):
        is_row = etree.QName(element).localname == "row"
        if is_row and event == "start":
            row, column = int(element.get("r", row + 2)) - 1, -1
        elif is_row:
            _forget(element)
        elif event == "end":
            row, column = _place(element.get("r", ""), row, column + 1)
            if len(element):
                last_row, last_column = max(last_row, row), max(last_column, column)
                found += _special(element, row, column, recalculated)
    refuse_far_cells(name, last_row, last_column)
    return found


def _place(reference: str, row: int, column: int) -> tuple[int, int]:
    parts = _REFERENCE.match(reference)
    return (int(parts[2]) - 1, column_index_from_string(parts[1]) - 1) if parts else (row, column)


def _special(cell: etree._Element, row: int, column: int, recalculated: bool) -> list[SpecialCell]:
    value = (cell.findtext("{*}v") or "").strip()
    if cell.get("t") == "e":
        return [SpecialCell(row, column, ERROR, value or "fout")]
    formula = cell.find("{*}f") is not None
    if formula and cell.get("t") != "str" and (not value or (recalculated and value == "0")):
        return [SpecialCell(row, column, NO_VALUE, "")]
    return []


def _forget(element: etree._Element) -> None:
    """Let go of a part that was looked at, so that memory stays flat."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def refuse_far_cells(name: str, last_row: int, last_column: int) -> None:
    """Refuse a sheet for which the reader would make room for more cells than a machine has memory for."""
    if (last_row + 1) * (last_column + 1) > MOST_CELLS:
        far = f"{get_column_letter(last_column + 1)}{last_row + 1}"
        raise OnleesbaarBestand(f"het blad '{name}' loopt door tot cel {far}; dat is te groot om te lezen.", ADVIES_FAR)


def _examine_ods(archive: zipfile.ZipFile) -> dict[str, list[SpecialCell]]:
    """Go through the sheets of an ods; what is said to repeat is counted, never made."""
    found: dict[str, list[SpecialCell]] = {}
    name, row, column, last_row, last_column = "", 0, 0, -1, -1
    tags = tuple(_TABLE + tag for tag in ("table", "table-row", "table-cell", "covered-table-cell"))
    with archive.open("content.xml") as stream:
        for event, element in parse_slowly(stream, tags, ("start", "end")):
            tag = element.tag.removeprefix(_TABLE)
            if event == "start":
                if tag == "table":
                    name, row, last_row, last_column = element.get(_TABLE + "name", ""), 0, -1, -1
                    found[name] = []
                elif tag == "table-row":
                    column = 0
            elif tag == "table":
                refuse_far_cells(name, last_row, last_column)
                _forget(element)
            elif tag == "table-row":
                row += _repeats(element, "rows")
                _forget(element)
            else:
                if element.get(_OFFICE + "value-type") or element.get(_TABLE + "formula"):
                    last_row = max(last_row, row + _repeats(element.getparent(), "rows") - 1)
                    last_column = max(last_column, column + _repeats(element, "columns") - 1)
                    found[name] += _special_of_ods(element, row, column)
                column += _repeats(element, "columns")
    return found


def _repeats(element: etree._Element, what: str) -> int:
    return int(element.get(f"{_TABLE}number-{what}-repeated", "1"))


def _special_of_ods(cell: etree._Element, row: int, column: int) -> list[SpecialCell]:
    """Give an error, or a formula without a value, in every place where it is said to repeat."""
    shown = "".join(cell.itertext()).strip()
    kind = ""
    if cell.get(_CALC + "value-type") == "error" or (cell.get(_TABLE + "formula") and shown.startswith(("#", "Err:"))):
        kind = ERROR
    elif cell.get(_TABLE + "formula") and not cell.get(_OFFICE + "value-type"):
        kind = NO_VALUE
    if not kind:
        return []
    rows, columns = _repeats(cell.getparent(), "rows"), _repeats(cell, "columns")
    if rows * columns > MOST_CELLS // 100:
        return []
    return [
        SpecialCell(row + down, column + right, kind, shown if kind == ERROR else "")
        for down in range(rows)
        for right in range(columns)
    ]
