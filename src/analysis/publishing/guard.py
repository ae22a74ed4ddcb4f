"""Where the leak gate stands: at the results before a report is made, at every report, at the index and the manifest.

Only the internal edition passes without it. What was held against the gate and has not changed since is not read again.
"""

from collections.abc import Sequence
from pathlib import Path

from analysis.errors import InvoerFout
from analysis.publishing.group import InSteps, render_together
from analysis.publishing.task import ReportTask, Written, render_report_of, write_report
from analysis.study import Study, load_study
from analysis.study.hashes import Memory, hash_file, hash_value, read_json, write_json
from analysis.study.sources import hash_stage
from analysis.study.stamps import INPUTS, hash_settings, stamp_file
from analysis.tidy.persons import PERSONS

INTERN = "intern"
STAGE, FILES = "lekken", "bestanden"
CODE = ("analysis.publishing.leaks.gate", "analysis.publishing.leaks.secrets")


def finish_guarded(task: ReportTask, documents: Sequence[Written]) -> Path:
    """Render one report and hold it against the gate; raises BouwFout when it leaks, without what leaked."""
    folder = render_report_of(task, documents)
    if task.parameters.get("editie") != INTERN:
        _refuse_leaks(load_study(task.study_folder), folder)
    return folder


make_guarded_report = InSteps(write_report, render_together, finish_guarded)
"""Makes one report, or a group through Quarto, and holds each against the gate."""


def _refuse_leaks(study: Study, folder: Path) -> None:
    from analysis.publishing.gates import BouwFout

    found = leaks_in(study, sorted(path for path in folder.rglob("*") if path.is_file()), folder)
    if found:
        raise BouwFout(found)


def leaks_in(study: Study, files: Sequence[Path], folder: Path) -> list[str]:
    """Say every leak in these files below a folder."""
    from analysis.publishing.leaks.gate import find_leaks
    from analysis.publishing.leaks.secrets import gather_secrets

    return [str(leak) for leak in find_leaks(files, folder, gather_secrets(study))]


def guard_files(study: Study, editie: str, files: Sequence[Path], memory: Memory) -> None:
    """Hold files of an edition against the gate; takes those that leak away and raises InvoerFout with every leak."""
    if editie == INTERN:
        return
    folder = study.reports / editie
    path, inputs = stamp_file(study.reports, STAGE, editie), _inputs(study, memory)
    kept = read_json(path) or {}
    passed = kept.get(FILES, {}) if kept.get(INPUTS) == inputs else {}
    hashes = {file: memory.recall(file, hash_file) for file in files}
    new = [file for file in files if passed.get(file.relative_to(folder).as_posix()) != hashes[file]]
    if not new:
        return
    _take_away_leaks(study, new, folder)
    now = {file.relative_to(folder).as_posix(): hashes[file] for file in new}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_json(path, {INPUTS: inputs, FILES: passed | now})


def _inputs(study: Study, memory: Memory) -> str:
    """Hash what the gate looks for: persons, names of deliveries, settings, its own code."""
    persons = study.processed / PERSONS
    told = memory.recall(persons, hash_file) if persons.is_file() else ""
    names = sorted(path.name for path in study.raw.rglob("*")) if study.raw.is_dir() else []
    return hash_value([told, names, hash_settings(study, memory), hash_stage(CODE, memory)])


def _take_away_leaks(study: Study, files: Sequence[Path], folder: Path) -> None:
    from analysis.publishing.leaks.gate import find_leaks, meldingen_of
    from analysis.publishing.leaks.secrets import gather_secrets

    leaks = find_leaks(files, folder, gather_secrets(study))
    for leak in leaks:
        (folder / leak.file).unlink(missing_ok=True)
    if leaks:
        raise InvoerFout(meldingen_of(leaks))
