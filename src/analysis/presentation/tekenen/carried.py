"""What travels inside a drawing for the document that shows it: a narrow drawing, the numbers, the key.

In `<metadata>`, which no program draws, so that every renderer that takes a picture takes it along.
"""

import json
from typing import Any

from lxml import etree

NAMESPACE = "http://www.w3.org/2000/svg"
LINK = "{http://www.w3.org/1999/xlink}href"
NARROW_ID, NUMBERS_ID, KEY_ID = "smal", "cijfers", "sleutel"
"""Ids of the `<metadata>` that hold the narrow drawing, the numbers and the words that explain the drawing."""


def carry(root: Any, identifier: str) -> Any:
    """Give a new holder in a drawing, by its id."""
    return etree.SubElement(root, f"{{{NAMESPACE}}}metadata", {"id": identifier})


def carried(root: Any) -> tuple[Any | None, dict[str, Any], str]:
    """Take the narrow drawing (a tree of its own), the numbers and the key out of a drawing; empty without them."""
    narrow, numbers, key = None, {}, ""
    for holder in root.findall(f"{{{NAMESPACE}}}metadata"):
        if holder.get("id") == NARROW_ID:
            narrow = etree.fromstring(etree.tostring(holder[0]))
        if holder.get("id") == NUMBERS_ID:
            numbers = json.loads(holder.text or "{}")
        if holder.get("id") == KEY_ID:
            key = holder.text or ""
        root.remove(holder)
    return narrow, numbers, key
