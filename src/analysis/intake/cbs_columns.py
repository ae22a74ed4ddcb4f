"""Which column of a CBS file is what: region, period, measure, dimension, or a remark on the region."""

import re
from dataclasses import dataclass, field

import pandas as pd

from analysis.codebook import fold

REGIONS = ("regios", "regio", "regioscode", "regiocode", "wijkenenbuurten", "gebied", "gwbcode", "gemeente",
           "gemeentenaam", "gmnaam")  # fmt: skip
PERIODS = ("perioden", "periode", "jaar", "jaren")
TEXTS = {"noemer": "noemer", "status": "status", "indicator": "indicator", "measure": "indicator"}
NO_MEASURE = ("id", "valueattribute", "stringvalue")
KNOWN_DIMENSIONS = ("geslacht", "leeftijd", "leeftijdsgroep", "herkomst", "typejeugdzorg", "vormenvanjeugdzorg")
OF_REGION = ("soortregio", "codering", "recs", "gwbcode8", "gwbcode10", "gemeentecode", "gmcode", "indwbz")
MISSING = ("", ".", "x", "-", "–", ":", "..", "...")
SUFFIX = re.compile(r"_\d+$")
TOTAL = re.compile(r"^T\d{6}$|^totaal\b", re.IGNORECASE)
REGION_CODE = r"(?:NL|LD|PV|CR|GM|WK|BU)\d{2,8}"
_PERIOD_CODE = r"\d{4}(?:JJ|HJ|KW|MM|SJ)\d{2}"
_NUMBER = re.compile(r"^[+-]?\d[\d.,\s]*%?$|^[+-]?[.,]\d+$")


@dataclass(frozen=True)
class Columns:
    """The names of the columns by what they are; `regio` and `periode` are '' where there is none."""

    regio: str = ""
    periode: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    dimensions: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


def names_without_numbers(cells: list[str]) -> list[str]:
    """Take the number that differs per year off each name; keep it where two names would be equal without."""
    written = [str(cell).strip() for cell in cells]
    short = [SUFFIX.sub("", name) for name in written]
    folded = [fold(name) for name in short]
    names = [name if folded.count(key) == 1 else long for name, long, key in zip(short, written, folded, strict=True)]
    seen: dict[str, int] = {}
    for place, name in enumerate(names):
        seen[name] = seen.get(name, 0) + 1
        names[place] = name if not name or seen[name] == 1 else f"{name} ({seen[name]})"
    return names


def sort_columns(names: list[str], rows: pd.DataFrame | None = None, written: list[str] | None = None) -> Columns:
    """Sort the columns; a dimension is known by name, by having no number where measures have one, or by its values.

    Without `rows` only region, period and texts are told.
    """
    by_fold: dict[str, str] = {}
    for name in names:
        by_fold.setdefault(fold(name), name)
    regio = next((by_fold[key] for key in REGIONS if key in by_fold), "")
    periode = next((by_fold[key] for key in PERIODS if key in by_fold), "")
    texts = {field: by_fold[key] for key, field in TEXTS.items() if key in by_fold}
    if rows is None:
        return Columns(regio, periode, texts)
    regio = regio if fold(regio) in REGIONS[:7] else _by_values(rows, REGION_CODE) or regio
    periode = periode or _by_values(rows, _PERIOD_CODE)
    settled = {regio, periode, *texts.values()} | {
        by_fold[key] for key in (*REGIONS, *PERIODS, *NO_MEASURE) if key in by_fold
    }
    numbered = {name for name, long in zip(names, written or names, strict=True) if SUFFIX.search(str(long).strip())}
    kinds = {name: _kind(rows, name, regio, numbered) for name in names if name not in settled}
    return Columns(
        regio, periode, texts,
        tuple(name for name, kind in kinds.items() if kind == "dimension"),
        tuple(name for name, kind in kinds.items() if kind == "measure"),
    )  # fmt: skip


def _by_values(rows: pd.DataFrame, pattern: str) -> str:
    """Give the first column of which every value is a code of this form; '' without one."""
    return next((name for name in rows if len(rows) and rows[name].str.fullmatch(pattern).all()), "")


def _kind(rows: pd.DataFrame, name: str, regio: str, numbered: set[str]) -> str:
    given = rows.loc[~rows[name].isin(MISSING), [name, regio]]
    texts = pd.Series(given[name].unique(), dtype="str")
    words = ~texts.map(lambda text: bool(_NUMBER.match(text))).astype(bool)
    is_text = len(texts) > 0 and words.mean() > 0.5
    if fold(name) in OF_REGION or (is_text and name in numbered):
        return "of region"
    if fold(name) in KNOWN_DIMENSIONS or (numbered and name not in numbered):
        return "dimension"
    if not is_text and not texts.map(lambda text: bool(TOTAL.match(text))).any():
        return "measure"
    told_by_region = given.groupby(regio)[name].nunique().max() == 1 and len(texts) > 1
    return "of region" if told_by_region else "dimension"
