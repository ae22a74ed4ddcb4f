"""What pandoc leaves to be done in a .docx: numbers that Word counts, contents, tables that go on, the title above.

Works on the output of both renderers. The same document gives the same bytes: no times, and a zip without a clock.
"""

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from lxml import etree

from analysis.publishing.embedded.docx_reference import TITLE_MARK, text_width_points
from analysis.study.fixed_zip import repack

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
HEADINGS = {f"Heading{level}": level for level in range(1, 7)}
SECTION_NUMBER, BOX = "SectionNumber", "Kader"
FIRST_BOOKMARK = 900_000
NARROW_COLUMNS = 7
"""From more columns than these a table has the smaller letter, as in the PDF."""
RUNNING, AFTER_TABLE = ("BodyText", "FirstParagraph"), "NaTabel"
STEP = 340
"""How far a list stands from the margin, in twentieths of a point."""
LEFT_OUT = ("docProps/custom.xml",)
"""Parts that say nothing to a reader."""
Element = etree._Element


class Heading(NamedTuple):
    """A heading as the contents list it: its level, number ('' for none), title and bookmark."""

    level: int
    number: str
    title: str
    mark: str


def finish_docx(content: bytes, title: str) -> bytes:
    """Give the finished document; `title` stands in the header of each page but the first."""
    changes = {
        "word/document.xml": _finish_body,
        "word/settings.xml": _keep_fields,
        "word/numbering.xml": _indent_lists,
    }

    def change(name: str, data: bytes) -> bytes | None:
        if name in LEFT_OUT:
            return None
        if name in ("[Content_Types].xml", "_rels/.rels"):
            return _without_parts(data)
        if name.startswith("word/header"):
            return _titled(data, title)
        return changes[name](data) if name in changes else data

    return repack(content, change)


def _finish_body(data: bytes) -> bytes:
    root = etree.fromstring(data)
    headings = list(_number_headings(root))
    _write_contents(root, headings)
    for table in root.iter(_w("tbl")):
        _dress_table(table)
        _give_room_after(table)
    for paragraph in list(root.iter(_w("p"))):
        _end_list(paragraph)
    for drawing in root.iter(_w("drawing")):
        _describe(drawing)
    return _as_bytes(root)


def _number_headings(root: Element) -> Iterator[Heading]:
    """Leave the numbers of headings to Word, none where pandoc gave none, and give each heading a bookmark."""
    ids = count(FIRST_BOOKMARK)
    for paragraph in list(root.iter(_w("p"))):
        style = paragraph.find(f"{_w('pPr')}/{_w('pStyle')}")
        level = HEADINGS.get(style.get(_w("val"), "")) if style is not None else None
        if level is None:
            continue
        number = _take_number(paragraph)
        if not number:
            _unnumber(paragraph.find(_w("pPr")), style)
        mark = next(ids)
        name = f"_Toc{mark:08d}"
        paragraph.insert(1, _element("bookmarkStart", id=str(mark), name=name))
        paragraph.append(_element("bookmarkEnd", id=str(mark)))
        yield Heading(level, number, _text(paragraph), name)


def _take_number(paragraph: Element) -> str:
    """Take the number that pandoc typed before a heading away, with the tab after it, and give it."""
    for run in paragraph.findall(_w("r")):
        style = run.find(f"{_w('rPr')}/{_w('rStyle')}")
        if style is not None and style.get(_w("val")) == SECTION_NUMBER:
            number, following = _text(run), run.getnext()
            if following is not None and following.find(_w("tab")) is not None:
                paragraph.remove(following)
            paragraph.remove(run)
            return number
    return ""


def _unnumber(properties: Element, style: Element) -> None:
    """Take a heading out of Word's count, and to the margin; after the style, as the form of the file wants it."""
    numbers = _element("numPr")
    numbers.append(_element("numId", val="0"))
    style.addnext(numbers)
    properties.append(_element("ind", left="0", firstLine="0"))


def _write_contents(root: Element, headings: list[Heading]) -> None:
    """Fill the table of contents, which pandoc leaves empty: Word then asks to fill it, and others show nothing.

    Page numbers come when somebody updates it in Word; only Word knows them.
    """
    for block in root.iter(_w("sdt")):
        kind = block.find(f".//{_w('docPartGallery')}")
        code = block.find(f".//{_w('instrText')}")
        if kind is None or code is None or kind.get(_w("val")) != "Table of Contents":
            continue
        content = block.find(_w("sdtContent"))
        depth = _depth_of(code.text or "")
        lines = [item for item in headings if item.level <= depth]
        for old in [node for node in content if node.find(f".//{_w('fldChar')}") is not None]:
            content.remove(old)
        content.extend(_contents_lines(lines, f' TOC \\o "1-{depth}" \\h \\z \\u '))


def _depth_of(code: str) -> int:
    found = [int(part) for part in code.replace('"', " ").replace("-", " ").split() if part.isdigit()]
    return found[-1] if found else 1


def _contents_lines(headings: list[Heading], code: str) -> Iterator[Element]:
    begin = [_char("begin"), _run("instrText", code), _char("separate")]
    for place, item in enumerate(headings):
        line = etree.fromstring(f"<w:p xmlns:w='{W}'><w:pPr><w:pStyle w:val='TOC{item.level}'/></w:pPr></w:p>")
        line.extend(begin if place == 0 else [])
        link = _element("hyperlink", anchor=item.mark, history="1")
        link.extend([_run("t", item.number), _run("tab")] if item.number else [])
        link.append(_run("t", item.title))
        line.append(link)
        line.extend([_char("end")] if place == len(headings) - 1 else [])
        yield line


