"""Dutch numbers and dates for readers: 12.345,7 · 23 van de 100 · 1 februari 2019."""

import math
from datetime import date
from typing import Any

import pandas as pd

from analysis.study.days import MONTHS

SUPPRESSED = "‑"
"""A cell that is not shown (U+2011); every table and figure that has one says in a note what it means."""

MINUS = "−"
SMALL_NUMBERS = ("geen", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")
MOST_LISTED = 6
"""The names that a sentence lists before it counts them."""


def is_missing(value: Any) -> bool:
    """Tell whether a number is not there or not finite."""
    return value is None or bool(pd.isna(value)) or not math.isfinite(value)


def round_half_up(value: float, decimals: int = 0) -> float:
    """Round as readers do: 0,5 away from zero. The small addition undoes what binary fractions lose."""
    factor = 10**decimals
    return math.copysign(math.floor(abs(value) * factor + 0.5 + 1e-9) / factor, value)


def number(value: Any, decimals: int = 0) -> str:
    """Write a number as Dutch readers do: points per thousand, a decimal comma, a real minus sign."""
    if is_missing(value):
        return SUPPRESSED
    rounded = round_half_up(float(value), decimals)
    text = f"{abs(rounded):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if rounded < 0 else text


def signed(value: Any, decimals: int = 0) -> str:
    """Write a difference with its sign; zero, also after rounding, has none."""
    text = number(value, decimals)
    if text == SUPPRESSED or text.startswith(MINUS) or round_half_up(float(value), decimals) == 0:
        return text
    return f"+{text}"


def share_decimals(n_kinderen: Any, decimaal_vanaf: int) -> int:
    """Give the decimals that a share of so many children can bear in a table; in sentences and figures it has none."""
    return 1 if not is_missing(n_kinderen) and n_kinderen >= decimaal_vanaf else 0


def per_100(aandeel: Any, decimals: int = 0) -> str:
    """Write a share as a number per 100 children; the suppression sign where it is not shown."""
    return SUPPRESSED if is_missing(aandeel) else number(100 * aandeel, decimals)


def count_of(value: Any, basis: int = 0) -> str:
    """Write a count of children; one that was rounded to zero (`basis`) is only known to be smaller than the base."""
    return f"<{basis}" if basis and not is_missing(value) and value == 0 else number(value)


def level_of(aandeel: float, n_kinderen: float, basis: int = 0) -> str:
    """Write a share in a figure, as a number per 100; one of a count that was rounded to zero is below the base's."""
    if basis and aandeel == 0 and not is_missing(n_kinderen) and n_kinderen > 0:
        return f"<{math.ceil(100 * basis / n_kinderen)}"
    return number(100 * aandeel)


def of_the_100(aandeel: float, basis: int = 0) -> str:
    """Word a share as a natural frequency: `23 van de 100`, `minder dan 1 van de 100`, `geen van de 100`.

    A share of zero from counts that were rounded to `basis` is no zero: `hooguit enkele van de 100`.
    """
    per = 100 * float(aandeel)
    if per == 0:
        return "hooguit enkele van de 100" if basis else "geen van de 100"
    if round_half_up(per) == 0:
        return "minder dan 1 van de 100"
    if per < 100 and round_half_up(per) == 100:
        return "meer dan 99 van de 100"
    return f"{number(per)} van de 100"


def more_or_less(verschil: float) -> str:
    """Word a difference: `14 op de 100 meer`, `2 op de 100 minder`, `vrijwel geen verschil`."""
    per = round_half_up(100 * float(verschil))
    if per == 0:
        return "vrijwel geen verschil" if verschil else "geen verschil"
    return f"{number(abs(per))} op de 100 {'meer' if per > 0 else 'minder'}"


def interval_words(laag: float, hoog: float) -> str:
    """Word an interval of a difference: `tussen 9 en 19 meer`, `tussen iets minder en 3 meer`."""
    if laag >= 0:
        return f"tussen {_size(laag)} en {_size(hoog)} meer"
    if hoog <= 0:
        return f"tussen {_size(-hoog)} en {_size(-laag)} minder"
    return f"tussen {_size(-laag, 'iets')} minder en {_size(hoog, 'iets')} meer"


def _size(difference: float, small: str = "bijna 0") -> str:
    """Write the size of a difference per 100; one that rounds to nothing in words, nothing itself is 0."""
    per = 100 * float(difference)
    return small if per > 0 and round_half_up(per) == 0 else number(per)


def interval_of(laag: Any, hoog: Any, decimals: int = 0, factor: float = 100, sign: bool = False) -> str:
    """Write an interval for a table: `9 tot 19`; the suppression sign when either end is missing."""
    if is_missing(laag) or is_missing(hoog):
        return SUPPRESSED
    write = limit if sign else number
    return f"{write(factor * laag, decimals)} tot {write(factor * hoog, decimals)}"


def with_margin(verschil: float, laag: Any, hoog: Any) -> str:
    """Write a difference per 100 with its margin: `+9 (+3 tot +15)`, `+7 (+0,3 tot +15)`; without one, it alone."""
    text = signed(100 * verschil)
    if is_missing(laag) or is_missing(hoog):
        return text
    return f"{text} ({limit(100 * laag)} tot {limit(100 * hoog)})"


def limit(value: float, decimals: int = 0) -> str:
    """Write the end of a margin; one that rounds to nothing gets up to two decimals more: its side of zero is seen."""
    shown = (places for places in range(decimals, decimals + 3) if round_half_up(value, places) != 0)
    return signed(value, next(shown, decimals))


def day(value: date | pd.Timestamp) -> str:
    """Write a date as `1 februari 2019`."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def quarter_words(kwartaal: str) -> str:
    """Word a quarter: `het eerste kwartaal van 2019`."""
    year, quarter = str(kwartaal).split("Q")
    return f"het {('eerste', 'tweede', 'derde', 'vierde')[int(quarter) - 1]} kwartaal van {year}"


def count_words(count: int) -> str:
    """Word a small count (`geen`, `één`, ... `tien`), then digits."""
    return SMALL_NUMBERS[count] if 0 <= count < len(SMALL_NUMBERS) else number(count)


def ikcs_words(count: int) -> str:
    """Count IKCs: `1 IKC`, `3 IKC's`."""
    return "1 IKC" if count == 1 else f"{number(count)} IKC's"


def the_ikcs(count: int) -> str:
    """Name IKCs that are known by their number: `het IKC`, `de 3 IKC's`."""
    return "het IKC" if count == 1 else f"de {number(count)} IKC's"


def list_or_count(names: list[str], noun: str = "IKC's") -> str:
    """List at most `MOST_LISTED` names; more of them are counted: `9 IKC's`."""
    return list_words(names) if len(names) <= MOST_LISTED else f"{number(len(names))} {noun}"


def list_words(parts: list[str]) -> str:
    """Join words as a Dutch list: `a, b en c`."""
    return " en ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def lists_of(parts: list[str], most: int) -> list[str]:
    """Join words as Dutch lists of at most so many, for sentences that can be read."""
    return [list_words(parts[start : start + most]) for start in range(0, len(parts), most)]


def first_upper(text: str) -> str:
    """Give a sentence its capital."""
    return text[:1].upper() + text[1:]
