"""One report, or a group that shares a step, from scratch to its place; of one that failed the log, and nothing else.

A report's files come into view all at once, by a rename of its finished folder, so that a killed run leaves nothing
half that counts as done.
"""

import contextlib
import shutil
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from analysis.errors import InvoerFout
from analysis.publishing.gates import BouwFout
from analysis.publishing.group import InSteps
from analysis.publishing.notebook.execute import NotebookFout
from analysis.publishing.notebook.launch import environment
from analysis.publishing.stamps import stamp_report
from analysis.publishing.task import ReportTask, Written, run_report
from analysis.study.locks import make_alone
from analysis.study.reads import NOTES
from analysis.study.writing import melding_of_write

State = Literal["klaar", "overgeslagen", "mislukt", "ontbreekt"]
Produce = Callable[[ReportTask], Path]
"""Makes a report and gives the folder of its files; one that is `InSteps` can make a group as well."""


@dataclass(frozen=True)
class Outcome:
    """How one report ended. `plaats` and `melding` are for people; the whole traceback is in the task's log."""

    name: str
    label: str
    state: State
    plaats: str = ""
    melding: str = ""


def make_reports(tasks: Sequence[ReportTask], produce: Produce) -> Iterator[Outcome]:
    """Make one report, or a group of them, and give how each ended as soon as it did."""
    if len(tasks) > 1 and isinstance(produce, InSteps):
        yield from _make_group(tasks, produce)
        return
    for task in tasks:
        with _surroundings(task):
            outcome = make_report(task, produce)
        yield outcome


def make_report(task: ReportTask, produce: Produce = run_report) -> Outcome:
    """Make one report from scratch and put it in its place, or leave nothing there and write the log."""
    try:
        with make_alone(task.work):
            _clear(task)
            return _ended(task, lambda: produce(task))
    except InvoerFout as error:
        return _refused(task, error)


def _make_group(tasks: Sequence[ReportTask], produce: InSteps) -> Iterator[Outcome]:
    """Make the reports one after the other, but for the step that they share; what fails before that fails alone."""
    written: list[tuple[ReportTask, Sequence[Written]]] = []
    with contextlib.ExitStack() as held:
        for task in tasks:
            documents = _write(task, produce, held)
            if isinstance(documents, Outcome):
                yield documents
            else:
                written.append((task, documents))
        if written:
            with _surroundings(written[0][0]):
                produce.share(written)
        for task, documents in written:
            with _surroundings(task):
                outcome = _ended(task, partial(produce.finish, task, documents))
            yield outcome


def _write(task: ReportTask, produce: InSteps, held: contextlib.ExitStack) -> Sequence[Written] | Outcome:
    """Do a report's own first step, or say how it failed; the report is this process's as long as `held` is open."""
    try:
        held.enter_context(make_alone(task.work))
    except InvoerFout as error:
        return _refused(task, error)
    _clear(task)
    try:
        with _surroundings(task):
            return produce.write(task)
    except Exception as error:
        failed = _failure(task, error)
        shutil.rmtree(task.work, ignore_errors=True)
        return failed


@contextlib.contextmanager
def _surroundings(task: ReportTask) -> Iterator[None]:
    """Have the report's own variables, with the file in which its kernel notes what it reads."""
    with environment({**task.environment, NOTES: str(task.notes)}):
        yield


def _clear(task: ReportTask) -> None:
    shutil.rmtree(task.work, ignore_errors=True)
    task.work.mkdir(parents=True)


def _ended(task: ReportTask, produce: Callable[[], Path]) -> Outcome:
    """Put the report in its place, or say how it failed; its working folder goes, or a batch would keep them all."""
    try:
        _publish(task, produce())
    except Exception as error:
        return _failure(task, error)
    finally:
        shutil.rmtree(task.work, ignore_errors=True)
    task.log.unlink(missing_ok=True)
    return Outcome(task.name, task.label, "klaar")


def _refused(task: ReportTask, error: InvoerFout) -> Outcome:
    """Say that another process still makes the report; what it writes is left alone, its log too."""
    return Outcome(task.name, task.label, "mislukt", "werkproces", str(error))


def crashed(task: ReportTask, melding: str) -> Outcome:
    """Say that a report failed because whatever made it is gone, and write that in its log."""
    _leave_log(task, melding)
    return Outcome(task.name, task.label, "mislukt", "werkproces", melding)


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
