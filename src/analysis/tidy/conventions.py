"""One convention per column and file: is the month first in its dates, is a point the decimal sign in its amounts?

Each text by itself can be read in two ways (`04/03/2019`, `1.234`); all texts of a column together mostly cannot. A
column that is not Dutch is rewritten to Dutch here, so that everything after this reads one spelling. A mix is a fout:
never is half a column read one way and half another.
"""

from typing import Literal

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.distinct import choose_texts
from analysis.tidy.dates import is_moved_by_utc
from analysis.tidy.evidence import Evidence, evidence_of_amounts, evidence_of_dates, has_month_first
from analysis.tidy.values import count_words, report_rows

Settled = tuple[pd.DataFrame, list[Melding]]
DUTCH, OTHER, MIXED, IN_DOUBT = "nederlands", "anders", "gemengd", "onzeker"
Said = tuple[Literal["fout", "waarschuwing"], str, str, str]
_SAID_OF_DATES: dict[str, Said] = {
    MIXED: ("fout", "datum_gemengd", "staan door elkaar: soms de dag eerst, soms de maand.",
            "Geen van die datums is zeker. Vraag de levering opnieuw op met één schrijfwijze."),
    OTHER: ("waarschuwing", "datum_maand_eerst", "lijken maand/dag/jaar, en zijn zo gelezen.",
            "Controleer het bij wie het bestand maakte."),
    IN_DOUBT: ("waarschuwing", "datum_dubbelzinnig",
               "zijn op twee manieren te lezen; gelezen als dag-maand-jaar. Een ander bestand heeft de maand eerst.",
               "Is ook hier de maand eerst? Zet de kolom dan onder `maand_eerst` in codebook/koppen.yml."),
}  # fmt: skip
_SAID: dict[str, Said] = {
    MIXED: ("fout", "getal_gemengd", "staan door elkaar: soms een decimale komma, soms een decimale punt.",
            "Lever de kolom aan met één schrijfwijze, zoals 1234,56."),
    OTHER: ("waarschuwing", "getal_punt", "hebben een decimale punt; 1,234 is gelezen als duizend, 1.234 als één.",
            "Controleer de kolom."),
    IN_DOUBT: ("waarschuwing", "getal_dubbelzinnig",
               "zijn op twee manieren te lezen; 1.234 is gelezen als duizend, 1,234 als één.",
               "Controleer de kolom, of schrijf 1234 en 1,23."),
}  # fmt: skip
STRAY = 0.01
"""Up to this share of month-first dates in a column of day-first ones, they are slips: no date, set aside by row."""


def settle_columns(
    rows: pd.DataFrame, delivery: str, codebook: Codebook, dates: tuple[str, ...] = (), amounts: tuple[str, ...] = ()
) -> Settled:
    """Rewrite the columns of dates and amounts that are not Dutch, and say so; `rows` needs `bestand` and `rij`."""
    rows, found = _settle_dates(rows, dates, codebook.month_first(delivery))
    found += [melding for column in dates for melding in _report_utc(rows, column)]
    return _settle_amounts(rows, amounts, found)


def _settle_dates(rows: pd.DataFrame, columns: tuple[str, ...], declared: list[str]) -> Settled:
    if not declared and not any(has_month_first(rows[column]) for column in columns):
        return rows, []
    evidence = {column: evidence_of_dates(rows[column]) for column in columns}
    files, names = pd.factorize(rows["bestand"])
    ways = {column: _ways_of_dates(item, files, len(names), column in declared) for column, item in evidence.items()}
    ways = {column: _follow(column, ways, evidence, files) for column in ways}
    found = []
    for column, way in ways.items():
        rows = _rewrite(rows, column, evidence[column], way, files)
        found += _report_dates(rows, column, evidence[column], way, files, names)
    return rows, found


def _ways_of_dates(item: Evidence, files: np.ndarray, number: int, declared: bool) -> np.ndarray:
    dutch, foreign = _count(item.dutch, files, number), _count(item.foreign, files, number)
    stray = foreign <= STRAY * (dutch + foreign)
    way = np.where(foreign == 0, DUTCH, np.where(dutch == 0, OTHER, np.where(stray, DUTCH, MIXED)))
    return np.where(dutch > 0, MIXED, OTHER) if declared else way


def _follow(column: str, ways: dict[str, np.ndarray], evidence: dict[str, Evidence], files: np.ndarray) -> np.ndarray:
    """Let a column whose dates all fit both ways follow another column of its file that is month first, same sign."""
    way, own = ways[column].copy(), evidence[column]
    for file in np.unique(files[own.either]):
        here = files == file
        if way[file] != DUTCH or (own.dutch & here).any():
            continue
        signs = set(own.signs[own.either & here])
        others = [name for name in ways if name != column and ways[name][file] == OTHER]
        if any(signs <= set(evidence[name].signs[evidence[name].foreign & here]) for name in others):
            way[file] = OTHER
    return way


