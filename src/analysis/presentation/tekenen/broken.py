"""Lines over years that stop at the break of a series."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.presentation.taal.numbers import number
from analysis.presentation.tekenen.canvas import write_axes_text
from analysis.presentation.tekenen.style import CONTEXT, PALETTE, PAPER, SMALL, SOFT

BREAK = 2020.5
"""From 2021 on CBS counts young people with youth care otherwise; years on either side are not compared."""
HEIGHT = 1.9
FEWEST = 2
"""Years that make a line."""
WHOLE_YEAR = r"\d{4}(?:JJ00)?"
CARE = r"(?i)jeugd|jongeren"
PART = r"(?i)per\W*1\W?000|promille"
"""What a column of CBS is called that gives a part of the population and no number of young people."""
COLORS = (PALETTE["focus"], PALETTE["jeugd_opvoedhulp"], PALETTE["eerstelijnszorg"], CONTEXT)
MARKERS = ("o", "s", "D", "^")


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


def plot_broken(axes: Axes, rows: pd.DataFrame, color: str, marker: str) -> Axes:
    """Draw one indicator: solid dots, a line between years on the same side of the break only; provisional is open."""
    for side in (rows[rows["jaar"] < BREAK], rows[rows["jaar"] > BREAK]):
        if len(side):
            axes.plot(side["jaar"].astype(float), side["aantal"] / 1000, color=color, lw=1.6)
    for row in rows.itertuples():
        face = PAPER if "voorlopig" in str(row.status) else color
        axes.plot([row.jaar], [row.aantal / 1000], marker, ms=5, mfc=face, mec=color, mew=1.4)
    return axes


def name_lines(axes: Axes, ends: list[tuple[float, int, str, str]], last_year: int) -> None:
    """Name each line at its end, in order of height, so far apart that no name meets another."""
    top = axes.get_ylim()[1]
    room, level = 0.1 * top, 2 * top
    for value, year, name, color in sorted(ends, reverse=True):
        level = min(value, level - room)
        when = "" if year == last_year else f" in {year}"
        write_axes_text(axes, last_year + 0.45, level, f"{name}, {number(value)}{when}", SMALL, 600, va="center",
                        color=color if color != CONTEXT else SOFT)  # fmt: skip
