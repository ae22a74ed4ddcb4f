"""The tags of a PDF that typst cannot set yet: the first cell of a row is its head, a caption is read after its figure.

Typst has both behind a switch that its Python package does not have. Works on the PDF of both renderers; what is seen
does not change, and the same PDF gives the same bytes.
"""

import io
from collections.abc import Iterator

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject

TABLE = NameObject("/Table")
ROW_HEAD = DictionaryObject({NameObject("/O"): TABLE, NameObject("/Scope"): NameObject("/Row")})


def complete_tags(pdf: bytes) -> bytes:
    """Give the PDF with row heads in its tables and captions after figures; one without tags as it is."""
    if "/StructTreeRoot" not in PdfReader(io.BytesIO(pdf)).trailer["/Root"]:
        return pdf
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    for node in structure(writer.root_object["/StructTreeRoot"]):
        kind = node.get("/S")
        if kind == "/TBody":
            _mark_row_heads(node)
        elif kind == "/Div":
            _caption_last(node)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def structure(node: PdfObject) -> Iterator[DictionaryObject]:
    """Give every element of a PDF's structure below a node, in the order of reading."""
    for child in children(node):
        yield child
        yield from structure(child)


def children(node: PdfObject) -> list[DictionaryObject]:
    """Give the elements right below one; content and references to annotations are none."""
    found = node.get("/K", ArrayObject()).get_object()  # type: ignore[attr-defined]
    items = found if isinstance(found, ArrayObject) else [found]
    known = [item.get_object() for item in items]
    return [item for item in known if isinstance(item, DictionaryObject) and "/S" in item]


def _mark_row_heads(body: DictionaryObject) -> None:
    """Make the first cell of each row of a table its head, and let the heads of the others follow from their place."""
    for row in children(body):
        cells = children(row)
        if len(cells) < 2:
            continue
        for cell in cells:
            kept = [item for item in _attributes(cell) if item.get("/O") != "/Table"]
            own = [ROW_HEAD] if cell is cells[0] else []
            cell[NameObject("/A")] = ArrayObject([*own, *kept])
        cells[0][NameObject("/S")] = NameObject("/TH")


def _attributes(cell: DictionaryObject) -> list[DictionaryObject]:
    found = cell.get("/A", ArrayObject()).get_object()
    return [item.get_object() for item in found] if isinstance(found, ArrayObject) else [found]


def _caption_last(group: DictionaryObject) -> None:
    """Let a caption follow its figure; the caption of a table stays above it."""
    kinds = [child.get("/S") for child in children(group)]
    if kinds == ["/Caption", "/Figure"]:
        group[NameObject("/K")] = ArrayObject(reversed(group["/K"]))
