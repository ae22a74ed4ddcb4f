"""The manifest of an edition: from what, by what and with what settings every file was made."""

import contextlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from platform import python_version
from typing import Any

import pypandoc
import typst

import analysis
from analysis.publishing.edition_folder import MANIFEST, made_files
from analysis.publishing.making import Outcome
from analysis.publishing.quarto import find_quarto, quarto_version
from analysis.publishing.task import ReportTask
from analysis.study import Study
from analysis.study.hashes import Memory, hash_file, hash_folder, write_json
from analysis.study.sources import hash_sources, package_versions
from analysis.study.stamps import hash_settings, stamp_file

SEED = 0
INTERN = "intern"
PROVENANCE = "herkomst"
MISSING_STATE = "ontbreekt: fouten in de levering"
READY, OUT_OF_DATE, NOT_MADE = "klaar", "verouderd", "niet gemaakt"
STATES = {"overgeslagen": READY, "ontbreekt": MISSING_STATE}


def build_manifest(
    study: Study,
    reports: Path,
    tasks: Sequence[ReportTask],
    outcomes: Sequence[Outcome],
    renderer: Mapping[str, str],
    memory: Memory,
    seed: int = SEED,
) -> dict[str, Any]:
    """Give the manifest of an edition's folder: the same run on the same input gives the same bytes.

    No times and no paths of this machine. It lists every file in the folder that a run made, with hash and size, also
    those of a report that is not up to date (`verouderd`). Hashes of deliveries and settings are in the internal
    edition only: a small number can be found from the hash of the file that has it.
    """
    done = {outcome.name: STATES.get(outcome.state, outcome.state) for outcome in outcomes}
    public = reports.name != INTERN
    return {
        "studie": study.naam,
        "editie": reports.name,
        "synthetisch": study.synthetisch,
        "onthulling": _disclosure(study) if public else None,
        **({} if public else provenance(study, tasks, memory)),
        "code": {"versie": analysis.__version__, "sha256": hash_sources(memory)},
        "python": python_version(),
        "pakketten": package_versions(),
        "weergave": dict(renderer),
        "seed": seed,
        "rapporten": {task.name: _report(task, done.get(task.name) or _left_over(task)) for task in tasks},
        "uitvoer": _described(reports, made_files(reports, tasks), memory),
    }


def _disclosure(study: Study) -> dict[str, Any]:
    """Say how counts were kept from giving a child away: the method, the base of rounding, the threshold."""
    publicatie = study.publicatie
    return {"methode": publicatie.methode, "basis": publicatie.basis or None, "drempel": publicatie.drempel}


def provenance(study: Study, tasks: Sequence[ReportTask], memory: Memory) -> dict[str, Any]:
    """Give the hashes of everything that went in: for the internal edition and for `reports/stempels`, never public."""
    return {
        "invoer": hash_deliveries(study, memory),
        "studie_bestanden": _listed(hash_settings(study, memory)),
        "invoer_van_rapporten": {task.name: task.fingerprint for task in tasks},
    }


def write_provenance(study: Study, editie: str, tasks: Sequence[ReportTask], memory: Memory) -> None:
    """Keep what an edition was made from in `reports/stempels`, with the hash of its manifest."""
    path = stamp_file(study.reports, PROVENANCE, editie)
    path.parent.mkdir(parents=True, exist_ok=True)
    made = hash_file(study.reports / editie / MANIFEST)
    write_json(path, {**provenance(study, tasks, memory), MANIFEST: made})


def write_manifest(reports: Path, manifest: Mapping[str, Any]) -> Path:
    """Write `manifest.json` in the edition's folder in one step."""
    write_json(reports / MANIFEST, manifest)
    return reports / MANIFEST


def hash_deliveries(study: Study, memory: Memory | None = None) -> list[dict[str, str]]:
    """Give the sha256 of every file in data/raw, by its path."""
    found = hash_folder(study.raw, memory=memory) if study.raw.is_dir() else {}
    return _listed({f"data/raw/{name}": digest for name, digest in found.items()})


def describe_renderer(name: str) -> dict[str, str]:
    """Give a renderer's name and version, for the manifest and for the stamps."""
    program = find_quarto() if name == "quarto" else None
    if program:
        return {"naam": name, "versie": quarto_version(program)}
    return {"naam": name, "versie": f"pandoc {pypandoc.get_pandoc_version()}, typst {typst_version()}"}


@cache
def typst_version() -> str:
    """Give the version of the compiler, as every PDF names it; the package that it comes in has another one."""
    return str(json.loads(typst.query(b"#metadata(str(sys.version)) <versie>", "<versie>", field="value", one=True)))


def _report(task: ReportTask, state: str) -> dict[str, Any]:
    return {
        "staat": state,
        "parameters": dict(task.parameters),
        "notebooks": [path.name for path in task.notebooks],
        "formaten": sorted(task.formats),
    }


def _left_over(task: ReportTask) -> str:
    """Say what a report is that this run did not ask for: made from other inputs, failed before, or never made."""
    if task.target.is_dir():
        return OUT_OF_DATE
    return "mislukt" if task.log.is_file() else NOT_MADE


def _described(reports: Path, names: Sequence[str], memory: Memory) -> list[dict[str, Any]]:
    """Give name, hash and size of files; not of an older file that another run puts its own in the place of now."""
    found = []
    for name in names:
        with contextlib.suppress(FileNotFoundError):
            path = reports / name
            digest = memory.recall(path, hash_file)
            found.append({"bestand": name, "sha256": digest, "bytes": path.stat().st_size})
    return found


def _listed(files: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"bestand": name, "sha256": digest} for name, digest in files.items()]
