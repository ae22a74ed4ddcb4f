"""Who was measured, as a table: enrolled, on the list, stayed, new, left."""

from typing import Any

import pandas as pd

from analysis.presentation.captions import source
from analysis.presentation.moments import MOST_COLUMNS
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.numbers import SUPPRESSED, count_of, first_upper, is_missing
from analysis.study import ALLE

FLOW = {"n_gebleven": "Gebleven", "n_nieuw": "Nieuw", "n_vertrokken": "Vertrokken"}


def tabel_gemeten(rapport: Rapport) -> Tabel | Tekst:
    """Show who was measured: per bouw enrolled and in the inventory; of all, who stayed, came and left."""
    table = rapport.tabel("gemeten")
    metingen = rapport.metingen
    if table.empty or not metingen:
        return Tekst("")
    if len(metingen) > MOST_COLUMNS:
        return _turned(rapport, table)
    cells = {(row.bouw, row.meting): row for row in table.itertuples()}
    shown = [bouw for bouw in [*rapport.study.bouwen, ALLE] if bouw in set(table["bouw"])]
    rows = [
        [
            first_upper("totaal" if bouw == ALLE else bouw),
            *[_on_list(cells.get((bouw, m.meting)), rapport.basis) for m in metingen],
        ]
        for bouw in shown
    ]
    rows += [
        [label, *[count_of(getattr(cells.get((ALLE, m.meting)), name, None), rapport.basis) for m in metingen]]
        for name, label in FLOW.items()
    ]
    heads = ["Kinderen", *[rapport.meting_label(item.meting) for item in metingen]]
    widths = (34, *[22] * len(metingen))
    return Tabel(pipe_table(heads, rows, "l" + "r" * len(metingen), widths), _caption(rapport, rows))


def _caption(rapport: Rapport, rows: list[list[str]]) -> str:
    note = f" {SUPPRESSED}: niet bekend, of te weinig om te tonen." if SUPPRESSED in str(rows) else ""
    return (
        "Ingeschreven kinderen per meting en bouw, tussen haakjes hoeveel er op de lijst staan. Gebleven, nieuw en "
        f"vertrokken: wie te koppelen is aan de vorige meting.{note} {source(rapport)}"
    )


def _turned(rapport: Rapport, table: pd.DataFrame) -> Tabel:
    """Give the table with a row per meting, for more metingen than there are columns for."""
    cells = {(row.bouw, row.meting): row for row in table.itertuples()}
    bouwen = [bouw for bouw in rapport.study.bouwen if bouw in set(table["bouw"])]
    rows = [
        [
            rapport.meting_label(item.meting),
            *[_on_list(cells.get((bouw, item.meting)), rapport.basis) for bouw in (*bouwen, ALLE)],
            " / ".join(count_of(getattr(cells.get((ALLE, item.meting)), name, None), rapport.basis) for name in FLOW),
        ]
        for item in rapport.metingen
    ]
    flow = " / ".join(label.lower() for label in FLOW.values())
    heads = ["Meting", *[first_upper(bouw) for bouw in bouwen], "Totaal", first_upper(flow)]
    widths = (10, *[13] * len(bouwen), 14, 24)
    return Tabel(pipe_table(heads, rows, "l" + "r" * (len(bouwen) + 2), widths), _caption(rapport, rows))


def _on_list(row: Any, basis: int) -> str:
    if row is None or is_missing(row.n_kinderen):
        return SUPPRESSED
    on_list = "" if is_missing(row.n_inventaris) else f" ({count_of(row.n_inventaris, basis)})"
    return count_of(row.n_kinderen, basis) + on_list
