"""What pandoc leaves to be done in a .docx: numbers that Word counts, contents, tables that go on, the title above.

Works on the output of both renderers. The same document gives the same bytes: no times, and a zip without a clock.
"""

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from lxml import etree

from analysis.publishing.embedded.docx_dress import dress, indent_lists
from analysis.publishing.embedded.docx_reference import TITLE_MARK
from analysis.publishing.embedded.docx_xml import Element, W, as_bytes, element, field_char, run, text_of, w
from analysis.study.fixed_zip import repack

HEADINGS = {f"Heading{level}": level for level in range(1, 7)}
SECTION_NUMBER = "SectionNumber"
FIRST_BOOKMARK = 900_000
LEFT_OUT = ("docProps/custom.xml",)
"""Parts that say nothing to a reader."""


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
        "word/numbering.xml": indent_lists,
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
    dress(root)
    return as_bytes(root)


def _number_headings(root: Element) -> Iterator[Heading]:
    """Leave the numbers of headings to Word, none where pandoc gave none, and give each heading a bookmark."""
    ids = count(FIRST_BOOKMARK)
    for paragraph in list(root.iter(w("p"))):
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        level = HEADINGS.get(style.get(w("val"), "")) if style is not None else None
        if level is None:
            continue
        number = _take_number(paragraph)
        if not number:
            _unnumber(paragraph.find(w("pPr")), style)
        mark = next(ids)
        name = f"_Toc{mark:08d}"
        paragraph.insert(1, element("bookmarkStart", id=str(mark), name=name))
        paragraph.append(element("bookmarkEnd", id=str(mark)))
        yield Heading(level, number, text_of(paragraph), name)


def _take_number(paragraph: Element) -> str:
    """Take the number that pandoc typed before a heading away, with the tab after it, and give it."""
    for part in paragraph.findall(w("r")):
        style = part.find(f"{w('rPr')}/{w('rStyle')}")
        if style is not None and style.get(w("val")) == SECTION_NUMBER:
            number, following = text_of(part), part.getnext()
            if following is not None and following.find(w("tab")) is not None:
                paragraph.remove(following)
            paragraph.remove(part)
            return number
    return ""


def _unnumber(properties: Element, style: Element) -> None:
    """Take a heading out of Word's count, and to the margin; after the style, as the form of the file wants it."""
    numbers = element("numPr")
    numbers.append(element("numId", val="0"))
    style.addnext(numbers)
    properties.append(element("ind", left="0", firstLine="0"))


def _write_contents(root: Element, headings: list[Heading]) -> None:
    """Fill the table of contents, which pandoc leaves empty: Word then asks to fill it, and others show nothing.

    Page numbers come when somebody updates it in Word; only Word knows them.
    """
    for block in root.iter(w("sdt")):
        kind = block.find(f".//{w('docPartGallery')}")
        code = block.find(f".//{w('instrText')}")
        if kind is None or code is None or kind.get(w("val")) != "Table of Contents":
            continue
        content = block.find(w("sdtContent"))
        depth = _depth_of(code.text or "")
        lines = [item for item in headings if item.level <= depth]
        for old in [node for node in content if node.find(f".//{w('fldChar')}") is not None]:
            content.remove(old)
        content.extend(_contents_lines(lines, f' TOC \\o "1-{depth}" \\h \\z \\u '))


def _depth_of(code: str) -> int:
    found = [int(part) for part in code.replace('"', " ").replace("-", " ").split() if part.isdigit()]
    return found[-1] if found else 1


def _contents_lines(headings: list[Heading], code: str) -> Iterator[Element]:
    begin = [field_char("begin"), run("instrText", code), field_char("separate")]
    for place, item in enumerate(headings):
        line = etree.fromstring(f"<w:p xmlns:w='{W}'><w:pPr><w:pStyle w:val='TOC{item.level}'/></w:pPr></w:p>")
        line.extend(begin if place == 0 else [])
        link = element("hyperlink", anchor=item.mark, history="1")
        link.extend([run("t", item.number), run("tab")] if item.number else [])
        link.append(run("t", item.title))
        line.append(link)
        line.extend([field_char("end")] if place == len(headings) - 1 else [])
        yield line


def _titled(data: bytes, title: str) -> bytes:
    """Put the title where the header has its place."""
    root = etree.fromstring(data)
    for node in root.iter(w("t")):
        if node.text == TITLE_MARK:
            node.text = title
    return as_bytes(root)


def _keep_fields(data: bytes) -> bytes:
    """Take away what makes Word ask to update fields when the document is opened."""
    root = etree.fromstring(data)
    for node in root.findall(w("updateFields")):
        root.remove(node)
    return as_bytes(root)


def _without_parts(data: bytes) -> bytes:
    """Leave parts that go out of the lists of parts."""
    root = etree.fromstring(data)
    for node in list(root):
        if (node.get("PartName") or node.get("Target") or "").lstrip("/") in LEFT_OUT:
            root.remove(node)
    return as_bytes(root)
