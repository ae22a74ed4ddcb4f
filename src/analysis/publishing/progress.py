"""What a batch shows while it runs, and what it says at the end."""

import threading
import time
from collections.abc import Callable, Collection, Sequence

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TaskID, TextColumn
from rich.text import Text

from analysis.publishing.making import Outcome
from analysis.publishing.pace import MINUTE, Clock, Pace, in_words, rate_in_words
from analysis.publishing.task import ReportTask
from analysis.study.numbers import with_points

_WORDS = {"klaar": "klaar", "overgeslagen": "was al klaar", "mislukt": "mislukt"}
SHOWN_NAMES = 3
FEW = 20
"""Up to so many reports each has a line of its own."""
MOST_FAILURES = 20
"""The most failures that are told in full once more at the end."""
Needs = Callable[[Collection[str]], Sequence[str]]
"""Gives the lines on what a run needs, given the names of the reports that are done already."""


class BatchProgress:
    """Shows how many reports are done, how many failed, at what rate, and the time left.

    On a terminal a bar, else a line per minute; of few reports a line for each. A failure is told at once. What the run
    `needs` is said when its first report is begun, for then it is known how many there are to make.
    """

    def __init__(
        self,
        total: int,
        jobs: int,
        console: Console,
        needs: Needs | None = None,
        clock: Clock = time.monotonic,
        every: float = MINUTE,
    ) -> None:
        self.total, self.jobs, self.console, self.needs = total, max(jobs, 1), console, needs
        self.pace, self.every = Pace(self.jobs, clock), every
        self.busy: dict[str, str] = {}
        self.skipped: set[str] = set()
        self.finished = self.failed = 0
        self.begun = False
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), _Status(self))
        self.bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self.bar_id: TaskID | None = None
        self.over = threading.Event()
        self.teller = threading.Thread(target=self._tell_every_minute, daemon=True)

    def __enter__(self) -> "BatchProgress":
        """Show the bar, or begin to tell every minute."""
        self.bar.start()
        self.bar_id = self.bar.add_task("Rapporten", total=self.total)
        if self._is_told_by_minute:
            self.teller.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Take the bar away and say how it ended; what was said stays."""
        self.over.set()
        if self.teller.is_alive():
            self.teller.join()
        self.bar.stop()
        if kind is not None:
            self._say(f"Gestopt na {self._counted()}. Dezelfde opdracht maakt later alleen wat nog niet klaar is.")
        elif self._is_many and not self.begun:
            self._say(f"{self._counted()} waren al klaar.")
        elif self._is_many:
            self._say(f"{self._counted()} in {in_words(self.pace.elapsed())}, {with_points(self.failed)} mislukt.")

    @property
    def _is_many(self) -> bool:
        return self.total > FEW

    @property
    def _is_told_by_minute(self) -> bool:
        return self._is_many and not self.console.is_terminal

    def started(self, task: ReportTask) -> None:
        """Note that a report is being made; before the first, say what the run needs."""
        if not self.begun:
            self.begun = True
            self._tell_beforehand()
            self.pace.start()
        self.busy[task.name] = task.label
        self._show()

    def ended(self, outcome: Outcome) -> None:
        """Note that a report is done. Of few each is told, of many the failures."""
        self.busy.pop(outcome.name, None)
        self.finished += 1
        if outcome.state == "overgeslagen":
            self.skipped.add(outcome.name)
        else:
            self.pace.made()
        self.failed += outcome.state == "mislukt"
        if not self._is_many:
            tail = "" if self.console.is_terminal or self.finished == self.total else f" ({self.left()})"
            self._say(f"{self.finished} van {self.total}: {outcome.label}: {_WORDS[outcome.state]}{tail}")
        elif outcome.state == "mislukt":
            where = ": ".join(part for part in (outcome.plaats, outcome.melding.partition("\n")[0]) if part)
            self._say(f"Mislukt: {_named(outcome)}: {where}")
        self._show()

    def left(self) -> str:
        """Say how many reports are left and, once one is made, about how long that takes."""
        count = self.total - self.finished
        seconds = self.pace.seconds_for(count)
        words = f"nog {with_points(count)}"
        return words if seconds is None or not count else f"{words}, ongeveer {in_words(seconds)}"

    def status(self) -> str:
        """Say how far the run is: done and failed, the rate, what is left."""
        rate = self.pace.per_minute()
        parts = [f"{with_points(self.finished)} van {with_points(self.total)}", f"{with_points(self.failed)} mislukt"]
        return ", ".join([*parts, *([rate_in_words(rate)] if rate else []), self.left()])

    def _counted(self) -> str:
        return f"{with_points(self.finished)} van {with_points(self.total)} rapporten"

    def _tell_beforehand(self) -> None:
        if self._is_many and self.skipped:
            self._say(f"{with_points(len(self.skipped))} van {with_points(self.total)} rapporten waren al klaar.")
        for line in self.needs(self.skipped) if self.needs else ():
            self._say(line)

    def _tell_every_minute(self) -> None:
        while not self.over.wait(self.every):
            self._say(self.status())

    def _say(self, line: str) -> None:
        self.console.print(line, highlight=False, markup=False, soft_wrap=True)

    def _show(self) -> None:
        names = list(self.busy.values())
        more = f" en {len(names) - SHOWN_NAMES} andere" if len(names) > SHOWN_NAMES else ""
        text = ", ".join(names[:SHOWN_NAMES]) + more or "Rapporten"
        if self.bar_id is not None:
            self.bar.update(self.bar_id, description=text, completed=self.finished)


class _Status(ProgressColumn):
    """The words behind the bar, said anew at every drawing, so that a run that stands still is seen to."""

    def __init__(self, progress: BatchProgress) -> None:
        super().__init__()
        self.progress = progress

    def render(self, task: Task) -> Text:
        """Give the words."""
        return Text(self.progress.status())


def summary_of_failures(outcomes: Sequence[Outcome], logs: str) -> str:
    """Say which reports failed, where and why; empty when none did. `logs` is the folder of the logs."""
    failed = [outcome for outcome in outcomes if outcome.state == "mislukt"]
    if not failed:
        return ""
    verb = "is" if len(failed) == 1 else "zijn"
    lines = [f"{len(failed)} van {len(outcomes)} rapporten {verb} mislukt:", ""]
    for item in failed[:MOST_FAILURES]:
        lines += [f"  {_named(item)}: {item.plaats}" if item.plaats else f"  {_named(item)}"]
        lines += [f"    {line}" for line in item.melding.splitlines()]
        lines += [f"    De volledige melding: {logs}/{item.name}.log", ""]
    if len(failed) > MOST_FAILURES:
        lines += [f"  En nog {len(failed) - MOST_FAILURES}: zie de bestanden in {logs}/"]
    return "\n".join(lines).rstrip()


def _named(outcome: Outcome) -> str:
    if outcome.name in (outcome.label, "onderzoeksrapport"):
        return outcome.label
    return f"{outcome.label} ({outcome.name})"
