"""Half-years, hours and verdicts on hours, as readers know them."""

from analysis.inference.inzet import AFRONDING, EEN_MAAND, NIET_GETOOND, TE_KORT, WEINIG_PERIODEN
from analysis.inference.oordelen import NAAR_VOREN, NIET_NAAR_VOREN, NIET_TE_ZEGGEN
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import is_missing, number

OORDELEN = {NAAR_VOREN: "naar voren", NIET_NAAR_VOREN: "niet naar voren", NIET_TE_ZEGGEN: "niet te zeggen"}
WAAROM = {
    WEINIG_PERIODEN: "Er zijn geen twee halfjaren waarin genoeg is opgeschreven.",
    TE_KORT: "De halfjaren waarin genoeg is opgeschreven, liggen te dicht bij elkaar.",
    EEN_MAAND: "Het antwoord hangt af van één maand.",
    AFRONDING: "Met afgeronde uren is het antwoord anders dan met de precieze.",
    NIET_GETOOND: "Een deel van de uren ging naar te weinig kinderen om te tonen.",
}


def half_words(periode: str) -> str:
    """Word a half-year: `de eerste helft van 2019`."""
    year, half = periode.split("H")
    return f"de {'eerste' if half == '1' else 'tweede'} helft van {year}"


def half_short(periode: str) -> str:
    """Head a column with a half-year: `jan-jun 2019`."""
    year, half = periode.split("H")
    return f"{'jan-jun' if half == '1' else 'jul-dec'} {year}"


def hours(value: float, rapport: Rapport) -> str:
    """Write hours; zero of rounded hours is only known to be less than half the base."""
    base = rapport.study.publicatie.afronding_uren if rapport.editie == "publiek" else 0
    if base and not is_missing(value) and value == 0:
        return f"<{number(base / 2)}"
    return number(value)
