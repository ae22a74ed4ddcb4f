"""Make everything of a study again after a child was forgotten or a key changed, as far as it had been made."""

from dataclasses import dataclass
from pathlib import Path

from analysis.errors import InvoerFout, Melding
from analysis.publishing.manifest import MANIFEST
from analysis.publishing.report_tasks import FORMATS, RESEARCH
from analysis.publishing.reports import run_study
from analysis.results.pipeline import ensure_tidy, missing_ikcs
from analysis.study import Study
from analysis.study.hashes import STAMPS
from analysis.study.locks import study_lock
from analysis.study.working_copies import EDITIES, clear, refuse_while_busy, working_copies


@dataclass(frozen=True)
class Made:
    """What had been made of a study: editions with their formats and IKCs (None: all), and was an IKC set aside."""

    edities: tuple[tuple[str, tuple[str, ...], tuple[str, ...] | None], ...]
    had_tabellen: bool
    ga_door: bool


def look_what_is_made(study: Study) -> Made:
    """See which editions a study has, before its working copies are thrown away."""
    there = [editie for editie in EDITIES if (study.reports / editie / MANIFEST).is_file()]
    edities = tuple((editie, _formats(study.reports / editie), _ikcs(study, editie)) for editie in there)
    return Made(edities, study.processed.joinpath("meldingen.json").is_file(), bool(missing_ikcs(study)))


def _formats(edition: Path) -> tuple[str, ...]:
    kinds = {path.suffix.removeprefix(".") for path in edition.glob("*/*")}
    return tuple(kind for kind in FORMATS if kind in kinds) or ("html", "pdf")


def _ikcs(study: Study, editie: str) -> tuple[str, ...] | None:
    if (study.reports / editie / RESEARCH).is_dir():
        return None
    return tuple(ikc for ikc in study.ikc_codes if (study.reports / editie / ikc).is_dir()) or None


def throw_away(study: Study) -> None:
    """Throw the working copies away, but for the stamps: they tell which reports are still right."""
    with study_lock(study):
        refuse_while_busy(study)
        for place in working_copies(study):
            if place.folder != study.reports / STAMPS:
                clear(place)


def remake(study: Study, made: Made) -> int:
    """Make again what was made: tables, results and the reports that change by it. Gives the exit code.

    When that fails the tables are gone and the reports are still the old ones; the message says so.
    """
    from analysis.codebook import load_codebook

    try:
        if made.had_tabellen and not made.edities:
            ensure_tidy(study, load_codebook(study.folder))
        codes = [
            run_study(study.folder, ikcs, editie=editie, formats=formats, ga_door=made.ga_door).exit_code
            for editie, formats, ikcs in made.edities
        ]
    except InvoerFout as error:
        names = ", ".join(f"reports/{editie}" for editie, _, _ in made.edities)
        tekst = "de rapporten zijn nog niet opnieuw gemaakt; wat hier staat, is nog van hiervoor."
        advies = "Herstel wat hierboven staat en draai `ikc run`, voor elke editie."
        raise InvoerFout([*error.meldingen, Melding(names, tekst, advies=advies, code="niet_hermaakt")]) from None
    return max(codes, default=0)
