"""How the tests read the notebooks as they are committed."""

import ast
import importlib
import re
from itertools import product
from pathlib import Path

import nbformat
import pandas as pd
from nbformat import NotebookNode

from analysis.codebook import load_codebook
from analysis.presentation.rapport import EDITIES, Rapport
from analysis.publishing.notebook.cell_options import read_options
from analysis.results.kaarten import kaarten
from analysis.results.tables import type_table
from analysis.study import ALLE, Study

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = tuple(sorted(FOLDER.glob("*.ipynb")))
EXPLORING = tuple(path for path in NOTEBOOKS if path.stem.startswith("11_"))
"""Notebooks for a researcher's own questions: internal, and in no report."""
OPENING_EXACT = (*(path for path in NOTEBOOKS if path.stem.startswith(("01_", "02_"))), *EXPLORING)
"""Notebooks with cells on the tidy tables: internal when opened; a report takes none of those cells."""


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
    return len(body) == 1 and re.fullmatch(r"\w+\.zin_\w+\([^()]*\)( \+ \w+\.zin_\w+\([^()]*\))*", body[0]) is not None


class _Reading(dict):
    """Tables that remember which of them were asked for."""

    def __init__(self, tables: dict) -> None:
        super().__init__(tables)
        self.asked: set[str] = set()

    def get(self, name, default=None):
        """Give a table, and remember its name."""
        self.asked.add(name)
        return super().get(name, default)


def tables_read_by(path: Path) -> set[str]:
    """Give the result tables that a notebook asks for in either edition, whatever there is in them."""
    sources = "\n".join(cell.source for cell in code_cells(read(path)))
    calls = re.findall(r'(\w+)\.(\w+)\(rapport(, "«casus»")?\)', sources)
    tables = _Reading({name: type_table(name, pd.DataFrame()) for name in kaarten()})
    study = Study(folder=path.parent, naam="Leeg", ikcs=({"ikc": "IKC01"},))
    for ikc, editie in product((*study.ikc_codes, ALLE), EDITIES):
        rapport = Rapport(study, load_codebook(), ikc, editie, tables)
        for chapter, name, casus in calls:
            make = getattr(importlib.import_module(f"analysis.presentation.{chapter}"), name)
            make(rapport, *(["01"] if casus else []))
    return tables.asked
