"""The reference trend of CBS: young people with youth care, with the break between 2020 and 2021 drawn."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.presentation.cijfers import alt_text, numbers_in_columns
from analysis.presentation.outputs import Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import first_upper, list_words, number
from analysis.presentation.tekenen.broken import (
    BREAK,
    HEIGHT,
    LINES,
    crosses_break,
    is_provisional,
    main_series,
    name_lines,
    plot_broken,
)
from analysis.presentation.tekenen.canvas import Sheet, new_sheet, shorten, write_axes_text
from analysis.presentation.tekenen.panels import thin_labels
from analysis.presentation.tekenen.style import CORONA_INK, NARROW, SMALL, WIDTH
from analysis.presentation.titels import title_of_levels

KEY = 1.2
"""Inches on a phone beside the name of a line: a piece of it, its last value and year."""
PROVISIONAL = "*"


def figuur_cbs(rapport: Rapport) -> Figuur | Tekst:
    """Show, in the report over all IKCs, the counts of CBS for the region with most years."""
    table = main_series(rapport.alle("cbs")) if rapport.over_alle else pd.DataFrame()
    if table.empty:
        return Tekst("")
    regio = str(table["regio"].iloc[0])
    notes = ["Over de trendbreuk heen zijn de aantallen niet te vergelijken; de lijn is daar onderbroken."]
    notes = notes if crosses_break(table) else []
    notes += [f"{PROVISIONAL}: voorlopig cijfer."] if is_provisional(table).any() else []
    figures = [plot_cbs(table, notes, width) for width in (WIDTH, NARROW)]
    caption = (
        f"Jongeren met jeugdhulp in {escape(regio)}, per jaar (x 1.000). Voorlopige cijfers kunnen later nog 1 tot 5 "
        "procent stijgen; preventie en toegang tellen niet mee, dus ook het eigen werk van een jeugdondersteuner "
        "niet. Bron: CBS StatLine, CC BY 4.0."
    )
    rows = table.sort_values("jaar", kind="stable").assign(label=table["indicator"].astype(str))
    cijfers = numbers_in_columns(rows, "label", ("jaar",), ("x 1.000 jongeren",), _thousands)
    return Figuur(figures[0], caption, _alt(table), figures[1], cijfers)


def _thousands(row: Any) -> str:
    return number(row.aantal / 1000) + (PROVISIONAL if "voorlopig" in str(row.status) else "")


def _title(table: pd.DataFrame) -> str:
    """Say how many young people there were in the last year that has a number."""
    last = table[table["jaar"] == table["jaar"].max()]
    names = [f"{row.indicator} {number(row.aantal / 1000)}.000 jongeren" for row in last.itertuples()]
    return title_of_levels(names, str(int(last["jaar"].iloc[0])))


def plot_cbs(table: pd.DataFrame, notes: list[str], sheet_width: float = WIDTH) -> Figure:
    """Draw a line per indicator, broken at the trend break; its name and last value beside it, or above on a phone."""
    is_narrow = sheet_width <= NARROW
    names = list(dict.fromkeys(table["indicator"].astype(str)))
    lines = [shorten(name, sheet_width - KEY, 1, SMALL, 600)[0] for name in names] if is_narrow else []
    above = 0.14 + 0.18 * len(lines)
    sheet = new_sheet(HEIGHT + 0.16 + above, _title(table), "Jongeren met jeugdhulp, x 1.000", notes, sheet_width)
    axes = sheet.axes(0.34, above, sheet_width - (0.44 if is_narrow else 2.15), HEIGHT)
    ends = []
    for place, (name, rows) in enumerate(table.groupby("indicator", sort=False)):
        color, style = LINES[place % len(LINES)]
        plot_broken(axes, rows, color, style)
        ends.append((float(rows["aantal"].iloc[-1]) / 1000, int(rows["jaar"].iloc[-1]), str(name), color))
    years = sorted(set(table["jaar"].astype(int)))
    axes.set_xlim(years[0] - 0.3, years[-1] + 0.3)
    axes.set_ylim(0, float(table["aantal"].max()) / 1000 * 1.12)
    late = set(table.loc[is_provisional(table), "jaar"].astype(int))
    labels = [f"{year}{PROVISIONAL if year in late else ''}" for year in years]
    span = axes.get_xlim()
    axes.set_xticks(years, thin_labels(labels, years, span, sheet.size[0] * axes.get_position().width))
    top = axes.get_ylim()[1]
    ticks = [tick for tick in MaxNLocator(5, integer=True).tick_values(0, top) if tick <= top]
    axes.set_yticks(ticks, [number(tick) for tick in ticks])
    axes.grid(axis="y")
    if crosses_break(table):
        axes.axvline(BREAK, color=CORONA_INK, lw=1, ls=(0, (4, 2)))
        write_axes_text(axes, BREAK - 0.06, 0.03 * axes.get_ylim()[1], "trendbreuk 2020/2021", SMALL, ha="right",
                        va="bottom", color=CORONA_INK)  # fmt: skip
    if is_narrow:
        _name_above(sheet, lines, ends)
    else:
        name_lines(axes, ends, years[-1])
    return sheet.figure


def _name_above(sheet: Sheet, lines: list[str], ends: list[tuple[float, int, str, str]]) -> None:
    """Write the names of the lines above the panel, each behind a piece of its line, with its last value."""
    for place, (name, (value, year, _, color)) in enumerate(zip(lines, ends, strict=True)):
        y = 0.1 + 0.18 * place
        key = sheet.axes(0, y - 0.05, 0.3, 0.1)
        key.axis("off")
        key.plot([0, 1], [0.5, 0.5], color=color, ls=LINES[place % len(LINES)][1], lw=1.6)
        sheet.text(0.36, y, f"{name}: {number(value)} in {year}", SMALL, 600, va="center", color=color)


def _alt(table: pd.DataFrame) -> str:
    parts = [
        f"{name}: {list_words([f'{number(row.aantal / 1000)} in {row.jaar}' for row in rows.itertuples()])}"
        for name, rows in table.groupby("indicator", sort=False)
    ]
    broken = "De lijnen zijn tussen 2020 en 2021 onderbroken." if crosses_break(table) else ""
    return alt_text("Lijnen per jaar, aantallen x 1.000.", parts, broken)


def zin_cbs(rapport: Rapport) -> Tekst:
    """Compare, in words, the percentages of CBS for the country and the regions nearby, where a year has several."""
    table = rapport.alle("cbs") if rapport.over_alle else pd.DataFrame()
    if table.empty:
        return Tekst("")
    shares = table[table["percentage"].notna()]
    groups = [rows for _, rows in shares.groupby(["indicator", "noemer", "jaar"], sort=True) if len(rows) > 1]
    if not groups:
        return Tekst("")
    last = max(groups, key=lambda rows: int(rows["jaar"].iloc[0]))
    first, *others = last.itertuples()
    age = f" van {escape(first.noemer)}" if first.noemer else ""
    words = [f"in {escape(row.regio)} {number(row.percentage, 1)} procent" for row in others]
    return Tekst(
        f"Volgens het CBS had in {first.jaar} in {escape(first.regio)} {number(first.percentage, 1)} procent van de "
        f"jongeren{age} {escape(first.indicator)}. {first_upper(list_words(words))}."
    )
