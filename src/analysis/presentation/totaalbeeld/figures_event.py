"""With and without a jeugdondersteuner around the start: the event study, a panel per primary indicator."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis.presentation.captions import margin, source
from analysis.presentation.certainty import other_informant_note, over_ends
from analysis.presentation.cijfers import alt_text, difference_words, numbers_in_columns
from analysis.presentation.outputs import Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import ikcs_words, is_missing, number, signed
from analysis.presentation.tekenen.canvas import new_sheet, shorten, write_axes_text
from analysis.presentation.tekenen.panels import HIDDEN_MARK, columns_of, panel_rows, scale_ticks, thin_labels
from analysis.presentation.tekenen.signs import CIJFER
from analysis.presentation.tekenen.style import NARROW, PALETTE, SMALL, SOFT, WIDTH

LEFT, HEIGHT, HEAD, FOOT, GAP, PER_ROW = 0.42, 1.35, 0.42, 0.42, 0.3, 4
PANEL_WIDTH = 1.2
EDGE = 0.14
"""Inches kept free at the right: half of the last number on a scale."""


def figuur_gebeurtenisstudie(rapport: Rapport) -> Figuur | Tekst:
    """Show how the pilots went apart from the other IKCs since the last meting before the start; empty without both."""
    table = over_ends(rapport, "gebeurtenisstudie")
    if table.empty or table["effect"].isna().all():
        return Tekst("")
    before = (table["relatief"] < -1).any()
    notes = [
        "0 op de verticale as: hetzelfde verschil als bij de IKC's zonder jeugdondersteuner. "
        + (
            "Ligt een punt vóór de start niet bij 0, dan liepen de groepen al uit elkaar."
            if before
            else "Er is maar één meting vóór de start: of de groepen daarvoor gelijk opgingen, is niet na te gaan."
        )
    ]
    known = table[table["relatief"] >= 0]
    margins = (
        f"met {margin(rapport)} over IKC's, niet gecorrigeerd voor het aantal vergelijkingen"
        if known["ci_laag"].notna().any()
        else "zonder marge: daarvoor zijn het te weinig IKC's"
    )
    caption = (
        f"Verschil met de laatste meting vóór de start, op de 100 kinderen: {ikcs_words(known['n_pilot'].max())} met "
        f"min {number(known['n_vergelijking'].max())} zonder jeugdondersteuner, {margins}."
        f"{other_informant_note(rapport)} {source(rapport)}"
    )
    title = _title(table, bool(other_informant_note(rapport)))
    figures = [plot_gebeurtenisstudie(table, notes, title, width) for width in (WIDTH, NARROW)]
    told = table[table["relatief"] != -1].assign(wanneer=lambda rows: rows["relatief"].map(tick_of))
    cijfers = numbers_in_columns(told, "wanneer", head=("Met min zonder, op de 100",), write=_value)
    return Figuur(figures[0], caption, _alt(table), figures[1], cijfers)


def _alt(table: pd.DataFrame) -> str:
    parts = []
    for label, rows in table.groupby("label", sort=False):
        words = [f"{tick_of(row.relatief)} {_value(row)}" for row in rows.itertuples() if row.relatief != -1]
        parts.append(f"{label}: {', '.join(words)}")
    lead = "Per hoofdindicator het verschil tussen de groepen sinds de laatste meting vóór de start."
    return alt_text(lead, parts)


def _value(row: Any) -> str:
    return difference_words(row, "effect")


def tick_of(relatief: int) -> str:
    """Name a meting around the start: `vóór`, `1e erna`, `2 ervoor`."""
    if relatief == -1:
        return "vóór"
    return f"{int(relatief) + 1}e erna" if relatief >= 0 else f"{-int(relatief)} ervoor"


def _title(table: pd.DataFrame, other_eyes: bool) -> str:
    """Say of how many indicators chance does not explain the difference after the start, and who else filled in."""
    known = table[(table["relatief"] >= 0) & table["ci_laag"].notna()]
    if known.empty:
        return "Verschil na de start, zonder marge: het zijn te weinig IKC's"
    apart = (known["ci_laag"] > 0) | (known["ci_hoog"] < 0)
    labels = known.loc[apart, "label"].nunique()
    if not labels:
        return "Na de start is geen verschil tussen met en zonder aan te tonen"
    more = "; daar zit ook een andere invuller in" if other_eyes else ""
    return f"Verschil na de start bij {number(labels)} van de {number(table['label'].nunique())} indicatoren{more}"


def plot_gebeurtenisstudie(
    table: pd.DataFrame, notes: list[str], title: str = "", sheet_width: float = WIDTH
) -> Figure:
    """Draw a panel per indicator, all with the same scale."""
    labels = list(dict.fromkeys(table["label"]))
    block = HEAD + HEIGHT + FOOT
    per_row = min(columns_of(PER_ROW, sheet_width), len(labels))
    body, unit = block * panel_rows(len(labels), per_row), "Met min zonder jeugdondersteuner, op de 100"
    sheet = new_sheet(body, title, unit, notes, sheet_width)
    width = (sheet_width - EDGE - LEFT - GAP * (per_row - 1)) / per_row
    values = 100 * pd.concat([table["effect"], table["ci_laag"], table["ci_hoog"]])
    ends = (min(values.min(), 0), max(values.max(), 0))
    for place, label in enumerate(labels):
        row, column = divmod(place, per_row)
        x, y = LEFT + column * (width + GAP), row * block
        sheet.text(x, y + HEAD - 0.06, "\n".join(shorten(label, width, 2, SMALL, 600)), SMALL, 600, va="bottom",
                   linespacing=1.0)  # fmt: skip
        plot_event(sheet.axes(x, y + HEAD, width, HEIGHT), table[table["label"] == label], ends, column == 0, width)
    return sheet.figure


def moment_labels(moments: Sequence[int], width: float) -> list[str]:
    """Name the metingen around the start; where there is no room for all, the ends and `vóór` keep their names."""
    labels = [tick_of(moment).replace(" ", "\n") for moment in moments]
    span = (moments[0] - 0.5, moments[-1] + 0.5)
    if thin_labels(labels, moments, span, width) == labels:
        return labels
    kept = {moments[0], -1, moments[-1]} if -1 - moments[0] != 1 else {-1, moments[-1]}
    return [label if moment in kept else "" for label, moment in zip(labels, moments, strict=True)]


def plot_event(
    axes: Axes, rows: pd.DataFrame, ends: tuple[float, float], labelled: bool, width: float = PANEL_WIDTH
) -> Axes:
    """Draw one indicator: the base at zero, then the difference with its margin at each meting."""
    low, high = ends
    room = 0.1 * (high - low) or 1
    moments = sorted(rows["relatief"].astype(int))
    axes.set(ylim=(low - room, high + room), xlim=(moments[0] - 0.5, moments[-1] + 0.5))
    axes.set_xticks(moments, moment_labels(moments, width))
    axes.set_yticks([tick for tick in scale_ticks(low, high, high, 4) if tick >= low])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(value) if labelled else ""))
    axes.grid(axis="y")
    axes.axhline(0, color=SOFT, lw=1)
    for row in rows.itertuples():
        if is_missing(row.effect):
            write_axes_text(axes, row.relatief, 0, HIDDEN_MARK, SMALL, ha="center", va="bottom", color=SOFT)
            continue
        color = PALETTE["pilot"] if row.relatief >= 0 else SOFT
        if not (is_missing(row.ci_laag) or is_missing(row.ci_hoog)):
            axes.plot([row.relatief] * 2, [100 * row.ci_laag, 100 * row.ci_hoog], color=color, lw=1.6)
        axes.plot([row.relatief], [100 * row.effect], **CIJFER.how(color, ms=5))
    return axes
