"""Second-line care beside care close by: a mark per IKC, described, without a line through them."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.presentation.captions import source
from analysis.presentation.cijfers import alt_text
from analysis.presentation.many import PLACES, are_many, spread
from analysis.presentation.outputs import Cijfers, Figuur, Tekst
from analysis.presentation.profiel.second_line import Vergelijking, compare_lines
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import first_upper, ikcs_words, list_words, number
from analysis.presentation.tekenen.canvas import line_height, new_sheet, shorten, text_width, wrap, write_axes_text
from analysis.presentation.tekenen.panels import columns_of, panel_rows
from analysis.presentation.tekenen.signs import CIJFER, ZONDER
from analysis.presentation.tekenen.style import NARROW, PALETTE, SMALL, WIDTH
from analysis.presentation.titels import title_of_range
from analysis.presentation.together import MOST_BESIDE

HEIGHT, LEFT, GAP, HEAD, FOOT = 2.3, 0.36, 0.5, 0.22, 0.42
APART = 0.04
SOURCES = "inventarisatie, toewijzingen en profielen"
NAME_WIDTH, DOT = 1.0, 0.07
"""Inches that the name of an IKC may be wide, and that a mark takes."""
MARKS = {True: (CIJFER, PALETTE["pilot"]), False: (ZONDER, PALETTE["vergelijking"])}
"""The sign and colour of an IKC, by whether it has a jeugdondersteuner."""
Box = tuple[float, float, float, float]


def figuur_tweede_lijn(rapport: Rapport) -> Figuur | Tekst:
    """Show per IKC its use of the second line beside first-line care, and beside its score for zorgstructuur."""
    found = compare_lines(rapport)
    if not found:
        return Tekst("")
    year = rapport.meting_label(found[0].meting, full=True)
    of_all = len(rapport.study.ikcs)
    counts = " en ".join(dict.fromkeys(number(len(item.punten)) for item in found))
    many = are_many(rapport, list(found[0].punten["ikc"]))
    why = "wat samen voorkomt, is nog geen oorzaak" if many else "daarvoor zijn het er te weinig"
    caption = (
        f"{counts} van de {ikcs_words(of_all)} in {year}: {found[0].y_woorden}, naast hulp dichtbij. Er loopt geen "
        f"lijn door de punten: {why}. {source(rapport, SOURCES)}"
    )
    figures = [plot_lines(found, rapport.basis, width) for width in (WIDTH, NARROW)]
    cijfers = _numbers_spread(found) if many else _numbers(found)
    return Figuur(figures[0], caption, _alt(found), figures[1], cijfers)


def _numbers(found: Sequence[Vergelijking]) -> Cijfers:
    """Give a row per IKC and comparison: both values, as they stand on the axes."""
    rows = [
        [row.naam, first_upper(item.x_woorden), number(row.x), number(row.y)]
        for item in found
        for row in item.punten.itertuples()
    ]
    return Cijfers(("IKC", "Naast", "Dat cijfer", first_upper(found[0].y_woorden)), rows)


def _numbers_spread(found: Sequence[Vergelijking]) -> Cijfers:
    """Give the places of the distribution of the IKCs with less and with more close by than the one in the middle."""
    rows = []
    for item in found:
        for side, values in (("minder", item.minste), ("meer", item.meeste)):
            places = spread(values)
            rows.append([f"{number(len(values))} IKC's met {side}", first_upper(item.x_woorden),
                         *[number(places[place]) for place in PLACES]])  # fmt: skip
    heads = [f"{first_upper(found[0].y_woorden)}: {next(iter(PLACES))}", *list(PLACES)[1:]]
    return Cijfers(("IKC's", "Naast", *heads), rows)


def _alt(found: Sequence[Vergelijking]) -> str:
    parts = []
    for item in found:
        points = [f"{row.naam} {number(row.x)} en {number(row.y)}" for row in item.punten.itertuples()]
        parts.append(f"Eerst {item.x_woorden}, dan {item.y_woorden}: {list_words(points)}")
    return alt_text("Een punt per IKC.", parts)


def plot_lines(found: Sequence[Vergelijking], basis: int = 0, sheet_width: float = WIDTH) -> Figure:
    """Draw a panel per comparison on one vertical scale: a dot for an IKC with a jeugdondersteuner, else a square.

    `basis` is what counts were rounded to: a zero is then only known to be less.
    """
    values = pd.concat([item.punten["y"] for item in found])
    title = title_of_range(values, f"{first_upper(found[0].y_woorden)} bij de IKC's")
    unit = "toewijzingen" if "toewijzingen" in found[0].y_woorden else "kinderen"
    zero = f" Nul is hier: minder dan {number(basis)} {unit} bij dat IKC." if basis and (values == 0).any() else ""
    notes = [f"Rondje: IKC met jeugdondersteuner. Vierkant: IKC zonder.{zero}"]
    columns, block = min(columns_of(2, sheet_width), len(found)), HEAD + HEIGHT + FOOT
    sheet = new_sheet(block * panel_rows(len(found), columns), title, "", notes, sheet_width)
    width = (sheet_width - LEFT - GAP * (columns - 1)) / columns
    for place, item in enumerate(found):
        x, y = LEFT + place % columns * (width + GAP), place // columns * block
        axes = sheet.axes(x, y + HEAD, width, HEIGHT)
        _scales(axes, item.punten, float(values.max()))
        plot_points(axes, item.punten, width, named=len(item.punten) <= MOST_BESIDE)
        if place % columns == 0:
            sheet.text(0, y, item.y_woorden.capitalize(), SMALL, 600)
        words = wrap(item.x_woorden, width, SMALL)
        sheet.text(x + width / 2, y + HEAD + HEIGHT + 0.2, "\n".join(words), SMALL, 600, ha="center")
    return sheet.figure


def _scales(axes: Axes, points: pd.DataFrame, top: float) -> None:
    low, high = points["x"].min(), points["x"].max()
    room = 0.14 * ((high - low) or 1)
    axes.set(xlim=(low - room, high + room), ylim=(-0.05 * top, top * 1.1))
    ticks = MaxNLocator(4, integer=True).tick_values(0, top)
    axes.set_yticks([tick for tick in ticks if tick <= top * 1.1])
    axes.set_xticks([tick for tick in MaxNLocator(4, integer=True).tick_values(low, high) if low <= tick <= high])
    axes.grid(axis="y")


def plot_points(axes: Axes, points: pd.DataFrame, width: float, named: bool = True) -> Axes:
    """Draw the marks of a panel, `named` with the names of the IKCs beside them, each where it meets the fewest others.

    Names of so many that they cannot be told apart are left out.
    """
    if not named:
        for pilot, rows in points.groupby(points["rol"].eq("pilot")):
            sign, color = MARKS[bool(pilot)]
            axes.plot(rows["x"], rows["y"], zorder=3, clip_on=False, **sign.how(color, ms=3))
        return axes
    per_x = width / (axes.get_xlim()[1] - axes.get_xlim()[0])
    low, high = axes.get_ylim()
    per_y = HEIGHT / (high - low)
    centres = [((row.x - axes.get_xlim()[0]) * per_x, (row.y - low) * per_y) for row in points.itertuples()]
    taken = [(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in centres]
    for row, centre in zip(points.itertuples(), centres, strict=True):
        sign, color = MARKS[row.rol == "pilot"]
        axes.plot([row.x], [row.y], zorder=3, clip_on=False, **sign.how(color, ms=6))
        name = shorten(row.naam, NAME_WIDTH, 1, SMALL)[0]
        box = _free_place(name, centre, taken, width)
        taken.append(box)
        write_axes_text(axes, axes.get_xlim()[0] + box[0] / per_x, low + (box[1] + box[3]) / 2 / per_y, name, SMALL,
                        va="center", color=color)  # fmt: skip
    return axes


def _free_place(name: str, centre: tuple[float, float], taken: Sequence[Box], width: float) -> Box:
    """Give the box of a name right, left, above or below its mark: the first with the least overlap, in the panel."""
    wide, high, (x, y) = text_width(name, SMALL), line_height(SMALL), centre
    corners = [(x + DOT + 0.03, y - high / 2), (x - DOT - 0.03 - wide, y - high / 2)]
    corners += [(x - wide / 2, y + shift) for shift in (DOT + 0.02, -DOT - 0.02 - high)]
    corners += [(x + side, y + shift) for side in (0.02, -wide - 0.02) for shift in (DOT, -DOT - high)]
    boxes = [(left, low, left + wide, low + high) for left, low in corners]
    return min(boxes, key=lambda box: sum(_overlap(box, other) for other in taken) + _outside(box, width))


def _overlap(one: Box, other: Box) -> float:
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return (wide + APART) * (high + APART) if wide > -APART and high > -APART else 0.0


def _outside(box: Box, width: float) -> float:
    return 10 * (max(-box[0], 0) + max(box[2] - width, 0) + max(-box[1], 0))
