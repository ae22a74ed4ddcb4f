"""The XML of Word: its names, and the few elements that we make."""

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Element = etree._Element


def text_of(node: Element) -> str:
    """Give the text in an element."""
    return "".join(part.text or "" for part in node.iter(w("t")))


def field_char(kind: str) -> Element:
    """Give the begin, middle or end of a field."""
    made = element("r")
    made.append(element("fldChar", fldCharType=kind))
    return made


def run(name: str, text: str = "") -> Element:
    """Give a run with one thing in it."""
    made = element("r")
    part = element(name)
    if text:
        part.text = text
        part.set(SPACE, "preserve")
    made.append(part)
    return made


def element(tag: str, **values: str) -> Element:
    """Give an element of Word with its attributes."""
    node = etree.Element(w(tag), nsmap={"w": W})
    for key, value in values.items():
        node.set(w(key), value)
    return node


def w(name: str) -> str:
    """Give the full name of an element of Word."""
    return f"{{{W}}}{name}"


def as_bytes(root: Element) -> bytes:
    """Write a part of a document."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
