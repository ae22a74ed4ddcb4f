"""The figures of the plan: the chance to find a change, and what double reports do to a margin."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.planning.uitkomsten import IKC, POWER, Uitkomsten, advised_doubles, often_usable
from analysis.planning.woorden import (
    chance_at,
    chance_words,
    change_words,
    groups,
    icc_words,
    kind_of_change,
    points,
    rows_of,
)
from analysis.presentation.outputs import Cijfers, Figuur
from analysis.presentation.taal.numbers import first_upper, is_missing, list_words, number
from analysis.presentation.tekenen.canvas import Sheet, new_sheet, wrap, write_axes_text
from analysis.presentation.tekenen.panels import scale_ticks
from analysis.presentation.tekenen.style import CONTEXT, INK, NARROW, PALETTE, PAPER, SMALL, SOFT, WIDTH

LEFT, RIGHT, HEAD, HEIGHT, FOOT = 0.42, 0.12, 0.36, 2.5, 0.42
LINES = (
    (PALETTE["focus"], "o", "-"),
    (PALETTE["vergelijking"], "s", (0, (5, 2))),
    (PALETTE["eerstelijnszorg"], "D", (0, (1.5, 1.5))),
    (PALETTE["jeugd_ggz"], "^", (0, (5, 2, 1, 2))),
)
UNDER = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.2, "alpha": 0.85}
"""A light ground under words that lie on a line."""
NAME_WIDTH = 1.2
"""Inches for the name of a line above the panel: at the left, where a phone shows it first."""


def figuur_kansen(uitkomsten: Uitkomsten) -> Figuur:
    """Show the chance to find a change of any size: one IKC, and each number of IKCs together."""
    opzet = uitkomsten.opzet
    chances = {wie: chance_at(uitkomsten, wie) for wie in groups(uitkomsten)}
    title = f"{first_upper(change_words(opzet))} wordt bij één IKC {chance_words(chances[IKC])} gevonden"
    figures = [plot_kansen(uitkomsten, title, width) for width in (WIDTH, NARROW)]
    caption = (
        f"Hoe vaak het rapport een {kind_of_change(opzet)} zou vinden, naar hoe groot die werkelijk is. Per IKC "
        f"{number(opzet.plan.kinderen)} kinderen in {number(opzet.plan.klassen)} klassen, ICC "
        f"{icc_words(opzet.plan.icc)}. Bron: {number(opzet.studies)} nagebootste onderzoeken per punt."
    )
    return Figuur(figures[0], caption, _alt_kansen(uitkomsten, chances), figures[1], _numbers_kansen(uitkomsten))


def _numbers_kansen(uitkomsten: Uitkomsten) -> Cijfers:
    """Give a row per size of change and a column per group: the chance to find it, of 100 times."""
    names, icc = list(groups(uitkomsten)), uitkomsten.opzet.plan.icc
    found = {wie: rows_of(uitkomsten.kansen, wie, icc).set_index("verandering")["kans"] for wie in names}
    changes = list(dict.fromkeys(change for chances in found.values() for change in chances.index))
    rows = [[points(change), *(number(100 * found[wie].get(change)) for wie in names)] for change in changes]
    return Cijfers(("Verandering op de 100", *names), rows)


def plot_kansen(uitkomsten: Uitkomsten, title: str, sheet_width: float = WIDTH) -> Figure:
    """Draw a line per group at the expected ICC, with the 80 per cent and the change hoped for as thin lines."""
    plan = uitkomsten.opzet.plan
    sheet = new_sheet(
        HEAD + HEIGHT + FOOT, title, "Kans dat het rapport de verandering vindt, van de 100 keer", width=sheet_width
    )
    axes = sheet.axes(LEFT, HEAD, sheet_width - LEFT - RIGHT, HEIGHT)
    rows = uitkomsten.kansen[uitkomsten.kansen["icc"] == plan.icc]
    last = 100 * float(rows["verandering"].abs().max())
    axes.set(xlim=(0, last), ylim=(0, 102))
    for place, wie in enumerate(groups(uitkomsten)):
        part, (color, marker, style) = rows[rows["wie"] == wie], LINES[place % len(LINES)]
        axes.plot(100 * part["verandering"].abs(), 100 * part["kans"], color=color, ls=style, lw=1.8, clip_on=False,
                  marker=marker, ms=4.6)  # fmt: skip
        _name_line(sheet, axes, place, wie)
    _reference_lines(axes, uitkomsten)
    _scales(axes, last)
    _x_label(axes, f"Werkelijke {kind_of_change(uitkomsten.opzet)}, op de 100 kinderen")
    return sheet.figure


def _name_line(sheet: Sheet, axes: Axes, place: int, wie: str) -> None:
    """Write the name of a line above the panel, in its colour and behind its marker."""
    (color, marker, _), x = LINES[place % len(LINES)], LEFT + place * min(NAME_WIDTH, (sheet.size[0] - LEFT) / 3)
    spot = ((x - LEFT + 0.06) / (sheet.size[0] - LEFT - RIGHT), 1 + (HEAD - 0.12) / HEIGHT)
    axes.plot(*spot, marker, ms=5, color=color, transform=axes.transAxes, clip_on=False)
    sheet.text(x + 0.16, 0.04, wie, SMALL, 600, color=color)


def _reference_lines(axes: Axes, uitkomsten: Uitkomsten) -> None:
    plan = uitkomsten.opzet.plan
    hoped, power, right = abs(100 * plan.verandering), 100 * POWER, axes.get_xlim()[1]
    axes.axhline(power, color=SOFT, lw=1, zorder=1)
    axes.axvline(hoped, color=INK, lw=1, ls=(0, (4, 2)), zorder=1)
    write_axes_text(axes, right * 0.005, power + 1.5, f"{number(power)} van de 100", SMALL, color=SOFT, bbox=UNDER)
    write_axes_text(axes, hoped + 0.01 * right, 94, "waarop u hoopt", SMALL, va="center", bbox=UNDER)


def _scales(axes: Axes, last: float) -> None:
    axes.set_yticks(range(0, 101, 20), [number(tick) for tick in range(0, 101, 20)])
    ticks = [tick for tick in scale_ticks(0, last, last, 7) if tick >= 0]
    axes.set_xticks(ticks, [number(tick) for tick in ticks])
    axes.grid(axis="y")


def _x_label(axes: Axes, text: str) -> None:
    axes.set_xlabel(text, fontsize=SMALL, loc="left", color=SOFT)


def _alt_kansen(uitkomsten: Uitkomsten, chances: dict[str, float]) -> str:
    """Tell per line where it starts, where it crosses the change hoped for, and where it ends."""
    parts = []
    for wie, kans in chances.items():
        end = rows_of(uitkomsten.kansen, wie, uitkomsten.opzet.plan.icc).iloc[-1]
        parts.append(
            f"{wie}: {number(100 * kans)} van de 100 bij de verandering waarop u hoopt, "
            f"{number(100 * end['kans'])} bij een verandering van {points(end['verandering'])} op de 100"
        )
    return f"Lijnen die stijgen met de grootte van de verandering. {'; '.join(parts)}."


def figuur_dubbel(uitkomsten: Uitkomsten) -> Figuur:
    """Show how wide the margin of the corrected change is with so many double reports."""
    advised = advised_doubles(uitkomsten.dubbel)
    title = (
        f"Met {number(advised)} dubbel ingevulde lijsten blijft de marge hoogstens anderhalf keer zo ruim"
        if advised
        else "Dubbel invullen maakt de marge kleiner, maar niet klein genoeg"
    )
    caption = (
        "Marge van de verandering bij één IKC na correctie voor een andere invuller, naar het aantal kinderen bij wie "
        f"beiden een lijst invullen. Bron: {number(uitkomsten.opzet.studies)} nagebootste onderzoeken per punt."
    )
    figures = [plot_dubbel(uitkomsten, title, width) for width in (WIDTH, NARROW)]
    rows = [[number(row.dubbel), points(row.marge)] for row in often_usable(uitkomsten.dubbel).itertuples()]
    cijfers = Cijfers(("Dubbel ingevulde lijsten", "Marge op de 100"), rows)
    return Figuur(figures[0], caption, _alt_dubbel(uitkomsten), figures[1], cijfers)


def plot_dubbel(uitkomsten: Uitkomsten, title: str, sheet_width: float = WIDTH) -> Figure:
    """Draw the margin by number of double reports; dotted what it would be with the ratio known."""
    rows = often_usable(uitkomsten.dubbel)
    sheet = new_sheet(
        0.1 + HEIGHT + FOOT, title, "Marge: zoveel op de 100 naar boven en naar beneden", width=sheet_width
    )
    axes = sheet.axes(LEFT, 0.1, sheet_width - LEFT - 0.3, HEIGHT)
    top = 100 * float(rows["marge"].max()) * 1.15
    axes.set(xlim=(0, float(rows["dubbel"].max()) * 1.04), ylim=(0, top))
    axes.plot(rows["dubbel"], 100 * rows["marge"], "o-", color=PALETTE["focus"], ms=4.6, clip_on=False)
    for row in rows.iloc[np.unique([0, len(rows) // 2, len(rows) - 1])].itertuples():
        write_axes_text(axes, row.dubbel, 100 * row.marge + 0.035 * top, points(row.marge), SMALL, 600, ha="center")
    known = 100 * float(rows["marge_bekend"].iloc[0])
    axes.axhline(known, color=CONTEXT, lw=1.4, ls=(0, (1.5, 1.5)))
    words = f"als bekend was hoeveel de één meer ziet dan de ander: {points(known / 100)}"
    lines = wrap(words, sheet_width - LEFT - 0.35, SMALL)
    write_axes_text(axes, 0.01 * axes.get_xlim()[1], known - 0.02 * top, "\n".join(lines), SMALL, va="top", color=SOFT)
    ticks = scale_ticks(0, top, top, 5)
    axes.set_yticks(ticks, [number(tick) for tick in ticks])
    axes.grid(axis="y")
    _x_label(axes, "Kinderen bij wie beiden een lijst invullen, alle IKC's samen")
    return sheet.figure


def _alt_dubbel(uitkomsten: Uitkomsten) -> str:
    rows = often_usable(uitkomsten.dubbel)
    parts = [f"{points(row.marge)} op de 100 bij {number(row.dubbel)} kinderen" for row in rows.itertuples()]
    known = rows["marge_bekend"].iloc[0]
    end = "" if is_missing(known) else f" Met een bekende verhouding zou hij {points(known)} zijn."
    return f"Een dalende lijn. De marge is {list_words(parts)}.{end}"
