"""How the figures of the first page are laid out: names, a drawing, columns of words; on a phone below each other."""

from collections.abc import Callable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.presentation.oogopslag.columns import GAP, Column, width_of, write_column
from analysis.presentation.tekenen.canvas import SAFE, Sheet, line_height, new_sheet, shorten, text_width, wrap
from analysis.presentation.tekenen.style import BODY, NARROW, SMALL, SOFT

KeyLines = list[list[tuple[str, str]]]
"""Lines of a key: per part what kind of mark it is, and its words."""
DrawMark = Callable[[Axes, str], None]
"""Draws a mark of a kind in axes from 0 to 1 in both directions."""
LABEL, KEY_LINE, HEADS, TICKS, BETWEEN, APART = 1.38, 0.21, 0.34, 0.24, 0.1, 0.4
RULE = "#eceff2"


def break_key(parts: Sequence[tuple[str, str]], width: float) -> KeyLines:
    """Put the parts of a key on as many lines as they need."""
    lines: KeyLines = [[]]
    for part in parts:
        taken = sum(_key_width(words) for _, words in lines[-1])
        if lines[-1] and taken + _key_width(part[1]) > width:
            lines.append([])
        lines[-1].append(part)
    return lines


def _key_width(words: str) -> float:
    return 0.24 + text_width(words, SMALL) + 0.2


def _draw_key(sheet: Sheet, lines: KeyLines, draw_mark: DrawMark) -> None:
    for place, parts in enumerate(lines):
        x = 0.0
        for kind, words in parts:
            axes = sheet.axes(x, place * KEY_LINE, 0.2, KEY_LINE)
            axes.set(xlim=(0, 1), ylim=(1, 0))
            axes.axis("off")
            draw_mark(axes, kind)
            sheet.text(x + 0.24, (place + 0.5) * KEY_LINE, words, SMALL, va="center", color=SOFT)
            x += _key_width(words)


def draw_beside(
    title: str,
    names: Sequence[str],
    columns: Sequence[Column],
    key: KeyLines,
    draw_mark: DrawMark,
    draw_body: Callable[[Sheet, list[float], float, float, float], None],
    least: float,
    width: float,
    label: float = LABEL,
) -> Figure:
    """Lay out names at the left, the drawing beside them, columns of words at the right; a row is `least` inches high.

    `draw_body` gets the sheet, the middle of each row, the top of the rows, their height together, and the left edge.
    """
    labels = [shorten(name, label, 3) for name in names]
    heights = [max(least, len(lines) * line_height(BODY) + BETWEEN) for lines in labels]
    middles = [sum(heights[:place]) + height / 2 for place, height in enumerate(heights)]
    top, total = KEY_LINE * len(key) + HEADS, sum(heights)
    sheet = new_sheet(top + total + TICKS, title, width=width)
    _draw_key(sheet, key, draw_mark)
    for place in range(1, len(heights)):
        sheet.line(top + sum(heights[:place]), width=width, color=RULE)
    draw_body(sheet, middles, top, total, label + GAP)
    x = width - width_of(columns) + GAP
    for column in columns:
        write_column(sheet, column, x, top, middles)
        x += column.width + GAP
    for lines, middle in zip(labels, middles, strict=True):
        sheet.text(0, top + middle, "\n".join(lines), va="center_baseline")
    return sheet.figure


def draw_stacked(
    title: str,
    rows: Sequence[Any],
    said: Sequence[Sequence[str]],
    key: KeyLines,
    draw_mark: DrawMark,
    draw_row: Callable[[Axes, Any], None],
    least: float,
) -> Figure:
    """Lay out the same for a phone: per row its name, the drawing over the whole width, then what is `said` of it."""
    room = NARROW - SAFE
    names = [wrap(row.label, room, BODY, 600) for row in rows]
    words = [[line for text in lines for line in wrap(text, room, SMALL)] for lines in said]
    heights = [
        len(name) * line_height(BODY) + least + len(lines) * line_height(SMALL) + APART
        for name, lines in zip(names, words, strict=True)
    ]
    y = KEY_LINE * len(key) + BETWEEN
    sheet = new_sheet(y + sum(heights) + TICKS, title, width=NARROW)
    _draw_key(sheet, key, draw_mark)
    for row, name, lines, height in zip(rows, names, words, heights, strict=True):
        below = y + len(name) * line_height(BODY)
        sheet.text(0, y, "\n".join(name), weight=600)
        draw_row(sheet.axes(0, below, NARROW, least), row)
        sheet.text(0, below + least + TICKS, "\n".join(lines), SMALL)
        y += height
    return sheet.figure
