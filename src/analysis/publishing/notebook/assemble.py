"""Join the notebooks of a report into one executable notebook.

The parameters come once, cells for deliveries that are not there stay out, and every cell keeps where it came from
(`metadata.ikc.bron` and `.cel`), so that a failure names the notebook and the cell that a researcher can open.
"""

import ast
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import yaml
from nbformat import NotebookNode

from analysis.errors import InvoerFout, Melding
from analysis.publishing.notebook.cell_options import read_options
from analysis.publishing.notebook.headings import SECTION, heading_level, with_attributes
from analysis.publishing.notebook.repeat import repeat_cells

PARAMETERS = "parameters"
LOAD = "laden"
ONLY_NOTEBOOK = "alleen-notebook"
NEEDS = "vereist:"
OTHERS = "*"
"""Where in an order the chapters stand that it does not name."""
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}


def assemble_notebook(
    notebooks: Sequence[Path], available: Collection[str], front: Mapping[str, Any], order: Sequence[str] = ()
) -> NotebookNode:
    """Join notebooks, in the order given, into one that papermill can run.

    Chapters stand as `order` has them, by their `sectie:` tag; those that it does not name stand where it has `*`.

    Cells tagged `vereist:<delivery>` stay only when all their deliveries are in `available`; `alleen-notebook` cells
    go; a chapter or section that lost cells and holds nothing but its heading goes too. `front` becomes the raw YAML
    cell that gives the document its title. Labels that went are listed in the metadata (`ikc.weggelaten`).
    """
    sources = [_read_cells(Path(path)) for path in notebooks]
    _check_labels([cell for cells in sources for cell in cells])
    kept = [_prune(cells, available) for cells in sources]
    body = repeat_cells(_without_repeats([cell for cells in kept for cell in cells]), available)
    body = order_chapters(body, order) if order else body
    all_cells = [cell for cells in sources for cell in cells]
    lost = sorted({*_labels(all_cells)} - {*_labels(body)})
    cells = [front_cell(front), *_parameters_cell(sources), *body]
    metadata = {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}, "ikc": {"weggelaten": lost}}
    return nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": _with_ids(cells)})


def order_chapters(cells: Sequence[NotebookNode], order: Sequence[str]) -> list[NotebookNode]:
    """Put chapters in an order by their names, the others where it has `*`; what loads comes before all of them."""
    loading = [cell for cell in cells if LOAD in tags(cell)]
    chapters: list[list[NotebookNode]] = [[]]
    for cell in cells:
        if LOAD in tags(cell):
            continue
        if heading_level(cell) == 1:
            chapters.append([])
        chapters[-1].append(cell)
    places = {name: place for place, name in enumerate(order)}
    chapters.sort(key=lambda chapter: places.get(_section(chapter), places.get(OTHERS, 0)))
    return loading + [cell for chapter in chapters for cell in chapter]


def _section(chapter: Sequence[NotebookNode]) -> str:
    """Give the name that the heading of a chapter has; empty for none."""
    found = [tag for tag in tags(chapter[0]) if tag.startswith(SECTION)] if chapter else []
    return found[0].removeprefix(SECTION) if found else ""


def split_chapters(notebook: NotebookNode) -> list[NotebookNode]:
    """Split an executed, joined notebook into its chapters, one per level 1 heading; the front cell stays out.

    Cells before the first chapter (imports, loading) go with the first one.
    """
    body = [cell for cell in notebook.cells if "bron" in cell.metadata.get("ikc", {})]
    starts = [place for place, cell in enumerate(body) if heading_level(cell) == 1][1:]
    bounds = [0, *starts, len(body)]
    return [
        nbformat.from_dict({**notebook, "metadata": notebook.metadata, "cells": body[start:end]})
        for start, end in pairwise(bounds)
        if body[start:end]
    ]


def needed_deliveries(notebooks: Sequence[Path]) -> frozenset[str]:
    """Give the deliveries that cells of these notebooks ask for with a `vereist:` tag."""
    cells = [cell for path in notebooks for cell in _read_cells(Path(path))]
    return frozenset(needed for cell in cells for needed in _needs(cell))


def tags(cell: NotebookNode) -> list[str]:
    """Give a cell's tags."""
    return list(cell.metadata.get("tags", []))


def _read_cells(path: Path) -> list[NotebookNode]:
    """Read a notebook's cells, without outputs, each knowing its file and its 1-based number there."""
    notebook = nbformat.read(path, as_version=4)
    return [_clean_cell(cell, path.name, number) for number, cell in enumerate(notebook.cells, start=1)]


def _clean_cell(cell: NotebookNode, bron: str, number: int) -> NotebookNode:
    metadata = {"tags": tags(cell), "ikc": {"bron": bron, "cel": number}}
    clean = {"cell_type": cell.cell_type, "metadata": metadata, "source": cell.source}
    if cell.cell_type == "code":
        clean |= {"outputs": [], "execution_count": None}
    return with_attributes(nbformat.from_dict(clean), tags(cell))


def _label(cell: NotebookNode) -> str | None:
    return read_options(cell.source).get("label") if cell.cell_type == "code" else None


def _labels(cells: Sequence[NotebookNode]) -> list[str]:
    return [label for cell in cells if (label := _label(cell))]


