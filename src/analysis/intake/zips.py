"""What is in a zip of toewijzingen: messages, exports, zips with either (one level deep); never past a limit."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from analysis.intake.folders import is_system_file
from analysis.intake.formats import SUFFIXES
from analysis.intake.jw301 import MESSAGE_LIMIT, Message
from analysis.intake.sheet_facts import DAMAGE

EXPORTS = tuple(suffix for suffix in SUFFIXES if suffix not in (".txt", ".htm", ".html"))
"""A text or web page in a zip is more often an explanation than an export."""
ZIP_LIMIT = 2_000_000_000
SUSPECT_BYTES, MOST_PACKED = 100_000_000, 200
ALL_OF_IT = "(het hele zipbestand)"


def zipped_messages(file: Path | IO[bytes], deeper: bool = True) -> Iterator[Message]:
    """Give the messages in a zip one by one, in order of name, with those of the zips in it (one level deep).

    A member is never read past its size limit.
    """
    with zipfile.ZipFile(file) as archive:
        if _is_bomb(archive):
            yield Message(ALL_OF_IT, b"", "zipbestand is uitgepakt te groot")
            return
        for member in _members(archive):
            suffix = Path(member.filename).suffix.lower()
            if suffix in EXPORTS:
                continue
            if deeper and suffix == ".zip":
                yield from _messages_of_inner_zip(archive, member)
            else:
                yield _read_member(archive, member)


def zipped_exports(file: Path | IO[bytes], folder: Path, deeper: bool = True) -> Iterator[tuple[str, Path | str]]:
    """Unpack the exports of a zip one by one into a folder; give each with its name in the zip, or why it was not.

    The file on disk gets a name of our own: the name in the zip may lead out of the folder. A zip that is refused as a
    whole is told with its messages.
    """
    with zipfile.ZipFile(file) as archive:
        for number, member in enumerate([] if _is_bomb(archive) else _members(archive)):
            suffix = Path(member.filename).suffix.lower()
            place = folder / f"{number}{suffix}"
            if suffix not in EXPORTS and not (deeper and suffix == ".zip"):
                continue
            reden = _refusal(member, ZIP_LIMIT) or _unpack(archive, member, place)
            if suffix != ".zip":
                yield member.filename, reden or place
            elif not reden:
                yield from _exports_of_inner_zip(member.filename, place)
            place.unlink(missing_ok=True)


def is_empty(path: Path) -> bool:
    """Tell whether a zip holds nothing but folders and files of the system."""
    with zipfile.ZipFile(path) as archive:
        return not _members(archive)


def _exports_of_inner_zip(name: str, place: Path) -> Iterator[tuple[str, Path | str]]:
    """Give the exports of a zip in a zip; that it is damaged is told with its messages."""
    inner = place.with_suffix("")
    inner.mkdir()
    try:
        yield from ((f"{name}/{found}", path) for found, path in zipped_exports(place, inner, deeper=False))
    except DAMAGE:
        return


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: Path) -> str:
    try:
        with archive.open(member) as stream, place.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
    except DAMAGE:
        return "bestand is beschadigd in het zipbestand"
    return ""


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """List the members in order of name, without folders, hidden files and files of the system."""
    return sorted((item for item in archive.infolist() if not _is_noise(item)), key=lambda item: item.filename)


def _is_noise(member: zipfile.ZipInfo) -> bool:
    last = member.filename.replace("\\", "/").rsplit("/", 1)[-1]
    hidden = last.startswith(".") or member.filename.startswith("__MACOSX/")
    return member.is_dir() or hidden or is_system_file(last)


def _messages_of_inner_zip(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[Message]:
    """Give the messages of a zip in a zip, by way of a nameless temporary file: memory stays flat."""
    reden = _refusal(member, ZIP_LIMIT)
    if reden:
        yield Message(member.filename, b"", reden)
        return
    try:
        with tempfile.TemporaryFile() as copy:
            with archive.open(member) as stream:
                shutil.copyfileobj(stream, copy)
            for message in zipped_messages(copy, deeper=False):
                yield replace(message, naam=f"{member.filename}/{message.naam}")
    except DAMAGE:
        yield Message(member.filename, b"", "zipbestand in het zipbestand is beschadigd")


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Message:
    suffix = Path(member.filename).suffix.lower()
    if suffix != ".xml":
        return Message(member.filename, b"", f"geen bericht, maar een bestand {suffix or 'zonder soort'}")
    reden = _refusal(member, MESSAGE_LIMIT)
    if reden:
        return Message(member.filename, b"", reden)
    try:
        with archive.open(member) as stream:
            return Message(member.filename, stream.read(MESSAGE_LIMIT + 1))
    except DAMAGE:
        return Message(member.filename, b"", "bericht is beschadigd in het zipbestand")


def _is_bomb(archive: zipfile.ZipFile) -> bool:
    """Tell whether the members together unpack to very much more than they take, though none of them does alone."""
    sizes = [(item.file_size, item.compress_size) for item in archive.infolist() if not _is_suspect(item)]
    return _unpacks_to_much(sum(size for size, _ in sizes), sum(packed for _, packed in sizes))


def _is_suspect(member: zipfile.ZipInfo) -> bool:
    return _unpacks_to_much(member.file_size, member.compress_size)


def _unpacks_to_much(size: int, packed: int) -> bool:
    return size > SUSPECT_BYTES and size > MOST_PACKED * max(packed, 1)


def _refusal(member: zipfile.ZipInfo, limit: int) -> str:
    """Say why a member is not opened; empty when it may be.

    `zipfile` never gives more bytes than `file_size` says. Read with a limit all the same: without one it unpacks all
    that is there before it looks.
    """
    if member.flag_bits & 0x1:
        return "bericht is versleuteld met een wachtwoord"
    return "bericht is te groot" if member.file_size > limit or _is_suspect(member) else ""
