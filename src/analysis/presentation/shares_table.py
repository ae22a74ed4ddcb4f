"""A table of shares per indicator and meting, for signals and for care."""

from typing import Any

import pandas as pd

from analysis.presentation.captions import of_whom, source
from analysis.presentation.notes import MOST_METINGEN, hidden_note, split_hidden
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import children_at, shares
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.numbers import SUPPRESSED, count_of, is_missing, number, per_100, share_decimals


def share_tabel(rapport: Rapport, name: str, niveaus: tuple[str, ...], what: str) -> Tabel | Tekst:
    """Show children and their share per indicator of these levels and per meting; `what` opens the caption."""
    table = shares(rapport, name, niveaus)
    if table.empty:
        return Tekst("")
    metingen = [item.meting for item in rapport.metingen[-MOST_METINGEN:]]
    caption = (
        f"{what}: aantal kinderen en tussen haakjes het aantal op de 100 ingeschreven kinderen, "
        f"{of_whom(rapport, metingen)}.{hidden_note(~table['getoond'], table['noemer_onbekend'])} {source(rapport)}"
    )
    children = ["Ingeschreven kinderen", *[number(children_at(rapport, meting)) for meting in metingen]]
    heads = [
        "Domein" if "domein" in niveaus else "Wat",
        *[f"{rapport.meting_label(meting)}: n (op de 100)" for meting in metingen],
    ]
    shown, hidden = split_hidden(_share_rows(table, metingen, rapport.study.weergave.decimaal_vanaf, rapport.basis))
    if not shown:
        return Tekst(f"{what}: bij elke meting {hidden_reason(table)}.")
    caption += hidden
    rows = [children, *shown]
    return Tabel(pipe_table(heads, rows, "l" + "r" * len(metingen), (30, *[23] * len(metingen))), caption)


def _share_rows(table: pd.DataFrame, metingen: list[str], decimaal_vanaf: int, basis: int) -> list[list[str]]:
    rows, nested = [], bool((table["code"] == "alle").any())
    for _, group in table.groupby("volgorde", sort=True):
        first = group.iloc[0]
        cells = {row.meting: _share_cell(row, decimaal_vanaf, basis) for row in group.itertuples()}
        label = f"{first['label']} (totaal)" if first["domein"] == "alle" else first["label"]
        label = f"– {label}" if first["code"] != "alle" and nested else label
        rows.append([label, *[cells.get(meting, SUPPRESSED) for meting in metingen]])
    return rows


def hidden_reason(table: pd.DataFrame) -> str:
    """Word as a clause why no number of these shares is shown."""
    few = (~table["getoond"] & ~table["noemer_onbekend"]).any()
    return "zijn er te weinig kinderen om te tonen" if few else "is niet bekend hoeveel kinderen er zijn"


def _share_cell(row: Any, decimaal_vanaf: int, basis: int) -> str:
    if row.noemer_onbekend and not is_missing(row.n):
        return f"{count_of(row.n, basis)} (onbekend)"
    if not row.getoond or is_missing(row.n):
        return SUPPRESSED
    if basis and row.n == 0:
        return count_of(row.n, basis)
    return f"{number(row.n)} ({per_100(row.aandeel, share_decimals(row.n_kinderen, decimaal_vanaf))})"
