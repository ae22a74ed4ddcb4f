"""Run a joined notebook with papermill, and say in one line which notebook and cell failed."""

import logging
import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from analysis.study.doors import PUBLIEK
from analysis.study.writing import melding_of_write

START_ATTEMPTS = 3
FIRST_LINE = 300
_COLOR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class NotebookFout(Exception):
    """A cell of a report's notebook failed. `str()` is one Dutch line; `spoor` is the whole traceback, for the log."""

    def __init__(self, ikc: str, bron: str, cel: int | None, naam: str, melding: str, spoor: str = "") -> None:
        self.ikc, self.bron, self.cel, self.naam, self.melding, self.spoor = (
            ikc, bron, cel, naam, melding, spoor,
        )  # fmt: skip
        super().__init__(ikc, bron, cel, naam, melding, spoor)

    @classmethod
    def at(cls, cell: NotebookNode | None, ikc: str, naam: str, melding: str, spoor: str = "") -> "NotebookFout":
        """Make the error for a cell that knows where it came from."""
        origin = cell.metadata.get("ikc", {}) if cell is not None else {}
        return cls(ikc, origin.get("bron", ""), origin.get("cel"), naam, melding, spoor)

    @property
    def plaats(self) -> str:
        """Notebook and cell, as in `03_vergelijking.ipynb, cel 7`."""
        return f"{self.bron}, cel {self.cel}" if self.bron else "bij het starten"

    def __str__(self) -> str:
        """Say which report, where and what, in one line of Dutch."""
        what = self.melding if self.naam == "InvoerFout" else f"{self.naam}: {self.melding}"
        return f"{self.ikc}: {self.plaats}: {what}"


def run_notebook(notebook: NotebookNode, parameters: Mapping[str, Any], cwd: Path, report: str) -> NotebookNode:
    """Execute a joined notebook in a kernel of its own and give it back with its outputs.

    `cwd` is the study folder, so that the notebooks' `study = "."` holds and no path of this machine gets in a report.
    The edition in `parameters` is the kernel's, public when they name none. A kernel that does not start is tried
    again; a failing cell raises NotebookFout.
    """
    for attempt in range(1, START_ATTEMPTS + 1):
        running: list[NotebookNode] = []
        try:
            return _papermill(notebook, parameters, cwd, running)
        except Exception as error:
            if melding_of_write(error):
                raise
            cell = _failed_cell(running)
            if cell is None and attempt < START_ATTEMPTS:
                continue
            raise _notebook_fout(error, cell, report) from error
    raise AssertionError("unreachable")


def _papermill(
    notebook: NotebookNode, parameters: Mapping[str, Any], cwd: Path, running: list[NotebookNode]
) -> NotebookNode:
    from analysis.publishing.notebook.kernel import OwnPythonKernel, kernel_environment

    with kernel_environment(str(parameters.get("editie", PUBLIEK))), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import papermill

        from analysis.publishing.notebook.engine import IN_MEMORY

        logging.getLogger("papermill").setLevel(logging.CRITICAL)
        return papermill.execute_notebook(
            notebook,
            None,
            dict(parameters),
            engine_name=IN_MEMORY,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            cwd=cwd,
            kernel_manager_class=OwnPythonKernel,
            shutdown_kernel="immediate",
            running=running,
        )


def _failed_cell(running: list[NotebookNode]) -> NotebookNode | None:
    """Find the cell that failed, or was running when the kernel died; None when no cell had started."""
    cells = [cell for notebook in running for cell in notebook.cells]
    states = [cell.metadata.get("papermill", {}) for cell in cells]
    failed = [cell for cell, state in zip(cells, states, strict=True) if state.get("exception") is True]
    started = [cell for cell, state in zip(cells, states, strict=True) if state.get("start_time")]
    return next(iter([*failed, *started[::-1]]), None)


def _notebook_fout(error: Exception, cell: NotebookNode | None, report: str) -> NotebookFout:
    naam = getattr(error, "ename", type(error).__name__)
    text = str(getattr(error, "evalue", error)).strip()
    lines = getattr(error, "traceback", None)
    spoor = _COLOR.sub("", "\n".join(lines) if isinstance(lines, list) else f"{naam}: {text}")
    if naam == "DeadKernelError":
        text = "de kernel stopte tijdens deze cel (geheugen vol?)"
    melding = text if naam == "InvoerFout" else text.partition("\n")[0][:FIRST_LINE]
    return NotebookFout.at(cell, report, naam, melding, spoor)
