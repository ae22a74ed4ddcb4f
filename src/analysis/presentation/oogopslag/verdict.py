"""The box on top of the first page: at most three short sentences, that follow the weakest check."""

from typing import Any

import pandas as pd

from analysis.inference.oordelen import ANDERE_INFORMANT
from analysis.presentation.certainty import over_ends, runs_per_indicator, stands
from analysis.presentation.changes import changes_words
from analysis.presentation.oogopslag.sentences import ADDED_UP
from analysis.presentation.outputs import Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.screen import callout
from analysis.presentation.selection import children_at, nothing_to_compare, primary_changes
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import (
    day,
    first_upper,
    ikcs_words,
    is_missing,
    list_words,
    number,
    signed,
    the_ikcs,
)
from analysis.presentation.taal.oordelen import (
    BESCHRIJVING,
    CLEAR,
    GEEN_VERANDERING,
    MEER_GENOTEERD,
    MINDER_GENOTEERD,
    NOTED,
    WHY_NOT,
)
from analysis.presentation.taal.wording import in_sentence, informant_words

TITLE = "Kort gezegd"
MOST_COMPARED = 2
"""So many indicators are compared between the IKCs with and without in the box."""
NO_CHANGE = "Er is geen verandering aan te tonen."
NOT_NOTHING = (
    "Dat is iets anders dan dat er niets veranderde: kleine verschillen zijn met zo weinig kinderen niet te zien."
)


def kader_oordeel(rapport: Rapport) -> Tekst:
    """Give the verdict in a box: what was noted or changed, whether that stands, and why it may not."""
    return callout_of(verdict_sentences(rapport))


def verdict_sentences(rapport: Rapport) -> list[str]:
    """Give the sentences of the verdict, at most three."""
    changes = primary_changes(rapport)
    if changes.empty:
        return [nothing_to_compare(rapport)]
    compared = _with_and_without(rapport) if rapport.over_alle else []
    return compared or _verdict(rapport, changes)


def callout_of(sentences: list[str]) -> Tekst:
    """Put sentences in the box of the first page."""
    return Tekst(callout(TITLE, " ".join(sentences), "important"))


def _verdict(rapport: Rapport, changes: pd.DataFrame) -> list[str]:
    rows = list(changes.itertuples())
    clear = [row for row in rows if row.uitkomst in CLEAR]
    noted = [row for row in rows if row.uitkomst in NOTED]
    if noted and not clear:
        return _noted(rapport, noted)
    if clear:
        return _changed(rapport, clear)
    if any(row.uitkomst == GEEN_VERANDERING for row in rows):
        return [NO_CHANGE, NOT_NOTHING]
    if any(row.uitkomst == BESCHRIJVING for row in rows):
        return [ADDED_UP]
    return ["Er zijn te weinig gegevens om te vergelijken."]


def _noted(rapport: Rapport, rows: list[Any]) -> list[str]:
    """Say what was noted, that nobody knows whether it changed, and why."""
    found = {row.uitkomst for row in rows}
    up, down = MEER_GENOTEERD in found, MINDER_GENOTEERD in found
    signals = all(row.aard == "signaal" for row in rows if row.uitkomst == MEER_GENOTEERD)
    if up and down:
        first, then = "Van het ene is meer genoteerd, van het andere minder.", "Of er iets veranderde, weten we niet."
    elif up:
        first = "Er is meer gezien." if signals else "Er is meer genoteerd."
        then = "Of er ook meer aan de hand is, weten we niet." if signals else "Of er iets veranderde, weten we niet."
    elif down:
        first, then = "Er is minder genoteerd.", "Of er ook minder aan de hand is, weten we niet."
    else:
        first, then = (
            "Er is niet meer of minder genoteerd dan toeval verklaart.",
            "Of er iets veranderde, weten we niet.",
        )
    return [first, then, _reason(rapport, rows)]


