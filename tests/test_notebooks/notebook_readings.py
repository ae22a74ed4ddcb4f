"""How the tests read the notebooks as they are committed."""

import ast
import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from analysis.publishing.notebook.cell_options import read_options

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = tuple(sorted(FOLDER.glob("*.ipynb")))


def read(path: Path) -> NotebookNode:
    """Give a notebook."""
    return nbformat.read(path, as_version=4)


def tags(cell: NotebookNode) -> list[str]:
    """Give a cell's tags."""
    return cell.metadata.get("tags", [])


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Give the code cells, in order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def label(cell: NotebookNode) -> str:
    """Give the label of a figure or table; empty for none."""
    return str(read_options(cell.source).get("label", ""))


def statements(cell: NotebookNode) -> ast.Module:
    """Give the syntax tree of a code cell."""
    return ast.parse(cell.source)


def is_sentence(cell: NotebookNode) -> bool:
    """Tell whether a code cell only prints a generated sentence."""
    body = [line for line in cell.source.splitlines() if line.strip() and not line.startswith("#|")]
    return len(body) == 1 and re.match(r"\w+\.zin_", body[0]) is not None
