"""Which IKC is meant: by code or name in a cell, in a sheet's name, in a file's name."""

import re

import pandas as pd

from analysis.codebook import fold, fold_value
from analysis.codebook.matching import is_doubtful, without_accents
from analysis.errors import Melding
from analysis.intake.distinct import replace_distinct
from analysis.study import STUDY_FILE, Study

SIGNS = r"[\W_]*"


def spellings_of_ikcs(study: Study) -> dict[str, str]:
    """Give the folded codes and names of the study's IKCs, each with its code; a code wins from a name."""
    names = {fold(item.naam): item.ikc for item in study.ikcs if fold(item.naam)}
    return names | {fold(code): code for code in study.ikc_codes}


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
    spellings = spellings_of_ikcs(study)
    certain = {fold_value(name) for item in study.ikcs for name in (item.ikc, item.naam)}

    def code_of(text: str) -> str:
        in_doubt = is_doubtful(text) and fold_value(text) not in certain
        return "" if in_doubt else spellings.get(fold(text), "")

    return replace_distinct(values, lambda texts: pd.Series([code_of(text) for text in texts], dtype="str"))


def ikcs_in_name(name: str, study: Study) -> list[str]:
    """Give the IKCs that a file's or sheet's name names; the longest spelling wins where one holds another.

    `ikc1` is not found in `ikc11`, nor `IKC01` in `IKC012`, but it is in `IKC01 2019` and `IKC01 (1)`: a sign stands
    between the code and other digits. A spelling of one or two signs must be a word of its own, with or without a sign
    between them (`B2`, `B-2`).
    """
    text, found = without_accents(name), []
    for spelling, code in _spellings_in_order(study):
        pattern = _short_pattern(spelling) if len(fold(spelling)) <= 2 else _pattern(spelling)
        if re.search(pattern, text):
            found.append(code)
            text = re.sub(pattern, " ", text)
    return list(dict.fromkeys(found))


def _spellings_in_order(study: Study) -> list[tuple[str, str]]:
    """Give names and codes as written, each with its code, the longest first; a code wins from a name."""
    both = [(item.naam, item.ikc) for item in study.ikcs] + [(code, code) for code in study.ikc_codes]
    by_fold = {fold(spelling): (spelling, code) for spelling, code in both if fold(spelling)}
    return [by_fold[key] for key in sorted(by_fold, key=lambda key: (-len(key), key))]


def _pattern(spelling: str) -> str:
    """Match a spelling with any signs between its letters; digits stay together unless the spelling parts them."""
    parts = [part for part in re.split(r"[\W_]+", without_accents(spelling)) if part]
    signs = rf"{SIGNS}".join(SIGNS.join(re.findall(r"\d+|\D", part)) for part in parts)
    before = r"(?<!\d)" if parts[0][0].isdigit() else ""
    return before + signs + (r"(?!\d)" if parts[-1][-1].isdigit() else "")


def _short_pattern(spelling: str) -> str:
    """Match a short spelling that stands apart in a name: `B-2` in `lijst B-2`, not in `AB-2` or `B-21`."""
    apart = "[-_ ]?".join(re.escape(sign) for sign in fold(spelling))
    return rf"(?<![^\W_]){apart}(?![^\W_])"
