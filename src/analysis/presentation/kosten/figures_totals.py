"""Costs over the cases: who pays and who benefits, which assumption matters most, how far the mean can be off."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.presentation.captions import level
from analysis.presentation.cijfers import alt_text
from analysis.presentation.kosten.pockets import Zak, numbers_of, plot_pockets
from analysis.presentation.kosten.selection import (
    OTHER_PAYER,
    PAYER_COLORS,
    cases_of,
    cost_source,
    payer_label,
    payers_of,
)
from analysis.presentation.outputs import Cijfers, Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.money import euro, signed_euro
from analysis.presentation.taal.numbers import first_upper, is_missing, number
from analysis.presentation.taal.wording import in_sentence
from analysis.presentation.tekenen.canvas import new_sheet, shorten, text_width, write_axes_text
from analysis.presentation.tekenen.style import BODY, INK, NARROW, PALETTE, PAPER, SMALL, SOFT, WIDTH
from analysis.study import ALLE

FACTOREN = {
    "besparing": "Vermeden kosten",
    "inzet": "Kosten van de inzet",
    "deadweight": "Was ook zonder gebeurd",
    "attributie": "Bijdrage van anderen",
    "verdringing": "Verschoof naar elders",
    "afname": "Afname per jaar",
}
ALLES = "alles"
ALLES_LABEL = "Alles tegelijk"
IN_EURO = ("besparing", "inzet")


def figuur_betalers(rapport: Rapport) -> Figuur | Tekst:
    """Show per payer what was put in (left) and what was avoided (right): who pays and who benefits."""
    table = rapport.tabel("kosten_betalers")
    if not cases_of(rapport):
        return Tekst("")
    if table.empty or not table["n_casussen"].max():
        return Tekst("Wie betaalt en wie er baat bij heeft, is niet te zeggen: van geen casus is het verschil bekend.")
    table = table[(table["ingezet"] > 0) | (table["vermeden"] > 0) | (table["betaler"] == ALLE)]
    order = [*payers_of(rapport, table["betaler"]), ALLE]
    table = table.set_index("betaler").loc[order].reset_index()
    table = table.assign(label=[payer_label(rapport, code) for code in table["betaler"]])
    number_of_cases = int(table["n_casussen"].max())
    unpriced = int(table["n_niet_gemonetariseerd"].iloc[-1])
    missing = f" Vermeden posten die niet in geld zijn en hier ontbreken: {unpriced}." if unpriced else ""
    rows = [_pocket(row) for row in table.itertuples()]
    title = _title_of_payers(rows)
    figures = [plot_pockets(rows, [], width, title) for width in (WIDTH, NARROW)]
    words = [
        f"{row.label}: ingezet {euro(row.ingezet)}, vermeden {euro(row.vermeden)}, verschil {euro(row.besparing)}"
        for row in table.itertuples()
    ]
    caption = (
        f"Ingezette en vermeden kosten per betaler, opgeteld over de {number_of_cases} casussen waarvan de inzet in "
        f"geld bekend is.{missing} {cost_source(rapport)}"
    )
    alt = alt_text("Staven naar links (ingezet) en rechts (vermeden) per betaler.", words)
    return Figuur(figures[0], caption, alt, figures[1], numbers_of(rows, "Betaler"))


def _title_of_payers(rows: Sequence[Zak]) -> str:
    """Say where the difference is largest; empty where it is nowhere above zero."""
    own = [row for row in rows if not row.is_totaal and row.vermeden > row.ingezet]
    top = max(own, key=lambda row: row.vermeden - row.ingezet, default=None)
    return (
        f"Volgens de beschrijvingen het grootste verschil: {in_sentence(top.naam)}, {euro(top.vermeden - top.ingezet)}"
        if top
        else ""
    )


def _pocket(row: Any) -> Zak:
    words = tuple(euro(value) if value else "" for value in (row.ingezet, row.vermeden))
    color = INK if row.betaler == ALLE else PAYER_COLORS.get(row.betaler, OTHER_PAYER)
    difference = signed_euro(row.besparing)
    return Zak(row.label, row.ingezet, row.vermeden, (*words, difference), color, row.betaler == ALLE)


def figuur_kosten_gevoeligheid(rapport: Rapport) -> Figuur | Tekst:
    """Show on which assumption the net result hangs most: one assumption at a time from low to high (tornado)."""
    table = rapport.tabel("kosten_gevoeligheid")
    table = table[(table["maat"] == "netto") & (table["breedte"] > 0)] if len(table) else table
    if table.empty:
        return Tekst("")
    table = table.assign(label=[(FACTOREN | {ALLES: ALLES_LABEL}).get(name, name) for name in table["factor"]])
    figures = [plot_tornado(table, width) for width in (WIDTH, NARROW)]
    words = [
        f"{row.label}{_from_to(row)}: {euro(row.uitkomst_laag)} tot {euro(row.uitkomst_hoog)}"
        for row in table.itertuples()
    ]
    caption = (
        "Netto opbrengst per casus als één aanname verandert van laag naar hoog en de andere op hun middelste waarde "
        "blijven; bovenaan als alle bedragen en aannames tegelijk tegenvallen of meevallen. De aannames zijn gekozen "
        f"en niet gemeten. {cost_source(rapport)}"
    )
    middle = euro(table["uitkomst_midden"].iloc[0])
    alt = alt_text(f"Staven om {middle} per casus, de breedste bovenaan.", words)
    rows = [
        [row.label, _from_to(row).strip(), euro(row.uitkomst_laag), euro(row.uitkomst_hoog)]
        for row in table.itertuples()
    ]
    cijfers = Cijfers(("Aanname", "Van laag tot hoog", "Opbrengst laag", "Opbrengst hoog"), rows)
    return Figuur(figures[0], caption, alt, figures[1], cijfers)


def _from_to(row: object) -> str:
    if row.factor == ALLES:
        return ""
    return f" van {assumption(row.factor, row.waarde_laag)} tot {assumption(row.factor, row.waarde_hoog)}"


def assumption(factor: str, value: float) -> str:
    """Write an assumption: a share in per cents, an amount in euros; of all at once the outcome says enough."""
    if is_missing(value):
        return ""
    return euro(value) if factor in IN_EURO else f"{number(100 * value)}%"


def euro_axis(axes: Axes, width: float, bins: int = 4) -> None:
    """Give axes of a known width (inches) a scale in euros: few round numbers, none that sticks out at the right."""
    low, high = axes.get_xlim()
    widest = text_width(euro(max(abs(low), abs(high))), SMALL) + 0.12
    ticks = MaxNLocator(max(1, min(bins, int(width / widest))), steps=[1, 2, 5, 10]).tick_values(low, high)
    last = high - (high - low) * widest / 2 / width
    axes.set_xticks([tick for tick in ticks if low <= tick <= last])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: euro(value)))
    axes.grid(axis="x")


def _title_of_assumptions(table: pd.DataFrame) -> str:
    """Say which assumption, changed alone, makes most difference."""
    alone = table[table["factor"] != ALLES]
    return f"De aanname die het meest uitmaakt: {in_sentence(alone['label'].iloc[0])}" if len(alone) else ""


def plot_tornado(table: pd.DataFrame, sheet_width: float = WIDTH) -> Figure:
    """Draw a bar per assumption between its two outcomes, the values of the assumption at the ends."""
    label, row_height = (1.75, 0.36) if sheet_width > NARROW else (1.1, 0.42)
    height, width = row_height * len(table), sheet_width - label - (0.3 if sheet_width > NARROW else 0.15)
    title, unit = _title_of_assumptions(table), "Netto opbrengst per casus, in euro's"
    sheet = new_sheet(height + 0.3, title, unit, [], sheet_width)
    axes = sheet.axes(label, 0, width, height)
    outcomes = [*table["uitkomst_laag"], *table["uitkomst_hoog"], 0.0]
    low, high = min(outcomes), max(outcomes)
    widest = max(text_width(text, SMALL) for row in table.itertuples() for _, text in _bar_ends(row))
    reach = max(0.62, widest + 0.1)
    room = reach * (high - low) / max(width - 2 * reach, 0.5)
    first = min(*table["uitkomst_laag"], *table["uitkomst_hoog"])
    axes.set(xlim=(min(low, first - room) if first < room else low, high + room), ylim=(len(table), 0), yticks=[])
    euro_axis(axes, width)
    axes.axvline(0, color=SOFT, lw=1)
    axes.axvline(table["uitkomst_midden"].iloc[0], color=INK, lw=1, ls=(0, (3, 2)))
    for place, row in enumerate(table.itertuples()):
        y = place + 0.5
        sheet.text(0, y * row_height, "\n".join(shorten(row.label, label - 0.06, 2, SMALL)), SMALL, va="center")
        (left, left_text), (right, right_text) = _bar_ends(row)
        color = INK if row.factor == ALLES else PALETTE["focus"]
        axes.barh(y, right - left, left=left, height=0.5, color=color, alpha=0.85, zorder=2)
        gap = 0.06 * room / reach
        if row.factor == ALLES and right - left > 2.4 * room:
            write_axes_text(axes, left + gap, y, left_text, SMALL, va="center", color=PAPER)
            write_axes_text(axes, right - gap, y, right_text, SMALL, ha="right", va="center", color=PAPER)
            continue
        write_axes_text(axes, left - gap, y, left_text, SMALL, ha="right", va="center")
        write_axes_text(axes, right + gap, y, right_text, SMALL, va="center")
    return sheet.figure


def _bar_ends(row: object) -> list[tuple[float, str]]:
    """Give both ends of a bar with what stands there: the value of the assumption, or in euros what all give."""
    ends = [(row.uitkomst_laag, row.waarde_laag), (row.uitkomst_hoog, row.waarde_hoog)]
    texts = [euro(end) if row.factor == ALLES else assumption(row.factor, value) for end, value in ends]
    return sorted(zip((end for end, _ in ends), texts, strict=True))


def figuur_spreiding(rapport: Rapport) -> Figuur | Tekst:
    """Show the draws of the mean saving per case when all ranges and chances are drawn together (Monte Carlo)."""
    classes, spread = rapport.tabel("kosten_verdeling"), rapport.tabel("kosten_spreiding")
    if len(classes) < 2 or spread.empty:
        return Tekst("")
    total = spread[spread["betaler"] == ALLE].iloc[0]
    if not enough_vary(total):
        return Tekst("")
    figures = [plot_spreiding(classes, total, width) for width in (WIDTH, NARROW)]
    caption = (
        f"Gemiddeld verschil per casus in {number(total['n_trekkingen'])} berekeningen, met steeds andere bedragen "
        f"binnen de bandbreedtes en kansen van de posten, {int(total['n_casussen'])} casussen. {cost_source(rapport)}"
    )
    alt = (
        f"Staafjes van {euro(classes['klasse_van'].min())} tot {euro(classes['klasse_tot'].max())} per casus; "
        f"gemiddeld {euro(total['gemiddelde'])}, {level(rapport)} van de 100 berekeningen tussen "
        f"{euro(total['p_laag'])} en {euro(total['p_hoog'])}."
    )
    rows = [
        [f"{euro(row.klasse_van)} tot {euro(row.klasse_tot)}", number(row.n_trekkingen)] for row in classes.itertuples()
    ]
    return Figuur(figures[0], caption, alt, figures[1], Cijfers(("Gemiddeld verschil", "Berekeningen"), rows))


def enough_vary(row: pd.Series) -> bool:
    """Tell whether so many posts have a range or a chance that their draws say something: half of them."""
    return bool(2 * (row["n_met_bereik"] + row["n_met_kans"]) >= row["n_posten"] > 0)


def plot_spreiding(classes: pd.DataFrame, total: pd.Series, sheet_width: float = WIDTH) -> Figure:
    """Draw the share of the draws per class, the mean and the band that holds 95 per cent of them."""
    title = f"Het gemiddelde per casus loopt van {euro(total['p_laag'])} tot {euro(total['p_hoog'])}"
    sheet = new_sheet(1.95, title, "Deel van de berekeningen, naar gemiddeld verschil per casus", [], sheet_width)
    axes = sheet.axes(0.05, 0.22, sheet_width - 0.3, 1.38)
    widths = classes["klasse_tot"] - classes["klasse_van"]
    shares = classes["n_trekkingen"] / classes["n_trekkingen"].sum()
    axes.bar(classes["klasse_van"], shares, widths, align="edge", color=PALETTE["focus"], linewidth=0, zorder=2)
    top = 1.18 * float(shares.max())
    span = float(classes["klasse_tot"].max() - classes["klasse_van"].min())
    axes.set(
        ylim=(0, top),
        yticks=[],
        xlim=(classes["klasse_van"].min() - 0.04 * span, classes["klasse_tot"].max() + 0.04 * span),
    )
    euro_axis(axes, sheet_width - 0.3, 5)
    axes.plot([total["p_laag"], total["p_hoog"]], [1.06 * shares.max()] * 2, color=INK, lw=1.3)
    if not is_missing(total["gemiddelde"]):
        axes.axvline(total["gemiddelde"], color=INK, lw=1, ls=(0, (3, 2)), ymax=1.06 / 1.18)
        text = first_upper(f"gemiddeld {euro(total['gemiddelde'])}")
        write_axes_text(axes, total["gemiddelde"], top, text, BODY - 1, 600, ha="center", va="bottom")
    return sheet.figure
