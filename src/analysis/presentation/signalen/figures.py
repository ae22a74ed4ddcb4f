"""Signals: per domain over the metingen, and bouw by domain as a grid."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.presentation.captions import margin, of_whom, series_parts, source
from analysis.presentation.cijfers import alt_text, highest, numbers_in_columns
from analysis.presentation.moments import (
    informant_notes,
    line_notes,
    names_side_by_side,
    place_in_time,
    side_by_side_note,
)
from analysis.presentation.notes import left_out_note
from analysis.presentation.outputs import Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import drop_hidden_series, shares
from analysis.presentation.shares_table import hidden_reason
from analysis.presentation.signalen.sentences import title_of_domains
from analysis.presentation.signalen.verloop import figuur_verloop, has_course
from analysis.presentation.taal.numbers import is_missing, number
from analysis.presentation.taal.wording import hidden_words
from analysis.presentation.tekenen.canvas import Sheet, new_sheet, shorten, text_width, write_axes_text
from analysis.presentation.tekenen.panels import (
    HIDDEN_MARK,
    columns_of,
    nice_top,
    panel_places,
    panel_rows,
    panel_title,
    plot_series,
    share_axis,
    time_axis,
)
from analysis.presentation.tekenen.style import GRID_TINTS, NARROW, PAPER, SMALL, SOFT, TINY, WIDTH, color_of
from analysis.presentation.titels import title_of_most
from analysis.study import ALLE

COLUMNS, AXES, LINE, SECTION = 4, 0.57, 0.155, 0.26
UNDER_TITLE, UNDER_AXES = 0.11, 0.24
"""Inches below the title of a panel, and below its axes for their labels and the white before the next row."""
TOTAL = "Alles samen"
NO_SIGNALS = "Er is geen inventarisatie van signalen."


def figuur_signalen(rapport: Rapport) -> Figuur | Tekst:
    """Show the signals over the metingen: per domain, or from the fourth meting on the course of what matters most.

    One of the two, so that a report does not grow with the years.
    """
    return figuur_verloop(rapport) if has_course(rapport) else figuur_signalen_domein(rapport)


def figuur_signalen_domein(rapport: Rapport) -> Figuur | Tekst:
    """Show per domain the share of children with a signal at every meting: the pilot's figure 1 in our form."""
    table = shares(rapport, "signalen", ("soort", "domein"), or_codes=True)
    if table.empty:
        return Tekst(NO_SIGNALS)
    if table["noemer_onbekend"].all():
        return Tekst(f"Van de signalen tonen we geen aandelen: bij elke meting {hidden_reason(table)}.")
    table = place_in_time(rapport, table.assign(informant=[rapport.informant(item) for item in table["meting"]]))
    title = title_of_domains(rapport) or title_of_most(table[table["domein"] != ALLE])
    drawn = (table, _section_names(rapport, table), title, _how(rapport, table))
    what = "minstens één signaal per domein" if (table["code"] == ALLE).any() else "een signaal, per signaal"
    caption = (
        f"Kinderen met {what}, per 100 ingeschreven kinderen, bij {of_whom(rapport)}. "
        f"De streepjes zijn {margin(rapport)}s. {source(rapport)}"
    )
    alt = alt_text("Per domein een klein vak met het aantal op de 100 kinderen per meting.", series_parts(table))
    figures = plot_signalen_domein(*drawn), plot_signalen_domein(*drawn, width=NARROW)
    labels = table["label"].where(table["domein"] != ALLE, TOTAL)
    named = table.assign(soort=table["soort"].map(drawn[1]), label=labels)
    cijfers = numbers_in_columns(named, by=("soort", "label"), head=("Soort", "Domein"))
    return Figuur(figures[0], caption, alt, figures[1], cijfers)


def _section_names(rapport: Rapport, table: pd.DataFrame) -> dict[str, str]:
    return {soort: rapport.label(soort) for soort in dict.fromkeys(table["soort"])}


def _how(rapport: Rapport, table: pd.DataFrame) -> list[str]:
    """Word the notes under a figure of series, only what applies."""
    notes = informant_notes(rapport)
    if notes and "plek" not in table:
        notes = [f"{notes[0]} Gestippelde lijn: tussen deze metingen wisselde wie de lijst invulde."]
    notes += line_notes(rapport, table)
    if not table["getoond"].all():
        notes.append(f"{HIDDEN_MARK}: {hidden_words(~table['getoond'], table['noemer_onbekend'])}.")
    return notes


