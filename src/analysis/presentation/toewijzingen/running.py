"""The running toewijzingen on each peildatum, as a table."""

from typing import Any

import pandas as pd

from analysis.presentation.captions import ALLOCATIONS, enrolled_words, source
from analysis.presentation.moments import MOST_COLUMNS
from analysis.presentation.notes import care_label, hidden_note, split_hidden
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape, pipe_table
from analysis.presentation.taal.numbers import SUPPRESSED, count_of, count_words, is_missing, number
from analysis.presentation.who_is_in import allocations_words
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
        return Tekst(f"Op de dagen van de metingen liepen er {few} toewijzingen.")
    rows = [[care_label(rapport, form), *[cells.get((form, moment), SUPPRESSED) for moment in days]] for form in shown]
    rows, hidden = split_hidden(rows)
    if not rows:
        return Tekst("Op de dagen van de metingen liepen er te weinig toewijzingen om te tonen.")
    heads = ["Zorgvorm", *[f"{pd.Timestamp(moment):%d-%m-%Y}" for moment in days]]
    whose = allocations_words(rapport) if rapport.over_alle else escape(rapport.naam)
    without = f"met overal minder dan {rapport.basis}" if rapport.basis else "zonder"
    caption = (
        f"Lopende toewijzingen op de dag van de meting, tussen haakjes per 1.000 ingeschreven kinderen op die dag, "
        f"{whose}.{denominators(rapport, table)}{_not_all(len(days), len(every))} "
        f"Zorgvormen {without} toewijzingen staan er niet bij."
        f"{hidden_note(table['lopend_per_1000'].isna())} {source(rapport, ALLOCATIONS)}{hidden}"
    )
    return Tabel(pipe_table(heads, rows, "l" + "r" * len(days), (34, *[16] * len(days))), caption)


def denominators(rapport: Rapport, table: pd.DataFrame) -> str:
    """Name the children by whom the amounts per 1,000 were divided, per meting; empty when they are not known."""
    rows = table[(table["zorgvorm"] == ALLE) & table["n_kinderen"].notna()]
    counts = [(float(row.n_kinderen), rapport.meting_label(row.meting, full=True)) for row in rows.itertuples()]
    return f" Gedeeld door {enrolled_words(counts)}." if counts else ""


def _not_all(shown: int, every: int) -> str:
    return "" if shown == every else f" Van de {count_words(every)} dagen: de eerste, de vorige en de laatste."


def _running_cell(row: Any, basis: int) -> str:
    if is_missing(row.n_lopend):
        return SUPPRESSED
    if basis and row.n_lopend == 0:
        return count_of(row.n_lopend, basis)
    return number(row.n_lopend) + ("" if is_missing(row.lopend_per_1000) else f" ({number(row.lopend_per_1000)})")
