"""Costs over the cases: who pays and who benefits, which assumption matters most, how far the mean can be off."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.presentation.captions import level
from analysis.presentation.kosten.figures import euro_axis
from analysis.presentation.kosten.selection import (
    OTHER_PAYER,
    PAYER_COLORS,
    cases_of,
    cost_source,
    payer_label,
    payers_of,
)
from analysis.presentation.outputs import Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.money import euro, signed_euro
from analysis.presentation.taal.numbers import first_upper, is_missing, number
from analysis.presentation.tekenen.canvas import new_sheet, text_width, write_axes_text
from analysis.presentation.tekenen.style import BODY, INK, PALETTE, PAPER, SMALL, SOFT, WIDTH
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
    figure = plot_betalers(table)
    words = "; ".join(
        f"{row.label}: ingezet {euro(row.ingezet)}, vermeden {euro(row.vermeden)}, verschil {euro(row.besparing)}"
        for row in table.itertuples()
    )
    caption = (
        f"Ingezette en vermeden kosten per betaler, opgeteld over de {number_of_cases} casussen waarvan de inzet in "
        f"geld bekend is.{missing} {cost_source(rapport)}"
    )
    return Figuur(figure, caption, f"Staven naar links (ingezet) en rechts (vermeden) per betaler. {words}.")


def plot_betalers(table: pd.DataFrame) -> object:
    """Draw per payer an open bar to the left and a solid bar to the right of zero, with the amounts and the saldo."""
    label, saldo, row_height = 1.5, 1.0, 0.36
    width, height = WIDTH - label - saldo, row_height * len(table)
    sheet = new_sheet(height + 0.55, "", "", [])
    axes = sheet.axes(label, 0.25, width, height)
    room = max(text_width(euro(value), SMALL) for name in ("ingezet", "vermeden") for value in table[name]) + 0.1
    left, right = float(table["ingezet"].max()), float(table["vermeden"].max())
    scale = (left + right) / max(width - 2 * room, 0.5) or 1.0
    axes.set(xlim=(-left - room * scale, right + room * scale), ylim=(len(table), 0), yticks=[], xticks=[])
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0, color=SOFT, lw=1)
    zero = label + width * (left + room * scale) / (left + right + 2 * room * scale)
    sheet.text(zero - 0.08, 0, "ingezet", SMALL, 600, ha="right")
    sheet.text(zero + 0.08, 0, "vermeden", SMALL, 600)
    sheet.text(WIDTH, 0, "verschil", SMALL, 600, ha="right")
    for place, row in enumerate(table.itertuples()):
        y = place + 0.5
        weight = 700 if row.betaler == ALLE else 400
        sheet.text(0, 0.25 + y * row_height, row.label, SMALL, weight, va="center")
        sheet.text(WIDTH, 0.25 + y * row_height, signed_euro(row.besparing), SMALL, weight, ha="right", va="center")
        _draw_pockets(axes, row, y, 0.05 * scale)
    return sheet.figure


def _draw_pockets(axes: Axes, row: object, y: float, gap: float) -> None:
    color = INK if row.betaler == ALLE else PAYER_COLORS.get(row.betaler, OTHER_PAYER)
    if row.ingezet:
        axes.barh(y, -row.ingezet, height=0.5, facecolor=PAPER, edgecolor=color, linewidth=1.3, zorder=2)
        write_axes_text(axes, -row.ingezet - gap, y, euro(row.ingezet), SMALL, ha="right", va="center")
    if row.vermeden:
        axes.barh(y, row.vermeden, height=0.5, facecolor=color, edgecolor=color, linewidth=1.3, zorder=2)
        write_axes_text(axes, row.vermeden + gap, y, euro(row.vermeden), SMALL, va="center")


def figuur_kosten_gevoeligheid(rapport: Rapport) -> Figuur | Tekst:
    """Show on which assumption the net result hangs most: one assumption at a time from low to high (tornado)."""
    table = rapport.tabel("kosten_gevoeligheid")
    table = table[(table["maat"] == "netto") & (table["breedte"] > 0)] if len(table) else table
    if table.empty:
        return Tekst("")
    table = table.assign(label=[(FACTOREN | {ALLES: ALLES_LABEL}).get(name, name) for name in table["factor"]])
    figure = plot_tornado(table)
    words = "; ".join(
        f"{row.label}{_from_to(row)}: {euro(row.uitkomst_laag)} tot {euro(row.uitkomst_hoog)}"
        for row in table.itertuples()
    )
    caption = (
        "Netto opbrengst per casus als één aanname verandert van laag naar hoog en de andere op hun middelste waarde "
        "blijven; bovenaan als alle bedragen en aannames tegelijk tegenvallen of meevallen. De aannames zijn gekozen "
        f"en niet gemeten. {cost_source(rapport)}"
    )
    middle = euro(table["uitkomst_midden"].iloc[0])
    return Figuur(figure, caption, f"Staven om {middle} per casus, de breedste bovenaan. {words}.")


def _from_to(row: object) -> str:
    if row.factor == ALLES:
        return ""
    return f" van {assumption(row.factor, row.waarde_laag)} tot {assumption(row.factor, row.waarde_hoog)}"


def assumption(factor: str, value: float) -> str:
    """Write an assumption: a share in per cents, an amount in euros; of all at once the outcome says enough."""
    if is_missing(value):
        return ""
    return euro(value) if factor in IN_EURO else f"{number(100 * value)}%"


def plot_tornado(table: pd.DataFrame) -> object:
    """Draw a bar per assumption between its two outcomes, the values of the assumption at the ends."""
    label, row_height = 1.75, 0.36
    height = row_height * len(table)
    sheet = new_sheet(height + 0.3, "", "Netto opbrengst per casus, in euro's", [])
    axes = sheet.axes(label, 0, WIDTH - label - 0.3, height)
    outcomes = [*table["uitkomst_laag"], *table["uitkomst_hoog"], 0.0]
    low, high = min(outcomes), max(outcomes)
    room = 0.62 * (high - low) / (WIDTH - label)
    first = min(*table["uitkomst_laag"], *table["uitkomst_hoog"])
    axes.set(xlim=(min(low, first - room) if first < room else low, high + room), ylim=(len(table), 0), yticks=[])
    euro_axis(axes, WIDTH - label - 0.3)
    axes.axvline(0, color=SOFT, lw=1)
    axes.axvline(table["uitkomst_midden"].iloc[0], color=INK, lw=1, ls=(0, (3, 2)))
    for place, row in enumerate(table.itertuples()):
        y = place + 0.5
        sheet.text(0, y * row_height, row.label, SMALL, va="center")
        (left, left_text), (right, right_text) = _bar_ends(row)
        color = INK if row.factor == ALLES else PALETTE["focus"]
        axes.barh(y, right - left, left=left, height=0.5, color=color, alpha=0.85, zorder=2)
        gap = 0.06 * room / 0.62
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
    figure = plot_spreiding(classes, total)
    caption = (
        f"Gemiddeld verschil per casus in {number(total['n_trekkingen'])} berekeningen, met steeds andere bedragen "
        f"binnen de bandbreedtes en kansen van de posten, {int(total['n_casussen'])} casussen. {cost_source(rapport)}"
    )
    alt = (
        f"Staafjes van {euro(classes['klasse_van'].min())} tot {euro(classes['klasse_tot'].max())} per casus; "
        f"gemiddeld {euro(total['gemiddelde'])}, {level(rapport)} van de 100 berekeningen tussen "
        f"{euro(total['p_laag'])} en {euro(total['p_hoog'])}."
    )
    return Figuur(figure, caption, alt)


def enough_vary(row: pd.Series) -> bool:
    """Tell whether so many posts have a range or a chance that their draws say something: half of them."""
    return bool(2 * (row["n_met_bereik"] + row["n_met_kans"]) >= row["n_posten"] > 0)


def plot_spreiding(classes: pd.DataFrame, total: pd.Series) -> object:
    """Draw the share of the draws per class, the mean and the band that holds 95 per cent of them."""
    sheet = new_sheet(1.95, "", "Deel van de berekeningen, naar gemiddeld verschil per casus", [])
    axes = sheet.axes(0.05, 0.22, WIDTH - 0.3, 1.38)
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
    euro_axis(axes, WIDTH - 0.3, 5)
    axes.plot([total["p_laag"], total["p_hoog"]], [1.06 * shares.max()] * 2, color=INK, lw=1.3)
    if not is_missing(total["gemiddelde"]):
        axes.axvline(total["gemiddelde"], color=INK, lw=1, ls=(0, (3, 2)), ymax=1.06 / 1.18)
        text = first_upper(f"gemiddeld {euro(total['gemiddelde'])}")
        write_axes_text(axes, total["gemiddelde"], top, text, BODY - 1, 600, ha="center", va="bottom")
    return sheet.figure