def plot_signalen_domein(
    table: pd.DataFrame, sections: dict[str, str], title: str, notes: list[str], width: float = WIDTH
) -> Figure:
    """Draw a panel per domain, in a section per soort, all on the same scale; the first panel is the whole soort."""
    groups = {soort: _panels(rows, width) for soort, rows in table.groupby("soort", sort=False)}
    rooms = {soort: _title_rooms(panels, width) for soort, panels in groups.items()}
    high = sum(SECTION + sum(rooms[soort]) + len(rooms[soort]) * (AXES + UNDER_AXES) for soort in groups)
    sheet = new_sheet(high, title, "Kinderen met minstens één signaal, van de 100", notes, width)
    top, y = nice_top([*100 * table["ci_hoog"], *100 * table["aandeel"]]) * 1.15, 0.0
    columns = columns_of(COLUMNS, width)
    for soort, panels in groups.items():
        sheet.text(0, y + 0.04, sections[soort], 10.5, 700, color=color_of(soort))
        y += SECTION
        for line, room in enumerate(rooms[soort]):
            for place, (x, wide, lines, rows) in enumerate(panels[line * columns : (line + 1) * columns]):
                panel_title(sheet, x, y, lines, round((room - UNDER_TITLE) / LINE))
                axes = sheet.axes(x, y + room, wide, AXES)
                plot_domein(axes, rows, top, labelled=place == 0, width=wide)
            y += room + AXES + UNDER_AXES
    return sheet.figure


def _panels(table: pd.DataFrame, width: float) -> list[tuple[float, float, list[str], pd.DataFrame]]:
    """Give left and width, the lines of the title and the rows of each panel of a soort."""
    panels = [rows for _, rows in table.groupby("volgorde", sort=True)]
    names = [TOTAL if rows["domein"].iloc[0] == ALLE else rows["label"].iloc[0] for rows in panels]
    places = panel_places(len(panels), columns_of(COLUMNS, width), 0.0, 0.0, width)
    return [
        (x, wide, shorten(name, wide, 2, SMALL, 600), rows)
        for name, rows, (x, _, wide) in zip(names, panels, places, strict=True)
    ]


def _title_rooms(panels: list[tuple[float, float, list[str], pd.DataFrame]], width: float) -> list[float]:
    """Give the room above the axes of each row of panels: as many lines as its longest title has."""
    columns = columns_of(COLUMNS, width)
    counts = [len(lines) for _, _, lines, _ in panels]
    return [UNDER_TITLE + LINE * max(counts[start : start + columns]) for start in range(0, len(counts), columns)]


def plot_domein(axes: Axes, rows: pd.DataFrame, top: float, labelled: bool, width: float) -> Axes:
    """Draw one domain over the metingen on the shared scale."""
    share_axis(axes, top, labelled)
    time_axis(axes, rows, width)
    return plot_series(axes, rows, "aandeel", color_of(rows["soort"].iloc[0], rows["domein"].iloc[0]), top)


GRID_LABEL, CELL, GRID_GAP, PER_ROW, HEAD_SIZE = 1.3, 0.32, 0.12, 3, TINY
FILLED = 0.5
"""A grid of which less than this part may be shown says nothing but that, and is left out."""
DEPTH = 0.66
"""How much of the colour the darkest cell has: dark letters keep 4.5:1 on it."""
DARKEST = 0.4
"""The share at which a cell is darkest, the same in every report, so that reports can be laid side by side."""


def figuur_bouw_domein(rapport: Rapport) -> Figuur | Tekst:
    """Show the share of children with a signal per bouw and domain, a panel per meting, the number in each cell."""
    table = shares(rapport, "signalen", ("domein",), bouw=None, or_codes=True)
    if table.empty or table["aandeel"].isna().all():
        return Tekst(f"Per bouw {hidden_reason(table)}." if len(table) else "")
    bouwen, every = [bouw for bouw in rapport.study.bouwen if bouw in set(table["bouw"])], table
    shown = names_side_by_side(rapport)
    table, left_out = drop_hidden_series(table[table["meting"].isin(shown)])
    if table.empty or table["getoond"].mean() < FILLED:
        return Tekst(f"Per bouw {hidden_reason(every)}.")
    figures = [plot_bouw_domein(table, bouwen, left_out_note(left_out), width) for width in (WIDTH, NARROW)]
    caption = (
        f"Kinderen met minstens één signaal per domein en bouw, per 100 ingeschreven kinderen van die bouw, bij "
        f"{of_whom(rapport, shown)}.{side_by_side_note(rapport)} {source(rapport)}"
    )
    cijfers = numbers_in_columns(table, by=("label", "bouw"), head=("Domein", "Bouw"))
    return Figuur(figures[0], caption, _alt_bouwen(table), figures[1], cijfers)


def _alt_bouwen(table: pd.DataFrame) -> str:
    """Say where the darkest cells are, per meting."""
    cells = table.assign(cel=table["label"] + " in de " + table["bouw"])
    parts = [
        f"hoogst in {meting}: {highest(rows, 'cel')}" for meting, rows in cells.groupby("meting_label", sort=False)
        if rows["aandeel"].notna().any()
    ]  # fmt: skip
    hidden = table["aandeel"].isna()
    note = f"{number(hidden.sum())} van de {number(len(table))} cellen tonen we niet." if hidden.any() else ""
    return alt_text("Raster van domein en bouw, per meting, met het aantal op de 100 kinderen.", parts, note)


