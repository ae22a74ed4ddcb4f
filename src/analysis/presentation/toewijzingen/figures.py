"""Toewijzingen in time: quarterly small multiples per domain of care, this IKC against the others in grey."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.presentation.captions import ALLOCATIONS, source
from analysis.presentation.cijfers import alt_text, numbers_in_columns, share_words
from analysis.presentation.gebeurtenissen import (
    Gebeurtenis,
    event_words,
    fit_at_a_line,
    gebeurtenissen,
    numbered_words,
)
from analysis.presentation.many import BAND
from analysis.presentation.outputs import Cijfers, Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import is_missing, list_words, number, quarter_words
from analysis.presentation.taal.wording import in_sentence
from analysis.presentation.tekenen.canvas import new_sheet, shorten, text_width
from analysis.presentation.tekenen.marks import Mark, draw_marks, name_marks, place_names, room_for, visible_marks
from analysis.presentation.tekenen.panels import columns_of, draw_band, panel_places, panel_rows
from analysis.presentation.tekenen.style import CONTEXT, NARROW, SMALL, SOFT, WIDTH, color_of
from analysis.presentation.titels import title_of_range
from analysis.presentation.together import ENDS, band_of, is_band
from analysis.presentation.who_is_in import allocations_words
from analysis.study import ALLE

COLUMNS, PANEL, AXES, FIRST = 3, 1.36, 0.84, 0.26
MOST_LEVELS = 4
"""Lines of names above a panel: with more of them, events are numbered and named below the figure."""
WOONPLAATS, WOONPLAATS_NAAM = date(2022, 1, 1), "woonplaatsbeginsel"


def figuur_toewijzingen(rapport: Rapport) -> Figuur | Tekst:
    """Show the running toewijzingen per 1,000 children per quarter, a panel per domain of care."""
    table = rapport.naast("toewijzingen_kwartaal_domein")
    if table.empty or rapport.tabel("toewijzingen_kwartaal_domein").empty:
        return Tekst("Er zijn geen toewijzingen van de Jeugdwet bij dit IKC." if not rapport.over_alle else "")
    labels = _domain_labels(rapport, table)
    if not labels:
        return Tekst("Er zijn te weinig toewijzingen om per kwartaal te tonen.")
    marks = [*_periods(rapport), *_starts(rapport)]
    span = _span(table)
    marks = visible_marks(marks, span)
    events = [item for item in gebeurtenissen(rapport) if span[0] < at_quarter(item.datum) < span[1]]
    notes = _notes(rapport, table, labels)

    def drawn(width: float) -> Figure:
        lines, listed = mark_events(events, marks, span, len(labels), width)
        told = [*notes, listed] if listed else notes
        return plot_toewijzingen(table, rapport.ikc, labels, [*marks, *lines], told, width)

    other = (
        f"{allocations_words(rapport)} (lijn) en {_each(table)} (grijs)"
        if rapport.over_alle
        else f"{escape(rapport.naam)} en {_others(table)}"
    )
    caption = (
        f"Toewijzingen die op de laatste dag van elk kwartaal liepen, per 1.000 kinderen: {other}. Een kind kan meer "
        f"dan één toewijzing hebben. {source(rapport, ALLOCATIONS)}"
    )
    names = [*[mark.naam for mark in marks], *event_words(events)]
    marked = f"Gemarkeerd: {list_words(names)}." if names else ""
    alt = alt_text("Lijnen per kwartaal.", _ends(table, rapport, labels), marked)
    return Figuur(drawn(WIDTH), caption, alt, drawn(NARROW), _numbers(table, rapport, labels))


def _each(table: pd.DataFrame) -> str:
    return "van het laagste tot het hoogste IKC" if is_band(table) else "elk IKC"


def _others(table: pd.DataFrame) -> str:
    return "het laagste en het hoogste van de andere IKC's" if is_band(table) else "de andere IKC's"


def _numbers(table: pd.DataFrame, rapport: Rapport, labels: dict[str, str]) -> Cijfers:
    """Give a row per quarter and a column per domain: this IKC's running toewijzingen per 1,000 children."""
    own = table[(table["ikc"] == rapport.ikc) & table["domein"].isin(labels)].sort_values("kwartaal", kind="stable")
    own = own.assign(wanneer=own["kwartaal"].map(quarter_words), label=own["domein"].astype(str).map(labels))
    order = {label: place for place, label in enumerate(labels.values())}
    own = own.sort_values("label", key=lambda names: names.map(order), kind="stable")
    return numbers_in_columns(own, "label", ("wanneer",), ("Per 1.000 kinderen",), _per_1000)


