"""Kernels that are forked: the same outputs as a kernel of its own, apart from each other, gone with their worker."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from processes import gone, parent_of
from warm_reports import executed, one_notebook

import analysis
from analysis.publishing.batch import run_batch
from analysis.publishing.notebook.launch import KERNELS, LOOSE, WARM

HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kernels are forked where a process can fork")


def said(folder: Path, name: str) -> str:
    return (folder / "reports" / "publiek" / name / "gezegd.txt").read_text()


def test_a_warm_kernel_is_another_process_with_the_same_settings_as_one_of_its_own(tmp_path):
    look = (
        "import json, os, sys\nimport matplotlib\nimport analysis\n"
        "print(json.dumps({'map': os.getcwd(), 'editie': os.environ['IKC_EDITIE'], 'pad': sys.path,\n"
        "  'lijn': matplotlib.rcParams['lines.linewidth'], 'backend': matplotlib.get_backend(), 'hash': hash('kind'),\n"
        "  'sessie': os.getsid(0) == os.getpid(), 'naam': __name__,\n"
        "  'threads': os.environ['OMP_NUM_THREADS'], 'ikc': ikc, 'vlag': bool(sys.flags.safe_path)}))"
    )
    tasks = [one_notebook(tmp_path, name, name, look) for name in KERNELS]
    assert [outcome.state for outcome in run_batch(tasks, 2, produce=executed)] == ["klaar", "klaar"]
    warm, loose = (json.loads(said(tmp_path, name)) for name in KERNELS)
    assert warm == loose
    assert warm["map"] == str(tmp_path) and warm["sessie"] and warm["vlag"]


def test_a_warm_kernel_came_from_a_process_that_had_everything(tmp_path):
    look = "import sys\nprint('analysis.presentation.signalen' in sys.modules)"
    tasks = [one_notebook(tmp_path, name, name, look) for name in KERNELS]
    run_batch(tasks, 1, produce=executed)
    assert (said(tmp_path, WARM), said(tmp_path, LOOSE)) == ("True\n", "False\n")


def test_two_warm_kernels_have_chance_of_their_own(tmp_path):
    draw = "import random\nimport numpy as np\nprint(random.random(), np.random.random())"
    run_batch([one_notebook(tmp_path, name, WARM, draw) for name in ("IKC01", "IKC02")], 1, produce=executed)
    assert not {*said(tmp_path, "IKC01").split()} & {*said(tmp_path, "IKC02").split()}


def test_a_kernel_that_crashes_takes_no_other_report_along(tmp_path):
    crash = "import os\nos.kill(os.getpid(), 9)"
    tasks = [one_notebook(tmp_path, "IKC01", WARM, crash), one_notebook(tmp_path, "IKC02", WARM, "print(1)")]
    first, second = run_batch(tasks, 1, produce=executed)
    assert (first.state, second.state) == ("mislukt", "klaar")
    assert "DeadKernelError" in first.melding and said(tmp_path, "IKC02") == "1\n"


SCRIPT = """
import sys
sys.path.insert(0, {here!r})
from pathlib import Path
from warm_reports import executed, one_notebook
from analysis.publishing.batch import run_batch
if __name__ == "__main__":
    folder = Path({folder!r})
    sleep = "import os, time\\nfrom pathlib import Path\\nPath('pid').write_text(str(os.getpid()))\\ntime.sleep(60)"
    run_batch([one_notebook(folder, "IKC01", "warm", sleep)], 1, produce=executed)
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at /proc")
def test_a_kernel_ends_with_its_worker(tmp_path):
    script = tmp_path / "batch.py"
    script.write_text(SCRIPT.format(here=str(HERE), folder=str(tmp_path)))
    process = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.DEVNULL)
    until, place = time.monotonic() + 60, tmp_path / "pid"
    while not (place.exists() and place.read_text()) and time.monotonic() < until and process.poll() is None:
        time.sleep(0.05)
    kernel = int(place.read_text())
    forker = parent_of(kernel)
    os.kill(parent_of(forker), signal.SIGKILL)
    assert process.wait(30) == 0
    assert gone({kernel, forker})


def test_no_module_or_setting_of_the_folder_that_a_batch_is_called_from_comes_in(tmp_path):
    called = tmp_path / "aanroep"
    called.mkdir()
    for name in ("analysis", "random", "pandas", "matplotlib", "sitecustomize", "IPython"):
        (called / f"{name}.py").write_text("raise RuntimeError('een bestand van de gebruiker')")
    (called / "matplotlibrc").write_text("lines.linewidth: 9\n")
    script = tmp_path / "batch.py"
    look = "import random, pandas, matplotlib\nprint(matplotlib.rcParams['lines.linewidth'])"
    begin, end = SCRIPT.split("    sleep = ")
    script.write_text(
        f"{begin}    sleep = {look!r}\n{end.splitlines()[1]}\n".format(here=str(HERE), folder=str(tmp_path / "studie"))
    )
    package = Path(analysis.__file__).parents[1]
    subprocess.run(
        [sys.executable, "-P", str(script)], cwd=called, env={**os.environ, "PYTHONPATH": str(package)}, check=True
    )
    assert said(tmp_path / "studie", "IKC01") == "1.5\n"
