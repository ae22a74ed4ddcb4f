"""Small notebooks and toy reports for the tests of assembly, execution and batch."""

import os
import time
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.errors import InvoerFout
from analysis.publishing import reports
from analysis.publishing.notebook.execute import NotebookFout
from analysis.publishing.task import ReportTask

FIGURE = (
    "#| label: fig-a\n"
    "class Figuur:\n"
    "    def _repr_mimebundle_(self, include=None, exclude=None):\n"
    "        data = {'image/svg+xml': '<svg/>', 'text/plain': repr(object())}\n"
    "        return data, {'ikc': {'fig-cap': 'Ja: \"nee\" # 5\\n% \\\\ |', 'fig-alt': \"Wat 't is\"}}\n"
    "Figuur()"
)


def code(source: str, *tags: str) -> nbformat.NotebookNode:
    return new_code_cell(source, metadata={"tags": list(tags)})


def text(source: str, *tags: str) -> nbformat.NotebookNode:
    return new_markdown_cell(source, metadata={"tags": list(tags)})


def write(folder: Path, name: str, *cells: nbformat.NotebookNode) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=list(cells)), str(folder / name))
    return folder / name


def parameters(*lines: str) -> nbformat.NotebookNode:
    return code("\n".join(["study = '.'", "ikc = 'alle'", "editie = 'publiek'", *lines]), "parameters")


def toy_report(task: ReportTask) -> Path:
    """Stand in for run_report: behaves as the task's parameter `gedrag` says, and counts how often it ran."""
    gedrag = task.parameters.get("gedrag", "goed")
    made = task.study_folder / f"gemaakt-{task.name}"
    with made.open("a") as stream:
        stream.write("x")
    folder = task.work / "uitvoer"
    folder.mkdir()
    (folder / "rapport.html").write_text(f"<p>{task.label}</p>")
    if gedrag == "traag" or (gedrag == "eerst traag" and len(made.read_text()) == 1):
        time.sleep(60)
    if gedrag == "crash":
        os._exit(9)
    if gedrag == "cel":
        raise NotebookFout(task.label, "03_b.ipynb", 7, "KeyError", "'aandeel'", "het hele spoor")
    if gedrag == "invoer":
        raise InvoerFout("data/raw/x.csv: de kolom ikc ontbreekt.")
    if "pdf" in task.formats:
        (folder / "rapport.pdf").write_bytes(b"%PDF")
    return folder


def toy_task(folder: Path, name: str, gedrag: str = "goed", fingerprint: str = "a1") -> ReportTask:
    folder.mkdir(parents=True, exist_ok=True)
    return ReportTask(
        name=name,
        label=f"De {name}",
        study_folder=folder,
        reports=folder / "reports" / "publiek",
        parameters={"gedrag": gedrag},
        fingerprint=fingerprint,
    )


def quick_report(task: ReportTask) -> Path:
    """A report without its notebooks: the end-to-end tests make the real ones."""
    folder = task.work / "uitvoer"
    folder.mkdir()
    (folder / "rapport.html").write_text(task.label, encoding="utf-8")
    return folder


def without_notebooks(patch: pytest.MonkeyPatch) -> None:
    """Let a run make its reports without their notebooks, for as long as the patch holds."""
    steps = replace(reports.default_steps(), produce=quick_report)
    patch.setattr(reports, "default_steps", lambda may_miss: steps)


def files_in(folder: Path) -> dict[str, bytes]:
    """The bytes of every file that a run left, but for what it remembers of times on this disk."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "hashes.json"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def times_made(folder: Path) -> dict[str, int]:
    """How often each report was begun."""
    return {path.name.removeprefix("gemaakt-"): len(path.read_text()) for path in sorted(folder.glob("gemaakt-*"))}
