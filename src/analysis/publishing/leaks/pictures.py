"""The texts inside a picture that nobody sees: chunks of a PNG, segments of a JPEG, an SVG whole."""

import struct
import zlib
from collections.abc import Iterator

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
LARGEST_TEXT = 10_000_000
_TEXTS = (b"tEXt", b"zTXt", b"iTXt", b"eXIf")
_START_OF_SCAN = 0xDA


def picture_texts(content: bytes) -> list[str]:
    """Give every text of a picture's metadata; of a form that is not known the whole of it, read as text."""
    if content.startswith(PNG):
        return [_png_text(kind, data) for kind, data in _chunks(content) if kind in _TEXTS]
    if content.startswith(JPEG):
        return [_plain(data) for data in _segments(content)]
    return [_plain(content)]


def _plain(data: bytes) -> str:
    """Read bytes as text: with zeros as the end of a word, and without them, for UTF-16 (as EXIF has it)."""
    if b"\0" in data:
        return " ".join(_plain(data.replace(b"\0", other)) for other in (b" ", b""))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(PNG)
    while place + 8 <= len(content):
        size, kind = struct.unpack(">I4s", content[place : place + 8])
        yield kind, content[place + 8 : place + 8 + size]
        place += size + 12


def _png_text(kind: bytes, data: bytes) -> str:
    """Read one chunk of text: its keyword, and its text unpacked where it is packed (PNG, third edition, 11.3.3)."""
    keyword, _, rest = data.partition(b"\0")
    if kind == b"zTXt":
        return f"{_plain(keyword)}: {_unpacked(rest[1:])}"
    if kind == b"iTXt" and len(rest) > 1:
        packed, words = rest[0] == 1, rest[2:].split(b"\0", 2)
        named = " ".join(_plain(part) for part in words[:2])
        return f"{_plain(keyword)}: {named} {_unpacked(words[-1]) if packed else _plain(words[-1])}"
    return f"{_plain(keyword)}: {_plain(rest)}"


def _unpacked(data: bytes) -> str:
    """Unpack a text; of one that is broken what is there, and never more than `LARGEST_TEXT`."""
    try:
        return _plain(zlib.decompressobj().decompress(data, LARGEST_TEXT))
    except zlib.error:
        return _plain(data)


def _segments(content: bytes) -> Iterator[bytes]:
    """Give the segments of a JPEG that applications and people fill: APP1 to APP15 and comments."""
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF and content[place + 1] != _START_OF_SCAN:
        kind, size = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if 0xE1 <= kind <= 0xEF or kind == 0xFE:
            yield content[place + 4 : place + 2 + size]
        place += 2 + size
