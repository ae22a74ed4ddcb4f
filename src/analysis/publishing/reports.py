"""A study from beginning to end: results, all reports, the index, the manifest."""

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console

from analysis.codebook import Codebook, load_codebook
from analysis.publishing.batch import Outcome, run_batch
from analysis.publishing.index_page import IndexEntry, IndexHead, render_index, write_index
from analysis.publishing.manifest import INDEX, MANIFEST, RESULTS, build_manifest, describe_renderer, write_manifest
from analysis.publishing.notebook.assemble import needed_deliveries
from analysis.publishing.progress import BatchProgress, summary_of_failures
from analysis.publishing.rendering import choose_renderer
from analysis.publishing.report_tasks import (
    RESEARCH,
    RESEARCH_NOTEBOOKS,
    About,
    check_run,
    find_notebooks,
    report_tasks,
)
from analysis.publishing.stamps import is_done, read_stamp
from analysis.publishing.task import LOGS, ReportTask, run_report
from analysis.results.tables import missing_ikcs
from analysis.study import ALLE, Study, load_study
from analysis.study.locks import claim_reports, study_lock, work_folder

Results = Mapping[str, pd.DataFrame]
MOST_NAMED = 12
NAMED_FILES = {"rapport.html", "rapport.pdf", "index.html"}


@dataclass(frozen=True)
class StudySteps:
    """The steps that other rooms do; `default_steps` gives the real ones.

    `prepare` makes the edition's result tables and writes them; `describe` says what they hold per IKC and for `alle`,
    given the deliveries that notebooks ask about; `produce` makes one report.
    """

    prepare: Callable[[Study, Codebook, str, bool], Results]
    describe: Callable[[Study, Codebook, Results, str, frozenset[str]], Mapping[str, About]]
    environment: Callable[[Study, str], Mapping[str, str]] = lambda study, editie: {}
    produce: Callable[[ReportTask], Path] = run_report


@dataclass(frozen=True)
class RunResult:
    """How a run ended: exit code 0 when every report that could be made is there, 1 when one failed.

    `opzij` names the IKCs that were set aside.
    """

    outcomes: tuple[Outcome, ...]
    reports: Path
    index: Path
    manifest: Path
    opzij: tuple[str, ...] = ()

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
    ga_door: bool = False,
) -> RunResult:
    """Make a study's results and reports and say where they are.

    Without `ikcs`: every IKC's report and the research report; with them, only theirs. A study without IKCs has the
    research report only. Everything that the user can get wrong raises InvoerFout before a report is begun, also that
    another run is making one of these reports. Runs of other reports may go on beside this one. Fouten in an IKC's
    inventory set it aside: with `ga_door` any IKC, with `ikcs` the others; without either they stop the run.
    """
    study = load_study(study_folder)
    check_run(study, ikcs, editie, formats, renderer)
    may_miss = frozenset(study.ikc_codes if ga_door else set(study.ikc_codes) - set(ikcs or study.ikc_codes))
    steps, console = steps or default_steps(may_miss), console or Console()
    chosen = describe_renderer(choose_renderer(renderer))
    codebook = load_codebook(study.folder)
    needed = needed_deliveries(find_notebooks(RESEARCH_NOTEBOOKS))
    console.print("Leveringen lezen en resultaten berekenen ...", highlight=False)
    with contextlib.ExitStack() as claims:
        with study_lock(study):
            results = steps.prepare(study, codebook, editie, resume)
            about = steps.describe(study, codebook, results, editie, needed)
            environment = steps.environment(study, editie)
            tasks = report_tasks(study, editie, formats, chosen["naam"], about, environment)
            missing = missing_ikcs(results)
            asked = [task for task in tasks if (ikcs is None or task.name in ikcs) and task.name not in missing]
            claims.enter_context(claim_reports(work_folder(study, editie), [task.name for task in asked]))
        with BatchProgress(len(asked), jobs, console) as progress:
            outcomes = run_batch(asked, jobs, progress, resume, steps.produce)
        with study_lock(study):
            result = _conclude(study, editie, tasks, outcomes, chosen, results, about)
    _report(console, result)
    return result


