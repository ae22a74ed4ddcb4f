"""May this edition leave? Only the public one, whole, and byte for byte what its manifest says."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from analysis.errors import InvoerFout, Melding
from analysis.publishing.edition_folder import MANIFEST, NOTICE, strange_files
from analysis.publishing.manifest import MISSING_STATE, READY
from analysis.study.hashes import hash_file, read_json

PUBLIC = "publiek"
AGAIN = "Draai eerst `ikc run` voor de hele publieke editie, zonder --ikc."
MOST_NAMED = 12


def read_ready_manifest(folder: Path) -> Mapping[str, Any]:
    """Give the manifest of an edition that may leave; raises InvoerFout with everything that forbids it."""
    manifest = read_json(folder / MANIFEST)
    if manifest is None or not isinstance(manifest.get("uitvoer"), list):
        raise InvoerFout(
            [Melding(f"reports/{folder.name}", "hier is geen hele editie.", advies=AGAIN, code="geen_editie")]
        )
    problems = [*_of_edition(folder, manifest), *_of_reports(manifest), *_of_files(folder, manifest["uitvoer"])]
    if problems:
        raise InvoerFout(problems)
    return manifest


def _of_edition(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Melding]:
    """Refuse what is internal, whatever its folder is called."""
    said = {manifest.get("editie"), *(item["parameters"].get("editie") for item in manifest["rapporten"].values())}
    if said != {PUBLIC} or (folder / NOTICE).exists():
        text = "dit is niet de publieke editie; de interne verlaat deze map nooit."
        advies = "Publiceer de publieke editie: `ikc run`, dan `ikc publiceer`."
        yield Melding(f"reports/{folder.name}", text, advies=advies, code="interne_editie")


def _of_reports(manifest: Mapping[str, Any]) -> Iterator[Melding]:
    """Refuse an edition with a report that failed, is out of date or was not made; an IKC set aside may miss."""
    states = {name: item["staat"] for name, item in manifest["rapporten"].items()}
    lines = tuple(f"{name}: {state}" for name, state in states.items() if state not in (READY, MISSING_STATE))
    if lines:
        yield _melding("{n} niet klaar.", "rapport is", "rapporten zijn", lines, AGAIN, "editie_niet_heel")


def _of_files(folder: Path, listed: Sequence[Mapping[str, Any]]) -> Iterator[Melding]:
    names = {item["bestand"]: item for item in listed}
    changed = tuple(name for name, item in names.items() if not _is_as_listed(folder, name, item))
    if changed:
        yield _melding("{n} niet zoals het manifest zegt: veranderd of weg.", "bestand is", "bestanden zijn", changed,
                       "Draai `ikc run --fresh`.", "editie_veranderd")  # fmt: skip
    strange = tuple(strange_files(folder, names))
    if strange:
        yield _melding("{n} niet in het manifest: geen run maakte dit.", "bestand staat", "bestanden staan", strange,
                       "Haal ze uit de map, of gooi ze weg.", "vreemd_bestand")  # fmt: skip


def _is_as_listed(folder: Path, name: str, item: Mapping[str, Any]) -> bool:
    """Tell whether a listed file is there, is no link out of the folder, and has the bytes that the manifest names."""
    path, parts = folder / name, PurePosixPath(name).parts
    inside = not PurePosixPath(name).is_absolute() and ".." not in parts
    if not inside or not path.is_file() or path.is_symlink() or not path.resolve().is_relative_to(folder.resolve()):
        return False
    return path.stat().st_size == item.get("bytes") and hash_file(path) == item["sha256"]


def _melding(text: str, one: str, many: str, lines: Sequence[str], advies: str, code: str) -> Melding:
    rest = len(lines) - MOST_NAMED
    shown = (*lines[:MOST_NAMED], f"en nog {rest} andere") if rest > 0 else tuple(lines)
    count = f"1 {one}" if len(lines) == 1 else f"{len(lines)} {many}"
    return Melding(f"reports/{PUBLIC}", text.format(n=count), regels=shown, advies=advies, code=code)
