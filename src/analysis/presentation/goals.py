"""How the goals of a report stand now: for the chapter on goals, and for every page that names one."""

from typing import Any, NamedTuple

import pandas as pd

from analysis.codebook.doelmaten import INDICATOR, PER_1000
from analysis.inference.doelstatus import (
    AFGEROND,
    ANDERE_IKCS,
    ANDERE_INFORMANT,
    DOEL_GEHAALD,
    GEEN_DOELWAARDE,
    GEEN_MARGE,
    GEEN_OORDEEL,
    GEEN_PEILDATUM,
    GEEN_START,
    GEEN_WAARDE,
    INFORMANT_ONBEKEND,
    LIJST_ANDERS,
    MARGE_TE_GROOT,
    ONDER_DOEL,
    ONDER_PAD,
    ONDERDRUKT,
    OORDEEL,
    PAD_GEHAALD,
    PER_IKC,
    STARTMETING,
    VOOR_DE_START,
    WEINIG_KINDEREN,
)
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.doelen import MATEN, STATUSSEN, value_words
from analysis.presentation.taal.numbers import is_missing, list_words
from analysis.presentation.taal.oordelen import WHY_NOT
from analysis.presentation.taal.wording import in_sentence
from analysis.study import ALLE

GOAL = ["ikc", "doel"]
WHY = {
    DOEL_GEHAALD: "De hele marge haalt het doel.",
    PAD_GEHAALD: "Het cijfer haalt het pad naar het doel, en de hele marge ligt voorbij de start.",
    ONDER_PAD: "De hele marge blijft achter bij het pad naar het doel.",
    ONDER_DOEL: "De hele marge haalt het doel niet.",
    GEEN_WAARDE: "Er is geen cijfer.",
    GEEN_OORDEEL: "Niemand heeft dit nog beoordeeld.",
    GEEN_MARGE: "Bij dit cijfer is geen marge te geven.",
    GEEN_START: "Zonder startwaarde is er geen pad naar het doel.",
    GEEN_PEILDATUM: "Er is niet afgesproken wanneer het doel bereikt moet zijn.",
    STARTMETING: "Met deze meting begint het doel.",
    VOOR_DE_START: "Deze meting is van vóór het doel.",
    WEINIG_KINDEREN: "Het zijn te weinig kinderen.",
    AFGEROND: "De openbare aantallen zijn afgerond: zo is het niet zeker.",
    ONDERDRUKT: "Het zijn te weinig kinderen om te tonen.",
    ANDERE_INFORMANT: "Iemand anders vulde de lijst in dan bij de start.",
    INFORMANT_ONBEKEND: WHY_NOT[INFORMANT_ONBEKEND],
    LIJST_ANDERS: WHY_NOT[LIJST_ANDERS],
    ANDERE_IKCS: "Er zijn cijfers van andere IKC's dan bij de start.",
    PER_IKC: "Dit wordt per IKC gemeten.",
}
"""The sentence by `reden`; some say more than a reden can, see `why`."""


class Doelstand(NamedTuple):
    """How a goal stands: its name, target and value in words, status as a word, its sign, and the sentence why."""

    doel: str
    doelwaarde: str
    waarde: str
    status: str
    teken: str
    waarom: str


def current_goals(rapport: Rapport, every_ikc: bool = False) -> pd.DataFrame:
    """Give each goal once, at its last meting with a value or a verdict (else its last): no proposals.

    This IKC's goals; with `every_ikc` those of all of them.
    """
    table = rapport.alle("doelen") if every_ikc else rapport.tabel("doelen")
    if table.empty:
        return table
    agreed = table[~table["voorstel"].astype(bool)].sort_values("datum", kind="stable")
    known = agreed["waarde"].notna() | (agreed["oordeel_mensen"] != "") | agreed["onderdrukt"].astype(bool)
    ordered = pd.concat([agreed[~known], agreed[known]])
    last = ordered.drop_duplicates(GOAL, keep="last")
    return last.sort_values(["niveau", "doel", "ikc"], key=lambda names: names.str.casefold(), ignore_index=True)


def status_of(rapport: Rapport, indicator: str) -> list[Doelstand]:
    """Give how this report's goals with an indicator stand, for the whole IKC; empty where it has none.

    For a page that names the indicator: a general goal comes before one of the location.
    """
    rows = current_goals(rapport)
    if rows.empty:
        return []
    rows = rows[(rows["indicator"] == indicator) & (rows["soort_doel"] == INDICATOR) & (rows["bouw"] == ALLE)]
    return [stand_of(rapport, row) for row in rows.itertuples()]


def stand_of(rapport: Rapport, row: Any) -> Doelstand:
    """Word how one goal stands at the meting of its row."""
    stand = STATUSSEN[row.status]
    target, value = (value_words(number, row.soort_doel, row.indicator) for number in (row.doelwaarde, row.waarde))
    return Doelstand(row.doel, target, value, stand.woord, stand.teken, why(rapport, row))


def measure_words(rapport: Rapport, row: Any) -> str:
    """Say what a goal is measured by: the label of its indicator with its bouw, or the words of its delivery."""
    if row.soort_doel != INDICATOR:
        return row.indicator
    name, _, form = row.indicator.partition(":")
    words = MATEN.get(name) or in_sentence(rapport.codebook.label(name))
    words += f", {in_sentence(rapport.codebook.label(form))}" if name == PER_1000 and form else ""
    return words if row.bouw == ALLE else f"{words}, {row.bouw}"


def why(rapport: Rapport, row: Any) -> str:
    """Give the sentence that says why a goal has its status."""
    if row.reden == OORDEEL:
        judges = list_words([part.replace("_", " ") for part in row.door.split("; ") if part])
        alone = " Zonder aantal kinderen is er geen marge." if not is_missing(row.waarde) else ""
        return f"Dit is een oordeel van mensen: {judges}.{alone}"
    if row.reden == GEEN_DOELWAARDE:
        return f"Er is geen doelwaarde afgesproken.{_moved(rapport, row)}"
    return _margin_words(row) if row.reden == MARGE_TE_GROOT else WHY[row.reden]


def _moved(rapport: Rapport, row: Any) -> str:
    """Say from what to what it went since the start, and where that says nothing: of a goal with a direction only."""
    if is_missing(row.startwaarde) or is_missing(row.waarde) or row.startmeting == row.meting:
        return ""
    start, now = (value_words(number, row.soort_doel, row.indicator) for number in (row.startwaarde, row.waarde))
    since = rapport.meting_label(row.startmeting, full=True)
    other = row.soort_doel == INDICATOR and not row.indicator.startswith(PER_1000) and row.ikc != ALLE
    other = other and rapport.informant(row.startmeting) != rapport.informant(row.meting)
    note = " Iemand anders vulde de lijst in." if other else ""
    return f" Het was {start} in {since} en is nu {now}.{note}"


def _margin_words(row: Any) -> str:
    """Say what the margin leaves open: the target after its day, the path before it."""
    beyond = "erboven" if row.richting == "daling" else "eronder"
    sign = -1 if row.richting == "daling" else 1
    if pd.notna(row.peildatum_doel) and row.datum >= row.peildatum_doel:
        if sign * row.waarde >= sign * row.doelwaarde:
            return f"Het cijfer haalt het doel, de marge loopt {beyond}."
        return "Het cijfer haalt het doel niet, de marge wel."
    if sign * row.waarde >= sign * row.pad:
        return "Het cijfer haalt het pad naar het doel, maar de marge houdt de start er nog in."
    return "Het cijfer haalt het pad naar het doel niet, de marge wel."
