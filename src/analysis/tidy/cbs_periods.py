"""The periods of CBS in any of their forms, as CBS's own codes: 2020, 2020JJ00, 2020HJ01, 2020KW02, 2020MM03."""

import re

from analysis.codebook import fold
from analysis.tidy.dates import MONTH_NUMBERS

_YEAR = re.compile(r"^(\d{4})(JJ00)?\s*(?:\*{1,2}|\((?:voorlopig|definitief|nader voorlopig)\))?$", re.IGNORECASE)
_CODE = re.compile(r"^(\d{4})(HJ|KW|MM|SJ|W\d|X\d)(\d{2})\*{0,2}$", re.IGNORECASE)
_SCHOOL_YEAR = re.compile(r"^(\d{4})\s*[/-]\s*'?(?:\d{4}|\d{2})$")
_DASHED_MONTH = re.compile(r"^(\d{4})[-/ ]?M?(0[1-9]|1[0-2])$", re.IGNORECASE)
_PARTS = {"halfjaar": "HJ", "half jaar": "HJ", "semester": "HJ", "kwartaal": "KW", "q": "KW", "k": "KW", "maand": "MM"}
_MOST = {"HJ": 2, "KW": 4, "MM": 12}
_WORDS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_PART = re.compile(
    r"^(?:(?P<voor>\d{1,2}|eerste|tweede|derde|vierde|i{1,3}|iv)(?:e|de|ste)?\s*)?"
    r"(?P<soort>halfjaar|half jaar|semester|kwartaal|maand|q|k)\.?\s*(?P<na>\d{1,2}|i{1,3}|iv)?$"
)


def read_period(text: str) -> tuple[int | None, str]:
    """Give the year and the period as CBS writes it: a whole year as it was given (`2020`, `2020JJ00`), a part as code.

    A part of a year is never its year: what is neither is (None, the text).
    """
    plain = " ".join(text.split())
    if whole := _YEAR.match(plain):
        return int(whole[1]), f"{whole[1]}{(whole[2] or '').upper()}"
    if code := _CODE.match(plain):
        return int(code[1]), f"{code[1]}{code[2].upper()}{code[3]}"
    if month := _DASHED_MONTH.match(plain):
        return int(month[1]), f"{month[1]}MM{month[2]}"
    if school := _SCHOOL_YEAR.match(plain):
        return int(school[1]), f"{school[1]}SJ00"
    return _read_words(plain)


def _read_words(text: str) -> tuple[int | None, str]:
    """Read `2020 1e halfjaar`, `1e halfjaar 2020`, `2020-Q2`, `maart 2020`."""
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", text)
    if len(years) != 1:
        return None, text
    rest = re.sub(r"[*()-]", " ", text.replace(years[0], " ")).strip().lower()
    if MONTH_NUMBERS.get(fold(rest)):
        return int(years[0]), f"{years[0]}MM{MONTH_NUMBERS[fold(rest)]:02d}"
    part = _PART.match(rest)
    number = (part["voor"] or part["na"] or "") if part else ""
    count = _WORDS.get(number) or (int(number) if number.isdigit() else 0)
    kind = _PARTS[part["soort"]] if part else ""
    return (int(years[0]), f"{years[0]}{kind}{count:02d}") if kind and 1 <= count <= _MOST[kind] else (None, text)
