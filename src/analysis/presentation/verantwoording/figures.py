"""Hoe zeker is dit? One figure: per primary indicator the change, looked at in every other way the data allow."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.inference.oordelen import GEEN_VERSCHIL, MEER, MINDER
from analysis.presentation.captions import of_whom, source
from analysis.presentation.certainty import (
    GEMETEN,
    LABELS,
    ZONDER_IKC,
    is_known,
    measured,
    runs_per_indicator,
    stands,
)
from analysis.presentation.cijfers import alt_text, difference_words
from analysis.presentation.outputs import Cijfers, Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import count_words, first_upper
from analysis.presentation.taal.oordelen import CLEAR, OORDELEN
from analysis.presentation.tekenen.canvas import Sheet, new_sheet, shorten, write_axes_text
from analysis.presentation.tekenen.panels import HIDDEN_MARK, columns_of, difference_axis, panel_rows
from analysis.presentation.tekenen.signs import VERSCHIL
from analysis.presentation.tekenen.style import CONTEXT, INK, NARROW, PAPER, SMALL, SOFT, WIDTH, color_of

NOTES = (MEER, MINDER)
"""What may be noted that chance does not explain."""
LABEL, ROW, HEAD, FOOT, GAP, PER_ROW = 1.86, 0.235, 0.52, 0.32, 0.22, 2
EDGE = 0.14
"""Inches kept free at the right: half of the last number on a scale."""

NOTE = "Kleur: de marge laat nul weg; toeval verklaart het verschil niet. Grijs: het kan toeval zijn."
NOTE_HIDDEN = f" {HIDDEN_MARK}: niet na te gaan, of te weinig kinderen om te tonen."


def figuur_gevoeligheid(rapport: Rapport) -> Figuur | Tekst:
    """Show per primary indicator how the conclusion stands or falls under each threat; empty without a conclusion."""
    parts = runs_per_indicator(rapport)
    if not any(is_known(row) for _, rows in parts for row in rows.itertuples()):
        return Tekst("")
    caption = (
        f"Het verschil tussen de eerste en de laatste meting, op de 100 kinderen, telkens anders berekend, bij "
        f"{of_whom(rapport, [rapport.eerste.meting, rapport.laatste.meting])}. De streep is de marge. {source(rapport)}"
    )
    title = title_of_runs(parts)
    figures = [plot_gevoeligheid(parts, title, width) for width in (WIDTH, NARROW)]
    lead = "Per hoofdindicator het verschil op de 100, telkens anders berekend."
    alt = alt_text(lead, [f"{label}: {_conclusion(rows)}" for label, rows in parts])
    return Figuur(figures[0], caption, alt, figures[1], _numbers(parts))


def _conclusion(rows: pd.DataFrame) -> str:
    seen = measured(rows)
    told = f"gemeten {difference_words(seen)}; " if is_known(seen) else ""
    return f"{told}{verdict_words(_lines(rows)).casefold()}"


def _numbers(parts: list[tuple[str, pd.DataFrame]]) -> Cijfers:
    """Give a row per run and a column per indicator: the difference with its margin."""
    lines = {label: {row.dreiging: row for row in _lines(rows)} for label, rows in parts}
    threats = [key for key in LABELS if any(key in runs for runs in lines.values())]
    rows = [[LABELS[key], *(_run_words(runs.get(key)) for runs in lines.values())] for key in threats]
    return Cijfers(("Berekening", *lines), rows)


def _run_words(row: Any | None) -> str:
    return difference_words(row) if row is not None and is_known(row) else "niet na te gaan"


def title_of_runs(parts: list[tuple[str, pd.DataFrame]]) -> str:
    """Give the finding: how many of the changes that we see are there in every run."""
    clear = [rows for _, rows in parts if measured(rows).genoteerd in NOTES]
    if not clear:
        always = all(stands(rows) for _, rows in parts)
        return "Geen verschil aan te tonen" + (", hoe we ook rekenen" if always else "; anders gerekend soms wel")
    kinds = {measured(rows).uitkomst for rows in clear}
    noun = OORDELEN[kinds.pop()].naamwoord if len(kinds) == 1 else "verschil"
    held = sum(stands(rows) for rows in clear)
    if len(clear) == 1:
        the = "Het" if noun == "verschil" else "De"
        return f"{the} {noun} blijft overeind" + (
            ", hoe we ook rekenen" if held else " in een deel van de berekeningen"
        )
    if held == len(clear):
        return f"Alle {count_words(held)} {_plural(noun)} blijven overeind, hoe we ook rekenen"
    how_many = "Eén" if held == 1 else first_upper(count_words(held))
    verb = "blijft" if held <= 1 else "blijven"
    return f"{how_many} van de {count_words(len(clear))} {_plural(noun)} {verb} in elke berekening overeind"


def _plural(noun: str) -> str:
    return f"{noun}len" if noun == "verschil" else f"{noun}en"


def verdict_words(lines: list[Any]) -> str:
    """Give a panel's conclusion in a few words: what we see, and in how many of the other runs that is not so."""
    known = [row for row in lines if is_known(row) and row.dreiging != GEMETEN]
    seen = next(row for row in lines if row.dreiging == GEMETEN)
    other, clear = sum(row.genoteerd != seen.genoteerd for row in known), seen.genoteerd in NOTES
    what = "Niet aan te tonen"
    if clear:
        what = first_upper(
            OORDELEN[seen.uitkomst].naamwoord if seen.uitkomst in CLEAR else f"{seen.genoteerd} genoteerd"
        )
    if not known:
        return f"{what}; niet anders te berekenen"
    if not other:
        return f"{what}, hoe we ook rekenen"
    return f"{what}; {'vervalt' if clear else 'wel'} in {other} van {len(known)}"


