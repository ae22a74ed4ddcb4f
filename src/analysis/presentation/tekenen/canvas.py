"""A figure as a sheet of known size: title, subtitle, body, notes, each measured, so that no text meets another."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.textpath import TextToPath

from analysis.presentation.tekenen.style import BODY, INK, NOTE, RC, SOFT, TITLE, WIDTH, font

POINT = 1 / 72
LEADING = 1.22
SAFE = 0.06
_MEASURE = TextToPath()


@lru_cache(maxsize=16384)
def text_width(text: str, size: float = BODY, weight: int = 400) -> float:
    """Give the width of one line of text, in inches."""
    width, _, _ = _MEASURE.get_text_width_height_descent(text.replace("$", "S"), font(size, weight), ismath=False)
    return width * POINT


def wrap(text: str, width: float, size: float = BODY, weight: int = 400) -> list[str]:
    """Break a text into lines that fit a width in inches; a word too long for a line is broken with a hyphen."""
    lines: list[str] = []
    for word in text.split():
        trial = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(trial, size, weight) <= width:
            lines[-1] = trial
            continue
        *heads, tail = _break_word(word, width, size, weight)
        lines += [*heads, tail]
    return lines


def _break_word(word: str, width: float, size: float, weight: int) -> list[str]:
    pieces: list[str] = []
    while text_width(word, size, weight) > width and len(word) > 4:
        fits = [n for n in range(2, len(word) - 1) if text_width(word[:n] + "-", size, weight) <= width]
        cut = max(fits, default=2)
        pieces, word = [*pieces, word[:cut].rstrip("-") + "-"], word[cut:]
    return [*pieces, word]


def shorten(text: str, width: float, lines: int, size: float = BODY, weight: int = 400) -> list[str]:
    """Break a text into at most so many lines; what does not fit ends in an ellipsis."""
    wrapped = wrap(text, width, size, weight)
    if len(wrapped) <= lines:
        return wrapped
    last = wrapped[lines - 1]
    while last and text_width(f"{last}…", size, weight) > width:
        last = last[:-1]
    return [*wrapped[: lines - 1], f"{last.rstrip(' -')}…"]


def line_height(size: float) -> float:
    """Give the height of a line of text, in inches."""
    return size * LEADING * POINT


@dataclass(frozen=True)
class Sheet:
    """A figure with its body: positions are inches from the body's left top corner, downwards."""

    figure: Figure
    top: float
    height: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the whole figure, in inches."""
        width, height = self.figure.get_size_inches()
        return float(width), float(height)

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Put axes at a place in the body."""
        total_width, total_height = self.size
        bottom = total_height - self.top - y - height
        with mpl.rc_context(RC):
            return self.figure.add_axes(
                (x / total_width, bottom / total_height, width / total_width, height / total_height)
            )

    def text(self, x: float, y: float, text: str, size: float = BODY, weight: int = 400, **how: Any) -> None:
        """Write text at a place in the body; `va` is top unless told, `color` ink."""
        total_width, total_height = self.size
        settings = {"va": "top", "ha": "left", "color": INK, "linespacing": 1.1, "parse_math": False, **how}
        properties = font(size, weight, settings.pop("style", "normal"))
        place = (x / total_width, (total_height - self.top - y) / total_height)
        self.figure.text(*place, text, fontproperties=properties, **settings)

    def line(self, y: float, x: float = 0, width: float = WIDTH, color: str = "#d5dae0") -> None:
        """Draw a thin rule across the body."""
        total_width, total_height = self.size
        level = (total_height - self.top - y) / total_height
        rule = mpl.lines.Line2D(
            [x / total_width, (x + width) / total_width], [level, level], color=color, linewidth=0.8, zorder=0
        )
        self.figure.add_artist(rule)


def new_sheet(
    body_height: float, title: str = "", subtitle: str = "", notes: list[str] | None = None, width: float = WIDTH
) -> Sheet:
    """Make a figure of the page's width, or a `width` in inches: title and subtitle left, a body, notes below.

    The figure's label holds these words, for whoever judges or hears them: the title on its first line, the rest on
    the second. Drawn, they are lines.
    """
    heads = [(line, TITLE, 600, INK) for line in wrap(title, width - SAFE, TITLE, 600)]
    heads += [(line, BODY, 400, SOFT) for line in wrap(subtitle, width - SAFE, BODY)]
    feet = [line for note in notes or [] for line in wrap(note, width - SAFE, NOTE)]
    top = sum(line_height(size) for _, size, _, _ in heads) + (0.12 if heads else 0.02)
    bottom = sum(line_height(NOTE) for _ in feet) + (0.10 if feet else 0.02)
    figure = Figure(figsize=(width, top + body_height + bottom), dpi=100)
    FigureCanvasAgg(figure)
    unit = f"{subtitle}." if subtitle else ""
    figure.set_label("\n".join((title, " ".join(text for text in (unit, *(notes or [])) if text))))
    sheet = Sheet(figure, top, body_height)
    y = -top
    for line, size, weight, color in heads:
        sheet.text(0, y, line, size, weight, color=color)
        y += line_height(size)
    y = body_height + 0.08
    for line in feet:
        sheet.text(0, y, line, NOTE, color=SOFT)
        y += line_height(NOTE)
    return sheet


def words_of(figure: Figure) -> tuple[str, str]:
    """Give the words that stand around a drawing: its title, and its unit with the notes that explain it."""
    title, _, rest = figure.get_label().partition("\n")
    return title, rest


def write_axes_text(
    axes: Axes, x: float, y: float, text: str, size: float = BODY, weight: int = 400, **how: Any
) -> None:
    """Write text in axes, in data coordinates unless a transform is given, in the report's font."""
    properties = font(size, weight, how.pop("style", "normal"))
    axes.text(x, y, text, fontproperties=properties, parse_math=False, **{"color": INK, "clip_on": False, **how})
