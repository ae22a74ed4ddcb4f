"""Foreword, recommendations and colofon from study.yml, and in plain words what a jeugdondersteuner is and does."""

from analysis.presentation.outputs import Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.screen import callout
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import day, list_words
from analysis.study import Colofon, paragraphs

JOK_TITLE = "Wat is een jeugdondersteuner?"
IKC_WORDS = "een integraal kindcentrum (IKC: kinderopvang en basisschool onder één dak)"
JOK_IS = f"Een jeugdondersteuner werkt op {IKC_WORDS}. Hij of zij staat los van school en opvang."
JOK_DOES = (
    "Het werk heeft vijf kanten: het team leren kijken en handelen, problemen voorkomen en zeggen wat gewoon bij "
    "opgroeien hoort. Ook hoort erbij: vroeg zien dat er iets is, en een kind of gezin naar de juiste hulp brengen."
)
JOK_SHORT = (
    "Een jeugdondersteuner werkt op het IKC, los van school en opvang. Hij of zij helpt het team en ouders om "
    "problemen te voorkomen, vroeg te zien en naar de juiste hulp te brengen."
)


def kader_jeugdondersteuner(rapport: Rapport) -> Tekst:
    """Say in a box over all IKCs what a jeugdondersteuner is and does."""
    return Tekst(callout(JOK_TITLE, f"{JOK_IS} {JOK_DOES}", "note") if rapport.over_alle else "")


def zin_jeugdondersteuner(rapport: Rapport) -> Tekst:
    """Say in two sentences what a jeugdondersteuner does, at an IKC that has one."""
    ikc = rapport.eigen_ikc
    return Tekst(JOK_SHORT if ikc is not None and ikc.rol == "pilot" else "")


def zin_voorwoord(rapport: Rapport) -> Tekst:
    """Give the study's foreword, as it was written; nothing in the report of one IKC."""
    own = paragraphs(rapport.study.voorwoord) if rapport.over_alle else []
    return Tekst("\n\n".join(escape(part) for part in own))


def zin_aanbevelingen(rapport: Rapport) -> Tekst:
    """List what the study recommends, and say whose words these are; nothing in the report of one IKC."""
    own = [text for text in rapport.study.aanbevelingen if text.strip()] if rapport.over_alle else []
    if not own:
        return Tekst("")
    lead = "Deze aanbevelingen zijn van de onderzoekers; ze volgen niet vanzelf uit de cijfers."
    return Tekst("\n".join([lead, "", *(f"{place}. {escape(text)}" for place, text in enumerate(own, 1))]))


def zin_colofon(rapport: Rapport) -> Tekst:
    """Say who commissioned and did the research, when, and where to ask: lines over all IKCs, one line for one IKC."""
    parts = colofon_parts(rapport.study.colofon)
    if not parts:
        return Tekst("")
    if rapport.over_alle:
        return Tekst("\n".join(f"- {what}: {words}" for what, words in parts))
    return Tekst(f"**Over dit rapport.** {'. '.join(f'{what}: {words}' for what, words in parts)}.")


def colofon_parts(colofon: Colofon) -> list[tuple[str, str]]:
    """Give what is filled in of the colofon, with its name, safe to show."""
    who = list_words([escape(name) for name in colofon.onderzoekers])
    parts = [
        ("Opdrachtgever", escape(colofon.opdrachtgever)),
        ("Onderzoek", who),
        ("Datum", day(colofon.datum) if colofon.datum else ""),
        ("Contact", escape(colofon.contact)),
    ]
    return [(what, words) for what, words in parts if words]
