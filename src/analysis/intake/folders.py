"""The files in a folder and below it, whatever a folder may do: loop, be closed, hold files of the system."""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from analysis.errors import Melding

SYSTEM_NAMES = ("thumbs.db", "desktop.ini", ".ds_store", "ehthumbs.db", "icon\r")
SYSTEM_STARTS = ("~$", "._", ".~lock")
SILENT_STARTS = (".", "__macosx", "readme", "leesmij")
MOST_NAMED = 12


@dataclass
class Walk:
    """What a walk through folders met: files of the system (passed over), and what could not be opened."""

    system: list[Path] = field(default_factory=list)
    closed: list[tuple[Path, str]] = field(default_factory=list)


def is_system_file(name: str) -> bool:
    """Tell whether a name is one that Windows, macOS or Office leaves beside files."""
    return name.lower() in SYSTEM_NAMES or name.lower().startswith(SYSTEM_STARTS)


def list_entries(folder: Path, walk: Walk) -> list[Path]:
    """List a folder sorted by name, without hidden files, files of the system and texts for people."""
    try:
        entries = list(folder.iterdir()) if folder.is_dir() else []
    except OSError:
        walk.closed.append((folder, "deze map is niet te openen; wat erin staat is niet gelezen."))
        return []
    walk.system += [path for path in entries if is_system_file(path.name)]
    kept = [
        path for path in entries if not is_system_file(path.name) and not path.name.lower().startswith(SILENT_STARTS)
    ]
    return sorted(
        (path for path in kept if _can_be_reached(path, walk)), key=lambda path: (path.name.lower(), path.name)
    )


def list_files(folder: Path, walk: Walk, above: tuple[str, ...] = ()) -> list[Path]:
    """List the files in a folder and the folders below it, sorted by name; links are followed, but not in a circle."""
    real = os.path.realpath(folder)
    if real in above:
        walk.closed.append((folder, "deze koppeling wijst naar een map waar zij zelf in staat."))
        return []
    return [
        file
        for path in list_entries(folder, walk)
        for file in (list_files(path, walk, (*above, real)) if path.is_dir() else [path])
    ]


def _can_be_reached(path: Path, walk: Walk) -> bool:
    """Tell whether an entry is there: a link may point to nothing, or to itself."""
    try:
        kind = path.stat().st_mode
    except OSError:
        walk.closed.append((path, "dit is een koppeling naar iets dat er niet is, of niet te openen is."))
        return False
    if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
        walk.closed.append((path, "dit is geen gewoon bestand."))
        return False
    return True


def meldingen_of_walk(walk: Walk, name_of: Callable[[Path], str], place: str) -> list[Melding]:
    """Say what was not opened (a fout: it may be a delivery) and name the files of the system (they do not block)."""
    advies = "Geef leesrechten, of zet de map of het bestand zelf hier."
    closed = [Melding(name_of(path), tekst, advies=advies, code="niet_te_openen") for path, tekst in walk.closed]
    names = sorted({name_of(path) for path in walk.system})
    if not names:
        return closed
    rest = len(names) - MOST_NAMED
    lines = (*names[:MOST_NAMED], f"en nog {rest} andere") if rest > 0 else tuple(names)
    tekst = "bestanden van het systeem of van een open werkmap zijn overgeslagen."
    return [*closed, Melding(place, tekst, "waarschuwing", lines, "Ze kunnen weg.", "systeembestand")]
