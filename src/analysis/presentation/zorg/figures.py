"""Care: of 100 children how many get what, and whether it reaches children with problems, per meting."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.presentation.captions import margin, of_whom, series_parts, source
from analysis.presentation.cijfers import alt_text, numbers_in_columns, share_words
from analysis.presentation.moments import (
    informant_notes,
    line_notes,
    names_side_by_side,
    place_in_time,
    side_by_side_note,
)
from analysis.presentation.notes import left_out_note
from analysis.presentation.outputs import Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import drop_hidden_series, ratios, shares
from analysis.presentation.shares_table import hidden_reason
from analysis.presentation.taal.numbers import is_missing, number
from analysis.presentation.taal.wording import TOO_FEW, hidden_words
from analysis.presentation.tekenen.canvas import new_sheet, shorten, write_axes_text
from analysis.presentation.tekenen.panels import (
    HIDDEN_MARK,
    columns_of,
    nice_top,
    panel_places,
    panel_rows,
    plot_series,
    scale_ticks,
    share_axis,
    time_axis,
)
from analysis.presentation.tekenen.style import INK, NARROW, SMALL, SOFT, WIDTH, color_of
from analysis.presentation.titels import title_of_most
from analysis.presentation.zorg.without_jok import own_care_matters

LABEL, ROW, GAP, PER_ROW = 1.42, 0.31, 0.2, 3
NUMBER_ROOM = 0.28
"""Inches before a bar for its number."""
PROPORTIONS = {
    "zorg_bij_probleem": "Kinderen met een probleem: hoeveel krijgen zorg?",
    "probleem_bij_zorg": "Kinderen met zorg: hoeveel hebben een bekend probleem?",
}


def figuur_zorg(rapport: Rapport) -> Figuur | Tekst:
    """Show of 100 children how many get which kind of care, a column of bars per meting."""
    table = shares(rapport, "zorg", ("domein",), or_codes=True)
    if table.empty:
        return Tekst("Er is geen inventarisatie van zorg.")
    shown = names_side_by_side(rapport)
    every, (table, left_out) = table, drop_hidden_series(table[table["meting"].isin(shown)])
    if table.empty:
        return Tekst(f"Van de zorg tonen we geen aandelen: bij elke meting {hidden_reason(every)}.")
    figures = [plot_zorg(table, left_out_note(left_out), width) for width in (WIDTH, NARROW)]
    caption = (
        "Kinderen die zorg krijgen volgens de inventarisatie, per 100 ingeschreven kinderen, bij "
        f"{of_whom(rapport, shown)}.{side_by_side_note(rapport)} Een kind kan meer dan één soort zorg krijgen. De "
        f"lijntjes zijn {margin(rapport)}s. {source(rapport)}"
    )
    alt = alt_text("Staven per soort zorg en meting, aantal op de 100 kinderen.", series_parts(table))
    return Figuur(figures[0], caption, alt, figures[1], numbers_in_columns(table, head=("Zorg",)))


def plot_zorg(table: pd.DataFrame, notes: list[str], sheet_width: float = WIDTH) -> Figure:
    """Draw aligned bars from zero, a row per domain of care and a column per meting, with intervals."""
    labels = dict.fromkeys(table.sort_values("volgorde")["label"])
    years = list(dict.fromkeys(table.sort_values("tijd")["meting_label"]))
    per_row = min(columns_of(PER_ROW, sheet_width), len(years))
    block = 0.28 + ROW * len(labels) + 0.36
    why = hidden_words(~table["getoond"], table["noemer_onbekend"])
    notes = [f"{HIDDEN_MARK}: {why}.", *notes] if not table["getoond"].all() else notes
    title, unit = title_of_most(table), "Van de 100 kinderen krijgen zoveel zorg"
    sheet = new_sheet(block * panel_rows(len(years), per_row), title, unit, notes, sheet_width)
    width = (sheet_width - LABEL - GAP * (per_row - 1)) / per_row
    top = nice_top([*100 * table["ci_hoog"], *100 * table["aandeel"]])
    for place, meting in enumerate(years):
        row, column = divmod(place, per_row)
        y = row * block
        if column == 0:
            for rank, label in enumerate(labels):
                lines = shorten(label, LABEL - 0.08, 2, SMALL)
                sheet.text(
                    0, y + 0.28 + (rank + 0.5) * ROW, "\n".join(lines), SMALL, va="center_baseline", linespacing=1.0
                )
        x = LABEL + column * (width + GAP)
        sheet.text(x, y, meting, 10.5, 700)
        axes = sheet.axes(x, y + 0.28, width, ROW * len(labels))
        plot_staven(axes, table[table["meting_label"] == meting], list(labels), top, width)
    return sheet.figure


def plot_staven(axes: Axes, table: pd.DataFrame, labels: list[str], top: float, width: float) -> Axes:
    """Draw one meting's bars with their intervals; the number stands before its bar."""
    inch = top / (width - NUMBER_ROOM - 0.06)
    axes.set(xlim=(-NUMBER_ROOM * inch, top + 0.06 * inch), ylim=(len(labels), 0), yticks=[])
    axes.set_xticks(scale_ticks(0, top, top, 3))
    axes.grid(axis="x")
    axes.axvline(0, color=SOFT, lw=1)
    for row in table.itertuples():
        y = labels.index(row.label) + 0.5
        if not row.getoond:
            write_axes_text(axes, -0.05 * inch, y, HIDDEN_MARK, SMALL, ha="right", va="center", color=SOFT)
            continue
        color, value = color_of(row.soort, row.domein), 100 * row.aandeel
        axes.barh(y, value, height=0.52, color=color, alpha=0.8, zorder=2)
        high = value if is_missing(row.ci_hoog) else 100 * row.ci_hoog
        if not is_missing(row.ci_laag):
            axes.plot([100 * row.ci_laag, high], [y, y], color=INK, lw=1.1, zorder=3)
        write_axes_text(axes, -0.05 * inch, y, number(value), SMALL, 600, ha="right", va="center_baseline")
    return axes


