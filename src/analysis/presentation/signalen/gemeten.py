"""Who was measured, as a table: enrolled, on the list, stayed, new, left."""

from typing import Any

from analysis.presentation.captions import source
from analysis.presentation.notes import MOST_METINGEN
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.numbers import SUPPRESSED, count_of, first_upper, is_missing
from analysis.study import ALLE

FLOW = {"n_gebleven": "Gebleven", "n_nieuw": "Nieuw", "n_vertrokken": "Vertrokken"}


def tabel_gemeten(rapport: Rapport) -> Tabel | Tekst:
    """Show who was measured: per bouw enrolled and in the inventory; of all, who stayed, came and left."""
    table = rapport.tabel("gemeten")
    metingen = rapport.metingen[-MOST_METINGEN:]
    if table.empty or not metingen:
        return Tekst("")
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
    note = f" {SUPPRESSED}: niet bekend, of te weinig om te tonen." if SUPPRESSED in str(rows) else ""
    caption = (
        "Ingeschreven kinderen per meting en bouw, tussen haakjes hoeveel er op de lijst staan. Gebleven, nieuw en "
        f"vertrokken: wie te koppelen is aan de vorige meting.{note} {source(rapport)}"
    )
    return Tabel(pipe_table(heads, rows, "l" + "r" * len(metingen), (34, *[22] * len(metingen))), caption)


def _on_list(row: Any, basis: int) -> str:
    if row is None or is_missing(row.n_kinderen):
        return SUPPRESSED
    on_list = "" if is_missing(row.n_inventaris) else f" ({count_of(row.n_inventaris, basis)})"
    return count_of(row.n_kinderen, basis) + on_list
