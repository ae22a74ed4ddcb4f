"""How many goals there are and how they stand, in words."""

import pandas as pd

from analysis.presentation.goals import current_goals
from analysis.presentation.outputs import Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.doelen import STATUSSEN
from analysis.presentation.taal.numbers import count_words, first_upper, list_words
from analysis.study import ALLE

HOW = (
    "Een doel is *bereikt* als de hele marge het haalt. *Op koers* en *achter* gaan over het pad: de rechte lijn van "
    "de start naar het doel. Laat de marge het open, dan is het *niet te bepalen*."
)


def zin_doelen(rapport: Rapport) -> Tekst:
    """Say how many goals there are and how many have each status; over all, of every IKC's goals together."""
    rows = current_goals(rapport, every_ikc=rapport.over_alle)
    rows = rows[rows["ikc"] != ALLE] if rapport.over_alle and len(rows) else rows
    if rows.empty:
        return Tekst("")
    return Tekst(f"{_how_many(rapport, rows)} {_per_status(rows)}\n\n{HOW}")


def _how_many(rapport: Rapport, rows: pd.DataFrame) -> str:
    if rapport.over_alle:
        ikcs = rows["ikc"].nunique()
        who = "Eén IKC heeft" if ikcs == 1 else f"{first_upper(count_words(ikcs))} IKC's hebben samen"
        return f"{who} {_goals(len(rows))}; een algemeen doel telt bij elk IKC."
    general = int((rows["niveau"] == "algemeen").sum())
    parts = [(general, "van alle IKC's samen"), (len(rows) - general, "van dit IKC zelf")]
    if len(rows) == 1:
        return f"Er is één doel, {parts[0][1] if general else parts[1][1]}."
    words = [f"{count_words(count)} {what}" for count, what in parts if count]
    return f"Er zijn {_goals(len(rows))}: {list_words(words)}."


def _goals(count: int) -> str:
    return "één doel" if count == 1 else f"{count_words(count)} doelen"


def _per_status(rows: pd.DataFrame) -> str:
    if len(rows) == 1:
        return f"Dat is {STATUSSEN[rows['status'].iloc[0]].woord}."
    counts = rows["status"].value_counts()
    known = [(int(counts.get(status, 0)), stand.woord) for status, stand in STATUSSEN.items()]
    words = [f"{count_words(count)} {word}" for count, word in known if count]
    return f"Daarvan: {list_words(words)}."
