"""A study from beginning to end: results, all reports, the index, the manifest."""

import contextlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from analysis.publishing.attacked import ATTACK, attack_in_words, succeeded
from analysis.publishing.cluster.connect import makers_of
from analysis.publishing.downloads import list_downloads
from analysis.publishing.edition_folder import INDEX, MANIFEST, RESULTS, take_away_report, withdraw, write_notice
from analysis.publishing.index_entries import IndexEntry, IndexHead
from analysis.publishing.index_page import render_index, write_index
from analysis.publishing.making import Outcome
from analysis.publishing.manifest import INTERN, build_manifest, describe_renderer, write_manifest, write_provenance
from analysis.publishing.needs import StopsWhenFull, needs_in_words
from analysis.publishing.notebook.assemble import needed_deliveries
from analysis.publishing.notebook.launch import WARM
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
from analysis.publishing.spread import read_spread
from analysis.publishing.stamps import is_done
from analysis.publishing.steps import StudySteps, default_steps
from analysis.publishing.task import JOINED, SUMMARY, SUMMARY_FORMATS, ReportTask
from analysis.study import ALLE, Ikc, Study, load_study
from analysis.study.doors import PUBLIEK
from analysis.study.hashes import Memory, remember
from analysis.study.locks import claim_reports, study_lock, work_folder
from analysis.study.stamps import OUTPUTS, read_stamp
from analysis.study.vastgelegd import NIET_VASTGELEGD, vastgelegd_file
from analysis.study.working_copies import LOGS
from analysis.study.writing import shown_path

MOST_NAMED = 12
NAMED_FILES = {"rapport.html", "rapport.pdf", "rapport.docx", "index.html", "samenvatting.pdf"}


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
    kernel: str = WARM,
    deel: str = "",
    cluster: str = "",
    scheduler: str = "",
) -> RunResult:
    """Make a study's results and reports and say where they are.

    Without `ikcs`: every IKC's report and the research report; with them, only theirs. A study without IKCs has the
    research report only. Everything that the user can get wrong raises InvoerFout before a report is begun, also that
    another run is making one of these reports. Runs of other reports may go on beside this one. Fouten in an IKC's
    inventory set it aside: with `ga_door` any IKC, with `ikcs` the others; without either they stop the run. `kernel`
    is how notebooks start (`notebook/launch.py`); the reports are the same. `deel`, `cluster` and `scheduler` are as
    they are typed (`spread.py`). A part ends as any run does, with the reports that are there by then; the attack is
    made by the part that sees all of them.
    """
    study = load_study(study_folder)
    spread, problems = read_spread(jobs, deel, cluster, scheduler, resume)
    check_run(study, ikcs, editie, formats, renderer, problems)
    frozen = _frozen_words(study)
    may_miss = frozenset(study.ikc_codes if ga_door else set(study.ikc_codes) - set(ikcs or study.ikc_codes))
    steps, console = steps or default_steps(may_miss), console or Console()
    chosen = describe_renderer(choose_renderer(renderer))
    needed = needed_deliveries(find_notebooks(RESEARCH_NOTEBOOKS))
    with contextlib.ExitStack() as claims:
        make_all = claims.enter_context(makers_of(spread, study, chosen["naam"], console))
        console.print("Leveringen lezen en resultaten berekenen ...", highlight=False)
        with study_lock(study):
            results = steps.prepare(study, editie, resume)
            memory = claims.enter_context(remember(study))
            steps.guard(study, editie, sorted((study.reports / editie / RESULTS).glob("*")), memory)
            steps.divide(study, editie, results, memory)
            about = steps.describe(study, editie, results, needed, memory)
            environment = steps.environment(study, editie)
            tasks = report_tasks(study, editie, formats, chosen["naam"], about, environment, results, memory)
            gone = steps.missing(study)
            missing = [task for task in tasks if task.name in gone]
            in_all_parts = [task for task in tasks if ikcs is None or task.name in ikcs]
            asked = [replace(task, kernel=kernel) for task in spread.part_of(in_all_parts) if task not in missing]
            done_before = partial(is_done, ask=steps.ask(study, editie), memory=memory)
            done = {task.name for task in asked if resume and done_before(task)}
            to_make = [task.name for task in asked if task.name not in done]
            claims.enter_context(claim_reports(work_folder(study, editie), to_make))
        needs = partial(_needs, asked, spread.here, len(study.ikc_codes) * (editie == PUBLIEK))
        with BatchProgress(len(asked), spread.here, console, needs) as progress:
            listener = StopsWhenFull(progress, study.reports, len(asked))
            outcomes = make_all(asked, listener, resume, steps.produce, lambda task: task.name in done)
        with study_lock(study):
            elsewhere = {task.name for task in [*asked, *missing]}
            earlier = [task for task in tasks if task.name not in elsewhere and done_before(task)]
            elders = len({task.name for task in in_all_parts} - elsewhere - {task.name for task in earlier})
            result = _conclude(study, editie, tasks, outcomes, earlier, missing, chosen, about, memory, steps, elders)
    _report(console, result, frozen)
    return result


