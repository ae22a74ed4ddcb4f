"""The first page over all IKCs: those with a jeugdondersteuner beside those without, per primary indicator."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.presentation.captions import INVENTORY, margin, source
from analysis.presentation.certainty import over_ends
from analysis.presentation.cijfers import alt_text
from analysis.presentation.oogopslag.columns import Cell, Column, width_of
from analysis.presentation.oogopslag.layout import break_key, draw_beside, draw_stacked
from analysis.presentation.outputs import Cijfers, Figuur
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import is_missing, number, signed, with_margin
from analysis.presentation.tekenen.canvas import Sheet
from analysis.presentation.tekenen.panels import difference_axis
from analysis.presentation.tekenen.signs import CIJFER, ZONDER
from analysis.presentation.tekenen.style import INK, NARROW, PALETTE, SMALL, WIDTH, font

GROUPS = {"pilot": ("verschil_pilot", CIJFER.vorm, "met jeugdondersteuner"),
          "vergelijking": ("verschil_vergelijking", ZONDER.vorm, "zonder jeugdondersteuner")}  # fmt: skip
"""Per role the column of its difference, its mark and its name."""
ROW, BESIDE = 0.52, 0.12
"""Inches: a row, and each of its two marks from its middle."""
CANNOT = "niet na te gaan"
CHANCE, BEYOND, OTHER_EYES = "kan toeval zijn", "groter dan toeval", "andere invuller"


def groups_beside(rapport: Rapport) -> pd.DataFrame:
    """Give the primary indicators of which both groups have a difference that may be shown; empty for one IKC."""
    table = over_ends(rapport, "verschil_in_verschil") if rapport.over_alle else pd.DataFrame()
    if table.empty:
        return table
    known = table["verschil_pilot"].notna() & table["verschil_vergelijking"].notna()
    return table[~table["controle"].astype(bool) & known].reset_index(drop=True)


def figuur_met_zonder(rapport: Rapport, rows: pd.DataFrame) -> Figuur:
    """Show per indicator how much the IKCs with and those without changed, as measured and by the same informant."""
    first, last = (rapport.meting_label(item.meting, full=True) for item in (rapport.eerste, rapport.laatste))
    caption = (
        f"Gemiddeld verschil tussen {first} en {last}, op de 100 kinderen. Elk IKC telt één keer. Met min zonder heeft "
        f"een {margin(rapport)}{', ruimer door het aantal cijfers' if len(rows) > 1 else ''}. "
        f"{source(rapport, INVENTORY)}"
    )
    title = title_of_groups(rows)
    figure, narrow = (plot(rows, title) for plot in (plot_met_zonder, plot_met_zonder_smal))
    return Figuur(figure, caption, _alt(rows), narrow, _numbers(rows))


def _numbers(rows: pd.DataFrame) -> Cijfers:
    """Give what the figure shows in rows and columns."""
    cells = [
        [row.label, *(signed(100 * getattr(row, column)) for column, _, _ in GROUPS.values()),
         ", ".join(_between(row).lines), _same(row)]
        for row in rows.itertuples()
    ]  # fmt: skip
    heads = ["Verschil op de 100", "Met jeugdondersteuner", "Zonder", "Met min zonder (marge)", "Zelfde soort invuller"]
    kept = [place for place in range(len(heads)) if any(row[place] for row in cells)]
    return Cijfers([heads[place] for place in kept], [[row[place] for place in kept] for row in cells])


def _alt(rows: pd.DataFrame) -> str:
    parts = [
        f"{row.label}: met {signed(100 * row.verschil_pilot)}, zonder {signed(100 * row.verschil_vergelijking)}, met "
        f"min zonder {', '.join(_between(row).lines)}"
        + (f", zelfde soort invuller {_same(row)}" if bool(row.informant_verschilt) else "")
        for row in rows.itertuples()
    ]
    return alt_text("Punten per hoofdindicator, IKC's met en zonder jeugdondersteuner.", parts)


def title_of_groups(rows: pd.DataFrame) -> str:
    """Give the finding: who filled in comes before any difference, then what chance does not explain."""
    if rows["informant_verschilt"].astype(bool).any():
        return "Met en zonder: in het verschil zit ook een andere invuller"
    sure = [row for row in rows.itertuples() if verdict_of(row) == BEYOND]
    if sure:
        return f"Met en zonder verschillen bij {number(len(sure))} van de {number(len(rows))} cijfers"
    return "Tussen met en zonder jeugdondersteuner is geen verschil aan te tonen"


def verdict_of(row: Any) -> str:
    """Give what may be said of a difference between the groups, short; empty where it has no margin."""
    if bool(row.informant_verschilt):
        return OTHER_EYES
    if is_missing(row.ci_laag_gecorrigeerd) or is_missing(row.ci_hoog_gecorrigeerd):
        return "geen marge"
    return BEYOND if row.ci_laag_gecorrigeerd > 0 or row.ci_hoog_gecorrigeerd < 0 else CHANCE


def _between(row: Any) -> Cell:
    words = with_margin(row.verschil, row.ci_laag_gecorrigeerd, row.ci_hoog_gecorrigeerd)
    return Cell((words, verdict_of(row)), verdict_of(row) == BEYOND)


def _same(row: Any) -> str:
    if not bool(row.informant_verschilt):
        return ""
    return CANNOT if is_missing(row.verschil_gecorrigeerd) else signed(100 * row.verschil_gecorrigeerd)


def columns_of(rows: pd.DataFrame) -> list[Column]:
    """Give the columns beside the marks; that of the same informant only where another one is in a difference."""
    found = list(rows.itertuples())
    columns = [Column(("Met min zonder", "(marge)"), tuple(_between(row) for row in found))]
    same = tuple(Cell((words,) if (words := _same(row)) else ()) for row in found)
    return [*columns, Column(("Zelfde soort", "invuller"), same)] if any(cell.lines for cell in same) else columns


def plot_met_zonder(rows: pd.DataFrame, title: str = "", width: float = WIDTH) -> Figure:
    """Draw one row per indicator: the two groups below each other on a line at zero, and what may be said beside."""
    columns = columns_of(rows)

    def draw_body(sheet: Sheet, middles: list[float], top: float, height: float, left: float) -> None:
        axes = sheet.axes(left, top, width - left - width_of(columns), height)
        draw_groups(axes, list(rows.assign(y=middles).itertuples()), height, scale_of(rows))

    key = break_key(_key(rows), width)
    return draw_beside(title, list(rows["label"]), columns, key, _draw_key_mark, draw_body, ROW, width)


def plot_met_zonder_smal(rows: pd.DataFrame, title: str = "") -> Figure:
    """Draw the same for a phone: per indicator its name, the two groups over the whole width, then the words below."""
    found = list(rows.assign(y=ROW / 2).itertuples())

    def draw_row(axes: Axes, row: Any) -> None:
        draw_groups(axes, [row], ROW, scale_of(rows))

    key = break_key(_key(rows), NARROW)
    return draw_stacked(title, found, [said_of(row) for row in found], key, _draw_key_mark, draw_row, ROW)


def said_of(row: Any) -> list[str]:
    """Write what stands beside the marks of a row as lines."""
    lines = [f"Met min zonder: {', '.join(_between(row).lines)}"]
    return [*lines, f"Zelfde soort invuller: {_same(row)}"] if _same(row) else lines


def _key(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Give the marks with their names, and with the number of IKCs where that is the same for every indicator."""
    parts = []
    for role, (_, _, name) in GROUPS.items():
        counts = rows[f"n_{role}"].unique()
        parts.append((role, f"{name} ({number(counts[0])} IKC's)" if len(counts) == 1 else name))
    return parts


