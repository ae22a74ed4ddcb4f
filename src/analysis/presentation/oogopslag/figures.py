"""In één oogopslag: the primary indicators, first and last meting, and beside each what may be said of it."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.presentation.captions import INVENTORY, children_words, margin, source
from analysis.presentation.changes import title_of_changes
from analysis.presentation.cijfers import alt_text
from analysis.presentation.oogopslag.columns import GAP, Cell, Column, width_of
from analysis.presentation.oogopslag.figures_groups import figuur_met_zonder, groups_beside
from analysis.presentation.oogopslag.layout import LABEL, break_key, draw_beside, draw_stacked
from analysis.presentation.oogopslag.rows import (
    Meetmoment,
    change_words,
    first_page_rows,
    is_compared,
    level_words,
    moments_of,
    range_words,
    target_words,
    verdict_words,
    why_hidden,
)
from analysis.presentation.oogopslag.tables import numbers_of
from analysis.presentation.outputs import Cijfers, Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import nothing_to_compare
from analysis.presentation.taal.numbers import SUPPRESSED, is_missing
from analysis.presentation.taal.oordelen import CLEAR
from analysis.presentation.tekenen.canvas import (
    Sheet,
    wrap,
    write_axes_text,
)
from analysis.presentation.tekenen.panels import difference_axis
from analysis.presentation.tekenen.style import BODY, CONTEXT, INK, NARROW, PAPER, SMALL, SOFT, WIDTH, color_of, font

LEAST_DOTS, ROW = 1.5, 0.46
"""Inches: the dots at their narrowest, and a row."""
MARGINS = 1.0
"""Inches for the margins of the differences, drawn."""
NO_GOAL = "geen doel"
FIRST, LAST, OTHER_EYES, OTHERS = "eerste", "laatste", "andere invuller", "anderen"


def figuur_oogopslag(rapport: Rapport) -> Figuur | Tekst:
    """Show the primary indicators at both metingen with what may be said of them; a sentence without a comparison.

    Over all IKCs: those with a jeugdondersteuner beside those without, where the study has both.
    """
    if len(beside := groups_beside(rapport)):
        return figuur_met_zonder(rapport, beside)
    rows = first_page_rows(rapport)
    if rows.empty:
        return Tekst(nothing_to_compare(rapport))
    if all(why_hidden(row) for row in rows.itertuples()):
        return Tekst(f"Van de hoofdindicatoren tonen we geen cijfers: {why_hidden(next(rows.itertuples()))}.")
    moments = moments_of(rapport)
    title = title_of_changes(rows)
    figure, narrow = (plot(rows, moments, title) for plot in (plot_oogopslag, plot_oogopslag_smal))
    numbers = Cijfers(*numbers_of(rows, (moments[0].jaar, moments[1].jaar)))
    children = children_words(rapport, [rapport.eerste.meting, rapport.laatste.meting])
    of_whom = f"Op de 100 ingeschreven kinderen ({children})." if children else "Op de 100 ingeschreven kinderen."
    wider = f", ruimer omdat er {len(rows)} cijfers naast elkaar staan" if len(rows) > 1 else ""
    caption = f"{of_whom} Verschil met {margin(rapport)}{wider}."
    return Figuur(figure, f"{caption} {source(rapport, INVENTORY)}", _alt(rows, moments), narrow, numbers)


def _alt(rows: pd.DataFrame, moments: Sequence[Meetmoment]) -> str:
    parts = [f"{row.label}: {_row_words(row)}" for row in rows.itertuples()]
    when = " en ".join(moment.naam for moment in moments)
    return alt_text(f"Per hoofdindicator twee punten: {when}.", parts)


def _row_words(row: Any) -> str:
    if hidden := why_hidden(row):
        return hidden
    words = f"van {level_words(row, 'van')} naar {level_words(row, 'naar')} op de 100"
    words += f", verschil {change_words(row)}, " if is_compared(row) else ", "
    words += verdict_words(row)
    words += f", zelfde soort invuller {row.zelfde}" if row.zelfde not in ("", SUPPRESSED) else ""
    words += f", doel {row.stand.status}" if row.stand else ""
    return words + (f", andere IKC's {range_words(row)}" if range_words(row) else "")


def plot_oogopslag(rows: pd.DataFrame, moments: Sequence[Meetmoment], title: str = "", width: float = WIDTH) -> Figure:
    """Draw one row per indicator of `first_page_rows`: its name, two dots, and what may be said of it in columns.

    Where the columns leave room, the margins of the differences are drawn too.
    """
    columns = columns_of(rows)
    names, dots, margins = _widths(columns, width, any(_has_margin(row) for row in rows.itertuples()))

    def draw_body(sheet: Sheet, middles: list[float], top: float, height: float, left: float) -> None:
        placed = list(rows.assign(y=middles).itertuples())
        draw_dots(sheet.axes(left, top, dots, height), placed, height, dots, scale_of(placed))
        if margins:
            draw_margins(sheet.axes(left + dots + GAP, top, margins, height), placed, height)

    key = break_key(_key(rows, moments), width)
    return draw_beside(title, list(rows["label"]), columns, key, _draw_key_mark, draw_body, ROW, width, names)


def _widths(columns: Sequence[Column], width: float, judged: bool) -> tuple[float, float, float]:
    """Give the inches for the names, for the dots, and for the margins (none where there is no room or no margin)."""
    free = width - width_of(columns)
    names = min(LABEL, max(free - LEAST_DOTS - GAP, 1.0))
    dots = free - names - GAP
    return (names, dots - MARGINS - GAP, MARGINS) if judged and dots > LEAST_DOTS + MARGINS + GAP else (names, dots, 0)


def plot_oogopslag_smal(rows: pd.DataFrame, moments: Sequence[Meetmoment], title: str = "") -> Figure:
    """Draw the same for a phone: per indicator its name, the dots over the whole width, then what may be said below."""
    found = list(rows.assign(y=ROW / 2).itertuples())
    top, key = scale_of(found), break_key(_key(rows, moments), NARROW)

    def draw_row(axes: Axes, row: Any) -> None:
        draw_dots(axes, [row], ROW, NARROW, top)

    return draw_stacked(title, found, [said_of(row) for row in found], key, _draw_key_mark, draw_row, ROW)


def said_of(row: Any) -> list[str]:
    """Write what stands beside the dots of a row as lines: `Verschil: +9 (+3 tot +15), meer genoteerd`."""
    lines = [f"Verschil: {', '.join(_difference(row).lines)}"]
    lines += [f"Zelfde soort invuller: {row.zelfde}"] if row.zelfde not in ("", SUPPRESSED) else []
    return [*lines, f"Doel: {', '.join(_goal(row).lines)}"] if row.stand else lines


def columns_of(rows: pd.DataFrame) -> list[Column]:
    """Give the columns beside the dots; one that says nothing of any row is left out."""
    found = list(rows.itertuples())
    columns = [
        Column(("Verschil", "(marge)"), tuple(_difference(row) for row in found)),
        Column(("Zelfde soort", "invuller"), tuple(_same(row) for row in found)),
        Column(("Doel",), tuple(_goal(row) for row in found)),
    ]
    there = (True, rows["zelfde"].ne("").any(), any(row.stand for row in found))
    return [column for column, shown in zip(columns, there, strict=True) if shown]


def _difference(row: Any) -> Cell:
    lines = (change_words(row), verdict_words(row)) if is_compared(row) else (verdict_words(row),)
    return Cell(lines, row.uitkomst in CLEAR)


def _same(row: Any) -> Cell:
    return Cell(tuple(row.zelfde.replace(" (", "\n(", 1).split("\n")) if row.zelfde else ())


def _goal(row: Any) -> Cell:
    if row.stand is None:
        return Cell((NO_GOAL,))
    return Cell(tuple(part for part in (row.stand.status, target_words(row.stand)) if part), mark=row.stand.status)


def _key(rows: pd.DataFrame, moments: Sequence[Meetmoment]) -> list[tuple[str, str]]:
    """Give what the marks are: pairs of a kind of mark and its words."""
    parts = [(first_mark(rows), moments[0].naam), (LAST, moments[1].naam)]
    return parts + ([(OTHERS, f"andere IKC's in {moments[1].jaar}")] if rows["laagste"].notna().any() else [])


def _draw_key_mark(axes: Axes, kind: str) -> None:
    draw_mark(axes, kind, SOFT, (0.1, 0.9), 0.5)


def first_mark(rows: pd.DataFrame) -> str:
    """Give the mark of the first meting: open where another kind of informant filled in, small where the same did."""
    other = rows["informant_gewisseld"].fillna(False).astype(bool).any()
    return OTHER_EYES if other else FIRST


def draw_mark(axes: Axes, kind: str, color: str, ends: tuple[float, float], y: float) -> None:
    """Draw a mark of the figure: the first meting, the last one, or the range of the other IKCs."""
    if kind == OTHERS:
        axes.plot(ends, [y, y], color=CONTEXT, lw=2.4, solid_capstyle="butt", zorder=1)
        axes.plot(ends, [y, y], "|", color=CONTEXT, ms=5, mew=1.2, zorder=1)
        return
    face, size = PAPER if kind == OTHER_EYES else color, 4.5 if kind == FIRST else 7.5
    axes.plot([sum(ends) / 2], [y], "o", ms=size, mfc=face, mec=color, mew=1.8, zorder=3 + (kind == LAST),
              clip_on=False)  # fmt: skip


def scale_of(rows: Sequence[Any]) -> float:
    """Give the highest level, of this IKC and of the others, per 100."""
    shown = [row for row in rows if not why_hidden(row)]
    levels = [100 * max(row.aandeel_van, row.aandeel_naar) for row in shown]
    return max([*levels, *(row.hoogste for row in shown if not is_missing(row.hoogste))], default=0) or 10


def draw_dots(axes: Axes, rows: Sequence[Any], height: float, width: float, top: float) -> None:
    """Draw per row, at its `y`, the two levels and the range of the other IKCs, on a scale to `top` per 100."""
    room = 0.32 / (width - 0.64) * top
    axes.set(xlim=(-room, top + room), ylim=(height, 0), yticks=[])
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True, steps=[1, 2, 5, 10]))
    any_shown = any(not why_hidden(row) for row in rows)
    axes.set_xticks([tick for tick in axes.get_xticks() if 0 <= tick <= top + 1e-9] if any_shown else [])
    axes.grid(axis="x")
    for row in rows:
        if hidden := why_hidden(row):
            lines = wrap(hidden, width - 0.1, SMALL)
            write_axes_text(axes, -room * 0.9, row.y, "\n".join(lines), SMALL, va="center", color=SOFT, style="italic")
        else:
            _draw_dumbbell(axes, row)


def _draw_dumbbell(axes: Axes, row: Any) -> None:
    color, van, naar = color_of(row.soort, row.domein), 100 * row.aandeel_van, 100 * row.aandeel_naar
    if not is_missing(row.laagste):
        draw_mark(axes, OTHERS, CONTEXT, (row.laagste, row.hoogste), row.y + 0.15)
    axes.plot([van, naar], [row.y, row.y], color=color, lw=2.2, alpha=0.45, zorder=2, solid_capstyle="butt")
    draw_mark(axes, OTHER_EYES if bool(row.informant_gewisseld) else FIRST, color, (van, van), row.y)
    draw_mark(axes, LAST, color, (naar, naar), row.y)
    left, right = ("van", "naar") if van <= naar else ("naar", "van")
    for end, side, how in ((left, -8, "right"), (right, 8, "left")):
        value, bold = {"van": van, "naar": naar}[end], end == "naar" or van == naar
        axes.annotate(level_words(row, end), (value, row.y), xytext=(side, 0), textcoords="offset points", ha=how,
                      va="center_baseline", color=INK, fontproperties=font(BODY, 600 if bold else 400))  # fmt: skip


def draw_margins(axes: Axes, rows: Sequence[Any], height: float) -> None:
    """Draw the margin of each difference on a line at zero; coloured where chance does not explain it."""
    judged = [row for row in rows if _has_margin(row)]
    low = min([_ends(row)[0] for row in judged] + [0.0])
    high = max([_ends(row)[1] for row in judged] + [0.0])
    difference_axis(axes, (low, high) if high > low else (-10.0, 10.0), 1, 0.08, 2)
    axes.set_ylim(height, 0)
    for row in judged:
        clear = row.uitkomst in CLEAR
        color = color_of(row.soort, row.domein) if clear else CONTEXT
        axes.plot(_ends(row), [row.y, row.y], color=color, lw=4.5, solid_capstyle="butt", zorder=2)
        axes.plot([100 * row.verschil], [row.y], "|", ms=11, mew=2, color=INK if clear else SOFT, zorder=3)


def _has_margin(row: Any) -> bool:
    return is_compared(row) and not any(is_missing(end) for end in _ends(row))


def _ends(row: Any) -> tuple[float, float]:
    """Give the margin of the change, per 100."""
    return 100 * row.ci_laag_gecorrigeerd, 100 * row.ci_hoog_gecorrigeerd
