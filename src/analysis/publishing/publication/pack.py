"""An edition as a zip or a folder for a website: what the manifest lists, and the same bytes every time."""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from analysis.errors import InvoerFout, Melding
from analysis.study.writing import draft_of

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the zip: the oldest that a zip can have, so that the clock leaves no trace."""
LEVEL = 9


def pack_zip(files: Mapping[str, bytes], target: Path) -> Path:
    """Write a zip in one step, sorted by name; the same files give the same bytes."""
    draft = draft_of(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as packed:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            packed.writestr(entry, files[name])
    os.replace(draft, target)
    return target


def pack_folder(files: Mapping[str, bytes], target: Path) -> Path:
    """Write a new folder in one step: made beside it, then put in its place."""
    draft = draft_of(target)
    shutil.rmtree(draft, ignore_errors=True)
    for name, content in files.items():
        (draft / name).parent.mkdir(parents=True, exist_ok=True)
        (draft / name).write_bytes(content)
    if target.is_dir():
        target.rmdir()
    draft.rename(target)
    return target


def check_target(target: Path) -> None:
    """Refuse a folder that has something in it already: what was published there before would stay among it."""
    taken = target.is_file() if target.suffix != ".zip" else target.is_dir()
    if taken or (target.is_dir() and any(target.iterdir())):
        raise InvoerFout(
            [Melding(target.name, "deze map is niet leeg.", code="map_niet_leeg",
                     advies="Kies een nieuwe map, of een bestand dat op .zip eindigt.")]
        )  # fmt: skip


def read_listed(folder: Path, hashes: Mapping[str, str]) -> dict[str, bytes]:
    """Read the listed files, each once; stops when one is no longer what was checked."""
    files = {name: (folder / name).read_bytes() for name in hashes}
    changed = tuple(name for name, content in files.items() if hashlib.sha256(content).hexdigest() != hashes[name])
    if changed:
        raise InvoerFout(
            [Melding(f"reports/{folder.name}", "bestanden zijn veranderd terwijl ze werden nagekeken.", regels=changed,
                     advies="Begin opnieuw.", code="editie_veranderd")]
        )  # fmt: skip
    return files


def unpack(publication: Path, folder: Path) -> Path:
    """Unpack an earlier publication of ours in a folder of its own, and give it; a folder is given as it is."""
    if publication.is_dir():
        return publication
    with zipfile.ZipFile(publication) as packed:
        packed.extractall(folder)
    return folder
