"""What the margins of a report are over, and what they hold: classes, persons who filled in, or children alone."""

from typing import Any

import pandas as pd

from analysis.codebook import ONBEKEND
from analysis.inference.oordelen import ANDERE_PERSOON
from analysis.measures.informants import ANDERE, DEELS
from analysis.measures.klassen import GROEP, KIND, KLAS
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import is_missing, number
from analysis.study import ALLE

TARGET = (
    "Alle kinderen zijn geteld: een marge gaat hier niet over een steekproef. Zij laat zien hoe anders een cijfer had "
    "kunnen zijn bij andere kinderen zoals deze, op een ander moment, gezien door andere medewerkers."
)
"""Chance over what? Said once in every report."""
ONE_PERSON = (
    "Eén persoon vulde de lijst in voor het hele IKC. Een ander had misschien meer of minder genoteerd; dat zit in "
    "geen enkele marge."
)
PERSONS_UNKNOWN = (
    "Hoeveel personen de lijst invulden, is niet geleverd. Was het er één voor het hele IKC, dan zit wat die persoon "
    "meer of minder ziet in geen enkele marge."
)


def sentence_classes(rapport: Rapport, changes: pd.DataFrame) -> str:
    """Word what the margin takes as its unit: classes that are alike; or children, and how much wider it might be."""
    units = set(changes["eenheid"].dropna()) if "eenheid" in changes else set()
    if KIND in units:
        return _without_classes(rapport, changes)
    if units & {KLAS, GROEP}:
        what = "klas" if KLAS in units else "groep"
        return (
            f"Kinderen van één {what} lijken op elkaar: wie invult, ziet bij hen allemaal meer of minder. De marge "
            "houdt daar rekening mee."
        )
    return ""


def _without_classes(rapport: Rapport, changes: pd.DataFrame) -> str:
    unknown = "Van (een deel van) de kinderen is geen klas bekend: de marge neemt hen als los van elkaar."
    wider = changes["breder_bij_icc"].max()
    if is_missing(wider):
        return unknown
    return (
        f"{unknown} Lijken kinderen van één klas zo op elkaar als in ander onderzoek, dan is de marge "
        f"{number(wider, 1)} keer zo breed."
    )


def sentence_persons(changes: pd.DataFrame) -> str:
    """Word who filled in: one person for a whole IKC, other persons than before, or that it was not delivered."""
    if changes.empty or "n_invullers_naar" not in changes:
        return ""
    row: Any = next(changes.itertuples())
    if row.ikc != ALLE and pd.isna(row.n_invullers_van) and pd.isna(row.n_invullers_naar):
        return PERSONS_UNKNOWN
    one = any(number_of == 1 for number_of in (row.n_invullers_van, row.n_invullers_naar) if not pd.isna(number_of))
    lines = [ONE_PERSON] if one else []
    if row.invullers in (ANDERE, DEELS) and row.oordeel_reden != ANDERE_PERSOON and _same_kind(row):
        which = "andere" if row.invullers == ANDERE else "deels andere"
        lines.append(f"De lijst is ingevuld door {which} personen dan de eerste keer, met hetzelfde beroep.")
    return " ".join(lines)


def _same_kind(row: Any) -> bool:
    """Tell whether both kinds of informant are known, and the same: an unknown one is no proof of that."""
    return row.informant_van == row.informant_naar and row.informant_van not in ("", ONBEKEND)
