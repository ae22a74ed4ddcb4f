"""A text file as a grid of cells as written, before anything is known of headers. Workbooks: see `workbooks`."""

import codecs
import csv
import io
import mmap
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv

from analysis.intake.mixed_text import MIXED, has_utf8_letters

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_BYTES = 262_144
SAMPLE_ROWS, MANY_ROWS = 60, 2000
CHUNK_BYTES = 4_194_304
BLOCK_BYTES = 2_097_152
COUNTED_BYTES = 16_777_216
SMALL_BYTES = 1_048_576
TEXT = pd.StringDtype(na_value=np.nan)
CATEGORY = pa.dictionary(pa.int32(), pa.string())


class OnleesbaarBestand(Exception):
    """The file cannot be read as a table; the text says why, in Dutch, to follow the file's name."""


@dataclass(frozen=True)
class Grid:
    """Cells as text. Index: row number as a spreadsheet shows it; columns 0, 1, 2 ...; empty cells are ''.

    In a large delivery, columns that repeat their texts may be categories.

    `blad` is the sheet's name, '' for CSV. `fields` is the number of fields per row (None for a workbook, a CSV
    whose rows all have as many, and one over 16 MB). `is_csv` tells whether cells beyond the header mean a row that
    broke.
    """

    cells: pd.DataFrame
    blad: str = ""
    is_csv: bool = False
    fields: pd.Series | None = None


def read_text_grid(path: Path, score: Callable[[list[str]], int], large: bool = False) -> Grid:
    """Read a delimited text file. `score` tells how well a row of cells looks like a header: it picks the delimiter.

    The file is read with the encoding that fits: UTF-8 (BOM or not), UTF-16 with a BOM, else cp1252; or UTF-8 and
    cp1252 in one file, where two were pasted together. A quoted field may hold line breaks; the row number counts
    records, as a spreadsheet does. Of a `large` delivery, columns that repeat their texts are read as categories.
    """
    encoding = detect_encoding(path)
    with path.open("rb") as file:
        raw = file.read(SAMPLE_BYTES)
    records = {delimiter: _sample(raw, encoding, delimiter) for delimiter in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda item: max(map(score, records[item]), default=0))
    width = max((len(record) for record in records[delimiter]), default=1) + 1
    repeating = _repeating(_sample(raw, encoding, delimiter, MANY_ROWS)) if large else frozenset()
    even = _read_even(path, encoding, delimiter, width - 1, repeating)
    if even is not None:
        return Grid(cells=even, is_csv=True)
    cells = _read_fast(path, encoding, delimiter, width)
    fields = _count_fields(path, encoding, delimiter) if path.stat().st_size <= COUNTED_BYTES else None
    if cells is None:
        cells = _read_broken(path, encoding, delimiter)
    return Grid(cells=cells, is_csv=True, fields=fields)


def detect_encoding(path: Path) -> str:
    """Give the encoding of a text file, in one pass over its bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        chunk = file.read(CHUNK_BYTES)
        if not chunk.strip():
            raise OnleesbaarBestand("het bestand is leeg.")
        if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if b"\x00" in chunk:
            raise OnleesbaarBestand("dit is geen tekstbestand en geen werkmap van Excel.")
        while chunk:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                return MIXED if has_utf8_letters(path) else "cp1252"
            chunk = file.read(CHUNK_BYTES)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _sample(raw: bytes, encoding: str, delimiter: str, rows: int = SAMPLE_ROWS) -> list[list[str]]:
    text = raw.decode(encoding, errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records: list[list[str]] = []
    try:
        for record in reader:
            records.append(record)
            if len(records) == rows:
                break
    except csv.Error:
        return []
    return records


def _repeating(records: list[list[str]]) -> frozenset[int]:
    """Give the places of the columns in which most of these rows repeat a text of another row."""
    columns = enumerate(zip_longest(*records))
    return frozenset(number for number, texts in columns if len(set(texts)) * 2 < len(texts))


def _read_even(path: Path, encoding: str, delimiter: str, width: int, repeating: frozenset[int]) -> pd.DataFrame | None:
    """Read a file of which every row has the same number of fields: most exports, in half the time. None otherwise.

    The cells stay in Arrow's memory, where pandas keeps its text too. An empty line, a title block or a shifted row is
    for the other readers. Where nothing is quoted no cell holds a line break, and blocks of lines are read together.
    """
    names = [str(number) for number in range(width)]
    codec = {"utf-8-sig": "utf8", "utf-16": None, MIXED: None}.get(encoding, encoding)
    if codec is None or width < 2 or path.stat().st_size < SMALL_BYTES:
        return None
    try:
        table = arrow_csv.read_csv(
            path,
            read_options=arrow_csv.ReadOptions(column_names=names, encoding=codec, block_size=BLOCK_BYTES),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=_has_quotes(path), ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: CATEGORY if int(name) in repeating else pa.large_string() for name in names},
                strings_can_be_null=False,
                check_utf8=codec != "utf8",
            ),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return None
    columns = {number: _from_arrow(table.column(name)) for number, name in enumerate(names)}
    return pd.DataFrame(columns, index=pd.RangeIndex(1, table.num_rows + 1), copy=False)


def _from_arrow(column: pa.ChunkedArray) -> pd.Categorical | pd.api.extensions.ExtensionArray:
    if column.type != CATEGORY:
        return pd.array(column, dtype=TEXT)
    chunks = column.unify_dictionaries().chunks
    places = np.concatenate([chunk.indices.to_numpy() for chunk in chunks])
    return pd.Categorical.from_codes(places, pd.Index(chunks[-1].dictionary, dtype=TEXT))


def _has_quotes(path: Path) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(b'"') >= 0


def _read_fast(path: Path, encoding: str, delimiter: str, width: int) -> pd.DataFrame | None:
    try:
        cells = pd.read_csv(
            path,
            sep=delimiter,
            header=None,
            names=range(width),
            index_col=False,
            dtype=str,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            encoding=encoding,
            encoding_errors="replace",
            engine="c",
            on_bad_lines="error",
        )
    except pd.errors.ParserError:
        return None
    return cells.set_axis(pd.RangeIndex(1, len(cells) + 1), axis=0)


def _records(path: Path, encoding: str, delimiter: str) -> list[list[str]]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        try:
            return list(csv.reader(file, delimiter=delimiter))
        except csv.Error:
            raise OnleesbaarBestand("een veld in dit bestand is te lang; mist er een aanhalingsteken?") from None


def _read_broken(path: Path, encoding: str, delimiter: str) -> pd.DataFrame:
    """Read a file with rows longer than the others; slower, but it keeps every field and every row number."""
    records = _records(path, encoding, delimiter)
    width = max(map(len, records), default=1)
    cells = pd.DataFrame([record + [""] * (width - len(record)) for record in records], dtype=str)
    return cells.set_axis(pd.RangeIndex(1, len(cells) + 1), axis=0)


def _count_fields(path: Path, encoding: str, delimiter: str) -> pd.Series:
    counts = [len(record) for record in _records(path, encoding, delimiter)]
    return pd.Series(counts, index=pd.RangeIndex(1, len(counts) + 1), dtype="int64")
