"""`ikc opruimen`: what is kept longer than the study says it may be, and throwing that away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from analysis.errors import InvoerFout, Melding
from analysis.study.locks import study_lock
from analysis.study.settings import STUDY_FILE, Study
from analysis.study.working_copies import EXPORTS, PARTS, Place, refuse_while_busy, remove_files, working_copies


@dataclass(frozen=True)
class PastTerm:
    """Files of one place that are past their term, and the last day on which they could be there."""

    place: Place
    files: tuple[Path, ...]
    mocht_tot: date
    is_levering: bool = False


def find_past_term(study: Study, today: date) -> list[PastTerm]:
    """Give what is past its term today, place by place; deliveries as well. Raises InvoerFout when no term is set.

    The age of a file counts from the day on which it was last written. On the last day of a term it may still be there.
    """
    terms = study.bewaren
    if terms.werkbestanden_dagen is None and terms.interne_editie_dagen is None and terms.leveringen_tot is None:
        advies = "Zet onder `bewaren` in study.yml: werkbestanden_dagen, interne_editie_dagen of leveringen_tot."
        raise InvoerFout([Melding(STUDY_FILE, "hier staan geen termijnen.", advies=advies, code="geen_termijn")])
    exports, parts = study.reports / EXPORTS, study.reports / PARTS / "intern"
    work = [place for place in working_copies(study) if place.folder not in (exports, parts)]
    intern = [Place(study.reports / "intern", "interne editie, met kleine aantallen"),
              Place(parts, "tabellen per IKC van de interne editie"),
              Place(exports / "intern", "tabellen van de interne editie, voor Excel of SPSS")]  # fmt: skip
    found = [_older(place, terms.werkbestanden_dagen, today) for place in work]
    found += [_older(place, terms.interne_editie_dagen, today) for place in intern]
    found += [_deliveries(study, today)]
    return [item for item in found if item is not None]


def _older(place: Place, days: int | None, today: date) -> PastTerm | None:
    if days is None:
        return None
    term = timedelta(days=days)
    files = [path for path in place.files if _written(path) + term < today]
    return PastTerm(place, tuple(files), max(map(_written, files)) + term) if files else None


def _written(path: Path) -> date:
    return date.fromtimestamp(path.lstat().st_mtime)


def _deliveries(study: Study, today: date) -> PastTerm | None:
    last = study.bewaren.leveringen_tot
    place = Place(study.raw, "leveringen")
    if last is None or today <= last or not place.files:
        return None
    return PastTerm(place, tuple(place.files), last, is_levering=True)


def clear_past_term(study: Study, found: Iterable[PastTerm]) -> None:
    """Throw away what was found; refused while a run makes reports."""
    with study_lock(study):
        refuse_while_busy(study)
        for item in found:
            remove_files(item.place, list(item.files))


def text_of(study: Study, found: list[PastTerm], with_deliveries: bool, done: bool) -> str:
    """Say what is past its term, by which agreement, and what was done or is to be typed."""
    ground = study.bewaren.grondslag or "in study.yml staat niet waar de termijnen vandaan komen (`grondslag`)"
    lines = [f"Termijnen van {study.naam}: {ground}."]
    if not found:
        return "\n".join([*lines, "Er is niets dat langer is bewaard dan mag."])
    lines += ["Verwijderd:" if done else "Langer bewaard dan mag:"]
    lines += [f"  {_line(study, item)}" for item in found if with_deliveries or not item.is_levering or not done]
    left = [item for item in found if item.is_levering and not with_deliveries]
    if left and done:
        lines += ["De leveringen staan er nog. Verwijder ze met: ikc opruimen --ook-leveringen --ja"]
    if not done:
        lines += ["Er is niets verwijderd. Doe dat met: ikc opruimen --ja"]
        lines += ["De leveringen gaan alleen mee met: ikc opruimen --ook-leveringen --ja"] if left else []
    return "\n".join([*lines, *(_COPIES if done else ())])


_COPIES = ("Reservekopieën en wat u zelf kopieerde staan er nog; die kent het programma niet.",)


def _line(study: Study, item: PastTerm) -> str:
    name = item.place.folder.relative_to(study.folder).as_posix()
    count = "1 bestand" if len(item.files) == 1 else f"{len(item.files)} bestanden"
    return f"{name}  {count}, mocht tot en met {item.mocht_tot:%d-%m-%Y} ({item.place.wat})"
