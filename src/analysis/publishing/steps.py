"""The steps of a run that other rooms do, and what is kept of them, so that a run with nothing to do imports none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.disclosure.editions import DIVIDED, TRUSTED, load_results, parts_folder, refresh_results, results_folder
from analysis.publishing.attacked import attack_published
from analysis.publishing.guard import guard_files, make_guarded_report
from analysis.publishing.report_tasks import About
from analysis.publishing.stamps import AskReads
from analysis.publishing.task import ReportTask
from analysis.results.pipeline import missing_ikcs
from analysis.study import ALLE, Study
from analysis.study.hashes import Memory, hash_value, read_json, write_json
from analysis.study.locks import WORK, clear_empty
from analysis.study.sources import hash_stage
from analysis.study.stamps import INPUTS, current_stamp, hash_settings, stamp_file, write_stamp
from analysis.study.working_copies import PARTS
from analysis.study.writing import swap_in

if TYPE_CHECKING:
    from analysis.codebook import Codebook
    from analysis.presentation.rapport import Rapport

OVERVIEW = "overzicht"
CODE = ("analysis.presentation.rapport", "analysis.presentation.oogopslag.overview",
        "analysis.presentation.kosten.selection", "analysis.publishing.steps")  # fmt: skip
CODE_OF_PARTS = ("analysis.presentation.divide",)


@dataclass(frozen=True)
class StudySteps:
    """The steps that other rooms do; `default_steps` gives the real ones.

    `prepare` makes the edition's result tables where they are not current and gives their hash; `divide` cuts them per
    IKC for the reports; `describe` says what the parts hold per IKC and for `alle`, given that hash and the deliveries
    that notebooks ask about; `ask` asks again what reports read of them; `missing` names the IKCs that were set aside;
    `produce` makes one report; `guard` holds other files of the edition against the leak gate; `attack` tries to
    recover counts from what was published.
    """

    prepare: Callable[[Study, str, bool], str]
    describe: Callable[[Study, str, str, frozenset[str], Memory], Mapping[str, About]]
    divide: Callable[[Study, str, str, Memory], None] = lambda study, editie, results, memory: None
    ask: Callable[[Study, str], AskReads | None] = lambda study, editie: None
    missing: Callable[[Study], frozenset[str]] = lambda study: frozenset()
    environment: Callable[[Study, str], Mapping[str, str]] = lambda study, editie: {}
    produce: Callable[[ReportTask], Path] = make_guarded_report
    guard: Callable[[Study, str, Sequence[Path], Memory], None] = lambda study, editie, files, memory: None
    attack: Callable[[Study, str, Mapping[str, Any], Memory], Mapping[str, Any] | None] = lambda *_: None


def default_steps(may_miss: frozenset[str] = frozenset()) -> StudySteps:
    """Give the project's own steps; fouten in the inventory of an IKC in `may_miss` set it aside."""
    prepare = partial(prepare_edition, may_miss=may_miss)
    given = (prepare, describe_edition, divide_edition, ask_reads, missing_ikcs, _environment)
    return StudySteps(*given, guard=guard_files, attack=attack_published)


def prepare_edition(study: Study, editie: str, resume: bool, may_miss: frozenset[str] = frozenset()) -> str:
    """Make the edition's results where they are not current, without `resume` always, and give their hash."""

    def codebook() -> "Codebook":
        from analysis.codebook import load_codebook

        return load_codebook(study.folder)

    return refresh_results(study, codebook, editie, not resume, may_miss)


def describe_edition(
    study: Study, editie: str, results: str, needed: frozenset[str], memory: Memory
) -> Mapping[str, About]:
    """Say what the results hold per IKC and for `alle`; kept, so that the same results are described once."""
    path = stamp_file(study.reports, editie, OVERVIEW)
    inputs = hash_value([results, sorted(needed), hash_settings(study, memory), hash_stage(CODE, memory)])
    kept = read_json(path)
    if kept is None or kept.get(INPUTS) != inputs:
        kept = {INPUTS: inputs, OVERVIEW: _overview(study, editie, needed)}
        path.parent.mkdir(parents=True, exist_ok=True)
        write_json(path, kept)
    return {ikc: _about(item) for ikc, item in kept[OVERVIEW].items()}


