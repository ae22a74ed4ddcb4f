"""New toewijzingen around the start: both groups of IKCs by quarter."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.presentation.captions import ALLOCATIONS, source
from analysis.presentation.cijfers import HIDDEN, alt_text, numbers_in_columns
from analysis.presentation.outputs import Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import is_missing, number, quarter_words
from analysis.presentation.tekenen.canvas import new_sheet, write_axes_text
from analysis.presentation.tekenen.signs import CIJFER, ZONDER, Teken
from analysis.presentation.tekenen.style import CORONA, CORONA_INK, HAIR, INK, NARROW, PALETTE, SMALL, WIDTH
from analysis.presentation.totaalbeeld.sentences_tijdreeks import title_of_groups_in_time
from analysis.presentation.who_is_in import allocations_left_out
from analysis.study import ALLE

HEIGHT, HEAD, FOOT, LEFT = 1.75, 0.42, 0.3, 0.3
GROUPS = {
    "pilots": ("Met jeugdondersteuner", "pilot", CIJFER),
    "vergelijking": ("Zonder", "vergelijking", ZONDER),
}


def figuur_tijdreeks(rapport: Rapport) -> Figuur | Tekst:
    """Show started toewijzingen per quarter with and without a jeugdondersteuner, for the report over all IKCs."""
    table = rapport.alle("tijdreeks_kwartalen")
    table = table[table["domein"] == ALLE] if len(table) else table
    if table.empty or table[["gestart_per_1000", "gemiddeld_per_1000"]].isna().all(axis=None):
        return Tekst("")
    table = table.assign(tijd=[as_year(kwartaal) for kwartaal in table["kwartaal"]])
    notes = [
        "Punt: een kwartaal; lijn: gemiddeld vóór en vanaf de start. Geen punt: te weinig om te tonen, of de IKC's "
        "begonnen niet gelijk."
    ]
    caption = (
        f"Begonnen toewijzingen per kwartaal, per 1.000 kinderen, IKC's met en zonder jeugdondersteuner. "
        f"{source(rapport, ALLOCATIONS)} {allocations_left_out(rapport)}".rstrip()
    )
    figures = [plot_tijdreeks(table, rapport, notes, width) for width in (WIDTH, NARROW)]
    named = table.assign(
        groepen=[GROUPS[groep][0] for groep in table["groep"]], wanneer=table["kwartaal"].map(quarter_words)
    ).sort_values(["groep", "tijd"], kind="stable")
    cijfers = numbers_in_columns(named, "groepen", ("wanneer",), ("Per 1.000 kinderen",), _per_1000)
    return Figuur(figures[0], caption, _alt(table), figures[1], cijfers)


def _per_1000(row: Any) -> str:
    return HIDDEN if is_missing(row.gestart_per_1000) else number(row.gestart_per_1000)


def as_year(kwartaal: str) -> float:
    """Give the middle of a quarter as a year: 2019Q1 is 2019.125."""
    year, quarter = str(kwartaal).split("Q")
    return int(year) + (int(quarter) - 0.5) / 4


def _alt(table: pd.DataFrame) -> str:
    """Say per group the mean of the quarters before and since the start: what the two lines show."""
    parts = []
    for groep, rows in table.groupby("groep", sort=False):
        start = as_year(rows["start"].iloc[0]) - 0.125
        sides = {"vóór de start": rows[rows["tijd"] < start], "erna": rows[rows["tijd"] > start]}
        means = [
            f"{when} gemiddeld {number(side['gemiddeld_per_1000'].dropna().iloc[0], 1)}"
            for when, side in sides.items()
            if side["gemiddeld_per_1000"].notna().any()
        ]
        parts.append(f"{GROUPS[groep][0]}: {', '.join(means) or HIDDEN}")
    return alt_text("Punten per kwartaal: begonnen toewijzingen per 1.000 kinderen, met twee lijnen per groep.", parts)


def plot_tijdreeks(table: pd.DataFrame, rapport: Rapport, notes: list[str], sheet_width: float = WIDTH) -> Figure:
    """Draw the two groups in one panel."""
    title = title_of_groups_in_time(rapport)
    sheet = new_sheet(HEAD + HEIGHT + FOOT, title, "Begonnen toewijzingen per 1.000 kinderen", notes, sheet_width)
    width = sheet_width - LEFT - 0.05
    axes = sheet.axes(LEFT, HEAD, width, HEIGHT)
    top = 1.15 * float(table[["gestart_per_1000", "gemiddeld_per_1000"]].max(axis=None))
    axes.set(xlim=(table["tijd"].min() - 0.2, table["tijd"].max() + 0.2), ylim=(0, top))
    _whole_ticks(axes, table["tijd"], top)
    _mark_times(axes, table, rapport, top)
    x = LEFT
    for groep, rows in table.groupby("groep", sort=False):
        label, purpose, sign = GROUPS[groep]
        _draw_group(axes, rows, PALETTE[purpose], sign)
        place = ((x - LEFT + 0.06) / width, 1 + (HEAD - 0.1) / HEIGHT)
        key = sign.how(PALETTE[purpose], ms=5)
        axes.plot(*[[spot] for spot in place], transform=axes.transAxes, clip_on=False, **key)
        sheet.text(x + 0.18, 0.02, label, SMALL, 600, color=PALETTE[purpose])
        x += 1.75
    return sheet.figure


def _whole_ticks(axes: Axes, times: pd.Series, top: float) -> None:
    years = range(int(times.min()), int(times.max()) + 1)
    low, high = axes.get_xlim()
    axes.set_xticks([(max(year, low) + min(year + 1, high)) / 2 for year in years], [str(year) for year in years])
    for year in [*years][1:]:
        axes.axvline(year, color=HAIR, lw=0.8, zorder=0)
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


def _draw_group(axes: Axes, rows: pd.DataFrame, color: str, sign: Teken) -> None:
    start = as_year(rows["start"].iloc[0]) - 0.125
    for side in (rows[rows["tijd"] < start], rows[rows["tijd"] > start]):
        axes.plot(side["tijd"], side["gemiddeld_per_1000"].astype(float), color=color, lw=1.6)
    axes.plot(rows["tijd"], rows["gestart_per_1000"].astype(float), **sign.how(color, ms=4.6))