def _lines(rows: pd.DataFrame) -> list[Any]:
    """Give one line per threat; the IKCs left out in turn share one, from the lowest to the highest margin."""
    single = [row for row in rows.itertuples() if row.dreiging != ZONDER_IKC]
    left = rows[(rows["dreiging"] == ZONDER_IKC) & rows["ci_laag"].notna()]
    if left.empty:
        return single
    verdicts = set(left["genoteerd"])
    merged = left.iloc[[0]].assign(
        verschil=left["verschil"].median(), ci_laag=left["ci_laag"].min(), ci_hoog=left["ci_hoog"].max(),
        genoteerd=verdicts.pop() if len(verdicts) == 1 else GEEN_VERSCHIL,
    )  # fmt: skip
    return [*single, next(merged.itertuples())]


def plot_gevoeligheid(parts: list[tuple[str, pd.DataFrame]], title: str = "", sheet_width: float = WIDTH) -> Figure:
    """Draw a panel per indicator, two beside one another, with the same rows and scale; a row is one run."""
    lines = [_lines(rows) for _, rows in parts]
    known = [row for part in lines for row in part if is_known(row)]
    threats = [key for key in LABELS if key in {row.dreiging for row in known}]
    hidden = any(row.dreiging in threats and not is_known(row) for part in lines for row in part)
    note = NOTE + (NOTE_HIDDEN if hidden else "")
    height = HEAD + ROW * len(threats) + FOOT
    columns = min(columns_of(PER_ROW, sheet_width), len(parts))
    body, subtitle = height * panel_rows(len(parts), columns), "Verschil op de 100 kinderen, met marge"
    sheet = new_sheet(body, title, subtitle, [note], sheet_width)
    width = (sheet_width - EDGE - LABEL - GAP * (columns - 1)) / columns
    ends = (min(100 * row.ci_laag for row in known), max(100 * row.ci_hoog for row in known))
    for place, (label, _) in enumerate(parts):
        row, column = divmod(place, columns)
        x, y = LABEL + column * (width + GAP), row * height
        if column == 0:
            _write_labels(sheet, threats, y + HEAD)
        left, room = (0.0, sheet_width) if columns == 1 else (x, width)
        sheet.text(left, y + HEAD - 0.21, shorten(label, room, 1, SMALL, 600)[0], SMALL, 600, va="bottom")
        verdict = shorten(verdict_words(lines[place]), room, 1, SMALL)[0]
        sheet.text(left, y + HEAD - 0.06, verdict, SMALL, va="bottom")
        plot_runs(sheet.axes(x, y + HEAD, width, ROW * len(threats)), lines[place], threats, ends)
    return sheet.figure


def _write_labels(sheet: Sheet, threats: list[str], y: float) -> None:
    for place, threat in enumerate(threats):
        weight = 600 if threat == GEMETEN else 400
        sheet.text(0, y + (place + 0.5) * ROW, LABELS[threat], SMALL, weight, va="center_baseline")


def plot_runs(axes: Axes, lines: list[Any], threats: list[str], ends: tuple[float, float]) -> Axes:
    """Draw the runs of one indicator: the change on the bar of its margin, in colour where that leaves zero out."""
    difference_axis(axes, (min(ends[0], 0), max(ends[1], 0)), len(threats), 0.06, 4)
    axes.axhspan(0, 1, color="#f2f5f8", zorder=0)
    for line in lines:
        if line.dreiging in threats:
            _draw_run(axes, line, threats.index(line.dreiging) + 0.5)
    return axes


def _draw_run(axes: Axes, line: Any, y: float) -> None:
    if not is_known(line):
        write_axes_text(axes, 0, y, HIDDEN_MARK, SMALL, va="center", ha="center", color=SOFT, backgroundcolor=PAPER)
        return
    clear = line.genoteerd in NOTES
    color = color_of(line.soort, line.domein) if clear else CONTEXT
    axes.plot([100 * line.ci_laag, 100 * line.ci_hoog], [y, y], color=color, lw=4, solid_capstyle="butt", zorder=2)
    axes.plot([100 * line.verschil], [y], zorder=3, **VERSCHIL.how(INK if clear else SOFT, ms=9, mew=1.8))