def _check_labels(cells: Sequence[NotebookNode]) -> None:
    first: dict[str, str] = {}
    problems = []
    for cell in cells:
        place = f"{cell.metadata.ikc.bron}, cel {cell.metadata.ikc.cel}"
        label = _label(cell)
        if label in first:
            text = f"het label `{label}` staat twee keer in dit rapport."
            problems.append(
                Melding(cell.metadata.ikc.bron, text, regels=(first[label], place),
                        advies="Geef een van de twee een ander label.", code="dubbel_label")
            )  # fmt: skip
        elif label:
            first[label] = place
    if problems:
        raise InvoerFout(problems)


def _prune(cells: Sequence[NotebookNode], available: Collection[str]) -> list[NotebookNode]:
    """Take out what this report does not show; the parameters cell is placed elsewhere."""
    stays = [_is_shown(cell, available) for cell in cells]
    body = [(cell, stay) for cell, stay in zip(cells, stays, strict=True) if ONLY_NOTEBOOK not in tags(cell)]
    for level in range(6, 0, -1):
        body = [pair for section in _sections(body, level) for pair in _emptied(section, level)]
    shown = [cell for cell, stay in body if stay and PARAMETERS not in tags(cell)]
    return shown if any(LOAD not in tags(cell) for cell in shown) else []


def _is_shown(cell: NotebookNode, available: Collection[str]) -> bool:
    return _needs(cell) <= set(available)


def _needs(cell: NotebookNode) -> set[str]:
    return {tag.removeprefix(NEEDS).strip() for tag in tags(cell) if tag.startswith(NEEDS)}


def _sections(body: list[tuple[NotebookNode, bool]], level: int) -> list[list[tuple[NotebookNode, bool]]]:
    """Split at the cells that open with a heading of this level or above."""
    sections: list[list[tuple[NotebookNode, bool]]] = [[]]
    for pair in body:
        if (heading_level(pair[0]) or 7) <= level:
            sections.append([])
        sections[-1].append(pair)
    return [section for section in sections if section]


def _emptied(section: list[tuple[NotebookNode, bool]], level: int) -> list[tuple[NotebookNode, bool]]:
    """Close a section of this level whose cells were pruned until only its heading cell was left."""
    opening, rest = section[0][0], section[1:]
    if heading_level(opening) != level or all(stay for _, stay in rest):
        return section
    left = [cell for cell, stay in rest if stay and not {PARAMETERS, LOAD} & {*tags(cell)}]
    return section if left else [(cell, False) for cell, _ in section]


def _without_repeats(cells: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Leave out of a loading cell the lines that an earlier one has; a cell of which nothing is left goes."""
    seen: set[str] = set()
    kept = []
    for cell in cells:
        lines = cell.source.splitlines()
        fresh = [line for line in lines if line.strip() and line not in seen] if LOAD in tags(cell) else lines
        if fresh:
            kept.append(nbformat.from_dict({**cell, "source": "\n".join(fresh)}) if LOAD in tags(cell) else cell)
        if LOAD in tags(cell):
            seen |= set(fresh)
    return kept


def front_cell(front: Mapping[str, Any], name: str = "") -> NotebookNode:
    """Give the raw cell that holds a document's title block; `name` is its id where it has one."""
    content = yaml.safe_dump(dict(front), allow_unicode=True, sort_keys=False, width=10_000)
    named = {"id": name} if name else {}
    return nbformat.from_dict({"cell_type": "raw", **named, "metadata": {}, "source": f"---\n{content}---"})


def _parameters_cell(sources: Sequence[Sequence[NotebookNode]]) -> list[NotebookNode]:
    """Give the first notebook's parameters cell, with the parameters that only later notebooks have added to it."""
    found = [cell for cells in sources for cell in cells if PARAMETERS in tags(cell)]
    if not found:
        return []
    lines, known = [found[0].source], set(_assignments(found[0]))
    for cell in found[1:]:
        extra = {name: line for name, line in _assignments(cell).items() if name not in known}
        lines += extra.values()
        known |= set(extra)
    return [nbformat.from_dict({**found[0], "source": "\n".join(lines)})]


def _assignments(cell: NotebookNode) -> dict[str, str]:
    """Give the parameters a cell assigns: name and line of code."""
    found = {}
    for node in ast.parse(cell.source).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name):
            found[target.id] = ast.get_source_segment(cell.source, node) or ""
    return found


def _with_ids(cells: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Give every cell an id that is the same in every run; cells of two notebooks never share one."""
    order = {bron: nr for nr, bron in enumerate(dict.fromkeys(_bron(cell) for cell in cells))}
    numbered = []
    for cell in cells:
        cel = cell.metadata.get("ikc", {}).get("cel", 0)
        turn = cell.metadata.get("ikc", {}).get("beurt", 0)
        name = f"deel{order[_bron(cell)]:02d}-cel{cel:03d}{f'-{turn:02d}' if turn else ''}"
        numbered.append(nbformat.from_dict({**cell, "id": name}))
    return numbered


def _bron(cell: NotebookNode) -> str:
    return cell.metadata.get("ikc", {}).get("bron", "")
