"""The headings of a notebook: their level, and what Quarto must know of them.

In a notebook a heading is plain Markdown, as JupyterLab shows it. Its cell has the tag `sectie:<name>` when texts refer
to it (`@sec-<name>`), and `ongenummerd` when it has no number; the joined notebook gets Quarto's signs for both.
"""

import re
from collections.abc import Collection

import nbformat
from nbformat import NotebookNode

SECTION = "sectie:"
UNNUMBERED = "ongenummerd"
_HEADING = re.compile(r"^(#{1,6})\s+\S")


def heading_level(cell: NotebookNode) -> int | None:
    """Give the level of the heading that opens a Markdown cell; None when it does not open with one."""
    match = _HEADING.match(cell.source.lstrip()) if cell.cell_type == "markdown" else None
    return len(match.group(1)) if match else None


def with_attributes(cell: NotebookNode, tags: Collection[str]) -> NotebookNode:
    """Write the section's name, and that it has no number, behind the heading that opens a cell."""
    signs = [f"#sec-{tag.removeprefix(SECTION)}" for tag in tags if tag.startswith(SECTION)]
    signs += [".unnumbered"] if UNNUMBERED in tags else []
    if not signs or heading_level(cell) is None:
        return cell
    heading, rest, body = cell.source.partition("\n")
    return nbformat.from_dict({**cell, "source": f"{heading} {{{' '.join(signs)}}}{rest}{body}"})
