"""What is marked in time above panels: bands and lines, each with a name, no name over another."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from analysis.presentation.tekenen.canvas import SAFE, text_width
from analysis.presentation.tekenen.style import CORONA, CORONA_INK, INK, TINY, font

NAME, LEVEL = TINY, 0.14
"""Points of a name, and inches from one level of names to the next."""
DASHED, DOTTED, DASH_DOT = (4, 2), (1, 1.5), (6, 1.5, 1, 1.5)


@dataclass(frozen=True)
class Mark:
    """Something to mark in time, on the scale of the axis: a band from `van` to `tot`, a line when `tot` is None.

    A line is dashed; one that is `gestippeld` says that what comes after is not the same; an event of the IKC itself
    (`van_ikc`) is dash and dot.
    """

    naam: str
    van: float
    tot: float | None = None
    gestippeld: bool = False
    van_ikc: bool = False

    @property
    def dashes(self) -> tuple[float, ...]:
        """The pattern of its line."""
        return DOTTED if self.gestippeld else DASH_DOT if self.van_ikc else DASHED


def visible_marks(marks: Sequence[Mark], span: tuple[float, float]) -> list[Mark]:
    """Give the marks of which something lies within a span."""
    return [mark for mark in marks if mark.van < span[1] and (mark.tot or mark.van) > span[0]]


def place_names(marks: Sequence[Mark], span: tuple[float, float], width: float) -> list[tuple[Mark, float, int]]:
    """Give each mark the left end and the level of its name above a panel, so that no name meets another."""
    scale, ends, placed = (span[1] - span[0]) / width, [], []
    for mark in sorted(marks, key=lambda item: item.van):
        wide = (text_width(mark.naam, NAME) + SAFE) * scale
        left = max(span[0], min(mark.van, span[1] - wide))
        level = next((number for number, end in enumerate(ends) if end < left), len(ends))
        ends[level : level + 1] = [left + wide + 0.06 * scale]
        placed.append((mark, left, level))
    return placed


def room_for(names: Sequence[tuple[Mark, float, int]]) -> float:
    """Give the inches that the levels of names take beyond the first."""
    return LEVEL * max([0, *[level - 1 for _, _, level in names]])


def draw_marks(axes: Axes, marks: Sequence[Mark], span: tuple[float, float]) -> None:
    """Draw bands and lines."""
    for mark in marks:
        if mark.tot:
            axes.axvspan(max(mark.van, span[0]), min(mark.tot, span[1]), color=CORONA, lw=0, zorder=0)
        else:
            axes.axvline(mark.van, color=INK, lw=1, ls=(0, mark.dashes), zorder=3)


def name_marks(axes: Axes, names: Sequence[tuple[Mark, float, int]], height: float) -> None:
    """Write the names above a panel that is so many inches high."""
    for mark, left, level in names:
        axes.text(left, 1.03 + LEVEL / height * level, mark.naam, transform=axes.get_xaxis_transform(),
                  fontproperties=font(NAME), color=CORONA_INK if mark.tot else INK, va="bottom")  # fmt: skip
