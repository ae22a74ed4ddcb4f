"""Writing that can fail through no fault of ours: no rights, a read-only place, a full disk. Said, and nothing half."""

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import InvoerFout, Melding

_UNWRITABLE = {
    errno.EACCES: ("is niet te schrijven", "Geef uzelf schrijfrechten, of kies een andere map."),
    errno.EPERM: ("is niet te schrijven", "Geef uzelf schrijfrechten, of kies een andere map."),
    errno.EROFS: ("is alleen te lezen", "Kopieer de studie naar een plek waar u mag schrijven."),
    errno.ENOSPC: ("past niet meer op de schijf: die is vol", "Maak ruimte vrij en begin opnieuw."),
    errno.EDQUOT: ("past niet meer: uw ruimte op deze schijf is op", "Maak ruimte vrij en begin opnieuw."),
}


def melding_of_write(error: BaseException) -> Melding | None:
    """Give the message for what could not be written: no rights, read-only, a full disk; None for any other error.

    An error that came of such a one (a notebook that was half written and could not be read back) counts too.
    """
    while not (isinstance(error, OSError) and error.errno in _UNWRITABLE):
        if error.__context__ is None:
            return None
        error = error.__context__
    what, advies = _UNWRITABLE[error.errno]
    name = shown_path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else ""
    return Melding(name, f"dit {what}." if name else f"een bestand {what}.", advies=advies, code="niet_te_schrijven")


def tells_of_a_full_disk(text: str) -> bool:
    """Tell whether a message says that the disk, or the user's part of it, is full."""
    return any(_UNWRITABLE[number][0] in text for number in (errno.ENOSPC, errno.EDQUOT))


def shown_path(path: Path | str) -> str:
    """Give a path as the user would type it from here."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else Path(relative).as_posix()


def write_whole(path: Path, content: str | bytes) -> Path:
    """Write a file in one step: it is there whole or not at all. Text is UTF-8, its line ends stay as they are.

    Each call has a draft of its own: runs on other computers may write the same file at the same time.
    """
    draft = draft_of(path.with_name(f"{path.name}.{secrets.token_hex(4)}"))
    try:
        draft.write_bytes(content.encode() if isinstance(content, str) else content)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def draft_of(path: Path) -> Path:
    """Give the hidden name that something has beside its place until it is whole."""
    return path.with_name(f".{path.name}.deel")


@contextmanager
def told_when_unwritable() -> Iterator[None]:
    """Turn an OSError of our own writing into InvoerFout: what a user can mend is said in Dutch, not by a traceback."""
    try:
        yield
    except OSError as error:
        melding = melding_of_write(error)
        if melding is None:
            raise
        raise InvoerFout([melding]) from error


def swap_in(folder: Path, work: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a folder in `work`, and put it in the place of `folder`.

    A run that is killed leaves the old folder or the new one, never a mix.
    """
    fresh, old = (work / f"{folder.name}-{which}" for which in ("nieuw", "oud"))
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    with gone_when_unfinished(fresh):
        write(fresh)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def gone_when_unfinished(folder: Path) -> Iterator[None]:
    """Make a folder to write in; when the writing stops halfway (a full disk) nothing of it stays."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
