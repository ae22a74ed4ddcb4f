"""Every notebook run as a researcher would: plain papermill, from the folder notebooks/, on a study of one's own."""

import re

import nbformat
import papermill
import pytest
from jupyter_client.manager import KernelManager
from notebook_readings import FOLDER, NOTEBOOKS, read
from papermill.exceptions import PapermillExecutionError

pytestmark = pytest.mark.slow
WITH_FIGURES = ("03", "04", "05")
"""Notebooks that must draw something; others may find too few children in a study this small, and say so."""


QUARTO_SIGNS = re.compile(r":::|\{#|\{\.|(?<!\w)@(fig|tbl|sec)-")


def texts_of(output):
    """Give what a reader of the notebook sees of an output, but its pictures."""
    return [str(text) for kind, text in output.get("data", {}).items() if kind.startswith("text/")]


@pytest.fixture(scope="module")
def kernel():
    """A kernel that has imported what notebooks import, for one notebook after the other."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(FOLDER))
    yield manager
    manager.shutdown_kernel(now=True)


@pytest.fixture
def execute(kernel):
    """Give the function that runs a notebook in that kernel, in which nothing of the one before is left."""
    client = kernel.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    reply = client.execute("%reset -f", reply=True, timeout=60)
    client.stop_channels()
    assert reply["content"]["status"] == "ok"

    def run(path, target, **parameters):
        return papermill.execute_notebook(
            path, target, parameters=parameters, cwd=FOLDER, progress_bar=False, km=kernel
        )

    return run


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_with_its_defaults(execute, path, proefresultaten, tmp_path):
    before = path.read_bytes()
    execute(path, tmp_path / path.name, study=str(proefresultaten))
    done = nbformat.read(tmp_path / path.name, as_version=4)
    outputs = [output for cell in done.cells if cell.cell_type == "code" for output in cell.outputs]
    assert outputs and not [output for output in outputs if output.output_type in ("error", "stream")]
    shown = [cell for cell in done.cells if cell.cell_type == "code" and cell.source.startswith("#| label: fig-")]
    figures = [cell for cell in shown if any("image/svg+xml" in output.get("data", {}) for output in cell.outputs)]
    assert all(cell.outputs for cell in shown)
    assert figures or path.name[:2] not in WITH_FIGURES
    assert [text for output in outputs for text in texts_of(output) if QUARTO_SIGNS.search(text)] == []
    assert all(any("**Figuur.** " in text for text in texts_of(cell.outputs[-1])) for cell in figures)
    assert path.read_bytes() == before and read(path).cells[1].source.startswith('study = "."')


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        (
            {"ikc": "IKC1"},
            ["het IKC `IKC1` bestaat niet", "mogelijk: IKC01, IKC02, IKC03, alle", "Bedoelde u `IKC01`?"],
        ),
        ({"editie": 3}, ["de parameter `editie` moet tekst zijn", "gegeven: 3 (een geheel getal)"]),
    ],
    ids=["unknown-ikc", "wrong-type"],
)
def test_a_parameter_that_cannot_be_is_told_in_dutch(execute, parameters, told, proefresultaten, tmp_path):
    with pytest.raises(PapermillExecutionError) as caught:
        execute(NOTEBOOKS[2], tmp_path / "fout.ipynb", study=str(proefresultaten), **parameters)
    assert caught.value.ename == "InvoerFout"
    assert all(part in caught.value.evalue for part in told)


def test_a_study_without_study_yml_is_told(execute, tmp_path):
    with pytest.raises(PapermillExecutionError, match=r"study\.yml"):
        execute(NOTEBOOKS[2], tmp_path / "fout.ipynb", study=str(tmp_path))
