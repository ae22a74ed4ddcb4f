"""The order of a notebook's cells on paper: a figure that does not fit on the rest of a page lets text go before it.

A figure is never cut in two, so one that does not fit leaves the rest of its page white. Where it may stand is chosen
here: before or after the text of its own section, else of its own chapter; never in another chapter, and never past
another figure, so that figures and tables keep their numbers. The order on the page is that of the document, also for
who listens to it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import nbformat

from analysis.publishing.notebook.cells import cell_source, output_images
from analysis.publishing.notebook.headings import heading_level

LINES = 32.0
"""Points that must be free below a heading: two lines of text."""
A_STEP, ANOTHER_SECTION = 4.0, 90.0
"""What it costs, in points of white, to go past a cell, and past a heading inside the chapter."""


@dataclass(frozen=True)
class PrintedCell:
    """A cell that shows something: its place among the cells, the level of its heading (0: none), its height in points.

    A figure is not cut in two; a cell without a height (`None`) is the last before a new page.
    """

    cel: int
    kop: int
    figuur: bool
    hoogte: float | None


Places = Mapping[int, tuple[int, float]]


def may_move(cells: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether any figure may stand elsewhere: there is one after the first chapter."""
    chapters = [place for place, cell in enumerate(cells) if _level(cell) == 1]
    return len(chapters) > 1 and any(_is_figure(cell) for cell in cells[chapters[1] :])


def printed_cells(cells: Sequence[Mapping[str, Any]], heights: Mapping[int, float]) -> list[PrintedCell]:
    """Give the cells that show something; `heights` are those that were measured, by place."""
    shown = [place for place, cell in enumerate(cells) if place in heights or _level(cell) == 1]
    return [PrintedCell(place, _level(cells[place]), _is_figure(cells[place]), heights.get(place)) for place in shown]


def _level(cell: Mapping[str, Any]) -> int:
    return heading_level(nbformat.from_dict({**cell, "source": cell_source(cell)})) or 0


def _is_figure(cell: Mapping[str, Any]) -> bool:
    return cell.get("cell_type") == "code" and bool(output_images(cell))


def choose_order(
    cells: Sequence[PrintedCell], edges: tuple[float, float], measure: Callable[[Sequence[int]], Places]
) -> list[int]:
    """Give the order of the cells in which the figures leave the least white, each as near its own place as can be.

    `edges` are where the text of a page begins and ends; `measure` lays the cells out in an order and says where each
    comes. The first chapter is one page, and stays as it is.
    """
    order = list(cells)
    places: Places | None = None
    for figure in [cell for cell in cells if cell.figuur]:
        here = order.index(figure)
        chapter = _chapter(order, here)
        if chapter is None:
            continue
        places = places or measure([cell.cel for cell in order])
        start = _start_of(order, chapter.start, places, edges)
        wanted = min(_candidates(order, here, chapter), key=lambda item: item[0] + _white(item[1], start, edges))
        if (found := wanted[1]) != order[chapter.start : chapter.stop]:
            order[chapter.start : chapter.stop] = found
            places = None
    return [cell.cel for cell in order]


def _chapter(order: Sequence[PrintedCell], here: int) -> range | None:
    """Give the cells of the chapter of a cell, heading and all; None for what stands before or in the first."""
    starts = [place for place, cell in enumerate(order) if cell.kop == 1]
    before = [place for place in starts if place <= here]
    if len(before) < 2:
        return None
    return range(before[-1], next((place for place in starts if place > here), len(order)))


def _start_of(order: Sequence[PrintedCell], first: int, places: Places, edges: tuple[float, float]) -> float:
    """Give how far down its page the chapter may begin: below the cell before it, or where its new page begins."""
    before = order[first - 1]
    if order[first].hoogte is None and first + 1 < len(order):
        return places[order[first + 1].cel][1]
    return _wrapped(places[before.cel][1] + (before.hoogte or 0.0), edges)


def _wrapped(y: float, edges: tuple[float, float]) -> float:
    top, bottom = edges
    while y > bottom:
        y -= bottom - top
    return y


def _candidates(order: Sequence[PrintedCell], here: int, chapter: range) -> Iterator[tuple[float, list[PrintedCell]]]:
    """Give the chapter with the figure at each place where it may stand, and what that costs."""
    figure = order[here]
    rest = [order[place] for place in chapter if place != here]
    own = here - chapter.start
    yield 0.0, [*rest[:own], figure, *rest[own:]]
    for place, cost in (*_before(rest, own), *_after(rest, own)):
        yield cost, [*rest[:place], figure, *rest[place:]]


def _before(rest: Sequence[PrintedCell], own: int) -> Iterator[tuple[int, float]]:
    """Give the places above its own, up to the heading of its section."""
    for place in range(own - 1, -1, -1):
        if rest[place].figuur or rest[place].kop:
            return
        yield place, A_STEP * (own - place)


def _after(rest: Sequence[PrintedCell], own: int) -> Iterator[tuple[int, float]]:
    """Give the places below its own, up to the end of its chapter; never right under the heading of another section."""
    cost = 0.0
    for place in range(own, len(rest)):
        if rest[place].figuur:
            return
        cost += ANOTHER_SECTION if rest[place].kop else A_STEP
        if not rest[place].kop:
            yield place + 1, cost


def _white(cells: Sequence[PrintedCell], y: float, edges: tuple[float, float]) -> float:
    """Give how much of the pages stays white, in points, when these cells follow each other from `y` down."""
    top, bottom = edges
    white = 0.0
    for place, cell in enumerate(cells):
        needed = _together(cells[place:])
        if needed and y + needed > bottom:
            white, y = white + max(bottom - y, 0.0), top
        y = _wrapped(y + (cell.hoogte or 0.0), edges)
    return white


def _together(cells: Sequence[PrintedCell]) -> float:
    """Give what must fit on one page from here: a figure whole, a heading with what is below it."""
    first = cells[0]
    if first.figuur:
        return first.hoogte or 0.0
    if not first.kop:
        return 0.0
    below = _together(cells[1:]) if len(cells) > 1 else 0.0
    return (first.hoogte or 0.0) + (below or LINES)
