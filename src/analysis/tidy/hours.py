"""Read hours as people write them: 1,5 and 1.5 and 1:30 and 1u30 and 90 min; what is no time is NaN, never guessed."""

import re

import numpy as np
import pandas as pd

from analysis.intake.distinct import distinct_texts

_DECIMAL = re.compile(r"([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+))(?:uur|uren|u|hrs?|h)?\.?")
_CLOCK = re.compile(r"([+-]?)(\d{1,3})(?::|uur|u|h)([0-5]?\d)(?::([0-5]\d))?(?:minuten|min|m|uur|u|h)?\.?")
_MINUTES = re.compile(r"([+-]?)(\d+(?:[.,]\d+)?)(?:minuten|minuut|min|m|')\.?")
_PARTS = {"½": ",5", "¼": ",25", "¾": ",75"}
_LIKE_A_CLOCK = r"\d{1,2}[.,](?:15|30|45)"


def tidy_hours(text: pd.Series) -> pd.Series:
    """Read a column of hours. `1.5` is one and a half: a day has no thousands of hours.

    Trap: `1.30` is read as a decimal number; `is_like_a_clock` tells which those are.
    """
    places, texts = distinct_texts(text)
    hours = np.array([_hours(str(one)) for one in texts], dtype="float64")
    return pd.Series(np.append(hours, np.nan)[places], index=text.index, name=text.name)


def is_like_a_clock(text: pd.Series) -> pd.Series:
    """Tell which hours are written as a decimal number that may be a time: `1.30`, `0,45`."""
    return text.str.strip().str.fullmatch(_LIKE_A_CLOCK).astype(bool)


def plain_numbers(text: pd.Series) -> pd.Series:
    """Read a column of small numbers, where a point and a comma both are the decimal sign."""
    plain = text.str.strip().str.replace(",", ".", regex=False)
    return pd.to_numeric(plain.where(plain.str.fullmatch(r"[+-]?\d+(?:\.\d+)?")), errors="coerce").astype("float64")


def _hours(text: str) -> float:
    plain = re.sub(r"\s+", "", text.casefold().replace("−", "-").replace("–", "-"))
    for sign, decimals in _PARTS.items():
        plain = plain.replace(sign, decimals)
    if found := _CLOCK.fullmatch(plain):
        sign, hours, minutes, seconds = found.groups()
        size = int(hours) + int(minutes) / 60 + int(seconds or 0) / 3600
        return -size if sign == "-" else size
    if found := _DECIMAL.fullmatch(plain):
        return float(found[1].replace(",", "."))
    if found := _MINUTES.fullmatch(plain):
        return float(found[2].replace(",", ".")) / 60 * (-1 if found[1] == "-" else 1)
    return float("nan")
