"""A text file as a grid of cells as written, before anything is known of headers. Workbooks: see `workbooks`."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.errors import Melding
from analysis.intake.large_text import MANY_ROWS, SMALL_BYTES, read_large
from analysis.intake.records import Form, meldingen_of, read_records
from analysis.intake.text_scan import OnleesbaarBestand, TextScan, scan_text

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_BYTES = 262_144
SAMPLE_ROWS = 60
LONGEST_CELL = 131_072
"""More than a spreadsheet can hold; a longer cell is a quote that never ends, or somebody's joke."""


@dataclass(frozen=True)
class Grid:
    """Cells as text. Index: row number as a spreadsheet shows it; columns 0, 1, 2 ...; empty cells are ''.

    In a large delivery, columns that repeat their texts may be categories.

    `blad` is the sheet's name, '' for CSV. `fields` is the number of fields per row (None for a workbook, and for a
    large CSV whose rows all have as many). `is_csv` tells whether cells beyond the header mean a row that broke.
    `meldingen` have no file name yet: who reads the file fills it in. `is_1904` tells that days are counted from 1904.
    """

    cells: pd.DataFrame
    blad: str = ""
    is_csv: bool = False
    fields: pd.Series | None = None
    meldingen: tuple[Melding, ...] = ()
    is_1904: bool = False


def read_text_grid(path: Path, score: Callable[[list[str]], int], large: bool = False) -> Grid:
    """Read a delimited text file. `score` tells how well a row of cells looks like a header: it picks the delimiter.

    The file is read with the encoding that fits (`text_scan`). A quoted field may hold line breaks; the row number
    counts records, as a spreadsheet does. Every physical line is in a record: where a fast parser reads fewer rows than
    there are lines, they are read one by one (`records`). Of a `large` delivery, columns that repeat their texts are
    read as categories.
    """
    scan = scan_text(path)
    if scan.endless:
        raise OnleesbaarBestand("een regel in dit bestand is te lang; mist er een regeleinde?")
    with path.open("rb") as file:
        text = file.read(SAMPLE_BYTES).decode(scan.encoding, errors="replace")
    form = _find_form(text, score)
    if form.width >= 2 and path.stat().st_size >= SMALL_BYTES and scan.lines is not None:
        cells = read_large(path, scan, form, _sample(text, form.delimiter, MANY_ROWS) if large else [])
        if cells is not None:
            refuse_long_cells(max(longest_text(cells[number]) for number in cells))
            return Grid(cells=cells, is_csv=True)
    return _read_lines(path, scan, form)


def refuse_long_cells(longest: int) -> None:
    """Raise OnleesbaarBestand when the longest cell of a file has more signs than a cell can have."""
    if longest > LONGEST_CELL:
        raise OnleesbaarBestand("een veld in dit bestand is te lang; mist er een aanhalingsteken?")


def longest_text(column: pd.Series) -> int:
    """Give the signs of the longest text in a column; of a category each text is looked at once.

    A text has no more signs than bytes: in a column without very long ones these are looked at, which costs less.
    """
    texts = pa.array((pd.Series(column.cat.categories) if column.dtype == "category" else column).array)
    most_bytes = pc.max(pc.binary_length(texts)).as_py() or 0
    return most_bytes if most_bytes <= LONGEST_CELL else pc.max(pc.utf8_length(texts)).as_py()


def _find_form(text: str, score: Callable[[list[str]], int]) -> Form:
    """Find the delimiter that gives the best header, and the header's number of fields.

    A quote above the header may hide it, so lines are looked at without quoting too.
    """
    best = (-1, Form(DELIMITERS[0], 1))
    for delimiter in DELIMITERS:
        quoted, plain = _sample(text, delimiter), _plain_sample(text, delimiter)
        header = max([*quoted, *plain], key=score, default=[])
        if score(header) > best[0]:
            width = len(header) if score(header) else max(map(len, quoted), default=1)
            best = (score(header), Form(delimiter, width, _is_spaced(text, delimiter, width)))
    return best[1]


def _is_spaced(text: str, delimiter: str, width: int) -> bool:
    """Tell whether `; "` opens a quoted field: read so, no fewer rows have the header's number of fields."""
    if f'{delimiter} "' not in text:
        return False
    fits = [sum(len(record) == width for record in _sample(text, delimiter, MANY_ROWS, spaced))
            for spaced in (True, False)]  # fmt: skip
    return fits[0] >= fits[1]


def _sample(text: str, delimiter: str, rows: int = SAMPLE_ROWS, spaced: bool = False) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=spaced)
    records: list[list[str]] = []
    try:
        for record in islice(reader, rows):
            records.append(record)
    except csv.Error:
        return records
    return records


def _plain_sample(text: str, delimiter: str) -> list[list[str]]:
    return [line.rstrip("\r\n").split(delimiter) for line in islice(io.StringIO(text, newline=""), SAMPLE_ROWS)]


def _read_lines(path: Path, scan: TextScan, form: Form) -> Grid:
    """Read a file line by line; it keeps every field, every line and every row number."""
    text = path.read_bytes().decode(scan.encoding, errors="replace")
    found = read_records(text, form)
    if scan.lines is not None and found.lines != scan.lines:
        raise OnleesbaarBestand(f"het bestand heeft {scan.lines} regels; er zijn er {found.lines} gelezen.")
    counts = [len(record) for record in found.rows]
    refuse_long_cells(max((len(cell) for record in found.rows for cell in record), default=0))
    width = max(counts, default=1)
    index = pd.RangeIndex(1, len(counts) + 1)
    cells = pd.DataFrame([record + [""] * (width - len(record)) for record in found.rows], dtype=str)
    return Grid(cells.set_axis(index, axis=0), "", True, pd.Series(counts, index=index, dtype="int64"),
                tuple(meldingen_of(found)))  # fmt: skip
