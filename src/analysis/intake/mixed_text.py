"""An encoding for files that were pasted together: UTF-8 with rows in cp1252. Importing this makes it known."""

import codecs
import re
from encodings import utf_8_sig
from pathlib import Path

MIXED = "utf-8-with-cp1252"
_ERRORS = "as-cp1252"
_UTF8_LETTER = re.compile(rb"[\xc3-\xc5][\x80-\xbf]")
_CHUNK = 4_194_304


def has_utf8_letters(path: Path) -> bool:
    """Tell whether an accented letter in UTF-8 is in the file; cp1252 writes such a pair of bytes as nonsense (Ã«)."""
    with path.open("rb") as file:
        return any(_UTF8_LETTER.search(chunk) for chunk in iter(lambda: file.read(_CHUNK), b""))


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are no UTF-8 as cp1252."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


class _Decoder(utf_8_sig.IncrementalDecoder):
    def __init__(self, errors: str = "strict"):
        super().__init__(_ERRORS)


def _decode(data: bytes, errors: str = "strict") -> tuple[str, int]:
    return utf_8_sig.decode(data, _ERRORS)


class _Reader(utf_8_sig.StreamReader):
    def __init__(self, stream, errors: str = "strict"):
        super().__init__(stream, _ERRORS)


def _find(name: str) -> codecs.CodecInfo | None:
    if name.replace("_", "-") != MIXED:
        return None
    return codecs.CodecInfo(utf_8_sig.encode, _decode, _Reader, utf_8_sig.StreamWriter, incrementaldecoder=_Decoder,
                            incrementalencoder=utf_8_sig.IncrementalEncoder, name=MIXED)  # fmt: skip


codecs.register_error(_ERRORS, _as_cp1252)
codecs.register(_find)
