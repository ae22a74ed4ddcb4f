"""Who, when, what if: the trial that this study stands in for, what it is instead, and where it falls short."""

from datetime import date

from analysis.presentation.many import are_many
from analysis.presentation.moments import MOST_COLUMNS
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape, pipe_table
from analysis.presentation.taal.numbers import count_words, day, first_upper, list_words
from analysis.presentation.taal.wording import in_sentence, informant_words
from analysis.study import Ikc, Meting, Study

NOTHING_SHORT = "Hier sluit het aan."


def tabel_wie_wanneer(rapport: Rapport) -> Tabel | Tekst:
    """Show the target trial beside this study (Hernán and Robins 2016, Am. J. Epidemiol. 183:758-764), from study.yml.

    The trial is the one that would answer the question: which IKCs get a jeugdondersteuner is drawn. Each row says what
    this study has in its place and where it falls short of it. In the research report only.
    """
    if not rapport.over_alle or not rapport.metingen:
        return Tekst("")
    rows = [_eligible(rapport), _compared(rapport), _assigned(rapport), _start(rapport), _followed(rapport),
            _outcome(rapport), _contrast(rapport), _analysis(rapport)]  # fmt: skip
    caption = (
        "Wie, wanneer, wat als: de proef die de vraag zou beantwoorden, naast dit onderzoek. Naar Hernán en Robins "
        "(2016), Am. J. Epidemiol. 183. Bron: de opzet van dit onderzoek."
    )
    return Tabel(pipe_table(["Onderdeel", "De proef", "Dit onderzoek", "Waar het tekortschiet"], rows, "llll",
                            (14, 25, 31, 30)), caption)  # fmt: skip


def _with_jok(study: Study) -> list[Ikc]:
    return [item for item in study.ikcs if item.rol == "pilot"]


def _without_jok(study: Study) -> list[Ikc]:
    return [item for item in study.ikcs if item.rol != "pilot"]


def _ikcs(count: int) -> str:
    return "één IKC" if count == 1 else f"{count_words(count)} IKC's"


def _eligible(rapport: Rapport) -> list[str]:
    days = list_words([day(item.peildatum) for item in rapport.metingen])
    if len(rapport.metingen) > MOST_COLUMNS:
        first, last = (day(item.peildatum) for item in (rapport.eerste, rapport.laatste))
        days = f"{count_words(len(rapport.metingen))} keer, van {first} tot en met {last}"
    return [
        "Wie telt mee",
        "Kinderen die bij de start zijn ingeschreven bij een IKC dat mee wil doen.",
        f"Kinderen die op de peildatum zijn ingeschreven bij {_ikcs(len(rapport.study.ikcs))}: {days}.",
        "Elke meting telt de kinderen van dat moment. Kinderen komen en gaan; een kind dat niet op de lijst staat, "
        "telt als een kind zonder signaal.",
    ]


def _compared(rapport: Rapport) -> list[str]:
    others = _without_jok(rapport.study)
    here = f"{first_upper(_ikcs(len(_with_jok(rapport.study))))} met een jeugdondersteuner"
    here += f" en {_ikcs(len(others))} zonder." if others else "; geen enkel IKC zonder."
    short = "Wat een IKC zonder jeugdondersteuner zelf deed, is niet vastgelegd." if others else (
        "Zonder andere IKC's is niet te zien wat er ook zonder was gebeurd."
    )  # fmt: skip
    return ["Wat we vergelijken", "Een jeugdondersteuner op het IKC, tegenover geen.", here, short]


def _assigned(rapport: Rapport) -> list[str]:
    pilots = _with_jok(rapport.study)
    names = list_words([escape(item.naam or item.ikc) for item in pilots])
    names = _ikcs(len(pilots)) if are_many(rapport, [item.ikc for item in pilots]) else names
    return [
        "Wie krijgt wat",
        "Loting tussen de IKC's.",
        f"Er is niet geloot. Met jeugdondersteuner: {names}." if names else "Er is niet geloot.",
        "IKC's die gekozen zijn, kunnen vooraf al anders zijn. Wat bij de start uitschiet, wordt daarom apart genoemd.",
    ]


