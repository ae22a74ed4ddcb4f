"""Reports on two workers of a cluster: the same as on one machine, also when a worker is killed or the run stopped."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from distributed.core import Status
from processes import children_of, gone, is_alive
from rich.console import Console
from toy_notebooks import files_in, times_made, toy_report, toy_task
from toy_study import STEPS

from analysis.errors import InvoerFout
from analysis.publishing.batch import run_batch
from analysis.publishing.cluster import connect, hand_out, worker
from analysis.publishing.cluster.hand_out import run_on_cluster
from analysis.publishing.cluster.sight import Sight
from analysis.publishing.reports import run_study
from analysis.publishing.spread import Spread

HERE = Path(__file__).parent
SAME = Sight("teken", True, "", {})
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at /proc")


def see():
    return SAME


def see_by_process(pid):
    """What a machine sees, if every process were another machine with a key of its own."""
    return Sight("ander", True, "" if os.getpid() == pid else "x", {})


@pytest.fixture(scope="module")
def client():
    with connect._quiet(), connect._client_of(Spread(lokaal=2)) as connected:
        yield connected


class Told:
    def __init__(self):
        self.said = []

    def started(self, task):
        self.said.append(f"{task.name} begint")

    def ended(self, outcome):
        self.said.append(f"{outcome.name} {outcome.state}")


def test_outcomes_and_files_are_those_of_one_machine(tmp_path, client):
    kinds = {"IKC01": "goed", "IKC02": "cel", "IKC03": "crash", "IKC04": "invoer", "IKC05": "goed", "IKC06": "goed"}

    def tasks_in(name):
        return [toy_task(tmp_path / name, ikc, kind) for ikc, kind in kinds.items()]

    run_batch(tasks_in("een")[5:], produce=toy_report)
    run_batch(tasks_in("veel")[5:], produce=toy_report)
    told = Told()
    one = run_batch(tasks_in("een"), 1, produce=toy_report)
    many = run_on_cluster(client, see, tasks_in("veel"), told, produce=toy_report)
    assert many == one and [outcome.state for outcome in many] == ["klaar", *["mislukt"] * 3, "klaar", "overgeslagen"]
    published, also = (files_in(tmp_path / name / "reports" / "publiek") for name in ("een", "veel"))
    assert published == also and len(published) == 6
    assert files_in(tmp_path / "een").keys() == files_in(tmp_path / "veel").keys()
    assert times_made(tmp_path / "veel") == dict.fromkeys(kinds, 1)
    assert told.said[0] == "IKC06 overgeslagen" and sorted(told.said[1:]) == sorted(
        f"{item.name} {word}" for item in many[:5] for word in ("begint", item.state)
    )
    assert not (tmp_path / "veel" / "reports" / "werkmap").exists()


def wait_for(path, seconds=60):
    until = time.monotonic() + seconds
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert path.exists()


KILLER = """
import os, sys, time
from pathlib import Path
sys.path.insert(0, {here!r})
from processes import children_of
half = Path({half!r})
while not half.exists():
    time.sleep(0.02)
holder = int(Path({note!r}).read_text().split()[1])
sys.exit(os.kill(next(pid for pid in {workers!r} if holder in children_of(pid)), 9))
"""


def killer_of_whoever_makes(task, workers):
    """Start a process that kills the worker of the cluster whose child makes a report, as soon as it is half made."""
    half, note = task.work / "uitvoer" / "rapport.html", task.work.with_name(f"{task.name}.maakt.houder")
    script = KILLER.format(here=str(HERE), half=str(half), note=str(note), workers=workers)
    return subprocess.Popen([sys.executable, "-c", script])


def test_a_report_whose_worker_is_killed_is_made_again_and_nothing_is_lost_or_doubled(tmp_path, client):
    kinds = {"IKC01": "eerst traag", "IKC02": "goed", "IKC03": "goed", "IKC04": "goed"}
    tasks = [toy_task(tmp_path, name, kind) for name, kind in kinds.items()]
    workers = list(client.run(os.getpid).values())
    killer = killer_of_whoever_makes(tasks[0], workers)
    told = Told()
    outcomes = run_on_cluster(client, see, tasks, told, produce=toy_report)
    assert killer.wait(10) == 0
    assert [is_alive(pid) for pid in workers].count(False) == 1
    assert [outcome.state for outcome in outcomes] == ["klaar"] * 4
    assert times_made(tmp_path) == {"IKC01": 2, "IKC02": 1, "IKC03": 1, "IKC04": 1}
    assert sorted(told.said) == sorted(f"{name} {word}" for name in kinds for word in ("begint", "klaar"))
    alone = [toy_task(tmp_path / "alleen", name) for name in kinds]
    run_batch(alone, produce=toy_report)
    assert files_in(tmp_path / "reports" / "publiek") == files_in(tmp_path / "alleen" / "reports" / "publiek")
    assert not (tmp_path / "reports" / "werkmap").exists()


SCRIPT = """
import signal, sys
sys.path.insert(0, {here!r})
from pathlib import Path
from distributed import Client
from test_cluster import see
from toy_notebooks import toy_report, toy_task
from analysis.publishing.cluster.hand_out import run_on_cluster
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
    folder = Path({folder!r})
    with Client({address!r}) as client:
        run_on_cluster(client, see, [toy_task(folder, "IKC01"), toy_task(folder, "IKC02", "traag")], produce=toy_report)