def _per_1000(row: Any) -> str:
    return share_words(row, "lopend_per_1000", 1)


def _span(table: pd.DataFrame) -> tuple[float, float]:
    middles = [quarter_middle(kwartaal) for kwartaal in table["kwartaal"].unique()]
    return (min(middles) - 0.5, max(middles) + 0.5)


def _domain_labels(rapport: Rapport, table: pd.DataFrame) -> dict[str, str]:
    """Give the domains of care, in codebook order, of which a third of this IKC's quarters is above zero and shown.

    All care together comes first.
    """
    shown = table[(table["ikc"] == rapport.ikc) & (table["lopend_per_1000"].fillna(0) > 0)]
    counts = shown["domein"].astype(str).value_counts()
    known = set(counts[counts >= max(2, table["kwartaal"].nunique() / 3)].index)
    order = rapport.codebook.codes.drop_duplicates("domein")
    labels = {row.domein: row.domein_label for row in order.itertuples() if row.domein in known}
    total = {ALLE: "Alle toewijzingen samen"} if ALLE in known else {}
    return total | labels | {name: name for name in sorted(known - set(labels) - {ALLE})}


def _periods(rapport: Rapport) -> list[Mark]:
    return [Mark(item.naam, at_quarter(item.van), at_quarter(item.tot)) for item in rapport.study.storende_periodes]


def _starts(rapport: Rapport) -> list[Mark]:
    """Give the start of the jeugdondersteuner of this IKC, and the change of the woonplaatsbeginsel."""
    start = rapport.start_jok
    marks = [Mark("start jeugdondersteuner", at_quarter(start))] if start else []
    return [*marks, Mark(WOONPLAATS_NAAM, at_quarter(WOONPLAATS), gestippeld=True)]


def mark_events(
    events: Sequence[Gebeurtenis], marks: Sequence[Mark], span: tuple[float, float], panels: int,
    sheet_width: float = WIDTH,
) -> tuple[list[Mark], str]:  # fmt: skip
    """Give the lines of events, and the note that names them where their names have no room beside the other marks."""
    named = [Mark(item.naam, at_quarter(item.datum), van_ikc=True) for item in events]
    columns = min(columns_of(COLUMNS, sheet_width), panels)
    width = panel_places(panels, columns, PANEL, FIRST, sheet_width)[0][2]
    levels = [level for _, _, level in place_names([*marks, *named], span, width)]
    if fit_at_a_line(events) and max(levels, default=0) < MOST_LEVELS:
        return named, ""
    return [replace(mark, naam=str(number)) for number, mark in enumerate(named, start=1)], numbered_words(events)


def at_quarter(moment: date) -> float:
    """Give a day as a number of quarters: 4 x year, plus the part of the year that has passed."""
    return 4 * moment.year + (moment.month - 1) / 3 + (moment.day - 1) / 92


def quarter_middle(kwartaal: str) -> float:
    """Give the middle of a quarter such as `2019Q1` on the scale of `at_quarter`."""
    year, quarter = str(kwartaal).split("Q")
    return 4 * int(year) + int(quarter) - 0.5


def _notes(rapport: Rapport, table: pd.DataFrame, labels: dict[str, str]) -> list[str]:
    notes = ["Elk vak heeft een eigen schaal, vanaf nul."]
    if not rapport.over_alle:
        grey = BAND if is_band(table) else "Dunne grijze lijnen: de andere IKC's"
        notes.append(f"{grey}; streepjeslijn: alle IKC's samen.")
    own = table[(table["ikc"] == rapport.ikc) & table["domein"].isin(labels)]
    if own["lopend_per_1000"].isna().any():
        notes.append("Een gat in de lijn: te weinig toewijzingen om te tonen.")
    missing = set(table.loc[table["lopend_per_1000"].fillna(0) > 0, "domein"].astype(str)) - {ALLE} - set(labels)
    if missing:
        names = rapport.codebook.codes.drop_duplicates("domein").set_index("domein")["domein_label"]
        words = [in_sentence(str(names.get(domein, domein))) for domein in sorted(missing)]
        where = "" if rapport.over_alle else " bij dit IKC"
        notes.append(f"Niet getoond, geen of te weinig toewijzingen{where}: {list_words(words)}.")
    return [" ".join(notes)]


def _ends(table: pd.DataFrame, rapport: Rapport, labels: dict[str, str]) -> list[str]:
    """Say per domain from what to what the running toewijzingen per 1,000 children went."""
    own = table[table["ikc"] == rapport.ikc].sort_values("kwartaal")
    parts = []
    for domein, label in labels.items():
        rows = own[(own["domein"] == domein) & own["lopend_per_1000"].notna()]
        ends = [f"{number(row.lopend_per_1000)} in {quarter_words(row.kwartaal)}" for row in rows.itertuples()]
        parts.append(f"{label}: " + (f"van {ends[0]} naar {ends[-1]}" if len(ends) > 1 else "niet getoond"))
    return parts