def _start(rapport: Rapport) -> list[str]:
    starts = sorted({item.start_jok for item in _with_jok(rapport.study) if item.start_jok})
    first = rapport.metingen[0]
    here = f"Eerste meting op {day(first.peildatum)}; "
    here += f"start op {list_words([day(start) for start in starts])}." if starts else "de start is niet opgegeven."
    return ["Begin", "De start van de jeugdondersteuner, met de eerste meting vlak ervoor.", here,
            _start_short(starts, first)]  # fmt: skip


def _start_short(starts: list[date], first: Meting) -> str:
    if not starts:
        return "Of de eerste meting van vóór de start is, is niet te zeggen."
    late = [start for start in starts if start <= first.peildatum]
    if late:
        return "De eerste meting is niet overal van vóór de start: een deel van de verandering is dan niet te zien."
    return "Niet elk IKC begon tegelijk." if len(starts) > 1 else NOTHING_SHORT


def _followed(rapport: Rapport) -> list[str]:
    first, last = rapport.metingen[0], rapport.metingen[-1]
    periods = rapport.study.storend_in(first.peildatum, last.peildatum)
    words = list_words([f"{escape(item.naam)} ({day(item.van)} tot en met {day(item.tot)})" for item in periods])
    short = "Wie vertrok, is niet verder gevolgd." + (f" In die tijd viel: {words}." if words else "")
    return [
        "Hoe lang", "Van de start tot de laatste meting; dezelfde kinderen.",
        f"{first_upper(count_words(len(rapport.metingen)))} metingen tot en met {day(last.peildatum)}.", short,
    ]  # fmt: skip


def _outcome(rapport: Rapport) -> list[str]:
    labels = [in_sentence(rapport.codebook.label(item.indicator)) for item in rapport.study.primaire_indicatoren]
    given = [part.strip() for item in rapport.metingen for part in rapport.informant(item.meting).split(";")]
    informants = list(dict.fromkeys(given))
    who = list_words([informant_words(name) for name in informants])
    short = "Niet steeds dezelfde soort invuller: wat een ander ziet en wat er veranderde, lopen door elkaar."
    same = "Wie invult, weet of er een jeugdondersteuner is."
    here = f"Wat {who} noteerden. Hoofdindicatoren: {list_words(labels)}." if labels else f"Wat {who} noteerden."
    trial = (
        "Problemen en zorg van elk kind, steeds op dezelfde manier gemeten door iemand die niet weet welk IKC een "
        "jeugdondersteuner heeft."
    )
    return ["Wat we meten", trial, here, short if len(informants) > 1 else same]


def _contrast(rapport: Rapport) -> list[str]:
    others = _without_jok(rapport.study)
    here = (
        "Het verschil tussen de metingen bij elk IKC; en of dat bij IKC's met een jeugdondersteuner anders is dan bij "
        "de andere."
    )
    alone = "Het verschil tussen de metingen bij elk IKC, van voor naar na."
    short = "Dat zegt alleen iets als beide groepen zonder jeugdondersteuner even veel waren veranderd."
    nobody = "Voor en na vergelijken beschrijft; het zegt niet waar een verandering van komt."
    return ["Welk verschil", "Het aandeel kinderen met een signaal: met, min zonder jeugdondersteuner.",
            here if others else alone, short if others else nobody]  # fmt: skip


def _analysis(rapport: Rapport) -> list[str]:
    few = _ikcs(len(rapport.study.ikcs))
    return [
        "Hoe we rekenen", "Zoals vooraf vastgelegd, met het IKC als eenheid van loting.",
        "Zoals in de tabel met methoden.",
        f"Met {few} is een verschil tussen de twee groepen alleen aan te tonen als het groot is.",
    ]  # fmt: skip
