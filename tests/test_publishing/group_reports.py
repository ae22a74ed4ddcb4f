"""Reports in steps for the tests of groups: the fork server imports this module by its name."""

import os
from dataclasses import replace
from pathlib import Path

from nbformat.v4 import new_markdown_cell, new_raw_cell
from rendering_example import write_notebook
from toy_notebooks import code, parameters, text, toy_task, write

from analysis.publishing.group import InSteps, render_together
from analysis.publishing.task import ReportTask, Written, render_report_of, write_report
from analysis.publishing.workdir import prepare_workdir


def quarto_task(folder: Path, path: str, name: str, *sources: str, gedrag: str = "goed") -> ReportTask:
    """A report that Quarto renders; its notebook has a first page, and these cells."""
    page = text("# In één oogopslag {#sec-oogopslag}\n\nKort.")
    notebook = write(folder / "notebooks", f"{name}.ipynb", page, parameters(), *map(code, sources))
    return replace(
        toy_task(folder, name, gedrag),
        notebooks=(notebook,),
        front={"title": name, "lang": "nl-NL"},
        parameters={"ikc": name, "gedrag": gedrag},
        renderer="quarto",
        environment={"PATH": path, "IKC_PROEF": name},
    )


def write_quickly(task: ReportTask) -> list[Written]:
    """Stand in for write_report, without a kernel; behaves as the task's parameter `gedrag` says."""
    with (task.study_folder / f"gemaakt-{task.name}").open("a") as stream:
        stream.write("x")
    if task.parameters["gedrag"] == "fout":
        raise ValueError(f"{os.environ['IKC_PROEF']} kan niet")
    if task.parameters["gedrag"] == "crash":
        os._exit(9)
    prepare_workdir(task.work, task.band)
    cells = [new_raw_cell(f'---\ntitle: "{task.name}"\nlang: nl-NL\n---'), new_markdown_cell("# Kop\n\nTekst.")]
    write_notebook(task.work / "rapport.ipynb", cells)
    return [Written("rapport.ipynb", task.formats, {"../index.html": "Alle rapporten"})]


def finish(task: ReportTask, documents: list[Written]) -> Path:
    """Stand in for what finishes a report; a worker ends here when the task says so."""
    if task.parameters["gedrag"] == "crash bij het afmaken":
        os._exit(9)
    return render_report_of(task, documents)


QUICK = InSteps(write_quickly, render_together, finish)
WHOLE = InSteps(write_report, render_together, render_report_of)
