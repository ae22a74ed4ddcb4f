"""One convention per column and file: is the month first in its dates, is a point the decimal sign in its amounts?

Each text by itself can be read in two ways (`04/03/2019`, `1.234`); all texts of a column together mostly cannot. A
column that is not Dutch is rewritten to Dutch here, so that everything after this reads one spelling. A mix is a fout:
never is half a column read one way and half another.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.distinct import choose_texts, distinct_texts
from analysis.tidy.dates import is_moved_by_utc
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

_DATE = r"^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})((?:[T ].*)?)$"
_DECORATION = r"(?i)€|eur(?:o|o's)?\b|%|[\s\u00a0\u202f']|[,.](?:-{1,2}|=|–|—)\s*$|-$"
_NO_CENTS = r"([,.])(?:-{1,2}|=|–|—)\s*$"
_COMMA_DECIMAL = r"(?:,\d{1,2}|,\d{4,}|\.\d{3},\d*|(?:\.\d{3}){2,}|^[+-]?0,\d+|\d{4},\d+)$"
_POINT_DECIMAL = r"(?:\.\d{1,2}|\.\d{4,}|,\d{3}\.\d*|(?:,\d{3}){2,}|^[+-]?0?\.\d+|\d{4}\.\d+)$"
_EITHER = r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$"


@dataclass(frozen=True)
class Evidence:
    """What a column's texts say of its convention, per row: surely Dutch, surely the other way, or either.

    `other` are its distinct texts as they are in Dutch when the column is the other way; `signs` what is between parts;
    `plain` are numbers without any sign: where these are, 1.234 beside them is a thousand and not in doubt.
    """

    dutch: np.ndarray
    foreign: np.ndarray
    either: np.ndarray
    other: pd.Series
    signs: np.ndarray
    plain: np.ndarray


def settle_columns(
    rows: pd.DataFrame, delivery: str, codebook: Codebook, dates: tuple[str, ...] = (), amounts: tuple[str, ...] = ()
) -> Settled:
    """Rewrite the columns of dates and amounts that are not Dutch, and say so; `rows` needs `bestand` and `rij`."""
    rows, found = _settle_dates(rows, dates, codebook.month_first(delivery))
    found += [melding for column in dates for melding in _report_utc(rows, column)]
    return _settle_amounts(rows, amounts, found)


def _settle_dates(rows: pd.DataFrame, columns: tuple[str, ...], declared: list[str]) -> Settled:
    evidence = {column: _evidence_of_dates(rows[column]) for column in columns}
    if not declared and not any(item.foreign.any() for item in evidence.values()):
        return rows, []
    files, names = pd.factorize(rows["bestand"])
    ways = {column: _ways_of_dates(item, files, len(names), column in declared) for column, item in evidence.items()}
    ways = {column: _follow(column, ways, evidence, files) for column in ways}
    found = []
    for column, way in ways.items():
        rows = _rewrite(rows, column, evidence[column], way, files)
        found += _report_dates(rows, column, evidence[column], way, files, names)
    return rows, found


def _evidence_of_dates(column: pd.Series) -> Evidence:
    places, texts = distinct_texts(column)
    parts = texts.str.extract(_DATE)
    first, second = (parts[number].fillna("0").astype("int64").to_numpy() for number in (0, 2))
    fits_day, fits_month = (first >= 1) & (first <= 31) & _is_month(second), _is_month(first) & (second <= 31)
    sign = parts[1].fillna("").astype("str")
    swapped = (parts[2] + sign + parts[0] + sign + parts[3] + parts[4].fillna("")).where(fits_month, texts)
    return Evidence(
        dutch=_per_row(fits_day & ~_is_month(first), places),
        foreign=_per_row(fits_month & ~_is_month(second), places),
        either=_per_row(_is_month(first) & _is_month(second) & (first != second), places),
        other=swapped.astype("str"),
        signs=np.append(sign.to_numpy(dtype=object), "")[places],
        plain=np.zeros(len(places), dtype=bool),
    )


def _is_month(numbers: np.ndarray) -> np.ndarray:
    return (numbers >= 1) & (numbers <= 12)


def _per_row(of_distinct: np.ndarray, places: np.ndarray) -> np.ndarray:
    return np.append(of_distinct, False)[places]


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
    return report_rows(
        rows, is_moved_by_utc(rows[column]),
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
        item = _evidence_of_amounts(rows[column])
        if not item.foreign.any() and not item.either.any():
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


def _evidence_of_amounts(column: pd.Series) -> Evidence:
    places, texts = distinct_texts(column)
    plain = texts.str.replace(_DECORATION, "", regex=True)
    number = plain.str.fullmatch(r"[+-]?[\d.,]*\d[\d.,]*").to_numpy(dtype=bool)
    whole = texts.str.extract(_NO_CENTS)[0]
    either = number & whole.isna().to_numpy() & plain.str.contains(_EITHER).to_numpy(dtype=bool)
    dutch, foreign = (plain.str.contains(pattern).to_numpy(dtype=bool) for pattern in (_COMMA_DECIMAL, _POINT_DECIMAL))
    swapped = texts.str.replace(",", "", regex=False).str.replace(".", ",", regex=False)
    return Evidence(
        dutch=_per_row(number & ~either & (dutch | (whole == ",").to_numpy()), places),
        foreign=_per_row(number & ~either & (foreign | (whole == ".").to_numpy()), places),
        either=_per_row(either, places),
        other=swapped.where(either, texts).astype("str"),
        signs=np.append(np.where(plain.str.contains(",", regex=False), ",", "."), "")[places],
        plain=_per_row(plain.str.fullmatch(r"[+-]?\d+").to_numpy(dtype=bool), places),
    )


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
