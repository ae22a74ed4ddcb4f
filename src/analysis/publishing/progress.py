"""What a batch shows while it runs, and what it says at the end."""

import time
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn

from analysis.publishing.batch import Outcome
from analysis.publishing.task import ReportTask

_WORDS = {"klaar": "klaar", "overgeslagen": "was al klaar", "mislukt": "mislukt"}
SHOWN_NAMES = 3


class BatchProgress:
    """Shows the reports at work, how many are left and the time left: a bar on a terminal, else a line per report."""

    def __init__(self, total: int, jobs: int, console: Console) -> None:
        self.total, self.jobs, self.console = total, max(jobs, 1), console
        self.busy: dict[str, str] = {}
        self.finished = self.made = 0
        self.begin = time.monotonic()
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[left]}"))
        self.bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self.bar_id: TaskID | None = None

    def __enter__(self) -> "BatchProgress":
        """Show the bar."""
        self.bar.start()
        self.bar_id = self.bar.add_task("Rapporten", total=self.total, left=self.left())
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away; what was said stays."""
        self.bar.stop()

    def started(self, task: ReportTask) -> None:
        """Note that a report is being made."""
        self.busy[task.name] = task.label
        self._show()

    def ended(self, outcome: Outcome) -> None:
        """Note that a report is done, and say so in a line of its own."""
        self.busy.pop(outcome.name, None)
        self.finished += 1
        self.made += outcome.state != "overgeslagen"
        line = f"{self.finished} van {self.total}: {outcome.label}: {_WORDS[outcome.state]}"
        tail = "" if self.console.is_terminal or self.finished == self.total else f" ({self.left()})"
        self.console.print(line + tail, highlight=False, markup=False, soft_wrap=True)
        self._show()

    def left(self) -> str:
        """Say how many reports are left and, once one is made, about how long that takes."""
        count = self.total - self.finished
        if not self.made or not count:
            return f"nog {count}"
        seconds = (time.monotonic() - self.begin) / self.made * count
        return f"nog {count}, ongeveer {in_words(seconds)}"

    def _show(self) -> None:
        names = list(self.busy.values())
        more = f" en {len(names) - SHOWN_NAMES} andere" if len(names) > SHOWN_NAMES else ""
        text = ", ".join(names[:SHOWN_NAMES]) + more or "Rapporten"
        if self.bar_id is not None:
            self.bar.update(self.bar_id, description=text, completed=self.finished, left=self.left())


def in_words(seconds: float) -> str:
    """Give a duration as a person says it: `40 seconden`, `3 minuten`, `1 uur en 5 minuten`."""
    if seconds < 90:
        return f"{max(round(seconds / 10) * 10, 10)} seconden"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} minuten"
    return f"{minutes // 60} uur en {minutes % 60} minuten" if minutes % 60 else f"{minutes // 60} uur"


def summary_of_failures(outcomes: Sequence[Outcome], logs: str) -> str:
    """Say which reports failed, where and why; empty when none did. `logs` is the folder of the logs."""
    failed = [outcome for outcome in outcomes if outcome.state == "mislukt"]
    if not failed:
        return ""
    verb = "is" if len(failed) == 1 else "zijn"
    lines = [f"{len(failed)} van {len(outcomes)} rapporten {verb} mislukt:", ""]
    for item in failed:
        name = item.label if item.name in (item.label, "onderzoeksrapport") else f"{item.label} ({item.name})"
        lines += [f"  {name}: {item.plaats}" if item.plaats else f"  {name}"]
        lines += [f"    {line}" for line in item.melding.splitlines()]
        lines += [f"    De volledige melding: {logs}/{item.name}.log", ""]
    return "\n".join(lines).rstrip()
