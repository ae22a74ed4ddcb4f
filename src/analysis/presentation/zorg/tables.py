"""Care as tables: which care, whom it reaches, what goes together."""

from typing import Any

import pandas as pd

from analysis.presentation.captions import margin, of_whom, source
from analysis.presentation.moments import MOST_COLUMNS, low_and_high, names_side_by_side, side_by_side_note
from analysis.presentation.notes import hidden_note
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import ratios
from analysis.presentation.shares_table import ALL_METINGEN, LOW_AND_HIGH, range_words, share_tabel
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.numbers import SUPPRESSED, count_of, interval_of, number
from analysis.presentation.zorg.without_jok import drop_without_jok

VERBANDEN = {
    "kind_gezin": "Kindprobleem en gezinsprobleem",
    "probleem_zorg": "Probleem en zorg",
    "probleem_zorg_zonder_jok": "Probleem en zorg, zonder die van de jeugdondersteuner",
}


def tabel_samenhang(rapport: Rapport) -> Tabel | Tekst:
    """Show which children have both, one or neither of two things, with the odds ratio, per meting."""
    table = rapport.tabel("samenhang")
    shown = names_side_by_side(rapport)
    table = table[table["meting"].isin(shown)] if len(table) else table
    if table.empty:
        return Tekst("")
    table = drop_without_jok(rapport, table, "verband").sort_values("verband", kind="stable")
    heads = ["Verband", "Meting", "Allebei", "Alleen eerste", "Alleen tweede", "Geen", "Kansverhouding (marge)"]
    rows = [_link_cells(rapport, row) for row in table.itertuples() if row.verband in VERBANDEN]
    caption = (
        f"Kinderen met allebei, een of geen van beide, {of_whom(rapport, shown)}.{side_by_side_note(rapport)} Een "
        "kansverhouding (odds ratio) boven 1 betekent dat de twee vaker samengaan dan bij toeval."
        f"{hidden_note(~table['getoond'])} {source(rapport)}"
    )
    return Tabel(pipe_table(heads, rows, "llrrrrr", (24, 8, 9, 11, 11, 8, 22)), caption)


def _link_cells(rapport: Rapport, row: Any) -> list[str]:
    counts = [count_of(getattr(row, name), rapport.basis) for name in ("n_beide", "n_eerste", "n_tweede", "n_geen")]
    ends = interval_of(row.ci_laag, row.ci_hoog, 1, 1)
    odds = number(row.odds_ratio, 1) + ("" if SUPPRESSED in (ends, number(row.odds_ratio)) else f" ({ends})")
    return [VERBANDEN[row.verband], rapport.meting_label(row.meting), *counts, odds]


MAAT_WOORDEN = {
    "signalen_per_100": ("Signalen per 100 kinderen", 1, 0),
    "ratio_ext_int": ("Externaliserend : internaliserend", 1, 1),
    "ratio_eerste_tweede": ("Eerstelijnszorg : tweedelijnszorg", 1, 1),
    "gezin_bij_kind": ("Met kindprobleem: ook gezinsprobleem bekend, op de 100", 100, 0),
    "zorg_bij_probleem": ("Met probleem: krijgt zorg, op de 100", 100, 0),
    "zorg_bij_probleem_zonder_jok": ("Met probleem: krijgt zorg, zonder die van de jeugdondersteuner", 100, 0),
    "probleem_bij_zorg": ("Met zorg: probleem bekend, op de 100", 100, 0),
    "probleem_bij_zorg_zonder_jok": ("Met zorg, zonder die van de jeugdondersteuner: probleem bekend", 100, 0),
}


def tabel_zorg(rapport: Rapport) -> Tabel | Tekst:
    """Show per domain of care the children and their share, per meting."""
    return share_tabel(rapport, "zorg", ("domein",), "Kinderen met zorg volgens de inventarisatie, per soort zorg")


def tabel_zorgvormen(rapport: Rapport) -> Tabel | Tekst:
    """Show every zorgvorm: children and share, per meting."""
    return share_tabel(rapport, "zorg", ("code",), "Kinderen met zorg volgens de inventarisatie, per zorgvorm")


def tabel_verhoudingen(rapport: Rapport) -> Tabel | Tekst:
    """Show the ratios and conditional shares with their intervals, per meting."""
    table = drop_without_jok(rapport, ratios(rapport, MAAT_WOORDEN), "maat")
    if table.empty:
        return Tekst("")
    metingen = names_side_by_side(rapport, MOST_COLUMNS)
    many = len(metingen) < len(rapport.metingen)
    rows = []
    for maat, (label, factor, decimals) in MAAT_WOORDEN.items():
        of_maat = {row.meting: row for row in table[table["maat"] == maat].itertuples()}
        cells = [
            _ratio_cell(of_maat[meting], factor, decimals) if meting in of_maat else SUPPRESSED for meting in metingen
        ]
        cells += [_range_cell(table[table["maat"] == maat], factor, decimals)] if many else []
        rows += [[label, *cells]] if of_maat else []
    heads = ["Maat", *[f"{rapport.meting_label(meting)} (marge)" for meting in metingen]]
    heads += [LOW_AND_HIGH] if many else []
    note = side_by_side_note(rapport, MOST_COLUMNS) + (ALL_METINGEN if many else "") + hidden_note(~table["getoond"])
    caption = f"Verhoudingen per meting, met {margin(rapport)}, {of_whom(rapport, metingen)}.{note} {source(rapport)}"
    columns = len(heads) - 1
    widths = (34, *[16] * columns) if not many else (30, *[17] * len(metingen), 24)
    return Tabel(pipe_table(heads, rows, "l" + "r" * columns, widths), caption)


def _range_cell(rows: pd.DataFrame, factor: float, decimals: int) -> str:
    found = low_and_high(rows, "waarde")
    if found is None:
        return SUPPRESSED
    levels = [number(factor * row.waarde, decimals) for row in found]
    return range_words(levels, [row.meting_label for row in found])


def _ratio_cell(row: Any, factor: float, decimals: int) -> str:
    if not row.getoond:
        return SUPPRESSED
    ends = interval_of(row.ci_laag, row.ci_hoog, decimals, factor)
    return number(factor * row.waarde, decimals) + ("" if ends == SUPPRESSED else f" ({ends})")
