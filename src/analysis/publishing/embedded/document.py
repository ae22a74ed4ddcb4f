"""An executed notebook as one document: pandoc blocks, pictures and front matter.

Every figure and table that has a caption becomes a *float*: a Div of class `ikc-float` whose last block is the caption
(a Div of class `ikc-caption`). Its id is the label (`fig-…`, `tbl-…`) that a text refers to.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.publishing.embedded.callouts import make_callouts
from analysis.publishing.embedded.pandoc import (
    Node,
    as_paragraph,
    attributes,
    div,
    iter_nodes,
    read_markdown,
    replace_nodes,
)
from analysis.publishing.notebook import cells as notebook_cells
from analysis.publishing.notebook.cell_options import read_options, split_options
from analysis.publishing.notebook.cells import IMAGE_TYPES, Image

FENCE = ":" * 9
FLOAT_PREFIXES = ("fig-", "tbl-")
MARK = "ikc-cel"


@dataclass(frozen=True)
class Document:
    """A notebook as read: `blocks` is pandoc's tree, `images` the pictures by the name under which it shows them."""

    name: str
    front: dict[str, Any]
    blocks: list[Node]
    images: dict[str, Image] = field(default_factory=dict)


def read_cells(notebook: Path) -> list[dict[str, Any]]:
    """The cells of a notebook file."""
    return json.loads(notebook.read_text(encoding="utf-8"))["cells"]


def read_document(notebook: Path, execute: Mapping[str, Any] | None = None) -> Document:
    """Read an executed notebook; `execute` are the configuration's defaults for cell options (`echo: false`)."""
    return document_of(read_cells(notebook), notebook, execute)


def document_of(
    cells: list[dict[str, Any]], notebook: Path, execute: Mapping[str, Any] | None = None, marked: bool = False
) -> Document:
    """Make the document of cells of a notebook; `marked` puts an empty Div of class `ikc-cel`, with the cell's place
    among the cells as `n`, before each cell that shows something and after the last."""
    front = notebook_cells.front_matter(cells)
    defaults = {**(execute or {}), **(front.get("execute") or {})}
    pieces: list[str] = []
    images: dict[str, Image] = {}
    for number, cell in enumerate(cells):
        piece, new_images = _cell_markdown(cell, number, defaults)
        pieces += [_mark(number), piece] if marked and piece else [piece]
        images |= new_images
    blocks, floats = _parse("\n\n".join([*pieces, _mark(len(cells))] if marked else pieces))
    return Document(notebook.name, front, floats, images | linked_images(blocks, notebook.parent))


@lru_cache(maxsize=64)
def _parse(markdown: str) -> tuple[list[Node], list[Node]]:
    """Give the blocks of a text, without and with its floats: its gate, its page and its PDF read it once together."""
    blocks = make_callouts(read_markdown(markdown))
    return blocks, make_floats(blocks)


def _mark(number: int) -> str:
    return f'{FENCE} {{.{MARK} n="{number}"}}\n{FENCE}'


def _cell_markdown(cell: Mapping[str, Any], number: int, defaults: Mapping[str, Any]) -> tuple[str, dict[str, Image]]:
    if cell["cell_type"] == "markdown":
        return notebook_cells.cell_source(cell), {}
    if cell["cell_type"] != "code":
        return "", {}
    source = notebook_cells.cell_source(cell)
    options = {**defaults, **read_options(source)}
    if options.get("include") is False:
        return "", {}
    shown = options.get("echo") not in (False, None) and not notebook_cells.is_hidden(cell)
    code = split_options(source)[1].strip("\n") if shown else ""
    images = _cell_images(cell, number, options)
    content = "" if options.get("output") is False else _outputs_markdown(cell, options, images)
    return "\n\n".join(part for part in (f"```python\n{code}\n```" if code else "", content) if part), images


def _cell_images(cell: Mapping[str, Any], number: int, options: Mapping[str, Any]) -> dict[str, Image]:
    alts = options.get("fig-alt") or ""
    images = {}
    for place, (mime, data) in enumerate(notebook_cells.output_images(cell)):
        alt = alts if isinstance(alts, str) else (alts[place] if place < len(alts) else "")
        name = f"beeld-{number:03d}-{place}.{IMAGE_TYPES[mime]}"
        images[name] = Image(name, mime, data, " ".join(str(alt).split()))
    return images


def _outputs_markdown(cell: Mapping[str, Any], options: Mapping[str, Any], images: Mapping[str, Image]) -> str:
    texts = [notebook_cells.output_markdown(output) for output in cell.get("outputs", [])]
    pictures = [f"![](<{name}>)" for name in images]
    content = "\n\n".join(text for text in [*pictures, *texts] if text)
    kind = "fig" if images else "tbl"
    caption = as_paragraph(str(options.get(f"{kind}-cap") or ""))
    label = str(options.get("label") or "")
    if not content or not caption:
        return content
    identifier = f"#{label} " if label.startswith(f"{kind}-") else ""
    head = f"{FENCE} {{{identifier}.ikc-float}}"
    return f"{head}\n{content}\n\n{FENCE} {{.ikc-caption}}\n{caption}\n{FENCE}\n{FENCE}"


def make_floats(blocks: list[Node]) -> list[Node]:
    """Bring Quarto's other ways to write a figure or table with a label to the one form of a float."""
    return replace_nodes(blocks, _as_float)


def _as_float(node: Node) -> Node | None:
    kind = node["t"]
    if kind not in ("Figure", "Table", "Div"):
        return None
    identifier, classes, pairs = attributes(node)
    if kind == "Figure":
        caption = node["c"][1][1]
        return float_div(node["c"][2], caption, identifier)
    if kind == "Table":
        if not identifier.startswith("tbl-"):
            return None
        bare = {"t": "Table", "c": [["", classes, [list(pair) for pair in pairs.items()]], [None, []], *node["c"][2:]]}
        return float_div([bare], node["c"][1][1], identifier)
    if identifier.startswith(FLOAT_PREFIXES) and "ikc-float" not in classes and len(node["c"][1]) > 1:
        return float_div(node["c"][1][:-1], node["c"][1][-1:], identifier)
    return None


def float_div(content: list[Node], caption: list[Node], identifier: str = "") -> Node:
    """A float: the figure or table itself, then its caption."""
    return div([*content, div(caption, classes=("ikc-caption",))], identifier, ("ikc-float",))


def linked_images(blocks: list[Node], folder: Path) -> dict[str, Image]:
    """Pictures that the text shows from files beside the notebook, or in a folder there; never from elsewhere."""
    kinds = {f".{ending}": mime for mime, ending in IMAGE_TYPES.items()}
    images: dict[str, Image] = {}

    for node in iter_nodes(blocks):
        if node["t"] == "Image":
            path = folder / node["c"][2][0]
            inside = path.resolve().is_relative_to(folder.resolve())
            if inside and path.suffix in kinds and path.is_file():
                alt = attributes(node)[2].get("fig-alt", "")
                images[node["c"][2][0]] = Image(node["c"][2][0], kinds[path.suffix], path.read_bytes(), alt)
    return images
