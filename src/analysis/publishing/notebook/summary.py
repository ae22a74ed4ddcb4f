"""A report's first page as a document of its own: from the same executed notebook, so with the same numbers."""

import re
from collections.abc import Mapping
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.publishing.notebook.assemble import front_cell, split_chapters
from analysis.publishing.notebook.cell_options import read_options
from analysis.publishing.notebook.cells import front_matter
from analysis.publishing.notebook.finish import replace_references
from analysis.publishing.notebook.headings import heading_level

FIRST_PAGE = "#sec-oogopslag"
"""The name of the chapter that is a first page; a report without one has no summary."""
FRONT = "samenvatting"
"""The id of the cell with its title block."""
_SECTION = re.compile(r"\s*\(\[@sec-[\w-]+\]\)")
_REFERENCE = re.compile(r"@((?:fig|tbl)-[\w-]+)")


def summary_of(finished: NotebookNode) -> NotebookNode | None:
    """Give the first page of a finished report; None where it has none.

    Its chapter has no number, the page no contents list. What it says of other chapters goes: they are not there.
    """
    chapters = split_chapters(finished)
    if not chapters or not any(FIRST_PAGE in cell.source for cell in chapters[0].cells if heading_level(cell) == 1):
        return None
    body = chapters[0].cells
    here = {str(read_options(cell.source).get("label", "")) for cell in body if cell.cell_type == "code"}
    front = front_cell({**front_matter(finished.cells), "toc": False}, FRONT)
    cells = [front, *(_alone(cell, here) for cell in body)]
    return nbformat.from_dict({**finished, "cells": cells})


def _alone(cell: NotebookNode, here: set[str]) -> NotebookNode:
    """Give a cell as it is without the other chapters: no references to them, no number before its heading."""
    if cell.cell_type == "markdown":
        source = cell.source
        if heading_level(cell) == 1:
            source = re.sub(r"\{(#sec-[\w-]+)\}", r"{\1 .unnumbered}", source, count=1)
        return nbformat.from_dict({**cell, "source": _without_others(source, here)})
    return nbformat.from_dict({**cell, "outputs": [_output_alone(output, here) for output in cell.outputs]})


def _output_alone(output: Mapping[str, Any], here: set[str]) -> dict[str, Any]:
    data = output.get("data", {})
    if "text/markdown" not in data:
        return dict(output)
    return {**output, "data": {**data, "text/markdown": _without_others(data["text/markdown"], here)}}


def _without_others(text: str, here: set[str]) -> str:
    text = _SECTION.sub("", text)
    return replace_references(text, {*_REFERENCE.findall(text)} - here)
