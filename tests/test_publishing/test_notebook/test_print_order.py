"""Where a figure stands on paper: cells of known height on pages of 100 points, laid out by hand."""

import pytest

from analysis.publishing.notebook.print_order import PrintedCell, choose_order

EDGES = (0.0, 100.0)
TEXT, FIGURE = 0, -1


def cells_of(*kinds):
    """Cells from pairs of kind (a heading's level, TEXT or FIGURE) and height, after a first chapter of one page."""
    first = [PrintedCell(0, 1, False, 10.0), PrintedCell(1, 0, False, 90.0)]
    rest = [
        PrintedCell(place, max(kind, 0), kind == FIGURE, height) for place, (kind, height) in enumerate(kinds, start=2)
    ]
    return [*first, *rest]


def laid_out(cells, order):
    """Lay cells out as typst does: text runs on over pages, a figure is whole, a heading stays with what is below."""
    by, places, page, y = {cell.cel: cell for cell in cells}, {}, 1, 0.0
    for number, cel in enumerate(order):
        needed, below = 0.0, number
        while below < len(order) and by[order[below]].kop:
            needed, below = needed + by[order[below]].hoogte, below + 1
        if below < len(order) and by[order[below]].figuur:
            needed += by[order[below]].hoogte
        if y + needed > 100:
            page, y = page + 1, 0.0
        places[cel] = (page, y)
        y += by[cel].hoogte
        while y > 100:
            page, y = page + 1, y - 100
    return places


def chosen(*kinds):
    """Give the order that is chosen for these cells, and where they come."""
    cells = cells_of(*kinds)
    order = choose_order(cells, EDGES, lambda order: laid_out(cells, order))
    assert sorted(order) == [cell.cel for cell in cells]
    return order, laid_out(cells, order)


def test_a_figure_that_fits_stays():
    order, places = chosen((1, 10), (TEXT, 20), (FIGURE, 60), (TEXT, 40))
    assert order == [0, 1, 2, 3, 4, 5] and places[4] == (2, 30)


def test_text_of_its_section_goes_before_a_figure_that_does_not_fit():
    """Page 2 has 40 left and the figure needs 85: the text of 50 below it fills that, the figure comes after it."""
    order, places = chosen((1, 20), (TEXT, 40), (FIGURE, 85), (TEXT, 50), (2, 5), (TEXT, 5))
    assert order == [0, 1, 2, 3, 5, 4, 6, 7] and places[4] == (3, 10)


def test_a_figure_goes_up_when_it_fits_there():
    order, places = chosen((1, 10), (TEXT, 40), (FIGURE, 60), (2, 10), (TEXT, 5))
    assert order == [0, 1, 2, 4, 3, 5, 6] and places[4] == (2, 10)


def test_a_figure_stays_in_its_chapter_and_before_the_next_figure():
    """The next chapter has text enough, but that is another chapter; and figures keep their numbers."""
    order, _ = chosen((1, 10), (TEXT, 45), (FIGURE, 95), (FIGURE, 30), (1, 10), (TEXT, 100))
    assert order == list(range(8))


@pytest.mark.parametrize(("left", "expected"), [(300, [0, 1, 2, 4, 5, 3]), (60, [0, 1, 2, 3, 4, 5])])
def test_text_of_the_next_section_goes_before_it_only_when_much_would_stay_white(left, expected):
    """On pages of 700 points: 300 of white is too much, 60 is not."""
    page = 700.0
    cells = [
        PrintedCell(0, 1, False, page),
        PrintedCell(1, 1, False, 20.0),
        PrintedCell(2, 0, True, page - left - 20),
        PrintedCell(3, 0, True, 400.0),
        PrintedCell(4, 2, False, 20.0),
        PrintedCell(5, 0, False, 270.0),
    ]
    assert choose_order(cells, (0.0, page), lambda _: {0: (1, 0.0), 1: (2, 0.0), 2: (2, 20.0)}) == expected
