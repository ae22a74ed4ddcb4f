"""The profile of an IKC as a table."""

import pandas as pd

from analysis.presentation.gebeurtenissen import EVENT
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape, pipe_table
from analysis.presentation.taal.numbers import first_upper, is_missing, number

ORDER = ("omgeving", "zorgstructuur", "overleg", "zorgcultuur")
MOST_FACTS = 12
"""Facts that a table of half a page has room for."""
SOURCE = "Bron: profiel van het IKC."


def facts_of(rapport: Rapport) -> pd.DataFrame:
    """Give what an IKC says of itself, without events: by soort, then as it was delivered."""
    table = rapport.tabel("ikc_profiel")
    rows = table[table["soort"].isin(ORDER)] if len(table) else table
    return rows.sort_values("soort", key=lambda column: column.map(ORDER.index), kind="stable") if len(rows) else rows


def scale_words(rapport: Rapport) -> str:
    """Word the scale of the scores: `1 tot en met 5`."""
    return f"{_score(rapport.study.profiel.schaal_laag)} tot en met {_score(rapport.study.profiel.schaal_hoog)}"


def _score(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)


def tabel_profiel(rapport: Rapport) -> Tabel | Tekst:
    """Show the facts of an IKC with their scores, at most half a page."""
    facts = facts_of(rapport)
    if facts.empty:
        return Tekst("")
    rows = [
        [first_upper(row.soort), _described(row), "" if is_missing(row.score) else _score(row.score)]
        for row in facts.head(MOST_FACTS).itertuples()
    ]
    more = len(facts) - MOST_FACTS
    rest = f" Er {'is' if more == 1 else 'zijn'} nog {more} in ikc_profiel.csv." if more > 0 else ""
    caption = f"Hoe {escape(rapport.naam)} zichzelf beschrijft.{rest} {SOURCE}"
    heads, align, widths = ["Waarover", "Beschrijving", "Score"], "llr", (18, 70, 12)
    if facts["score"].isna().all():
        heads, align, widths, rows = heads[:2], align[:2], widths[:2], [row[:2] for row in rows]
    return Tabel(pipe_table(heads, rows, align, widths), caption)


def _described(row: object) -> str:
    own = "" if row.onderwerp == row.soort or row.onderwerp == EVENT else row.onderwerp
    parts = [part for part in (own, row.tekst) if part]
    return first_upper(": ".join(parts)) if parts else "geen toelichting"