def _count(mask: np.ndarray, files: np.ndarray, number: int) -> np.ndarray:
    return np.bincount(files[mask], minlength=number)


def _rewrite(rows: pd.DataFrame, column: str, item: Evidence, way: np.ndarray, files: np.ndarray) -> pd.DataFrame:
    mask = (way == OTHER)[files] & (item.foreign | item.either)
    return rows.assign(**{column: choose_texts(rows[column], item.other, mask)}) if mask.any() else rows


def _report_dates(
    rows: pd.DataFrame, column: str, item: Evidence, way: np.ndarray, files: np.ndarray, names: pd.Index
) -> list[Melding]:
    words = ("alleen als dag-maand-jaar", "alleen als maand-dag-jaar", "op beide manieren te lezen")
    unsure = (_count(item.either, files, len(names)) > 0) & (_count(item.dutch, files, len(names)) == 0)
    way = np.where((way == DUTCH) & unsure & (way == OTHER).any(), IN_DOUBT, way)
    start = f"de datums in {column} "
    return [
        _melding(rows, item, files == file, str(names[file]), start, _SAID_OF_DATES[way[file]], words)
        for file in np.flatnonzero(way != DUTCH)
    ]


def _melding(
    rows: pd.DataFrame, item: Evidence, here: np.ndarray, name: str, start: str, said: Said, words: tuple[str, str, str]
) -> Melding:
    masks = (item.dutch & here, item.foreign & here, item.either & here)
    lines = [_line(rows, mask, what) for mask, what in zip(masks, words, strict=True)]
    ernst, code, tekst, advies = said
    return Melding(name, start + tekst, ernst, tuple(line for line in lines if line), advies, code)


def _report_utc(rows: pd.DataFrame, column: str) -> list[Melding]:
    moved = is_moved_by_utc(rows[column])
    return [] if moved is None else report_rows(
        rows, moved,
        lambda n: f"{count_words(n, 'datum', 'datums')} in {column}: middernacht in UTC (zoals T23:00:00Z), gelezen "
        "als de Nederlandse dag die dan begint.",
        "datum_utc", "Controleer het bij wie het bestand maakte.",
    )  # fmt: skip


def _line(rows: pd.DataFrame, mask: np.ndarray, words: str) -> str:
    number = int(mask.sum())
    where = rows["rij"].to_numpy()[mask][:1]
    return f"{count_words(number, 'rij', 'rijen')} (eerste: rij {where[0]}): {words}" if number else ""


def _settle_amounts(rows: pd.DataFrame, columns: tuple[str, ...], found: list[Melding]) -> Settled:
    for column in columns:
        item = evidence_of_amounts(rows[column])
        if item is None or not (item.foreign.any() or item.either.any()):
            continue
        files, names = pd.factorize(rows["bestand"])
        dutch, foreign = (_count(mask, files, len(names)) for mask in (item.dutch, item.foreign))
        way = np.where(foreign == 0, DUTCH, np.where(dutch == 0, OTHER, MIXED))
        in_doubt = (way == DUTCH) & (dutch == 0) & _matters(item, files, len(names))
        rows = _rewrite(rows, column, item, way, files)
        found = [*found, *_report_amounts(rows, column, item, np.where(in_doubt, IN_DOUBT, way), files, names)]
    return rows, found


def _matters(item: Evidence, files: np.ndarray, number: int) -> np.ndarray:
    """Tell per file whether numbers that fit both ways are in doubt: 1,234 is, and 1.234 where no number is without.

    Of two numbers and more, that is: thousands with a point stand among smaller numbers, three decimals do not.
    """
    commas = _count(item.either & (item.signs == ","), files, number)
    either, plain = _count(item.either, files, number), _count(item.plain, files, number)
    return (commas > 0) | ((plain == 0) & (either > 2))


def _report_amounts(
    rows: pd.DataFrame, column: str, item: Evidence, way: np.ndarray, files: np.ndarray, names: pd.Index
) -> list[Melding]:
    words = ("met een decimale komma", "met een decimale punt", "zoals 1.234 of 1,234: op twee manieren te lezen")
    with_either = _count(item.either, files, len(names)) > 0
    told = np.flatnonzero((way == MIXED) | (with_either & np.isin(way, [OTHER, IN_DOUBT])))
    return [
        _melding(rows, item, files == file, str(names[file]), f"de getallen in {column} ", _SAID[way[file]], words)
        for file in told
    ]