def default_steps(may_miss: frozenset[str] = frozenset()) -> StudySteps:
    """Give the project's own steps; fouten in the inventory of an IKC in `may_miss` set it aside."""
    from analysis.disclosure import editions
    from analysis.presentation.kosten.selection import cases_of
    from analysis.presentation.oogopslag.sentences import key_changes
    from analysis.presentation.rapport import Rapport, make_rapport

    def prepare(study: Study, codebook: Codebook, editie: str, resume: bool) -> Results:
        make = editions.ensure_results if resume else editions.prepare_results
        return make(study, codebook, editie, may_miss)

    def describe(
        study: Study, codebook: Codebook, results: Results, editie: str, needed: frozenset[str]
    ) -> Mapping[str, About]:
        over_all = make_rapport(study, codebook, ALLE, editie, results)
        rapporten = [over_all, *(replace(over_all, ikc=ikc) for ikc in study.ikc_codes)]
        return {rapport.ikc: about(rapport, needed) for rapport in rapporten}

    def about(rapport: Rapport, needed: frozenset[str]) -> About:
        there = frozenset(delivery for delivery in needed if rapport.heeft(delivery))
        cases = {f"casus:{casus}" for casus in cases_of(rapport)}
        return About(rapport.titel, there | cases, () if rapport.over_alle else tuple(key_changes(rapport)))

    def environment(study: Study, editie: str) -> Mapping[str, str]:
        return {editions.TRUSTED: str(editions.results_folder(study, editie))}

    return StudySteps(prepare, describe, environment)


def _conclude(
    study: Study,
    editie: str,
    tasks: Sequence[ReportTask],
    outcomes: Sequence[Outcome],
    renderer: Mapping[str, str],
    results: Results,
    about: Mapping[str, About],
) -> RunResult:
    """Write the index and the manifest; a report that an earlier run made from these same inputs counts as done.

    An older report of an IKC that is set aside now is taken away: it must not pass for today's.
    """
    reports = study.reports / editie
    missing = [task for task in tasks if task.name in missing_ikcs(results)]
    for task in missing:
        shutil.rmtree(task.target, ignore_errors=True)
    known = {outcome.name for outcome in outcomes}
    earlier = [
        Outcome(task.name, task.label, "overgeslagen")
        for task in tasks
        if task.name not in known and is_done(task.target, task.fingerprint)
    ]
    every = [*outcomes, *earlier, *(Outcome(task.name, task.label, "ontbreekt") for task in missing)]
    entries = {task.name: _entry(task, every, results, study, about) for task in tasks}
    research = entries.pop(RESEARCH)
    index = write_index(reports, render_index(_head(study, editie), list(entries.values()), research))
    manifest = write_manifest(reports, build_manifest(study, reports, tasks, every, renderer))
    return RunResult(tuple(outcomes), reports, index, manifest, tuple(task.label for task in missing))


def _head(study: Study, editie: str) -> IndexHead:
    folder = study.reports / editie / RESULTS
    tables = tuple(sorted(path.name for path in folder.glob("*.csv")))
    last = study.meting_namen[-1] if study.metingen else ""
    return IndexHead(study.naam, study.gemeente, editie, study.synthetisch, study.gegevens_datum, last, tables)


def _entry(
    task: ReportTask, outcomes: Sequence[Outcome], results: Results, study: Study, about: Mapping[str, About]
) -> IndexEntry:
    outcome = next((item for item in outcomes if item.name == task.name), None)
    children = count_children(results, study, task.name)
    if outcome is not None and outcome.state == "ontbreekt":
        return IndexEntry(task.name, task.label, "ontbreekt")
    if outcome is None and not task.log.is_file():
        return IndexEntry(task.name, task.label, "niet_gevraagd", kinderen=children)
    if outcome is None or outcome.state == "mislukt":
        where, why = (outcome.plaats, outcome.melding) if outcome else ("", "in een eerdere run")
        log = task.log.relative_to(study.folder).as_posix()
        return IndexEntry(task.name, task.label, "mislukt", where, without_paths(why.partition("\n")[0]), log, children)
    return IndexEntry(
        code=task.name,
        naam=task.label,
        staat="klaar",
        kinderen=children,
        veranderingen=about[task.parameters["ikc"]].changes,
        bestanden=report_files(task),
    )


def without_paths(text: str) -> str:
    """Shorten every absolute path in a text to its last name: the index is published, this machine's folders are not.

    A path with spaces loses its folders up to the last space only.
    """
    return re.sub(r"(?<![\w.:/\\])(?:[A-Za-z]:)?[/\\]+(?:[^\s/\\'\":;,]+[/\\]+)+", "…/", text)


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
    failures = summary_of_failures(result.outcomes, _shown(result.reports.parent / LOGS / result.reports.name))
    made = sum(outcome.state != "mislukt" for outcome in result.outcomes)
    lines = [f"\n{failures}"] if failures else []
    if result.opzij:
        lines += [f"\nOpzij gezet, fouten in de levering: {', '.join(result.opzij)}. `ikc check` noemt de fouten."]
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
