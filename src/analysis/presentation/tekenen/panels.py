"""Small multiples: a grid of panels on a sheet, and a series over the metingen drawn in one of them."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.presentation.taal.numbers import is_missing, number, signed
from analysis.presentation.tekenen.canvas import Sheet, text_width, write_axes_text
from analysis.presentation.tekenen.signs import CIJFER
from analysis.presentation.tekenen.style import CONTEXT, NARROW, PAPER, SMALL, SOFT, WIDTH

HIDDEN_MARK = "–"
ON_PAPER = {"bbox": {"fc": PAPER, "ec": "none", "pad": 0.6, "alpha": 0.75}, "zorder": 5}
"""How a number stands on lines that mark a moment."""
MOST_LABELS = 3
"""Up to so many metingen each point has its number; of more, the first and the last."""
GAP = 0.26
LEFT = 0.34
LABEL_GAP, END_ROOM = 0.06, 0.14
"""Inches between two labels on an axis, and from the first and last point to the ends of a panel."""


def columns_of(columns: int, sheet: float = WIDTH) -> int:
    """Give how many panels stand side by side on a sheet: so many on a page, half of them on a phone."""
    return columns if sheet > NARROW else max(1, columns // 2)


def panel_places(
    count: int, columns: int, height: float, top: float = 0.0, sheet: float = WIDTH
) -> list[tuple[float, float, float]]:
    """Give left, top and width (inches) of each panel of a grid; every panel is `height` high, titles included."""
    width = (sheet - LEFT - GAP * (columns - 1)) / columns
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


def thin_labels(labels: Sequence[str], places: Sequence[float], span: tuple[float, float], width: float) -> list[str]:
    """Leave out the labels for which an axis has no room: those at the ends stay, then every second, third, ... one.

    `places` are on the scale of `span`, which is `width` inches wide; a label stands with its middle at its place.
    """
    scale = width / (span[1] - span[0])
    halves = [max(text_width(line, SMALL) for line in label.split("\n")) / 2 for label in labels]
    last = len(labels) - 1
    for step in range(1, last + 1):
        kept = sorted({*range(0, last, step), last})
        if step > 1 and len(kept) > 2 and kept[-1] - kept[-2] < step:
            kept.pop(-2)
        wide = [(places[b] - places[a]) * scale - halves[a] - halves[b] for a, b in pairwise(kept)]
        if min(wide) >= LABEL_GAP:
            return [label if place in kept else "" for place, label in enumerate(labels)]
    return [label if place == last else "" for place, label in enumerate(labels)]


def time_span(rows: pd.DataFrame, width: float) -> tuple[float, float]:
    """Give the ends of a panel in time, in years, with room beside the first and the last point (`plek`)."""
    low, high = float(rows["plek"].min()), float(rows["plek"].max())
    room = max(END_ROOM * (high - low) / width, 0.3)
    return low - room, high + room


def time_axis(axes: Axes, rows: pd.DataFrame, width: float) -> None:
    """Give a panel its metingen: side by side, or where they stand in time (`plek`) with labels that do not meet.

    Needs `meting_label`. A panel is `width` inches wide.
    """
    labels = list(rows["meting_label"])
    if "plek" not in rows:
        axes.set_xlim(-0.5, len(rows) - 0.5)
        axes.set_xticks(range(len(rows)), short_years(labels, width))
        return
    places, span = list(rows["plek"]), time_span(rows, width)
    axes.set_xlim(*span)
    lines = [label.replace(" ", "\n") for label in labels]
    axes.set_xticks(places, thin_labels(lines, places, span, width))
    axes.tick_params(axis="x", length=2.5, color=SOFT)


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
    """Draw one series over the metingen: points with intervals; open where another informant filled it in.

    Needs the value, `ci_laag`, `ci_hoog`, `informant`. What is not shown gets a dash at the foot of the panel. Of few
    metingen the line is dashed to another informant; of many (with `plek`, see `place_in_time`) it stops there.
    """
    values = [factor * item for item in rows[value].astype(float)]
    informants = list(rows["informant"])
    last = informants[-1] if informants else ""
    many = "plek" in rows
    places = list(rows["plek"]) if many else list(range(len(values)))
    if many:
        draw_broken_line(axes, rows, values, color, lw=1.3)
        draw_breaks(axes, rows)
    else:
        _draw_lines(axes, values, informants, color)
    for place, x, row in zip(range(len(values)), places, rows.itertuples(), strict=True):
        if is_missing(values[place]):
            write_axes_text(axes, x, 0.05 * top, HIDDEN_MARK, SMALL, ha="center", color=SOFT)
            continue
        if not (is_missing(row.ci_laag) or is_missing(row.ci_hoog)):
            ends = [factor * row.ci_laag, min(factor * row.ci_hoog, top)]
            axes.plot([x, x], ends, color=color, lw=1.0 if many else 1.3, alpha=0.6, zorder=2)
        how = CIJFER.how(color, informants[place] != last, ms=3.8 if many else 5.2, mew=1.2 if many else 1.5)
        axes.plot([x], [values[place]], zorder=3, clip_on=False, **how)
    _label_values(axes, rows, values, places, top, factor)
    return axes


def joined(rows: pd.DataFrame, values: Sequence[float]) -> list[tuple[int, int]]:
    """Give the pairs of neighbouring rows that a line may join: two metingen in a row, shown, and to be compared.

    Needs `nummer` and `los` of `place_in_time`. Never over a meting that was missed, or that is not shown.
    """
    numbers, loose = list(rows["nummer"]), list(rows["los"])
    return [
        (place - 1, place)
        for place in range(1, len(values))
        if numbers[place] - numbers[place - 1] == 1
        and not loose[place]
        and not is_missing(values[place - 1])
        and not is_missing(values[place])
    ]


def draw_broken_line(axes: Axes, rows: pd.DataFrame, values: Sequence[float], color: str, **how: Any) -> None:
    """Draw a line that stops where `joined` says so."""
    places = list(rows["plek"])
    for before, now in joined(rows, values):
        ends = [places[before], places[now]], [values[before], values[now]]
        axes.plot(*ends, color=color, **{"zorder": 1, "solid_capstyle": "round", **how})


def draw_breaks(axes: Axes, rows: pd.DataFrame) -> list[float]:
    """Draw a dotted line halfway before each meting that is not to be compared; gives where, as years."""
    places, loose = list(rows["plek"]), list(rows["los"])
    halves = [(places[at - 1] + places[at]) / 2 for at in range(1, len(places)) if loose[at]]
    for half in halves:
        axes.axvline(half, color=SOFT, lw=0.9, ls=(0, (1, 1.5)), zorder=0)
    return halves


def _draw_lines(axes: Axes, values: list[float], informants: list[str], color: str) -> None:
    for place in range(1, len(values)):
        if is_missing(values[place - 1]) or is_missing(values[place]):
            continue
        same = informants[place] == informants[place - 1]
        style = "-" if same else (0, (2, 2))
        axes.plot([place - 1, place], values[place - 1 : place + 1], ls=style, color=color, lw=1.3, zorder=1)


def _label_values(
    axes: Axes, rows: pd.DataFrame, values: list[float], places: Sequence[float], top: float, factor: float
) -> None:
    known = [place for place, item in enumerate(values) if not is_missing(item)]
    chosen = known if len(values) <= MOST_LABELS else known[:1] + known[1:][-1:]
    highs = list(rows["ci_hoog"].astype(float))
    for place in chosen:
        high = values[place] if is_missing(highs[place]) else max(values[place], factor * highs[place])
        bold = 600 if place == known[-1] else 400
        write_axes_text(
            axes, places[place], min(high, top) + 0.03 * top, number(values[place]), SMALL, bold, ha="center",
            va="bottom", **(ON_PAPER if "plek" in rows else {}),
        )  # fmt: skip


def nice_top(values: Sequence[float], minimum: float = 10) -> float:
    """Give the top of a scale per 100: the highest end of an interval, at least `minimum`, never over 100."""
    return min(100.0, max([minimum, *(value for value in values if not is_missing(value))]))


def draw_band(axes: Axes, places: Sequence[float], ends: pd.DataFrame) -> None:
    """Draw where others lie, from the first column of `ends` to the second at each place; nothing without places."""
    if len(places):
        axes.fill_between(places, *(ends[name] for name in ends), color=CONTEXT, alpha=0.35, lw=0, zorder=1)
