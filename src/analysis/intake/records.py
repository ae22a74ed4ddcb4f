"""The records of a delimited text, line by line: no line can vanish in a cell because of one stray quote.

A quote that opens a field and is not closed makes every parser read on to the next quote or to the end of the file.
Here the lines are counted apart, and a record that takes several lines must be one: a cell with line breaks, not rows.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from analysis.errors import Melding

MOST_LINES_IN_A_CELL = 5000
FEWEST_FILLED = 2
MOST_ROWS_NAMED = 12
QUOTE = '"'


@dataclass(frozen=True)
class Form:
    """How a file is written: its delimiter, how many fields its header has, and whether `; "` opens a quoted field."""

    delimiter: str
    width: int
    spaced: bool = False


@dataclass
class Records:
    """Fields per record and the lines that were read; `los` and `fout` are rows (from 1) with a stray quote.

    `los` were read without quoting, which every line allowed; of a row in `fout` nobody can tell what its cells are.
    """

    rows: list[list[str]] = field(default_factory=list)
    lines: int = 0
    los: list[int] = field(default_factory=list)
    fout: list[tuple[int, int]] = field(default_factory=list)


def read_records(text: str, form: Form) -> Records:
    """Read every line of a text into records; a line is in exactly one record."""
    lines = list(io.StringIO(text, newline=""))
    found = Records(lines=len(lines))
    place = 0
    while place < len(lines):
        if QUOTE in lines[place]:
            place += _read_quoted(lines, place, form, found)
        else:
            found.rows.append(_split(lines[place], form))
            place += 1
    return found


def meldingen_of(found: Records) -> list[Melding]:
    """Say which rows had a stray quote; the file's name is filled in by who knows it."""
    meldingen = []
    if found.los:
        count = "1 rij heeft" if len(found.los) == 1 else f"{len(found.los)} rijen hebben"
        meldingen.append(
            Melding("", f"{count} een aanhalingsteken zonder einde; elke regel is als een rij gelezen.", "waarschuwing",
                    _named([f"rij {rij}" for rij in found.los]), "Controleer die rijen; haal het teken weg.",
                    "los_aanhalingsteken")
        )  # fmt: skip
    if found.fout:
        count = "1 rij heeft" if len(found.fout) == 1 else f"{len(found.fout)} rijen hebben"
        lines = [f"rij {rij}: {span} {'regel zit' if span == 1 else 'regels zitten'} in één rij"
                 for rij, span in found.fout]  # fmt: skip
        meldingen.append(
            Melding("", f"{count} een aanhalingsteken zonder einde; wat erachter staat is niet te lezen.", "fout",
                    _named(lines), "Haal het aanhalingsteken weg, of sluit het af.", "los_aanhalingsteken")
        )  # fmt: skip
    return meldingen


def _named(lines: list[str]) -> tuple[str, ...]:
    rest = len(lines) - MOST_ROWS_NAMED
    return (*lines[:MOST_ROWS_NAMED], f"en nog {rest} andere") if rest > 0 else tuple(lines)


def _read_quoted(lines: list[str], place: int, form: Form, found: Records) -> int:
    """Read the record that starts at a line with a quote; give how many lines it took."""
    record, span, sound = _parse(lines, place, form)
    if sound and not _swallows(lines[place : place + span], record, form):
        found.rows.append(record)
        return span
    balanced = span == 1 and lines[place].count(QUOTE) % 2 == 0
    if not sound and balanced and len(record) == form.width:
        found.rows.append(record)
        return span
    row = len(found.rows) + 1
    if _stands_alone(lines, place, span, sound, form):
        found.los.append(row)
        found.rows.append(_with_stray_quote(lines[place], form) or record)
        return 1
    found.fout.append((row, span))
    found.rows.append(record)
    return span


def _parse(lines: list[str], place: int, form: Form) -> tuple[list[str], int, bool]:
    """Give the fields, the number of lines, and whether every quote that opens a field closes it too."""
    for strict in (True, False):
        reader = csv.reader(islice(_from(lines, place), MOST_LINES_IN_A_CELL), delimiter=form.delimiter, strict=strict,
                            skipinitialspace=form.spaced)  # fmt: skip
        try:
            return next(reader), reader.line_num, strict
        except csv.Error:
            continue
    return _split(lines[place], form), min(len(lines) - place, MOST_LINES_IN_A_CELL), False


def _from(lines: list[str], place: int) -> Iterator[str]:
    return (lines[number] for number in range(place, len(lines)))


def _swallows(lines: list[str], record: list[str], form: Form) -> bool:
    """Tell whether a record of several lines holds rows: a later line is one, and the first but for its quote."""
    if len(lines) == 1:
        return False
    if len(record) != form.width:
        return any(_alone(line, form) for line in lines[1:])
    return _with_stray_quote(lines[0], form) is not None and any(_is_like_a_row(line, form) for line in lines[1:])


def _is_like_a_row(line: str, form: Form) -> bool:
    cells = _split(line, form)
    return len(cells) == form.width and sum(bool(cell.strip(' "')) for cell in cells) >= FEWEST_FILLED


def _stands_alone(lines: list[str], place: int, span: int, sound: bool, form: Form) -> bool:
    """Tell whether the first line is surely a row by itself: it has the header's fields, and so has what follows.

    Where the quote has an end, every line that it took must be a row; where it has none, the next one.
    """
    if _with_stray_quote(lines[place], form) is None:
        return False
    if sound:
        return all(_alone(line, form) for line in lines[place + 1 : place + span])
    following = next((number for number in range(place + 1, len(lines)) if lines[number].strip()), None)
    return following is None or _starts_a_row(lines, following, form)


def _starts_a_row(lines: list[str], place: int, form: Form) -> bool:
    if _alone(lines[place], form):
        return True
    record, _, sound = _parse(lines, place, form)
    return sound and len(record) == form.width


def _with_stray_quote(line: str, form: Form) -> list[str] | None:
    """Read a line as if the quote that opens a field and is never closed were not there; None when it is no row."""
    cells = _split(line, form)
    if len(cells) == form.width:
        return [_unquoted(cell) for cell in cells]
    stray = max(line.rfind(form.delimiter + QUOTE), 0) + len(form.delimiter)
    record, _, sound = _parse([line[:stray] + line[stray + 1 :]], 0, form)
    is_row = line[stray : stray + 1] == QUOTE and sound and len(record) == form.width
    return record if is_row else None


def _unquoted(cell: str) -> str:
    """Take off the quotes around a cell, and one that was opened and never closed."""
    if len(cell) > 1 and cell.startswith(QUOTE) and cell.endswith(QUOTE):
        cell = cell[1:-1].replace(QUOTE * 2, QUOTE)
    return cell[1:] if cell.startswith(QUOTE) and cell.count(QUOTE) == 1 else cell


def _alone(line: str, form: Form) -> list[str] | None:
    """Read one line by itself: with its quotes where they are in order, else without; None when it is no whole row."""
    if QUOTE in line:
        record, _, sound = _parse([line], 0, form)
        if sound and len(record) == form.width:
            return record
    cells = _split(line, form)
    return cells if len(cells) == form.width else None


def _split(line: str, form: Form) -> list[str]:
    return line.rstrip("\r\n").split(form.delimiter)
