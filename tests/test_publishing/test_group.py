"""Groups of reports: who is in one, and that each of its reports ends as it would alone."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from group_reports import QUICK, WHOLE, quarto_task
from pretend_quarto import install
from processes import gone
from toy_notebooks import files_in, times_made, toy_task

from analysis.publishing.batch import run_batch, run_one
from analysis.publishing.group import AT_MOST, groups_of
from analysis.publishing.making import make_report, make_reports
from analysis.publishing.quarto import quarto_version


@pytest.fixture
def program(tmp_path, monkeypatch):
    """The pretended Quarto, on the PATH of this process; of a worker it is on that of the task."""
    made = install(tmp_path / "bin")
    monkeypatch.setenv("PATH", made.path)
    quarto_version.cache_clear()
    return made


def quick_tasks(folder, program, **kinds):
    return [quarto_task(folder, program.path, name, gedrag=gedrag) for name, gedrag in kinds.items()]


def in_project(calls):
    return [len(call[3]) for call in calls if not call[0]]


class Told:
    """Keeps what a batch says."""

    def __init__(self):
        self.begun, self.states = Counter(), {}

    def started(self, task):
        self.begun[task.name] += 1

    def ended(self, outcome):
        assert outcome.name not in self.states
        self.states[outcome.name] = outcome.state


@pytest.mark.parametrize(
    ("reports", "jobs", "sizes"),
    [
        (1, 4, [1]),
        (3, 4, [1, 1, 1]),
        (9, 2, [4, 5]),
        (9, 1, [4, 5]),
        (8, 1, [8]),
        (17, 2, [4, 4, 4, 5]),
        (300, 2, [7] * 4 + [8] * 34),
    ],
)
def test_groups_are_small_enough_and_keep_every_worker_at_work(tmp_path, reports, jobs, sizes):
    tasks = [replace(toy_task(tmp_path, f"IKC{number}"), renderer="quarto") for number in range(reports)]
    groups = list(groups_of(tasks, jobs))
    assert sorted(map(len, groups)) == sizes and max(sizes) <= AT_MOST
    assert [task for group in groups for task in group] == tasks


def test_a_book_and_what_quarto_does_not_render_go_alone(tmp_path):
    one, two, three = (replace(toy_task(tmp_path, name), renderer="quarto") for name in ("IKC1", "IKC2", "IKC3"))
    tasks = [replace(one, profile="boek"), two, three, replace(one, renderer="embedded"), replace(two, band="A"), three]
    assert [len(group) for group in groups_of(tasks, 1)] == [1, 2, 1, 1, 1]
    assert [len(group) for group in groups_of([replace(task, renderer="embedded") for task in tasks], 1)] == [1] * 6


def test_a_group_gives_the_same_files_as_its_reports_alone_and_as_few_calls_for_more(program, tmp_path):
    names = ("IKC01", "IKC02", "IKC03")
    for task in quick_tasks(tmp_path / "alleen", program, **dict.fromkeys(names, "goed")):
        assert make_report(task, QUICK).state == "klaar"
    assert len(program.calls()) == 3
    outcomes = list(make_reports(quick_tasks(tmp_path / "samen", program, **dict.fromkeys(names, "goed")), QUICK))
    assert [(outcome.name, outcome.state) for outcome in outcomes] == [(name, "klaar") for name in names]
    assert in_project(program.calls()) == [3, 3]
    alone, together = (files_in(tmp_path / way / "reports" / "publiek") for way in ("alleen", "samen"))
    assert alone == together and len(alone) == 2 * 3
    logs = tmp_path / "samen/reports/logboek/publiek"
    assert {path.name for path in logs.iterdir()} == {f"{name}.quarto.log" for name in names}
    assert all("02-IKC02-rapport-html.ipynb" in path.read_text() for path in logs.iterdir())


def test_what_fails_in_its_own_steps_is_out_of_the_group_and_fails_alone(program, tmp_path):
    program.does(IKC03="fout")
    tasks = quick_tasks(tmp_path, program, IKC01="goed", IKC02="fout", IKC03="goed", IKC04="goed")
    outcomes = {outcome.name: outcome for outcome in make_reports(tasks, QUICK)}
    assert {name: outcome.state for name, outcome in outcomes.items()} == {
        "IKC01": "klaar", "IKC02": "mislukt", "IKC03": "mislukt", "IKC04": "klaar",
    }  # fmt: skip
    assert outcomes["IKC02"].melding == "ValueError: IKC02 kan niet"
    assert "ERROR: IKC03 kan niet" in outcomes["IKC03"].melding
    assert in_project(program.calls()) == [3] and not tasks[0].together.exists()
    assert tasks[2].log.is_file() and "IKC03 kan niet" in tasks[2].quarto_log.read_text()
    assert not tasks[0].log.exists()


@pytest.mark.parametrize("where", ["crash", "crash bij het afmaken"])
def test_a_worker_that_crashes_loses_one_report_of_its_group(program, tmp_path, where):
    told = Told()
    tasks = quick_tasks(tmp_path, program, IKC01="goed", IKC02=where, IKC03="goed")
    outcomes = run_batch(tasks, 1, told, produce=QUICK)
    assert [outcome.state for outcome in outcomes] == ["klaar", "mislukt", "klaar"]
    assert "het werkproces stopte onverwacht (code 9)" in outcomes[1].melding
    assert told.states == {outcome.name: outcome.state for outcome in outcomes}
    made = 1 if where != "crash" else 2
    assert times_made(tmp_path) == {"IKC01": made, "IKC02": 2, "IKC03": 1 + (where != "crash")}
    assert not (tmp_path / "reports" / "werkmap").exists()


def test_two_workers_have_a_group_each_and_what_is_done_is_skipped(program, tmp_path):
    tasks = quick_tasks(tmp_path, program, **{f"IKC0{number}": "goed" for number in range(1, 6)})
    told = Told()
    assert run_one(tasks[0], QUICK, lambda: True).state == "klaar"
    assert [outcome.state for outcome in run_batch(tasks, 2, told, produce=QUICK)] == ["overgeslagen"] + ["klaar"] * 4
    assert in_project(program.calls()) == [2] * 4 and set(told.begun.values()) == {1}


def test_real_notebooks_in_a_group_each_have_a_kernel_and_notes_of_their_own(program, tmp_path):
    note = "import os\nopen(os.environ['IKC_GELEZEN'], 'a').write('[\"' + os.environ['IKC_PROEF'] + '\", \"x\"]\\n')"
    sources = {"IKC01": note, "IKC02": "1 / 0", "IKC03": "import os\nos.kill(os.getpid(), 9)", "IKC04": note}
    tasks = [quarto_task(tmp_path, program.path, name, source) for name, source in sources.items()]
    outcomes = run_batch(tasks, 1, produce=WHOLE)
    assert [outcome.state for outcome in outcomes] == ["klaar", "mislukt", "mislukt", "klaar"]
    assert "ZeroDivisionError" in outcomes[1].melding and "DeadKernelError" in outcomes[2].melding
    for task in (tasks[0], tasks[3]):
        files = sorted(path.name for path in task.target.iterdir())
        assert files == ["rapport.html", "rapport.pdf", "samenvatting.html", "samenvatting.pdf"]
        assert json.loads(task.stamp.read_text())["gelezen"] == {task.name: "x"}
    assert in_project(program.calls()) == [2, 2, 4]


SCRIPT = """
import signal, sys
sys.path.insert(0, {here!r})
from pathlib import Path
from group_reports import QUICK, quarto_task
from analysis.publishing.batch import run_batch
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
    tasks = [quarto_task(Path({folder!r}), {path!r}, name) for name in ("IKC01", "IKC02", "IKC03")]
    run_batch(tasks, 1, produce=QUICK)
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at /proc")
def test_a_run_that_is_stopped_while_quarto_renders_a_group_leaves_nothing_of_it(program, tmp_path):
    program.does(een_project="traag")
    script, busy = tmp_path / "batch.py", program.folder / "bezig.txt"
    script.write_text(SCRIPT.format(here=str(Path(__file__).parent), folder=str(tmp_path), path=program.path))
    process = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.DEVNULL)
    until = time.monotonic() + 30
    while not (busy.exists() and busy.read_text()) and time.monotonic() < until and process.poll() is None:
        time.sleep(0.05)
    assert (tmp_path / "reports/werkmap/publiek/IKC01.samen/_quarto-ikc.yml").is_file()
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(20) != 0
    assert gone({int(busy.read_text())}), "Quarto went on after its run was stopped"
    assert not (tmp_path / "reports").exists()
