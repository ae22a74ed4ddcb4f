"""What a run needs of disk and memory, said before anything is made, and the stop of a run whose disk is full."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from analysis.errors import InvoerFout, Melding
from analysis.publishing.batch import Listener
from analysis.publishing.group import groups_of
from analysis.publishing.making import Outcome
from analysis.publishing.task import ReportTask
from analysis.study.numbers import with_points
from analysis.study.stamps import OUTPUTS, read_stamp
from analysis.study.writing import shown_path, tells_of_a_full_disk

KILO, MEGA, GIGA = 1_000, 1_000_000, 1_000_000_000
REPORT_BYTES: Mapping[str, int] = {"html": 520_000, "pdf": 340_000, "docx": 650_000}
"""Bytes of an IKC's report with its summary, per form: the example, `benchmarks/needs.py`."""
BOOK_BYTES: Mapping[str, int] = {"html": 3_930_000, "pdf": 1_160_000, "docx": 1_650_000}
"""The same of the research report."""
WORK_BYTES = 9 * MEGA
"""Bytes of a working folder at its largest (the research report's), one per report that a worker has at a time."""
MEMORY, MEMORY_PER_JOB, MEMORY_OF_BOOK = 740 * MEGA, 230 * MEGA, 240 * MEGA
"""Memory at its peak: the program without workers, what each worker adds, and what the research report adds to that.

The example of nine IKCs, `benchmarks/needs.py`.
"""
ATTACK, ATTACK_PER_IKC = 500 * MEGA, 8_700_000
"""Memory at the peak of the attack on a public edition, after the last report: and what each IKC adds to it.

Simulated studies of 30 and 300 IKCs, docs/scale.md.
"""
LEAST_FREE = 8 * MEGA
"""With less free after a failure the disk is full: no report fits any more, whatever the failure said."""
SAMPLE = 50


def needs_in_words(tasks: Sequence[ReportTask], jobs: int, attacked: int = 0) -> list[str]:
    """Say what making these reports needs beside what there is, and warn of what will not fit; nothing for none.

    `attacked` is the number of IKCs in the edition when an attack follows, which takes more than reports do when there
    are many.
    """
    if not tasks:
        return []
    jobs = min(max(jobs, 1), len(tasks))
    disk, free = disk_needed(tasks, jobs), free_disk(tasks[0].reports)
    base = MEMORY + MEMORY_OF_BOOK * any(map(_is_book, tasks))
    attack = (ATTACK + attacked * ATTACK_PER_IKC) * bool(attacked)
    reports, there = base + jobs * MEMORY_PER_JOB, free_memory()
    count = "1 rapport" if len(tasks) == 1 else f"{with_points(len(tasks))} rapporten"
    known = f" (vrij: {in_bytes(there)})" if there is not None else ""
    line = (
        f"Nodig voor {count}: ongeveer {in_bytes(disk)} schijf (vrij: {in_bytes(free)}) en "
        f"{in_bytes(reports)} geheugen bij {jobs} tegelijk{known}."
    )
    if attack > reports:
        line += f" De aanval van buiten aan het einde vraagt ongeveer {in_bytes(attack)} geheugen."
    fits = jobs if there is None else (there - base) // MEMORY_PER_JOB
    found = [line, *_warnings(disk - free, jobs, fits)]
    if there is not None and there < attack:
        found.append(
            "Let op: zoveel geheugen is niet vrij, en zonder aanval is deze editie niet te publiceren. Neem een "
            "grotere computer."
        )
    return found


def _warnings(disk_short: int, jobs: int, fits: int) -> Iterator[str]:
    """Say how many bytes of disk are short, and that fewer reports than `jobs` fit in memory at a time."""
    if disk_short > 0:
        yield (
            f"Let op: dit past waarschijnlijk niet op de schijf, er is {in_bytes(disk_short)} te weinig. Maak ruimte "
            "vrij, of zet de studie op een grotere schijf. Raakt de schijf vol, dan blijft staan wat klaar is."
        )
    if 1 <= fits < jobs:
        yield f"Let op: zoveel rapporten tegelijk vragen meer geheugen dan vrij is. Kies minder: `--jobs {fits}`."
    elif fits < 1:
        yield "Let op: er is te weinig geheugen vrij. Sluit andere programma’s, of neem een grotere computer."