def divide_edition(study: Study, editie: str, results: str, memory: Memory) -> None:
    """Cut the edition's tables per IKC, as reports open them, where that was not done of these results."""
    path, folder = stamp_file(study.reports, editie, PARTS), parts_folder(study, editie)
    inputs = hash_value([results, hash_settings(study, memory), hash_stage(CODE_OF_PARTS, memory)])
    if current_stamp(path, inputs, folder, memory) is None:
        from analysis.presentation.divide import divide

        work = study.reports / WORK / PARTS
        swap_in(folder, work, lambda fresh: divide(open_edition(study, editie).tables, fresh))
        clear_empty(work)
        write_stamp(path, inputs, folder)


def ask_reads(study: Study, editie: str) -> AskReads:
    """Give the function that asks noted reads again, of the results as they are now."""
    over_all = cache(lambda: open_parts(study, editie))

    def ask(reads: Any) -> Mapping[str, str]:
        from analysis.presentation.reads import hash_reads

        return hash_reads(over_all(), reads)

    return ask


def open_parts(study: Study, editie: str) -> "Rapport":
    """Open the results of an edition as they were divided, over all IKCs."""
    from analysis.codebook import load_codebook
    from analysis.presentation.rapport import Rapport
    from analysis.results.parts import Parts

    parts = Parts(parts_folder(study, editie))
    return Rapport(study, load_codebook(study.folder), ALLE, editie, parts.whole, parts)


def open_edition(study: Study, editie: str) -> "Rapport":
    """Open the results of an edition that is current, over all IKCs."""
    from analysis.codebook import load_codebook
    from analysis.presentation.rapport import make_rapport

    return make_rapport(study, load_codebook(study.folder), ALLE, editie, load_results(study, editie))


def _overview(study: Study, editie: str, needed: frozenset[str]) -> dict[str, dict[str, Any]]:
    from analysis.presentation.oogopslag.overview import reading_guide

    over_all = open_parts(study, editie)
    found = {ikc: _describe(over_all.of(ikc), needed) for ikc in (ALLE, *study.ikc_codes)}
    words = [word for about in found.values() for _, *said in about.verdicts for word in said]
    found[ALLE] = replace(found[ALLE], guide=tuple(reading_guide(words)))
    return {ikc: {**asdict(about), "available": sorted(about.available)} for ikc, about in found.items()}


def _describe(rapport: "Rapport", needed: frozenset[str]) -> About:
    from analysis.presentation.kosten.selection import cases_of
    from analysis.presentation.oogopslag.overview import jok_words, key_message, verdicts_of
    from analysis.publishing.wording import as_read

    there = {delivery for delivery in needed if rapport.heeft(delivery)}
    cases = {f"casus:{casus}" for casus in cases_of(rapport)}
    return About(
        title=rapport.titel,
        available=frozenset(there | cases),
        children=None if rapport.over_alle else count_children(rapport),
        verdicts=tuple(verdicts_of(rapport)),
        jok=jok_words(rapport),
        message=tuple(as_read(sentence) for sentence in key_message(rapport)),
    )


def _about(item: Mapping[str, Any]) -> About:
    pairs = {name: tuple(tuple(pair) for pair in item[name]) for name in ("verdicts", "guide")}
    return About(**{**item, **pairs, "available": frozenset(item["available"]), "message": tuple(item["message"])})


def count_children(rapport: "Rapport") -> int | None:
    """Give the children enrolled at the last meting; None when unknown or suppressed."""
    table, study = rapport.tabel("gemeten"), rapport.study
    if table.empty or not study.metingen:
        return None
    last = (table["meting"] == study.meting_namen[-1]) & (table["bouw"] == ALLE)
    found = table.loc[last, "n_kinderen"].dropna()
    return int(found.iloc[0]) if len(found) else None


def _environment(study: Study, editie: str) -> Mapping[str, str]:
    return {TRUSTED: str(results_folder(study, editie)), DIVIDED: str(parts_folder(study, editie))}
