"""A study from beginning to end: results, all reports, the index, the manifest."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console

from analysis.codebook import Codebook, load_codebook
from analysis.publishing.assemble import needed_deliveries
from analysis.publishing.batch import Outcome, run_batch
from analysis.publishing.index_page import IndexEntry, IndexHead, render_index, write_index
from analysis.publishing.manifest import INDEX, MANIFEST, RESULTS, build_manifest, describe_renderer, write_manifest
from analysis.publishing.progress import BatchProgress, summary_of_failures
from analysis.publishing.rendering import choose_renderer
from analysis.publishing.report_tasks import (
    CHANGE,
    RESEARCH,
    RESEARCH_NOTEBOOKS,
    check_run,
    find_notebooks,
    report_tasks,
)
from analysis.publishing.stamps import is_done, read_stamp
from analysis.publishing.task import ReportTask, run_report
from analysis.study import ALLE, Study, load_study

Results = Mapping[str, pd.DataFrame]
MOST_NAMED = 12
NAMED_FILES = {"rapport.html", "rapport.pdf", "index.html"}


@dataclass(frozen=True)
class StudySteps:
    """The steps that other rooms do; `default_steps` gives the real ones.

    `prepare` makes the edition's result tables and writes them; `available` says which of the deliveries asked about
    there are for an IKC (or `alle`); `key_changes` gives the sentences of the index; `produce` makes one report.
    """

    prepare: Callable[[Study, Codebook, str, bool], Results]
    available: Callable[[Study, Codebook, Results, str, str, frozenset[str]], frozenset[str]]
    key_changes: Callable[[Results, Study, str, str], Sequence[str]] = lambda results, study, ikc, editie: ()
    environment: Callable[[Study, str], Mapping[str, str]] = lambda study, editie: {}
    produce: Callable[[ReportTask], Path] = run_report


@dataclass(frozen=True)
class RunResult:
    """How a run ended: exit code 0 when every report asked for is there, 1 when one failed."""

    outcomes: tuple[Outcome, ...]
    reports: Path
    index: Path
    manifest: Path

    @property
    def exit_code(self) -> int:
        """Exit code for the command line."""
        return int(any(outcome.state == "mislukt" for outcome in self.outcomes))


def run_study(
    study_folder: Path | str,
    ikcs: Sequence[str] | None = None,
    jobs: int = 1,
    editie: str = "publiek",
    formats: Sequence[str] = ("html", "pdf"),
    renderer: str = "auto",
    resume: bool = True,
    steps: StudySteps | None = None,
    console: Console | None = None,
) -> RunResult:
    """Make a study's results and reports and say where they are.

    Without `ikcs`: every IKC's report and the research report; with them, only theirs. A study without IKCs has the
    research report only. Everything that the user can get wrong raises InvoerFout before a report is begun.
    """
    study = load_study(study_folder)
    check_run(study, ikcs, editie, formats, renderer)
    steps, console = steps or default_steps(), console or Console()
    chosen = describe_renderer(choose_renderer(renderer))
    codebook = load_codebook(study.folder)
    find_notebooks(RESEARCH_NOTEBOOKS)
    console.print("Leveringen lezen en resultaten berekenen ...", highlight=False)
    results = steps.prepare(study, codebook, editie, resume)
    needed = needed_deliveries(find_notebooks(RESEARCH_NOTEBOOKS))
    everyone = (ALLE, *study.ikc_codes)
    available = {ikc: steps.available(study, codebook, results, ikc, editie, needed) for ikc in everyone}
    environment = steps.environment(study, editie)
    tasks = report_tasks(study, editie, formats, chosen["naam"], available, environment)
    asked = [task for task in tasks if ikcs is None or task.name in ikcs]
    with BatchProgress(len(asked), jobs, console) as progress:
        outcomes = run_batch(asked, jobs, progress, resume, steps.produce)
    result = _conclude(study, editie, tasks, outcomes, chosen, results, steps)
    _report(console, result)
    return result


def default_steps() -> StudySteps:
    """Give the project's own steps."""
    from analysis import pipeline
    from analysis.presentation.rapport import make_rapport
    from analysis.presentation.selection_costs import cases_of
    from analysis.presentation.sentences_glance import key_changes

    def prepare(study: Study, codebook: Codebook, editie: str, resume: bool) -> Results:
        make = pipeline.ensure_results if resume else pipeline.prepare_results
        return make(study, codebook, editie)

    def available(
        study: Study, codebook: Codebook, results: Results, ikc: str, editie: str, needed: frozenset[str]
    ) -> frozenset[str]:
        rapport = make_rapport(study, codebook, ikc, editie, results)
        there = frozenset(delivery for delivery in needed if rapport.heeft(delivery))
        compares = {CHANGE} if len(rapport.metingen) > 1 else set()
        return there | compares | {f"casus:{casus}" for casus in cases_of(rapport)}

    def changes_in_words(results: Results, study: Study, ikc: str, editie: str) -> Sequence[str]:
        return key_changes(make_rapport(study, load_codebook(study.folder), ikc, editie, results))

    def environment(study: Study, editie: str) -> Mapping[str, str]:
        return {pipeline.TRUSTED: str(pipeline.results_folder(study, editie))}

    return StudySteps(prepare, available, changes_in_words, environment)


