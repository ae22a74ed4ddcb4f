"""Notes that chapters share: what is not shown and why, and names as readers know them."""

import pandas as pd

from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import SUPPRESSED, count_of, list_words, lists_of
from analysis.presentation.taal.wording import HIDDEN_NOTE, hidden_words, in_sentence
from analysis.study import ALLE

MOST_IN_ONE = 5
"""The names in one sentence of a list that goes on in the next."""
MOST_NAMES = 6
"""The names that a note lists before it counts them."""


def care_label(rapport: Rapport, zorgvorm: str) -> str:
    """Give the label of a zorgvorm; the code wins where a domain has the same name."""
    hit = rapport.codebook.codes.loc[rapport.codebook.codes["code"] == zorgvorm, "label"]
    return "Alle toewijzingen" if zorgvorm == ALLE else str(hit.iloc[0]) if len(hit) else zorgvorm


def short_path(bestand: str) -> str:
    """Give a file as seen from data/raw, with room to break after each slash."""
    return str(bestand).removeprefix("data/raw/").replace("/", " / ")


def not_shown_note(names: list[str], unknown: bool = False) -> str:
    """Give the sentence that names, or counts, the rows of which nothing may be shown, or (`unknown`) is known."""
    if len(names) > MOST_NAMES:
        why = "is niet bekend hoeveel kinderen er zijn" if unknown else "zijn overal te weinig kinderen om te tonen"
        return f" {len(names)} regels staan er niet bij: daar {why}."
    why = "niet bekend hoeveel kinderen er zijn" if unknown else "overal te weinig kinderen"
    return f" Niet getoond, {why}: {list_words(names)}." if names else ""


def hidden_note(hidden: pd.Series, unknown: pd.Series | None = None) -> str:
    """Give the note on the suppression sign, where there is one; `unknown` says where nobody knows the children."""
    if not bool(hidden.any()):
        return ""
    return f" {HIDDEN_NOTE}" if unknown is None else f" {SUPPRESSED}: {hidden_words(hidden, unknown)}."


def split_hidden(rows: list[list[str]]) -> tuple[list[list[str]], str]:
    """Split off the rows without any number; gives the rows to show and a sentence that names the others."""
    shown = [row for row in rows if any(cell != SUPPRESSED for cell in row[1:])]
    names = [in_sentence(row[0]) for row in rows if all(cell == SUPPRESSED for cell in row[1:])]
    return shown, not_shown_note(names)


def split_small(rows: list[list[str]], basis: int, columns: int, every: bool) -> tuple[list[list[str]], str]:
    """Split off the rows of which every count was rounded to zero: to show, and a sentence that names the others.

    Counts are the first `columns` after the name. They are of `every` meting, or of those that stand side by side.
    """
    least = count_of(0, basis)
    small = [row for row in rows if basis and set(row[1 : columns + 1]) == {least}]
    names = [in_sentence(row[0].removeprefix("– ")) for row in small]
    parts = enumerate(lists_of(names, MOST_IN_ONE))
    lead = ("Steeds", "Ook steeds") if every else ("Bij deze metingen", "Ook dan")
    told = [f" {lead[place > 0]} {least}: {part}." for place, part in parts]
    return [row for row in rows if row not in small], "".join(told)


def without_empty(heads: list[str], rows: list[list[str]], align: str, widths: tuple[int, ...]) -> tuple:
    """Leave out the columns in which this edition shows nothing at all; gives what `pipe_table` takes."""
    kept = [at for at in range(len(heads)) if any(row[at] != SUPPRESSED for row in rows)]
    return (
        [heads[at] for at in kept],
        [[row[at] for at in kept] for row in rows],
        "".join(align[at] for at in kept),
        tuple(widths[at] for at in kept),
    )


def left_out_note(labels: list[str]) -> list[str]:
    """Give the note that names, or counts, what is left out since none of its numbers may be shown."""
    note = not_shown_note([in_sentence(item) for item in labels])
    return [note.strip()] if note else []
