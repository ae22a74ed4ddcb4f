"""What a text file is before it is read as a table: its encoding, its physical lines, whether anything is quoted."""

import codecs
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analysis.intake.mixed_text import MIXED, has_utf8_letters

CHUNK_BYTES = 4_194_304
BOMS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
FEW_ZEROS = 0.05


class OnleesbaarBestand(Exception):
    """The file cannot be read as a table; the text says why, to follow the file's name; `advies` what to do."""

    def __init__(self, tekst: str, advies: str = "Vervang het bestand of haal het weg.") -> None:
        super().__init__(tekst)
        self.advies = advies


@dataclass(frozen=True)
class TextScan:
    """`encoding` fits all bytes; `lines` are counted here, apart from any parser (None for UTF-16 and UTF-32).

    `endless` tells that a line goes on for more bytes than any row of a delivery has.
    """

    encoding: str
    lines: int | None
    quotes: bool
    endless: bool = False


def scan_text(path: Path) -> TextScan:
    """Look at every byte once. UTF-8 (BOM or not), UTF-16, UTF-32, else cp1252; or UTF-8 and cp1252 in one file."""
    with path.open("rb") as file:
        first = file.read(CHUNK_BYTES)
    wide = _wide_encoding(first)
    if not first.replace(b"\0", b"").strip():
        raise OnleesbaarBestand("het bestand is leeg." if not first.strip() else _NO_TEXT)
    if wide:
        return TextScan(wide, None, True)
    if b"\x00" in first:
        raise OnleesbaarBestand(_NO_TEXT)
    return _scan_bytes(path)


_NO_TEXT = "dit is geen tekstbestand en geen werkmap van Excel."


def _wide_encoding(start: bytes) -> str | None:
    """Give UTF-16 or UTF-32 where a BOM says so, or where every other byte is a zero."""
    named = next((encoding for bom, encoding in BOMS.items() if start.startswith(bom)), None)
    if named:
        return named
    even, odd = (np.frombuffer(start[place : 4000 + place : 2], dtype=np.uint8) == 0 for place in (0, 1))
    if not len(even) or not len(odd):
        return None
    if odd.mean() > 0.5 and even.mean() < FEW_ZEROS:
        return "utf-16-le"
    return "utf-16-be" if even.mean() > 0.5 and odd.mean() < FEW_ZEROS else None


def _scan_bytes(path: Path) -> TextScan:
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, quotes, breaks, last, endless = True, False, 0, b"", False
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            is_utf8 = is_utf8 and _decodes(decoder, chunk, final=False)
            quotes = quotes or b'"' in chunk
            found = _count_breaks(chunk, after_return=last == b"\r")
            endless = endless or (not found and len(chunk) == CHUNK_BYTES)
            breaks += found
            last = chunk[-1:]
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    encoding = "utf-8-sig" if is_utf8 else MIXED if has_utf8_letters(path) else "cp1252"
    return TextScan(encoding, breaks + (last not in (b"\n", b"\r")), quotes, endless)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool) -> bool:
    """Tell whether the bytes are UTF-8; plain ASCII is, and need not become a text."""
    if chunk.isascii() and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _count_breaks(chunk: bytes, after_return: bool) -> int:
    r"""Count line breaks: \n, \r\n (also over two chunks) and a lone \r."""
    feeds = int(np.count_nonzero(np.frombuffer(chunk, dtype=np.uint8) == ord("\n")))  # many: far faster than `count`
    returns = chunk.count(b"\r") if b"\r" in chunk else 0
    pairs = chunk.count(b"\r\n") if returns else 0
    return feeds + returns - pairs - (after_return and chunk[:1] == b"\n")
