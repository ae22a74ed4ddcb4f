"""What a study must not give away, as far as that can be known without keeping it."""

import getpass
import os
import platform
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from analysis.disclosure.file_names import RAW, delivery_files
from analysis.errors import InvoerFout, Melding
from analysis.intake.personal_words import codes_in, days_in, names_in
from analysis.intake.places import FILES
from analysis.publishing.project import project_files
from analysis.results.kaarten import kaarten
from analysis.study import Study
from analysis.study.keys import MINIMUM_LENGTH, SECRET_VARIABLE, key_path, read_key
from analysis.study.settings import STUDY_FILE
from analysis.study.sources import PACKAGE
from analysis.tidy.persons import load_persons

SHORTEST = 4
TEXTS = (".py", ".yml", ".j2", ".css", ".html", ".typ", ".xml")
_TOLD_APART = ("simulation",)
"""Its names of children are made up, and no report has them."""


@dataclass(frozen=True)
class Known:
    """Words, codes and days that the program and the study's own settings use: they give nobody away.

    Among the words are pairs that follow each other (`it kompas`, the name of an IKC).
    """

    words: frozenset[str]
    codes: frozenset[str]
    days: frozenset[str]


@dataclass(frozen=True)
class Secrets:
    """What the gate looks for beside forms. `persons` are keyed hashes, of which `key` is the key.

    `files` are names of delivery files, `places` folders of this machine, `names` its user and itself, `keys` the
    study's key as it is written.
    """

    persons: frozenset[str]
    key: bytes
    known: Known
    files: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


def gather_secrets(study: Study) -> Secrets:
    """Gather what this study and this machine must not give away; refuses when the hashes of persons are not there."""
    persons = load_persons(study)
    if persons is None:
        raise InvoerFout(
            [Melding("data/processed", "de lijst met versleutelde persoonsgegevens ontbreekt; zonder kan niet worden "
                     "nagegaan of er een naam in een rapport staat.", advies="Draai `ikc run`.",
                     code="geen_lekkenlijst")]
        )  # fmt: skip
    known = known_words(study)
    return Secrets(
        persons,
        read_key(study, "pseudoniem"),
        known,
        _delivery_names(study),
        _places(study),
        _names(known),
        _keys(study),
    )


def known_words(study: Study) -> Known:
    """Give the words, codes and days of the program, of study.yml and of the study's codebook."""
    own = [study.folder / STUDY_FILE, *sorted((study.folder / "codebook").glob("*.yml"))]
    program = words_of_program()
    told = _told_in("\n".join(path.read_text(encoding="utf-8", errors="replace") for path in own if path.is_file()))
    return Known(program.words | told.words, program.codes | told.codes, program.days | told.days)


def _told_in(text: str) -> Known:
    words = names_in(text)
    pairs = (" ".join(pair) for pair in pairwise(words))
    return Known(frozenset([*words, *pairs]), frozenset(codes_in(text)), frozenset(days_in(text)))


@cache
def words_of_program() -> Known:
    """Give the words, codes and days in the texts of the program, its notebooks and its codebook."""
    paths = [path for path in PACKAGE.rglob("*") if path.suffix in TEXTS and not {*path.parts} & {*_TOLD_APART}]
    return _told_in("\n".join(path.read_text(encoding="utf-8") for path in [*paths, *project_files().values()]))


def _delivery_names(study: Study) -> tuple[str, ...]:
    """Give the names of delivery files; not those that every study has, nor those of our own tables."""
    ours = {*FILES, *kaarten()}
    names = {name.removeprefix(RAW).rpartition("/")[2] for name in delivery_files(study)}
    return tuple(sorted(name.casefold() for name in names if Path(name).stem.casefold() not in ours))


def _places(study: Study) -> tuple[str, ...]:
    folders = [study.folder.resolve(), PACKAGE, Path.home(), Path.cwd(), Path(tempfile.gettempdir()).resolve()]
    return tuple(sorted({f"{folder}{os.sep}" for folder in folders if len(folder.parts) > 1}))


def _names(known: Known) -> tuple[str, ...]:
    """Give the names of the user and of the machine; not those that are words of ours (`root`)."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = ""
    told = (name.casefold() for name in (user, platform.node(), platform.node().partition(".")[0]))
    return tuple(sorted({name for name in told if len(name) >= SHORTEST and not set(names_in(name)) <= known.words}))


def _keys(study: Study) -> tuple[str, ...]:
    """Give the study's key as it is written, in the environment or line by line in its file."""
    return tuple(sorted({text for text in _key_texts(study) if len(text) >= MINIMUM_LENGTH}))


def _key_texts(study: Study) -> Iterator[str]:
    yield os.environ.get(SECRET_VARIABLE, "").strip()
    path = key_path(study)
    if path.is_file():
        yield from re.split(r"\s+", path.read_text(encoding="utf-8", errors="replace"))
