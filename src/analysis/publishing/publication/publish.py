"""The steps of `ikc publiceer`: judge, attack, show what a person must look at, sign, pack, and keep what left."""

import contextlib
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analysis.errors import InvoerFout, Melding
from analysis.publishing.edition_folder import MANIFEST
from analysis.publishing.gates import BouwFout, check_rendered
from analysis.publishing.gates_of_links import check_listed
from analysis.publishing.gates_of_pdf import check_pdfs
from analysis.publishing.gates_of_word import check_documents
from analysis.publishing.guard import leaks_in
from analysis.publishing.index_parts import dead_data_links
from analysis.publishing.publication.attention import to_look_at
from analysis.publishing.publication.pack import check_target, pack_folder, pack_zip, read_listed, unpack
from analysis.publishing.publication.ready import PUBLIC, read_ready_manifest
from analysis.study import Study
from analysis.study.hashes import hash_file
from analysis.study.locks import refuse_while_reports_are_made, study_lock
from analysis.study.writing import shown_path

SIGNED = "publicatie.json"
KEPT = "publicaties"
"""Folder in `reports` with every edition that left: the attack puts them beside the next one."""


@dataclass(frozen=True)
class Attacked:
    """What an attack on the published files said: whether it found something, and its report for people and as JSON."""

    found: bool
    words: str
    report: Mapping[str, Any]


Attack = Callable[[Path, Sequence[Path]], Attacked]


@dataclass(frozen=True)
class Judged:
    """An edition that may leave: its files with their hashes, the attack on them, and what a person must look at."""

    folder: Path
    hashes: Mapping[str, str]
    attacked: Attacked
    lines: tuple[str, ...]
    beside: tuple[str, ...]


def attack_published(folder: Path, beside: Sequence[Path]) -> Attacked:
    """Attack the files as they lie there, beside earlier publications."""
    from analysis.attack import attack_edition

    report = attack_edition(Path(shown_path(folder)), beside)
    return Attacked(report.geslaagd, report.als_tekst(), report.als_json())


def judge_publication(study: Study, beside: Sequence[Path] = (), attack: Attack = attack_published) -> Judged:
    """Check everything that can be checked of the public edition; raises InvoerFout with what forbids it to leave.

    The attack has every earlier publication beside it that the study kept, and those in `beside` (folders or zips).
    """
    folder = study.reports / PUBLIC
    with study_lock(study):
        if folder.is_dir():
            refuse_while_reports_are_made(study, PUBLIC)
        manifest = read_ready_manifest(folder)
        hashes = {item["bestand"]: item["sha256"] for item in manifest["uitvoer"]}
        hashes[MANIFEST] = hash_file(folder / MANIFEST)
        _pass_gates(study, folder, sorted(hashes))
        others = [*earlier_publications(study, hashes[MANIFEST]), *beside]
        attacked = _attack(folder, others, attack)
        lines = to_look_at(study, folder, manifest)
    return Judged(folder, hashes, attacked, tuple(lines), tuple(path.name for path in others))


def publish(study: Study, judged: Judged, name: str, day: date, target: Path | None = None) -> Path:
    """Pack what was judged, with who signed and when; keeps a zip of it in `reports/publicaties` and gives its place.

    With a `target`, a zip or a new folder, the publication is put there as well.
    """
    if not name.strip():
        raise InvoerFout([Melding("", "het akkoord heeft geen naam.", advies='Geef --akkoord "naam".', code="akkoord")])
    if target:
        check_target(target)
    files = read_listed(judged.folder, judged.hashes)
    signed = {
        "akkoord": {"naam": name.strip(), "datum": day.isoformat()},
        "manifest_sha256": judged.hashes[MANIFEST],
        "aanval": judged.attacked.report,
        "naast": list(judged.beside),
        "bekeken": list(judged.lines),
    }
    files[SIGNED] = (json.dumps(signed, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")
    kept = pack_zip(files, study.reports / KEPT / f"{day.isoformat()}-{judged.hashes[MANIFEST][:8]}.zip")
    if target is None:
        return kept
    return pack_zip(files, target) if target.suffix == ".zip" else pack_folder(files, target)


def earlier_publications(study: Study, manifest: str) -> list[Path]:
    """Give the publications that left before, oldest first; not one of this very edition."""
    kept = sorted((study.reports / KEPT).glob("*.zip"))
    return [path for path in kept if not path.stem.endswith(manifest[:8])]


def _pass_gates(study: Study, folder: Path, names: Sequence[str]) -> None:
    """Hold every file against the gates again: what was built may have been made by an older program."""
    problems = leaks_in(study, [folder / name for name in names], folder)
    problems += [*check_listed(folder, names), *dead_data_links(folder, names)]
    for check, ending in ((check_rendered, ".html"), (check_pdfs, ".pdf"), (check_documents, ".docx")):
        try:
            check(folder / name for name in names if name.endswith(ending))
        except BouwFout as error:
            problems += error.problems
    if problems:
        raise InvoerFout(
            [Melding(f"reports/{PUBLIC}", "deze editie komt niet door de poorten.", regels=tuple(problems),
                     advies="Draai `ikc run --fresh`; blijft het, haal dan weg wat er staat.", code="poort")]
        )  # fmt: skip


def _attack(folder: Path, others: Sequence[Path], attack: Attack) -> Attacked:
    with contextlib.ExitStack() as scratch:
        places = [
            unpack(path, Path(scratch.enter_context(tempfile.TemporaryDirectory())) / path.stem) for path in others
        ]
        attacked = attack(folder, places)
    if attacked.found:
        raise InvoerFout(
            [Melding(f"reports/{PUBLIC}", "een aanval van buiten herleidt kleine aantallen.",
                     regels=tuple(attacked.words.splitlines()), code="aanval_geslaagd",
                     advies="Publiceer deze editie niet. Kijk in study.yml naar `publicatie`: methode en drempel.")]
        )  # fmt: skip
    return attacked
