"""The course of the primary indicators over many metingen: a panel each, this IKC in colour, the others in grey."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.inference.oordelen import GEDAALD, GESTEGEN
from analysis.presentation.captions import margin, of_whom, series_parts, source
from analysis.presentation.cijfers import alt_text, numbers_in_columns
from analysis.presentation.many import BAND, BAND_OF_ALL
from analysis.presentation.moments import (
    decimal_year,
    informant_breaks,
    informant_notes,
    informant_set,
    informants_per_ikc,
    line_notes,
    place_in_time,
)
from analysis.presentation.outputs import Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import own_primary, primary_beside
from analysis.presentation.taal.numbers import SUPPRESSED, first_upper, interval_of, is_missing, list_words, signed
from analysis.presentation.taal.wording import hidden_words, subject_words
from analysis.presentation.tekenen.canvas import new_sheet, shorten
from analysis.presentation.tekenen.marks import (
    Mark,
    draw_marks,
    name_marks,
    place_names,
    room_for,
    visible_marks,
)
from analysis.presentation.tekenen.panels import (
    HIDDEN_MARK,
    columns_of,
    draw_band,
    draw_broken_line,
    nice_top,
    panel_places,
    panel_rows,
    plot_series,
    share_axis,
    time_axis,
    time_span,
)
from analysis.presentation.tekenen.style import CONTEXT, NARROW, SMALL, SOFT, WIDTH, color_of
from analysis.presentation.together import ENDS, band_of, is_band
from analysis.study import ALLE

SHOWN_FROM = 4
"""The metingen from which the course is shown."""
COLUMNS, PANEL, AXES, HEAD, FIRST, TREND = 2, 1.86, 1.12, 0.36, 0.2, 0.15
OTHERS = "de andere IKC's"
OTHER_EYES, OTHER_EYES_SOME = "andere invuller", "deels andere invuller"


def figuur_verloop(rapport: Rapport) -> Figuur | Tekst:
    """Show the share of each primary indicator at every meting; nothing before the fourth.

    A line stops where somebody else filled in the list or the list changed, and where a meting was missed.
    """
    if not has_course(rapport):
        return Tekst("")
    own = own_series(rapport)
    others, trends = other_series(rapport), trends_of(rapport)
    marks = marks_of(rapport)
    heads = {name: trend_words(row, rapport) for name, row in trends.items()}
    drawn = (own, others, marks, heads, title_of_trends(own, trends), _notes(rapport, own, others))
    first, last = (rapport.meting_label(item.meting, full=True) for item in (rapport.eerste, rapport.laatste))
    caption = (
        f"Hoofdindicatoren bij elke meting van {first} tot en met {last}, per 100 ingeschreven kinderen, bij "
        f"{of_whom(rapport)}. De streepjes zijn {margin(rapport)}s. {source(rapport)}"
    )
    named = list(dict.fromkeys(mark.naam for mark in visible_marks(marks, (own["plek"].min(), own["plek"].max()))))
    marked = f"Gemarkeerd: {list_words(named)}." if named else ""
    alt = alt_text("Per hoofdindicator een lijn in de tijd, op de 100 kinderen.", series_parts(own), marked)
    figures = plot_verloop(*drawn), plot_verloop(*drawn, sheet_width=NARROW)
    cijfers = numbers_in_columns(own, "label", ("meting_label",), ("Meting",))
    return Figuur(figures[0], caption, alt, figures[1], cijfers)


def has_course(rapport: Rapport) -> bool:
    """Tell whether there are enough metingen, and a primary indicator that may be shown, to draw a course."""
    return len(rapport.metingen) >= SHOWN_FROM and not own_series(rapport).empty


def own_series(rapport: Rapport) -> pd.DataFrame:
    """Give this report's share of each primary indicator of which one may be shown, at each meting, in time."""
    table = own_primary(rapport)
    if table.empty:
        return table
    own = table[table["meting"].isin([item.meting for item in rapport.metingen])]
    own = own[own.groupby("volgorde")["aandeel"].transform("count") > 0].reset_index(drop=True)
    return place_in_time(rapport, own.assign(informant=[rapport.informant(meting) for meting in own["meting"]]))


def other_series(rapport: Rapport) -> pd.DataFrame:
    """Give the shares of the other IKCs (for `alle`: of each), with `plek`, `nummer` and `los` on the same scale.

    Of many IKCs only the lowest and the highest of each meting, whichever IKC that is.
    """
    table = primary_beside(rapport)
    table = table[~table["ikc"].isin([ALLE, rapport.ikc])]
    days = {item.meting: decimal_year(item.peildatum) for item in rapport.study.metingen}
    numbers = {item.meting: number for number, item in enumerate(rapport.study.metingen)}
    table = table.assign(plek=table["meting"].map(days), nummer=table["meting"].map(numbers))
    table = table.sort_values(["volgorde", "ikc", "nummer"], kind="stable", ignore_index=True)
    if is_band(table):
        return table.assign(los=False)
    who = informants_per_ikc(rapport)
    kinds = pd.Series([who.get(key, "") for key in zip(table["ikc"], table["meting"], strict=True)], dtype=object)
    before = kinds.groupby([table["volgorde"], table["ikc"]]).shift()
    pairs = zip(before, kinds, strict=True)
    loose = [not pd.isna(was) and informant_set(was) != informant_set(now) for was, now in pairs]
    return table.assign(los=loose)


def trends_of(rapport: Rapport) -> dict[str, Any]:
    """Give the row of `trend` per indicator, where there is one that may be shown."""
    table = rapport.tabel("trend")
    if table.empty:
        return {}
    return {row.indicator: row for row in table.itertuples() if not is_missing(row.helling)}


