"""What a machine has that a report is made from: the same on every worker, or no report is made there.

Workers and the run that hands out the reports share one folder of the study. Each has the program of its own, which may
be another version: its code, notebooks and packages are compared before anything is made, and by each worker again
before its first report, for a worker may come later.
"""

import contextlib
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from platform import python_version

from analysis.errors import InvoerFout, Melding
from analysis.publishing.manifest import describe_renderer
from analysis.publishing.project import project_files
from analysis.study import Study, load_study
from analysis.study.hashes import hash_file, hash_value
from analysis.study.keys import SECRET_VARIABLE, fingerprint, key_path, read_key
from analysis.study.locks import WORK, clear_empty
from analysis.study.sources import hash_sources, package_versions

SIGN = ".teken"
MOST_NAMED = 3
CODE, NOTEBOOKS = "de code van dit programma", "de notebooks"
ADVICE = (
    "Zet de studie op een schijf die op elke computer onder hetzelfde pad te zien en te beschrijven is. Installeer "
    "overal dezelfde versie van dit programma en van de pakketten (requirements.lock), en start de werkers dan opnieuw."
)


@dataclass(frozen=True)
class Sight:
    """What a machine sees of a run.

    `teken` is what it reads in the sign that the run left in the study ('' when it is not there), `schrijft` whether it
    can write beside it, `sleutel` what tells its key of the study from another one. `versies` has a hash of the code
    and the notebooks, and the versions of Python, the packages and the renderer.
    """

    teken: str
    schrijft: bool
    sleutel: str
    versies: Mapping[str, str]

    def problems_beside(self, wanted: "Sight") -> list[str]:
        """Say in what this machine is not as the run wants it, in Dutch; empty when it is."""
        if self.teken != wanted.teken:
            return ["ziet de map van de studie niet, of een andere map onder hetzelfde pad"]
        found = [] if self.schrijft else ["kan niet schrijven in de map reports van de studie"]
        found += [] if self.sleutel == wanted.sleutel else ["heeft een andere sleutel van de studie, of geen"]
        names = sorted(self.versies.keys() | wanted.versies.keys(), key=lambda name: (name not in _OURS, name))
        return found + [
            _difference(name, self.versies.get(name), wanted.versies.get(name))
            for name in names
            if self.versies.get(name) != wanted.versies.get(name)
        ]


_OURS = (CODE, NOTEBOOKS, "Python")


def _difference(name: str, there: str | None, here: str | None) -> str:
    if name in (CODE, NOTEBOOKS):
        return f"heeft een andere versie van {name}"
    return f"heeft {name} {there or 'niet'}, waar deze run {here or 'geen'} heeft"


@contextlib.contextmanager
def leave_sign(study: Study) -> Iterator[str]:
    """Leave a sign in the study for as long as the block lasts, by which a machine knows that it sees this folder."""
    name = secrets.token_hex(8)
    path = _sign_of(study, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(name, encoding="utf-8")
    try:
        yield name
    finally:
        path.unlink(missing_ok=True)
        clear_empty(path.parent)


def _sign_of(study: Study, name: str) -> Path:
    return study.reports / WORK / f"{name}{SIGN}"


def look(study_folder: Path, sign: str, renderer: str) -> Sight:
    """See what this machine has of a study in which a run left a sign; tells of no file what is in it."""
    try:
        study = load_study(study_folder)
        seen = _sign_of(study, sign).read_text(encoding="utf-8")
    except (InvoerFout, OSError):
        return Sight("", False, "", {})
    return Sight(seen, _can_write(_sign_of(study, sign)), _key_of(study), {**_versions(), **_renderer(renderer)})


def _can_write(sign: Path) -> bool:
    draft = sign.with_suffix(f".{secrets.token_hex(4)}{SIGN}")
    try:
        draft.touch(exist_ok=False)
        draft.unlink()
    except OSError:
        return False
    return True


def _key_of(study: Study) -> str:
    """Tell the key of pseudonyms from others without making one: '' where the study has none yet."""
    given = os.environ.get(SECRET_VARIABLE, "").strip()
    if study.synthetisch or not (given or key_path(study).is_file()):
        return ""
    try:
        return fingerprint(read_key(study, "pseudoniem"))
    except InvoerFout:
        return "onleesbaar"


def program_here() -> str:
    """Give the hash of the program that this process runs."""
    return _versions()[CODE]


@cache
def _versions() -> Mapping[str, str]:
    """Give the versions as they were at the first look: modules that a process has imported stay as they were then."""
    notebooks = {name: hash_file(path) for name, path in project_files().items()}
    ours = {CODE: hash_sources(), NOTEBOOKS: hash_value(notebooks), "Python": python_version()}
    return {**ours, **package_versions()}


@cache
def _renderer(name: str) -> Mapping[str, str]:
    described = describe_renderer(name)
    return {f"opmaak met {described['naam']}": described["versie"]}


def refuse_other_sights(wanted: Sight, sights: Mapping[str, Sight | None]) -> None:
    """Refuse workers, by address, that are not as the run wants them, None for one without this program.

    Raises InvoerFout that names each difference with the workers that have it.
    """
    found: dict[str, list[str]] = {}
    for address, sight in sights.items():
        for problem in sight.problems_beside(wanted) if sight else ["heeft dit programma niet, of een oudere versie"]:
            found.setdefault(problem, []).append(address.partition("://")[2])
    if not found:
        return
    wrong = len({worker for workers in found.values() for worker in workers})
    text = f"{wrong} van {len(sights)} werkers {'kan' if wrong == 1 else 'kunnen'} deze studie niet maken."
    lines = tuple(f"{_named(workers)}: {problem}" for problem, workers in found.items())
    raise InvoerFout([Melding("", text, regels=lines, advies=ADVICE, code="andere_werker")])


def _named(workers: Sequence[str]) -> str:
    more = f" en nog {len(workers) - MOST_NAMED}" if len(workers) > MOST_NAMED else ""
    return ", ".join(sorted(workers)[:MOST_NAMED]) + more
