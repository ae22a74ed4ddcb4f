"""Everything that a published file says, also where nobody looks: comments, alternative texts, metadata, pictures."""

import base64
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote_to_bytes

from analysis.publishing.edition_folder import INDEX_DATA
from analysis.publishing.leaks.packed_texts import office_texts, parquet_texts, spss_texts
from analysis.publishing.leaks.pdf_texts import pdf_texts
from analysis.publishing.leaks.pictures import picture_texts

FONTS = (".woff", ".woff2", ".ttf", ".otf")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff")
NOT_PROSE = (".js", ".css", ".map")
_DATA = re.compile(r"data:(?P<mime>[\w/+.-]*)(?P<more>(?:;[\w=.-]+)*),(?P<content>[^\"'()\s<>]*)")
_CODE = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
LONGEST_CELL = 10_000_000


@dataclass(frozen=True)
class Reading:
    """A text of a published file and where it is. `is_prose` is false for scripts and styles, where words are code."""

    place: str
    text: str
    is_prose: bool = True


def read_published(path: Path) -> Iterator[Reading]:
    """Give every text of a published file by its form; a form that is not known is read as text."""
    form = path.suffix.lower()
    if form in FONTS:
        return
    read = _READERS.get(form, _read_text)
    yield Reading("bestandsnaam", path.name)
    yield from read(path)


def _read_text(path: Path) -> Iterator[Reading]:
    is_prose = path.name == INDEX_DATA or path.suffix.lower() not in NOT_PROSE
    yield from marked_up(_decoded(path.read_bytes()), is_prose=is_prose)


def _read_picture(path: Path) -> Iterator[Reading]:
    yield from (Reading("gegevens in het beeldbestand", text) for text in picture_texts(path.read_bytes()))


def _read_pdf(path: Path) -> Iterator[Reading]:
    yield from (Reading(place, text) for place, text in pdf_texts(path))


def _read_office(path: Path) -> Iterator[Reading]:
    yield from (Reading(*found) for found in office_texts(path.read_bytes()))


def _read_spss(path: Path) -> Iterator[Reading]:
    yield from (Reading(*found) for found in spss_texts(path))


def _read_parquet(path: Path) -> Iterator[Reading]:
    yield from (Reading(*found) for found in parquet_texts(path))


def _read_csv(path: Path) -> Iterator[Reading]:
    """Give each column with each of its texts once: a table of a million rows repeats its words."""
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        rows = csv.reader(stream)
        names = next(rows, [])
        yield Reading("kolomnamen", "\n".join(names))
        columns: list[dict[str, None]] = [{} for _ in names]
        beyond: dict[str, None] = {}
        for row in rows:
            for place, cell in enumerate(row):
                (columns[place] if place < len(columns) else beyond)[cell] = None
    yield from (Reading(f"kolom {name}", "\n".join(cells)) for name, cells in zip(names, columns, strict=True))
    yield Reading("cellen voorbij de laatste kolom", "\n".join(beyond))


def marked_up(text: str, place: str = "", is_prose: bool = True) -> Iterator[Reading]:
    """Give a text with its entities read and its scripts apart, and what is packed in its data addresses."""
    bare = _DATA.sub("data:", text)
    for block in _CODE.finditer(bare):
        yield Reading(place or f"<{block[1].lower()}>", block[0], is_prose=False)
    words = _CODE.sub(lambda block: "\n" * block[0].count("\n"), bare)
    yield Reading(place, unescape(words), is_prose)
    for found in _DATA.finditer(text):
        yield from _packed(found)


def _packed(found: re.Match[str]) -> Iterator[Reading]:
    kind, content = found["mime"].lower(), unquote_to_bytes(found["content"])
    if "font" in kind or not content:
        return
    if ";base64" in found["more"]:
        content = base64.b64decode(content + b"==")
    if kind.startswith("image/") and "svg" not in kind:
        yield from (Reading("gegevens in een beeld", text) for text in picture_texts(content))
    else:
        yield from marked_up(_decoded(content), "beeld" if "svg" in kind else kind, "svg" in kind or "html" in kind)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


_READERS: dict[str, Callable[[Path], Iterator[Reading]]] = {
    ".pdf": _read_pdf, ".csv": _read_csv, ".sav": _read_spss, ".parquet": _read_parquet,
    **dict.fromkeys((".xlsx", ".docx"), _read_office), **dict.fromkeys(PICTURES, _read_picture),
}  # fmt: skip
