"""Where the cells of a notebook come on paper: laid out by typst, no PDF made."""

import re
from collections.abc import Mapping
from itertools import pairwise

from analysis.publishing.embedded.document import MARK
from analysis.publishing.embedded.pandoc import Node, attributes, raw_block, replace_nodes
from analysis.publishing.embedded.typst_pdf import query_values
from analysis.publishing.notebook.cells import Image

ENDLESS = "#set page(height: auto)"
"""Pages that end only where a part of the document does."""
_TELL = "#context [#metadata((cel: {n}, bladzijde: here().page(), y: here().position().y.pt())) <{mark}>]"
_MARK = re.compile(r"^#context \[#metadata\(\(cel: (\d+), ", re.MULTILINE)


def telling_marks(blocks: list[Node]) -> list[Node]:
    """Let the marks between the cells (see `document_of`) tell where they come."""

    def change(node: Node) -> Node | None:
        if node["t"] != "Div" or MARK not in attributes(node)[1]:
            return None
        return raw_block("typst", _TELL.format(n=attributes(node)[2]["n"], mark=MARK))

    return replace_nodes(blocks, change)


def cut_at_marks(body: str) -> dict[int, str]:
    """Cut typst that was marked into its cells, each with its mark, by place: they may be laid out in another order.

    Figures, tables and headings keep their numbers in every order that is tried (`notebook/print_order.py`).
    """
    starts = [*_MARK.finditer(body)]
    ends = [*(start.start() for start in starts[1:]), len(body)]
    return {int(start[1]): body[start.start() : end] for start, end in zip(starts, ends, strict=True)}


def measure_places(source: str, images: Mapping[str, Image]) -> dict[int, tuple[int, float]]:
    """Give where each cell that shows something begins: its page, and points from the top of that page."""
    return {item["cel"]: (item["bladzijde"], item["y"]) for item in query_values(source, images, MARK)}


def heights(places: Mapping[int, tuple[int, float]]) -> dict[int, float]:
    """Give how high each cell is, in points with the white after it, from its place on pages without an end.

    The last of a part has no height: after it a new page begins.
    """
    told = list(places.items())
    return {cell: below[1] - here[1] for (cell, here), (_, below) in pairwise(told) if below[0] == here[0]}
