"""A study from beginning to end: results, all reports, the index, the manifest."""

import contextlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from rich.console import Console

from analysis.publishing.attacked import attack_in_words
from analysis.publishing.cluster.connect import makers_of
from analysis.publishing.conclusion import RunResult, conclude
from analysis.publishing.edition_folder import INDEX, MANIFEST, RESULTS
from analysis.publishing.manifest import describe_renderer
from analysis.publishing.needs import StopsWhenFull, needs_in_words
from analysis.publishing.notebook.assemble import needed_deliveries
from analysis.publishing.notebook.launch import WARM
from analysis.publishing.progress import BatchProgress, summary_of_failures
from analysis.publishing.rendering import choose_renderer
from analysis.publishing.report_tasks import RESEARCH_NOTEBOOKS, check_run, find_notebooks, report_tasks
from analysis.publishing.spread import read_spread
from analysis.publishing.stamps import is_done
from analysis.publishing.steps import StudySteps, default_steps
from analysis.publishing.task import ReportTask
from analysis.study import Study, load_study
from analysis.study.doors import PUBLIEK
from analysis.study.hashes import remember
from analysis.study.locks import claim_reports, study_lock, work_folder
from analysis.study.vastgelegd import NIET_VASTGELEGD, vastgelegd_file
from analysis.study.working_copies import LOGS
from analysis.study.writing import shown_path

MOST_NAMED = 12
NAMED_FILES = {"rapport.html", "rapport.pdf", "rapport.docx", "index.html", "samenvatting.pdf"}


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
            result = conclude(study, editie, tasks, outcomes, earlier, missing, chosen, about, memory, steps, elders)
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
