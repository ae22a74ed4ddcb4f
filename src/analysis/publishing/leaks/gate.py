"""The gate: every text of every published file against every kind of leak. No message repeats what was found."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

from pypdf.errors import PyPdfError

from analysis.errors import Melding
from analysis.intake.personal_words import (
    CODE,
    DAY,
    NUMBER,
    PAIR,
    SHORTEST_WORD,
    WORD,
    Mark,
    codes_in,
    days_in,
    marker,
    names_in,
    things_in,
)
from analysis.publishing.leaks.forms import FORMS
from analysis.publishing.leaks.readings import Reading, read_published
from analysis.publishing.leaks.secrets import Known, Secrets

YEARS_AROUND = 12
MOST_PLACES = 12
ADVIES = (
    "Er is niets gepubliceerd. Zoek de plek op in de interne editie en haal de tekst weg uit de levering, "
    "de instellingen of het codeboek. Mag het woord openbaar zijn (een dorp, een instelling)? Zet het dan in "
    "study.yml bij `publicatie: openbare_woorden`."
)

Test = Callable[[str], bool]


@dataclass(frozen=True)
class Leak:
    """One kind of leak in one file: `places` says where, never what."""

    file: str
    kind: str
    places: tuple[str, ...]

    def __str__(self) -> str:
        """Say it in Dutch, without the secret."""
        more = f" en nog {len(self.places) - MOST_PLACES} plekken" if len(self.places) > MOST_PLACES else ""
        where = ", ".join(place for place in self.places[:MOST_PLACES] if place)
        return f"{self.file}: {self.kind}{f' ({where}{more})' if where else ''}"


def find_leaks(files: Iterable[Path], folder: Path, secrets: Secrets) -> list[Leak]:
    """Give every leak in the files, which lie below `folder`; with nothing of what leaked."""
    tests = all_tests(secrets)
    return [leak for path in files for leak in _leaks_in(path, path.relative_to(folder).as_posix(), tests)]


def meldingen_of(leaks: Sequence[Leak]) -> list[Melding]:
    """Give one message per kind of leak, with its places."""
    kinds = Counter(leak.kind for leak in leaks)
    return [
        Melding("", f"in wat gepubliceerd zou worden staat {kind}.",
                regels=tuple(str(leak) for leak in leaks if leak.kind == kind), advies=ADVIES, code="lek")
        for kind in kinds
    ]  # fmt: skip


def _leaks_in(path: Path, name: str, tests: "Tests") -> Iterator[Leak]:
    found: dict[str, dict[str, None]] = {}
    try:
        for reading in read_published(path):
            for kind, test in tests.of(reading):
                if test(reading.text):
                    found.setdefault(kind, {})[_place(reading, test)] = None
    except (OSError, ValueError, PyPdfError, csv.Error):
        yield Leak(name, "een bestand dat niet na te kijken is", ())
    yield from (Leak(name, kind, tuple(places)) for kind, places in found.items())


def _place(reading: Reading, test: Test) -> str:
    """Say where a leak is: the place of the text, and in a page the first line that has it."""
    lines = reading.text.splitlines() if not reading.place else []
    line = next((number for number, text in enumerate(lines, 1) if test(text)), None)
    return f"regel {line}" if line else reading.place


@dataclass(frozen=True)
class Tests:
    """The tests by kind: those for every text, and those that only words of people stand."""

    every: tuple[tuple[str, Test], ...]
    prose: tuple[tuple[str, Test], ...]

    def of(self, reading: Reading) -> tuple[tuple[str, Test], ...]:
        """Give the tests for one text."""
        return self.every + self.prose if reading.is_prose else self.every


def all_tests(secrets: Secrets) -> Tests:
    """Give every test; each tells whether a text has its kind of leak."""
    mark, known = marker(secrets.key), secrets.known
    person = partial(_is_told, secrets.persons, mark)
    every = [(kind, partial(_has_form, find, known)) for kind, find in FORMS.items()]
    every += [
        ("de bestandsnaam van een levering", partial(_has_any, secrets.files)),
        ("een map van deze computer", partial(_has_any, tuple(place.casefold() for place in secrets.places))),
        ("de sleutel van de studie", partial(_has_any, tuple(key.casefold() for key in secrets.keys))),
    ]  # fmt: skip
    prose = [
        ("een naam uit een kolom met persoonsgegevens", partial(person, partial(_told_names, known))),
        ("een dag uit een kolom met geboortedatums", partial(person, partial(_told_days, _with_around(known.days)))),
        ("een nummer uit een kolom met persoonsgegevens", partial(person, _told_numbers)),
        ("een clientnummer of kindcode", partial(person, partial(_told_codes, known))),
        ("de naam van een gebruiker of van deze computer", partial(_has_word, secrets.names)),
    ]  # fmt: skip
    return Tests(tuple(every), tuple(prose))


def _has_form(find: Callable[[str], Iterable[str]], known: Known, text: str) -> bool:
    return any(found.casefold() not in known.codes for found in find(text))


def _has_any(secrets: Sequence[str], text: str) -> bool:
    folded = text.casefold()
    return any(secret in folded for secret in secrets)


def _has_word(secrets: Sequence[str], text: str) -> bool:
    folded = text.casefold()
    return any(re.search(rf"(?<![^\W_]){re.escape(secret)}(?![^\W_])", folded) for secret in secrets)


def _is_told(persons: frozenset[str], mark: Mark, told: Callable[[str], set[tuple[str, str]]], text: str) -> bool:
    return any(mark(kind, thing) in persons for kind, thing in told(text))


def _told_names(known: Known, text: str) -> set[tuple[str, str]]:
    """Give the words of a text that are none of ours, and each pair of words that follow each other."""
    words = names_in(text)
    single = {(WORD, word) for word in set(words) - known.words if len(word) >= SHORTEST_WORD}
    pairs = {" ".join(pair) for pair in pairwise(words)} - known.words
    return single | {(PAIR, pair) for pair in pairs}


def _told_days(known: frozenset[str], text: str) -> set[tuple[str, str]]:
    return {(DAY, day) for day in days_in(text) if day not in known and not day.endswith("-01")}


def _told_numbers(text: str) -> set[tuple[str, str]]:
    return {(kind, thing) for kind, thing in things_in(text) if kind == NUMBER}


def _told_codes(known: Known, text: str) -> set[tuple[str, str]]:
    return {(CODE, code) for code in set(codes_in(text)) - known.codes}


def _with_around(days: frozenset[str]) -> frozenset[str]:
    """Give the study's own days with those that follow from them: a day earlier or later, some years around."""
    found = set()
    for text in days:
        year, month, day = (int(part) for part in text.split("-"))
        for other in range(year - YEARS_AROUND, year + YEARS_AROUND + 1):
            try:
                middle = date(other, month, day)
            except ValueError:
                continue  # 29 February
            found |= {(middle + timedelta(days=shift)).isoformat() for shift in (-1, 0, 1)}
    return frozenset(found)
