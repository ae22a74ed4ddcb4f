"""All result tables of an edition in one workbook: contents, data dictionary, labels, and a sheet per table."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from analysis.exchange.cell_values import write_value
from analysis.exchange.export.edition import HIDDEN, LANGUAGE, Edition
from analysis.exchange.export.sheets import (
    CONTENTS,
    DEEP,
    GREY,
    HEAD_ROW,
    LINK,
    add_link,
    append_words,
    cell_of,
    font_of,
    head_cell,
    make_table,
    new_sheet,
    note_of,
    width_of,
    write_top,
)
from analysis.exchange.workbook import EPOCH
from analysis.results.dictionary import key_words
from analysis.results.kaart import ONDERDRUKT, Kolom
from analysis.results.kaarten import kaarten
from analysis.study.fixed_zip import repack
from analysis.study.formulas import runs

DICTIONARY, LABELS = "Woordenboek", "Labels"
LONGEST_NAME = 31
FORMATS = {"geheel getal": "#,##0", "getal": "#,##0.000", "datum": "dd-mm-yyyy", "tekst": "@", "ja/nee": "General"}
MONEY, SHARES = "#,##0.00", ("0-1", "-1-1")
GONE = PatternFill("solid", fgColor="EFEFEF")
BAND = PatternFill("solid", fgColor="FFF3D6")


def workbook_bytes(edition: Edition) -> bytes:
    """Give the workbook; the same edition gives the same bytes."""
    workbook = Workbook(write_only=True)
    names = sheet_names(edition.tables)
    _write_contents(workbook, edition, names)
    _write_list(
        workbook, edition, DICTIONARY, _DICTIONARY_HEADS, _dictionary_rows(edition), (30, 28, 13, 20, 70, 50, 24)
    )
    _write_list(workbook, edition, LABELS, ("kolom", "code", "label"), _label_rows(edition), (20, 32, 60))
    for name, table in edition.tables.items():
        _write_table(workbook, edition, name, table, names[name])
    properties = workbook.properties
    properties.title, properties.subject, properties.language = edition.title, edition.subtitle, LANGUAGE
    properties.creator, properties.created, properties.modified = "ikc export", EPOCH, EPOCH
    buffer = io.BytesIO()
    workbook.save(buffer)
    return repack(buffer.getvalue())


def sheet_names(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Give each table a sheet name that Excel allows and that no other sheet has."""
    taken = {name.casefold() for name in (CONTENTS, DICTIONARY, LABELS)}
    found: dict[str, str] = {}
    for name in tables:
        tries = [name[:LONGEST_NAME], *(f"{name[: LONGEST_NAME - 3]}_{n:02d}" for n in range(2, 100))]
        found[name] = next(title for title in tries if title.casefold() not in taken)
        taken.add(found[name].casefold())
    return found


def legend(edition: Edition) -> list[str]:
    """Say how the sheets are to be read: what a mark, an empty cell and a link are."""
    lines = [
        "Elke tabel heeft een eigen blad. Een kopje van een kolom heeft een notitie met wat erin staat.",
        "Een leeg vakje: niet bekend of niet van toepassing. Het is nooit nul.",
    ]
    if edition.is_internal:
        return [*lines, "Dit is de interne editie, met kleine aantallen kinderen. Deel dit bestand niet."]
    basis = edition.study.publicatie.basis
    if basis:
        lines += [f"Aantallen zijn afgerond op een veelvoud van {basis}; andere getallen zijn daaruit berekend."]
    if any(ONDERDRUKT in table and table[ONDERDRUKT].any() for table in edition.tables.values()):
        lines += [
            f"'{HIDDEN}': dit getal is weggelaten, omdat het over te weinig kinderen gaat. De rij heeft dan onderdrukt "
            "= waar. Reken er niet mee alsof het nul is."
        ]
    return [*lines, "Sommige details staan bij geen enkele rij van de publieke editie; die kolommen zijn leeg."]


def _write_contents(workbook: Workbook, edition: Edition, names: Mapping[str, str]) -> None:
    heads, widths = (
        ("tabel", "een rij is", "rijen", "waarvan met iets weggelaten", "sleutel", "let op"),
        (30, 64, 9, 16, 44, 60),
    )
    sheet = new_sheet(workbook, edition, CONTENTS, widths)
    top = [(edition.title, font_of(bold=True, size=16, color=DEEP)), (edition.subtitle, font_of(color=GREY))]
    top += [(edition.band, font_of(bold=True, color="4D3300"))] if edition.band else []
    top += [(line, font_of()) for line in legend(edition)]
    top += [(f"Wat kolommen betekenen: blad {DICTIONARY}. Wat codes betekenen: blad {LABELS}.", font_of())]
    row = len(top) + 2
    sheet.freeze_panes = f"B{row + 1}"
    for text, font in top:
        sheet.append([cell_of(sheet, text, font, fill=BAND if text == edition.band else None)])
    sheet.append([])
    append_words(sheet, row, [head_cell(sheet, text) for text in heads], widths)
    for number, (name, table) in enumerate(edition.tables.items(), start=row + 1):
        card = kaarten()[name]
        gone = int(table[ONDERDRUKT].sum()) if ONDERDRUKT in table else 0
        link = cell_of(sheet, name, font_of(color=LINK, underline="single"))
        values = (card.rij, len(table), gone, key_words(card), card.let_op)
        append_words(sheet, number, [link, *(cell_of(sheet, value) for value in values)], widths)
        add_link(sheet, f"A{number}", names[name])


