"""Class and person behind a report: which class a child was in, and who filled in the list, both as codes."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.intake.pseudonyms import pseudonymise
from analysis.study import Study
from analysis.study.keys import read_key
from analysis.tidy.cells import Coded
from analysis.tidy.ledger import Ledger
from analysis.tidy.values import count_words, map_values, report_rows

WORDS = r"^(?:groepen|groep|gr\.?|jaargroep|klas)\s*"
WITH_CLASS = r"\d{1,2}[a-z]|\d[a-z]?(?:/|-|\+|&)\d[a-z]?"
SHORT_CODE = r"[0-9a-z/&+ -]{1,6}"
NAME = r"[^\W\d_]{5,}|[^\W\d_]+(?:[\s.'-]+[^\W\d_]+)+\.?"
"""A text of letters alone: a word of five or more, or several words. A code is shorter or has a digit."""


def code_classes(ledger: Ledger, study: Study, codebook: Codebook) -> Coded:
    """Code `klas`, `invuller` and `gezin`; what looks like a person's name becomes a pseudonym, with a waarschuwing.

    `klas` is the class within the IKC: as delivered (a letter gets its groep: `3` and `a` give `3a`), else the groep as
    written where that tells the class (`3a`, `1/2`), else ''. Where a delivery's `invuller` names a kind of informant
    and no informant is given, it is the informant. `gezin` is always a pseudonym, within the IKC, as a kindcode is.
    """
    rows = ledger.rows
    kind = map_values(rows["invuller"], lambda text: codebook.value("informant", text) if text else None)
    is_kind = kind != ""
    invuller = rows["invuller"].mask(is_kind, "")
    informant = rows["informant"].mask((rows["informant"] == "") & is_kind, kind)
    named = invuller.str.fullmatch(NAME)
    found = report_rows(
        rows, named, lambda n: f"{count_words(n, 'invuller lijkt', 'invullers lijken')} op een naam; nu een code.",
        "invuller_naam", "Persoonsgegevens: haal weg. Gebruik een code, zoals lk3a, die alleen het IKC kent.",
    )  # fmt: skip
    klas = _klas(rows)
    hidden = ~klas.str.fullmatch(SHORT_CODE) & (klas != "")
    ledger = ledger.with_columns(
        informant=informant,
        invuller=_hide(invuller.str.lower(), named, rows["ikc"], "i", study),
        klas=_hide(klas, hidden, rows["ikc"], "g", study),
        gezin=_hide(rows["gezin"].str.strip(), rows["gezin"].str.strip() != "", rows["ikc"], "h", study),
    )
    return ledger, found


def _klas(rows: pd.DataFrame) -> pd.Series:
    groep = rows["groep"].str.lower().str.strip().str.replace(WORDS, "", regex=True).str.replace(r"\s", "", regex=True)
    klas = rows["klas"].str.lower().str.strip().str.replace(WORDS, "", regex=True)
    lettered = (groep.str.extract(r"^(\d{1,2})", expand=False) + klas).where(klas.str.fullmatch(r"[a-z]"))
    return lettered.fillna(klas).mask(klas == "", groep.where(groep.str.fullmatch(WITH_CLASS), ""))


def _hide(values: pd.Series, mask: pd.Series, ikcs: pd.Series, prefix: str, study: Study) -> pd.Series:
    if not mask.any():
        return values
    hidden = pseudonymise(values[mask], read_key(study, "pseudoniem"), ikcs[mask])
    return values.mask(mask, prefix + hidden.str[1:])
