"""What lies in the folder of an edition: what runs made there, what no run makes any more, and what is not ours."""

import contextlib
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from analysis.publishing.task import LOGS, ReportTask
from analysis.study.hashes import STAMPS
from analysis.study.stamps import OUTPUTS, read_stamp, stamp_file

MANIFEST = "manifest.json"
RESULTS = "resultaten"
INDEX, INDEX_DATA, INDEX_LIST = "index.html", "index-gegevens.js", "index-lijst-{:02}.html"
"""The index; of many IKCs also their rows apart, and lists of them that need no script."""
_OF_INDEX = re.compile(r"index\.html|index-gegevens\.js|index-lijst-\d{2,}\.html")
NOTICE = "INTERN.txt"
NOTICE_TEXT = (
    "INTERN, niet verspreiden.\n\n"
    "Deze map is de interne editie. De rapporten, de tabellen en dit manifest bevatten kleine aantallen kinderen.\n"
    "Deel ze alleen met wie deze gegevens mag zien. Zet er niets van op een website.\n"
    "Publiceren gaat met de publieke editie: ikc run --edition publiek, en dan ikc publiceer.\n"
)
OWN_STAMPS = {RESULTS, "overzicht", "aanval", "delen"}
"""Stamps in the folder of an edition that are of no report."""


def made_files(reports: Path, tasks: Sequence[ReportTask]) -> list[str]:
    """Give the files in an edition's folder that a run made, by their name in it; the manifest is not among them.

    What somebody else put there is not ours: it is in no stamp, so it is in no manifest.
    """
    return [name for name in sorted(_made(reports, [task.name for task in tasks])) if (reports / name).is_file()]


def _made(reports: Path, names: Iterable[str]) -> Iterator[str]:
    yield from (*files_of_index(reports), NOTICE)
    for name in (*names, RESULTS):
        stamp = read_stamp(stamp_file(reports.parent, reports.name, name)) or {OUTPUTS: {}}
        yield from (f"{name}/{file}" for file in stamp[OUTPUTS])


def is_of_index(name: str) -> bool:
    """Tell whether a name in an edition's folder is that of the index or one of its parts."""
    return _OF_INDEX.fullmatch(name) is not None


def files_of_index(reports: Path) -> list[str]:
    """Give the files of the index that lie in an edition's folder."""
    return sorted(path.name for path in reports.glob("index*") if is_of_index(path.name))


def strange_files(reports: Path, known: Iterable[str]) -> list[str]:
    """Give the files in an edition's folder that are not among the known ones, hidden files too."""
    ours = {MANIFEST, *known}
    there = {path.relative_to(reports).as_posix() for path in reports.rglob("*") if path.is_file() or path.is_symlink()}
    return sorted(there - ours)


def withdraw(reports: Path, tasks: Sequence[ReportTask]) -> None:
    """Take away the reports that this study no longer has, with stamp and log: those of an IKC that left.

    Only what an earlier run made goes; a file of somebody else stays, in its folder.
    """
    stamps = (reports.parent / STAMPS / reports.name).glob("*.json")
    known = {*OWN_STAMPS, *(task.name for task in tasks)}
    for stamp in sorted(stamps):
        if stamp.stem not in known:
            _take_away(reports, stamp)
    for draft in reports.glob(".*.deel"):
        draft.unlink(missing_ok=True)


def _take_away(reports: Path, stamp: Path) -> None:
    folder = reports / stamp.stem
    for name in (read_stamp(stamp) or {OUTPUTS: {}})[OUTPUTS]:
        (folder / name).unlink(missing_ok=True)
    for below in sorted(folder.rglob("*"), reverse=True):
        with contextlib.suppress(OSError):
            below.rmdir()
    with contextlib.suppress(OSError):
        folder.rmdir()
    stamp.unlink()
    for ending in (".log", ".quarto.log"):
        (reports.parent / LOGS / reports.name / f"{stamp.stem}{ending}").unlink(missing_ok=True)


def take_away_report(task: ReportTask) -> None:
    """Take away an older report of an IKC that is set aside now: it must not pass for today's."""
    shutil.rmtree(task.target, ignore_errors=True)
    task.stamp.unlink(missing_ok=True)


def write_notice(reports: Path) -> None:
    """Write in the folder of the internal edition what it is, for who finds the folder."""
    (reports / NOTICE).write_text(NOTICE_TEXT, encoding="utf-8")
