"""All reports, on N worker processes: each has one report, or a group that shares a step (`group.py`).

A process per piece of work rather than a pool: when one crashes, the others do not notice.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from typing import Protocol

from analysis.publishing.group import InSteps, groups_of
from analysis.publishing.making import Outcome, Produce, crashed, make_reports
from analysis.publishing.notebook.launch import environment, environment_of_python
from analysis.publishing.stamps import is_done
from analysis.publishing.task import ReportTask, run_report
from analysis.study.garbage import collect_seldom, leave_what_is_left
from analysis.study.locks import clear_unfinished

IsDone = Callable[[ReportTask], bool]
PATIENCE = 5.0
LOOK_AGAIN = 0.5
"""Seconds between two looks whether a report is still wanted."""
_STARTING = threading.Lock()
"""Of a process that makes reports in more threads, as a worker of a cluster may: they share one environment."""
PRELOADED = [
    "analysis.publishing.notebook.preloaded",
    "analysis.publishing.leaks.preloaded",
    "analysis.publishing.batch",
    "papermill",
]


class Listener(Protocol):
    """Whoever shows progress."""

    def started(self, task: ReportTask) -> None:
        """A report begins."""

    def ended(self, outcome: Outcome) -> None:
        """A report is done, skipped or failed."""


@dataclass(frozen=True)
class _Running:
    """A worker process with its reports: in `left` those of which it has not told yet how they ended."""

    left: dict[str, ReportTask]
    alone: bool
    process: multiprocessing.process.BaseProcess
    answer: Connection


def run_batch(
    tasks: Sequence[ReportTask],
    jobs: int = 1,
    listener: Listener | None = None,
    resume: bool = True,
    produce: Produce = run_report,
    done_before: IsDone = is_done,
) -> list[Outcome]:
    """Make the reports on at most `jobs` workers at a time, and give how each ended, in the order of the tasks.

    With `resume`, a report that `done_before` says is done is skipped. A failing or crashing report never stops the
    others: those of a group whose worker crashed are made again, each alone. Ctrl-C (KeyboardInterrupt) stops the
    workers, clears the working folders and goes on.
    """
    done = skip_done(tasks, listener, resume, done_before)
    queue = _queue([task for task in tasks if task.name not in done], jobs, produce)
    running: list[_Running] = []
    try:
        while queue or running:
            while queue and len(running) < max(jobs, 1):
                running.append(_start(queue.pop(0), produce, listener))
            wait([place for item in running for place in (item.answer, item.process.sentinel)])
            for item in list(running):
                told, ended = _hear(item)
                if ended:
                    running.remove(item)
                    told += _crashes(item)
                    queue[:0] = [[task] for task in item.left.values()]
                for outcome in told:
                    done[outcome.name] = outcome
                    _tell(listener, outcome)
    finally:
        _stop(running)
        _clear_work(tasks)
    return [done[task.name] for task in tasks]


def _queue(tasks: Sequence[ReportTask], jobs: int, produce: Produce) -> list[list[ReportTask]]:
    """Give what each worker gets: one report, or a group where reports are made in steps."""
    return list(groups_of(tasks, jobs)) if isinstance(produce, InSteps) else [[task] for task in tasks]


def skip_done(
    tasks: Sequence[ReportTask], listener: Listener | None, resume: bool, done_before: IsDone
) -> dict[str, Outcome]:
    """Give the outcomes, by name, of the reports that need not be made, and tell them; without `resume` none."""
    done = {task.name: Outcome(task.name, task.label, "overgeslagen") for task in tasks if resume and done_before(task)}
    for outcome in done.values():
        _tell(listener, outcome)
    return done


def run_one(task: ReportTask, produce: Produce, goes_on: Callable[[], bool]) -> Outcome | None:
    """Make one report as `run_batch` does, for as long as `goes_on` says so; None when it was stopped."""
    running = _start([task], produce, None)
    try:
        while not wait([running.process.sentinel], LOOK_AGAIN):
            if not goes_on():
                return None
        return [*_hear(running)[0], *_crashes(running)][0] if goes_on() else None
    finally:
        _stop([running])
        _clear_work([task])


def _tell(listener: Listener | None, outcome: Outcome) -> None:
    if listener:
        listener.ended(outcome)


def _start(tasks: Sequence[ReportTask], produce: Produce, listener: Listener | None) -> _Running:
    for task in tasks if listener else ():
        listener.started(task)
    context = _context()
    answer, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(tasks, produce, theirs), name=tasks[0].name, daemon=True)
    process.start()
    theirs.close()
    return _Running({task.name: task for task in tasks}, len(tasks) == 1, process, answer)


def _context() -> multiprocessing.context.BaseContext:
    """Give the start method: a fork server that has imported everything once, or spawn where there is none.

    The fork server is a Python of its own: told so, it imports nothing from the folder that the program is called from.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        os.environ["PYTHONSAFEPATH"] = "1"
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    with _STARTING, environment(environment_of_python()):
        forkserver.ensure_running()
    return context


def _hear(item: _Running) -> tuple[list[Outcome], bool]:
    """Give what a worker has told since it was last heard, and whether it has ended."""
    ended, told = not item.process.is_alive(), list[Outcome]()
    try:
        while item.answer.poll():
            told.append(item.answer.recv())
            del item.left[told[-1].name]
    except (EOFError, OSError):
        ended = True
    return told, ended


def _crashes(item: _Running) -> list[Outcome]:
    """Say of a worker that has ended without a word of its one report that it crashed; a group is made again."""
    item.process.join()
    item.answer.close()
    if not item.alone:
        return []
    code = item.process.exitcode
    melding = f"het werkproces stopte onverwacht (code {code}); mogelijk was het geheugen vol."
    return [crashed(item.left.pop(name), melding) for name in list(item.left)]


def _work(tasks: Sequence[ReportTask], produce: Produce, answer: Connection) -> None:
    """Make the reports of one worker process and answer of each how it ended, as soon as it did."""
    from analysis.publishing.notebook.warm import forked_kernels

    collect_seldom()
    gc.freeze()  # what was imported before is not looked through again, here nor in the kernels
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with forked_kernels(tasks[0].kernel):
        threading.Thread(target=_end_with_parent, daemon=True).start()
        for outcome in make_reports(tasks, produce):
            answer.send(outcome)
    answer.close()
    leave_what_is_left()


def _end_with_parent() -> None:
    """Stop when the process that started the batch is gone: a killed run must not go on behind its user's back."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(PATIENCE)
        os._exit(1)


def _stop(running: Sequence[_Running]) -> None:
    """End the workers; their kernels notice within a second and end themselves."""
    for item in running:
        item.process.terminate()
    until = time.monotonic() + PATIENCE
    for item in running:
        item.process.join(max(until - time.monotonic(), 0.1))
        if item.process.is_alive():
            item.process.kill()
            item.process.join()


def _clear_work(tasks: Sequence[ReportTask]) -> None:
    for folder in sorted({folder for task in tasks for folder in (task.together, task.work)}):
        clear_unfinished(folder)
