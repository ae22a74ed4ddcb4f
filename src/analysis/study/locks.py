"""Runs of one study at the same time: who is at work on what, in files that one process makes for itself.

`reports/werkmap/studie.slot` guards what every run of a study writes: data/processed, the results, index and manifest.
Whoever finds it taken waits. `reports/werkmap/<editie>/<rapport>.slot` is a claim on a report: runs of different IKCs
work side by side (a job per IKC on a cluster), a second run of the same report is refused.

A slot names a process and a computer. That of a dead process on this computer is taken over; of a process on another
computer nobody can tell, so the message names the file to throw away.
"""

import contextlib
import json
import os
import platform
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from analysis.errors import InvoerFout, Melding
from analysis.study.settings import Study

WORK = "werkmap"
"""Folder of unfinished work in `reports`. Not a hidden one: below a hidden folder Quarto renders nothing."""
SUFFIX = ".slot"
PATIENCE = 3600.0
"""Seconds that a run waits for another one to read deliveries and compute results."""
LOOK_AGAIN = 0.1
TORN_AFTER = 10.0
"""Seconds after which a slot that names nobody was left by a process that died while writing it."""


@dataclass(frozen=True)
class Holder:
    """The process that has a slot. `begin` is when the process began, in the system's own ticks (empty: unknown)."""

    pid: int
    computer: str
    begin: str
    sinds: str = ""

    def is_same(self, other: "Holder") -> bool:
        """Tell whether two slots are of one process."""
        return (self.pid, self.computer, self.begin) == (other.pid, other.computer, other.begin)

    def is_alive(self) -> bool:
        """Tell whether the process may still run; on another computer, or on Windows, always."""
        if self.computer != platform.node() or os.name == "nt":
            return True
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return self.begin == _begin_of(self.pid)

    def __str__(self) -> str:
        """Say who it is, for a message."""
        return f"proces {self.pid} op {self.computer}, sinds {self.sinds}"


def work_folder(study: Study, editie: str) -> Path:
    """Give the folder of an edition's unfinished work and claims; nothing in it is ever published."""
    return study.reports / WORK / editie


@contextlib.contextmanager
def study_lock(study: Study) -> Iterator[None]:
    """Have a study's shared files to oneself; waits for another process, and lets this one in again."""
    path = study.reports / WORK / f"studie{SUFFIX}"
    holder = _read(path)
    if holder is not None and holder.is_same(_me()):
        yield
        return
    _wait_for(path)
    try:
        yield
    finally:
        _release(path)


def _wait_for(path: Path) -> None:
    until = time.monotonic() + PATIENCE
    told = False
    while (holder := _take(path)) is not None:
        if time.monotonic() > until:
            raise _refusal("Een andere run houdt deze studie te lang bezet.", [(path, holder)])
        if not told:
            print(f"Een andere run van deze studie is bezig ({holder}). Deze run wacht ...", file=sys.stderr)
            told = True
        time.sleep(LOOK_AGAIN)


@contextlib.contextmanager
def claim_reports(folder: Path, names: Iterable[str]) -> Iterator[None]:
    """Claim reports for this run; raises InvoerFout naming every report that another run has at hand."""
    paths = [folder / f"{name}{SUFFIX}" for name in names]
    taken: list[Path] = []
    busy: list[tuple[Path, Holder]] = []
    try:
        for path in paths:
            holder = _take(path)
            if holder is None:
                taken.append(path)
            else:
                busy.append((path, holder))
        if busy:
            raise _refusal("Een andere run maakt deze rapporten al.", busy)
        yield
    finally:
        for path in taken:
            _release(path)


def refuse_while_reports_are_made(study: Study, editie: str) -> None:
    """Stop when another run makes reports of this edition: new results would change under its hands."""
    slots = [(path, _read(path)) for path in sorted(work_folder(study, editie).glob(f"*{SUFFIX}"))]
    busy = [(path, holder) for path, holder in slots if holder and holder.is_alive() and not holder.is_same(_me())]
    if busy:
        raise _refusal(
            "De resultaten moeten opnieuw gemaakt worden (door --fresh, of omdat leveringen of programma veranderden), "
            "maar een andere run maakt er nu rapporten mee.",
            busy,
        )


def _refusal(text: str, busy: list[tuple[Path, Holder]]) -> InvoerFout:
    advies = (
        "Wacht tot die run klaar is, en begin dan opnieuw. Weet u zeker dat die run niet meer bestaat? "
        f"Gooi dan weg: {', '.join(sorted({_shown(path) for path, _ in busy}))}"
    )
    lines = tuple(f"{path.stem}: {holder}" for path, holder in busy)
    return InvoerFout([Melding("", text, regels=lines, advies=advies, code="andere_run")])


def _shown(path: Path) -> str:
    return path.as_posix()[path.as_posix().rindex(f"reports/{WORK}") :]


def _take(path: Path) -> Holder | None:
    """Take a slot; gives None when it is ours now, else who has it."""
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x", encoding="utf-8") as stream:
                json.dump(asdict(_me()), stream)
            return None
        except FileNotFoundError:
            continue  # another process just cleared the empty folder away
        except FileExistsError:
            holder = _read(path)
        if holder is not None and holder.is_alive():
            return holder
        if holder is not None or _is_torn(path):
            _clear_dead(path, holder)
        else:
            time.sleep(LOOK_AGAIN / 10)  # it is being written, or just gone


def _clear_dead(path: Path, holder: Holder | None) -> None:
    """Throw a dead process's slot away, unless another process was first and it is now that one's."""
    if _read(path) == holder:
        path.unlink(missing_ok=True)


def _is_torn(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return time.time() - path.stat().st_mtime > TORN_AFTER
    return False


def _release(path: Path) -> None:
    """Give a slot back and clear the folders that are then empty."""
    path.unlink(missing_ok=True)
    clear_empty(path.parent)


def clear_empty(folder: Path) -> None:
    """Take away a folder of unfinished work, and those around it, as far as nothing is in them."""
    work = next(around for around in (folder, *folder.parents) if around.name == WORK)
    for around in dict.fromkeys((folder, work, work.parent)):
        with contextlib.suppress(OSError):
            around.rmdir()


def _read(path: Path) -> Holder | None:
    try:
        return Holder(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _me() -> Holder:
    now = datetime.now().strftime("%d-%m-%Y %H:%M")
    return Holder(os.getpid(), platform.node(), _begin_of(os.getpid()), now)


def _begin_of(pid: int) -> str:
    """Give when a process began: a number is used again, a number with its beginning is not. Empty without /proc."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""