def _needs(asked: Sequence[ReportTask], jobs: int, attacked: int, done: Collection[str]) -> list[str]:
    return needs_in_words([task for task in asked if task.name not in done], jobs, attacked)


def _frozen_words(study: Study) -> str:
    """Say whether the primary indicators were frozen; a study without the file needs nothing of the codebook for it."""
    if not vastgelegd_file(study.folder).is_file():
        return NIET_VASTGELEGD
    from analysis.codebook import load_codebook
    from analysis.presentation.vastlegging import words_vastgelegd

    return words_vastgelegd(study, load_codebook(study.folder))


def _conclude(
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


def _report(console: Console, result: RunResult, frozen: str) -> None:
    """Say what failed, whether choices were frozen, then where the reports are: a warning not to publish comes last."""
    folder = shown_path(result.reports)
    failures = summary_of_failures(result.outcomes, shown_path(result.reports.parent / LOGS / result.reports.name))
    made = sum(outcome.state != "mislukt" for outcome in result.outcomes)
    lines = [f"\n{failures}"] if failures else []
    if result.opzij:
        lines += [f"\nOpzij gezet, fouten in de levering: {', '.join(result.opzij)}. `ikc check` noemt de fouten."]
    lines += [f"\n{frozen}"] if frozen else []
    lines += [f"\n{made} van {len(result.outcomes)} rapporten staan klaar. Begin bij {folder}/{INDEX}"]
    lines += _files_made(result)
    lines += _of_other_parts(result.elders)
    lines += [f"Resultaten: {folder}/{RESULTS}/   Herkomst: {folder}/{MANIFEST}"]
    lines += attack_in_words(result.aanval, folder)
    console.print("\n".join(lines), highlight=False, markup=False, soft_wrap=True)


def _of_other_parts(count: int) -> list[str]:
    if not count:
        return []
    verb = "rapport van een ander deel is" if count == 1 else "rapporten van andere delen zijn"
    last = "Het deel dat het laatst klaar is, maakt de editie af; `ikc run` zonder --deel doet dat ook."
    return [f"{count} {verb} nog niet klaar. {last}"]


def _files_made(result: RunResult) -> list[str]:
    """Name the files of the reports that are there; the first ones when there are many."""
    folder = shown_path(result.reports)
    done = [outcome.name for outcome in result.outcomes if outcome.state != "mislukt"]
    files = [
        f"  {folder}/{name}/{path.name}"
        for name in done[:MOST_NAMED]
        for path in sorted((result.reports / name).glob("*"))
        if path.name in NAMED_FILES
    ]
    return files + ([f"  en nog {len(done) - MOST_NAMED} rapporten"] if len(done) > MOST_NAMED else [])
