"""Words and signs for how a goal stands, each status by a word and a shape of its own, never by colour alone."""

from dataclasses import dataclass

from analysis.codebook.doelmaten import AANDEEL, PER_1000, VERHOUDING, kind_of_value
from analysis.inference.doelstatus import ACHTER, BEREIKT, NIET_TE_BEPALEN, OP_KOERS
from analysis.presentation.taal.numbers import SUPPRESSED, is_missing, number, per_100


@dataclass(frozen=True)
class Stand:
    """A status in words, its sign in a table and its mark in a figure (matplotlib)."""

    woord: str
    teken: str
    mark: str


STATUSSEN = {
    BEREIKT: Stand("bereikt", "●", "o"),
    OP_KOERS: Stand("op koers", "▲", "^"),
    ACHTER: Stand("achter", "▼", "v"),
    NIET_TE_BEPALEN: Stand("niet te bepalen", "○", "o"),
}
MATEN = {
    "ratio_ext_int": "externaliserend gedeeld door internaliserend",
    "ratio_eerste_tweede": "eerstelijnszorg gedeeld door tweedelijnszorg",
    "gezin_bij_kind": "gezinsproblematiek bij kinderen met kindproblematiek",
    "zorg_bij_probleem": "zorg bij kinderen met een probleem",
    "probleem_bij_zorg": "een probleem bij kinderen met zorg",
    "zorg_bij_probleem_zonder_jok": "zorg, zonder die van de jeugdondersteuner, bij kinderen met een probleem",
    "probleem_bij_zorg_zonder_jok": "een probleem bij kinderen met zorg, zonder die van de jeugdondersteuner",
    "signalen_per_100": "signalen per 100 kinderen",
    "kind_gezin": "samenhang van kind- en gezinsproblematiek",
    "probleem_zorg": "samenhang van een probleem en zorg",
    PER_1000: "lopende toewijzingen per 1.000 kinderen",
}
"""What a goal is measured by, where that is no indicator of the codebook."""


def status_words(status: str) -> str:
    """Give a status as a table shows it: its sign and its word."""
    stand = STATUSSEN[status]
    return f"{stand.teken} {stand.woord}"


def value_words(value: float, soort: str, indicator: str) -> str:
    """Write a value of a goal: a share as a number on the 100, another with what it is."""
    if is_missing(value):
        return SUPPRESSED
    kind = kind_of_value(soort, indicator)
    if kind == AANDEEL:
        return per_100(value)
    if kind == VERHOUDING:
        return f"{number(value, 1)} keer"
    return f"{number(value)} per {'1.000' if indicator.startswith(PER_1000) else '100'}"


def factor_of(soort: str, indicator: str) -> tuple[float, int]:
    """Give what a value is multiplied by before it is written, and its decimals."""
    kind = kind_of_value(soort, indicator)
    return (100, 0) if kind == AANDEEL else (1, 1 if kind == VERHOUDING else 0)
