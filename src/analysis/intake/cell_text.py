"""The text of a cell without what surrounds it: outer spaces, invisible signs, the quotes that make a number text."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

HIDDEN = "".join(
    f"{chr(first)}-{chr(last)}"
    for first, last in (
        (0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E),
        (0x2060, 0x2064), (0x2066, 0x2069), (0xFEFF, 0xFEFF),
    )
)  # fmt: skip
_SUSPECT_BYTES = bytes([*range(0x09), *range(0x0E, 0x20), *b"='\"", *range(0x7F, 0x100)])
_SPACES = bytes([*range(0x09, 0x0E), 0x20])
_FORMULA = r'^="([^"]*)"$'
_QUOTED_NUMBER = r"""^['"]+([0-9][0-9.,\s-]*)['"]*$"""


def clean_cells(texts: pd.Series) -> pd.Series:
    """Take off outer spaces, signs without width, and the quotes of a number (`="999"`, `'999`).

    A cell that shows nothing becomes ''. Rare, so a column of plain letters and digits costs one look at its bytes.
    """
    if not _has_bytes(texts, _SUSPECT_BYTES + _SPACES):
        return texts
    bare = texts.str.strip()
    if not _has_bytes(bare, _SUSPECT_BYTES):
        return bare
    bare = bare.str.replace(f"[{HIDDEN}]", "", regex=True).str.strip()
    bare = bare.str.replace(_FORMULA, r"\1", regex=True)
    return bare.str.replace(_QUOTED_NUMBER, r"\1", regex=True).str.strip()


def digits_of(texts: pd.Series, length: int) -> np.ndarray:
    """Give the digits of numbers that all have so many plain ones (`are_digits`): a row each."""
    return np.frombuffer(b"".join(_bytes_of(texts)), dtype="uint8").reshape(-1, length) - np.uint8(ord("0"))


def only_digits(texts: pd.Series, more: str = "") -> bool:
    """Tell whether a column of text holds nothing but digits and the signs of `more`, by one look at its bytes."""
    return not any(part.translate(None, b"0123456789" + more.encode()) for part in _bytes_of(texts))


def are_digits(texts: pd.Series, length: int) -> bool:
    """Tell whether every text of a column is a number of so many plain digits."""
    lengths = pc.min_max(pc.binary_length(pa.array(texts.astype("str").array)))
    return lengths["min"].as_py() == lengths["max"].as_py() == length and only_digits(texts)


def _has_bytes(texts: pd.Series, wanted: bytes) -> bool:
    return any(len(part.translate(None, wanted)) < len(part) for part in _bytes_of(texts))


def _bytes_of(texts: pd.Series) -> Iterator[bytes]:
    """Give the bytes of the rows of a column of text, a block at a time."""
    column = pa.array(texts.astype("str").array)
    for chunk in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
        ends = np.frombuffer(chunk.buffers()[1] or b"", dtype="int64")[chunk.offset :][: len(chunk) + 1]
        yield bytes(memoryview(chunk.buffers()[2] or b"")[slice(*ends[[0, -1]])])
