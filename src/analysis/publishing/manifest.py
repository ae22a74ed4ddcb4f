"""The manifest of an edition: from what, by what and with what settings every file was made."""

from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from platform import python_version
from typing import Any

import pypandoc

import analysis
from analysis.publishing.batch import Outcome
from analysis.publishing.quarto import find_quarto, quarto_version
from analysis.publishing.task import ReportTask
from analysis.study import Study
from analysis.study.hashes import Memory, hash_file, hash_folder, write_json
from analysis.study.sources import hash_sources, package_versions
from analysis.study.stamps import hash_settings

MANIFEST = "manifest.json"
RESULTS = "resultaten"
INDEX = "index.html"
SEED = 0
MISSING_STATE = "ontbreekt: fouten in de levering"
STATES = {"overgeslagen": "klaar", "ontbreekt": MISSING_STATE}


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

    No times and no paths of this machine. A report that failed is named with its state, and files that an older run
    left of a report that is not up to date are not claimed.
    """
    done = {outcome.name: STATES.get(outcome.state, outcome.state) for outcome in outcomes}
    return {
        "studie": study.naam,
        "synthetisch": study.synthetisch,
        "invoer": hash_deliveries(study, reports.name, memory),
        "studie_bestanden": _listed(hash_settings(study, memory)),
        "code": {"versie": analysis.__version__, "sha256": hash_sources(memory)},
        "python": python_version(),
        "pakketten": package_versions(),
        "weergave": dict(renderer),
        "seed": seed,
        "rapporten": {task.name: _report(task, done[task.name]) for task in tasks if task.name in done},
        "uitvoer": _outputs(reports, [name for name, state in sorted(done.items()) if state == "klaar"], memory),
    }


def write_manifest(reports: Path, manifest: Mapping[str, Any]) -> Path:
    """Write `manifest.json` in the edition's folder in one step."""
    write_json(reports / MANIFEST, manifest)
    return reports / MANIFEST


def hash_deliveries(study: Study, editie: str, memory: Memory | None = None) -> list[dict[str, str]]:
    """Give the sha256 of every file in data/raw, by its path or, in a public edition, by its neutral name."""
    found = hash_folder(study.raw, memory=memory) if study.raw.is_dir() else {}
    files = {f"data/raw/{name}": digest for name, digest in found.items()}
    if editie == "intern":
        return _listed(files)
    from analysis.codebook import load_codebook
    from analysis.disclosure.file_names import OTHER, neutral_names

    names = neutral_names(files, study, load_codebook(study.folder))
    shown = sorted((names.get(name, OTHER), digest) for name, digest in files.items())
    return [{"bestand": name, "sha256": digest} for name, digest in shown]


def describe_renderer(name: str) -> dict[str, str]:
    """Give a renderer's name and version, for the manifest and for the stamps."""
    program = find_quarto() if name == "quarto" else None
    if program:
        return {"naam": name, "versie": quarto_version(program)}
    return {"naam": name, "versie": f"pandoc {pypandoc.get_pandoc_version()}, typst {metadata.version('typst')}"}


def _report(task: ReportTask, state: str) -> dict[str, Any]:
    return {
        "staat": state,
        "parameters": dict(task.parameters),
        "notebooks": [path.name for path in task.notebooks],
        "formaten": sorted(task.formats),
        "invoer_sha256": task.fingerprint,
    }


def _outputs(reports: Path, names: Sequence[str], memory: Memory) -> list[dict[str, str]]:
    """Give the files of finished reports, of the results, and the index page."""
    found = {INDEX: hash_file(reports / INDEX)} if (reports / INDEX).is_file() else {}
    folders = [name for name in (*names, RESULTS) if (reports / name).is_dir()]
    for name in folders:
        files = hash_folder(reports / name, memory=memory)
        found |= {f"{name}/{file}": digest for file, digest in files.items()}
    return _listed({name: found[name] for name in sorted(found)})


def _listed(files: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"bestand": name, "sha256": digest} for name, digest in files.items()]
