"""What a PDF says: the text of its pages, every string of its objects (alternative texts, links), its metadata."""

import re
from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PdfReadError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

ATTACHMENT, XML, FORM = "/EmbeddedFile", "/XML", "/Form"
_LINES = re.compile(rb"(?<=\s)(?:-?\d*\.?\d+ ){2,6}(?:m|l|c|v|y|re)(?=\s)")
"""Where a figure's lines go: nine tenths of a page of figures, and no text."""


def pdf_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Give each text of a PDF with its place; a word that was broken at the end of a line also whole."""
    reader = PdfReader(path)
    strings: list[str] = []
    for thing in _objects(reader):
        strings += _strings(thing)
        if isinstance(thing, StreamObject) and (thing.get("/Type") == ATTACHMENT or thing.get("/Subtype") == XML):
            yield "metagegevens", thing.get_data().decode("utf-8", errors="replace")
        _leave_out_lines(thing)
    if "/Metadata" in reader.root_object:
        yield "metagegevens", reader.root_object["/Metadata"].get_data().decode("utf-8", errors="replace")
    strings += _strings(reader.trailer.get("/Info", DictionaryObject()).get_object())
    yield "titels, alternatieve teksten en metagegevens", "\n".join(strings)
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        whole = text.replace("-\n", "").replace("\u00ad", "")
        yield f"bladzijde {number}", f"{text}\n{whole}"


def _leave_out_lines(thing: object) -> None:
    """Take the lines of figures out of what draws a page, in memory: reading its text is three times as fast."""
    drawn = isinstance(thing, StreamObject) and (thing.get("/Subtype") == FORM or not {"/Type", "/Subtype"} & {*thing})
    if drawn and thing.get("/Filter") in (None, "/FlateDecode"):
        content = thing.get_data()
        if b"BT" in content:
            thing.set_data(_LINES.sub(b"", content))


def _objects(reader: PdfReader) -> Iterator[object]:
    """Give every object of the file, also those that no page shows."""
    numbers = {number for generation in reader.xref.values() for number in generation} | set(reader.xref_objStm)
    for number in sorted(numbers):
        try:
            yield reader.get_object(IndirectObject(number, 0, reader))
        except PdfReadError:
            continue  # an entry of the table that points to no object


def _strings(thing: object) -> Iterator[str]:
    """Give the strings in an object, not those in the objects that it points to."""
    if isinstance(thing, DictionaryObject):
        for value in thing.values():
            yield from _strings(value)
    elif isinstance(thing, ArrayObject):
        for value in thing:
            yield from _strings(value)
    elif isinstance(thing, TextStringObject):
        yield str(thing)
    elif isinstance(thing, ByteStringObject):
        yield bytes(thing).decode("latin-1")
