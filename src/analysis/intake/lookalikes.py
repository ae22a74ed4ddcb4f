"""Unknown columns that may be one that matters: by their name, or because they hold days after the start."""

import re

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.codebook.paste import lines_for_columns
from analysis.errors import Melding, Onbekend, Plaats
from analysis.intake.letters import column_letter

LONGEST_NAME = 60
ROWS_LOOKED_AT = 2000
MOSTLY = 0.8
ENDS = {"einddatum": "ingangsdatum", "tot": "van"}
_DAY_FIRST = r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ].*)?$"
_YEAR_FIRST = r"^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[T ].*)?$"


def find_lookalikes(
    unknown: list[tuple[int, str]], below: pd.DataFrame, known: dict[int, str], codebook: Codebook, delivery: str
) -> dict[int, list[str]]:
    """Give per unknown column (its place) the columns of the contract that it may be and that the file lacks.

    `known` are the columns that were found, by place (below zero: what the file's name or folder tells).
    """
    missing = set(codebook.columns(delivery)) - set(known.values())
    alike = {}
    for number, name in unknown:
        columns = [column for column in codebook.columns_like(delivery, name) if column in missing]
        columns = columns or [end for end in _ends_by_content(below, number, known) if end in missing]
        if columns:
            alike[number] = columns
    return alike


def _ends_by_content(below: pd.DataFrame, number: int, known: dict[int, str]) -> list[str]:
    """Give the end that a column may hold: most of its cells are days, and most of those are not before the start."""
    starts = {column: place for place, column in known.items() if place >= 0}
    cells = below[number].head(ROWS_LOOKED_AT).astype("str").str.strip()
    days = _rough_days(cells[cells.str.contains(r"[0-9]")])
    if days.notna().sum() < 2 or days.notna().mean() < MOSTLY:
        return []
    return [end for end, start in ENDS.items() if start in starts and _is_after(days, below[starts[start]])]


def _is_after(days: pd.Series, starts: pd.Series) -> bool:
    begun = _rough_days(starts.loc[days.index].astype("str").str.strip())
    both = days.notna() & begun.notna()
    return bool(both.any() and (days[both] >= begun[both]).mean() >= MOSTLY and (days[both] > begun[both]).any())


def _rough_days(texts: pd.Series) -> pd.Series:
    """Give days as numbers that sort, roughly: enough to see whether a column holds days, and which come later."""
    first, second = (texts.str.extract(pattern).astype("float64") for pattern in (_DAY_FIRST, _YEAR_FIRST))
    year, month, day = (first[2].fillna(second[0]), first[1].fillna(second[1]), first[0].fillna(second[2]))
    year = year.where(year >= 100, year + 2000)
    return (year * 372 + month * 31 + day).where((year > 1900) & (month <= 31) & (day <= 31), np.nan)


def melding_lookalikes(
    bestand: str, names: dict[int, str], alike: dict[int, list[str]], delivery: str
) -> list[Melding]:
    """Report the columns that may matter as one fout, with the lines that settle them in the study's codebook."""
    if not alike:
        return []
    lines = [
        f"{short_name(names[number])}   (kolom {column_letter(number)}) lijkt op {' of '.join(columns)}"
        for number, columns in alike.items()
    ]
    shown = {number: columns for number, columns in alike.items() if short_name(names[number]) == names[number]}
    paste = lines_for_columns(delivery, [(names[number], columns) for number, columns in shown.items()])
    places = tuple(Plaats(bestand, None, names[number]) for number in alike)
    words = "1 kolom lijkt op een kolom" if len(alike) == 1 else f"{len(alike)} kolommen lijken op kolommen"
    tekst = f"{words} waar het op aankomt, maar de naam is niet bekend. De inhoud is niet gelezen."
    advies = "Zeg in het codeboek van de studie wat het is; zonder die kolom zouden andere cijfers ontstaan."
    unknown = tuple(
        Onbekend("koppen", delivery, names[number], mogelijk=tuple(columns)) for number, columns in shown.items()
    )
    return [
        Melding(
            bestand,
            tekst,
            regels=tuple(lines),
            advies=advies,
            code="kolom_lijkt_op",
            plaatsen=places,
            onbekend=unknown,
            plakregels=tuple(paste),
        )
    ]


def short_name(name: str) -> str:
    """Shorten a header for a message, without what could be a client number (a file may have no header at all)."""
    return re.sub(r"\d{7,}", "…", " ".join(name.split()))[:LONGEST_NAME]
