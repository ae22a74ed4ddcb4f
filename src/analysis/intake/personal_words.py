"""What columns with personal data say, as keyed hashes: a later text can be tested for it, and nobody can read it back.

The columns themselves are never kept (see `personal`). Of their cells only keyed hashes (BLAKE2b) of these
leave intake: words, pairs of words that follow each other in a row (a first name and a surname), dates, long numbers;
and of the columns with client numbers and kindcodes the codes.
Trap: names inside JW301 messages are not among them, only dates of birth; no reader keeps those names.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

import pandas as pd

from analysis.codebook import Codebook
from analysis.intake.distinct import distinct_texts, replace_distinct, texts_in_use
from analysis.intake.keyed import mark_texts, marks_from
from analysis.intake.personal import is_personal

WORD, PAIR, DAY, NUMBER, CODE = "woord", "paar", "dag", "getal", "code"
IDENTITIES = ("client", "kindcode")
SHORTEST_WORD, FEWEST_DIGITS = 3, 5
BETWEEN_NAMES = frozenset(
    {"van", "de", "den", "der", "het", "ter", "ten", "te", "in", "op", "aan", "el", "al", "ait", "ben", "da", "di",
     "du", "dos", "la", "le", "von", "zu", "en", "of", "juf", "juffrouw", "meester", "mevrouw", "meneer", "heer",
     "mevr", "mw", "dhr", "drs", "dr", "ing", "ir"}
)  # fmt: skip
"""What stands before or between names and names nobody."""

START = "persoonsgegeven|"
Mark = Callable[[str, str], str]
"""Gives the keyed hash of one thing that is known of a kind."""

_DAY = re.compile(
    r"(?<![\w.,-])(?:(?P<j>(?:19|20)\d\d)-?(?P<m>[01]\d)-?(?P<d>[0-3]\d)"
    r"|(?P<d2>[0-3]?\d)[-/. ](?P<m2>[01]?\d|[a-z]{3,9})\.?[-/. ](?P<j2>(?:19|20)\d\d))(?!\w)",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_NUMBER = re.compile(r"(?<![\w.,])(?:0\d{1,3}[ -]?\d(?:[ -]?\d){5,7}|\d{7,15})(?![\w]|[.,]\d)")
_PLAIN_NUMBER, _PLAIN_CODE = "[0-9]{9,15}", "[0-9]{5,}"
"""One cell that is a number of so many digits is that number (`_NUMBER`) or code (`_CODE`), no day and no word."""
_CODE = re.compile(r"(?<![\w.,-])[A-Za-z0-9]+(?:[-_/][A-Za-z0-9]+)*(?![\w-]|[.,]\d)")


def marker(key: bytes) -> Mark:
    """Give the function that hashes one thing; intake and the gate of publishing share it."""
    keyed = marks_from(key, START)

    def mark(kind: str, text: str) -> str:
        digest = keyed.copy()
        digest.update(f"{kind}|{text}".encode())
        return digest.hexdigest()

    return mark


def personal_words(
    cells: pd.DataFrame, heads: pd.Series, columns: Mapping[int, str], codebook: Codebook, key: bytes
) -> frozenset[str]:
    """Hash what the columns below these headers (by column number) say, as far as they are of persons.

    Those are columns whose header announces a person, and the `columns` that hold a client number or a kindcode.
    """
    named = columns_of_persons(heads.loc[cells.columns], columns, codebook)
    persons = [number for number in named if is_personal(str(heads[number]), codebook)]
    coded = [number for number in named if columns.get(number) in IDENTITIES]
    told = [_without_numbers(cells[number]) if number in coded else cells[number] for number in persons]
    return mark_cells(told, key) | mark_codes([cells[number] for number in coded], key)


def columns_of_persons(heads: pd.Series, columns: Mapping[int, str], codebook: Codebook) -> list[int]:
    """Give the numbers of the columns that are of persons: by their header, or by what they are read as."""
    return [
        number
        for number in heads.index
        if is_personal(str(heads[number]), codebook) or columns.get(number) in IDENTITIES
    ]


def mark_codes(columns: list[pd.Series], key: bytes) -> frozenset[str]:
    """Hash client numbers and kindcodes that no other number or code can be taken for; `12` and `A3` are not.

    A code of digits alone is a number: it is hashed as one.
    """
    mark, made = marker(key), []
    for column in columns:
        texts = texts_in_use(column)
        plain = texts.str.fullmatch(_PLAIN_CODE).astype(bool)
        made += mark_texts(texts[plain].tolist(), key, f"{START}{NUMBER}|")
        made += [mark(kind_of(code), code) for text in texts[~plain].tolist() for code in codes_in(str(text))]
    return frozenset(made)


def kind_of(code: str) -> str:
    """Give the kind under which a code is hashed."""
    return NUMBER if code.isdecimal() else CODE


def codes_in(text: str) -> list[str]:
    """Give the codes of a text with at least five digits, or a letter and three: of these a child can be known."""
    return [code.casefold() for code in _CODE.findall(text) if _is_telling(code)]


def _is_telling(code: str) -> bool:
    if code.isalpha():
        return False
    digits = sum(sign.isdigit() for sign in code)
    return digits >= FEWEST_DIGITS or (digits >= FEWEST_DIGITS - 2 and digits < len(re.sub(r"[-_/]", "", code)))


def mark_cells(columns: list[pd.Series], key: bytes) -> frozenset[str]:
    """Hash the words, pairs, dates and numbers of some columns of the same rows; each distinct row once.

    A cell that is one long number says that number, whatever stands beside it, and nothing else.
    """
    if not columns:
        return frozenset()
    mark = marker(key)
    numbers = [text for column in columns for text in _plain_numbers(texts_in_use(column)).tolist()]
    rest = [_without_numbers(column) for column in columns]
    rows = pd.concat([pd.Series(distinct_texts(column)[0]) for column in rest], axis=1).drop_duplicates()
    texts = [distinct_texts(column)[1].tolist() for column in rest]
    told = (" | ".join(words[place] for place, words in zip(row, texts, strict=True))
            for row in rows.itertuples(index=False, name=None))  # fmt: skip
    found = {mark(kind, text) for row in told for kind, text in things_in(row)}
    return frozenset(found.union(mark_texts(numbers, key, f"{START}{NUMBER}|")))


def _plain_numbers(texts: pd.Series) -> pd.Series:
    return texts[_is_plain_number(texts)]


def _is_plain_number(texts: pd.Series) -> pd.Series:
    return texts.str.fullmatch(_PLAIN_NUMBER).astype(bool)


def _without_numbers(column: pd.Series) -> pd.Series:
    """Empty the cells that are one long number, and nothing else."""
    return replace_distinct(column, lambda texts: texts.mask(_is_plain_number(texts), ""))


def things_in(text: str) -> Iterator[tuple[str, str]]:
    """Give the words, pairs, dates and numbers of a text, each with its kind, in the one spelling that is hashed."""
    words = names_in(text)
    yield from ((WORD, word) for word in words if len(word) >= SHORTEST_WORD)
    yield from ((PAIR, " ".join(pair)) for pair in pairwise(words))
    yield from ((DAY, day) for day in days_in(text))
    yield from ((NUMBER, re.sub(r"\D", "", found)) for found in _NUMBER.findall(text))


def names_in(text: str) -> list[str]:
    """Give the words of a text that may be names: folded, without accents, without what stands between names."""
    plain = text if text.isascii() else _without_accents(text)
    return [word for word in re.findall(r"[^\W\d_]{2,}", plain.casefold()) if word not in BETWEEN_NAMES]


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return apart.translate({ord(sign): None for sign in set(apart) if unicodedata.combining(sign)})


def days_in(text: str) -> Iterator[str]:
    """Give the days that a text names (`4-3-2012`, `20120304`, `4 maart 2012`) as 2012-03-04."""
    for found in _DAY.finditer(text):
        month = found["m"] or found["m2"]
        if not month.isdigit():
            month = next((str(place) for place, name in enumerate(_MONTHS, 1) if month.lower().startswith(name)), "0")
        if 1 <= int(month) <= 12 and 1 <= int(found["d"] or found["d2"]) <= 31:
            yield f"{found['j'] or found['j2']}-{int(month):02d}-{int(found['d'] or found['d2']):02d}"


def names_somebody(text: str, persons: frozenset[str], mark: Mark, known: frozenset[str]) -> bool:
    """Tell whether a text says what a column with personal data says too: a name, a day, a number, a code.

    `known` are words and pairs of words that give nobody away (`words_and_pairs` of the codebook and of study.yml).
    """
    if not persons:
        return False
    told = [(kind, thing) for kind, thing in things_in(text) if kind not in (WORD, PAIR) or thing not in known]
    told += [(kind_of(code), code) for code in codes_in(text)]
    return any(mark(kind, thing) in persons for kind, thing in told)


def words_and_pairs(text: str) -> frozenset[str]:
    """Give the words of a text, and each pair that follow each other, in the spelling that is hashed."""
    words = names_in(text)
    return frozenset([*words, *(" ".join(pair) for pair in pairwise(words))])