def _conclude(
    study: Study,
    editie: str,
    tasks: Sequence[ReportTask],
    outcomes: Sequence[Outcome],
    renderer: Mapping[str, str],
    results: Results,
    steps: StudySteps,
) -> RunResult:
    """Write the index and the manifest; a report that an earlier run made from these same inputs counts as done."""
    reports = study.reports / editie
    known = {outcome.name for outcome in outcomes}
    earlier = [
        Outcome(task.name, task.label, "overgeslagen")
        for task in tasks
        if task.name not in known and is_done(task.target, task.fingerprint)
    ]
    every = [*outcomes, *earlier]
    entries = {task.name: _entry(task, every, results, study, steps) for task in tasks}
    research = entries.pop(RESEARCH)
    index = write_index(reports, render_index(_head(study, editie), list(entries.values()), research))
    manifest = write_manifest(reports, build_manifest(study, reports, tasks, every, renderer))
    return RunResult(tuple(outcomes), reports, index, manifest)


def _head(study: Study, editie: str) -> IndexHead:
    folder = study.reports / editie / RESULTS
    tables = tuple(sorted(path.name for path in folder.glob("*.csv")))
    last = study.meting_namen[-1] if study.metingen else ""
    return IndexHead(study.naam, study.gemeente, editie, study.synthetisch, study.gegevens_datum, last, tables)


def _entry(
    task: ReportTask, outcomes: Sequence[Outcome], results: Results, study: Study, steps: StudySteps
) -> IndexEntry:
    outcome = next((item for item in outcomes if item.name == task.name), None)
    children = count_children(results, study, task.name)
    if outcome is None:
        return IndexEntry(task.name, task.label, "niet_gevraagd", kinderen=children)
    if outcome.state == "mislukt":
        why = outcome.melding.partition("\n")[0]
        return IndexEntry(task.name, task.label, "mislukt", outcome.plaats, why, kinderen=children)
    return IndexEntry(
        code=task.name,
        naam=task.label,
        staat="klaar",
        kinderen=children,
        veranderingen=tuple(steps.key_changes(results, study, task.name, task.parameters["editie"]))
        if task.name != RESEARCH
        else (),
        bestanden=report_files(task),
    )


def report_files(task: ReportTask) -> tuple[str, ...]:
    """Give the files that a reader opens, relative to the index: the page (a book's first), then the PDF."""
    stamp: Mapping[str, Any] = read_stamp(task.target) or {"uitvoer": {}}
    files = sorted(name for name in stamp["uitvoer"] if "/" not in name)
    pages = [name for name in (INDEX, "rapport.html") if name in files][:1]
    return tuple(f"{task.name}/{name}" for name in [*pages, *(name for name in files if name.endswith(".pdf"))])


def count_children(results: Results, study: Study, ikc: str) -> int | None:
    """Give the children enrolled at the last meting; None when unknown or suppressed."""
    table = results.get("gemeten")
    if table is None or not study.metingen or not {"ikc", "meting", "bouw", "n_kinderen"} <= {*table.columns}:
        return None
    last = table["meting"] == study.meting_namen[-1]
    found = table.loc[(table["ikc"] == ikc) & (table["bouw"] == ALLE) & last, "n_kinderen"].dropna()
    return int(found.iloc[0]) if len(found) else None


def _report(console: Console, result: RunResult) -> None:
    """Say what failed and where the reports are."""
    folder = _shown(result.reports)
    failures = summary_of_failures(result.outcomes, folder)
    made = sum(outcome.state != "mislukt" for outcome in result.outcomes)
    lines = [f"\n{failures}"] if failures else []
    lines += [f"\n{made} van {len(result.outcomes)} rapporten staan klaar. Begin bij {folder}/{INDEX}"]
    lines += _files_made(result)
    lines += [f"Resultaten: {folder}/{RESULTS}/   Herkomst: {folder}/{MANIFEST}"]
    console.print("\n".join(lines), highlight=False, markup=False, soft_wrap=True)


def _files_made(result: RunResult) -> list[str]:
    """Name the files of the reports that are there; the first ones when there are many."""
    folder = _shown(result.reports)
    done = [outcome.name for outcome in result.outcomes if outcome.state != "mislukt"]
    files = [
        f"  {folder}/{name}/{path.name}"
        for name in done[:MOST_NAMED]
        for path in sorted((result.reports / name).glob("*"))
        if path.name in NAMED_FILES
    ]
    return files + ([f"  en nog {len(done) - MOST_NAMED} rapporten"] if len(done) > MOST_NAMED else [])


def _shown(path: Path) -> str:
    """Give a path as the user would type it from here."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else Path(relative).as_posix()
