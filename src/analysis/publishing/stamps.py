"""When a report need not be made again.

A report is done when its stamp names today's inputs, its files are as they were made, and the results are the same: all
of them, or those that it read. What it read was noted while it was made; for a report without notes all results count.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from analysis.publishing.task import ReportTask
from analysis.study.hashes import Memory, write_json
from analysis.study.reads import noted_reads
from analysis.study.stamps import current_stamp, write_stamp

RESULTS, READS = "resultaten", "gelezen"
AskReads = Callable[[Collection[str]], Mapping[str, str]]
"""Gives the hash of what each noted read gives now."""


def stamp_report(task: ReportTask) -> None:
    """Write the stamp of a report that was just put in its place."""
    more = {RESULTS: task.results, READS: noted_reads(task.notes)}
    write_stamp(task.stamp, task.fingerprint, task.target, **more)


def is_done(task: ReportTask, ask: AskReads | None = None, memory: Memory | None = None) -> bool:
    """Say whether a report is complete, unchanged, and made from these very inputs and results.

    Where other results have left what it read the same, its stamp is brought up to date.
    """
    stamp = current_stamp(task.stamp, task.fingerprint, task.target, memory)
    if stamp is None or "" in (stamp.get(READS) or {}).values():
        return False
    if stamp.get(RESULTS) == task.results:
        return True
    if ask is None or not _reads_the_same(stamp, ask):
        return False
    write_json(task.stamp, {**stamp, RESULTS: task.results})
    return True


def _reads_the_same(stamp: Mapping[str, Any], ask: AskReads) -> bool:
    reads = stamp.get(READS)
    return reads is not None and ask(reads) == reads
