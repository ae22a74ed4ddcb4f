"""The research itself as a line from top to bottom: what was done when, what came in, and how far it is."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.measures.proces import DEELS, GESPREKKEN, KLAAR, METING, NOG_NIET, ONTWERP, SPEERPUNTEN, START
from analysis.presentation.captions import source
from analysis.presentation.cijfers import alt_text
from analysis.presentation.outputs import Cijfers, Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import day, first_upper, number
from analysis.presentation.tekenen.canvas import line_height, new_sheet, wrap, write_axes_text
from analysis.presentation.tekenen.signs import CIJFER
from analysis.presentation.tekenen.style import BODY, CONTEXT, HAIR, NARROW, PALETTE, SMALL, SOFT

ONE_BY_ONE = 3
"""Metingen that have a place of their own; later ones are a yearly series on one line."""
LINE, LEFT, ROOM = 0.1, 0.3, 0.12
"""Inches: where the line stands, where text begins, and the room between steps."""
STAAT = {KLAAR: "klaar", DEELS: "deels", NOG_NIET: "nog niet"}


@dataclass(frozen=True)
class Stap:
    """A step as it is drawn: its name, what belongs to it, and how far it is."""

    naam: str
    tekst: str
    staat: str


def figuur_proces(rapport: Rapport) -> Figuur | Tekst:
    """Show the steps of the research with their days, what was delivered, and how far each is."""
    table = rapport.tabel("proces")
    if table.empty or not rapport.over_alle:
        return Tekst("")
    steps = steps_of(table, rapport)
    told = [f"{step.naam}, {STAAT[step.staat]}" for step in steps]
    origin = source(rapport, "planning en leveringen")
    caption = f"Het onderzoek, stap voor stap. Lichte punten: nog niet, of deels, klaar. {origin}"
    title = title_of(table, rapport)
    alt = alt_text("Stappen van boven naar beneden:", told)
    rows = [[step.naam, step.tekst, STAAT[step.staat]] for step in steps]
    return Figuur(plot_proces(steps, title), caption, alt, cijfers=Cijfers(("Stap", "Wat", "Hoe ver"), rows))


def title_of(table: pd.DataFrame, rapport: Rapport) -> str:
    """Give how far the research is: the next meting, or that all were done."""
    metingen = table[table["soort"] == METING]
    coming = metingen[metingen["staat"] == NOG_NIET]
    if coming.empty:
        return "Alle metingen zijn gedaan"
    return f"De volgende meting is die van {rapport.meting_label(coming['naam'].iloc[0], full=True)}"


def steps_of(table: pd.DataFrame, rapport: Rapport) -> list[Stap]:
    """Give the steps to draw: each of the table, and the metingen of a yearly series as one."""
    metingen = table[table["soort"] == METING]
    yearly = metingen.iloc[ONE_BY_ONE:] if len(metingen) > ONE_BY_ONE + 1 else metingen.iloc[:0]
    steps, goals = [], 0
    for row in table.itertuples():
        if row.Index in yearly.index:
            steps += [_yearly(yearly)] if row.Index == yearly.index[0] else []
            continue
        steps.append(_step(row, rapport, goals))
        goals += row.soort == SPEERPUNTEN
    return steps


def _step(row: Any, rapport: Rapport, goals: int) -> Stap:
    study = rapport.study
    if row.soort == ONTWERP:
        main = len(study.primaire_indicatoren)
        counts = f"{number(main)} {'hoofdindicator' if main == 1 else 'hoofdindicatoren'}, {_ikcs(len(study.ikcs))}"
        return Stap("Ontwerp", counts, row.staat)
    if row.soort == METING:
        text = f"{_days(row)}: lijst van {number(row.n_ikcs)} van de {_ikcs(row.n_verwacht)}"
        return Stap(first_upper(str(row.naam)), text if row.n_ikcs else f"{_days(row)}: nog geen lijst", row.staat)
    if row.soort == START:
        return Stap("Jeugdondersteuners beginnen", f"{_days(row)}: bij {_ikcs(row.n_ikcs)}", row.staat)
    if row.soort == SPEERPUNTEN:
        until = f", te bereiken op {_days(row)}" if not pd.isna(row.tot) else ""
        name = "Aanvullende speerpunten" if goals else "Speerpunten"
        return Stap(name, f"van {_ikcs(row.n_ikcs)}{until}", row.staat)
    if row.soort == GESPREKKEN:
        return Stap("Gesprekken", f"bij {_ikcs(row.n_ikcs)}" if row.n_ikcs else "nog niet geleverd", row.staat)
    return Stap("Uitkomsten", f"gegevens tot en met {day(row.tot)}" if not pd.isna(row.tot) else "", row.staat)


def _ikcs(count: int) -> str:
    return "1 IKC" if count == 1 else f"{number(count)} IKC's"


def _yearly(metingen: pd.DataFrame) -> Stap:
    """Give the metingen after the first ones as one step: from which to which year, and how many came in."""
    came = int((metingen["staat"] != NOG_NIET).sum())
    years = f"{metingen['van'].min().year} tot en met {metingen['tot'].max().year}"
    state = KLAAR if (metingen["staat"] == KLAAR).all() else DEELS if came else NOG_NIET
    return Stap("Jaarlijkse metingen", f"{years}: {number(came)} van de {number(len(metingen))} geleverd", state)


def _days(row: Any) -> str:
    if pd.isna(row.van):
        return ""
    return day(row.van) if row.van == row.tot else f"{day(row.van)} tot {day(row.tot)}"


def plot_proces(steps: list[Stap], title: str) -> Figure:
    """Draw a line with a mark for each step, its name, its days and, where it is not done, that it is not."""
    texts = [wrap(step.tekst, NARROW - LEFT, SMALL) for step in steps]
    heights = [line_height(BODY) + len(lines) * line_height(SMALL) + ROOM for lines in texts]
    sheet = new_sheet(sum(heights), title, "Stappen van het onderzoek", width=NARROW)
    axes = sheet.axes(0, 0, NARROW, sum(heights))
    axes.set(xlim=(0, NARROW), ylim=(sum(heights), 0))
    axes.axis("off")
    y, marks = 0.0, []
    for step, lines, height in zip(steps, texts, heights, strict=True):
        name = step.naam if step.staat == KLAAR else f"{step.naam} ({STAAT[step.staat]})"
        write_axes_text(axes, LEFT, y, name, BODY, 600, va="top")
        write_axes_text(axes, LEFT, y + line_height(BODY), "\n".join(lines), SMALL, color=SOFT, va="top")
        marks.append(y + 0.09)
        y += height
    axes.plot([LINE, LINE], [marks[0], marks[-1]], color=HAIR, lw=2, zorder=1)
    for step, mark in zip(steps, marks, strict=True):
        _draw_mark(axes, mark, step.staat)
    return sheet.figure


def _draw_mark(axes: Axes, y: float, staat: str) -> None:
    """Draw how far a step is: a dark dot when it is done, a light one when it is not, or in part."""
    axes.plot([LINE], [y], zorder=2, **CIJFER.how(PALETTE["focus"] if staat == KLAAR else CONTEXT, ms=8))
