"""The goals over the metingen: the values with their margins, the path to the target, and targets that changed."""

from datetime import date

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from analysis.codebook.doelmaten import AANDEEL, kind_of_value
from analysis.presentation.captions import margin, source
from analysis.presentation.cijfers import alt_text, share_words
from analysis.presentation.doelen.tables import SOURCE
from analysis.presentation.goals import current_goals
from analysis.presentation.outputs import Cijfers, Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.doelen import STATUSSEN, factor_of, value_words
from analysis.presentation.taal.numbers import day, is_missing, number
from analysis.presentation.tekenen.canvas import new_sheet, shorten, write_axes_text
from analysis.presentation.tekenen.panels import columns_of, panel_places, panel_rows, panel_title, scale_ticks
from analysis.presentation.tekenen.signs import CIJFER, DOEL
from analysis.presentation.tekenen.style import CONTEXT, NARROW, PALETTE, SMALL, SOFT, WIDTH
from analysis.presentation.titels import title_of_statuses

COLUMNS, PANEL, AXES, TITLE_ROOM, MOST = 2, 1.9, 1.12, 0.4, 6
LABEL_ROOM = 0.32
"""The part of the time that a panel has to the right of the last day, for the name of the target."""
FEWEST = 2
"""The metingen with a value that make a history."""


def figuur_doelen(rapport: Rapport) -> Figuur | Tekst:
    """Show per goal with two metingen or more its values, the path to its target, and earlier targets."""
    histories = goal_histories(rapport)
    if not histories:
        return Tekst("")
    caption = (
        f"Doelen over de metingen, met {margin(rapport)}s. Aandelen zijn op de 100 kinderen over wie het doel gaat. "
        f"{source(rapport, SOURCE)}"
    )
    alt = alt_text("Per doel een vak met het cijfer per meting en de doelwaarde.", map(_alt, histories))
    figures = [plot_doelen(histories, width) for width in (WIDTH, NARROW)]
    return Figuur(figures[0], caption, alt, figures[1], _numbers(histories))


def _numbers(histories: list[pd.DataFrame]) -> Cijfers:
    """Give a row per goal and meting: the value with its margin, and the target that was in force."""
    rows = []
    for history in histories:
        kind = (history["soort_doel"].iloc[0], history["indicator"].iloc[0])
        factor, decimals = factor_of(*kind)
        for row in history.itertuples():
            target = "" if is_missing(row.doelwaarde) else value_words(row.doelwaarde, *kind)
            rows.append([row.doel, row.meting_label, share_words(row, "waarde", factor, decimals), target])
    return Cijfers(("Doel", "Meting", "Cijfer (marge)", "Doelwaarde"), rows)


def goal_histories(rapport: Rapport) -> list[pd.DataFrame]:
    """Give the rows of each goal of this report with a target and values at two metingen or more, in order of time."""
    goals, table = current_goals(rapport), rapport.tabel("doelen")
    if goals.empty:
        return []
    table = table.assign(meting_label=[rapport.meting_label(meting) for meting in table["meting"]])
    table = table.assign(invuller=[rapport.informant(meting) for meting in table["meting"]])
    rows = [table[table["doel"] == doel].sort_values("datum", kind="stable") for doel in goals["doel"]]
    with_values = [history[history["waarde"].notna()] for history in rows]
    return [item for item in with_values if len(item) >= FEWEST and item["doelwaarde"].notna().any()][:MOST]


def _alt(history: pd.DataFrame) -> str:
    last = history.iloc[-1]
    kind = (last["soort_doel"], last["indicator"])
    values = ", ".join(f"{row.meting_label} {value_words(row.waarde, *kind)}" for row in history.itertuples())
    targets = "; ".join(
        f"doel {value_words(row.doelwaarde, *kind)}"
        + (f" op {day(row.peildatum_doel)}" if pd.notna(row.peildatum_doel) else "")
        for row in targets_of(history).itertuples()
    )
    return f"{last['doel']}: {values}; {targets}; {STATUSSEN[last['status']].woord}"


def targets_of(history: pd.DataFrame) -> pd.DataFrame:
    """Give the targets that a goal had, each once, in order; the last one is in force."""
    known = history[history["doelwaarde"].notna()]
    return known.drop_duplicates(["doelwaarde", "peildatum_doel"], keep="last")


def plot_doelen(histories: list[pd.DataFrame], sheet_width: float = WIDTH) -> Figure:
    """Draw a panel per goal: time to the right, the value up, each on a scale of its own."""
    notes = [
        "Punt: het cijfer, met marge. Gestreepte lijn: het pad. Ruit: het doel; lichte ruit: een doel dat veranderde."
    ]
    informants = [history["invuller"] for history in histories if history["soort_doel"].iloc[0] == "indicator"]
    if any(names.nunique() > 1 for names in informants):
        notes.append("Open punt: iemand anders vulde de lijst in dan bij de laatste meting.")
    columns = columns_of(COLUMNS, sheet_width)
    now = [history["status"].iloc[-1] for history in histories]
    title = title_of_statuses([STATUSSEN[status].woord for status in STATUSSEN for each in now if each == status])
    sheet = new_sheet(PANEL * panel_rows(len(histories), columns), title, "", notes, sheet_width)
    places = panel_places(len(histories), columns, PANEL, 0.0, sheet_width)
    for history, (x, y, width) in zip(histories, places, strict=True):
        panel_title(sheet, x, y, shorten(history["doel"].iloc[0], width, 2, SMALL, 600))
        plot_doel(sheet.axes(x, y + TITLE_ROOM, width, AXES), history)
    return sheet.figure


