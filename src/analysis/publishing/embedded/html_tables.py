"""HTML that a screen reader and a phone can use: header cells with a scope, wide tables in a frame that scrolls.

Works on the output of both renderers. A frame names itself in `data-schuift`; `assets/rapport.js` makes it a region
that the keyboard reaches when it does scroll, so that there is no stop at a table that fits.
"""

import re

from lxml import etree, html

SIGN = "\u2011"
"""What stands in a cell that is not shown; presentation's `taal.numbers.SUPPRESSED`."""
NOT_SHOWN = "niet getoond"
_NOTE = re.compile(rf"{SIGN}: ([^.;]+)")


def complete_tables(root: html.HtmlElement) -> None:
    """Give every table its scopes and its frame. Changes the tree, which belongs to the caller's page."""
    for number, table in enumerate(list(root.iter("table")), start=1):
        _set_scopes(table)
        _speak_signs(table)
        _frame(table, number)


def _set_scopes(table: html.HtmlElement) -> None:
    for cell in table.iterfind(".//thead//th"):
        cell.set("scope", "col")
    for row in table.iterfind(".//tbody/tr"):
        first = row[0] if len(row) else None
        if first is not None and _is_row_header(first):
            first.tag = "th"
            first.set("scope", "row")


def _is_row_header(cell: html.HtmlElement) -> bool:
    """The first cell names its row when it holds words: anything but a right-aligned number."""
    return "right" not in cell.get("style", "") and bool(cell.text_content().strip())


def _speak_signs(table: html.HtmlElement) -> None:
    """Say in words what a sign stands for, as the caption does: a screen reader passes over the sign."""
    found = _NOTE.search(_caption_words(table))
    words = found[1].strip() if found else NOT_SHOWN
    for cell in table.iter("td"):
        if cell.text_content().strip() == SIGN and not len(cell):
            cell.text = None
            sign = etree.SubElement(cell, "span", {"aria-hidden": "true"})
            sign.text = SIGN
            spoken = etree.SubElement(cell, "span", {"class": "alleen-voorlezen"})
            spoken.text = words


def _frame(table: html.HtmlElement, number: int) -> None:
    parent = table.getparent()
    if parent is None or "tabel-kader" in parent.get("class", ""):
        return
    frame = etree.Element("div", {"class": "tabel-kader", "data-schuift": table_name(table, number)})
    frame.tail, table.tail = table.tail, None
    parent.replace(table, frame)
    frame.append(table)


def table_name(table: html.HtmlElement, number: int) -> str:
    """What a screen reader calls the frame: the caption up to its colon ("Tabel 1"), else the place in the page."""
    return _caption_words(table).split(":")[0] or f"Tabel op plaats {number} van deze bladzijde"


def _caption_words(table: html.HtmlElement) -> str:
    caption = next(iter(table.iter("caption")), None)
    if caption is None:
        figure = next((parent for parent in table.iterancestors("figure")), None)
        caption = None if figure is None else next(iter(figure.iter("figcaption")), None)
    return "" if caption is None else " ".join(caption.text_content().split())
