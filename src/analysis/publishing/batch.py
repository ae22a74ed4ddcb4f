"""All reports, on N worker processes, each report in a process and a folder of its own.

A process per report rather than a pool: when one crashes, the others do not notice. A report's files come into view all
at once, by a rename of its finished folder, so that a killed run leaves nothing half that counts as done.
"""

import contextlib
import gc
import multiprocessing
import os
import shutil
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Literal, Protocol

from analysis.errors import InvoerFout
from analysis.publishing.gates import BouwFout
from analysis.publishing.notebook.execute import NotebookFout
from analysis.publishing.notebook.launch import environment, environment_of_python
from analysis.publishing.stamps import is_done, stamp_report
from analysis.publishing.task import ReportTask, run_report
from analysis.study.garbage import collect_seldom
from analysis.study.locks import clear_unfinished, make_alone
from analysis.study.reads import NOTES
from analysis.study.writing import melding_of_write

State = Literal["klaar", "overgeslagen", "mislukt", "ontbreekt"]
Produce = Callable[[ReportTask], Path]
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


@dataclass(frozen=True)
class Outcome:
    """How one report ended. `plaats` and `melding` are for people; the whole traceback is in the task's log."""

    name: str
    label: str
    state: State
    plaats: str = ""
    melding: str = ""


class Listener(Protocol):
    """Whoever shows progress."""

    def started(self, task: ReportTask) -> None:
        """A report begins."""

    def ended(self, outcome: Outcome) -> None:
        """A report is done, skipped or failed."""


@dataclass(frozen=True)
class _Running:
    task: ReportTask
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
    """Make the reports, at most `jobs` at a time, and give how each ended, in the order of the tasks.

    With `resume`, a report that `done_before` says is done is skipped. A failing or crashing report
    never stops the others. Ctrl-C (KeyboardInterrupt) stops the workers, clears the working folders and goes on.
    """
    done = skip_done(tasks, listener, resume, done_before)
    queue = [task for task in tasks if task.name not in done]
    running: list[_Running] = []
    try:
        while queue or running:
            while queue and len(running) < max(jobs, 1):
                running.append(_start(queue.pop(0), produce, listener))
            for ended in _ended(running):
                running.remove(ended)
                done[ended.task.name] = _outcome(ended)
                _tell(listener, done[ended.task.name])
    finally:
        _stop(running)
        _clear_work(tasks)
    return [done[task.name] for task in tasks]


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
    running = _start(task, produce, None)
    try:
        while not wait([running.process.sentinel], LOOK_AGAIN):
            if not goes_on():
                return None
        return _outcome(running) if goes_on() else None
    finally:
        _stop([running])
        _clear_work([task])


def _tell(listener: Listener | None, outcome: Outcome) -> None:
    if listener:
        listener.ended(outcome)


def _start(task: ReportTask, produce: Produce, listener: Listener | None) -> _Running:
    if listener:
        listener.started(task)
    context = _context()
    answer, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(task, produce, theirs), name=task.name, daemon=True)
    process.start()
    theirs.close()
    return _Running(task, process, answer)


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


def _ended(running: Sequence[_Running]) -> list[_Running]:
    ready = wait([item.process.sentinel for item in running])
    return [item for item in running if item.process.sentinel in ready]


def _outcome(ended: _Running) -> Outcome:
    """Read the worker's answer; a worker that died without one crashed."""
    ended.process.join()
    try:
        return ended.answer.recv()
    except (EOFError, OSError):
        code = ended.process.exitcode
        return crashed(ended.task, f"het werkproces stopte onverwacht (code {code}); mogelijk was het geheugen vol.")
    finally:
        ended.answer.close()


def crashed(task: ReportTask, melding: str) -> Outcome:
    """Say that a report failed because whatever made it is gone, and write that in its log."""
    _leave_log(task, melding)
    return Outcome(task.name, task.label, "mislukt", "werkproces", melding)


def _work(task: ReportTask, produce: Produce, answer: Connection) -> None:
    """Make one report in this worker process and answer how it ended."""
    from analysis.publishing.notebook.warm import forked_kernels

    collect_seldom()
    gc.freeze()  # what was imported before is not looked through again, here nor in the kernels
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ.update({**task.environment, NOTES: str(task.notes)})
    with forked_kernels(task.kernel):
        threading.Thread(target=_end_with_parent, daemon=True).start()
        answer.send(make_report(task, produce))
    answer.close()


def _end_with_parent() -> None:
    """Stop when the process that started the batch is gone: a killed run must not go on behind its user's back."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(PATIENCE)
        os._exit(1)


def make_report(task: ReportTask, produce: Produce = run_report) -> Outcome:
    """Make one report from scratch and put it in its place, or leave nothing there and write the log."""
    try:
        with make_alone(task.work):
            return _make(task, produce)
    except InvoerFout as error:
        return Outcome(task.name, task.label, "mislukt", "werkproces", str(error))


def _make(task: ReportTask, produce: Produce) -> Outcome:
    shutil.rmtree(task.work, ignore_errors=True)
    task.work.mkdir(parents=True)
    try:
        _publish(task, produce(task))
    except Exception as error:
        return _failure(task, error)
    task.log.unlink(missing_ok=True)
    return Outcome(task.name, task.label, "klaar")


def _publish(task: ReportTask, finished: Path) -> None:
    """Put the finished folder in its place, then its stamp. Between two steps no report counts."""
    task.reports.mkdir(parents=True, exist_ok=True)
    _withdraw(task)
    finished.rename(task.target)
    stamp_report(task)


def _withdraw(task: ReportTask) -> None:
    if task.target.exists():
        task.work.mkdir(parents=True, exist_ok=True)
        task.target.rename(task.work / "oud")


def _failure(task: ReportTask, error: Exception) -> Outcome:
    spoor = "".join(traceback.format_exception(error))
    if isinstance(error, NotebookFout):
        _leave_log(task, f"{error}\n\n{error.spoor}\n\n{spoor}")
        melding = error.melding if error.naam == "InvoerFout" else f"{error.naam}: {error.melding}"
        return Outcome(task.name, task.label, "mislukt", error.plaats, melding)
    _leave_log(task, spoor)
    unwritable = melding_of_write(error)
    if unwritable:
        return Outcome(task.name, task.label, "mislukt", "bij het schrijven", unwritable.als_tekst())
    known = isinstance(error, (InvoerFout, BouwFout))
    melding = str(error) if known else f"{type(error).__name__}: {error}"
    return Outcome(task.name, task.label, "mislukt", "bij het opmaken" if isinstance(error, BouwFout) else "", melding)


def _leave_log(task: ReportTask, text: str) -> None:
    """Take an older report away, for it must not pass for today's, and write the log where there is room for it."""
    _withdraw(task)
    with contextlib.suppress(OSError):
        task.log.parent.mkdir(parents=True, exist_ok=True)
        task.log.write_text(text + "\n", encoding="utf-8")


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
    for folder in sorted({task.work for task in tasks}):
        clear_unfinished(folder)
