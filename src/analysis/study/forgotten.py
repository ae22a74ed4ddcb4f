"""The list of children who asked to be forgotten: what their numbers become under a key, and never a number.

It lies in `data/vergeten.csv`, beside what is delivered and outside what is cleared away, so that every later run knows
whom to leave out. It is the log as well: when, by whom, how many rows. Without the key nobody can try numbers on it;
with another key it says nothing, so the key for it (`vergeten`) never rotates and its fingerprint is in the list.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

from analysis.errors import InvoerFout, Melding
from analysis.study.keys import fingerprint, read_key, replace_private
from analysis.study.settings import Study

NAME = "data/vergeten.csv"


@dataclass(frozen=True)
class Forgotten:
    """The marks (`c_...`, `k_...`) of forgotten children, and the key under which a number becomes one."""

    key: bytes = b""
    marks: frozenset[str] = frozenset()


NOBODY = Forgotten()


@dataclass(frozen=True)
class Entry:
    """One line of the list: one number or kindcode of a child, in how many rows of data/raw it stood that day."""

    datum: str
    door: str
    rijen: str
    sleutel: str
    kenmerk: str


COLUMNS = [item.name for item in fields(Entry)]


def forgotten_file(study: Study) -> Path:
    """Give the place of the list."""
    return study.folder / NAME


def read_forgotten(study: Study) -> Forgotten:
    """Read whom to leave out; nobody when there is no list. Raises InvoerFout for a list that cannot be relied on."""
    entries = read_entries(study)
    if not entries:
        return NOBODY
    key = read_key(study, "vergeten")
    if {entry.sleutel for entry in entries} != {fingerprint(key)}:
        raise _refusal("de lijst van vergeten kinderen hoort bij een andere sleutel; niemand is zo te herkennen.")
    return Forgotten(key, frozenset(entry.kenmerk for entry in entries))


def read_entries(study: Study) -> list[Entry]:
    """Read the lines of the list, none when it is not there."""
    path = forgotten_file(study)
    if not path.is_file():
        return []
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    if rows[:1] != [COLUMNS] or any(len(row) != len(COLUMNS) for row in rows):
        raise _refusal("de lijst van vergeten kinderen is beschadigd.")
    return [Entry(*row) for row in rows[1:]]


def add_forgotten(study: Study, marks: Iterable[str], rijen: int, door: str, day: date) -> None:
    """Add the marks of one child to the list; the list is replaced in whole, for its owner only."""
    sleutel = fingerprint(read_key(study, "vergeten"))
    new = [Entry(day.isoformat(), " ".join(door.split()), str(rijen), sleutel, mark) for mark in marks]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *map(astuple, [*read_entries(study), *new])])
    replace_private(forgotten_file(study), text.getvalue())


def _refusal(text: str) -> InvoerFout:
    advies = "Zet de lijst en het sleutelbestand samen terug uit een reservekopie. Zonder komen deze kinderen terug."
    return InvoerFout([Melding(NAME, text, advies=advies, code="vergeten")])
