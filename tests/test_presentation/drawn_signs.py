"""The signs that a drawing has, as matplotlib drew them, against the list with their meanings."""

from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.presentation.tekenen.signs import TEKENS
from analysis.presentation.tekenen.style import PAPER, WIDTH

TEXT_WIDTH = 15.4 / 2.54
"""Inches: an A4 page without its margins of 2.8 cm."""
IN_PRINT = TEXT_WIDTH / WIDTH
"""How much a figure as wide as the page is scaled in print."""
LINES_ONLY = {"|", "x"}
"""Signs without a face, which cannot be open."""


def signs_of(figure: Figure) -> list[Line2D]:
    """Every line that is drawn with a sign at its points."""
    return [
        line for line in figure.findobj(Line2D) if line.get_marker() not in ("None", None, "", " ") and in_axes(line)
    ]


def in_axes(line: Line2D) -> bool:
    """Whether a line is drawn in a panel, and is no tick of an axis."""
    return line.axes is not None and line in line.axes.lines


def wrong_signs(figure: Figure) -> list[str]:
    """The forms that no list of signs has."""
    known = {sign.vorm for sign in TEKENS}
    return sorted({str(line.get_marker()) for line in signs_of(figure)} - known)


def open_signs(figure: Figure) -> int:
    """How many signs are open: white within a coloured rim."""
    faces = (to_hex(line.get_markerfacecolor()) for line in signs_of(figure) if line.get_marker() not in LINES_ONLY)
    return sum(face == PAPER for face in faces)
