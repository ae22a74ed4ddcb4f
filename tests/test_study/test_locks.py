import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from analysis.errors import InvoerFout
from analysis.study import Study
from analysis.study.locks import claim_reports, refuse_while_reports_are_made, study_lock, work_folder

WORKER = """
import sys, time
from pathlib import Path
from analysis.study.locks import claim_reports, study_lock, work_folder
from analysis.study import Study
study = Study(folder=Path(sys.argv[1]), naam="Proef")
what, hold = sys.argv[2], float(sys.argv[3])
held = study_lock(study) if what == "studie" else claim_reports(work_folder(study, "publiek"), [what])
with held:
    print("binnen", flush=True)
    time.sleep(hold)
    with open(study.folder / "beurten", "a") as stream:
        stream.write("x")
"""


@pytest.fixture
def study(tmp_path) -> Study:
    return Study(folder=tmp_path, naam="Proef")


def other_process(study: Study, what: str, hold: float) -> subprocess.Popen:
    """Another process that has a slot; comes back when it has it."""
    command = [sys.executable, "-c", WORKER, str(study.folder), what, str(hold)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "binnen\n"
    return process


def test_a_second_process_waits_until_the_first_is_done(study, capsys):
    process = other_process(study, "studie", 1.0)
    with study_lock(study):
        assert (study.folder / "beurten").read_text() == "x"
    process.wait()
    assert f"Een andere run van deze studie is bezig (proces {process.pid} op " in capsys.readouterr().err
    assert not study.reports.exists()


def test_a_process_that_was_killed_holds_nobody_up(study):
    process = other_process(study, "studie", 60)
    process.kill()
    process.wait()
    begin = time.monotonic()
    with study_lock(study):
        assert time.monotonic() - begin < 1


def test_one_process_may_enter_again_and_gives_the_slot_back_once(study):
    path = study.reports / "werkmap" / "studie.slot"
    with study_lock(study):
        with study_lock(study):
            assert path.exists()
        assert path.exists()
    assert not path.exists()


def test_another_process_is_refused_a_claimed_report_and_given_every_other(study):
    folder = work_folder(study, "publiek")
    process = other_process(study, "IKC01", 60)
    with pytest.raises(InvoerFout) as caught, claim_reports(folder, ["IKC01", "IKC02"]):
        pass
    assert f"IKC01: proces {process.pid} op " in str(caught.value) and "IKC02" not in str(caught.value)
    assert "Gooi dan weg: reports/werkmap/publiek/IKC01.slot" in str(caught.value)
    with claim_reports(folder, ["IKC02"]):
        assert sorted(path.name for path in folder.iterdir()) == [
            "IKC01.houder", "IKC01.slot", "IKC02.houder", "IKC02.slot",
        ]  # fmt: skip
    with claim_reports(work_folder(study, "intern"), ["IKC01"]):
        pass
    process.kill()
    process.wait()
    with claim_reports(folder, ["IKC01"]):
        pass
    assert not study.reports.exists()


def test_new_results_wait_for_reports_that_are_being_made(study):
    process = other_process(study, "IKC01", 60)
    with pytest.raises(InvoerFout, match="een andere run maakt er nu rapporten mee"):
        refuse_while_reports_are_made(study, "publiek")
    refuse_while_reports_are_made(study, "intern")
    with claim_reports(work_folder(study, "intern"), ["IKC01"]):
        refuse_while_reports_are_made(study, "intern")
    process.kill()
    process.wait()
    refuse_while_reports_are_made(study, "publiek")


def test_files_that_a_killed_run_left_hold_nobody_up(study):
    folder = work_folder(study, "publiek")
    process = other_process(study, "IKC01", 60)
    process.kill()
    process.wait()
    assert sorted(path.name for path in folder.iterdir()) == ["IKC01.houder", "IKC01.slot"]
    refuse_while_reports_are_made(study, "publiek")
    with claim_reports(folder, ["IKC01"]):
        assert f"proces {os.getpid()} op " in (folder / "IKC01.houder").read_text()
    assert not study.reports.exists()


def test_a_run_that_waits_too_long_says_for_whom(study, monkeypatch):
    process = other_process(study, "studie", 60)
    monkeypatch.setattr("analysis.study.locks.PATIENCE", 0.2)
    with pytest.raises(InvoerFout, match=f"te lang bezet(.|\n)*proces {process.pid} op "), study_lock(study):
        pass
    process.kill()
    process.wait()


def test_another_thread_is_another_run(study):
    folder = work_folder(study, "publiek")
    with (
        claim_reports(folder, ["IKC01"]),
        ThreadPoolExecutor(1) as pool,
        pytest.raises(InvoerFout, match="Een andere run maakt deze rapporten al"),
    ):
        pool.submit(lambda: claim_reports(folder, ["IKC01"]).__enter__()).result()


def test_many_processes_at_once_have_their_turn_one_by_one(study):
    command = [sys.executable, "-c", WORKER, str(study.folder), "studie", "0.02"]
    processes = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(6)]
    assert [process.wait(30) for process in processes] == [0] * 6
    assert (study.folder / "beurten").read_text() == "x" * 6


def test_a_folder_that_cannot_be_made_is_an_error_and_no_endless_wait(study):
    study.reports.symlink_to(study.folder / "weg")
    with pytest.raises(FileExistsError), study_lock(study):
        pass