def plot_doel(axes: Axes, history: pd.DataFrame) -> Axes:
    """Draw one goal: points with margins, the path of the target in force, and the targets."""
    first = history.iloc[0]
    factor, decimals = factor_of(first["soort_doel"], first["indicator"])
    targets = targets_of(history)
    ends = [*history["ci_hoog"], *history["ci_laag"], *history["waarde"], *targets["doelwaarde"]]
    known = [factor * value for value in ends if not is_missing(value)]
    share = kind_of_value(first["soort_doel"], first["indicator"]) == AANDEEL
    top = min(1.2 * max(known), 112.0) if share else 1.2 * max(known)
    axes.set_ylim(0, top or 1)
    axes.set_yticks(scale_ticks(0, top or 1, min(top, 100) if share else top, 3))
    axes.grid(axis="y")
    _draw_time(axes, history, targets)
    _draw_path(axes, history.iloc[-1], factor)
    _draw_targets(axes, targets, factor, decimals)
    _draw_values(axes, history, factor, decimals)
    return axes


def _at(day_of: pd.Timestamp | date) -> float:
    return float(date2num(pd.Timestamp(day_of).to_pydatetime()))


def _draw_time(axes: Axes, history: pd.DataFrame, targets: pd.DataFrame) -> None:
    """Give the panel its time: a tick per meting, the last target's year too where there is room for it."""
    days = [_at(value) for value in history["datum"]]
    ahead = [_at(value) for value in targets["peildatum_doel"].dropna()]
    low, high = min(days), max([*days, *ahead])
    room = 0.08 * (high - low)
    axes.set_xlim(low - room, high + LABEL_ROOM * (high - low))
    labels = dict(zip(days, history["meting_label"], strict=True))
    chosen = {days[0], days[-1]} if len(days) > 4 else set(days)
    places = [place for place in labels if place in chosen]
    late = [place for place in ahead[-1:] if place > max(days) + 2.5 * room]
    years = [f"{row.year}" for row in targets["peildatum_doel"].dropna().tail(1)] if late else []
    axes.set_xticks([*places, *late], [*[labels[place] for place in places], *years])


def _draw_path(axes: Axes, last: pd.Series, factor: float) -> None:
    if is_missing(last["startwaarde"]) or is_missing(last["doelwaarde"]):
        return
    if pd.isna(last["startdatum"]) or pd.isna(last["peildatum_doel"]):
        return
    days = [_at(last["startdatum"]), _at(last["peildatum_doel"])]
    values = [factor * last["startwaarde"], factor * last["doelwaarde"]]
    axes.plot(days, values, ls=(0, (5, 2)), color=SOFT, lw=1.2, zorder=1)


def _draw_targets(axes: Axes, targets: pd.DataFrame, factor: float, decimals: int) -> None:
    right = axes.get_xlim()[1]
    for place, row in enumerate(targets.itertuples()):
        last = place == len(targets) - 1
        x = _at(row.peildatum_doel) if pd.notna(row.peildatum_doel) else right
        value = factor * row.doelwaarde
        axes.plot([x], [value], zorder=2, clip_on=False, **DOEL.how(SOFT if last else CONTEXT, ms=6))
        low, high = axes.get_xlim()
        text = f"{'doel' if last else 'was'} {number(value, decimals)}"
        write_axes_text(axes, x + 0.035 * (high - low), value, text, SMALL, va="center", color=SOFT)


def _draw_values(axes: Axes, history: pd.DataFrame, factor: float, decimals: int) -> None:
    color, top = PALETTE["focus"], axes.get_ylim()[1]
    own = history["soort_doel"].iloc[0] == "indicator"
    last = history["invuller"].iloc[-1]
    for row in history.itertuples():
        x, value = _at(row.datum), factor * row.waarde
        if not (is_missing(row.ci_laag) or is_missing(row.ci_hoog)):
            axes.plot([x, x], [factor * row.ci_laag, factor * row.ci_hoog], color=color, lw=1.3, alpha=0.6, zorder=3)
        how = CIJFER.how(color, own and row.invuller != last, ms=5.2, mew=1.5)
        axes.plot([x], [value], zorder=4, clip_on=False, **how)
        high = value if is_missing(row.ci_hoog) else max(value, factor * row.ci_hoog)
        write_axes_text(axes, x, high + 0.02 * top, number(value, decimals), SMALL, ha="center", va="bottom")
