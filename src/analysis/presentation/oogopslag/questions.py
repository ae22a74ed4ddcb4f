"""What the team can talk about, and what may be said of these numbers: only what follows from them."""

from typing import Any

from analysis.presentation.citaten import front_quotes
from analysis.presentation.outputs import Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import primary_changes
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.oordelen import (
    CLEAR,
    COMPARED,
    MEER_GENOTEERD,
    NOTED,
    NOTED_CLEAR,
    OORDELEN,
    OTHER_INFORMANT,
)
from analysis.presentation.taal.wording import in_sentence, informant_words

MOST_ASKED = 3


def zin_vragen(rapport: Rapport) -> Tekst:
    """Give two or three questions for the team of this IKC; over all IKCs for who decides."""
    changes = primary_changes(rapport)
    if changes.empty:
        return Tekst("")
    rows = list(changes.itertuples())
    asked = _for_council(rapport, rows) if rapport.over_alle else _for_team(rapport, rows)
    return Tekst("\n".join(f"{place}. {text}" for place, text in enumerate(asked[:MOST_ASKED], start=1)))


def _for_team(rapport: Rapport, rows: list[Any]) -> list[str]:
    more = [row for row in rows if row.uitkomst in (MEER_GENOTEERD, CLEAR[0]) and row.aard == "signaal"]
    questions = []
    if more:
        what = in_sentence(more[0].label)
        questions.append(f"Welke kinderen met {what} zagen we eerst niet, en wat zien we nu bij hen?")
        questions.append("Krijgen deze kinderen de hulp die zij nodig hebben, en wie houdt dat bij?")
    elif any(row.aard == "signaal" for row in rows):
        questions.append("Herkennen we dit beeld? Welke kinderen staan niet op de lijst, maar horen er wel op?")
    if any(row.oordeel_reden in OTHER_INFORMANT for row in rows):
        questions.append("Wie vult de volgende keer de lijst in? Alleen met dezelfde soort invuller is te vergelijken.")
    questions.append("Wat veranderde er in deze tijd nog meer op het IKC?")
    return questions


def _for_council(rapport: Rapport, rows: list[Any]) -> list[str]:
    questions = []
    if any(row.oordeel_reden in OTHER_INFORMANT or bool(row.informant_gewisseld) for row in rows):
        questions.append("Kiest u voor dezelfde soort invuller bij elke meting? Anders blijft de hoofdvraag open.")
    pilots = sum(item.rol == "pilot" for item in rapport.study.ikcs)
    if 0 < pilots < len(rapport.study.ikcs):
        questions.append("Meten de IKC's zonder jeugdondersteuner mee? Zonder hen is er niets om mee te vergelijken.")
        questions.append("Doen er bij een volgende stap meer IKC's mee? Met weinig IKC's zijn de marges groot.")
    return questions or ["Welke cijfers wilt u bij een volgende meting terugzien?"]


def zin_uitspraken(rapport: Rapport) -> Tekst:
    """Give what people at this IKC said, good and bad, in one paragraph; nothing where nobody agreed to be quoted."""
    quotes = front_quotes(rapport)
    said = " ".join(f"“{escape(quote.tekst)}” ({escape(quote.van)})." for quote in quotes)
    return Tekst(f"**Wat mensen hier zeggen:** {said} Dit zijn losse uitspraken, geen telling." if quotes else "")


def zin_zeggen(rapport: Rapport) -> Tekst:
    """Give a sentence that may be said, and one that may not."""
    changes = primary_changes(rapport)
    if changes.empty or rapport.over_alle:
        return Tekst("")
    rows = list(changes.itertuples())
    may = _may(rapport, rows)
    not_ = _may_not(rapport, rows)
    return Tekst(f"**Mag u zeggen:** “{may}”\n\n**Mag u niet zeggen:** {not_}") if may else Tekst("")


def _may(rapport: Rapport, rows: list[Any]) -> str:
    name = escape(rapport.naam)
    first, last = (rapport.meting_label(item.meting, full=True) for item in (rapport.eerste, rapport.laatste))
    noted = [row for row in rows if row.uitkomst in NOTED_CLEAR]
    clear = [row for row in rows if row.uitkomst in CLEAR]
    if clear:
        row = clear[0]
        return (
            f"Bij {name} zagen we in {last} {OORDELEN[row.uitkomst].richting} {in_sentence(row.label)} dan in {first}."
        )
    if noted:
        row = noted[0]
        after = informant_words(str(row.informant_naar))
        other = f", door een andere invuller ({after})" if row.oordeel_reden in OTHER_INFORMANT else ""
        return (
            f"Bij {name} werd in {last} {OORDELEN[row.uitkomst].richting} {in_sentence(row.label)} genoteerd dan in "
            f"{first}{other}."
        )
    if any(row.uitkomst in NOTED for row in rows) or not any(row.uitkomst in COMPARED for row in rows):
        return f"Of er bij {name} iets veranderde tussen {first} en {last}, is niet te zeggen."
    return f"Bij {name} is tussen {first} en {last} geen verandering aan te tonen."


def _may_not(rapport: Rapport, rows: list[Any]) -> str:
    """Give what the numbers do not carry."""
    about = any(row.uitkomst in (*NOTED_CLEAR, *CLEAR) and row.aard == "signaal" for row in rows)
    wrong = ["dat de problemen toenamen of afnamen"] if about else ["dat er niets veranderde"]
    if rapport.start_jok:
        wrong.append("dat de jeugdondersteuner er de oorzaak van is")
    return f"{' of '.join(wrong)}."
