"""Reports of one notebook for the tests of warm kernels: the fork server imports this module by its name."""

from dataclasses import replace
from pathlib import Path

from toy_notebooks import code, parameters, text, toy_task, write

from analysis.publishing.notebook.assemble import assemble_notebook
from analysis.publishing.notebook.execute import run_notebook
from analysis.publishing.notebook.finish import to_json
from analysis.publishing.task import ReportTask


def one_notebook(folder: Path, name: str, kernel: str, *sources: str) -> ReportTask:
    """Give the report of a notebook with these cells."""
    path = write(folder / "notebooks", f"{name}.ipynb", text("# A"), parameters(), *map(code, sources))
    return replace(toy_task(folder, name), notebooks=(path,), kernel=kernel, parameters={"ikc": "IKC01"})


def executed(task: ReportTask) -> Path:
    """Stand in for run_report: the executed notebook itself is what is made."""
    joined = assemble_notebook(task.notebooks, set(), {"title": "T"})
    done = run_notebook(joined, task.parameters, task.study_folder, task.label)
    folder = task.work / "uitvoer"
    folder.mkdir()
    printed = [output.text for cell in done.cells if cell.cell_type == "code" for output in cell.outputs]
    (folder / "gezegd.txt").write_text("".join(printed), encoding="utf-8")
    (folder / "uit.json").write_text(to_json(done), encoding="utf-8")
    return folder
