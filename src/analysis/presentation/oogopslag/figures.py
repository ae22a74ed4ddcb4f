"""In één oogopslag: the primary indicators, first and last meting, and the change with its interval."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.presentation.captions import INVENTORY, margin, of_whom, source
from analysis.presentation.changes import title_of_changes
from analysis.presentation.outputs import Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import nothing_to_compare, primary_changes
from analysis.presentation.taal.numbers import is_missing, level_of, signed, with_margin
from analysis.presentation.taal.oordelen import CLEAR, COMPARED, ONBEKEND, OORDELEN
from analysis.presentation.taal.wording import TOO_FEW, UNKNOWN
from analysis.presentation.tekenen.canvas import Sheet, line_height, new_sheet, shorten, write_axes_text
from analysis.presentation.tekenen.style import BODY, CONTEXT, HAIR, INK, PAPER, SMALL, SOFT, color_of, font

LABEL_WIDTH, DOTS_X, DOTS_WIDTH, CHANGE_X, CHANGE_WIDTH, TEXT_X = 1.62, 1.72, 2.1, 4.0, 0.98, 5.12
HEAD = 0.42


def figuur_oogopslag(rapport: Rapport) -> Figuur | Tekst:
    """Show the primary indicators as a dumbbell with their change; a sentence when there is nothing to compare."""
    changes = primary_changes(rapport).assign(basis=rapport.basis)
    if changes.empty:
        return Tekst(nothing_to_compare(rapport))
    first, last = (rapport.meting_label(item.meting, full=True) for item in (rapport.eerste, rapport.laatste))
    figure = plot_oogopslag(changes, first, last, title_of_changes(changes))
    caption = (
        f"Hoofdindicatoren, per 100 ingeschreven kinderen, bij "
        f"{of_whom(rapport, [rapport.eerste.meting, rapport.laatste.meting])}. Het verschil heeft een "
        f"{margin(rapport)}, ruimer gemaakt omdat er {len(changes)} cijfers naast elkaar staan. "
        f"{source(rapport, INVENTORY)}"
    )
    return Figuur(figure, caption, _alt(changes, first, last))


def _alt(changes: pd.DataFrame, first: str, last: str) -> str:
    parts = [f"{row.label}: {_row_words(row)}" for row in changes.itertuples()]
    return f"Halterfiguur van {len(changes)} hoofdindicatoren in {first} en {last}. " + "; ".join(parts) + "."


def _row_words(row: Any) -> str:
    if row.uitkomst == ONBEKEND:
        return UNKNOWN
    if not row.getoond:
        return TOO_FEW
    words = f"van {_level(row, 'van')} naar {_level(row, 'naar')} op de 100"
    if row.uitkomst not in COMPARED:
        return f"{words}, te weinig gegevens voor een uitspraak"
    return f"{words}, verschil {_change_text(row)}, {OORDELEN[row.uitkomst].kort}"


def _change_text(row: Any) -> str:
    return with_margin(row.verschil, row.ci_laag_gecorrigeerd, row.ci_hoog_gecorrigeerd)


def _ends(row: Any) -> tuple[float, float]:
    """Give the margin of the change, per 100."""
    return 100 * row.ci_laag_gecorrigeerd, 100 * row.ci_hoog_gecorrigeerd


def plot_oogopslag(changes: pd.DataFrame, first: str, last: str, title: str = "") -> Figure:
    """Draw one row per indicator of `primary_changes`: two dots, the change on a zero line, the change as text."""
    labels = [shorten(label, LABEL_WIDTH, 3) for label in changes["label"]]
    heights = [max(0.46, len(lines) * line_height(10) + 0.12) for lines in labels]
    middles = [sum(heights[:place]) + height / 2 for place, height in enumerate(heights)]
    subtitle = f"Van de 100 kinderen, in {first} en {last}"
    sheet = new_sheet(HEAD + sum(heights) + 0.24, title, subtitle)
    for lines, middle in zip(labels, middles, strict=True):
        sheet.text(0, HEAD + middle, "\n".join(lines), va="center_baseline")
    for place in range(1, len(heights)):
        sheet.line(HEAD + sum(heights[:place]), color="#eceff2")
    rows = list(changes.assign(y=middles).itertuples())
    _draw_key(sheet, first, last)
    _draw_dots(sheet.axes(DOTS_X, HEAD, DOTS_WIDTH, sum(heights)), rows, sum(heights))
    _draw_changes(sheet.axes(CHANGE_X, HEAD, CHANGE_WIDTH, sum(heights)), rows, sum(heights))
    for row in rows:
        _write_change(sheet, row)
    return sheet.figure


def _draw_key(sheet: Sheet, first: str, last: str) -> None:
    key = sheet.axes(DOTS_X, 0, DOTS_WIDTH, HEAD - 0.1)
    key.set(xlim=(0, DOTS_WIDTH), ylim=(0, 1))
    key.axis("off")
    key.plot([0.09], [0.5], "o", ms=6.5, mfc=PAPER, mec=SOFT, mew=1.6)
    write_axes_text(key, 0.2, 0.5, first, SMALL, va="center", color=SOFT)
    key.plot([1.14], [0.5], "o", ms=6.5, mfc=SOFT, mec=SOFT, mew=1.6)
    write_axes_text(key, 1.25, 0.5, last, SMALL, va="center", color=SOFT)
    sheet.text(CHANGE_X, (HEAD - 0.1) / 2, "Verschil op de 100, met marge", SMALL, va="center", color=SOFT)


def _draw_dots(axes: Axes, rows: list[Any], height: float) -> None:
    shown = [row for row in rows if row.getoond]
    top = max([100 * max(row.aandeel_van, row.aandeel_naar) for row in shown], default=0) or 10
    room = 0.34 / (DOTS_WIDTH - 0.68) * top
    axes.set(xlim=(-room, top + room), ylim=(height, 0), yticks=[])
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True, steps=[1, 2, 5, 10]))
    axes.set_xticks([tick for tick in axes.get_xticks() if 0 <= tick <= top + 1e-9] if shown else [])
    axes.grid(axis="x")
    for row in rows:
        if not row.getoond:
            why = UNKNOWN if row.uitkomst == ONBEKEND else TOO_FEW
            write_axes_text(axes, -room * 0.9, row.y, why, SMALL, va="center", color=SOFT, style="italic")
        else:
            _draw_dumbbell(axes, row)


def _draw_dumbbell(axes: Axes, row: Any) -> None:
    color, van, naar = color_of(row.soort, row.domein), 100 * row.aandeel_van, 100 * row.aandeel_naar
    axes.plot([van, naar], [row.y, row.y], color=color, lw=2.2, alpha=0.45, zorder=2, solid_capstyle="butt")
    axes.plot([van], [row.y], "o", ms=7.5, mfc=PAPER, mec=color, mew=1.8, zorder=3)
    axes.plot([naar], [row.y], "o", ms=7.5, mfc=color, mec=color, mew=1.8, zorder=4)
    left, right = ("van", "naar") if van <= naar else ("naar", "van")
    for end, side, how in ((left, -8, "right"), (right, 8, "left")):
        value, bold = {"van": van, "naar": naar}[end], end == "naar" or van == naar
        axes.annotate(_level(row, end), (value, row.y), xytext=(side, 0), textcoords="offset points", ha=how,
                      va="center_baseline", color=INK, fontproperties=_font(bold))  # fmt: skip


def _level(row: Any, end: str) -> str:
    """Write the share at one end; in rows of rounded counts `basis` says so."""
    basis = getattr(row, "basis", 0)
    return level_of(getattr(row, f"aandeel_{end}"), getattr(row, f"n_kinderen_{end}", None), basis)


def _font(bold: bool) -> Any:
    return font(BODY, 600 if bold else 400)


def _judged(rows: list[Any]) -> Iterator[Any]:
    for row in rows:
        if row.uitkomst in COMPARED and not any(is_missing(end) for end in _ends(row)):
            yield row


def _draw_changes(axes: Axes, rows: list[Any], height: float) -> None:
    judged = list(_judged(rows))
    low = min([_ends(row)[0] for row in judged] + [0.0])
    high = max([_ends(row)[1] for row in judged] + [0.0])
    low, high = (low, high) if high > low else (-10, 10)
    room = 0.08 * (high - low)
    axes.set(xlim=(low - room, high + room), ylim=(height, 0), yticks=[])
    ticks = list(MaxNLocator(3, integer=True, steps=[1, 2, 5, 10]).tick_values(low, high))
    axes.set_xticks([tick for tick in ticks if low - room <= tick <= high + room] if judged else [])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(value)))
    axes.grid(axis="x")
    axes.axvline(0, color=SOFT, lw=1, zorder=1)
    for row in judged:
        clear = row.uitkomst in CLEAR
        color = color_of(row.soort, row.domein) if clear else CONTEXT
        axes.plot(_ends(row), [row.y, row.y], color=color, lw=4.5, solid_capstyle="butt", zorder=2)
        axes.plot([100 * row.verschil], [row.y], "|", ms=11, mew=2, color=INK if clear else SOFT, zorder=3)
    axes.spines["bottom"].set_color(HAIR)


def _write_change(sheet: Sheet, row: Any) -> None:
    judged = row.uitkomst in COMPARED
    y = HEAD + row.y
    if judged:
        sheet.text(TEXT_X, y - 0.01, _change_text(row), SMALL, va="bottom")
    verdict, clear = OORDELEN[row.uitkomst].kort, row.uitkomst in CLEAR
    sheet.text(TEXT_X, y + (0.01 if judged else 0), verdict, SMALL, 600 if clear else 400,
               va="top" if judged else "center", color=INK if clear else SOFT)  # fmt: skip
