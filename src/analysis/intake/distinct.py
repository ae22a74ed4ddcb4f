"""Columns in which many rows say the same: each distinct text is looked at once, however many rows have it."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.types import union_categoricals


def as_category(texts: pd.Series) -> pd.Series:
    """Give texts as categories in order of first place; sorting them would cost more than all the rest."""
    if texts.dtype == "category":
        return texts
    return _categories(*_factorize(texts), texts)


def _factorize(texts: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Give per row the place of its text, and the texts; numbers of one length as numbers, in a fifth of the time."""
    numbers, lengths = _plain_numbers(texts)
    if numbers is None or len(set(lengths)) > 1:
        return pd.factorize(texts)
    places, distinct = pd.factorize(numbers)
    return places, pd.Index(pc.utf8_lpad(pa.array(distinct).cast(pa.large_string()), lengths[0], "0"))


def whole_numbers(texts: pd.Series) -> np.ndarray | None:
    """Read a column of text that is all plain digits, at most nine; None when there is anything else."""
    return _plain_numbers(texts)[0]


def _plain_numbers(texts: pd.Series) -> tuple[np.ndarray | None, tuple[int, int]]:
    """Give a column of plain digits, at most nine, as numbers (None for any other), with the least and most digits."""
    digits = pa.array(texts.array) if texts.dtype == "str" else pa.nulls(0)
    if not len(digits) or digits.null_count or not pc.all(pc.ascii_is_decimal(digits)).as_py():
        return None, (0, 0)
    lengths = pc.min_max(pc.binary_length(digits))
    least, most = lengths["min"].as_py(), lengths["max"].as_py()
    return (digits.cast(pa.int32()).to_numpy() if most <= 9 else None), (least, most)


def same_text(text: str, index: pd.Index) -> pd.Series:
    """Give a category in which every row has the same text."""
    return pd.Series(pd.Categorical.from_codes(np.zeros(len(index), "int8"), pd.Index([text], dtype="str")), index)


def as_text(values: pd.Series) -> pd.Series:
    """Give a column of categories back as text: each text taken by its place, far faster than row by row."""
    texts, places = pd.array(values.cat.categories, dtype="str"), values.cat.codes.to_numpy()
    filled = texts.take(places, allow_fill=True) if (places < 0).any() else texts.take(places)
    return pd.Series(filled, index=values.index, name=values.name)


def with_texts(table: pd.DataFrame) -> pd.DataFrame:
    """Give a table with its categories as text: what was read in one way or another then is the same."""
    return table.assign(**{name: as_text(table[name]) for name in table.select_dtypes("category")})


def concat_texts(parts: list[pd.Series]) -> pd.Series:
    """Put a column of several tables below each other; where it is a category in one, it becomes one in all."""
    if any(part.dtype == "category" for part in parts):
        return pd.Series(union_categoricals([as_category(part) for part in parts]))
    return pd.concat(parts, ignore_index=True)


def distinct_texts(column: pd.Series) -> tuple[np.ndarray, pd.Series]:
    """Give per row the place of its text among the distinct texts, and those texts; no row has a place of -1 but NaN.

    Trap: a category that lost rows still lists texts that no row has any more.
    """
    if column.dtype == "category":
        texts = column.cat.categories
        texts = texts.array if texts.dtype == "str" else texts
        return column.cat.codes.to_numpy(), pd.Series(texts, dtype="str", copy=False)
    places, texts = pd.factorize(column)
    return places, pd.Series(texts, dtype="str")


def texts_in_use(column: pd.Series) -> pd.Series:
    """Give the distinct texts that some row has: a category may list those of rows that were set aside."""
    places, texts = distinct_texts(column)
    used = np.zeros(len(texts) + 1, dtype=bool)
    used[places] = True
    return texts[used[:-1]]


def replace_distinct(column: pd.Series, reading: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """Replace every text by what `reading` makes of the distinct ones; a category stays one."""
    places, texts = distinct_texts(column)
    read = reading(texts)
    if read.equals(texts):
        return column
    if column.dtype != "category":
        return pd.Series(pd.array(read, dtype="str").take(places), index=column.index, name=column.name)
    distinct = pd.Index(read, dtype="str")
    if not distinct.is_unique:
        new_places, distinct = pd.factorize(read)
        places = np.append(new_places.astype(places.dtype), places.dtype.type(-1))[places]
    return _categories(places, distinct, column)


def choose_texts(column: pd.Series, other: pd.Series, mask: np.ndarray) -> pd.Series:
    """Give the rows of `mask` another text: `other` has one for each distinct text of the column, in their order."""
    places, texts = distinct_texts(column)
    codes, distinct = pd.factorize(pd.concat([texts, other], ignore_index=True))
    chosen = codes[np.where(mask, places + len(texts), places)]
    if column.dtype == "category":
        return _categories(chosen, distinct, column)
    return pd.Series(pd.array(distinct, dtype="str").take(chosen), index=column.index, name=column.name)


def passes_distinct(column: pd.Series, test: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """Tell per row whether its text passes; of a category the distinct ones are tested."""
    if column.dtype != "category":
        return test(column).astype(bool)
    places, texts = distinct_texts(column)
    return pd.Series(test(texts).to_numpy(dtype=bool)[places], index=column.index, copy=False)


def has_text(column: pd.Series) -> pd.Series:
    """Tell per row whether there is more than white space."""
    return passes_distinct(column, lambda texts: texts.str.strip() != "")


def _categories(places: np.ndarray, texts: pd.Index, like: pd.Series) -> pd.Series:
    texts = texts if texts.dtype == "str" else pd.Index(texts, dtype="str")
    values = pd.Categorical.from_codes(places, categories=texts, validate=False)  # distinct they are
    return pd.Series(values, index=like.index, name=like.name, copy=False)
