"""The hours of a jeugdondersteuner in time: a line for the front and one for the back, a panel per IKC."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.inference.oordelen import NAAR_VOREN
from analysis.measures.inzet_jok import ACHTERKANT, VOORKANT
from analysis.presentation.captions import source
from analysis.presentation.cijfers import alt_text, numbers_in_columns, share_words
from analysis.presentation.inzet.words import OORDELEN, half_words
from analysis.presentation.many import are_many
from analysis.presentation.outputs import Cijfers, Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import ikc_names
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import ikcs_words, is_missing, number
from analysis.presentation.tekenen.canvas import Sheet, new_sheet, shorten, text_width, write_axes_text
from analysis.presentation.tekenen.panels import columns_of, nice_top, panel_rows, share_axis
from analysis.presentation.tekenen.signs import ACHTER, CIJFER
from analysis.presentation.tekenen.style import HAIR, NARROW, PALETTE, SMALL, SOFT, WIDTH
from analysis.study import ALLE

LEFT, GAP, PER_ROW, TALL, HEAD, AXES = 0.3, 0.16, 3, 1.65, 0.36, 1.05
ALONE, ALONE_AXES = 3.3, 1.3
"""Width and height of the panel of one IKC: as wide as a phone shows."""
ROOM = 0.32
"""Share of the scale below zero: a number under the lower line meets no year."""
COLORS = {VOORKANT: PALETTE["focus"], ACHTERKANT: SOFT}
MARKS = {VOORKANT: CIJFER, ACHTERKANT: ACHTER}
SHORT = {VOORKANT: "voor", ACHTERKANT: "achter"}
UNIT = "Van de 100 opgeschreven uren, per halfjaar"
CAPTION = "Van elke 100 opgeschreven uren in een halfjaar: hoeveel er naar de voorkant en de achterkant gingen"
GAP_NOTE = "Een gat: in dat halfjaar is niets opgeschreven, of het mag niet worden getoond."


def figuur_inzet(rapport: Rapport) -> Figuur | Tekst:
    """Show the share of the hours at the front and at the back per half-year; over all IKCs a panel for each."""
    sides = side_shares(rapport.alle("inzet_jok") if rapport.over_alle else rapport.tabel("inzet_jok"))
    if sides.empty or sides["aandeel"].isna().all():
        return Tekst("")
    return _figure_over_ikcs(rapport, sides) if rapport.over_alle else _figure_of_ikc(rapport, sides)


def side_shares(table: pd.DataFrame) -> pd.DataFrame:
    """Give per ikc, half-year and side (front, back) the share of the hours; not there where a part of it is hidden."""
    if table.empty:
        return pd.DataFrame(columns=["ikc", "plaats", "periode", "aandeel"])
    rows = table[table["plaats"].isin(SHORT) & (table["ikc"] != ALLE)]
    sums = rows.groupby(["ikc", "plaats", "periode"], sort=False)["aandeel"].agg(lambda part: part.sum(skipna=False))
    return sums.reset_index()


def _figure_of_ikc(rapport: Rapport, sides: pd.DataFrame) -> Figuur:
    caption = f"{CAPTION}, bij {escape(rapport.naam)}. {source(rapport, 'registratie van de jeugdondersteuner')}"
    alt = f"Twee lijnen. Uren van de 100: {_side_words(sides)}."
    figures = [plot_alone(sides, _title(rapport), width) for width in (WIDTH, NARROW)]
    return Figuur(figures[0], caption, alt, figures[1], _numbers(sides.assign(naam=rapport.naam)))


def _numbers(sides: pd.DataFrame) -> Cijfers:
    """Give a row per IKC and half-year and a column per side: the share of the hours."""
    named = sides.assign(wanneer=sides["periode"].map(half_words)).sort_values(["naam", "periode"], kind="stable")
    head = ("IKC", "Van de 100 uur")
    return numbers_in_columns(named, "plaats", ("naam", "wanneer"), head, share_words)


def _title(rapport: Rapport) -> str:
    """Give the finding: from how many to how many of 100 hours the front went; empty when it cannot be said."""
    row = next(rapport.tabel("inzet_beweging").itertuples(), None)
    if row is None or is_missing(row.verschil):
        return ""
    first, last = (number(100 * share) for share in (row.aandeel_voor_van, row.aandeel_voor_naar))
    return f"Voorkant: eerst {first}, later {last} van de 100 uur"


def _side_words(sides: pd.DataFrame) -> str:
    return "; ".join(f"{side} {_ends(rows)}" for side, rows in sides.groupby("plaats", sort=False))


def _ends(rows: pd.DataFrame) -> str:
    known = rows[rows["aandeel"].notna()]
    ends = [f"{number(100 * row.aandeel)} in {half_words(row.periode)}" for row in known.itertuples()]
    return "niet getoond" if not ends else ends[0] if len(ends) == 1 else f"van {ends[0]} naar {ends[-1]}"


def plot_alone(sides: pd.DataFrame, title: str, sheet_width: float = WIDTH) -> Figure:
    """Draw front and back of one IKC in one panel, narrow enough for a phone."""
    notes = [GAP_NOTE] if sides["aandeel"].isna().any() else []
    sheet = new_sheet(ALONE_AXES + 0.2, title, UNIT, notes, sheet_width)
    _plot_panel(sheet, (LEFT, 0, ALONE, ALONE_AXES), sides, sorted(sides["periode"].unique()), _top(sides))
    return sheet.figure


def _top(sides: pd.DataFrame) -> float:
    return nice_top([*100 * sides["aandeel"]])


def _plot_panel(
    sheet: Sheet, place: tuple[float, float, float, float], sides: pd.DataFrame, periods: Sequence[str], top: float
) -> None:
    axes = sheet.axes(*place)
    _scales(axes, periods, top, place[2])
    wide = sides.pivot(index="periode", columns="plaats", values="aandeel").reindex(index=periods, columns=list(SHORT))
    for plaats, other in (tuple(SHORT), tuple(SHORT)[::-1]):
        plot_share(axes, wide[plaats], plaats, top, wide[other])


def _scales(axes: Axes, periods: Sequence[str], top: float, width: float) -> None:
    """Give a panel its half-years, named by their years, and its scale per 100 hours from zero."""
    share_axis(axes, 1.3 * top, labelled=True, bins=2)
    axes.set_ylim(-ROOM * top, 1.3 * top)
    axes.spines["bottom"].set_visible(False)
    axes.axhline(0, color=HAIR, lw=0.8, zorder=0)
    axes.set_xlim(-0.5, len(periods) - 0.5)
    years = [name.split("H")[0] for name in periods]
    starts = [place for place, year in enumerate(years) if place == 0 or years[place - 1] != year]
    ends = [*starts[1:], len(years)]
    labels = [years[start] for start in starts]
    if text_width("2000", SMALL) > width / len(starts) - 0.05:
        step = -(-len(labels) // max(1, int(width / (text_width("’00", SMALL) + 0.08))))
        labels = [f"’{label[2:]}" if place % step == 0 else "" for place, label in enumerate(labels)]
    axes.set_xticks([(start + end - 1) / 2 for start, end in zip(starts, ends, strict=True)], labels)
    for start in starts[1:]:
        axes.axvline(start - 0.5, color="#eceff2", lw=0.8, zorder=0)


def plot_share(axes: Axes, shares: pd.Series, plaats: str, top: float, others: pd.Series) -> Axes:
    """Draw one line of shares with its first and last number, the last with its name; no hours is a gap.

    A number stands on the side where the other line (`others`) is not.
    """
    values, beside = (list(100 * line.astype(float)) for line in (shares, others))
    front, color = plaats == VOORKANT, COLORS[plaats]
    axes.plot(range(len(values)), values, color=color, lw=1.6, ls="-" if front else (0, (3, 1.5)), zorder=2)
    axes.plot(range(len(values)), values, zorder=3, clip_on=False, **MARKS[plaats].how(color, ms=4.5))
    known = [place for place, value in enumerate(values) if not is_missing(value)]
    for place in dict.fromkeys([*known[:1], *known[-1:]]):
        last = place == known[-1]
        below = values[place] < beside[place] or (values[place] == beside[place] and not front)
        text = f"{number(values[place])} {SHORT[plaats]}" if last else number(values[place])
        height = values[place] + (-0.1 if below else 0.09) * top
        write_axes_text(axes, place + 0.3 * last, height, text, SMALL, 600, ha="right" if last else "center",
                        va="top" if below else "bottom", color=color)  # fmt: skip
    return axes


def _figure_over_ikcs(rapport: Rapport, sides: pd.DataFrame) -> Figuur | Tekst:
    verdicts = rapport.alle("inzet_beweging")
    words = dict(zip(verdicts["ikc"], verdicts["oordeel"].map(OORDELEN), strict=True))
    names = {code: name for code, name in ikc_names(rapport).items() if code in words}
    if are_many(rapport, names):
        return _figure_of_the_middle(rapport, sides[sides["ikc"].isin(names)], words)
    caption = f"{CAPTION}, per IKC met een registratie. {source(rapport, 'registratie van de jeugdondersteuners')}"
    parts = [f"{name} ({words[code]}): {_side_words(sides[sides['ikc'] == code])}" for code, name in names.items()]
    alt = alt_text("Twee lijnen per IKC, in uren van de 100.", parts)
    figures = [plot_sides(sides, names, words, width) for width in (WIDTH, NARROW)]
    own = sides[sides["ikc"].isin(names)]
    return Figuur(figures[0], caption, alt, figures[1], _numbers(own.assign(naam=own["ikc"].map(names))))


def _figure_of_the_middle(rapport: Rapport, sides: pd.DataFrame, words: dict[str, str]) -> Figuur:
    """Show the IKC in the middle of each half-year, where there are too many to give each a panel."""
    middle = sides.groupby(["plaats", "periode"], sort=False)["aandeel"].median().reset_index()
    caption = (
        f"{CAPTION}: het middelste van {number(sides['ikc'].nunique())} IKC's. Dat kan elk halfjaar een ander IKC "
        f"zijn. {source(rapport, 'registratie van de jeugdondersteuners')}"
    )
    alt = f"Twee lijnen. Uren van de 100 bij het middelste IKC: {_side_words(middle)}."
    figures = [plot_alone(middle, _title_over_ikcs(words), width) for width in (WIDTH, NARROW)]
    return Figuur(figures[0], caption, alt, figures[1], _numbers(middle.assign(naam="Middelste IKC")))


def _title_over_ikcs(words: dict[str, str]) -> str:
    forward = sum(word == OORDELEN[NAAR_VOREN] for word in words.values())
    return f"De inzet ging naar voren bij {number(forward)} van de {ikcs_words(len(words))}"


def plot_sides(sides: pd.DataFrame, names: dict[str, str], words: dict[str, str], sheet_width: float = WIDTH) -> Figure:
    """Draw a panel per IKC, alphabetical, with its verdict above: front (dots) and back (triangles, dashed)."""
    columns = min(columns_of(PER_ROW, sheet_width), len(names))
    title = _title_over_ikcs({code: words[code] for code in names})
    notes = ["Rondjes: voorkant. Driehoekjes: achterkant."]
    notes = [f"{notes[0]} {GAP_NOTE}"] if sides["aandeel"].isna().any() else notes
    sheet = new_sheet(panel_rows(len(names), columns) * TALL, title, UNIT, notes, sheet_width)
    width = (sheet_width - LEFT * columns - GAP * (columns - 1)) / columns
    top, periods = _top(sides), sorted(sides["periode"].unique())
    for place, (code, name) in enumerate(names.items()):
        x, y = LEFT + (place % columns) * (width + LEFT + GAP), (place // columns) * TALL
        sheet.text(x, y, shorten(name, width, 1, SMALL, 600)[0], SMALL, 600)
        sheet.text(x, y + 0.15, words[code], SMALL, color=SOFT)
        _plot_panel(sheet, (x, y + HEAD, width, AXES), sides[sides["ikc"] == code], periods, top)
    return sheet.figure
