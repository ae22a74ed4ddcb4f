"""Figures of an answer, in the report's style: one series over the metingen, or a row per IKC."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.presentation.taal.numbers import is_missing, number, signed
from analysis.presentation.tekenen.canvas import Sheet, new_sheet, shorten, write_axes_text
from analysis.presentation.tekenen.panels import (
    HIDDEN_MARK,
    difference_axis,
    nice_top,
    plot_series,
    scale_ticks,
    share_axis,
    time_axis,
)
from analysis.presentation.tekenen.style import SMALL, SOFT, WIDTH

SERIES, ROW, HEAD, FOOT, NAMES, GAP = 1.9, 0.27, 0.3, 0.25, 1.5, 0.3


def plot_over_time(table: pd.DataFrame, title: str, notes: list[str], color: str) -> Figure:
    """Draw a share over the metingen; needs `meting_label`, `waarde`, `ci_laag`, `ci_hoog`, `informant`."""
    sheet = new_sheet(SERIES + FOOT, title, "Van de 100 kinderen", notes)
    axes = sheet.axes(0.4, 0.05, WIDTH - 0.5, SERIES - 0.1)
    top = nice_top([*100 * table["ci_hoog"], *100 * table["waarde"]]) * 1.15
    share_axis(axes, top, labelled=True)
    if "plek" in table:
        time_axis(axes, table, WIDTH - 0.5)
    else:
        axes.set_xlim(-0.5, max(len(table), 1) - 0.5)
        axes.set_xticks(range(len(table)), list(table["meting_label"]))
    plot_series(axes, table, "waarde", color, top)
    return sheet.figure


def plot_per_ikc(table: pd.DataFrame, title: str, notes: list[str], color: str) -> Figure:
    """Draw a row per IKC, alphabetical, and a panel per meting or pair of metingen, all on one scale."""
    panels = [(moment, rows, color) for moment, rows in table.groupby("meting_label", sort=False)]
    subtitle = "Verschil, op de 100 kinderen" if "verschil" in table else "Van de 100 kinderen"
    return plot_panels(panels, title, subtitle, notes)


def plot_panels(panels: Sequence[tuple[str, pd.DataFrame, str]], title: str, subtitle: str, notes: list[str]) -> Figure:
    """Draw panels side by side with the same rows and the same scale: title, rows and colour of each.

    A row is never sorted by size: it is no league table. What is not shown gets a dash.
    """
    names = sorted({name for _, rows, _ in panels for name in rows["naam"]}, key=str.casefold)
    height = ROW * max(len(names), 1)
    sheet = new_sheet(HEAD + height + FOOT, title, subtitle, notes)
    for place, name in enumerate(names):
        line = shorten(name, NAMES - 0.1, 1, SMALL)
        sheet.text(0, HEAD + (place + 0.5) * ROW, "\n".join(line), SMALL, va="center_baseline")
    width = (WIDTH - NAMES - GAP * (len(panels) - 1)) / max(len(panels), 1)
    for place, (head, rows, color) in enumerate(panels):
        axes = _panel(sheet, NAMES + place * (width + GAP), width, height, head)
        _scale(axes, [rows for _, rows, _ in panels], len(names))
        _draw_rows(axes, rows, names, color, signs="verschil" in rows)
    return sheet.figure


def _panel(sheet: Sheet, x: float, width: float, height: float, head: str) -> Axes:
    sheet.text(x, HEAD - 0.08, "\n".join(shorten(head, width, 1, SMALL, 600)), SMALL, 600, va="bottom")
    return sheet.axes(x, HEAD, width - 0.1, height)


def _scale(axes: Axes, tables: Sequence[pd.DataFrame], rows: int) -> None:
    values = 100 * np.concatenate([table[["waarde", "ci_laag", "ci_hoog"]].to_numpy(float).ravel() for table in tables])
    known = values[~np.isnan(values)]
    if any("verschil" in table for table in tables):
        ends = (min(0.0, *known), max(0.0, *known)) if len(known) else (-1.0, 1.0)
        difference_axis(axes, ends, rows, 0.12, 4)
        return
    top = nice_top(list(known)) * 1.08
    axes.set(xlim=(0, top), ylim=(rows, 0), yticks=[])
    ticks = scale_ticks(0, top, top, 4)
    axes.set_xticks(ticks, [number(tick) for tick in ticks])
    axes.grid(axis="x")


def _draw_rows(axes: Axes, table: pd.DataFrame, names: list[str], color: str, signs: bool) -> None:
    write = signed if signs else number
    for row in table.itertuples():
        y = names.index(row.naam) + 0.5
        if is_missing(row.waarde):
            write_axes_text(axes, 0, y, HIDDEN_MARK, SMALL, va="center", color=SOFT)
            continue
        if not (is_missing(row.ci_laag) or is_missing(row.ci_hoog)):
            axes.plot([100 * row.ci_laag, 100 * row.ci_hoog], [y, y], color=color, lw=1.3, alpha=0.6, zorder=2)
        axes.plot([100 * row.waarde], [y], "o", ms=5, color=color, zorder=3, clip_on=False)
        write_axes_text(axes, 100 * row.waarde, y - 0.16, write(100 * row.waarde), SMALL, ha="center", va="bottom")
