"""What a PDF says: the text of its pages, every string of its objects (alternative texts, links), its metadata."""

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

ATTACHMENT, XML = "/EmbeddedFile", "/XML"


def pdf_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Give each text of a PDF with its place; a word that was broken at the end of a line also whole."""
    reader = PdfReader(path)
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        whole = text.replace("-\n", "").replace("\u00ad", "")
        yield f"bladzijde {number}", f"{text}\n{whole}"
    strings: list[str] = []
    for thing in _objects(reader):
        strings += _strings(thing)
        if isinstance(thing, StreamObject) and (thing.get("/Type") == ATTACHMENT or thing.get("/Subtype") == XML):
            yield "metagegevens", thing.get_data().decode("utf-8", errors="replace")
    if "/Metadata" in reader.root_object:
        yield "metagegevens", reader.root_object["/Metadata"].get_data().decode("utf-8", errors="replace")
    strings += _strings(reader.trailer.get("/Info", DictionaryObject()).get_object())
    yield "titels, alternatieve teksten en metagegevens", "\n".join(strings)


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
