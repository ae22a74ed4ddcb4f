"""Cells that a report shows once per case: a notebook has them once, for the first case; a report for each in turn."""

import json
import re
from collections.abc import Collection, Sequence
from itertools import groupby

import nbformat
from nbformat import NotebookNode

PER = "per:"


def repeat_cells(cells: Sequence[NotebookNode], available: Collection[str]) -> list[NotebookNode]:
    """Repeat each run of cells tagged `per:<what>` for every `<what>:<name>` in `available`, in order of name.

    In their sources `«<what>»` becomes the name: in Markdown as text, in code as a quoted string (so that a name is
    never code); a label gets the turn's number behind it. Without names the cells stay as they are.
    """
    result: list[NotebookNode] = []
    for what, run in groupby(cells, key=_repeats):
        block = list(run)
        names = sorted(item.removeprefix(f"{what}:") for item in available if what and item.startswith(f"{what}:"))
        turns = [_turn(cell, what, name, turn) for turn, name in enumerate(names, start=1) for cell in block]
        result += turns or block
    return result


def _repeats(cell: NotebookNode) -> str:
    found = [tag.removeprefix(PER) for tag in cell.metadata.get("tags", []) if tag.startswith(PER)]
    return found[0] if found else ""


def _turn(cell: NotebookNode, what: str, name: str, turn: int) -> NotebookNode:
    mark = f"«{what}»"
    if cell.cell_type == "code":
        source = cell.source.replace(f'"{mark}"', json.dumps(name, ensure_ascii=False))
        source = re.sub(r"(?m)^(#\| label: \S+)$", rf"\g<1>-{turn}", source)
    else:
        from analysis.presentation.taal.markdown import escape

        source = cell.source.replace(mark, escape(name))
    metadata = {**cell.metadata, "ikc": {**cell.metadata.get("ikc", {}), "beurt": turn}}
    return nbformat.from_dict({**cell, "source": source, "metadata": metadata})
