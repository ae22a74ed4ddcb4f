"""A run's way to those who make its reports: processes here, workers of a scheduler elsewhere, or a small cluster here.

The library distributed is imported only when a cluster is asked for.
"""

import contextlib
import logging
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.console import Console

from analysis.errors import InvoerFout, Melding
from analysis.publishing.batch import IsDone, Listener, run_batch
from analysis.publishing.cluster.hand_out import LOOK_AGAIN, count_places, no_workers, run_on_cluster
from analysis.publishing.cluster.sight import Sight, leave_sign, look, program_here, refuse_other_sights
from analysis.publishing.making import Outcome, Produce
from analysis.publishing.spread import Spread
from analysis.publishing.task import ReportTask
from analysis.study import Study

if TYPE_CHECKING:
    from distributed import Client

RunTasks = Callable[[Sequence[ReportTask], Listener | None, bool, Produce, IsDone], list[Outcome]]
"""Makes reports: tasks, who is told, whether what is done is skipped, how one is made, which are done."""
HERE = "127.0.0.1"
CONNECT_PATIENCE, FIRST_PATIENCE = 10.0, 60.0
"""Seconds that a scheduler has to answer, and to have its first worker."""
GONE_AT_MOST = 2
"""How often a report is made again because its worker was gone, on a cluster that we start."""
SETTINGS = {
    "distributed.scheduler.allowed-failures": GONE_AT_MOST,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.preload": ["analysis.publishing.cluster.worker"],
}
"""Of a cluster that we start: it shows no page of itself, and leaves Ctrl-C to the run."""
SILENT = logging.CRITICAL + 1


@contextlib.contextmanager
def makers_of(spread: Spread, study: Study, renderer: str, console: Console) -> Iterator[RunTasks]:
    """Give the function that makes a run's reports, here or on a cluster that is there as long as the block lasts.

    Raises InvoerFout when the scheduler does not answer or has another version of this program, when there is no
    worker, and when a worker does not see the study or has another version of what reports are made from.
    """
    if not spread.on_cluster:
        yield lambda tasks, *others: run_batch(tasks, spread.jobs, *others)
        return
    with _quiet(), _client_of(spread) as client, leave_sign(study) as sign:
        _refuse_other_scheduler(client)
        _wait_for_workers(client, console)
        see = partial(look, study.folder, sign, renderer)
        refuse_other_sights(see(), _sights(client, see))
        yield partial(run_on_cluster, client, see)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep off the screen what the library says in English of workers that come and go: we say what matters."""
    import distributed  # its first import sets the levels of its loggers

    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] == distributed.__name__]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(SILENT)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="distributed")
            yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


@contextlib.contextmanager
def _client_of(spread: Spread) -> Iterator["Client"]:
    """Connect to the scheduler, or start one with workers, that listens on this machine only."""
    if spread.scheduler:
        with _connected(spread.scheduler) as client:
            yield client
        return
    import dask
    from distributed import Client, LocalCluster

    with (
        tempfile.TemporaryDirectory(prefix="ikc-") as folder,
        dask.config.set({**SETTINGS, "temporary-directory": folder}),
        LocalCluster(
            n_workers=spread.lokaal, threads_per_worker=1, host=HERE, memory_limit=0,
            silence_logs=SILENT, dashboard_address=f"{HERE}:0", scheduler_kwargs={"dashboard": False},
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):  # fmt: skip
        yield client


@contextlib.contextmanager
def _connected(address: str) -> Iterator["Client"]:
    from distributed import Client

    try:
        client = Client(address, timeout=CONNECT_PATIENCE, set_as_default=False)
    except (OSError, TypeError, ValueError, RuntimeError) as error:
        text = f"hier antwoordt geen planner, na {CONNECT_PATIENCE:.0f} seconden wachten ({type(error).__name__})."
        advies = (
            "Kijk of `dask scheduler` draait, of adres en poort kloppen en of een firewall ertussen zit. Bij tls:// "
            "horen certificaten in de instellingen van dask."
        )
        raise InvoerFout([Melding(f"--scheduler {address}", text, advies=advies, code="geen_planner")]) from None
    with client:
        yield client


def _refuse_other_scheduler(client: "Client") -> None:
    """Refuse a scheduler without this program, or with another version of it: it reads what it hands on."""
    try:
        there = client.run_on_scheduler(program_here)
    except Exception:  # whatever its Python says of what it cannot import
        there = None
    if there != program_here():
        text = "De planner van het cluster heeft dit programma niet, of een andere versie."
        advies = "Start `dask scheduler` opnieuw, in de omgeving van dit programma en met dezelfde versie als hier."
        raise InvoerFout([Melding("", text, advies=advies, code="andere_planner")])


def _wait_for_workers(client: "Client", console: Console) -> None:
    if count_places(client):
        return
    console.print("Wachten op werkers van het cluster ...", highlight=False)
    until = time.monotonic() + FIRST_PATIENCE
    while not count_places(client):
        if time.monotonic() > until:
            raise no_workers(FIRST_PATIENCE)
        time.sleep(LOOK_AGAIN)


def _sights(client: "Client", see: Callable[[], Sight]) -> dict[str, Sight | None]:
    """Let every worker look; None for one where our code is not there to do so."""
    found: Mapping[str, Any] = client.run(see, on_error="return")
    return {address: sight if isinstance(sight, Sight) else None for address, sight in found.items()}
