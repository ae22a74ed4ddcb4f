"""Coded values and the messages about them: per file which value, how often, first in which row, closest known name."""

import re
from collections.abc import Callable, Iterable
from typing import Literal

import pandas as pd

from analysis.codebook import closest
from analysis.codebook.paste import lines_for_values
from analysis.errors import Melding, Onbekend, Plaats
from analysis.intake.workbooks import is_special

LONGEST_VALUE = 30
MOST_LINES = 12
MOST_PASTED = 50
MOST_PLACES = 1000
EMPTY = "(leeg)"


def map_values(values: pd.Series, translate: Callable[[str], str | None]) -> pd.Series:
    """Translate each distinct text once; what `translate` does not know (None) becomes ''."""
    known = {text: translate(text) or "" for text in values.unique()}
    return values.map(known).astype(str)


def shown_value(text: str) -> str:
    """Give a value as a message may show it: short, and without what could be a client number."""
    hidden = re.sub(r"\d{7,}", "…", " ".join(str(text).split()))
    return hidden[:LONGEST_VALUE] if hidden else EMPTY


def report_values(
    rows: pd.DataFrame,
    column: str,
    mask: pd.Series,
    tekst: Callable[[int], str],
    code: str,
    advies: str,
    ernst: Literal["fout", "waarschuwing"] = "fout",
    known: Iterable[str] = (),
    kolom: str | None = None,
    plak: tuple[str, Iterable[str]] | None = None,
) -> list[Melding]:
    """Report the values of `column` where `mask` is True: one Melding per file, one line per distinct value.

    `rows` needs `bestand` and `rij`. `tekst` gets the number of distinct values. With `known`, each line names the
    closest known name; with `kolom` (a column of `rows`), it names the column of the first one. Beyond twelve values
    the rest is counted. With `plak` (a field of waarden.yml and its meanings) the lines that settle the values in the
    codebook follow.
    """
    columns = list(dict.fromkeys(["bestand", "rij", column, *(["ikc"] if "ikc" in rows else [])]))
    wrong = rows.loc[mask, columns].assign(kolom=rows[kolom] if kolom else "")
    meldingen = []
    for bestand, of_file in wrong.groupby("bestand", sort=False):
        values = of_file.groupby(column, sort=False)
        counts = values["rij"].agg(["size", "first"]).join(values["kolom"].first()).reset_index()
        counts = counts.sort_values("size", ascending=False, kind="stable")
        lines = _lines(counts, column, list(known))
        paste = tuple(_paste(counts[column], *plak)) if plak else ()
        places = _places(of_file, of_file["kolom"] if kolom else column)
        unknown = _unknown(counts, column, *plak) if plak else ()
        about = (tekst(len(counts)), ernst, tuple(lines), advies, code, places, unknown, paste, whose(of_file))
        meldingen.append(Melding(str(bestand), *about))
    return meldingen


def whose(rows: pd.DataFrame) -> tuple[str, ...]:
    """Give the IKCs that these rows name, as they stand there; none where they have no ikc or one names none."""
    named = tuple(sorted(str(ikc) for ikc in rows["ikc"].unique())) if "ikc" in rows else ()
    return () if "" in named else named


def report_rows(
    rows: pd.DataFrame,
    mask: pd.Series,
    tekst: Callable[[int], str],
    code: str,
    advies: str = "",
    ernst: Literal["fout", "waarschuwing"] = "waarschuwing",
    kolom: str = "",
) -> list[Melding]:
    """Report rows by their number alone: one Melding per file with the count (given to `tekst`) and the first row.

    `kolom` is the column that is to be mended, where it is one.
    """
    wrong = rows.loc[mask, ["bestand", "rij"]].groupby("bestand", sort=False, observed=True)
    return [
        Melding(str(bestand), tekst(len(found)), ernst, (f"eerste: rij {found['rij'].iloc[0]}",), advies, code,
                _places(found, kolom))
        for bestand, found in wrong
    ]  # fmt: skip


def _places(rows: pd.DataFrame, columns: pd.Series | str) -> tuple[Plaats, ...]:
    """Give the cells of the first thousand rows: enough to mark in a copy."""
    first = rows.head(MOST_PLACES)
    names = columns.head(MOST_PLACES) if isinstance(columns, pd.Series) else [columns] * len(first)
    return tuple(
        Plaats(str(bestand), int(rij), str(name))
        for bestand, rij, name in zip(first["bestand"], first["rij"], names, strict=True)
    )


def _lines(counts: pd.DataFrame, column: str, known: list[str]) -> list[str]:
    shown = [shown_value(text) for text in counts[column]]
    width = max(map(len, shown))
    digits = len(str(counts["size"].max()))
    lines = []
    firsts = [
        f"{rij}, kolom {kolom}" if kolom else f"{rij}"
        for rij, kolom in zip(counts["first"], counts["kolom"], strict=True)
    ]
    for text, size, first, name in zip(counts[column], counts["size"], firsts, shown, strict=True):
        near = closest(text, known) if known and text else None
        hint = f"; bedoelt u {near}?" if near else ""
        where = f"1 rij   (rij {first}" if size == 1 else f"{size} rijen (eerste: rij {first}"
        lines.append(f"{name:<{width}}  {where:>{len(where) + digits - len(str(size))}}{hint})")
    rest = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], f"en nog {rest} andere"] if rest > 0 else lines


def _paste(texts: pd.Series, field: str, meanings: Iterable[str]) -> list[str]:
    """Give the codebook lines of the values that a message may show in full."""
    showable = [text for text in texts.head(MOST_PASTED) if _may_get_a_meaning(text)]
    return lines_for_values(field, meanings, showable) if showable else []


def _unknown(counts: pd.DataFrame, column: str, field: str, meanings: Iterable[str]) -> tuple[Onbekend, ...]:
    return tuple(
        Onbekend("waarden", field, text, int(size), tuple(meanings))
        for text, size in zip(counts[column].astype("str"), counts["size"], strict=True)
        if _may_get_a_meaning(text)
    )


def _may_get_a_meaning(text: str) -> bool:
    """Tell whether a codebook could say what a text means: an error cell means nothing, a cut text is not the text."""
    return shown_value(text) == text and not is_special(text)


def count_words(number: int, one: str, more: str) -> str:
    """Give a number with its noun and verb: '1 waarde is', '3 waarden zijn'."""
    return f"1 {one}" if number == 1 else f"{number} {more}"
