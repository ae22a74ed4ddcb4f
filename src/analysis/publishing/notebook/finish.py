"""From an executed notebook to one that can be published: captions in the cells, nothing of the run itself left."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.presentation.screen import DOCUMENT_SVG, QUARTO, SCREEN_ONLY
from analysis.publishing.notebook.assemble import KERNELSPEC, PARAMETERS, tags
from analysis.publishing.notebook.cell_options import read_options, set_options
from analysis.publishing.notebook.execute import NotebookFout
from analysis.publishing.notebook.headings import heading_level

INJECTED = "injected-parameters"
CAPTIONS = ("fig-cap", "fig-alt", "tbl-cap")
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_RICH = ("image/svg+xml", "image/png", "text/markdown", "text/html")


def finish_notebook(notebook: NotebookNode, report: str = "") -> NotebookNode:
    """Give the notebook as it is published.

    Captions and alt texts that the outputs carry (`metadata.ikc`) become `#|` options of their cell; what is for the
    screen only goes, and what a document has otherwise (callouts, references, figures) takes its place. Parameter
    cells, warnings, execution counts, timings and memory addresses go. A cell that shows a sentence where a figure or
    table would have been (too few children) loses its label, and references to labels that are not there become words.
    """
    cells = [_finish_cell(cell, report) for cell in notebook.cells if not {PARAMETERS, INJECTED} & {*tags(cell)}]
    left_out = set(notebook.metadata.get("ikc", {}).get("weggelaten", []))
    left_out |= _labels(notebook.cells) - _labels(cells)
    cells = [_without_references(cell, left_out) for cell in _without_empty_sections(cells)]
    metadata = {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}}
    return nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells})


def without_origin(notebook: NotebookNode) -> NotebookNode:
    """Give the notebook without the place where each cell came from: Quarto would write it in the page."""
    cells = [{**cell, "metadata": {}} for cell in notebook.cells]
    return nbformat.from_dict({**notebook, "cells": cells})


def to_json(notebook: NotebookNode) -> str:
    """Write the notebook as JSON that is the same for the same content."""
    return nbformat.writes(notebook, version=4, sort_keys=True, ensure_ascii=False) + "\n"


def _without_empty_sections(cells: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Leave out a heading below which nothing is shown, because every cell under it had nothing to say."""
    kept: list[NotebookNode] = []
    for cell in reversed(cells):
        level = heading_level(cell)
        bare = level is not None and "\n" not in cell.source.strip()
        if not (bare and not _has_below(kept[::-1], level)):
            kept.append(cell)
    return kept[::-1]


def _has_below(following: Sequence[NotebookNode], level: int) -> bool:
    """Tell whether a section of this level shows anything; a deeper heading that stayed has something below it."""
    for cell in following:
        deeper = heading_level(cell)
        if deeper is not None:
            return deeper > level
        if cell.cell_type != "code" or cell.outputs:
            return True
    return False


def _labels(cells: Iterable[NotebookNode]) -> set[str]:
    return {label for cell in cells if cell.cell_type == "code" if (label := read_options(cell.source).get("label"))}


def _finish_cell(cell: NotebookNode, report: str) -> NotebookNode:
    ikc = cell.metadata.get("ikc")
    clean: dict[str, Any] = {
        "cell_type": cell.cell_type,
        "id": cell.id,
        "metadata": {"ikc": dict(ikc)} if ikc else {},
        "source": cell.source,
    }
    if cell.cell_type == "code":
        captions = _captions(cell, report)
        outputs = [output for raw in cell.outputs if (output := _finish_output(raw))]
        clean |= {
            "source": _with_captions(cell.source, captions, _has_image(cell)),
            "outputs": outputs,
            "execution_count": None,
        }
    return nbformat.from_dict(clean)


def _captions(cell: NotebookNode, report: str) -> dict[str, str]:
    """Give the captions that a cell's outputs carry. More than one figure or table in a cell is an error."""
    found = [output.get("metadata", {}).get("ikc", {}) for output in cell.outputs]
    found = [item for item in found if any(key in item for key in CAPTIONS)]
    if len(found) > 1:
        text = f"de cel toont {len(found)} figuren of tabellen; geef elk een eigen cel met een eigen label."
        raise NotebookFout.at(cell, report, "TeVeelUitvoer", text)
    return {key: str(found[0][key]) for key in CAPTIONS if key in found[0]} if found else {}


def _has_image(cell: NotebookNode) -> bool:
    return any(kind.startswith("image/") for output in cell.outputs for kind in output.get("data", {}))


def _with_captions(source: str, captions: Mapping[str, str], has_image: bool) -> str:
    """Write the captions into the cell's options; a figure or table label without its output goes."""
    label = str(read_options(source).get("label", ""))
    kind = label.partition("-")[0]
    shown = {"fig": has_image, "tbl": "tbl-cap" in captions}.get(kind, True)
    by_hand = f"{kind}-cap" in read_options(source)
    changes: dict[str, str | None] = {**captions}
    if label and not (shown or by_hand):
        changes["label"] = None
    return set_options(source, changes) if changes else source


def _finish_output(output: NotebookNode) -> dict[str, Any] | None:
    carried = output.get("metadata", {}).get("ikc", {})
    if carried.get(SCREEN_ONLY):
        return None
    if output.output_type == "stream":
        kept = {"output_type": "stream", "name": output.name, "text": _ADDRESS.sub("", output.text)}
        return kept if output.name == "stdout" else None
    data = {kind: content for kind, content in output.get("data", {}).items() if content}
    if any(kind in data for kind in _RICH):
        data.pop("text/plain", None)
    elif "text/plain" in data:
        data["text/plain"] = _ADDRESS.sub("", data["text/plain"])
    if QUARTO in carried:
        data["text/markdown"] = carried[QUARTO]
    if DOCUMENT_SVG in carried:
        data["image/svg+xml"] = carried[DOCUMENT_SVG]
    return {"output_type": "display_data", "data": data, "metadata": {}} if data else None


def _without_references(cell: NotebookNode, labels: set[str]) -> NotebookNode:
    """Put words where a reference to a figure or table that is not shown would have been."""
    if not labels:
        return cell
    if cell.cell_type == "markdown":
        return nbformat.from_dict({**cell, "source": replace_references(cell.source, labels)})
    outputs = [_output_without_references(output, labels) for output in cell.get("outputs", [])]
    return nbformat.from_dict({**cell, "outputs": outputs}) if outputs else cell


def _output_without_references(output: NotebookNode, labels: set[str]) -> dict[str, Any]:
    text = output.get("data", {}).get("text/markdown")
    if text is None:
        return output
    return {**output, "data": {**output["data"], "text/markdown": replace_references(text, labels)}}


def replace_references(text: str, labels: Iterable[str]) -> str:
    """Replace references to these labels: one between brackets goes, another becomes words."""
    for label in sorted(labels, key=lambda item: (-len(item), item)):
        name = rf"@{re.escape(label)}(?![A-Za-z0-9_-])"
        text = re.sub(rf"\s*[(\[](?:zie )?{name}[)\]]", "", text)
        words = (
            "de tabel die hier niet getoond wordt"
            if label.startswith("tbl-")
            else "de figuur die hier niet getoond wordt"
        )
        text = re.sub(name, words, text)
    return text
