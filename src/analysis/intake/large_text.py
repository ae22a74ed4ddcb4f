"""A large delimited file by a fast parser, where that parser provably lost no line; None where it may have."""

import mmap
from itertools import islice, zip_longest
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv
from pandas.api.types import union_categoricals

from analysis.intake.distinct import distinct_texts
from analysis.intake.mixed_text import MIXED
from analysis.intake.records import Form
from analysis.intake.text_scan import TextScan

MANY_ROWS = 2000
BLOCK_BYTES = 2_097_152
TOGETHER = 32
SMALL_BYTES = 1_048_576
COUNTED_BYTES = 16_777_216
TEXT = pd.StringDtype(na_value=np.nan)
CATEGORY = pa.dictionary(pa.int32(), pa.string())
BREAK = r"\r\n|\r|\n"


def read_large(path: Path, scan: TextScan, form: Form, first_rows: list[list[str]]) -> pd.DataFrame | None:
    """Read a file whose rows and the line breaks in their cells add up to its lines, without a row inside a cell.

    `first_rows` of a large delivery tell which columns repeat their texts and are read as categories.
    """
    if scan.quotes and _has(path, f'{form.delimiter} "'):
        return None
    cells = _read_even(path, scan, form, _repeating(first_rows))
    if cells is None and not scan.quotes and path.stat().st_size > COUNTED_BYTES:
        cells = _read_uneven(path, scan, form)
    return cells if cells is not None and _adds_up(cells, scan, form) else None


def _has(path: Path, text: str) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(text.encode()) >= 0


def _repeating(records: list[list[str]]) -> frozenset[int]:
    """Give the places of the columns in which a quarter of these rows repeat a text of another row: dates do."""
    columns = enumerate(zip_longest(*records))
    return frozenset(number for number, texts in columns if len(set(texts)) * 4 < len(texts) * 3)


def _read_even(path: Path, scan: TextScan, form: Form, repeating: frozenset[int]) -> pd.DataFrame | None:
    """Read a file of which every row has the same number of fields: most exports, in half the time. None otherwise.

    The cells stay in Arrow's memory, where pandas keeps its text too. An empty line, a title block or a shifted row is
    for the other readers. Where nothing is quoted no cell holds a line break, and blocks of lines are read together.
    """
    if scan.encoding == MIXED:
        return None
    names = [str(number) for number in range(form.width)]
    codec = "utf8" if scan.encoding == "utf-8-sig" else scan.encoding
    try:
        blocks = arrow_csv.open_csv(
            path,
            read_options=arrow_csv.ReadOptions(
                column_names=names, encoding=codec, block_size=BLOCK_BYTES, use_threads=False
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=form.delimiter, newlines_in_values=scan.quotes, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: CATEGORY if int(name) in repeating else pa.large_string() for name in names},
                strings_can_be_null=False,
                check_utf8=codec != "utf8",
            ),
            memory_pool=pa.system_memory_pool(),
        )
        parts = [_as_read(together) for together in iter(lambda: list(islice(blocks, TOGETHER)), [])]
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return None
    columns = dict(enumerate(_below_each_other(list(column)) for column in zip(*parts, strict=True)))
    return pd.DataFrame(columns, index=pd.RangeIndex(1, 1 + len(columns[0])), copy=False)


def _as_read(blocks: list[pa.RecordBatch]) -> list[pd.Categorical | pa.ChunkedArray]:
    """Give the columns of some blocks: what a block needed to find its categories goes before the next are read."""
    columns = (pa.chunked_array(list(chunks)) for chunks in zip(*(block.columns for block in blocks), strict=True))
    return [_as_categorical(column) if column.type == CATEGORY else column for column in columns]


def _below_each_other(
    parts: list[pd.Categorical] | list[pa.ChunkedArray],
) -> pd.Categorical | pd.api.extensions.ExtensionArray:
    if isinstance(parts[0], pd.Categorical):
        return union_categoricals(parts)
    return pd.array(pa.chunked_array([chunk for part in parts for chunk in part.chunks]), dtype=TEXT)


def _as_categorical(column: pa.ChunkedArray) -> pd.Categorical:
    chunks = column.unify_dictionaries().chunks
    texts = pd.Index(chunks[-1].dictionary, dtype=TEXT)
    smallest = _smallest(len(texts))
    places = np.concatenate([chunk.indices.to_numpy() for chunk in chunks], dtype=smallest, casting="same_kind")
    return pd.Categorical.from_codes(places, texts, validate=False)


def _smallest(number: int) -> str:
    """Give the smallest whole number in which so many places fit, as pandas keeps them."""
    return next(kind for kind in ("int8", "int16", "int32") if number <= np.iinfo(kind).max)


def _read_uneven(path: Path, scan: TextScan, form: Form) -> pd.DataFrame | None:
    """Read a very large file without quotes in which some rows are shorter than the header."""
    try:
        cells = pd.read_csv(
            path,
            sep=form.delimiter,
            header=None,
            names=range(form.width + 1),
            index_col=False,
            dtype=str,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            encoding=scan.encoding,
            encoding_errors="replace",
            engine="c",
            on_bad_lines="error",
        )
    except pd.errors.ParserError:
        return None
    return cells.set_axis(pd.RangeIndex(1, len(cells) + 1), axis=0)


def _has_quote(column: pd.Series) -> bool:
    """Tell whether a quote is left in a cell: one that was doubled, or one that stood where none belongs."""
    texts = column.cat.categories if column.dtype == "category" else column
    return bool(texts.str.contains('"', regex=False).any())


def _adds_up(cells: pd.DataFrame, scan: TextScan, form: Form) -> bool:
    """Tell whether rows and the line breaks in cells add up to the lines counted, and no cell can hold a row."""
    if scan.quotes and any(_has_quote(cells[number]) for number in cells.columns):
        return False
    if len(cells) == scan.lines:
        return True
    breaks = 0
    for number in cells.columns:
        places, texts = distinct_texts(cells[number])
        broken = texts[texts.str.contains(r"[\r\n]")]
        if any(text.count(form.delimiter) >= form.width - 1 for text in broken):
            return False
        counts = np.bincount(places, minlength=len(texts))[broken.index]
        breaks += int((counts * broken.str.count(BREAK)).sum()) if len(broken) else 0
    return len(cells) + breaks == scan.lines
