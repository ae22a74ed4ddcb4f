"""Handing out reports to the workers of a cluster, one per place, and what becomes of them.

When a worker is gone the scheduler gives its report to another one, which begins from scratch, a few times at most. As
many reports are handed out as there are places: one that is said to have begun has begun.
"""

import contextlib
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from analysis.errors import InvoerFout, Melding
from analysis.publishing.batch import IsDone, Listener, skip_done
from analysis.publishing.cluster.sight import Sight
from analysis.publishing.cluster.worker import Answer, Order, make_here
from analysis.publishing.making import Outcome, Produce, crashed
from analysis.publishing.stamps import is_done
from analysis.publishing.task import ReportTask, run_report
from analysis.study.hashes import hash_file
from analysis.study.locks import clear_unfinished, make_alone

if TYPE_CHECKING:
    from distributed import Client, Future

WORKER_PATIENCE, STOP_PATIENCE, SIGHT_PATIENCE = 120.0, 15.0, 90.0
"""Seconds to wait for a worker when all are gone, for reports that were told to stop, for files that a worker wrote."""
LOOK_AGAIN = 0.5
CONNECTED = ("running", "connecting")


def run_on_cluster(
    client: "Client",
    see: Callable[[], Sight],
    tasks: Sequence[ReportTask],
    listener: Listener | None = None,
    resume: bool = True,
    produce: Produce = run_report,
    done_before: IsDone = is_done,
) -> list[Outcome]:
    """Make the reports on the workers and give how each ended, in the order of the tasks, as `run_batch` does.

    `see` is what a machine sees of the run, here and on each worker. Ctrl-C stops the reports on the workers and goes
    on when none is being made. Raises InvoerFout when the scheduler or all workers are gone; what is done stays.
    """
    done = skip_done(tasks, listener, resume, done_before)
    waiting = [task for task in tasks if task.name not in done]
    for outcome in _hand_out(client, Order(see, see(), produce), waiting, listener) if waiting else ():
        done[outcome.name] = outcome
        if listener:
            listener.ended(outcome)
    return [done[task.name] for task in tasks]


def _hand_out(
    client: "Client", order: Order, tasks: Sequence[ReportTask], listener: Listener | None
) -> Iterator[Outcome]:
    waiting, running, run = list(tasks), dict[str, tuple["Future", ReportTask]](), secrets.token_hex(8)
    ended: SimpleQueue[Future] = SimpleQueue()
    alive = time.monotonic()
    try:
        while waiting or running:
            places = count_places(client)
            while waiting and len(running) < places:
                task = waiting.pop(0)
                if listener:
                    listener.started(task)
                key = f"ikc-{run}-{len(tasks) - len(waiting)}"
                future = client.submit(make_here, order, task, key=key, pure=False)
                running[key] = (future, task)
                future.add_done_callback(ended.put)
            alive = time.monotonic() if places else alive
            if time.monotonic() - alive > WORKER_PATIENCE:
                raise no_workers(WORKER_PATIENCE)
            with contextlib.suppress(Empty):
                future, task = running.pop(ended.get(timeout=LOOK_AGAIN).key)
                yield _outcome(future, task)
    finally:
        _stop(client, [future for future, _ in running.values()])
        for task in tasks:
            clear_unfinished(task.work, STOP_PATIENCE if running else 0.0)


def count_places(client: "Client") -> int:
    """Give how many reports the workers make at the same time; raises InvoerFout when the scheduler is gone."""
    try:
        if client.status in CONNECTED:
            return sum(client.nthreads().values())
    except OSError:
        pass
    raise _no_scheduler()


def _no_scheduler() -> InvoerFout:
    return _gone("De planner van het cluster antwoordt niet meer.", "Start hem opnieuw, met werkers.")


def no_workers(seconds: float) -> InvoerFout:
    """Say that a cluster has had no worker for so many seconds."""
    advies = "Start werkers met `dask worker` en het adres van de planner."
    return _gone(f"Het cluster heeft al {seconds:.0f} seconden geen werker.", advies)


def _gone(text: str, advies: str) -> InvoerFout:
    more = f"{advies} Begin dan opnieuw: wat klaar is, wordt overgeslagen."
    return InvoerFout([Melding("", text, advies=more, code="cluster_weg")])


def _outcome(future: "Future", task: ReportTask) -> Outcome:
    """Give how a report ended: as its worker says, when its files are here to be seen.

    A report that was taken back, but not by us, says that the scheduler is gone; that is no failure of the report.
    """
    from distributed.scheduler import KilledWorker

    if future.status == "finished":
        return _as_seen(task, future.result())
    if future.status != "error":
        raise _no_scheduler()
    error = future.exception()
    if isinstance(error, KilledWorker):
        times = error.allowed_failures + 1
        return _failed(task, f"de werker viel {times} keer weg bij dit rapport; mogelijk was zijn geheugen vol.")
    return _failed(task, f"de werker gaf geen antwoord ({type(error).__name__}).")


def _as_seen(task: ReportTask, answer: Answer) -> Outcome:
    """Wait until this machine sees the stamp that the worker wrote: a file server may be some time behind."""
    if answer.outcome is None:
        return _failed(task, answer.melding)
    until = time.monotonic() + SIGHT_PATIENCE
    while answer.stempel and _stamp_here(task) != answer.stempel:
        if time.monotonic() > until:
            return _failed(task, "de werker maakte dit rapport, maar op deze computer staat het niet.")
        time.sleep(LOOK_AGAIN)
    return answer.outcome


def _stamp_here(task: ReportTask) -> str:
    try:
        return hash_file(task.stamp)
    except OSError:
        return ""


def _failed(task: ReportTask, melding: str) -> Outcome:
    """Say that a report failed, when nobody works on it any more."""
    try:
        with make_alone(task.work):
            return crashed(task, melding)
    except InvoerFout as error:
        return Outcome(task.name, task.label, "mislukt", "werkproces", f"{melding}\n{error}")


def _stop(client: "Client", futures: Sequence["Future"]) -> None:
    """Take back what is handed out: the workers notice within a second and end the reports' processes."""
    if futures and client.status in CONNECTED:
        with contextlib.suppress(OSError):
            client.cancel(futures, force=True)
