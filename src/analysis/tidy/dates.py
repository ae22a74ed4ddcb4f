"""Read dates as deliveries write them. A date that cannot be read is NaT and reported, never guessed."""

import numpy as np
import pandas as pd

from analysis.codebook import Codebook, fold
from analysis.intake.distinct import distinct_texts, has_text, replace_distinct

DATE_UNIT = "datetime64[us]"
OPEN_END = pd.Timestamp("2099-01-01")
ONTBREEKT, ONVOLLEDIG, ONLEESBAAR = "ontbreekt", "onvolledig", "onleesbaar"
OORDELEN = pd.CategoricalDtype(["", ONTBREEKT, ONVOLLEDIG, ONLEESBAAR])
NOT_KNOWN = np.datetime64("1900-01-01", "D")
EXCEL_DAY_ZERO = np.datetime64("1899-12-30", "D")
MONTH_NUMBERS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "januari"), ("feb", "febr", "februari"), ("mrt", "maart", "mar"), ("apr", "april"), ("mei", "may"),
            ("jun", "juni"), ("jul", "juli"), ("aug", "augustus"), ("sep", "sept", "september"),
            ("okt", "oktober", "oct"), ("nov", "november"), ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip

_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?)? ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_YEAR_FIRST = rf"^(?P<jaar>\d{{4}})(?P<s>[-/.])(?P<maand>\d{{1,2}})(?P=s)(?P<dag>\d{{1,2}}){_TIME}$"
_DAY_FIRST = rf"^(?P<dag>\d{{1,2}})(?P<s>[-/. ])(?P<maand>\d{{1,2}})(?P=s)(?P<jaar>\d{{4}}|\d{{2}}){_TIME}$"
_COMPACT = r"^(?P<jaar>(?:19|20|99)\d{2})(?P<maand>\d{2})(?P<dag>\d{2})(?:[.,]0+)?$"
_NAMED = r"^(?P<dag>\d{1,2})[- .](?P<maand>[A-Za-zÀ-ÿ]+)\.?[- ](?P<jaar>\d{4}|\d{2})$"
_ZERO_PART = (
    r"^0{1,2}[-/.]\d|^\d{1,2}[-/.]0{1,2}[-/.]|^\d{4}[-/.]0{1,2}(?:[-/.]|$)|^\d{4}[-/.]\d{1,2}[-/.]0{1,2}$"
    r"|^\d{4}00\d{2}$|^\d{6}00$"
)
_EXCEL = r"^(\d{5}|295846\d)(?:[.,]\d+)?$"
_MIDNIGHT_IN_UTC = r"[T ](22|23):00(?::00(?:[.,]0+)?)? ?(?:Z|UTC|GMT|[+-]00:?00)$"
_SHORT_FAR_END = r"^(?:31[-/. ]12|12[-/. ]31)[-/. ]99(?:[T ].*)?$"


def tidy_dates(text: pd.Series) -> pd.Series:
    """Read a column of dates: dd-mm-jjjj, jjjj-mm-dd, dd/mm/jj, jjjjmmdd, `1 mei 2019`, Excel serials; no time.

    The day comes before the month, as Dutch deliveries write it (`conventions` sees to columns that do not). A midnight
    written in UTC (`2019-01-31T23:00:00Z`) is the Dutch day that then begins. Two-digit years are 1950-2049. Empty is
    NaT, and so is what is no date (31-02-2019, 00-00-2019) and 1-1-1900, by which systems say that a day is not known:
    `is_unreadable` tells these from empty. Each distinct text is read once.
    """
    places, texts = distinct_texts(text)
    texts = texts.str.strip()
    days = _days_of_distinct(texts) + _days_after(texts)
    values = np.append(np.where(days == NOT_KNOWN, np.datetime64("NaT"), days), np.datetime64("NaT"))
    return pd.Series(values.astype(DATE_UNIT)[places], index=text.index, name=text.name, copy=False)


def without_open_ends(text: pd.Series, codebook: Codebook) -> pd.Series:
    """Empty the ends that say that there is none: the codebook's words (`NULL`, `00-00-0000`), and 31-12-99."""
    return replace_distinct(
        text,
        lambda texts: texts.mask(
            texts.map(lambda one: codebook.value("open_einde", one) is not None).astype(bool)
            | texts.str.strip().str.match(_SHORT_FAR_END).to_numpy(dtype=bool),
            "",
        ),
    )


def is_moved_by_utc(text: pd.Series) -> pd.Series | None:
    """Tell per row whether a date is a Dutch midnight that was written in UTC, on the day before; None for no row."""
    places, texts = distinct_texts(text)
    moved = _days_after(texts.str.strip()) > np.timedelta64(0, "D")
    return None if not moved.any() else pd.Series(np.append(moved, False)[places], index=text.index)


