"""Reports that share a step of their making: those that go through Quarto together."""

import contextlib
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

from analysis.errors import InvoerFout
from analysis.publishing.quarto_project import Member, render_project
from analysis.publishing.task import ReportTask, Written
from analysis.study.locks import make_alone

AT_MOST = 8
"""Reports in a group. A worker keeps the working folders of its whole group, and one fault sends each off by itself."""
WrittenReports = Sequence[tuple[ReportTask, Sequence[Written]]]


@dataclass(frozen=True)
class InSteps:
    """How a report is made, in steps: `share` is the one that a group does together, between those of each report.

    `share` makes lighter what `finish` has to do and raises nothing: `finish` gives the same files without it.
    """

    write: Callable[[ReportTask], Sequence[Written]]
    share: Callable[[WrittenReports], None]
    finish: Callable[[ReportTask, Sequence[Written]], Path]

    def __call__(self, task: ReportTask) -> Path:
        """Make one report by itself and give the folder with the finished files."""
        return self.finish(task, self.write(task))


def groups_of(tasks: Sequence[ReportTask], jobs: int) -> Iterator[list[ReportTask]]:
    """Cut the reports, in their order, in groups that may go through Quarto together; each other report is alone.

    Groups are as many as keep `jobs` workers at work for as long, and of at most `AT_MOST`.
    """
    for kin, alike in groupby(tasks, key=_kin):
        near = list(alike)
        rounds = -(-len(near) // (AT_MOST * max(jobs, 1)))
        count = len(near) if kin is None else min(rounds * max(jobs, 1), len(near))
        ends = [len(near) * number // count for number in range(count + 1)]
        yield from (near[start:end] for start, end in pairwise(ends))


def _kin(task: ReportTask) -> Hashable:
    """Give what reports of a group have in common; None for one that goes alone: a book, or without Quarto."""
    if task.renderer != "quarto" or task.profile == "boek":
        return None
    return task.reports, task.profile, task.formats, task.band, task.watermark, task.kernel


def render_together(written: WrittenReports) -> None:
    """Let Quarto render the notebooks of a group as one project, and hand each report what is its own.

    Not when a process of a dead run still does so in the same folder, or when nothing can be written there: then each
    report is rendered by itself.
    """
    members = [
        Member(task.name, task.work, item.notebook, item.formats, item.ways)
        for task, documents in written
        for item in documents
    ]
    if members:
        first = written[0][0]
        with contextlib.suppress(InvoerFout, OSError), make_alone(first.together):
            render_project(first.together, members, first.band, first.watermark)