_DICTIONARY_HEADS = ("tabel", "kolom", "type", "eenheid", "betekenis", "let op", "bij te weinig kinderen")


def _dictionary_rows(edition: Edition) -> Iterator[Sequence[str]]:
    for name in edition.tables:
        guarded = edition.guarded(name)
        for column, item in kaarten()[name].kolommen.items():
            fate = HIDDEN if column in guarded and not edition.is_internal else ""
            yield name, column, item.type, item.eenheid, item.betekenis, item.let_op, fate


def _label_rows(edition: Edition) -> Iterator[Sequence[str]]:
    """Give every code of the tables once per column, with its label."""
    found = {
        (column, code): label
        for columns in edition.labels.values()
        for column, labels in columns.items()
        for code, label in labels.items()
    }
    return ((column, code, label) for (column, code), label in sorted(found.items()))


def _write_list(
    workbook: Workbook,
    edition: Edition,
    title: str,
    heads: Sequence[str],
    rows: Iterator[Sequence[str]],
    widths: Sequence[int],
) -> None:
    """Write a sheet of words: the way back, the names of the columns, a row per item."""
    sheet = new_sheet(workbook, edition, title, widths)
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    write_top(sheet, edition, title)
    sheet.append([head_cell(sheet, text) for text in heads])
    last = HEAD_ROW
    for row in rows:
        last += 1
        append_words(sheet, last, [cell_of(sheet, value) for value in row], widths)
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(heads))}{last}"


def _write_table(workbook: Workbook, edition: Edition, name: str, table: pd.DataFrame, title: str) -> None:
    """Write the sheet of a table: numbers as numbers, a word where one was left out, nothing where none is known."""
    card = kaarten()[name]
    sheet = new_sheet(workbook, edition, title, [width_of(column, table[column]) for column in table])
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    write_top(sheet, edition, f"{name}. {card.rij}")
    sheet.append([head_cell(sheet, column, note_of(card.kolommen[column])) for column in table])
    writers = [_Column(sheet, card.kolommen[column]) for column in table]
    hidden = edition.hidden(name).to_numpy()
    rows = zip(*(_plain(table[column]) for column in table), strict=True)
    for values, gone in zip(rows, hidden, strict=True):
        sheet.append(
            [writer.cell(value, bool(left)) for writer, value, left in zip(writers, values, gone, strict=True)]
        )
    if len(table):
        make_table(sheet, name, list(table.columns), HEAD_ROW + len(table))


class _Column:
    """The cells of a column: one object per look, given its value anew for each row, which is written at once."""

    def __init__(self, sheet: Worksheet, kolom: Kolom) -> None:
        self._shown = WriteOnlyCell(sheet)
        self._shown.number_format = number_format(kolom)
        self._quoted = WriteOnlyCell(sheet)
        self._quoted.number_format = "@"
        self._gone = cell_of(sheet, HIDDEN, font_of(italic=True, color=GREY), fill=GONE)
        self._gone.alignment = Alignment(horizontal="left" if kolom.type == "tekst" else "right")

    def cell(self, value: Any, gone: bool) -> Cell | None:
        """Give the cell for a value; None is nothing."""
        if gone:
            return self._gone
        if value is None or value == "":
            return None
        return write_value(self._quoted if isinstance(value, str) and runs(value) else self._shown, value)


def number_format(kolom: Kolom) -> str:
    """Give how Excel shows the numbers of a column: its own signs for thousands and decimals."""
    if kolom.type == "getal" and kolom.eenheid.startswith("euro"):
        return MONEY
    return "0.000" if kolom.type == "getal" and kolom.eenheid in SHARES else FORMATS[kolom.type]


def _plain(values: pd.Series) -> list[Any]:
    """Give the values of a column as Python's own; None where there is nothing."""
    there = values.notna()
    if pd.api.types.is_datetime64_any_dtype(values):
        return [date(day.year, day.month, day.day) if known else None for day, known in zip(values, there, strict=True)]
    return [value if known else None for value, known in zip(values.tolist(), there, strict=True)]
