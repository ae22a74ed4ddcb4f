"""The running toewijzingen on each peildatum, as a table."""

from typing import Any

import pandas as pd

from analysis.presentation.captions import ALLOCATIONS, of_whom, source
from analysis.presentation.moments import MOST_COLUMNS, names_side_by_side
from analysis.presentation.notes import care_label, hidden_note, split_hidden
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.numbers import SUPPRESSED, count_of, count_words, is_missing, number
from analysis.study import ALLE


def tabel_toewijzingen(rapport: Rapport) -> Tabel | Tekst:
    """Show the running toewijzingen per zorgvorm on each peildatum: count, and per 1,000 children."""
    table = rapport.tabel("toewijzingen_peildatum")
    if table.empty:
        return Tekst("")
    every = list(dict.fromkeys(table.sort_values("peildatum")["peildatum"]))
    days = every if len(every) <= MOST_COLUMNS else [every[0], *every[-2:]]
    table = table[table["peildatum"].isin(days)]
    order = [*rapport.codebook.codes["code"], *sorted(set(table["zorgvorm"])), ALLE]
    forms = sorted(dict.fromkeys(table["zorgvorm"]), key=lambda form: (form == ALLE, order.index(form)))
    cells = {(row.zorgvorm, row.peildatum): _running_cell(row, rapport.basis) for row in table.itertuples()}
    nothing = f"<{rapport.basis}" if rapport.basis else "0 (0)"
    shown = [form for form in forms if any(cells.get((form, moment), nothing) != nothing for moment in days)]
    few = "hooguit enkele" if rapport.basis else "geen"
    if not shown:
        return Tekst(f"Op de peildata liepen er {few} toewijzingen.")
    rows = [[care_label(rapport, form), *[cells.get((form, moment), SUPPRESSED) for moment in days]] for form in shown]
    rows, hidden = split_hidden(rows)
    if not rows:
        return Tekst("Op de peildata liepen er te weinig toewijzingen om te tonen.")
    heads = ["Zorgvorm", *[f"{pd.Timestamp(moment):%d-%m-%Y}" for moment in days]]
    names = names_side_by_side(rapport, MOST_COLUMNS)
    without = f"met overal minder dan {rapport.basis}" if rapport.basis else "zonder"
    caption = (
        f"Lopende toewijzingen op de peildatum, tussen haakjes per 1.000 kinderen, {of_whom(rapport, names)}."
        f"{_not_all(len(days), len(every))} Zorgvormen {without} toewijzingen staan er niet bij."
        f"{hidden_note(table['lopend_per_1000'].isna())} {source(rapport, ALLOCATIONS)}{hidden}"
    )
    return Tabel(pipe_table(heads, rows, "l" + "r" * len(days), (34, *[16] * len(days))), caption)


def _not_all(shown: int, every: int) -> str:
    return "" if shown == every else f" Van de {count_words(every)} peildata: de eerste, de vorige en de laatste."


def _running_cell(row: Any, basis: int) -> str:
    if is_missing(row.n_lopend):
        return SUPPRESSED
    if basis and row.n_lopend == 0:
        return count_of(row.n_lopend, basis)
    return number(row.n_lopend) + ("" if is_missing(row.lopend_per_1000) else f" ({number(row.lopend_per_1000)})")