def _dress_table(table: Element) -> None:
    """Give the cells of a table their style, and keep rows whole; a head that is there is repeated on each page."""
    style = table.find(f"{_w('tblPr')}/{_w('tblStyle')}")
    rows = table.findall(_w("tr"))
    is_box = style is not None and style.get(_w("val"), "").startswith(BOX)
    columns = len(table.findall(f"{_w('tblGrid')}/{_w('gridCol')}"))
    of_data = style is not None and style.get(_w("val")) == "Table" and columns > 1
    if not (is_box or of_data):
        return
    small = "Klein" if columns > NARROW_COLUMNS else ""
    _stretch(table)
    for row in rows:
        is_head = row.find(f"{_w('trPr')}/{_w('tblHeader')}") is not None
        if is_head or not is_box:
            _properties_of(row).insert(0, _element("cantSplit"))
        if not is_box:
            for paragraph in row.iter(_w("p")):
                _set_style(paragraph, f"Tabel{'kop' if is_head else 'tekst'}{small}")
    look = table.find(f"{_w('tblPr')}/{_w('tblLook')}")
    if look is not None and not is_box:
        look.set(_w("firstColumn"), "1")
        look.set(_w("val"), "00A0")


def _properties_of(row: Element) -> Element:
    properties = row.find(_w("trPr"))
    if properties is None:
        properties = _element("trPr")
        row.insert(0, properties)
    return properties


def _stretch(table: Element) -> None:
    """Make columns with widths of their own as wide as the text together: pandoc reckons with another page."""
    if table.find(f"{_w('tblPr')}/{_w('tblLayout')}") is None:
        return
    columns = table.findall(f"{_w('tblGrid')}/{_w('gridCol')}")
    widths = [int(column.get(_w("w"), "0")) for column in columns]
    for column, width in zip(columns, widths, strict=True):
        column.set(_w("w"), str(round(width * 20 * text_width_points() / max(sum(widths), 1))))


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
    while following is not None and following.tag in (_w("bookmarkStart"), _w("bookmarkEnd")):
        following = following.getnext()
    style = None if following is None else following.find(f"{_w('pPr')}/{_w('pStyle')}")
    if style is not None and style.get(_w("val")) in RUNNING:
        style.set(_w("val"), AFTER_TABLE)


def _end_list(paragraph: Element) -> None:
    """Give the last item of a list the room that a paragraph has after it."""
    following = paragraph.getnext()
    if _is_item(paragraph) and not (following is not None and _is_item(following)):
        paragraph.find(_w("pPr")).append(_element("spacing", after="140"))


def _is_item(node: Element) -> bool:
    number = node.find(f"{_w('pPr')}/{_w('numPr')}/{_w('numId')}")
    return (
        number is not None
        and number.get(_w("val")) != "0"
        and node.find(f"{_w('pPr')}/{_w('numPr')}/{_w('ilvl')}") is not None
    )


def _indent_lists(data: bytes) -> bytes:
    """Put the signs of lists at the margin, each level a step further; the numbers of headings stay as they are."""
    root = etree.fromstring(data)
    for level in root.iter(_w("lvl")):
        indent = level.find(f"{_w('pPr')}/{_w('ind')}")
        if level.find(_w("pStyle")) is None and indent is not None:
            indent.set(_w("left"), str(STEP * (int(level.get(_w("ilvl"), "0")) + 1)))
            indent.set(_w("hanging"), str(STEP))
    return _as_bytes(root)


def _set_style(paragraph: Element, name: str) -> None:
    properties = paragraph.find(_w("pPr"))
    if properties is None:
        properties = _element("pPr")
        paragraph.insert(0, properties)
    style = properties.find(_w("pStyle"))
    if style is None:
        style = _element("pStyle")
        properties.insert(0, style)
    style.set(_w("val"), name)


def _titled(data: bytes, title: str) -> bytes:
    """Put the title where the header has its place."""
    root = etree.fromstring(data)
    for node in root.iter(_w("t")):
        if node.text == TITLE_MARK:
            node.text = title
    return _as_bytes(root)


def _keep_fields(data: bytes) -> bytes:
    """Take away what makes Word ask to update fields when the document is opened."""
    root = etree.fromstring(data)
    for node in root.findall(_w("updateFields")):
        root.remove(node)
    return _as_bytes(root)


def _without_parts(data: bytes) -> bytes:
    """Leave parts that go out of the lists of parts."""
    root = etree.fromstring(data)
    for node in list(root):
        if (node.get("PartName") or node.get("Target") or "").lstrip("/") in LEFT_OUT:
            root.remove(node)
    return _as_bytes(root)


def _text(node: Element) -> str:
    return "".join(part.text or "" for part in node.iter(_w("t")))


def _char(kind: str) -> Element:
    run = _element("r")
    run.append(_element("fldChar", fldCharType=kind))
    return run


def _run(name: str, text: str = "") -> Element:
    run = _element("r")
    part = _element(name)
    if text:
        part.text = text
        part.set(SPACE, "preserve")
    run.append(part)
    return run


def _element(tag: str, **values: str) -> Element:
    node = etree.Element(_w(tag), nsmap={"w": W})
    for key, value in values.items():
        node.set(_w(key), value)
    return node


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


def _as_bytes(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
