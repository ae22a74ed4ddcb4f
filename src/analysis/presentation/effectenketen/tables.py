"""Per link of the effectenketen: what the numbers say, what people say by source, and whether that is the same."""

from typing import Any

import pandas as pd

from analysis.codebook.keten import ARROW, Keten
from analysis.inference.ketenoordelen import GEEN_GEGEVENS
from analysis.presentation.captions import source
from analysis.presentation.citaten import source_words
from analysis.presentation.effectenketen.words import counts_words, number_words, verdict_words
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.numbers import first_upper

HEADS = ["Schakel", "Samen", "De cijfers", "Mensen"]


def tabel_effectenketen(rapport: Rapport) -> Tabel | Tekst:
    """Show every link of which something is known, nodes first; the others are named in the caption."""
    table, sources = rapport.tabel("effectenketen"), rapport.tabel("effectenketen_bronnen")
    known = table[table["oordeel"] != GEEN_GEGEVENS] if len(table) else table
    if known.empty or not rapport.over_alle:
        return Tekst("")
    names = rapport.codebook.keten
    rows = [
        [link_name(names, row.schakel), verdict_words(rapport, row.oordeel), first_upper(number_words(row)),
         _people(row, sources)]
        for row in known.itertuples()
    ]  # fmt: skip
    left = len(table) - len(known)
    rest = (
        f" {left} van de {len(table)} schakels staan er niet: {verdict_words(rapport, GEEN_GEGEVENS)}." if left else ""
    )
    caption = (
        "Wat cijfers zeggen en hoe vaak mensen dat zeiden, per schakel. Cijfers: van eerste tot laatste meting bij "
        f"IKC's met een jeugdondersteuner.{_hidden_words(rapport)}{rest} {source(rapport, 'gesprekken en resultaten')}"
    )
    return Tabel(pipe_table(HEADS, rows, "llll", (22, 13, 20, 25)), caption)


def _hidden_words(rapport: Rapport) -> str:
    """Say how small numbers of statements are kept unknown in this edition."""
    if rapport.editie != "publiek":
        return ""
    if rapport.basis:
        return f" Aantallen zijn afgerond: {rapport.basis} kan 1 tot en met {2 * rapport.basis - 1} zijn."
    return f" Aantallen onder {rapport.study.publicatie.drempel} staan er niet."


def link_name(chain: Keten, schakel: str) -> str:
    """Name a node by its label, an arrow by the labels of its ends."""
    return " → ".join(chain.label(name) for name in schakel.split(ARROW))


def _people(row: Any, sources: pd.DataFrame) -> str:
    """Give the counts of a link, and by source those that may be shown."""
    total = counts_words(row) or "niets te tonen"
    own = sources[sources["schakel"] == row.schakel] if len(sources) else sources
    told = [(source_words(item.bron), counts_words(item)) for item in own.itertuples()]
    parts = [f"{bron} {counts}" for bron, counts in told if counts]
    return f"{total} ({', '.join(parts)})" if parts else total
