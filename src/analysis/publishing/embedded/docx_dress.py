"""Tables, lists and pictures of a .docx in the house style, where pandoc gives its own."""

from lxml import etree

from analysis.publishing.embedded.docx_reference import text_width_points
from analysis.publishing.embedded.docx_xml import Element, as_bytes, element, w

WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
BOX = "Kader"
NARROW_COLUMNS = 7
"""From more columns than these a table has the smaller letter, as in the PDF."""
RUNNING, AFTER_TABLE = ("BodyText", "FirstParagraph"), "NaTabel"
STEP = 340
"""How far a list stands from the margin, in twentieths of a point."""


def dress(root: Element) -> None:
    """Dress every table, list and picture. Changes the tree, which belongs to the caller's document."""
    for table in root.iter(w("tbl")):
        _dress_table(table)
        _give_room_after(table)
    for paragraph in list(root.iter(w("p"))):
        _end_list(paragraph)
    for drawing in root.iter(w("drawing")):
        _describe(drawing)


def _dress_table(table: Element) -> None:
    """Give the cells of a table their style, and keep rows whole; a head that is there is repeated on each page."""
    style = table.find(f"{w('tblPr')}/{w('tblStyle')}")
    rows = table.findall(w("tr"))
    is_box = style is not None and style.get(w("val"), "").startswith(BOX)
    columns = len(table.findall(f"{w('tblGrid')}/{w('gridCol')}"))
    of_data = style is not None and style.get(w("val")) == "Table" and columns > 1
    if not (is_box or of_data):
        return
    small = "Klein" if columns > NARROW_COLUMNS else ""
    _stretch(table)
    for row in rows:
        is_head = row.find(f"{w('trPr')}/{w('tblHeader')}") is not None
        if is_head or not is_box:
            _properties_of(row).insert(0, element("cantSplit"))
        if not is_box:
            for paragraph in row.iter(w("p")):
                _set_style(paragraph, f"Tabel{'kop' if is_head else 'tekst'}{small}")
    look = table.find(f"{w('tblPr')}/{w('tblLook')}")
    if look is not None and not is_box:
        look.set(w("firstColumn"), "1")
        look.set(w("val"), "00A0")


def _properties_of(row: Element) -> Element:
    properties = row.find(w("trPr"))
    if properties is None:
        properties = element("trPr")
        row.insert(0, properties)
    return properties


def _stretch(table: Element) -> None:
    """Make columns with widths of their own as wide as the text together: pandoc reckons with another page."""
    if table.find(f"{w('tblPr')}/{w('tblLayout')}") is None:
        return
    columns = table.findall(f"{w('tblGrid')}/{w('gridCol')}")
    widths = [int(column.get(w("w"), "0")) for column in columns]
    for column, width in zip(columns, widths, strict=True):
        column.set(w("w"), str(round(width * 20 * text_width_points() / max(sum(widths), 1))))


def _describe(drawing: Element) -> None:
    """Say what is seen on a picture in both places that readers look; a name of a file is no description.

    It has no room around it: some readers give an eighth of an inch to one that says nothing of it.
    """
    for place in drawing.iter(f"{{{WP}}}inline"):
        for side in "TBLR":
            place.set(f"dist{side}", "0")
    told = next((node.get("descr") for node in drawing.iter(f"{{{WP}}}docPr") if node.get("descr")), "")
    for node in (*drawing.iter(f"{{{WP}}}docPr"), *drawing.iter(f"{{{PIC}}}cNvPr")):
        node.attrib.pop("title", None)
        node.set("name", f"Beeld {node.get('id')}")
        node.set("descr", told)


def _give_room_after(table: Element) -> None:
    """Keep running text off the table above it."""
    following = table.getnext()
    while following is not None and following.tag in (w("bookmarkStart"), w("bookmarkEnd")):
        following = following.getnext()
    style = None if following is None else following.find(f"{w('pPr')}/{w('pStyle')}")
    if style is not None and style.get(w("val")) in RUNNING:
        style.set(w("val"), AFTER_TABLE)


def _end_list(paragraph: Element) -> None:
    """Give the last item of a list the room that a paragraph has after it."""
    following = paragraph.getnext()
    if _is_item(paragraph) and not (following is not None and _is_item(following)):
        paragraph.find(w("pPr")).append(element("spacing", after="140"))


def _is_item(node: Element) -> bool:
    number = node.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
    return (
        number is not None
        and number.get(w("val")) != "0"
        and node.find(f"{w('pPr')}/{w('numPr')}/{w('ilvl')}") is not None
    )


def indent_lists(data: bytes) -> bytes:
    """Put the signs of lists at the margin, each level a step further; the numbers of headings stay as they are."""
    root = etree.fromstring(data)
    for level in root.iter(w("lvl")):
        indent = level.find(f"{w('pPr')}/{w('ind')}")
        if level.find(w("pStyle")) is None and indent is not None:
            indent.set(w("left"), str(STEP * (int(level.get(w("ilvl"), "0")) + 1)))
            indent.set(w("hanging"), str(STEP))
    return as_bytes(root)


def _set_style(paragraph: Element, name: str) -> None:
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = element("pPr")
        paragraph.insert(0, properties)
    style = properties.find(w("pStyle"))
    if style is None:
        style = element("pStyle")
        properties.insert(0, style)
    style.set(w("val"), name)