def _draw_key_mark(axes: Axes, role: str) -> None:
    axes.plot([0.5], [0.5], GROUPS[role][1], ms=7, color=PALETTE[role], clip_on=False)


def scale_of(rows: pd.DataFrame) -> tuple[float, float]:
    """Give the ends of the scale of differences, per 100; zero is on it."""
    values = [100 * value for column, _, _ in GROUPS.values() for value in rows[column]]
    low, high = min([*values, 0.0]), max([*values, 0.0])
    return (low, high) if high > low else (-10.0, 10.0)


def draw_groups(axes: Axes, rows: Sequence[Any], height: float, ends: tuple[float, float]) -> None:
    """Draw per row, at its `y`, the difference of each group as a mark with a stem from zero and its number."""
    difference_axis(axes, ends, 1, 0.22, 4)
    axes.set_ylim(height, 0)
    for row in rows:
        for (role, (column, mark, _)), side in zip(GROUPS.items(), (-BESIDE, BESIDE), strict=True):
            value, y = 100 * getattr(row, column), row.y + side
            axes.plot([0, value], [y, y], color=PALETTE[role], lw=2.2, alpha=0.45, solid_capstyle="butt", zorder=2)
            axes.plot([value], [y], mark, ms=7, color=PALETTE[role], zorder=3)
            axes.annotate(signed(value), (value, y), xytext=(8 if value >= 0 else -8, 0), textcoords="offset points",
                          ha="left" if value >= 0 else "right", va="center_baseline", color=INK,
                          fontproperties=font(SMALL, 600))  # fmt: skip