def figuur_zorg_probleem(rapport: Rapport) -> Figuur | Tekst:
    """Show whether care reaches the children with problems: two proportions with intervals, over the metingen."""
    table = ratios(rapport, PROPORTIONS)
    if table.empty:
        return Tekst(
            "Zorg en problemen zijn niet per kind bekend; of zorg kinderen met problemen bereikt, is niet te zeggen."
        )
    table = place_in_time(rapport, table.assign(informant=[rapport.informant(item) for item in table["meting"]]))
    notes = _notes(rapport, table)
    figures = [plot_zorg_probleem(table, notes, width) for width in (WIDTH, NARROW)]
    own = " Begeleiding door de jeugdondersteuner telt mee als zorg." if own_care_matters(rapport) else ""
    caption = (
        "Van de 100 kinderen met een probleem: hoeveel zorg krijgen. Van de 100 kinderen met zorg: van hoeveel een "
        f"probleem bekend is. Bij {of_whom(rapport)}.{own} De lijntjes zijn {margin(rapport)}s. "
        f"{source(rapport)}"
    )
    named = table.assign(label=table["maat"].map(PROPORTIONS))
    alt = alt_text("Twee vakken met een aandeel per meting.", series_parts(named))
    cijfers = numbers_in_columns(named, head=("Van de 100",), write=_share)
    return Figuur(figures[0], caption, alt, figures[1], cijfers)


def _share(row: Any) -> str:
    return share_words(row, "waarde")


def _notes(rapport: Rapport, table: pd.DataFrame) -> list[str]:
    hidden = [] if table["getoond"].all() else [f"{HIDDEN_MARK}: {TOO_FEW}."]
    return [*informant_notes(rapport), *line_notes(rapport, table), *hidden]


def _title_of_reach(table: pd.DataFrame) -> str:
    """Say how many children with a problem got care at the last meting; empty where that is not shown."""
    rows = table[(table["maat"] == "zorg_bij_probleem") & (table["tijd"] == table["tijd"].max())]
    if rows.empty or is_missing(rows["waarde"].iloc[0]):
        return ""
    row = rows.iloc[0]
    return f"In {row['meting_label']}: zorg bij {number(100 * row['waarde'])} van de 100 kinderen met een probleem"


def plot_zorg_probleem(table: pd.DataFrame, notes: list[str], sheet_width: float = WIDTH) -> Figure:
    """Draw the two proportions side by side, or below each other, on a scale from 0 to 100."""
    panels = [(maat, table[table["maat"] == maat]) for maat in PROPORTIONS if (table["maat"] == maat).any()]
    columns = columns_of(2, sheet_width)
    body = 2.2 * panel_rows(len(panels), columns)
    sheet = new_sheet(body, _title_of_reach(table), "Van de 100 kinderen", notes, sheet_width)
    places = panel_places(len(panels), columns, 2.2, 0.0, sheet_width)
    for (maat, rows), (x, y, width) in zip(panels, places, strict=True):
        sheet.text(x, y + 0.36, "\n".join(shorten(PROPORTIONS[maat], width, 2, SMALL, 600)), SMALL, 600, va="bottom")
        axes = sheet.axes(x, y + 0.56, width, 1.4)
        share_axis(axes, 100, labelled=True, bins=4)
        time_axis(axes, rows, width)
        color = color_of("kindproblematiek" if maat == "zorg_bij_probleem" else "eerstelijnszorg")
        plot_series(axes, rows, "waarde", color, 100)
    return sheet.figure