def _reason(rapport: Rapport, rows: list[Any]) -> str:
    row = rows[0]
    before, after = informant_words(str(row.informant_van)), informant_words(str(row.informant_naar))
    if row.oordeel_reden == ANDERE_INFORMANT and before != after:
        first, last = (rapport.meting_label(item.meting, full=True) for item in (rapport.eerste, rapport.laatste))
        return f"In {first} vulden {before} de lijst in, in {last} {after}."
    return WHY_NOT.get(row.oordeel_reden, "De lijsten zijn niet goed te vergelijken.")


def _changed(rapport: Rapport, clear: list[Any]) -> list[str]:
    """Say what changed, whether every other calculation agrees, and what it is not."""
    names = {row.label for row in clear}
    holds = all(stands(runs) for label, runs in runs_per_indicator(rapport) if label in names)
    check = "Andere berekeningen geven hetzelfde." if holds else "Dat houdt niet bij elke berekening stand."
    signals = any(row.aard == "signaal" for row in clear)
    caveat = (
        "Meer of minder signalen is nog niet meer of minder problemen."
        if signals
        else "Waar dat door komt, laten deze cijfers niet zien."
    )
    return [f"{first_upper(changes_words(clear))}: groter dan toeval verklaart.", check, caveat]


def _with_and_without(rapport: Rapport) -> list[str]:
    """Compare the IKCs with a jeugdondersteuner with the others; nothing where there is nothing to compare."""
    table = over_ends(rapport, "verschil_in_verschil")
    if table.empty:
        return []
    known = table[~table["controle"].astype(bool) & table["verschil_pilot"].notna()]
    known = known[known["verschil_vergelijking"].notna()].head(MOST_COMPARED)
    if known.empty:
        return []
    row: Any = next(known.itertuples())
    names = list_words([in_sentence(label) for label in known["label"]])
    there, elsewhere = (_differences(known[name]) for name in ("verschil_pilot", "verschil_vergelijking"))
    first = (
        f"Bij {the_ikcs(row.n_pilot)} met jeugdondersteuner was het verschil {there} op de 100 ({names}), "
        f"bij de {number(row.n_vergelijking)} zonder {elsewhere}."
    )
    corrected = known["verschil_gecorrigeerd"]
    left = ""
    if known["informant_verschilt"].astype(bool).any():
        left = "Bij de ene groep vulde iemand anders de lijst in, bij de andere niet."
        if corrected.notna().all():
            left = f"Rekenen we de andere invuller mee, dan scheelt het nog {_differences(corrected)}."
    sure = known["ci_laag_gecorrigeerd"].gt(0) | known["ci_hoog_gecorrigeerd"].lt(0)
    last = (
        "Waar dat verschil vandaan komt, laten de cijfers niet zien."
        if sure.all() and not left
        else f"Of het helpt, is met {ikcs_words(row.n_pilot)} niet te zeggen."
    )
    return [part for part in (first, left, last) if part]


def _differences(values: pd.Series) -> str:
    return list_words([signed(100 * value) for value in values])


def zin_wie(rapport: Rapport) -> Tekst:
    """Say in one line how many children this is about, and whether and since when there is a jeugdondersteuner."""
    if rapport.laatste is None:
        return Tekst("")
    count = children_at(rapport, rapport.laatste.meting)
    year = rapport.meting_label(rapport.laatste.meting, full=True)
    children = "" if is_missing(count) else f"{number(count)} kinderen in {year}"
    parts = [part for part in (children, _jok(rapport)) if part]
    return Tekst(f"**{first_upper(' · '.join(parts))}**" if parts else "")


def _jok(rapport: Rapport) -> str:
    """Say since when there is a jeugdondersteuner; over all IKCs how many have one."""
    if rapport.over_alle:
        pilots = sum(item.rol == "pilot" for item in rapport.study.ikcs)
        others = len(rapport.study.ikcs) - pilots
        return f"{ikcs_words(pilots)} met en {number(others)} zonder jeugdondersteuner" if pilots and others else ""
    ikc = rapport.eigen_ikc
    if ikc is None:
        return ""
    if ikc.start_jok:
        return f"jeugdondersteuner sinds {day(ikc.start_jok)}"
    if ikc.rol == "pilot":
        return "met jeugdondersteuner; sinds wanneer is niet bekend"
    return f"{escape(rapport.naam)} had geen jeugdondersteuner: wij vergelijken ermee"
