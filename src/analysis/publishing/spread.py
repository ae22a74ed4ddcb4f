"""How the reports of a run are spread: some at a time here, over a cluster, or over runs that each make a part.

A report is in the same part whatever has been made already, so that the jobs of an array may start in any order, at the
same time, and again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TypeVar

from analysis.errors import Melding

T = TypeVar("T")
LOKAAL = "lokaal"
SCHEMES = ("tcp://", "tls://")
LIBRARY = "distributed"


@dataclass(frozen=True)
class Spread:
    """The reports `deel`, `deel + delen`, ... of a run, `jobs` at a time; or those on the workers of a cluster.

    `lokaal` is the number of workers to start on this machine, `scheduler` the address of a scheduler that runs; with
    neither there is no cluster.
    """

    jobs: int = 1
    deel: int = 1
    delen: int = 1
    lokaal: int = 0
    scheduler: str = ""

    @property
    def on_cluster(self) -> bool:
        """Whether the reports are made by the workers of a cluster."""
        return bool(self.lokaal or self.scheduler)

    @property
    def here(self) -> int:
        """How many reports are made on this machine at a time; 1 where a scheduler hands them out to others."""
        return self.lokaal or self.jobs

    def part_of(self, items: Sequence[T]) -> list[T]:
        """Give the items of this part: all of them where there is one part."""
        return list(items[self.deel - 1 :: self.delen])


def read_spread(jobs: int, deel: str, cluster: str, scheduler: str, resume: bool) -> tuple[Spread, list[Melding]]:
    """Read the options as they were typed ('' for one that was not), with everything that is wrong with them."""
    part = _numbers(r"([0-9]+)/([0-9]+)", deel or "1/1")
    workers = _numbers(rf"{LOKAAL}:([0-9]+)", cluster or f"{LOKAAL}:0")
    problems = [
        *_of_part(deel, part, resume),
        *_of_cluster(cluster, workers),
        *_of_scheduler(scheduler),
        *_of_both(jobs, cluster, scheduler),
    ]
    if problems:
        return Spread(), problems
    return Spread(jobs, *part, *workers, scheduler), []


def _numbers(pattern: str, text: str) -> tuple[int, ...]:
    found = re.fullmatch(pattern, text.strip())
    return tuple(int(number) for number in found.groups()) if found else ()


def _of_part(typed: str, part: tuple[int, ...], resume: bool) -> Iterator[Melding]:
    if not typed:
        return
    if not part:
        yield _melding(f"--deel {typed}", "dit is geen deel.", "Geef K/N, zoals --deel 3/40: deel 3 van 40 delen.")
    elif not 1 <= part[0] <= part[1]:
        last = f"van 1 tot en met {part[1]}" if part[1] else "en het aantal delen is 1 of meer"
        yield _melding(f"--deel {typed}", f"dit deel is er niet: het eerste getal is het nummer van het deel, {last}.")
    if not resume:
        text = "elk deel zou de resultaten opnieuw maken waar de andere delen mee bezig zijn."
        advies = (
            "Gooi de map van de editie weg (zoals reports/publiek) en begin zonder --fresh: dan wordt alles gemaakt."
        )
        yield _melding("--fresh en --deel gaan niet samen", text, advies)


def _of_cluster(typed: str, workers: tuple[int, ...]) -> Iterator[Melding]:
    if typed and not (workers and workers[0] > 0):
        advies = (
            "Geef het aantal werkers op deze computer, van 1 of meer, zoals --cluster lokaal:4. Voor werkers op andere "
            "computers is er --scheduler, en zonder planner --deel."
        )
        yield _melding(f"--cluster {typed}", "dit cluster bestaat niet.", advies)


def _of_scheduler(typed: str) -> Iterator[Melding]:
    if typed and not re.fullmatch(rf"(?:{'|'.join(SCHEMES)})[^\s/:]+:[0-9]+", typed):
        yield _melding(
            f"--scheduler {typed}", "dit is geen adres van een planner.",
            "Geef het adres dat `dask scheduler` noemt, zoals tcp://10.0.0.5:8786, of tls:// met certificaten.",
        )  # fmt: skip


def _of_both(jobs: int, cluster: str, scheduler: str) -> Iterator[Melding]:
    if cluster and scheduler:
        yield _melding(
            "--cluster en --scheduler gaan niet samen", "er is één cluster per run.", "Kies een van de twee."
        )
    if not cluster and not scheduler:
        return
    if jobs > 1:
        text = "op een cluster maakt elke plaats van een werker één rapport tegelijk."
        yield _melding("--jobs gaat niet samen met --cluster of --scheduler", text, "Laat --jobs weg.")
    if find_spec(LIBRARY) is None:
        advies = "Installeer het in de omgeving van dit programma: pip install distributed. Of gebruik --deel."
        text = f"voor een cluster is het pakket {LIBRARY} nodig, en dat is er niet."
        yield _melding("--scheduler" if scheduler else "--cluster", text, advies)


def _melding(what: str, text: str, advies: str = "") -> Melding:
    return Melding(what, text, advies=advies, code="onbekende_keuze")
