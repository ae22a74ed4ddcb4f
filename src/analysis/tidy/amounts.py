"""Read amounts and volumes as deliveries write them. What is no number is NaN and reported, never guessed."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.intake.cell_text import only_digits
from analysis.intake.distinct import distinct_texts

_CURRENCY = r"(?i)€|eur(?:o|o's)?\b|[\s\u00a0\u202f']"
_NO_CENTS = r"[,.](?:-{1,2}|=|–|—)$"
_GROUPED_POINT = r"^[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?$"
_GROUPED_COMMA = r"^[+-]?[1-9]\d{0,2}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})$"
_SIMPLE = r"-?[0-9]+(?:,[0-9]+)?"
_NUMBER = r"^[+-]?(?:\d+\.?\d*|\.\d+)$"


def tidy_amounts(text: pd.Series) -> pd.Series:
    """Read a column of amounts: 1.234,56 and 1234.56 and 1,234.56 and `€ 1.200,-` and 1200- (a trailing minus).

    A point before exactly three digits is a thousands point (1.200 is twelve hundred), as Dutch deliveries write it; a
    comma is a decimal comma unless a point or another comma follows it; `conventions` sees to columns that are written
    otherwise. A range or a word is NaN: `is_unreadable` in `dates` tells it
    from empty. Of a category each distinct text is read once; a column of text mostly has other amounts in every row.
    """
    if text.dtype != "category":
        return pd.Series(_numbers_of_column(text), index=text.index, name=text.name)
    places, texts = distinct_texts(text)
    numbers = _numbers_of_distinct(texts.str.strip())
    return pd.Series(np.append(numbers, np.nan)[places], index=text.index, name=text.name, copy=False)


def _numbers_of_column(texts: pd.Series) -> np.ndarray:
    """Read a column; one of nothing but digits, decimal commas and minus signs in their places at once."""
    if only_digits(texts, ",-"):
        points = pc.replace_substring(pa.chunked_array(pa.array(texts.array)), ",", ".")
        empty = pc.equal(points, "")
        filled = pc.if_else(empty, None, points) if pc.any(empty).as_py() else points
        try:
            return filled.cast(pa.float64()).to_numpy()
        except pa.ArrowInvalid:
            pass
    return _numbers_of_distinct(texts.str.strip())


def _numbers_of_distinct(texts: pd.Series) -> np.ndarray:
    simple = texts.str.fullmatch(_SIMPLE).to_numpy(dtype=bool)
    if simple.all():
        return _numbers_of_simple(texts)
    numbers = np.full(len(texts), np.nan)
    numbers[simple] = _numbers_of_simple(texts[simple])
    others = texts[~simple]
    numbers[~simple] = _numbers_of_decorated(others) if (others != "").any() else np.nan
    return numbers


def _numbers_of_simple(texts: pd.Series) -> np.ndarray:
    return texts.str.replace(",", ".", regex=False).astype("float64").to_numpy()


def _numbers_of_decorated(texts: pd.Series) -> np.ndarray:
    plain = texts.str.replace(_CURRENCY, "", regex=True).str.replace(_NO_CENTS, "", regex=True)
    minus_behind = plain.str.fullmatch(r"[\d.,]+-")
    plain = plain.where(~minus_behind, "-" + plain.str.rstrip("-"))
    by_point = plain.str.match(_GROUPED_POINT)
    by_comma = plain.str.match(_GROUPED_COMMA)
    plain = plain.where(~by_point, plain.str.replace(".", "", regex=False))
    plain = plain.where(~by_comma, plain.str.replace(",", "", regex=False))
    plain = plain.str.replace(",", ".", n=1, regex=False)
    readable = plain.str.match(_NUMBER)
    return pd.to_numeric(plain.where(readable), errors="coerce").to_numpy(dtype="float64")