def plot_bouw_domein(table: pd.DataFrame, bouwen: list[str], notes: list[str], width: float = WIDTH) -> Figure:
    """Draw a grid of domain by bouw per meting; cells that are not shown are hatched."""
    labels = list(dict.fromkeys(table.sort_values("volgorde")["label"]))
    years = list(dict.fromkeys(table.sort_values("tijd")["meting_label"]))
    per_row = min(columns_of(PER_ROW, width), len(years))
    wide = min((width - GRID_LABEL - GRID_GAP * (per_row - 1)) / per_row, 0.62 * len(bouwen))
    block = 0.66 + CELL * len(labels) + 0.16
    if not table["getoond"].all():
        notes = [f"Gearceerd: {hidden_words(~table['getoond'], table['noemer_onbekend'])}.", *notes]
    notes = [f"Hoe donkerder, hoe meer kinderen; het donkerst vanaf {number(100 * DARKEST)} van de 100.", *notes]
    title = title_of_most(table.assign(cel=table["label"] + " in de " + table["bouw"]), "cel")
    sheet = new_sheet(block * panel_rows(len(years), per_row), title, "Van de 100 kinderen", notes, width)
    for place, meting in enumerate(years):
        row, column = divmod(place, per_row)
        if column == 0:
            _grid_labels(sheet, labels, row * block + 0.66)
        x = GRID_LABEL + column * (wide + GRID_GAP)
        sheet.text(x, row * block, meting, 10.5, 700)
        _grid_heads(sheet, bouwen, x, row * block + 0.62, wide)
        axes = sheet.axes(x, row * block + 0.66, wide, CELL * len(labels))
        plot_raster(axes, table[table["meting_label"] == meting], labels, bouwen)
    return sheet.figure


def _grid_labels(sheet: Sheet, labels: list[str], y: float) -> None:
    for place, label in enumerate(labels):
        lines = shorten(label, GRID_LABEL - 0.08, 2, SMALL)
        sheet.text(0, y + (place + 0.5) * CELL, "\n".join(lines), SMALL, va="center_baseline", linespacing=1.0)


def _grid_heads(sheet: Sheet, bouwen: list[str], x: float, y: float, width: float) -> None:
    cell = width / len(bouwen)
    heads = [_split_bouw(bouw, cell - 0.02, "-") for bouw in bouwen]
    if any(text_width(line, HEAD_SIZE) > cell - 0.02 for lines in heads for line in lines):
        heads = [_split_bouw(bouw, cell - 0.02, "") for bouw in bouwen]
    for place, lines in enumerate(heads):
        middle = x + (place + 0.5) * cell
        sheet.text(middle, y, "\n".join(lines), HEAD_SIZE, ha="center", va="bottom", color=SOFT, linespacing=1.0)


def _split_bouw(bouw: str, width: float, hyphen: str) -> list[str]:
    """Give a bouw on two lines that fit its column: `onder-` over `bouw`."""
    stem = next((stem for stem in ("bouw", "school") if bouw.endswith(stem) and len(bouw) > len(stem)), "")
    if stem and text_width(bouw[: -len(stem)], HEAD_SIZE) <= width:
        return [bouw[: -len(stem)] + hyphen, stem]
    return shorten(bouw, width, 2, HEAD_SIZE)


def plot_raster(axes: Axes, table: pd.DataFrame, labels: list[str], bouwen: list[str]) -> Axes:
    """Draw one meting's grid; a combination that is not in the table stays empty."""
    tint = LinearSegmentedColormap.from_list("ikc", GRID_TINTS)
    axes.set(xlim=(0, len(bouwen)), ylim=(len(labels), 0), xticks=[], yticks=[])
    axes.spines["bottom"].set_visible(False)
    for row in table.itertuples():
        corner = (bouwen.index(row.bouw), labels.index(row.label))
        if is_missing(row.aandeel):
            axes.add_patch(Rectangle(corner, 1, 1, fc="#f4f5f7", ec=PAPER, lw=1.2, clip_on=False))
            axes.add_patch(Rectangle(corner, 1, 1, fc="none", ec="#aab2bb", lw=0, hatch="////", clip_on=False))
            continue
        depth = DEPTH * min(row.aandeel / DARKEST, 1)
        axes.add_patch(Rectangle(corner, 1, 1, fc=tint(depth), ec="#dfe4e9", lw=0.6, clip_on=False))
        middle = (corner[0] + 0.5, corner[1] + 0.5)
        write_axes_text(axes, *middle, number(100 * row.aandeel), SMALL, ha="center", va="center_baseline")
    return axes
