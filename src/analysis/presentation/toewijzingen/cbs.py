"""The reference trend of CBS: young people with youth care, with the break between 2020 and 2021 drawn."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.presentation.outputs import Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import first_upper, list_words, number
from analysis.presentation.tekenen.broken import (
    BREAK,
    COLORS,
    HEIGHT,
    MARKERS,
    crosses_break,
    main_series,
    name_lines,
    plot_broken,
)
from analysis.presentation.tekenen.canvas import new_sheet, write_axes_text
from analysis.presentation.tekenen.style import CORONA_INK, SMALL, WIDTH


def figuur_cbs(rapport: Rapport) -> Figuur | Tekst:
    """Show, in the report over all IKCs, the counts of CBS for the region with most years."""
    table = main_series(rapport.alle("cbs")) if rapport.over_alle else pd.DataFrame()
    if table.empty:
        return Tekst("")
    regio = str(table["regio"].iloc[0])
    notes = ["Over de trendbreuk heen zijn de aantallen niet te vergelijken; de lijn is daar onderbroken."]
    figure = plot_cbs(table, notes if crosses_break(table) else [])
    caption = (
        f"Jongeren met jeugdhulp in {escape(regio)}, per jaar (x 1.000). Voorlopige cijfers kunnen later nog 1 tot 5 "
        "procent stijgen; preventie en toegang tellen niet mee, dus ook het eigen werk van een jeugdondersteuner "
        "niet. Bron: CBS StatLine, CC BY 4.0."
    )
    return Figuur(figure, caption, _alt(table))


def plot_cbs(table: pd.DataFrame, notes: list[str]) -> Figure:
    """Draw a line per indicator, broken at the trend break, with its first and last value written beside it."""
    sheet = new_sheet(HEIGHT + 0.3, "", "Jongeren met jeugdhulp, x 1.000", notes)
    axes = sheet.axes(0.34, 0.14, WIDTH - 2.15, HEIGHT)
    ends = []
    for place, (name, rows) in enumerate(table.groupby("indicator", sort=False)):
        color, marker = COLORS[place % len(COLORS)], MARKERS[place % len(MARKERS)]
        plot_broken(axes, rows, color, marker)
        ends.append((float(rows["aantal"].iloc[-1]) / 1000, int(rows["jaar"].iloc[-1]), str(name), color))
    years = sorted(set(table["jaar"].astype(int)))
    axes.set_xlim(years[0] - 0.3, years[-1] + 0.3)
    axes.set_ylim(0, float(table["aantal"].max()) / 1000 * 1.12)
    axes.set_xticks(years, [str(year) for year in years])
    top = axes.get_ylim()[1]
    ticks = [tick for tick in MaxNLocator(5, integer=True).tick_values(0, top) if tick <= top]
    axes.set_yticks(ticks, [number(tick) for tick in ticks])
    axes.grid(axis="y")
    if crosses_break(table):
        axes.axvline(BREAK, color=CORONA_INK, lw=1, ls=(0, (4, 2)))
        write_axes_text(axes, BREAK - 0.06, 0.03 * axes.get_ylim()[1], "trendbreuk 2020/2021", SMALL, ha="right",
                        va="bottom", color=CORONA_INK)  # fmt: skip
    name_lines(axes, ends, years[-1])
    return sheet.figure


def _alt(table: pd.DataFrame) -> str:
    parts = [
        f"{name}: {list_words([f'{number(row.aantal / 1000)} in {row.jaar}' for row in rows.itertuples()])}"
        for name, rows in table.groupby("indicator", sort=False)
    ]
    broken = " De lijnen zijn tussen 2020 en 2021 onderbroken." if crosses_break(table) else ""
    return f"Lijnen per jaar, aantallen x 1.000. {'; '.join(parts)}.{broken}"


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
