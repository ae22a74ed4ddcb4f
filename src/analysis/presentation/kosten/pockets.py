"""Who puts in and who avoids: bars to the left and to the right of zero, with the amounts and the difference."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.presentation.cijfers import Cijfers
from analysis.presentation.tekenen.canvas import Sheet, new_sheet, text_width, write_axes_text
from analysis.presentation.tekenen.style import INK, NARROW, SMALL, SOFT, WIDTH

LABEL, ROW, HEAD, BAR, ABOVE = 1.5, 0.36, 0.25, 0.17, 0.2
"""Inches: the names, a row, the heads of the columns, a bar, and on a phone the room above a bar for its name."""


@dataclass(frozen=True)
class Zak:
    """One row: what was put in and avoided (0 where it is not known) with their words, and the difference in words."""

    naam: str
    ingezet: float
    vermeden: float
    woorden: tuple[str, str, str]
    kleur: str = INK
    is_totaal: bool = False


def plot_pockets(rows: Sequence[Zak], notes: list[str], sheet_width: float = WIDTH, title: str = "") -> Figure:
    """Draw a row per pocket, all on one scale; on a phone its name and difference stand above its bars."""
    is_narrow = sheet_width <= NARROW
    saldo = 0.0 if is_narrow else max(text_width(row.woorden[2], SMALL, 700) for row in rows) + 0.1
    label, step = (0.0, ROW + ABOVE) if is_narrow else (LABEL, ROW)
    width, height = sheet_width - label - saldo, step * len(rows)
    sheet = new_sheet(height + HEAD + 0.1, title, "Bedragen in euro's", notes, sheet_width)
    axes = sheet.axes(label, HEAD, width, height)
    zero = label + _scale(axes, rows, width, height)
    sheet.text(zero - 0.08, 0, "ingezet", SMALL, 600, ha="right")
    sheet.text(zero + 0.08, 0, "vermeden", SMALL, 600)
    sheet.text(sheet_width, 0, "verschil", SMALL, 600, ha="right")
    for place, row in enumerate(rows):
        top = place * step
        middle = top + (ABOVE + 0.06 if is_narrow else step / 2)
        _write_row(sheet, row, HEAD + (top + 0.08 if is_narrow else middle), sheet_width)
        _draw_row(axes, row, middle, 0.05 * (axes.get_xlim()[1] - axes.get_xlim()[0]) / width)
    return sheet.figure


def _scale(axes: Axes, rows: Sequence[Zak], width: float, height: float) -> float:
    """Give the axes room for the bars and the amounts at their ends; gives where zero is, in inches."""
    rooms = [max(text_width(row.woorden[side], SMALL) for row in rows) + 0.1 for side in (0, 1)]
    left, right = (max(getattr(row, name) for row in rows) for name in ("ingezet", "vermeden"))
    scale = (left + right) / max(width - sum(rooms), 0.5) or 1.0
    axes.set(xlim=(-left - rooms[0] * scale, right + rooms[1] * scale), ylim=(height, 0), yticks=[], xticks=[])
    axes.spines["bottom"].set_visible(False)
    return width * (left + rooms[0] * scale) / (left + right + sum(rooms) * scale)


def _write_row(sheet: Sheet, row: Zak, y: float, sheet_width: float) -> None:
    weight = 700 if row.is_totaal else 400
    sheet.text(0, y, row.naam, SMALL, weight, va="center")
    sheet.text(sheet_width, y, row.woorden[2], SMALL, weight, ha="right", va="center")


def _draw_row(axes: Axes, row: Zak, y: float, gap: float) -> None:
    axes.plot([0, 0], [y - ROW / 2, y + ROW / 2], color=SOFT, lw=1, zorder=1)
    sides = ((-1, row.ingezet, row.woorden[0], "right"), (1, row.vermeden, row.woorden[1], "left"))
    for sign, amount, words, how in sides:
        if amount:
            axes.barh(y, sign * amount, height=BAR, color=row.kleur, alpha=0.55 if sign < 0 else 1, lw=0, zorder=2)
        if words:
            write_axes_text(axes, sign * (amount + gap), y, words, SMALL, ha=how, va="center")


def numbers_of(rows: Sequence[Zak], head: str) -> Cijfers:
    """Give the rows as a table: what was put in, what was avoided, the difference."""
    lines = [[row.naam, *(words or "0" for words in row.woorden)] for row in rows]
    return Cijfers((head, "Ingezet", "Vermeden", "Verschil"), lines)