def is_unreadable(text: pd.Series, value: pd.Series) -> pd.Series:
    """Tell per row whether something was given that could not be read (empty is not unreadable)."""
    unread = value.isna().to_numpy(copy=True)
    unread[unread] = has_text(text[unread]).to_numpy()
    return pd.Series(unread, index=text.index, copy=False)


def is_open_end(date: pd.Series) -> pd.Series:
    """Tell per row whether an end date stands for 'no end': none given, or a far year such as 31-12-9999."""
    return date.isna() | (date >= OPEN_END)


def judge_dates(text: pd.Series, value: pd.Series) -> pd.Series:
    """Judge a column of dates that was read: empty when it is a date, else `ontbreekt`, `onvolledig` or `onleesbaar`.

    Onvolledig is a date with 00 for its day or month: the standard's way to say that the day is not known.
    """
    places, texts = distinct_texts(text)
    texts = texts.str.strip()
    reasons = np.select([texts == "", texts.str.contains(_ZERO_PART)], [1, 2], default=3).astype("int8")
    judged = np.where(value.notna(), np.int8(0), np.append(reasons, np.int8(3))[places])
    found = pd.Categorical.from_codes(judged, dtype=OORDELEN, validate=False)
    return pd.Series(found, index=text.index, name=text.name, copy=False)


def _days_of_distinct(texts: pd.Series) -> np.ndarray:
    days = np.full(len(texts), np.datetime64("NaT"), dtype="datetime64[D]")
    for pattern in (_YEAR_FIRST, _DAY_FIRST, _COMPACT, _NAMED):
        parts = texts.str.extract(pattern)
        found = parts["jaar"].notna().to_numpy() & np.isnat(days)
        days[found] = _days_of_parts(parts[found])
    serial = texts.str.extract(_EXCEL)[0]
    found = serial.notna().to_numpy() & np.isnat(days)
    days[found] = EXCEL_DAY_ZERO + serial[found].astype("int64").to_numpy().astype("timedelta64[D]")
    return days


def _days_after(texts: pd.Series) -> np.ndarray:
    """Give one day for a Dutch midnight written in UTC: 23:00, or 22:00 in summer time; no day for any other text."""
    hours = texts.str.extract(_MIDNIGHT_IN_UTC)[0]
    after = np.zeros(len(texts), dtype="timedelta64[D]")
    given = hours.notna().to_numpy()
    if given.any():
        passed = hours[given].astype("int64").to_numpy().astype("timedelta64[h]")
        local = pd.DatetimeIndex(_days_of_distinct(texts[given]) + passed, tz="UTC").tz_convert("Europe/Amsterdam")
        midnight = (local.hour == 0) | (hours[given].to_numpy() == "23")
        after[given] = midnight.astype("timedelta64[D]")
    return after


def _days_of_parts(parts: pd.DataFrame) -> np.ndarray:
    """Build days from year, month and day; NaT where the calendar has no such day."""
    year, day = parts["jaar"].astype("int64").to_numpy(), parts["dag"].astype("int64").to_numpy()
    short = (parts["jaar"].str.len() == 2).to_numpy()
    year = np.where(short, np.where(year < 50, year + 2000, year + 1900), year)
    month = (
        parts["maand"].map(lambda name: int(name) if name.isdigit() else MONTH_NUMBERS.get(fold(name), 0)).to_numpy()
    )
    possible = (month >= 1) & (month <= 12) & (day >= 1) & (year >= 1900)
    first = ((year - 1970) * 12 + np.where(possible, month, 1) - 1).astype("datetime64[M]")
    days = first.astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
    possible &= days.astype("datetime64[M]") == first
    return np.where(possible, days, np.datetime64("NaT", "D"))


def tidy_times(text: pd.Series) -> pd.Series:
    """Read a column of times of day as seconds: 9:05, 09:05:30.25, with a date before it, or Excel's part of a day."""
    places, texts = distinct_texts(text)
    texts = texts.str.strip()
    parts = texts.str.extract(r"(?:^|[T ])(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?")
    parts = parts.apply(lambda part: part.str.replace(",", ".").astype("float64"))
    seconds = parts[0] * 3600 + parts[1] * 60 + parts[2].fillna(0)
    of_excel = (
        pd.to_numeric(texts.where(texts.str.match(r"^0?[.,]\d+$")).str.replace(",", "."), errors="coerce") * 86400
    )
    values = np.append(seconds.fillna(of_excel).to_numpy(), np.nan)[places]
    return pd.Series(values, index=text.index, name=text.name, copy=False)
