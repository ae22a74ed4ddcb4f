"""Which IKC is meant: by code or name in a cell, in a sheet's name, in a file's name."""

import re

import pandas as pd

from analysis.codebook import fold
from analysis.codebook.matching import without_accents
from analysis.errors import Melding
from analysis.intake.distinct import replace_distinct
from analysis.study import STUDY_FILE, Study


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
    """Give the code per cell; '' for what is no IKC of the study."""
    spellings = spellings_of_ikcs(study)
    return replace_distinct(
        values, lambda texts: pd.Series([spellings.get(fold(text), "") for text in texts], dtype="str")
    )


def ikcs_in_name(name: str, study: Study) -> list[str]:
    """Give the IKCs that a file's or sheet's name names; the longest spelling wins where one holds another.

    `ikc1` is not found in `ikc11`, nor `IKC01` in `IKC012`; a spelling of one or two signs must be a word of its own,
    with or without a sign between them (`B2`, `B-2`).
    """
    text, found = fold(name), []
    for spelling, code in sorted(spellings_of_ikcs(study).items(), key=lambda item: (-len(item[0]), item[0])):
        pattern = (r"(?<!\d)" if spelling[0].isdigit() else "") + re.escape(spelling)
        pattern += r"(?!\d)" if spelling[-1].isdigit() else ""
        if re.search(pattern, text) if len(spelling) > 2 else _is_a_word(spelling, name):
            found.append(code)
            text = re.sub(pattern, " ", text)
    return list(dict.fromkeys(found))


def _is_a_word(spelling: str, name: str) -> bool:
    """Tell whether a short spelling stands apart in a name: `B-2` in `lijst B-2`, not in `AB-2` or `B-21`."""
    apart = "[-_ ]?".join(re.escape(sign) for sign in spelling)
    return re.search(rf"(?<![^\W_]){apart}(?![^\W_])", without_accents(name)) is not None
