"""Which column a header names: as written, with its short forms written out, or only by its looks."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from analysis.codebook.matching import fold, without_accents

DATUM = "datum"
NEAR = 0.84
_WORDS = re.compile(r"[^\W\d_]+|\d+|[#&]")
_HUMP = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Ý])")


@dataclass(frozen=True)
class ShortForms:
    """Short forms of words in headers, and of the ends of words written as one; each with the full word."""

    words: dict[str, str]
    ends: dict[str, str]
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def expand(self, header: str) -> tuple[str, ...]:
        """Give the words of a header, short forms written out: `Toew.nr.` and `ToewNr` are toewijzing, nummer."""
        if header not in self._known:
            words = _WORDS.findall(without_accents(_HUMP.sub(" ", header)))
            self._known[header] = tuple(part for word in words for part in self._word(word))
        return self._known[header]

    def _word(self, word: str) -> tuple[str, ...]:
        if word in self.words:
            return (self.words[word],)
        for end, full in self.ends.items():
            if word.endswith(end) and len(word) > len(end) + 2:
                start = word[: -len(end)]
                return (self.words.get(start, start), full)
        return (word,)


def short_forms(content: dict[str, Any]) -> ShortForms:
    """Make the short forms of afkortingen.yml."""
    return ShortForms(
        {fold(short): full for full, shorts in content["woorden"].items() for short in shorts},
        {fold(short): full for full, shorts in content["achteraan"].items() for short in shorts},
    )


def expanded_spellings(spellings: dict[str, str], forms: ShortForms) -> dict[str, str]:
    """Give the spellings (as written) with short forms written out; one that would mean two columns is left out."""
    found: dict[str, str] = {}
    for name, column in spellings.items():
        key = "".join(forms.expand(name))
        found[key] = column if found.get(key, column) == column else ""
    return {key: column for key, column in found.items() if column and key}


def looks_like(words: tuple[str, ...], column: str, hints: Iterable[str], spellings: Iterable[str]) -> float:
    """Tell how much a header looks like a column, 0 to 1: by the hints of the codebook, or by a spelling very near.

    A header with the word datum looks like columns of dates alone.
    """
    text = "".join(words)
    is_date = any(word.endswith(DATUM) for word in words)
    if not text or (is_date and not column.endswith(DATUM) and column not in ("van", "tot")):
        return 0.0
    near = max((difflib.SequenceMatcher(None, text, spelling).ratio() for spelling in spellings), default=0.0)
    return near if near >= NEAR or any(_has_all(words, hint.split()) for hint in hints) else 0.0


def _has_all(words: tuple[str, ...], wanted: list[str]) -> bool:
    return all(
        any(word.startswith(want[:-1]) if want.endswith("*") else word == want for word in words) for want in wanted
    )
