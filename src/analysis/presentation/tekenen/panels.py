"""Small multiples: a grid of panels on a sheet, and a series over the metingen drawn in one of them."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.presentation.taal.numbers import is_missing, number, signed
from analysis.presentation.tekenen.canvas import Sheet, text_width, write_axes_text
from analysis.presentation.tekenen.style import PAPER, SMALL, SOFT, WIDTH

HIDDEN_MARK = "–"
GAP = 0.26
LEFT = 0.34


def panel_places(count: int, columns: int, height: float, top: float = 0.0) -> list[tuple[float, float, float]]:
    """Give left, top and width (inches) of each panel of a grid; every panel is `height` high, titles included."""
    width = (WIDTH - LEFT - GAP * (columns - 1)) / columns
    return [(LEFT + (n % columns) * (width + GAP), top + (n // columns) * height, width) for n in range(count)]


def panel_rows(count: int, columns: int) -> int:
    """Give the rows that a grid of so many panels has."""
    return -(-count // columns)


def panel_title(sheet: Sheet, x: float, y: float, lines: Sequence[str], rows: int = 2, weight: int = 600) -> None:
    """Write a panel's title just above its axes: bottom-aligned in the room of so many lines."""
    sheet.text(x, y + rows * 0.155, "\n".join(lines), SMALL, weight, va="bottom")


def short_years(labels: Sequence[str], width: float) -> list[str]:
    """Give tick labels that fit beside one another: years in full, else ’19, else only the first and the last."""
    room = width / max(len(labels), 1) - 0.05
    short = [label if len(label) < 5 else label.replace(" 20", "\n’") for label in labels]
    for words in (list(labels), short, [label.replace("20", "’", 1) if len(label) == 4 else label for label in short]):
        if max((text_width(line, SMALL) for word in words for line in word.split("\n")), default=0) <= room:
            return words
    ends = {0, len(labels) - 1}
    return [word if place in ends else "" for place, word in enumerate(short)]


def scale_ticks(low: float, high: float, limit: float, bins: int) -> list[float]:
    """Give round whole numbers for a scale from `low` to `high`, none beyond its `limit`."""
    ticks = MaxNLocator(bins, integer=True, steps=[1, 2, 5, 10]).tick_values(low, high)
    return [tick for tick in ticks if tick <= limit]


def difference_axis(axes: Axes, ends: tuple[float, float], rows: int, share: float, bins: int) -> None:
    """Give a panel a scale of differences, signed, with a line at zero and room (a share of it) at both ends."""
    low, high = ends
    room = share * (high - low) or 1
    axes.set(xlim=(low - room, high + room), ylim=(rows, 0), yticks=[])
    axes.set_xticks([tick for tick in scale_ticks(low, high, high + room, bins) if tick >= low - room])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(value)))
    axes.grid(axis="x")
    axes.axvline(0, color=SOFT, lw=1, zorder=1)


def share_axis(axes: Axes, top: float, labelled: bool, bins: int = 3) -> None:
    """Give a panel its scale per 100 from zero, gridlines, and numbers only where it is the first of its row."""
    axes.set_ylim(0, top)
    ticks = scale_ticks(0, top, top, bins)
    axes.set_yticks(ticks)
    axes.set_yticklabels([number(tick) for tick in ticks] if labelled else [""] * len(ticks))
    axes.grid(axis="y")


def plot_series(axes: Axes, rows: pd.DataFrame, value: str, color: str, top: float, factor: float = 100) -> Axes:
    """Draw one series over the metingen: points with intervals; open and dashed where another informant filled it in.

    Needs the value, `ci_laag`, `ci_hoog`, `informant`. What is not shown gets a dash at the foot of the panel.
    """
    values = [factor * item for item in rows[value].astype(float)]
    informants = list(rows["informant"])
    last = informants[-1] if informants else ""
    _draw_lines(axes, values, informants, color)
    for place, row in enumerate(rows.itertuples()):
        if is_missing(values[place]):
            write_axes_text(axes, place, 0.05 * top, HIDDEN_MARK, SMALL, ha="center", color=SOFT)
            continue
        if not (is_missing(row.ci_laag) or is_missing(row.ci_hoog)):
            ends = [factor * row.ci_laag, min(factor * row.ci_hoog, top)]
            axes.plot([place, place], ends, color=color, lw=1.3, alpha=0.6, zorder=2)
        face = color if informants[place] == last else PAPER
        axes.plot([place], [values[place]], "o", ms=5.2, mfc=face, mec=color, mew=1.5, zorder=3, clip_on=False)
    _label_values(axes, rows, values, top, factor)
    return axes


def _draw_lines(axes: Axes, values: list[float], informants: list[str], color: str) -> None:
    for place in range(1, len(values)):
        if is_missing(values[place - 1]) or is_missing(values[place]):
            continue
        same = informants[place] == informants[place - 1]
        style = "-" if same else (0, (2, 2))
        axes.plot([place - 1, place], values[place - 1 : place + 1], ls=style, color=color, lw=1.3, zorder=1)


def _label_values(axes: Axes, rows: pd.DataFrame, values: list[float], top: float, factor: float) -> None:
    known = [place for place, item in enumerate(values) if not is_missing(item)]
    chosen = known if len(values) <= 4 else known[:1] + known[1:][-1:]
    highs = list(rows["ci_hoog"].astype(float))
    for place in chosen:
        high = values[place] if is_missing(highs[place]) else max(values[place], factor * highs[place])
        bold = 600 if place == known[-1] else 400
        write_axes_text(
            axes, place, min(high, top) + 0.03 * top, number(values[place]), SMALL, bold, ha="center", va="bottom"
        )


def nice_top(values: Sequence[float], minimum: float = 10) -> float:
    """Give the top of a scale per 100: the highest end of an interval, at least `minimum`, never over 100."""
    return min(100.0, max([minimum, *(value for value in values if not is_missing(value))]))