"""


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_run_stops_its_reports_on_the_workers(tmp_path, client, sign):
    task = toy_task(tmp_path, "IKC02", "traag")
    script = tmp_path / "run.py"
    script.write_text(SCRIPT.format(here=str(HERE), folder=str(tmp_path), address=client.scheduler.address))
    process = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.PIPE, text=True)
    wait_for(task.work / "uitvoer" / "rapport.html")
    wait_for(tmp_path / "reports" / "stempels" / "publiek" / "IKC01.json")
    maker = int(task.work.with_name("IKC02.maakt.houder").read_text().split()[1])
    assert maker not in children_of(process.pid)
    os.kill(process.pid, sign)
    errors = process.communicate(timeout=30)[1]
    assert sign == signal.SIGKILL or "KeyboardInterrupt" in errors
    assert gone({maker}), "a worker went on with a report after its run was stopped"
    assert not task.target.exists() and not task.log.exists()
    outcomes = run_batch([toy_task(tmp_path, "IKC01"), toy_task(tmp_path, "IKC02")], produce=toy_report)
    assert [outcome.state for outcome in outcomes] == ["overgeslagen", "klaar"]
    assert not (tmp_path / "reports" / "werkmap").exists()


def test_a_report_that_ends_every_worker_fails_with_a_message_and_a_log(tmp_path):
    from distributed.scheduler import KilledWorker

    task = toy_task(tmp_path, "IKC01")
    future = SimpleNamespace(status="error", exception=lambda: KilledWorker("x", None, connect.GONE_AT_MOST))
    outcome = hand_out._outcome(future, task)
    assert outcome.state == "mislukt" and "viel 3 keer weg" in outcome.melding
    assert "viel 3 keer weg" in task.log.read_text()


def test_a_scheduler_without_the_program_or_with_another_version_is_refused(client):
    def cannot_import(_):
        raise ModuleNotFoundError("analysis")

    connect._refuse_other_scheduler(client)
    for answer in (cannot_import, lambda _: "andere code"):
        with pytest.raises(InvoerFout, match="De planner van het cluster heeft dit programma niet"):
            connect._refuse_other_scheduler(SimpleNamespace(run_on_scheduler=answer))


@pytest.mark.parametrize("status", ["cancelled", "lost"])
def test_a_scheduler_that_is_gone_ends_the_run_and_leaves_older_reports(tmp_path, status):
    task = toy_task(tmp_path, "IKC01")
    run_batch([task], produce=toy_report)
    with pytest.raises(InvoerFout, match="De planner van het cluster antwoordt niet meer"):
        hand_out._outcome(SimpleNamespace(status=status), task)
    with pytest.raises(InvoerFout, match=r"Begin dan opnieuw: wat klaar is, wordt overgeslagen\."):
        hand_out.count_places(SimpleNamespace(status="closed"))
    assert task.target.is_dir() and not task.log.exists()


@pytest.mark.parametrize(
    ("status", "state", "wanted"),
    [("running", "executing", True), ("paused", "executing", True), ("closing_gracefully", "executing", True),
     ("running", "cancelled", False), ("closing", "executing", False), ("running", None, False)],
)  # fmt: skip
def test_a_worker_goes_on_for_as_long_as_the_run_and_the_scheduler_are_there(status, state, wanted):
    tasks = {"a": SimpleNamespace(state=state)} if state else {}
    of_dask = SimpleNamespace(status=Status[status], state=SimpleNamespace(tasks=tasks))
    assert worker._is_wanted(of_dask, "a") is wanted


def test_a_worker_that_came_later_and_sees_something_else_makes_nothing(tmp_path, client):
    tasks = [toy_task(tmp_path, name) for name in ("IKC01", "IKC02")]
    outcomes = run_on_cluster(client, partial(see_by_process, os.getpid()), tasks, produce=toy_report)
    assert [outcome.state for outcome in outcomes] == ["mislukt", "mislukt"]
    assert "heeft een andere sleutel van de studie, of geen" in outcomes[0].melding
    assert times_made(tmp_path) == {} and tasks[0].log.is_file()


def test_a_worker_whose_files_do_not_come_here_has_not_made_the_report(tmp_path, monkeypatch):
    monkeypatch.setattr(hand_out, "SIGHT_PATIENCE", 0.0)
    made = hand_out.Answer(hand_out.Outcome("IKC01", "De IKC01", "klaar"), "abc")
    outcome = hand_out._as_seen(toy_task(tmp_path, "IKC01"), made)
    assert outcome.state == "mislukt" and "op deze computer staat het niet" in outcome.melding


def leaves_ctrl_c_alone():
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_a_cluster_of_ours_listens_on_this_machine_only_shows_no_page_and_leaves_ctrl_c_to_the_run(client):
    assert set(client.run(leaves_ctrl_c_alone).values()) == {True}
    ours = {os.getpid(), *children_of(os.getpid())}
    listening = [item for item in psutil.net_connections("tcp") if item.pid in ours and item.status == "LISTEN"]
    assert len(listening) >= 3 and {item.laddr.ip for item in listening} == {"127.0.0.1"}
    assert client.cluster.scheduler.http_application.applications == []


def run(folder, **settings):
    said = StringIO()
    result = run_study(folder, steps=STEPS, console=Console(file=said, width=200), renderer="embedded", **settings)
    return result, said.getvalue()


def test_a_study_on_a_scheduler_is_the_same_to_the_byte_and_says_the_same(study, client):
    _, alone = run(study)
    before = files_in(study)
    result, said = run(study, scheduler=client.scheduler.address, resume=False)
    assert result.exit_code == 0 and len(before) > 12
    assert {name for name, content in files_in(study).items() if before.get(name) != content} == {
        "gemaakt-onderzoeksrapport", "gemaakt-IKC01", "gemaakt-IKC02",
    }  # fmt: skip
    told = [[line for line in text.splitlines() if not line.startswith("Nodig voor")] for text in (alone, said)]
    lines = [[line.partition(": ")[2].partition(" (")[0] for line in text] for text in told]
    assert sorted(lines[0]) == sorted(lines[1])


def test_a_local_cluster_is_gone_after_its_run(study, client):
    run(study)
    before = children_of(os.getpid())
    result, said = run(study, cluster="lokaal:1")
    assert result.exit_code == 0 and {outcome.state for outcome in result.outcomes} == {"overgeslagen"}
    assert "3 van 3 rapporten staan klaar." in said and not (study / "reports" / "werkmap").exists()
    assert gone(children_of(os.getpid()) - before)


def test_what_is_wrong_with_a_cluster_is_said_before_anything_is_made(study, monkeypatch):
    monkeypatch.setattr(connect, "CONNECT_PATIENCE", 0.5)
    with pytest.raises(InvoerFout, match=r"--scheduler tcp://127.0.0.1:1: hier antwoordt geen planner"):
        run(study, scheduler="tcp://127.0.0.1:1")
    monkeypatch.setattr(connect, "_sights", lambda client, see: {"tcp://10.0.0.3:1": None})
    with pytest.raises(InvoerFout, match="1 van 1 werkers kan deze studie niet maken"):
        run(study, cluster="lokaal:1")
    assert not (study / "reports").exists()


def test_a_scheduler_without_workers_is_waited_for_and_then_given_up(study, monkeypatch):
    from distributed import LocalCluster

    monkeypatch.setattr(connect, "FIRST_PATIENCE", 0.2)
    with (
        LocalCluster(
            n_workers=0, processes=False, host="127.0.0.1", dashboard_address="127.0.0.1:0", protocol="tcp"
        ) as empty,
        pytest.raises(InvoerFout, match="Het cluster heeft al 0 seconden geen werker"),
    ):
        run(study, scheduler=empty.scheduler_address)
    assert not (study / "reports").exists()
