"""The hours of a jeugdondersteuner in time: a panel per kind of work, or per IKC a line for front and back."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.measures.inzet_jok import ACHTERKANT, GEEN, VOORKANT
from analysis.presentation.captions import source
from analysis.presentation.inzet.words import OORDELEN, half_words
from analysis.presentation.outputs import Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import ikc_names
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import first_upper, is_missing, list_words, number
from analysis.presentation.tekenen.canvas import new_sheet, shorten, text_width, write_axes_text
from analysis.presentation.tekenen.panels import nice_top, share_axis
from analysis.presentation.tekenen.style import PALETTE, PAPER, SMALL, SOFT, WIDTH
from analysis.study import ALLE

LEFT, GAP, PANEL, AXES, HEAD = 0.3, 0.4, 0.98, 0.52, 0.24
PER_ROW, TALL, TALL_AXES = 3, 1.55, 0.95
COLORS = {VOORKANT: PALETTE["focus"], ACHTERKANT: PALETTE["vergelijking"], GEEN: PALETTE["context"]}
MARKS = {VOORKANT: "o", ACHTERKANT: "s", GEEN: "D"}
SHORT = {VOORKANT: "voor", ACHTERKANT: "achter"}
CAPTION = "Van elke 100 opgeschreven uren in een halfjaar: hoeveel er naar elke soort werk gingen"
GAP_NOTE = "Een gat in de lijn: in dat halfjaar is niets opgeschreven, of het mag niet worden getoond."


def figuur_inzet(rapport: Rapport) -> Figuur | Tekst:
    """Show the share of the hours per kind of work and half-year; over all IKCs the front and the back of each IKC."""
    return _figure_over_ikcs(rapport) if rapport.over_alle else _figure_of_ikc(rapport)


def _figure_of_ikc(rapport: Rapport) -> Figuur | Tekst:
    table = rapport.tabel("inzet_jok")
    table = table[table["soort"] != ALLE] if len(table) else table
    if table.empty or table["aandeel"].notna().sum() == 0:
        return Tekst("")
    caption = f"{CAPTION}, bij {escape(rapport.naam)}. {source(rapport, 'registratie van de jeugdondersteuner')}"
    words = "; ".join(f"{soort}: {_ends(rows)}" for soort, rows in table.groupby("soort", sort=False))
    return Figuur(plot_soorten(table, _title(rapport)), caption, f"Een lijn per soort werk. Uren van de 100, {words}.")


def _title(rapport: Rapport) -> str:
    """Give the finding: from how many to how many of 100 hours the front went; empty when it cannot be said."""
    row = next(rapport.tabel("inzet_beweging").itertuples(), None)
    if row is None or is_missing(row.verschil):
        return ""
    first, last = (number(100 * share) for share in (row.aandeel_voor_van, row.aandeel_voor_naar))
    return f"Naar de voorkant ging eerst {first} en later {last} van de 100 uur"


def _ends(rows: pd.DataFrame) -> str:
    known = rows[rows["aandeel"].notna()]
    ends = [f"{number(100 * row.aandeel)} in {half_words(row.periode)}" for row in known.itertuples()]
    return "niet getoond" if not ends else ends[0] if len(ends) == 1 else f"van {ends[0]} naar {ends[-1]}"


def plot_soorten(table: pd.DataFrame, title: str) -> Figure:
    """Draw a panel per soort on one scale: the front in the left column, the back and the rest in the right one."""
    sides = [[VOORKANT], [ACHTERKANT, GEEN]]
    columns = [list(dict.fromkeys(table.loc[table["plaats"].isin(side), "soort"])) for side in sides]
    rows = max(map(len, columns))
    notes = [GAP_NOTE] if table["aandeel"].isna().any() else []
    sheet = new_sheet(HEAD + rows * PANEL, title, "Van de 100 opgeschreven uren, per halfjaar", notes)
    width = (WIDTH - 2 * LEFT - GAP) / 2
    top = nice_top([*100 * table["aandeel"]])
    periods = sorted(table["periode"].unique())
    for place, (soorten, head) in enumerate(zip(columns, ("Voorkant", "Achterkant, en adressering"), strict=True)):
        x = LEFT + place * (width + GAP + LEFT)
        sheet.text(x, 0, head, SMALL, 600, color=SOFT)
        for row, soort in enumerate(soorten):
            y = HEAD + row * PANEL
            sheet.text(x, y, first_upper(soort), SMALL, 600)
            axes = sheet.axes(x, y + 0.22, width, AXES)
            own = table[table["soort"] == soort].set_index("periode")
            _scales(axes, periods, top, width)
            plot_share(axes, own["aandeel"].reindex(periods), own["plaats"].iloc[0], top)
    return sheet.figure


def _scales(axes: Axes, periods: Sequence[str], top: float, width: float) -> None:
    """Give a panel its half-years, named by their years, and its scale per 100 hours from zero."""
    share_axis(axes, 1.3 * top, labelled=True, bins=2)
    axes.set_xlim(-0.5, len(periods) - 0.5)
    years = [name.split("H")[0] for name in periods]
    starts = [place for place, year in enumerate(years) if place == 0 or years[place - 1] != year]
    ends = [*starts[1:], len(years)]
    middles = [(start + end - 1) / 2 for start, end in zip(starts, ends, strict=True)]
    room = width / max(len(starts), 1) - 0.05
    labels = [years[start] for start in starts]
    if text_width("2000", SMALL) > room:
        step = -(-len(labels) // max(1, int(width / (text_width("’00", SMALL) + 0.08))))
        labels = [f"’{label[2:]}" if place % step == 0 else "" for place, label in enumerate(labels)]
    axes.set_xticks(middles, labels)
    for start in starts[1:]:
        axes.axvline(start - 0.5, color="#eceff2", lw=0.8, zorder=0)


def plot_share(axes: Axes, shares: pd.Series, plaats: str, top: float, others: pd.Series | None = None) -> Axes:
    """Draw one line of shares with its first and last number; a half-year without hours is a gap.

    With another line in the panel (`others`), a number stands where that line is not, and the last has its name.
    """
    values, color = list(100 * shares.astype(float)), COLORS[plaats]
    beside = [float("nan")] * len(values) if others is None else list(100 * others.astype(float))
    face, dashes = (color, "-") if plaats == VOORKANT else (PAPER, "-" if others is None else (0, (3, 1.5)))
    axes.plot(range(len(values)), values, color=color, lw=1.6, ls=dashes, zorder=2)
    axes.plot(range(len(values)), values, MARKS[plaats], ms=4.5, mfc=face, mec=color, mew=1.3, zorder=3, clip_on=False)
    known = [place for place, value in enumerate(values) if not is_missing(value)]
    for place in dict.fromkeys([*known[:1], *known[-1:]]):
        named = others is not None and place == known[-1]
        below = values[place] < beside[place] or (values[place] == beside[place] and plaats != VOORKANT)
        text = f"{number(values[place])} {SHORT[plaats]}" if named else number(values[place])
        at = (place + 0.3, "right") if named else (place, "center")
        write_axes_text(axes, at[0], values[place] + (-0.1 if below else 0.09) * top, text, SMALL, 600, ha=at[1],
                        va="top" if below else "bottom", color=color)  # fmt: skip
    return axes


def _figure_over_ikcs(rapport: Rapport) -> Figuur | Tekst:
    table, verdicts = rapport.alle("inzet_jok"), rapport.alle("inzet_beweging")
    if table.empty or verdicts.empty:
        return Tekst("")
    sides = side_shares(table)
    names = {code: name for code, name in ikc_names(rapport).items() if code in set(sides["ikc"])}
    if not names or sides["aandeel"].isna().all():
        return Tekst("")
    words = dict(zip(verdicts["ikc"], verdicts["oordeel"].map(OORDELEN), strict=True))
    caption = (
        "Van elke 100 opgeschreven uren in een halfjaar: hoeveel er naar de voorkant en de achterkant gingen, per IKC "
        f"met een registratie. {source(rapport, 'registratie van de jeugdondersteuners')}"
    )
    parts = [
        f"{name} ({words[code]}): "
        + "; ".join(f"{side} {_ends(rows)}" for side, rows in sides[sides["ikc"] == code].groupby("plaats", sort=False))
        for code, name in names.items()
    ]
    return Figuur(
        plot_sides(sides, names, words), caption, f"Twee lijnen per IKC. Uren van de 100, {list_words(parts)}."
    )


def side_shares(table: pd.DataFrame) -> pd.DataFrame:
    """Give per ikc, half-year and side (front, back) the share of the hours; not there where a part of it is hidden."""
    rows = table[table["plaats"].isin(SHORT) & (table["ikc"] != ALLE)]
    keys = ["ikc", "plaats", "periode"]
    sums = rows.groupby(keys, sort=False)["aandeel"].agg(lambda part: part.sum(skipna=False))
    return sums.reset_index()


def plot_sides(sides: pd.DataFrame, names: dict[str, str], words: dict[str, str]) -> Figure:
    """Draw a panel per IKC, alphabetical, with its verdict above: front (dots) and back (open squares, dashed)."""
    columns = min(PER_ROW, len(names))
    rows = -(-len(names) // columns)
    forward = sum(words[code] == "naar voren" for code in names)
    title = f"Bij {number(forward)} van de {number(len(names))} IKC's ging de inzet naar voren"
    notes = ["Rondjes: voorkant. Open vierkanten: achterkant."]
    notes = [f"{notes[0]} {GAP_NOTE}"] if sides["aandeel"].isna().any() else notes
    sheet = new_sheet(rows * TALL, title, "Van de 100 opgeschreven uren, per halfjaar", notes)
    width = (WIDTH - LEFT * columns - 0.16 * (columns - 1)) / columns
    top, periods = nice_top([*100 * sides["aandeel"]]), sorted(sides["periode"].unique())
    for place, (code, name) in enumerate(names.items()):
        x, y = LEFT + (place % columns) * (width + LEFT + 0.16), (place // columns) * TALL
        sheet.text(x, y, shorten(name, width, 1, SMALL, 600)[0], SMALL, 600)
        sheet.text(x, y + 0.15, words[code], SMALL, color=SOFT)
        axes = sheet.axes(x, y + 0.36, width, TALL_AXES)
        _scales(axes, periods, top, width)
        of_ikc = sides[sides["ikc"] == code].pivot(index="periode", columns="plaats", values="aandeel")
        of_ikc = of_ikc.reindex(index=periods, columns=list(SHORT))
        for plaats, other in (tuple(SHORT), tuple(SHORT)[::-1]):
            plot_share(axes, of_ikc[plaats], plaats, top, of_ikc[other])
    return sheet.figure
