"""The end of a run: what is there of an edition becomes its index and manifest, and what no run makes is taken away."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.publishing.attacked import ATTACK, succeeded
from analysis.publishing.downloads import list_downloads
from analysis.publishing.edition_folder import INDEX, take_away_report, withdraw, write_notice
from analysis.publishing.index_entries import IndexEntry, IndexHead
from analysis.publishing.index_page import render_index, write_index
from analysis.publishing.making import Outcome
from analysis.publishing.manifest import INTERN, build_manifest, write_manifest, write_provenance
from analysis.publishing.report_tasks import RESEARCH, About
from analysis.publishing.steps import StudySteps
from analysis.publishing.task import JOINED, SUMMARY, SUMMARY_FORMATS, ReportTask
from analysis.study import ALLE, Ikc, Study
from analysis.study.hashes import Memory
from analysis.study.stamps import OUTPUTS, read_stamp


@dataclass(frozen=True)
class RunResult:
    """How a run ended: exit code 0 when every report that could be made is there, 1 when one failed.

    `opzij` names the IKCs that were set aside; `aanval` is the attack on a public edition, of which success is failure.
    `elders` counts the reports that other parts of the run have yet to make.
    """

    outcomes: tuple[Outcome, ...]
    reports: Path
    index: Path
    manifest: Path
    opzij: tuple[str, ...] = ()
    aanval: Mapping[str, Any] | None = None
    elders: int = 0

    @property
    def exit_code(self) -> int:
        """Exit code for the command line."""
        return int(any(outcome.state == "mislukt" for outcome in self.outcomes) or succeeded(self.aanval))


def conclude(
    study: Study,
    editie: str,
    tasks: Sequence[ReportTask],
    outcomes: Sequence[Outcome],
    earlier: Sequence[ReportTask],
    missing: Sequence[ReportTask],
    renderer: Mapping[str, str],
    about: Mapping[str, About],
    memory: Memory,
    steps: StudySteps,
    elders: int,
) -> RunResult:
    """Take away what no run makes any more, and write the index and the manifest.

    A report that an earlier run made from these same inputs counts as done. An older report of an IKC that is set aside
    now is taken away: it must not pass for today's. While other parts of the run have reports to make (`elders`), the
    attack waits for the last one.
    """
    reports = study.reports / editie
    withdraw(reports, tasks)
    for task in missing:
        take_away_report(task)
    every = [*outcomes, *(Outcome(task.name, task.label, "overgeslagen") for task in earlier)]
    every += [Outcome(task.name, task.label, "ontbreekt") for task in missing]
    ended, ikcs = {outcome.name: outcome for outcome in every}, {item.ikc: item for item in study.ikcs}
    told = {**about, RESEARCH: about[ALLE]}
    entries = {t.name: _entry(t, ended.get(t.name), told[t.name], ikcs.get(t.name)) for t in tasks}
    research = entries.pop(RESEARCH)
    if editie == INTERN:
        write_notice(reports)
    head = _head(study, editie, about[ALLE])
    parts = write_index(reports, render_index(head, list(entries.values()), research))
    manifest = build_manifest(study, reports, tasks, every, renderer, memory)
    attacked = None if elders else steps.attack(study, editie, manifest, memory)
    if succeeded(attacked):
        write_index(reports, render_index(replace(head, herleidbaar=True), list(entries.values()), research))
        manifest = build_manifest(study, reports, tasks, every, renderer, memory)
    written = write_manifest(reports, manifest | ({ATTACK: attacked} if attacked else {}))
    write_provenance(study, editie, tasks, memory)
    steps.guard(study, editie, [*parts, written], memory)
    aside = tuple(task.label for task in missing)
    return RunResult(tuple(outcomes), reports, reports / INDEX, written, aside, attacked, elders)


def _head(study: Study, editie: str, about: About) -> IndexHead:
    last = study.meting_namen[-1] if study.metingen else ""
    tables = list_downloads(study.reports / editie)
    return IndexHead(
        studie=study.naam,
        gemeente=study.gemeente,
        editie=editie,
        synthetisch=study.synthetisch,
        gegevens_datum=study.gegevens_datum,
        meting=last,
        tabellen=tables,
        boodschap=about.message,
        leeswijzer=about.guide,
    )


def _entry(task: ReportTask, outcome: Outcome | None, about: About, ikc: Ikc | None) -> IndexEntry:
    known: dict[str, Any] = {"code": task.name, "naam": task.label, "jok": about.jok}
    known |= {"met_jok": ikc.heeft_jok, "gemeente": ikc.gemeente} if ikc else {}
    if outcome is not None and outcome.state == "ontbreekt":
        return IndexEntry(**known, staat="ontbreekt")
    known["kinderen"] = about.children
    if outcome is None and not task.log.is_file():
        return IndexEntry(**known, staat="niet_gevraagd")
    if outcome is None or outcome.state == "mislukt":
        where, why = (outcome.plaats, outcome.melding) if outcome else ("", "in een eerdere run")
        log = task.log.relative_to(task.study_folder).as_posix()
        short = without_paths(why.partition("\n")[0])
        return IndexEntry(**known, staat="mislukt", waar=where, waarom=short, log=log)
    return IndexEntry(**known, staat="klaar", oordelen=about.verdicts, bestanden=report_files(task))


def without_paths(text: str) -> str:
    """Shorten every absolute path in a text to its last name: the index is published, this machine's folders are not.

    A path with spaces loses its folders up to the last space only.
    """
    return re.sub(r"(?<![\w.:/\\])(?:[A-Za-z]:)?[/\\]+(?:[^\s/\\'\":;,]+[/\\]+)+", "…/", text)


def report_files(task: ReportTask) -> tuple[str, ...]:
    """Give the files that a reader opens, relative to the index: the page (a book's first), PDF, Word, the summary."""
    stamp = read_stamp(task.stamp) or {OUTPUTS: {}}
    files = sorted(name for name in stamp[OUTPUTS] if "/" not in name)
    pages = [name for name in (INDEX, "rapport.html") if name in files][:1]
    others = [name for ending in (".pdf", ".docx") for name in files if name == Path(JOINED).stem + ending]
    summary = [f"{SUMMARY}.{form}" for form in SUMMARY_FORMATS if f"{SUMMARY}.{form}" in files]
    return tuple(f"{task.name}/{name}" for name in [*pages, *others, *summary])
