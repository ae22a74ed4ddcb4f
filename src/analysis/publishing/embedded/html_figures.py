"""Figures in HTML: drawn in the page itself, narrow on a phone, with their numbers one step away.

Works on the output of both renderers, which show a figure as a picture in a data address. A drawing in the page uses
the page's letters, so that these weigh nothing, follow the reader's settings and can be found and copied.
"""

import base64
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from lxml import etree, html

from analysis.presentation.tekenen.carried import LINK, NAMESPACE, carried

SVG_ADDRESS = "data:image/svg+xml"
PIXELS = 4 / 3
"""CSS pixels in a point."""
SUMMARY = "De cijfers van deze figuur"
WIDE, NARROW, ALONE = "figuur-breed", "figuur-smal", "figuur-enig"
WIDEST = 350
"""CSS pixels: what a phone of 390 shows without scrolling; such a drawing needs no frame that scrolls."""
OWN = {
    f"{{{NAMESPACE}}}{name}"
    for name in ("svg", "g", "defs", "path", "text", "use", "clipPath", "rect", "pattern", "metadata")
}
"""The elements of our own drawings. One with anything else (a script, a style, a file) stays a picture, which can do
nothing in the page."""


def complete_figures(root: html.HtmlElement) -> None:
    """Put every drawing of ours into the page. Changes the tree, which belongs to the caller's page."""
    drawings = [node for node in root.iter("img") if node.get("src", "").startswith(SVG_ADDRESS)]
    for number, image in enumerate(drawings, start=1):
        drawing = _drawing(image.get("src", ""))
        if drawing is not None:
            _draw_in_page(image, drawing, f"f{number}")


def _drawing(address: str) -> Any | None:
    kind, _, content = address.partition(",")
    written = base64.b64decode(content) if kind.endswith(";base64") else unquote(content).encode()
    parser = etree.XMLParser(remove_comments=True, resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(written, parser)
    except etree.XMLSyntaxError:
        return None
    return root if all(_is_own(node) for node in root.iter()) else None


def _is_own(node: Any) -> bool:
    """Tell whether an element is one of our drawings' own: it draws, and points nowhere but in its drawing."""
    links = (value for key, value in node.attrib.items() if key.endswith("href"))
    asks = any(key.lower().startswith("on") or key == "style" for key in node.attrib)
    return node.tag in OWN and not asks and all(link.startswith("#") for link in links)


def _draw_in_page(image: html.HtmlElement, drawing: Any, name: str) -> None:
    """Replace a picture by its drawing, and where there is one its narrow drawing, as one image with one text.

    The words that explain it (unit, signs, what is not shown) are drawn in it; who hears the page gets them as text.
    """
    narrow, numbers, key = carried(drawing)
    box = etree.Element("div", {"class": "figuur", "role": "img", "aria-label": image.get("alt", "")})
    for part, kind in ((drawing, WIDE if narrow is not None else ALONE), (narrow, NARROW)):
        if part is not None:
            box.append(_sized(part, kind, name))
    frame = _frame_of(image)
    box.tail = image.tail
    image.getparent().replace(image, box)
    _loosen(box)
    if frame is not None and int(box[-1].get("width", WIDEST + 1)) <= WIDEST:
        for attribute in ("role", "tabindex", "aria-label"):
            frame.attrib.pop(attribute, None)
    if key:
        spoken = etree.Element("p", {"class": "figuur-sleutel"})
        spoken.text = key
        box.addprevious(spoken)
    if numbers:
        _add_numbers(box, numbers)


def _sized(drawing: Any, kind: str, name: str) -> Any:
    """Give a drawing its size in pixels, ids of its own in the page, and nothing for a screen reader."""
    for side in ("width", "height"):
        points = re.fullmatch(r"([\d.]+)pt", drawing.get(side, ""))
        if points:
            drawing.set(side, f"{float(points[1]) * PIXELS:.0f}")
    for node in drawing.iter():
        if node.get("id"):
            node.set("id", f"{name}-{node.get('id')}")
        if node.get(LINK, "").startswith("#"):
            node.set(LINK, f"#{name}-{node.get(LINK)[1:]}")
        for key in ("clip-path", "fill"):
            if node.get(key, "").startswith("url(#"):
                node.set(key, node.get(key).replace("url(#", f"url(#{name}-"))
    drawing.set("class", kind)
    drawing.set("aria-hidden", "true")
    drawing.set("focusable", "false")
    return drawing


def _frame_of(node: html.HtmlElement) -> html.HtmlElement | None:
    return next((parent for parent in node.iterancestors("div") if "figuur-kader" in parent.get("class", "")), None)


def _loosen(box: html.HtmlElement) -> None:
    """Take a drawing out of the paragraph in which its picture stood: a paragraph holds no block."""
    paragraph = box.getparent()
    if paragraph is not None and paragraph.tag == "p" and len(paragraph) == 1 and not (paragraph.text or "").strip():
        box.tail = paragraph.tail
        paragraph.getparent().replace(paragraph, box)


def _add_numbers(box: html.HtmlElement, numbers: dict[str, Any]) -> None:
    """Put the numbers of a figure, as a table that opens, behind it."""
    figure = next(iter(box.iterancestors("figure")), box)
    details = etree.Element("details", {"class": "figuur-cijfers"})
    etree.SubElement(details, "summary").text = SUMMARY
    table = etree.SubElement(details, "table")
    etree.SubElement(table, "caption").text = f"{_name_of(figure)}: de cijfers"
    head = etree.SubElement(etree.SubElement(table, "thead"), "tr")
    for word in numbers["kop"]:
        etree.SubElement(head, "th").text = word
    body = etree.SubElement(table, "tbody")
    columns = [*zip(*numbers["rijen"], strict=True)]
    kinds = [{"class": "getal"} if place and _are_numbers(cells) else {} for place, cells in enumerate(columns)]
    for row in numbers["rijen"]:
        line = etree.SubElement(body, "tr")
        for word, kind in zip(row, kinds, strict=True):
            etree.SubElement(line, "td", kind).text = word
    details.tail, figure.tail = figure.tail, None
    figure.addnext(details)


def _are_numbers(cells: Sequence[str]) -> bool:
    """Tell whether a column holds numbers: some begin with one, and the others have none at all (`te weinig`)."""
    begins = [re.match(r"[^A-Za-z]*\d", cell) is not None for cell in cells]
    return any(begins) and all(starts or not re.search(r"\d", cell) for starts, cell in zip(begins, cells, strict=True))


def _name_of(figure: html.HtmlElement) -> str:
    """Give what a figure is called: its caption up to the colon ("Figuur 1")."""
    caption = next(iter(figure.iter("figcaption")), None)
    words = "" if caption is None else " ".join(caption.text_content().split())
    return words.split(":")[0] or "Figuur"