def plot_toewijzingen(
    table: pd.DataFrame, ikc: str, labels: dict[str, str], marks: Sequence[Mark], notes: list[str],
    sheet_width: float = WIDTH,
) -> Figure:  # fmt: skip
    """Draw a panel per domain: this IKC's line, the others thin and grey, bands and lines of `marks` named above."""
    span, seen = _span(table), visible_marks(marks, _span(table))
    columns = min(columns_of(COLUMNS, sheet_width), len(labels))
    names = place_names(seen, span, panel_places(len(labels), columns, PANEL, FIRST, sheet_width)[0][2])
    extra = room_for(names)
    height = panel_rows(len(labels), columns) * PANEL + FIRST + extra
    own = table.loc[(table["ikc"] == ikc) & (table["domein"] == next(iter(labels))), "lopend_per_1000"]
    title = title_of_range(own, f"{next(iter(labels.values()))}, van kwartaal tot kwartaal")
    sheet = new_sheet(height, title, "Lopende toewijzingen per 1.000 kinderen", notes, sheet_width)
    places = panel_places(len(labels), columns, PANEL, FIRST + extra, sheet_width)
    for place, ((domein, label), (x, y, width)) in enumerate(zip(labels.items(), places, strict=True)):
        above = y - 0.22 - extra if place < columns else y + 0.06
        sheet.text(x, above, shorten(label, width, 1, SMALL, 600)[0], SMALL, 600)
        axes = sheet.axes(x, y + 0.26, width, AXES)
        plot_kwartalen(axes, table[table["domein"] == domein], ikc, color_of(_soort_of(domein), domein))
        axes.set_xlim(*span)
        _year_ticks(axes, span, width)
        draw_marks(axes, seen, span)
        name_marks(axes, names if place < columns else [], AXES)
    return sheet.figure


def _soort_of(domein: str) -> str:
    return {"eerstelijn": "eerstelijnszorg", "intern": "interne_zorg", ALLE: "focus"}.get(domein, "tweedelijnszorg")


def plot_kwartalen(axes: Axes, table: pd.DataFrame, ikc: str, color: str) -> Axes:
    """Draw one domain: suppressed quarters are gaps; a lone quarter between gaps is a dot."""
    for code, rows in table.groupby("ikc", sort=True):
        if code in ENDS:
            continue
        rows = rows.sort_values("kwartaal")
        x, y = [quarter_middle(item) for item in rows["kwartaal"]], rows["lopend_per_1000"].astype(float)
        if code == ikc:
            axes.plot(x, y, color=color, lw=2, zorder=4, solid_capstyle="round", marker="o", ms=3)
        elif code == ALLE:
            axes.plot(x, y, color=SOFT, lw=1.3, ls=(0, (3, 1.5)), zorder=3)
        else:
            axes.plot(x, y, color=CONTEXT, lw=0.8, alpha=0.55, zorder=2)
    band = band_of(table, "kwartaal", "lopend_per_1000")
    draw_band(axes, [quarter_middle(kwartaal) for kwartaal in band.index], band)
    top = float(table["lopend_per_1000"].max()) * 1.08
    top = 1.0 if is_missing(top) or top <= 0 else top
    axes.set_ylim(0, top)
    ticks = [tick for tick in MaxNLocator(3, integer=True, steps=[1, 2, 5, 10]).tick_values(0, top) if tick <= top]
    axes.set_yticks(ticks, [number(tick) for tick in ticks])
    axes.grid(axis="y")
    return axes


def _year_ticks(axes: Axes, span: tuple[float, float], width: float) -> None:
    years = list(range(int(span[0] // 4), int(span[1] // 4) + 1))
    middles = [max(4 * year, span[0]) / 2 + min(4 * year + 4, span[1]) / 2 for year in years]
    scale = width / (span[1] - span[0])
    full = [(min(4 * year + 4, span[1]) - max(4 * year, span[0])) * scale for year in years]
    words = [str(year) for year in years]
    if any(text_width(word, SMALL) > room - 0.03 for word, room in zip(words, full, strict=True)):
        words = [f"’{str(year)[2:]}" if text_width("’00", SMALL) <= room - 0.02 else "" for year, room in
                 zip(years, full, strict=True)]  # fmt: skip
    axes.set_xticks(middles, words)
    for year in years[1:]:
        axes.axvline(4 * year, color="#eceff2", lw=0.8, zorder=0)
