"""Runs of one study at the same time: file locks of the library `filelock`, and a note of who holds each.

`reports/werkmap/studie.slot` guards what every run of a study writes: data/processed, the results, index and manifest.
Whoever finds it taken waits. `reports/werkmap/<editie>/<rapport>.slot` is a claim on a report: runs of different IKCs
work side by side (a job per IKC on a cluster), a second run of the same report is refused. Whichever process writes a
report holds `<rapport>.maakt.slot`: one that outlives its killed run is waited for, on whatever computer it is.

The system holds a lock (`flock`; on Windows `msvcrt`) as long as its process lives, so that of a dead process is open
again by itself. On a network file system this holds where its server knows locks: NFS from version 4, SMB, and Lustre
or GPFS mounted with `flock`. Where there is no `flock` at all, filelock makes lock files instead; then that of a
computer that broke down stays, and the message names the file to throw away.
"""

import contextlib
import itertools
import os
import platform
import shutil
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.errors import InvoerFout, Melding
from analysis.study.settings import Study

WORK = "werkmap"
"""Folder of unfinished work in `reports`. Not a hidden one: below a hidden folder Quarto renders nothing."""
SUFFIX, NOTE = ".slot", ".houder"
MAKING = f".maakt{SUFFIX}"
PATIENCE = 3600.0
"""Seconds that a run waits for another one to read deliveries and compute results."""
MAKER_PATIENCE = 180.0
"""Seconds that a report waits for a process of a dead run; a server of files frees what a lost computer held sooner."""
LOOK_AGAIN = 0.1
MOST_ATTEMPTS = 1000
"""Times that a folder may be gone when it is needed, before something else is wrong with it."""


def work_folder(study: Study, editie: str) -> Path:
    """Give the folder of an edition's unfinished work and claims; nothing in it is ever published."""
    return study.reports / WORK / editie


@contextlib.contextmanager
def study_lock(study: Study) -> Iterator[None]:
    """Have a study's shared files to oneself; waits for another process, and lets this one in again."""
    path = study.reports / WORK / f"studie{SUFFIX}"
    lock = _lock_of(path)
    if lock.is_locked:
        yield
        return
    if not _take(lock):
        print(f"Een andere run van deze studie is bezig ({_holder(path)}). Deze run wacht ...", file=sys.stderr)
        if not _take(lock, PATIENCE):
            raise _refusal("Een andere run houdt deze studie te lang bezet.", [path])
    try:
        yield
    finally:
        _release(lock)


@contextlib.contextmanager
def claim_reports(folder: Path, names: Iterable[str]) -> Iterator[None]:
    """Claim reports for this run; raises InvoerFout naming every report that another run has at hand."""
    locks = [_lock_of(folder / f"{name}{SUFFIX}") for name in names]
    taken = []
    try:
        for lock in locks:
            if _take(lock):
                taken.append(lock)
        if busy := [Path(lock.lock_file) for lock in locks if lock not in taken]:
            raise _refusal("Een andere run maakt deze rapporten al.", busy)
        yield
    finally:
        for lock in taken:
            _release(lock)


@contextlib.contextmanager
def make_alone(work: Path) -> Iterator[None]:
    """Have a report's working folder to this process alone; waits for one whose run was killed and that still ends.

    Raises InvoerFout when that takes longer than `MAKER_PATIENCE`.
    """
    path = _maker_of(work)
    lock = _lock_of(path)
    if not _take(lock, MAKER_PATIENCE):
        raise _refusal("Een proces van een andere run maakt dit rapport nog.", [path])
    try:
        yield
    finally:
        _release(lock)


def clear_unfinished(work: Path, patience: float = 0.0) -> None:
    """Throw away what is left in a report's working folder; not what another process still works on after `patience`.

    `patience` is in seconds.
    """
    if work.exists() or _maker_of(work).exists():
        lock = _lock_of(_maker_of(work))
        if not _take(lock, patience):
            return
        shutil.rmtree(work, ignore_errors=True)
        _release(lock)
    clear_empty(work.parent)  # stays when another run is at work in it


def _maker_of(work: Path) -> Path:
    return work.with_name(f"{work.name}{MAKING}")


def refuse_while_reports_are_made(study: Study, editie: str) -> None:
    """Stop when another run makes reports of this edition: new results would change under its hands.

    Looking is taking for a moment, so only who holds the study's lock may look: claims are made under it as well.
    """
    if busy := [path for path in sorted(work_folder(study, editie).glob(f"*{SUFFIX}")) if _is_of_another(path)]:
        raise _refusal(
            "De resultaten moeten opnieuw gemaakt worden (door --fresh, of omdat leveringen of programma veranderden), "
            "maar een andere run maakt er nu rapporten mee.",
            busy,
        )


def _is_of_another(path: Path) -> bool:
    lock = _lock_of(path)
    if lock.is_locked:
        return False
    if not _take(lock):
        return True
    _release(lock)
    return False


def _lock_of(path: Path) -> FileLock:
    """Give the lock of a file; within one process always the same one, so that it can be asked whether it is ours."""
    return FileLock(path, is_singleton=True)


def _take(lock: FileLock, seconds: float = 0.0) -> bool:
    """Take a lock and note who has it; tells whether that went in time."""
    path = Path(lock.lock_file)
    for attempt in itertools.count(1):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=seconds, poll_interval=LOOK_AGAIN)
        except Timeout:
            return False
        except (FileNotFoundError, FileExistsError):  # another process just cleared the empty folder away, or made it
            if attempt == MOST_ATTEMPTS:
                raise
            continue
        now = datetime.now().strftime("%d-%m-%Y %H:%M")
        path.with_suffix(NOTE).write_text(f"proces {os.getpid()} op {platform.node()}, sinds {now}", encoding="utf-8")
        return True


def _release(lock: FileLock) -> None:
    """Give a lock back, and clear its files and the folders that are then empty.

    The files go before the lock does: whoever gets the lock of a file that is gone, filelock lets try again.
    """
    path = Path(lock.lock_file)
    with contextlib.suppress(OSError):  # Windows keeps a file that is open
        path.with_suffix(NOTE).unlink()
        path.unlink()
    lock.release()
    clear_empty(path.parent)


def clear_empty(folder: Path) -> None:
    """Take away a folder of unfinished work, and those around it, as far as nothing is in them."""
    work = next(around for around in (folder, *folder.parents) if around.name == WORK)
    for around in dict.fromkeys((folder, work, work.parent)):
        with contextlib.suppress(OSError):
            around.rmdir()


def _holder(path: Path) -> str:
    """Say who has a lock: process, computer and since when."""
    with contextlib.suppress(OSError):
        return path.with_suffix(NOTE).read_text(encoding="utf-8")
    return "een ander proces"


def _refusal(text: str, busy: list[Path]) -> InvoerFout:
    shown = ", ".join(path.as_posix()[path.as_posix().rindex(f"reports/{WORK}") :] for path in busy)
    advies = (
        "Wacht tot die run klaar is, en begin dan opnieuw. Draaide die run op een computer die is uitgevallen? "
        f"Gooi dan weg: {shown}"
    )
    lines = tuple(f"{path.stem}: {_holder(path)}" for path in busy)
    return InvoerFout([Melding("", text, regels=lines, advies=advies, code="andere_run")])