def disk_needed(tasks: Sequence[ReportTask], jobs: int) -> int:
    """Give the bytes that making these reports adds to the disk: a report that is made again takes its own place.

    What one weighs comes from reports of this edition that are there, else from what was measured.
    """
    new = [task for task in tasks if not task.target.is_dir()]
    books, others = [task for task in new if _is_book(task)], [task for task in new if not _is_book(task)]
    known = _known_size(tasks[0]) if others else None
    each = sum(task_bytes(task) for task in others) if known is None else known * len(others)
    at_once = jobs * max((len(group) for group in groups_of(tasks, jobs)), default=1)
    return int(sum(map(task_bytes, books)) + each + at_once * WORK_BYTES)


def task_bytes(task: ReportTask) -> int:
    """Give what a report weighs as it was measured, by its forms."""
    sizes = BOOK_BYTES if _is_book(task) else REPORT_BYTES
    return sum(sizes[form] for form in task.formats)


def _is_book(task: ReportTask) -> bool:
    return task.profile == "boek"


def _known_size(task: ReportTask) -> float | None:
    """Give the mean bytes of reports of IKCs in this edition that have the same forms; None where there are none."""
    stamps = sorted(task.stamp.parent.glob("*.json"))
    sizes = []
    for path in stamps:
        files = [task.reports / path.stem / name for name in (read_stamp(path) or {OUTPUTS: {}})[OUTPUTS]]
        forms = {file.suffix.lstrip(".") for file in files if file.stem == "rapport"}
        if forms == set(task.formats) and all(file.is_file() for file in files):
            sizes.append(sum(file.stat().st_size for file in files))
        if len(sizes) == SAMPLE:
            break
    return sum(sizes) / len(sizes) if sizes else None


def free_disk(folder: Path) -> int:
    """Give the bytes that are free where a folder is or will be."""
    return shutil.disk_usage(next(place for place in (folder, *folder.absolute().parents) if place.is_dir())).free


def free_memory(machine: Path = Path("/")) -> int | None:
    """Give the bytes of memory that are free on this machine or in this container; None where it does not tell."""
    told = [found for found in (_of_machine(machine), _of_container(machine)) if found is not None]
    return min(told) if told else None


def _of_machine(machine: Path) -> int | None:
    lines = _read(machine / "proc/meminfo").splitlines()
    words = next((line.split() for line in lines if line.startswith("MemAvailable:")), None)
    return int(words[1]) * 1024 if words else None


def _of_container(machine: Path) -> int | None:
    most, used = (_read(machine / "sys/fs/cgroup" / name).strip() for name in ("memory.max", "memory.current"))
    return max(int(most) - int(used), 0) if most.isdigit() and used.isdigit() else None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


def in_bytes(size: float) -> str:
    """Give a size as a person says it: `870 kB`, `12 MB`, `1,2 GB`."""
    for unit, name in ((GIGA, "GB"), (MEGA, "MB")):
        if size >= unit:
            number = size / unit
            return f"{number:.0f} {name}" if number >= 10 else f"{number:.1f} {name}".replace(".", ",")
    return f"{size / KILO:.0f} kB"


class StopsWhenFull:
    """Listens to a batch for another listener, and ends the run when the disk is full.

    Every report after that would fail too, each after as much time as making one takes.
    """

    def __init__(self, listener: Listener, reports: Path, total: int) -> None:
        self.listener, self.reports, self.total, self.ready = listener, reports, total, 0

    def started(self, task: ReportTask) -> None:
        """Pass on that a report begins."""
        self.listener.started(task)

    def ended(self, outcome: Outcome) -> None:
        """Pass on how a report ended; raises InvoerFout when there is no room for another."""
        self.listener.ended(outcome)
        self.ready += outcome.state != "mislukt"
        if outcome.state == "mislukt" and self._is_full(outcome):
            counted = f"{with_points(self.ready)} van {with_points(self.total)} rapporten zijn klaar en blijven staan."
            raise InvoerFout(
                [Melding(shown_path(self.reports), "de schijf is vol; de run is gestopt.", regels=(counted,),
                         advies="Maak ruimte vrij en geef dezelfde opdracht opnieuw: die maakt alleen wat nog niet "
                         "klaar is.", code="schijf_vol")]
            )  # fmt: skip

    def _is_full(self, outcome: Outcome) -> bool:
        return tells_of_a_full_disk(outcome.melding) or free_disk(self.reports) < LEAST_FREE
