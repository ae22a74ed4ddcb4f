"""The effectenketen, drawn upright: columns from top to bottom, a word and a line for each verdict."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from analysis.codebook.keten import ARROW, KNOOP, KOLOMMEN, Keten, Schakel
from analysis.inference.ketenoordelen import (
    ALLEEN_KWALITATIEF,
    ALLEEN_KWANTITATIEF,
    BEVESTIGD,
    GEEN_GEGEVENS,
    NIEMAND,
    TEGENSTRIJDIG,
    VOORAL_PLUS,
)
from analysis.presentation.captions import source
from analysis.presentation.cijfers import alt_text
from analysis.presentation.effectenketen.words import short_words
from analysis.presentation.outputs import Cijfers, Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import list_words, number
from analysis.presentation.tekenen.canvas import new_sheet, shorten, text_width, write_axes_text
from analysis.presentation.tekenen.style import BODY, CONTEXT, INK, NARROW, PALETTE, PAPER, SMALL, SOFT

BOX, GAP, HEAD, BETWEEN, WIDEST = 0.58, 0.36, 0.19, 0.16, 2.4
"""Inches: height of a node, room for arrows, for the name of a column, between nodes abreast; the widest node."""
MOST_ABREAST = 3


@dataclass(frozen=True)
class Lijn:
    """How a verdict is drawn: its line, how thick and its colour; what it is stands there as a word."""

    stijl: str | tuple[float, tuple[float, ...]]
    dikte: float
    kleur: str


@dataclass(frozen=True)
class Woord:
    """What stands at a link: how its verdict is drawn, and in words."""

    lijn: "Lijn"
    tekst: str


LIJNEN: dict[str, Lijn] = {
    BEVESTIGD: Lijn("-", 2.2, PALETTE["focus"]),
    TEGENSTRIJDIG: Lijn((0, (7, 2, 1.5, 2)), 1.8, PALETTE["gezinsproblematiek"]),
    ALLEEN_KWALITATIEF: Lijn((0, (4, 2)), 1.3, PALETTE["eerstelijnszorg"]),
    ALLEEN_KWANTITATIEF: Lijn("-", 1.0, PALETTE["jeugd_ggz"]),
    GEEN_GEGEVENS: Lijn((0, (1, 2)), 1.1, CONTEXT),
}


def figuur_effectenketen(rapport: Rapport) -> Figuur | Tekst:
    """Show the chain from inzet to impact; each node and arrow with whether people and numbers say the same."""
    table = rapport.tabel("effectenketen")
    chain = rapport.codebook.keten
    if table.empty or not rapport.over_alle:
        return Tekst("")
    told = {row.schakel: Woord(LIJNEN[row.oordeel], short_words(rapport, row)) for row in table.itertuples()}
    caption = (
        "De keten van verwachtingen, over alle IKC's. Bevestigd: mensen en cijfers wijzen de verwachte kant op. Staat "
        f"er ‘mensen’ of ‘cijfers’, dan zeggen alleen die er iets over. {source(rapport, 'gesprekken en resultaten')}"
    )
    title, words = title_of(table), {name: word.tekst for name, word in told.items()}
    rows = [[_name(chain, item), words[item.schakel]] for item in (*chain.knopen, *chain.pijlen)]
    figure, numbers = plot_effectenketen(chain, told, title), Cijfers(("Schakel", "Oordeel"), rows)
    return Figuur(figure, caption, alt_of(chain, told), cijfers=numbers)


def _name(chain: Keten, item: Schakel) -> str:
    return item.label if item.soort == KNOOP else _arrow_words(chain, item.schakel)


def title_of(table: pd.DataFrame) -> str:
    """Give the finding: of how many links people and numbers say the same."""
    same = int((table["oordeel"] == BEVESTIGD).sum())
    against = int((table["oordeel"] == TEGENSTRIJDIG).sum())
    if same:
        return f"Mensen en cijfers samen: {same} van de {len(table)} schakels bevestigd"
    if against:
        return f"Geen schakel bevestigd, {against} tegenstrijdig"
    return "Mensen vertellen meer dan de cijfers laten zien" if _mostly_plus(table) else "Nog geen schakel bevestigd"


def _mostly_plus(table: pd.DataFrame) -> bool:
    return int((table["mensen"] == VOORAL_PLUS).sum()) * 2 > int((table["mensen"] != NIEMAND).sum()) > 0


def alt_of(chain: Keten, told: Mapping[str, Woord]) -> str:
    """Say what is seen: the columns, and per word which nodes, and how many arrows, have it."""
    columns = [kolom for kolom in KOLOMMEN if any(item.kolom == kolom for item in chain.knopen)]
    lead = f"Een keten van boven naar beneden: {list_words(columns)}."
    parts = []
    for word in dict.fromkeys(item.tekst for item in told.values()):
        own = [item for item in chain.schakels if told[item.schakel].tekst == word]
        knopen = [item.label for item in own if item.soort == KNOOP]
        arrows = len(own) - len(knopen)
        lines = [list_words(knopen)] * bool(knopen)
        lines += [f"{number(arrows)} {'pijl' if arrows == 1 else 'pijlen'}"] * bool(arrows)
        parts.append(f"{word} bij {list_words(lines)}")
    return alt_text(lead, parts)


def _arrow_words(chain: Keten, schakel: str) -> str:
    van, naar = schakel.split(ARROW)
    return f"{chain.label(van)} naar {chain.label(naar)}"


def plot_effectenketen(chain: Keten, told: Mapping[str, Woord], title: str) -> Figure:
    """Draw nodes in rows, their column above the first, and arrows between: a verdict is a line and a word."""
    rows = list(rows_of(chain))
    tops, heads, height = _heights(rows)
    sheet = new_sheet(height, title, "Van inzet naar impact", width=NARROW)
    axes = sheet.axes(0, 0, NARROW, height)
    axes.set(xlim=(0, NARROW), ylim=(height, 0))
    axes.axis("off")
    for y, kolom in heads:
        write_axes_text(axes, 0, y, kolom.upper(), SMALL, 600, color=SOFT, va="top")
        axes.plot(
            [text_width(kolom.upper(), SMALL, 600) + 0.1, NARROW], [y + 0.08] * 2, color="#d5dae0", lw=0.8, zorder=0
        )
    places = {
        name: _place(n, len(row), top) for (_, row), top in zip(rows, tops, strict=True) for n, name in enumerate(row)
    }
    _draw_arrows(axes, chain, told, places)
    for item in chain.knopen:
        _draw_node(axes, places[item.schakel], item.label, told[item.schakel])
    return sheet.figure


def _place(number: int, abreast: int, top: float) -> tuple[float, float, float]:
    """Give left, top and width of a node among those beside it; one alone is no wider than it needs."""
    room = NARROW / abreast
    width = min(room - BETWEEN, WIDEST)
    return number * room + (room - width) / 2, top, width


def rows_of(chain: Keten) -> Iterator[tuple[str, list[str]]]:
    """Give the nodes row by row: by column, and within it what an arrow leads to below what it comes from."""
    depth: dict[str, int] = {}
    column = {item.schakel: item.kolom for item in chain.knopen}

    def deep(name: str) -> int:
        if name not in depth:
            before = [item.einden[0] for item in chain.pijlen if item.einden[1] == name]
            depth[name] = max((1 + deep(one) for one in before if column[one] == column[name]), default=0)
        return depth[name]

    for kolom in KOLOMMEN:
        own = [item.schakel for item in chain.knopen if item.kolom == kolom]
        for level in sorted({deep(name) for name in own}):
            row = [name for name in own if deep(name) == level]
            for start in range(0, len(row), MOST_ABREAST):
                yield kolom, row[start : start + MOST_ABREAST]


def _heights(rows: list[tuple[str, list[str]]]) -> tuple[list[float], list[tuple[float, str]], float]:
    """Give the top of each row, where the name of each column stands, and the height of all."""
    tops, heads, y, before = [], [], 0.0, ""
    for kolom, _ in rows:
        y += GAP if tops else 0
        if kolom != before:
            heads.append((y, kolom))
            y += HEAD
        tops.append(y)
        y, before = y + BOX, kolom
    return tops, heads, y + 0.05


def _draw_node(axes: Axes, place: tuple[float, float, float], label: str, word: Woord) -> None:
    (x, y, width), how = place, word.lijn
    box = FancyBboxPatch(
        (x, y), width, BOX, boxstyle="round,pad=0,rounding_size=0.06", facecolor=PAPER, edgecolor=how.kleur,
        linewidth=how.dikte, linestyle=how.stijl, zorder=3,
    )  # fmt: skip
    axes.add_patch(box)
    lines = shorten(label, width - 0.12, 2, BODY, 600)
    write_axes_text(
        axes, x + width / 2, y + 0.04, "\n".join(lines), BODY, 600, ha="center", va="top", zorder=4, linespacing=1.05
    )
    _write_word(axes, x + width / 2, y + BOX - 0.105, word)


def _write_word(axes: Axes, x: float, y: float, word: Woord) -> None:
    """Write a verdict in the middle of a place."""
    wide = text_width(word.tekst, SMALL)
    left = x - wide / 2
    pad = mpl.patches.Rectangle((left - 0.03, y - 0.08), wide + 0.06, 0.16, facecolor=PAPER, edgecolor="none", zorder=4)
    axes.add_patch(pad)
    write_axes_text(axes, left, y, word.tekst, SMALL, color=INK, va="center_baseline", zorder=5)


def _draw_arrows(
    axes: Axes,
    chain: Keten,
    told: Mapping[str, Woord],
    places: Mapping[str, tuple[float, float, float]],
) -> None:
    """Draw each arrow from under its node to the top of the other; its word in the first room below the node."""
    for item in chain.pijlen:
        van, naar = item.einden
        how = told[item.schakel].lijn
        start, end = _ends(chain, item.einden, places)
        if places[van][1] == places[naar][1]:
            continue
        axes.add_patch(
            FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=9, color=how.kleur, linewidth=how.dikte,
                            linestyle=how.stijl, shrinkA=0, shrinkB=0, zorder=2)
        )  # fmt: skip
        part = (GAP / 2) / (end[1] - start[1])
        middle = (start[0] + part * (end[0] - start[0]), start[1] + GAP / 2)
        _write_word(axes, *middle, told[item.schakel])


def _ends(
    chain: Keten, ends: tuple[str, str], places: Mapping[str, tuple[float, float, float]]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Give where an arrow leaves and where it arrives: each of the arrows at a node has a place of its own there."""
    van, naar = ends
    leaving = sorted((places[item.einden[1]][0], item.einden) for item in chain.pijlen if item.einden[0] == van)
    arriving = sorted((places[item.einden[0]][0], item.einden) for item in chain.pijlen if item.einden[1] == naar)
    spots = []
    for node, among in ((van, leaving), (naar, arriving)):
        x, _, width = places[node]
        order = [one for _, one in among].index(ends)
        spots.append(x + width * (order + 1) / (len(among) + 1))
    return (spots[0], places[van][1] + BOX), (spots[1], places[naar][1])
