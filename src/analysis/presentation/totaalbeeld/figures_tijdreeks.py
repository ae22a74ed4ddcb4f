"""New toewijzingen around the start: both groups of IKCs by quarter, and the national trend of CBS beside them."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.presentation.captions import ALLOCATIONS, source
from analysis.presentation.outputs import Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import is_missing, number
from analysis.presentation.tekenen.broken import BREAK, COLORS, MARKERS, crosses_break, main_series, plot_broken
from analysis.presentation.tekenen.canvas import Sheet, new_sheet, write_axes_text
from analysis.presentation.tekenen.style import CORONA, CORONA_INK, INK, PALETTE, SMALL, SOFT, WIDTH
from analysis.presentation.who_is_in import allocations_left_out
from analysis.study import ALLE

HEIGHT, HEAD, FOOT, LEFT, BESIDE = 1.75, 0.42, 0.3, 0.3, 1.7
GROUPS = {"pilots": ("Met jeugdondersteuner", "pilot", "o"), "vergelijking": ("Zonder", "vergelijking", "s")}


def figuur_tijdreeks(rapport: Rapport) -> Figuur | Tekst:
    """Show started toewijzingen per quarter with and without a jeugdondersteuner, for the report over all IKCs."""
    table = rapport.alle("tijdreeks_kwartalen")
    table = table[table["domein"] == ALLE] if len(table) else table
    if table.empty or table[["gestart_per_1000", "gemiddeld_per_1000"]].isna().all(axis=None):
        return Tekst("")
    table = table.assign(tijd=[as_year(kwartaal) for kwartaal in table["kwartaal"]])
    cbs = main_series(rapport.alle("cbs"))
    notes = [
        "Punt: een kwartaal; lijn: gemiddeld vóór en vanaf de start. Geen punt: te weinig om te tonen, of de IKC's "
        "begonnen niet gelijk."
    ]
    if crosses_break(cbs) if len(cbs) else False:
        notes.append("CBS telt vanaf 2021 anders: over de trendbreuk heen zijn de aantallen niet te vergelijken.")
    beside = f" Rechts: jongeren met jeugdhulp in {cbs['regio'].iloc[0]}, per jaar (CBS StatLine)." if len(cbs) else ""
    caption = (
        f"Begonnen toewijzingen per kwartaal, per 1.000 kinderen, IKC's met en zonder jeugdondersteuner.{beside} "
        f"{source(rapport, ALLOCATIONS)} {allocations_left_out(rapport)}".rstrip()
    )
    return Figuur(plot_tijdreeks(table, cbs, rapport, notes), caption, _alt(table))


def as_year(kwartaal: str) -> float:
    """Give the middle of a quarter as a year: 2019Q1 is 2019.125."""
    year, quarter = str(kwartaal).split("Q")
    return int(year) + (int(quarter) - 0.5) / 4


def _alt(table: pd.DataFrame) -> str:
    parts = [
        f"{GROUPS[groep][0]}: {', '.join(f'{row.kwartaal} {_value(row)}' for row in rows.itertuples())}"
        for groep, rows in table.groupby("groep", sort=False)
    ]
    return f"Begonnen toewijzingen per kwartaal per 1.000 kinderen. {'; '.join(parts)}."


def _value(row: Any) -> str:
    return "niet getoond" if is_missing(row.gestart_per_1000) else number(row.gestart_per_1000)


def plot_tijdreeks(table: pd.DataFrame, cbs: pd.DataFrame, rapport: Rapport, notes: list[str]) -> Figure:
    """Draw the two groups in one panel and, where CBS was delivered, its yearly counts in a smaller one beside it."""
    sheet = new_sheet(HEAD + HEIGHT + FOOT, "", "Begonnen toewijzingen per 1.000 kinderen", notes)
    width = WIDTH - LEFT - (BESIDE + 0.55 if len(cbs) else 0) - 0.05
    axes = sheet.axes(LEFT, HEAD, width, HEIGHT)
    top = 1.15 * float(table[["gestart_per_1000", "gemiddeld_per_1000"]].max(axis=None))
    axes.set(xlim=(table["tijd"].min() - 0.2, table["tijd"].max() + 0.2), ylim=(0, top))
    _whole_ticks(axes, table["tijd"], top)
    _mark_times(axes, table, rapport, top)
    x = LEFT
    for groep, rows in table.groupby("groep", sort=False):
        label, purpose, marker = GROUPS[groep]
        _draw_group(axes, rows, PALETTE[purpose], marker)
        place = ((x - LEFT + 0.06) / width, 1 + (HEAD - 0.1) / HEIGHT)
        axes.plot(*place, marker, ms=5, color=PALETTE[purpose], transform=axes.transAxes, clip_on=False)
        sheet.text(x + 0.18, 0.02, label, SMALL, 600, color=PALETTE[purpose])
        x += 1.75
    if len(cbs):
        _draw_cbs(sheet, cbs, LEFT + width + 0.5)
    return sheet.figure


def _whole_ticks(axes: Axes, times: pd.Series, top: float) -> None:
    years = range(int(times.min()), int(times.max()) + 1)
    axes.set_xticks([year + 0.5 for year in years], [str(year) for year in years])
    ticks = [tick for tick in MaxNLocator(4, integer=True).tick_values(0, top) if tick <= top]
    axes.set_yticks(ticks, [number(tick) for tick in ticks])
    axes.grid(axis="y")


def _mark_times(axes: Axes, table: pd.DataFrame, rapport: Rapport, top: float) -> None:
    """Mark the disturbing periods as bands and the start as a line; between first and last start nothing counts."""
    low, high = axes.get_xlim()
    for item in rapport.study.storende_periodes:
        ends = [day.year + (day.timetuple().tm_yday - 1) / 365 for day in (item.van, item.tot)]
        if ends[0] < high and ends[1] > low:
            axes.axvspan(max(ends[0], low), min(ends[1], high), color=CORONA, zorder=0)
            write_axes_text(axes, min(ends[1], high) - 0.03, 0.03 * top, item.naam, SMALL, ha="right", color=CORONA_INK)
    start = as_year(table["start"].iloc[0]) - 0.125
    axes.axvline(start, color=INK, lw=1, ls=(0, (4, 2)))
    write_axes_text(axes, start - 0.04, 0.03 * top, "start", SMALL, ha="right")


def _draw_group(axes: Axes, rows: pd.DataFrame, color: str, marker: str) -> None:
    start = as_year(rows["start"].iloc[0]) - 0.125
    for side in (rows[rows["tijd"] < start], rows[rows["tijd"] > start]):
        axes.plot(side["tijd"], side["gemiddeld_per_1000"].astype(float), color=color, lw=1.6)
    axes.plot(rows["tijd"], rows["gestart_per_1000"].astype(float), marker, ms=4.6, color=color, ls="none")


def _draw_cbs(sheet: Sheet, cbs: pd.DataFrame, x: float) -> None:
    axes = sheet.axes(x, HEAD, BESIDE, HEIGHT)
    sheet.text(x - 0.3, 0.02, "CBS, x 1.000 jongeren", SMALL, 600, color=SOFT)
    for place, (_, rows) in enumerate(cbs.groupby("indicator", sort=False)):
        plot_broken(axes, rows, COLORS[-1 - place % 2], MARKERS[place % len(MARKERS)])
    top = float(cbs["aantal"].max()) / 1000 * 1.15
    first, last = int(cbs["jaar"].min()), int(cbs["jaar"].max())
    axes.set(xlim=(first - 0.4, last + 0.4), ylim=(0, top))
    axes.set_xticks([first, last], [str(first), str(last)])
    ticks = [tick for tick in MaxNLocator(4, integer=True).tick_values(0, top) if tick <= top]
    axes.set_yticks(ticks, [number(tick) for tick in ticks])
    axes.grid(axis="y")
    if crosses_break(cbs):
        axes.axvline(BREAK, color=CORONA_INK, lw=1, ls=(0, (4, 2)))
        write_axes_text(axes, BREAK - 0.1, 0.03 * top, "trendbreuk", SMALL, ha="right", color=CORONA_INK)
