import os
import pickle
import sys
import tempfile

import pytest
from toy_notebooks import FIGURE, code, parameters, text, write

from analysis.publishing.notebook import execute
from analysis.publishing.notebook.assemble import assemble_notebook
from analysis.publishing.notebook.execute import NotebookFout, run_notebook
from analysis.publishing.notebook.finish import finish_notebook, to_json
from analysis.publishing.notebook.kernel import kernel_environment


def run(folder, *cells):
    path = write(folder, "03_a.ipynb", text("# A"), parameters(), *cells)
    joined = assemble_notebook([path], set(), {"title": "T"})
    return run_notebook(joined, {"ikc": "IKC02"}, folder, "De Wilgen")


def test_a_report_runs_in_this_python_over_ipc_in_the_study_folder(tmp_path, monkeypatch):
    fake = tmp_path / "jupyter" / "kernels" / "python3"
    fake.mkdir(parents=True)
    (fake / "kernel.json").write_text('{"argv": ["/bin/false"], "display_name": "x", "language": "python"}')
    monkeypatch.setenv("JUPYTER_PATH", str(fake.parents[1]))
    look = "import json, os, sys\nfrom pathlib import Path\nfrom ipykernel.connect import get_connection_file"
    say = (
        "kind = json.loads(Path(get_connection_file()).read_text())['transport']\n"
        "mode = oct(Path(get_connection_file()).parent.stat().st_mode)[-3:]\n"
        "print(ikc, editie, kind, mode, sys.executable, os.getcwd(), os.environ['PYTHONHASHSEED'],\n"
        "      os.environ['IKC_EDITIE'])"
    )
    done = run(tmp_path, code(look, "laden"), code(say), code(FIGURE))
    printed = next(cell for cell in done.cells if "print(" in cell.source).outputs[0].text
    assert printed.split() == ["IKC02", "publiek", "ipc", "700", sys.executable, str(tmp_path), "0", "publiek"]
    assert '#| fig-cap: "Ja: \\"nee\\" # 5 % \\\\ |"' in finish_notebook(done).cells[-1].source
    assert to_json(finish_notebook(done)).count(str(tmp_path)) == 1  # only what the cell itself printed


POISON = ("analysis", "random", "pandas", "json", "numpy", "matplotlib", "sitecustomize", "IPython")


def test_nothing_is_taken_from_the_folder_of_the_study_or_the_users_settings(tmp_path, monkeypatch):
    home = tmp_path / "thuis"
    for folder in (tmp_path, home / ".ipython/profile_default/startup"):
        folder.mkdir(parents=True, exist_ok=True)
        for name in POISON:
            (folder / f"{name}.py").write_text("raise RuntimeError('een bestand van de gebruiker')")
    for folder in (tmp_path, home / ".config/matplotlib"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "matplotlibrc").write_text("lines.linewidth: 9\nnonsens: 1\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "random.py"))
    monkeypatch.setenv("PYTHONPATH", f".{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    monkeypatch.chdir(tmp_path)
    look = "import random, pandas, matplotlib, analysis.errors\nprint(matplotlib.rcParams['lines.linewidth'])"
    done = run(tmp_path, code(look))
    outputs = next(cell for cell in done.cells if "print(" in cell.source).outputs
    assert [output.text.strip() for output in outputs] == ["1.5"]


def test_a_failing_cell_names_its_notebook_and_its_own_number(tmp_path):
    failing = "from analysis.errors import InvoerFout\nraise InvoerFout('De kolom ikc ontbreekt.')"
    with pytest.raises(NotebookFout) as caught:
        run(tmp_path, code("1"), code(failing), code("1/0"))
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.bron, error.cel, error.naam) == ("03_a.ipynb", 4, "InvoerFout")
    assert str(error) == "De Wilgen: 03_a.ipynb, cel 4: De kolom ikc ontbreekt."
    assert "Traceback" in error.spoor and "\x1b" not in error.spoor


def test_a_cell_of_a_public_report_cannot_open_exact_tables(tmp_path):
    asks = "from analysis.presentation import open_schoon\nopen_schoon(study, 'intern')"
    with pytest.raises(NotebookFout, match=r"03_a.ipynb, cel 3: data/processed: dit gaat alleen open in de interne"):
        run(tmp_path, code(asks))


def test_a_kernel_that_dies_names_the_cell_it_was_in(tmp_path):
    with pytest.raises(NotebookFout, match=r"03_a.ipynb, cel 3: DeadKernelError: de kernel stopte"):
        run(tmp_path, code("import os\nos._exit(1)"))


def test_a_kernel_that_does_not_start_is_tried_again(tmp_path, monkeypatch):
    tries = []

    def fails_twice(notebook, parameters, cwd, output):
        tries.append(1)
        if len(tries) < 3:
            raise RuntimeError("Kernel died before replying to kernel_info")
        return notebook

    monkeypatch.setattr(execute, "_papermill", fails_twice)
    assert run(tmp_path, code("1")).cells
    assert len(tries) == 3


def test_a_kernel_that_never_starts_says_so(tmp_path, monkeypatch):
    def fails(*_):
        raise RuntimeError("Kernel died")

    monkeypatch.setattr(execute, "_papermill", fails)
    with pytest.raises(NotebookFout, match="De Wilgen: bij het starten: RuntimeError: Kernel died"):
        run(tmp_path, code("1"))


def test_a_long_temporary_folder_does_not_break_the_socket(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / ("x" * 100)))
    with kernel_environment("intern") as folder:
        assert len(f"{folder}/kernel-ipc-1") <= 107
        assert os.environ["IPYTHONDIR"].startswith(str(folder))
    assert not folder.exists() and "IPYTHONDIR" not in os.environ