def trend_words(row: Any, rapport: Rapport) -> str:
    """Word a trend for the head of a panel: `Per jaar +0,8 (+0,2 tot +1,3)`, `Sinds 2022 per jaar …`.

    The margin is the one that the verdict follows, corrected for how many trends stand side by side.
    """
    since = f"sinds {rapport.meting_label(row.van)} " if row.van != rapport.eerste.meting else ""
    text = f"{since}per jaar {signed(100 * row.helling, 1)}"
    low, high = (getattr(row, f"{end}_gecorrigeerd", getattr(row, end)) for end in ("ci_laag", "ci_hoog"))
    ends = interval_of(low, high, 1, sign=True)
    return first_upper(text) + ("" if ends == SUPPRESSED else f" ({ends})")


def title_of_trends(own: pd.DataFrame, trends: dict[str, Any]) -> str:
    """Give the finding: which primary indicators rose or fell over the years; empty where none can be shown to."""
    labels = {row.indicator: subject_words(row.label, row.aard) for row in own.itertuples()}
    parts = [
        f"{verdict}: {list_words(named)}"
        for verdict in (GESTEGEN, GEDAALD)
        if (named := [labels[key] for key, row in trends.items() if row.oordeel == verdict and key in labels])
    ]
    return first_upper("; ".join(parts))


def marks_of(rapport: Rapport) -> list[Mark]:
    """Give what is marked: disturbing periods, the start of this IKC's jeugdondersteuner, another informant."""
    periods = [
        Mark(item.naam, decimal_year(item.van), decimal_year(item.tot)) for item in rapport.study.storende_periodes
    ]
    start = rapport.start_jok
    days = {item.meting: decimal_year(item.peildatum) for item in rapport.metingen}
    order = list(days)
    turns = [
        Mark(
            OTHER_EYES_SOME if rapport.over_alle else OTHER_EYES,
            (days[order[order.index(meting) - 1]] + days[meting]) / 2,
            gestippeld=True,
        )
        for meting in informant_breaks(rapport)
    ]
    return [*periods, *([Mark("start jeugdondersteuner", decimal_year(start))] if start else []), *turns]


def _notes(rapport: Rapport, own: pd.DataFrame, others: pd.DataFrame) -> list[str]:
    grey = f"Dunne grijze lijnen: {'elk IKC' if rapport.over_alle else OTHERS}"
    if is_band(others):
        grey = BAND_OF_ALL if rapport.over_alle else BAND
    notes = [f"Elk vak heeft een eigen schaal, vanaf nul. {grey}.", *informant_notes(rapport)]
    notes += line_notes(rapport, own)
    if not own["getoond"].all():
        notes.append(f"{HIDDEN_MARK}: {hidden_words(~own['getoond'], own['noemer_onbekend'])}.")
    return [" ".join(notes)]


def plot_verloop(
    own: pd.DataFrame, others: pd.DataFrame, marks: list[Mark], heads: dict[str, str], title: str, notes: list[str],
    sheet_width: float = WIDTH,
) -> Figure:  # fmt: skip
    """Draw a panel per indicator on a scale of its own; names of what is marked stand above the first row."""
    panels = list(own.groupby("volgorde", sort=True))
    columns = min(columns_of(COLUMNS, sheet_width), len(panels))
    width = panel_places(len(panels), columns, PANEL, 0.0, sheet_width)[0][2]
    span = time_span(own, width)
    seen = visible_marks(marks, span)
    names = place_names(seen, span, width)
    extra = FIRST + room_for(names) + (TREND if heads else 0.0) if names else 0.0
    sheet = new_sheet(
        panel_rows(len(panels), columns) * PANEL + extra, title, "Van de 100 kinderen", notes, sheet_width
    )
    places = panel_places(len(panels), columns, PANEL, extra, sheet_width)
    for place, ((_, rows), (x, y, panel_width)) in enumerate(zip(panels, places, strict=True)):
        first = rows.iloc[0]
        above = y - (extra if place < columns else 0)
        sheet.text(x, above, shorten(first["label"], panel_width, 1, SMALL, 600)[0], SMALL, 600)
        sheet.text(x, above + 0.16, heads.get(first["indicator"], ""), SMALL, color=SOFT)
        axes = sheet.axes(x, y + HEAD, panel_width, AXES)
        grey = others[others["indicator"] == first["indicator"]]
        plot_indicator(axes, rows, grey, panel_width, [mark for mark in seen if not mark.gestippeld])
        name_marks(axes, names if place < columns else [], AXES)
    return sheet.figure


def plot_indicator(axes: Axes, rows: pd.DataFrame, others: pd.DataFrame, width: float, marks: list[Mark]) -> Axes:
    """Draw one indicator over the metingen with the other IKCs behind it."""
    values = [*100 * rows["ci_hoog"], *100 * rows["aandeel"], *100 * others["aandeel"]]
    top = nice_top(values, 5) * 1.15
    share_axis(axes, top, labelled=True)
    time_axis(axes, rows, width)
    draw_marks(axes, marks, axes.get_xlim())
    band = band_of(others, "plek", "aandeel")
    draw_band(axes, list(band.index), 100 * band)
    for _, other in others[~others["ikc"].isin(ENDS)].groupby("ikc", sort=True):
        draw_broken_line(axes, other, [100 * item for item in other["aandeel"]], CONTEXT, lw=0.8, alpha=0.55, zorder=1)
    return plot_series(axes, rows, "aandeel", color_of(rows["soort"].iloc[0], rows["domein"].iloc[0]), top)
