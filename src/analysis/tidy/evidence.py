"""What the texts of a column say of how it writes dates and amounts: surely Dutch, surely the other way, or either."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.intake.distinct import distinct_texts, passes_distinct

FAR_YEARS = ("99", "2999", "9999")
"""Years of an end that is none: 31-12-9999 says nothing of how the real dates are written."""
_DATE = r"^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})((?:[T ].*)?)$"
_DECORATION = r"(?i)€|eur(?:o|o's)?\b|%|[\s\u00a0\u202f']|[,.](?:-{1,2}|=|–|—)\s*$|-$"
_NO_CENTS = r"([,.])(?:-{1,2}|=|–|—)\s*$"
_COMMA_DECIMAL = r"(?:,\d{1,2}|,\d{4,}|\.\d{3},\d*|(?:\.\d{3}){2,}|^[+-]?0,\d+|\d{4},\d+)$"
_POINT_DECIMAL = r"(?:\.\d{1,2}|\.\d{4,}|,\d{3}\.\d*|(?:,\d{3}){2,}|^[+-]?0?\.\d+|\d{4}\.\d+)$"
_SIMPLE = r"(?:-?[0-9]+(?:,[0-9]{1,2})?)?"
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


def has_month_first(column: pd.Series) -> bool:
    """Tell whether any date of a column fits only with the month first."""
    _, texts = distinct_texts(column)
    parts = texts.str.extract(_DATE)
    first, second = (parts[number].fillna("0").astype("int64").to_numpy() for number in (0, 2))
    return bool((_is_month(first) & (second <= 31) & (second > 12)).any())


def evidence_of_dates(column: pd.Series) -> Evidence:
    """Give what the texts say of which comes first, the day or the month."""
    places, texts = distinct_texts(column)
    parts = texts.str.extract(_DATE)
    first, second = (parts[number].fillna("0").astype("int64").to_numpy() for number in (0, 2))
    fits_day, fits_month = (first >= 1) & (first <= 31) & _is_month(second), _is_month(first) & (second <= 31)
    sign = parts[1].fillna("").astype("str")
    swapped = (parts[2] + sign + parts[0] + sign + parts[3] + parts[4].fillna("")).where(fits_month, texts)
    far = parts[3].isin(FAR_YEARS).to_numpy(dtype=bool)
    return Evidence(
        dutch=_per_row(fits_day & ~_is_month(first) & ~far, places),
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


def evidence_of_amounts(column: pd.Series) -> Evidence | None:
    """Give what the texts say; None where all are whole numbers or have a comma and cents, as nearly always."""
    if passes_distinct(column, lambda texts: texts.str.fullmatch(_SIMPLE)).all():
        return None
    places, texts = distinct_texts(column)
    simple = texts.str.fullmatch(_SIMPLE).to_numpy(dtype=bool)
    odd = _odd_amounts(texts[~simple])
    of_all = {name: np.zeros(len(texts), dtype=bool) for name in ("dutch", "foreign", "either", "plain", "comma")}
    for name, values in odd.items():
        of_all[name][~simple] = values
    with_comma = texts.str.contains(",", regex=False).to_numpy(dtype=bool)
    of_all["dutch"] |= simple & with_comma
    of_all["plain"] |= simple & ~with_comma & (texts != "").to_numpy()
    swapped = texts.str.replace(",", "", regex=False).str.replace(".", ",", regex=False)
    rows = {name: _per_row(values, places) for name, values in of_all.items()}
    return Evidence(
        dutch=rows["dutch"],
        foreign=rows["foreign"],
        either=rows["either"],
        other=swapped.where(of_all["either"], texts).astype("str"),
        signs=np.where(rows["comma"], ",", "."),
        plain=rows["plain"],
    )


def _odd_amounts(texts: pd.Series) -> dict[str, np.ndarray]:
    plain = texts.str.replace(_DECORATION, "", regex=True)
    number = plain.str.fullmatch(r"[+-]?[\d.,]*\d[\d.,]*").to_numpy(dtype=bool)
    whole = texts.str.extract(_NO_CENTS)[0]
    either = number & whole.isna().to_numpy() & plain.str.contains(_EITHER).to_numpy(dtype=bool)
    dutch, foreign = (plain.str.contains(pattern).to_numpy(dtype=bool) for pattern in (_COMMA_DECIMAL, _POINT_DECIMAL))
    return {
        "dutch": number & ~either & (dutch | (whole == ",").to_numpy()),
        "foreign": number & ~either & (foreign | (whole == ".").to_numpy()),
        "either": either,
        "plain": plain.str.fullmatch(r"[+-]?\d+").to_numpy(dtype=bool),
        "comma": plain.str.contains(",", regex=False).to_numpy(dtype=bool),
    }
