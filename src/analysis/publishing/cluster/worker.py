"""What a worker of a cluster does: make one report here, in a process of its own, for as long as the run wants it."""

import multiprocessing
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from analysis.publishing.batch import run_one
from analysis.publishing.cluster.sight import Sight
from analysis.publishing.making import Outcome, Produce
from analysis.publishing.project import project_files
from analysis.publishing.task import ReportTask
from analysis.study.hashes import hash_file

if TYPE_CHECKING:
    from distributed import Worker


@dataclass(frozen=True)
class Order:
    """How a run wants its reports made: what a worker must see, what this run sees, and the function that makes one."""

    see: Callable[[], Sight]
    wanted: Sight
    produce: Produce


@dataclass(frozen=True)
class Answer:
    """How a report ended on a worker, with the hash of its stamp ('' when it failed); or why the worker made none."""

    outcome: Outcome | None
    stempel: str = ""
    melding: str = ""


ENDING = ("closing", "closed", "failed")
"""States of a worker that ends, as when it lost its scheduler; one that closes gracefully still ends what it makes."""
_looked: dict[str, list[str]] = {}
"""What is wrong with this worker, by the sign of the run that asked: each run looks once."""


def make_here(order: Order, task: ReportTask) -> Answer:
    """Make one report; every way in which that can fail is in the answer, and nothing of it in the worker's own log."""
    from distributed import get_worker

    worker = get_worker()
    wanted = partial(_is_wanted, worker, worker.get_current_task())
    _may_have_children()
    if problems := _problems(order):
        return Answer(None, melding=f"de werker {worker.address.partition('://')[2]} {problems[0]}.")
    try:
        outcome = run_one(_with_notebooks_here(task), order.produce, wanted)
        return Answer(outcome, _stamp_of(task, outcome), "" if outcome else "het rapport is gestopt.")
    except Exception as error:
        return Answer(None, melding=f"{type(error).__name__}: {error}")


def _stamp_of(task: ReportTask, outcome: Outcome | None) -> str:
    return hash_file(task.stamp) if outcome and outcome.state == "klaar" else ""


def dask_setup(worker: "Worker") -> None:
    """Leave Ctrl-C in the terminal to the run that started this worker: it stops the reports, and then the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _is_wanted(worker: "Worker", key: str) -> bool:
    """Tell whether the run still waits for a report: not after Ctrl-C, nor when the run or the scheduler is gone."""
    asked = worker.state.tasks.get(key)
    return worker.status.name not in ENDING and asked is not None and asked.state != "cancelled"


def _may_have_children() -> None:
    """Let this process start processes: dask's workers are daemons, which may not."""
    process = multiprocessing.current_process()
    if process.daemon:
        process.daemon = False


def _problems(order: Order) -> list[str]:
    sign = order.wanted.teken
    if sign not in _looked:
        _looked[sign] = order.see().problems_beside(order.wanted)
    return _looked[sign]


def _with_notebooks_here(task: ReportTask) -> ReportTask:
    """Name the notebooks of the program as it is installed on this machine: the same ones, elsewhere perhaps."""
    here = project_files()
    return replace(task, notebooks=tuple(here.get(path.name, path) for path in task.notebooks))
