"""Which IKC is meant: by code or name in a cell, in a sheet's name, in a file's name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from analysis.codebook import fold, fold_value
from analysis.codebook.matching import is_doubtful, without_accents
from analysis.errors import Melding
from analysis.intake.distinct import replace_distinct
from analysis.study import STUDY_FILE, Study

SIGNS = r"[\W_]*"


@dataclass(frozen=True)
class Spelling:
    """A code or a name of an IKC as it is sought in a name: the one of the lowest `place` is tried first."""

    place: int
    text: str
    ikc: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What a name that names the IKC so has somewhere."""
        return re.compile(_apart(self.text) if len(fold(self.text)) <= 2 else _with_signs(self.text))


@dataclass(frozen=True)
class IkcNames:
    """How the IKCs of a study may be named, prepared once: thousands of files are each held against thousands of names.

    `codes` has an IKC per folded code or name, a code before a name; `certain` are those as values, in which a sign of
    doubt is no doubt; `sought` has the spellings per folded text.
    """

    codes: Mapping[str, str]
    certain: frozenset[str]
    sought: Mapping[str, Spelling]

    def among(self, text: str) -> list[Spelling]:
        """Give the spellings whose letters and digits follow each other in a text, in the order of trying."""
        letters = re.sub(r"[\W_]+", "", text)
        parts = {letters[first : first + size] for size in self._sizes for first in range(len(letters) - size + 1)}
        return sorted((self.sought[part] for part in parts & self.sought.keys()), key=lambda item: item.place)

    @cached_property
    def _sizes(self) -> frozenset[int]:
        return frozenset(map(len, self.sought))


class _Itself:
    """A value that is the same as itself only: looked up without comparing what it holds."""

    def __init__(self, value: Study) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.value is other.value


def names_of_ikcs(study: Study) -> IkcNames:
    """Give how the IKCs of a study may be named."""
    return _names_of(_Itself(study))


@lru_cache(maxsize=4)
def _names_of(kept: _Itself) -> IkcNames:
    study = kept.value
    names = {fold(item.naam): (item.naam, item.ikc) for item in study.ikcs if fold(item.naam)}
    both = names | {fold(code): (code, code) for code in study.ikc_codes if fold(code)}
    order = sorted(both, key=lambda key: (-len(key), key))
    return IkcNames(
        {folded: code for folded, (_, code) in both.items()},
        frozenset(fold_value(name) for item in study.ikcs for name in (item.ikc, item.naam)),
        {folded: Spelling(place, *both[folded]) for place, folded in enumerate(order)},
    )


def check_ikc_names(study: Study) -> list[Melding]:
    """Refuse codes and names of different IKCs that read as one (`De Wilgen`, `de-wilgen`): rows would go to either."""
    owners: dict[str, dict[str, str]] = {}
    for item in study.ikcs:
        for text in (item.ikc, item.naam):
            if fold(text):
                owners.setdefault(fold(text), {}).setdefault(item.ikc, text)
    shared = [texts for texts in owners.values() if len(texts) > 1]
    if not shared:
        return []
    lines = tuple(" en ".join(f"{text} (van {code})" for code, text in texts.items()) for texts in shared)
    tekst = "codes of namen van verschillende IKC's zijn hetzelfde als we hoofdletters, spaties en tekens weglaten."
    return [Melding(STUDY_FILE, tekst, regels=lines, advies="Geef elk IKC een eigen code en naam.", code="ikc_dubbel")]


def match_ikcs(values: pd.Series, study: Study) -> pd.Series:
    """Give the code per cell; '' for what is no IKC of the study, or in doubt (`IKC01?`)."""
    names = names_of_ikcs(study)

    def code_of(text: str) -> str:
        in_doubt = is_doubtful(text) and fold_value(text) not in names.certain
        return "" if in_doubt else names.codes.get(fold(text), "")

    return replace_distinct(values, lambda texts: pd.Series([code_of(text) for text in texts], dtype="str"))


def ikcs_in_name(name: str, study: Study) -> list[str]:
    """Give the IKCs that a file's or sheet's name names; the longest spelling wins where one holds another.

    `ikc1` is not found in `ikc11`, nor `IKC01` in `IKC012`, but it is in `IKC01 2019` and `IKC01 (1)`: a sign stands
    between the code and other digits. A spelling of one or two signs must be a word of its own, with or without a sign
    between them (`B2`, `B-2`).
    """
    names, text = names_of_ikcs(study), without_accents(name)
    found, place = [], -1
    while hit := next((one for one in names.among(text) if one.place > place and one.pattern.search(text)), None):
        found.append(hit.ikc)
        text, place = hit.pattern.sub(" ", text), hit.place
    return list(dict.fromkeys(found))


def _with_signs(spelling: str) -> str:
    """Match a spelling with any signs between its letters; digits stay together unless the spelling parts them."""
    parts = [part for part in re.split(r"[\W_]+", without_accents(spelling)) if part]
    if not parts:
        return re.escape(spelling)
    signs = rf"{SIGNS}".join(SIGNS.join(re.findall(r"\d+|\D", part)) for part in parts)
    before = r"(?<!\d)" if parts[0][0].isdigit() else ""
    return before + signs + (r"(?!\d)" if parts[-1][-1].isdigit() else "")


def _apart(spelling: str) -> str:
    """Match a short spelling that stands apart in a name: `B-2` in `lijst B-2`, not in `AB-2` or `B-21`."""
    apart = "[-_ ]?".join(re.escape(sign) for sign in fold(spelling))
    return rf"(?<![^\W_]){apart}(?![^\W_])"
