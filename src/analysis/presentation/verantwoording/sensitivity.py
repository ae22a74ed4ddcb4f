"""Whether a conclusion stands when it is computed in another way, in words."""

from typing import Any

import pandas as pd

from analysis.inference.oordelen import MEER, MINDER
from analysis.presentation.certainty import GEMETEN, ZONDER_IKC, is_known, measured, runs_per_indicator
from analysis.presentation.changes import margin_words, sentence_detectable
from analysis.presentation.outputs import Tekst, bullets
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import more_or_less
from analysis.presentation.taal.oordelen import CLEAR, JUDGED, OORDELEN

HOW_TO_READ = (
    "Elke regel van de figuur in de bijlage beantwoordt dezelfde vraag op een andere manier. Alle balken in kleur en "
    "aan dezelfde kant van nul: deze andere berekeningen veranderen de conclusie niet. Een grijze balk ertussen: de "
    "conclusie hangt van die ene keuze af."
)
"""Of the figure, which the report over all IKCs has."""
NO_DATA = "Dat is niet bekend, of het zijn te weinig kinderen."
IF = {
    "informant": "terugrekenen dat iemand anders de lijst invulde",
    "zonder_storend": "alleen metingen nemen zonder bijzondere periode erbij",
    "gevolgd": "alleen kijken naar kinderen die er beide keren waren",
    "samenstelling": "rekenen met dezelfde verdeling over de bouwen",
    "op_lijst": "alleen kijken naar kinderen op de lijst",
    "gezin": "elk gezin één keer tellen",
    "zonder_correctie": "niet meewegen dat we naar meer cijfers tegelijk keken",
}


def zin_gevoeligheid(rapport: Rapport) -> Tekst:
    """Word per primary indicator whether the conclusion stands, under which threat it falls, and what is not known."""
    parts = runs_per_indicator(rapport)
    if not parts:
        return Tekst("Er is bij geen enkele hoofdindicator een conclusie die we op een andere manier kunnen narekenen.")
    nowhere = set.intersection(*[_unknown(rows) for _, rows in parts])
    lines = [sentence_runs(label, rows, rapport) for label, rows in parts]
    found = bullets([*lines, _not_known(nowhere, "Bij geen van deze cijfers is")])
    return Tekst(f"{found.markdown}\n\n{HOW_TO_READ}") if rapport.over_alle else found


def _unknown(rows: pd.DataFrame) -> set[str]:
    return {row.dreiging for row in rows.itertuples() if row.dreiging in IF and not is_known(row)}


def sentence_runs(label: str, rows: pd.DataFrame, rapport: Rapport) -> str:
    """Word one indicator: its conclusion, the runs that agree, and those that do not with their number.

    A run that has no answer is a line without a dot in the figure; what no indicator has is said once, for all.
    """
    runs = list(rows.itertuples())
    seen = measured(rows)
    others = [row for row in runs if row.dreiging not in (GEMETEN, ZONDER_IKC)]
    agree = any(is_known(row) and row.genoteerd == seen.genoteerd for row in others)
    differ = [row for row in others if is_known(row) and row.genoteerd != seen.genoteerd]
    text = [f"**{label}.** {_conclusion(seen)}"]
    text += [_falls(row, seen) for row in differ]
    text += [f"{'De andere berekeningen' if differ else 'Alle andere berekeningen'} geven hetzelfde." if agree else ""]
    text += [_left_out([row for row in runs if row.dreiging == ZONDER_IKC], seen, rapport)]
    return " ".join(part for part in text if part)


def _not_known(unknown: set[str], where: str) -> str:
    if not unknown:
        return ""
    what = [words for dreiging, words in IF.items() if dreiging in unknown]
    first, *more = what
    also = "".join(f" Ook niet als we {words}." for words in more)
    return f"{where} na te gaan wat er uitkomt als we {first}.{also} {NO_DATA}"


def _conclusion(row: Any) -> str:
    if row.uitkomst in CLEAR:
        return f"We zien een {OORDELEN[row.uitkomst].naamwoord}: {more_or_less(row.verschil)} ({margin_words(row)})."
    if row.genoteerd in (MEER, MINDER):
        return f"Er is {row.genoteerd} genoteerd: {more_or_less(row.verschil)} ({margin_words(row)})."
    if row.uitkomst not in JUDGED:
        return f"Een verschil is niet aan te tonen: {more_or_less(row.verschil)} ({margin_words(row)})."
    smallest = sentence_detectable(row)
    return (
        f"Een verandering is niet aan te tonen: {more_or_less(row.verschil)} ({margin_words(row)}). {smallest}".strip()
    )


def _falls(row: Any, seen: Any) -> str:
    what = f"{more_or_less(row.verschil)}, {margin_words(row)}"
    if row.uitkomst in CLEAR:
        return f"Als we {IF[row.dreiging]}, zien we wel een {OORDELEN[row.uitkomst].naamwoord} ({what})."
    if row.genoteerd in (MEER, MINDER):
        return f"Als we {IF[row.dreiging]}, is het {row.genoteerd} ({what})."
    that = f"die {OORDELEN[seen.uitkomst].naamwoord}" if seen.uitkomst in CLEAR else "dat verschil"
    return f"Als we {IF[row.dreiging]}, is {that} niet meer aan te tonen ({what})."


def _left_out(runs: list[Any], seen: Any, rapport: Rapport) -> str:
    known = [row for row in runs if is_known(row)]
    if not known:
        return ""
    falls = [escape(rapport.study.naam_of_ikc(row.weggelaten)) for row in known if row.genoteerd != seen.genoteerd]
    if not falls:
        other = "" if len(known) == len(runs) else "andere "
        return f"Het blijft ook zo als we een van de {other}IKC's weglaten."
    which = "dat IKC" if len(falls) == 1 else "die IKC's"
    return f"Zonder {' of zonder '.join(falls)} verandert de conclusie: zij hangt aan {which}."
