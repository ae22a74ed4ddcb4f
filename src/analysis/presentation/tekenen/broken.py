"""Lines over years that stop at the break of a series."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.presentation.taal.numbers import number
from analysis.presentation.tekenen.canvas import write_axes_text
from analysis.presentation.tekenen.signs import CIJFER
from analysis.presentation.tekenen.style import PALETTE, SMALL, SOFT

BREAK = 2020.5
"""From 2021 on CBS counts young people with youth care otherwise; years on either side are not compared."""
HEIGHT = 1.9
FEWEST = 2
"""Years that make a line."""
WHOLE_YEAR = r"\d{4}(?:JJ00)?"
CARE = r"(?i)jeugd|jongeren"
PART = r"(?i)per\W*1\W?000|promille"
"""What a column of CBS is called that gives a part of the population and no number of young people."""
LINES = (
    (PALETTE["focus"], "-"),
    (PALETTE["jeugd_opvoedhulp"], (0, (5, 2))),
    (PALETTE["eerstelijnszorg"], (0, (1.5, 1.5))),
    (SOFT, (0, (5, 2, 1, 2))),
)
"""Colour and pattern of each line, in the order in which they are drawn."""


def main_series(table: pd.DataFrame) -> pd.DataFrame:
    """Give the yearly counts of the region that has most of them, per indicator with at least two years."""
    if table.empty:
        return table
    of_care = table["indicator"].astype(str).str.contains(CARE) & ~table["indicator"].astype(str).str.contains(PART)
    counts = table[table["aantal"].notna() & table["periode"].astype(str).str.fullmatch(WHOLE_YEAR) & of_care]
    if counts.empty:
        return counts
    regio = counts["regio"].value_counts(sort=False).idxmax()
    rows = counts[counts["regio"] == regio].drop_duplicates(["indicator", "jaar"])
    enough = rows.groupby("indicator")["jaar"].transform("nunique") >= FEWEST
    return rows[enough].sort_values(["indicator", "jaar"], kind="stable").reset_index(drop=True)


def crosses_break(table: pd.DataFrame) -> bool:
    """Tell whether the years run over the break between 2020 and 2021."""
    return bool((table["jaar"] < BREAK).any() and (table["jaar"] > BREAK).any())


def is_provisional(rows: pd.DataFrame) -> pd.Series:
    """Tell of each row whether CBS calls its number provisional."""
    return rows["status"].astype(str).str.contains("voorlopig")


def plot_broken(axes: Axes, rows: pd.DataFrame, color: str, style: str | tuple) -> Axes:
    """Draw one indicator: dots, and a line between years on the same side of the break only."""
    for side in (rows[rows["jaar"] < BREAK], rows[rows["jaar"] > BREAK]):
        if len(side):
            axes.plot(side["jaar"].astype(float), side["aantal"] / 1000, color=color, ls=style, lw=1.6)
    axes.plot(rows["jaar"].astype(float), rows["aantal"] / 1000, **CIJFER.how(color, ms=4.6))
    return axes


def name_lines(axes: Axes, ends: list[tuple[float, int, str, str]], last_year: int) -> None:
    """Name each line at its end, in order of height, so far apart that no name meets another."""
    top = axes.get_ylim()[1]
    room, level = 0.1 * top, 2 * top
    for value, year, name, color in sorted(ends, reverse=True):
        level = min(value, level - room)
        when = "" if year == last_year else f" in {year}"
        write_axes_text(axes, last_year + 0.45, level, f"{name}, {number(value)}{when}", SMALL, 600, va="center",
                        color=color)  # fmt: skip
