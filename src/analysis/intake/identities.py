"""What a client number or kindcode says: one spelling per number, and what is no number at all.

Excel and typing make many spellings of one number, and one spelling of many children: `onbekend`, `0`, `9,999E+08`.
"""

import re

import pandas as pd

from analysis.codebook import Codebook
from analysis.intake.cell_text import are_digits, only_digits
from analysis.intake.distinct import replace_distinct

FIELD = "identiteit"
"""The field of codebook/waarden.yml with the words that stand where a number is missing."""
SHORT = 3
"""A word of at most so many signs may be a child's initials: in kindcodes it is missing only when it is repeated."""
REPEATED = 3
ALWAYS_REPEATED = 8
"""One digit so many times over (`99999999`) is nobody's number, whatever the other numbers look like."""

_ONE_DIGIT = "(?:" + "|".join(f"{digit}{{4,}}" for digit in range(10)) + ")"
_INVISIBLE = r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
_QUOTED = r"^(?:=\s*)?[\"“”„]+(.*?)[\"“”]+$"
_SCIENTIFIC = r"([0-9])(?:[.,]([0-9]+))?[eE]\+?([0-9]{1,2})"
_SIGN_OR_DECIMALS = r"[0-9](?:[.,][0-9]+[eE]\+?|[eE]\+)[0-9]{1,2}"


def clean_text(texts: pd.Series) -> pd.Series:
    """Take off what nobody typed as part of a number: invisible signs, Excel's `="..."` and `'`, odd spaces."""
    if only_digits(texts):
        return texts
    odd = ~texts.str.fullmatch(r"[0-9A-Za-z]*")
    if not odd.any():
        return texts
    plain = texts[odd].str.normalize("NFKC").str.replace(_INVISIBLE, "", regex=True)
    plain = plain.str.replace(r"\s+", " ", regex=True).str.strip()
    plain = plain.str.replace(_QUOTED, r"\1", regex=True).str.replace(r"^[='’‘`]+|['’]+$", "", regex=True)
    return texts.mask(odd, plain.str.strip())


def normal_numbers(texts: pd.Series) -> pd.Series:
    """Bring client numbers to one spelling: nine digits where seven or eight are left; separators do not count."""
    if are_digits(texts, 9):
        return texts
    odd = ~texts.str.fullmatch(r"[0-9]{9}")
    return texts.mask(odd, _normal_odd_numbers(texts[odd])) if odd.any() else texts


def _normal_odd_numbers(texts: pd.Series) -> pd.Series:
    cleaned = _whole(_written_out(clean_text(texts)))
    bare = cleaned.str.replace(r"[\s.\-]", "", regex=True)
    is_number = bare.str.fullmatch(r"[0-9]+")
    numbers = bare.where(~bare.str.fullmatch(r"[0-9]{7,8}"), bare.str.zfill(9))
    return numbers.where(is_number, cleaned.str.lower())


def normal_kindcodes(texts: pd.Series) -> pd.Series:
    """Bring kindcodes to one spelling: case, outer spaces, a trailing .0 and zeros in front of digits do not count.

    Excel takes the zeros off: `001` in one file is `1` in the other. Within one file both may occur; `identify` tells.
    """
    cleaned = _whole(_written_out(clean_text(texts))).str.lower()
    digits = cleaned.str.fullmatch(r"[0-9]+")
    return cleaned.mask(digits, cleaned.str.lstrip("0").where(cleaned.str.lstrip("0") != "", "0"))


def _whole(texts: pd.Series) -> pd.Series:
    """Take off the `.0` or `,00` that a number format adds; `12.345.000` and `12.000` keep their zeros."""
    decimals = texts.str.fullmatch(r"[0-9]+[.,]0{1,2}") | texts.str.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+,0{1,2}")
    return texts.mask(decimals, texts.str.replace(r"[.,]0{1,2}$", "", regex=True))


def _written_out(texts: pd.Series) -> pd.Series:
    """Write scientific notation out where every digit is there: `9,99900006E+08` is a whole number."""
    if only_digits(texts):
        return texts
    scientific = texts.str.fullmatch(_SIGN_OR_DECIMALS)
    return texts.mask(scientific, texts[scientific].map(_write_out)) if scientific.any() else texts


def _write_out(text: str) -> str:
    first, decimals, exponent = re.fullmatch(_SCIENTIFIC, text).groups()  # type: ignore[union-attr]
    decimals, places = decimals or "", int(exponent)
    whole = len(decimals) >= places and not decimals[places:].strip("0")
    return first + decimals[:places] if whole else text


def lost_digits(texts: pd.Series) -> pd.Series:
    """Tell which numbers stand in scientific notation with too few digits: several children may have become one."""
    if only_digits(texts):
        return pd.Series(False, index=texts.index)
    return _written_out(clean_text(texts)).str.fullmatch(_SIGN_OR_DECIMALS).astype(bool)


def is_missing_client(texts: pd.Series, codebook: Codebook) -> pd.Series:
    """Tell which texts stand where a client number is missing: a word, signs only, zeros, one digit over and over.

    One digit at least four times is a placeholder unless the other numbers are as long (`1111` among numbers of four).
    """
    cleaned = clean_text(texts)
    listed = {spelling for spelling in spellings(codebook) if spelling.isdigit()}
    plain = cleaned.str.fullmatch(r"[0-9]*[1-9][0-9]*").astype(bool)
    words = cleaned.isin(listed | _placeholders(list(cleaned[~plain].unique()), codebook))
    digits = cleaned.str.fullmatch(_ONE_DIGIT).astype(bool)
    if not digits.any():
        return words
    others = cleaned[cleaned.str.fullmatch(r"[0-9]+") & ~digits].str.len()
    usual = int(others.mode().iloc[0]) if len(others) else 0
    long = cleaned.str.len()
    return words | (digits & ((long != usual) | (long >= ALWAYS_REPEATED)))


def known_clients(client: pd.Series, codebook: Codebook) -> pd.Series:
    """Empty the client numbers that are words, signs or one digit over and over."""
    return replace_distinct(client, lambda texts: texts.mask(is_missing_client(texts, codebook), ""))


def spellings(codebook: Codebook) -> list[str]:
    """Give the words of the codebook that stand where a number is missing, as they are written there."""
    return [str(word) for words in codebook.content["waarden"][FIELD]["waarden"].values() for word in words]


def is_missing_kindcode(texts: pd.Series, scope: pd.Series, codebook: Codebook) -> pd.Series:
    """Tell which texts stand where a kindcode is missing; initials and `0` only where an IKC repeats them."""
    cleaned = clean_text(texts)
    marked = cleaned.isin(_placeholders(cleaned.unique(), codebook))
    rows = cleaned.str.casefold().groupby([scope.to_numpy(), cleaned.str.casefold().to_numpy()])
    repeated = rows.transform("size") >= REPEATED
    short = cleaned.str.replace(r"[^0-9A-Za-z]", "", regex=True).str.len().between(1, SHORT)
    return marked & (~short | repeated)


def _placeholders(texts: list[str], codebook: Codebook) -> set[str]:
    return {text for text in texts if text and _is_placeholder(text, codebook)}


def _is_placeholder(text: str, codebook: Codebook) -> bool:
    letters = [sign for sign in text if sign.isalnum()]
    if not letters or codebook.value(FIELD, text) is not None or not text.strip("0"):
        return True
    same_letter = len(set(text.casefold())) == 1 and text[0].isalpha() and len(text) >= SHORT
    word = re.fullmatch(r"([^\W\d]{4,})[\s_-]*\d+", text)
    return same_letter or (word is not None and codebook.value(FIELD, word[1]) is not None)
