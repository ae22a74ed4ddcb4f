import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from processes import children_of, gone
from toy_notebooks import times_made, toy_report, toy_task

from analysis.publishing.batch import run_batch, run_one
from analysis.publishing.making import make_report
from analysis.publishing.progress import summary_of_failures
from analysis.study import locks
from analysis.study.locks import clear_unfinished, make_alone

HERE = Path(__file__).parent


def files_of(folder, name):
    return sorted(path.name for path in (folder / "reports" / "publiek" / name).iterdir())


def test_failures_and_crashes_do_not_stop_the_others(tmp_path):
    kinds = {"IKC01": "goed", "IKC02": "cel", "IKC03": "crash", "IKC04": "invoer", "IKC05": "goed"}
    tasks = [toy_task(tmp_path, name, kind) for name, kind in kinds.items()]
    outcomes = run_batch(tasks, jobs=2, produce=toy_report)
    assert [outcome.state for outcome in outcomes] == ["klaar", "mislukt", "mislukt", "mislukt", "klaar"]
    assert files_of(tmp_path, "IKC05") == ["rapport.html", "rapport.pdf"]
    assert sorted(path.name for path in (tmp_path / "reports/publiek").iterdir()) == ["IKC01", "IKC05"]
    assert "het hele spoor" in tasks[1].log.read_text() and tasks[2].log.is_file()
    assert not (tmp_path / "reports/werkmap").exists()
    words = summary_of_failures(outcomes, "reports/logboek/publiek")
    assert "3 van 5 rapporten zijn mislukt:" in words
    assert "De IKC02 (IKC02): 03_b.ipynb, cel 7\n    KeyError: 'aandeel'" in words
    assert "het werkproces stopte onverwacht (code 9)" in words
    assert "data/raw/x.csv: de kolom ikc ontbreekt." in words
    assert "De volledige melding: reports/logboek/publiek/IKC03.log" in words and "Traceback" not in words


def test_a_working_folder_goes_when_its_report_ends_and_not_when_the_batch_does(tmp_path):
    kinds = {"IKC01": "goed", "IKC02": "cel", "IKC03": "goed"}
    tasks = [toy_task(tmp_path, name, kind) for name, kind in kinds.items()]
    left = []

    class Listener:
        def started(self, task):
            pass

        def ended(self, outcome):
            left.extend(task.name for task in tasks if task.name == outcome.name and task.work.exists())

    run_batch(tasks, listener=Listener(), produce=toy_report)
    assert left == []


def test_resume_skips_what_is_complete_and_unchanged(tmp_path):
    def run(fingerprint="a1", resume=True):
        tasks = [toy_task(tmp_path, name, fingerprint=fingerprint) for name in ("IKC01", "IKC02")]
        states = [outcome.state for outcome in run_batch(tasks, 2, resume=resume, produce=toy_report)]
        return states, *times_made(tmp_path).values()

    assert run() == (["klaar", "klaar"], 1, 1)
    assert run() == (["overgeslagen", "overgeslagen"], 1, 1)
    (tmp_path / "reports/publiek/IKC02/rapport.pdf").write_bytes(b"kapot")
    assert run() == (["overgeslagen", "klaar"], 1, 2)
    assert run(resume=False) == (["klaar", "klaar"], 2, 3)
    assert run(fingerprint="b2") == (["klaar", "klaar"], 3, 4)


def test_a_failed_rerun_leaves_no_older_report_behind(tmp_path):
    run_batch([toy_task(tmp_path, "IKC01")], produce=toy_report)
    task = toy_task(tmp_path, "IKC01", "cel", fingerprint="b2")
    run_batch([task], produce=toy_report)
    assert task.log.is_file() and not task.target.exists()
    run_batch([toy_task(tmp_path, "IKC01", fingerprint="b2")], produce=toy_report)
    assert not task.log.exists()
    assert files_of(tmp_path, "IKC01") == ["rapport.html", "rapport.pdf"]


SCRIPT = """
import signal, sys
sys.path.insert(0, {here!r})
from pathlib import Path
from toy_notebooks import toy_report, toy_task
from analysis.publishing.batch import run_batch
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
    folder = Path({folder!r})
    run_batch([toy_task(folder, "IKC01"), toy_task(folder, "IKC02", "traag")], 1, produce=toy_report)
"""


def start_and_interrupt(folder, sign):
    script = folder / "batch.py"
    script.write_text(SCRIPT.format(here=str(HERE), folder=str(folder)))
    process = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.PIPE, text=True)
    half = folder / "reports/werkmap/publiek/IKC02/uitvoer/rapport.html"
    until = time.monotonic() + 20
    while not half.exists() and time.monotonic() < until and process.poll() is None:
        time.sleep(0.02)
    assert half.exists()
    worker = children_of(process.pid)
    os.kill(process.pid, sign)
    errors = process.communicate(timeout=15)[1]
    return worker, errors


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at /proc")
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_run_leaves_nothing_half_and_resumes(tmp_path, sign):
    workers, errors = start_and_interrupt(tmp_path, sign)
    assert gone(workers), "a worker went on after its run was stopped"
    reports = tmp_path / "reports" / "publiek"
    assert files_of(tmp_path, "IKC01") == ["rapport.html", "rapport.pdf"]
    assert not (reports / "IKC02").exists()
    if sign == signal.SIGINT:
        assert not (reports.parent / "werkmap").exists()
        assert "KeyboardInterrupt" in errors
    outcomes = run_batch([toy_task(tmp_path, "IKC01"), toy_task(tmp_path, "IKC02")], produce=toy_report)
    assert [outcome.state for outcome in outcomes] == ["overgeslagen", "klaar"]
    assert files_of(tmp_path, "IKC02") == ["rapport.html", "rapport.pdf"]
    assert times_made(tmp_path)["IKC01"] == 1
    assert not (reports.parent / "werkmap").exists()


def test_a_report_that_a_process_of_a_dead_run_still_makes_is_waited_for_and_left_alone(tmp_path, monkeypatch):
    task = toy_task(tmp_path, "IKC01")
    monkeypatch.setattr(locks, "MAKER_PATIENCE", 0.3)
    with make_alone(task.work), ThreadPoolExecutor(1) as pool:
        task.work.mkdir()
        (task.work / "half.txt").write_text("van de ander")
        outcome = pool.submit(make_report, task, toy_report).result()
        pool.submit(clear_unfinished, task.work).result()
        assert outcome.state == "mislukt" and f"IKC01.maakt: proces {os.getpid()} op " in outcome.melding
        assert (task.work / "half.txt").exists() and times_made(tmp_path) == {}
    monkeypatch.setattr(locks, "MAKER_PATIENCE", 30.0)
    with ThreadPoolExecutor(1) as pool:
        with make_alone(task.work):
            made = pool.submit(make_report, task, toy_report)
            time.sleep(0.3)
            assert not made.done()
        assert made.result().state == "klaar"
    assert files_of(tmp_path, "IKC01") == ["rapport.html", "rapport.pdf"]


def test_one_report_is_made_for_as_long_as_it_is_wanted(tmp_path):
    slow, quick = toy_task(tmp_path, "IKC01", "traag"), toy_task(tmp_path, "IKC02")
    half = slow.work / "uitvoer" / "rapport.html"
    assert run_one(slow, toy_report, lambda: not half.exists()) is None
    assert run_one(quick, toy_report, lambda: True).state == "klaar"
    assert not slow.target.exists() and not slow.log.exists() and not (tmp_path / "reports" / "werkmap").exists()
