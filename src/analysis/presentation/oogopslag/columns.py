"""Columns of words beside a drawing: per row one or two lines, with a mark where a goal has one."""

from collections.abc import Sequence
from typing import NamedTuple

from analysis.presentation.taal.doelen import STATUSSEN
from analysis.presentation.tekenen.canvas import SAFE, Sheet, line_height, text_width
from analysis.presentation.tekenen.style import INK, PAPER, SMALL, SOFT

GAP, MARK = 0.12, 0.14
"""Inches between two columns, and for a mark before words."""
MARKS = {stand.woord: stand for stand in STATUSSEN.values()}


class Cell(NamedTuple):
    """What stands in one column of one row: lines, which of them are bold, and the mark before the first one."""

    lines: tuple[str, ...]
    bold: bool = False
    mark: str = ""

    @property
    def width(self) -> float:
        """Inches that it takes."""
        room = MARK if self.mark else 0.0
        return max([text_width(line, SMALL, 600) for line in self.lines], default=0.0) + room


class Column(NamedTuple):
    """A column of words beside the dots, with a head of at most two lines."""

    head: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def width(self) -> float:
        """Inches that it takes."""
        heads = [text_width(line, SMALL) for line in self.head]
        return max([*heads, *(cell.width for cell in self.cells)]) + SAFE


def width_of(columns: Sequence[Column]) -> float:
    """Give the inches that columns take, each with the gap before it."""
    return sum(column.width + GAP for column in columns)


def write_column(sheet: Sheet, column: Column, x: float, top: float, middles: Sequence[float]) -> None:
    """Write a column of words: its head just above `top`, its cells around the middle of their rows."""
    sheet.text(x, top - 0.06, "\n".join(column.head), SMALL, va="bottom", color=SOFT, linespacing=1.0)
    for cell, middle in zip(column.cells, middles, strict=True):
        write_cell(sheet, cell, x, top + middle)


def write_cell(sheet: Sheet, cell: Cell, x: float, middle: float) -> None:
    """Write a cell around the middle of its row, the last line bold where it says so, with its mark before it."""
    left = x + (MARK if cell.mark else 0)
    top = middle - len(cell.lines) * line_height(SMALL) / 2
    for place, line in enumerate(cell.lines):
        last = place == len(cell.lines) - 1
        quiet = place > 0 and not cell.bold
        sheet.text(left, top + place * line_height(SMALL), line, SMALL, 600 if cell.bold and last else 400,
                   color=SOFT if quiet else INK)  # fmt: skip
    if cell.mark:
        _draw_mark(sheet, MARKS[cell.mark].mark, cell.mark, x + 0.05, top + line_height(SMALL) / 2)


def _draw_mark(sheet: Sheet, mark: str, status: str, x: float, y: float) -> None:
    open_ = MARKS[status].teken == "○"
    axes = sheet.axes(x - 0.06, y - 0.06, 0.12, 0.12)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.axis("off")
    axes.plot([0.5], [0.5], mark, ms=5, mfc=PAPER if open_ else INK, mec=INK, mew=1.2, clip_on=False)
