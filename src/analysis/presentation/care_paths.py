"""Care before and after an index date, and individual indications against one joint professional, for readers."""

import pandas as pd

from analysis.presentation.canvas import new_sheet, shorten, text_width, write_axes_text
from analysis.presentation.markdown import pipe_table
from analysis.presentation.numbers import SUPPRESSED, is_missing, number
from analysis.presentation.outputs import Figuur, Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection_costs import euro
from analysis.presentation.style import PALETTE, PAPER, SMALL, SOFT, WIDTH
from analysis.study import ALLE, GEEN_IKC

PATHS, INDICATIONS = "Bron: zorgpaden.", "Bron: indicaties en study.yml."
HIDDEN = f" {SUPPRESSED}: te weinig kinderen om te tonen, of niet bekend."


def zin_zorgpad(rapport: Rapport) -> Tekst:
    """Say what care cost a year before and after the index date, and why that is not what the index date did."""
    table = rapport.tabel("zorgpad_vergelijking")
    if table.empty:
        return Tekst("")
    row = table[table["casus"] == ALLE].iloc[0]
    if is_missing(row["per_jaar_voor"]) or is_missing(row["per_jaar_na"]):
        return Tekst(
            "Wat de zorg vóór en na kostte, is niet te tonen: het zijn te weinig kinderen, of de tijd ontbreekt."
        )
    who = "kinderen" if row["soort_casus"] == "client" else "beschreven casussen"
    factor = "" if is_missing(row["factor"]) else f", {number(row['factor'], 1)} keer zoveel"
    text = (
        f"Van {number(row['n_casussen'])} {who} is de zorg vóór en na de indexdatum bekend. Vóór die dag kostte de "
        "zorg "
        f"{euro(row['per_jaar_voor'])} per kind per waargenomen jaar, daarna {euro(row['per_jaar_na'])}{factor}. Dit "
        "vergelijkt eerder met later bij dezelfde kinderen; waarom de zorg veranderde, laat het niet zien. Wie in "
        "beeld "
        "komt als het slecht gaat, heeft daarna ook zonder hulp vaker minder nodig."
    )
    if not is_missing(row["n_zonder_prijs"]) and row["n_zonder_prijs"]:
        text += f" Bij {number(row['n_zonder_prijs'])} zorgperioden ontbreekt een prijs; die kosten tellen niet mee."
    return Tekst(text)


def tabel_zorgpad(rapport: Rapport) -> Tabel | Tekst:
    """Show cost per year before and after; per described case, and over all; a child has no row of its own."""
    table = rapport.tabel("zorgpad_vergelijking")
    table = table[(table["soort_casus"] != "client") | (table["casus"] == ALLE)] if len(table) else table
    if table.empty:
        return Tekst("")
    rows = [
        ["Alle" if row.casus == ALLE else row.casus, number(row.jaren_voor, 1), number(row.per_jaar_voor),
         number(row.jaren_na, 1), number(row.per_jaar_na), number(row.verschil), number(row.factor, 1)]
        for row in table.itertuples()
    ]  # fmt: skip
    caption = f"Kosten van zorg per waargenomen jaar, vóór en na de indexdatum, in euro's.{HIDDEN} {PATHS}"
    heads = ["Casus", "Jaren vóór", "Per jaar vóór", "Jaren na", "Per jaar na", "Verschil", "Factor"]
    return Tabel(pipe_table(heads, rows, "lrrrrrr", (10, 11, 13, 10, 13, 12, 10)), caption)


def figuur_zorgpad(rapport: Rapport) -> Figuur | Tekst:
    """Show per product the cost per observed year before (open bar) and after (solid bar)."""
    table = rapport.tabel("zorgpad_producten")
    table = table[table["per_jaar"].notna()] if len(table) else table
    if table.empty:
        return Tekst("")
    wide = table.pivot_table(index="product", columns="periode", values="per_jaar", aggfunc="sum")
    wide = wide.reindex(columns=["voor", "na"]).fillna(0.0)
    words = "; ".join(f"{name}: vóór {euro(row['voor'])}, na {euro(row['na'])}" for name, row in wide.iterrows())
    caption = f"Kosten per kind per waargenomen jaar, per product, vóór en na de indexdatum. {PATHS}"
    return Figuur(plot_zorgpad(wide), caption, f"Twee staven per product, in euro's per jaar. {words}.")


def plot_zorgpad(wide: pd.DataFrame) -> object:
    """Draw two aligned bars per product, from zero, the amount behind each."""
    label, row_height = 1.9, 0.44
    height = row_height * len(wide)
    sheet = new_sheet(height, "", "Euro per kind per jaar: open is vóór, gevuld is na de indexdatum", [])
    axes = sheet.axes(label, 0, WIDTH - label, height)
    top = float(wide.to_numpy().max()) or 1.0
    room = text_width(f"{euro(top)} vóór", SMALL) + 0.15
    axes.set(xlim=(0, top * (WIDTH - label) / (WIDTH - label - room)), ylim=(len(wide), 0), yticks=[], xticks=[])
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0, color=SOFT, lw=1)
    for place, (name, row) in enumerate(wide.iterrows()):
        sheet.text(
            0, (place + 0.5) * row_height, "\n".join(shorten(str(name), label - 0.1, 2, SMALL)), SMALL, va="center"
        )
        for shift, period, face in ((0.3, "voor", PAPER), (0.7, "na", PALETTE["focus"])):
            axes.barh(place + shift, row[period], 0.32, facecolor=face, edgecolor=PALETTE["focus"], linewidth=1.3)
            text = f" {euro(row[period])} {'vóór' if period == 'voor' else 'na'}"
            write_axes_text(axes, row[period], place + shift, text, SMALL, va="center")
    return sheet.figure


def tabel_zorgpad_producten(rapport: Rapport) -> Tabel | Tekst:
    """Show per product its cost per year and its share, before and after."""
    table = rapport.tabel("zorgpad_producten")
    if table.empty:
        return Tekst("")
    rows = [
        ["vóór" if row.periode == "voor" else "na", row.product, number(row.n_casussen), number(row.per_jaar),
         SUPPRESSED if is_missing(row.aandeel) else f"{number(100 * row.aandeel)}%"]
        for row in table.itertuples()
    ]  # fmt: skip
    caption = f"Kosten per kind per waargenomen jaar en aandeel per product.{HIDDEN} {PATHS}"
    heads = ["Periode", "Product", "Kinderen", "Euro per jaar", "Aandeel"]
    return Tabel(pipe_table(heads, rows, "llrrr", (9, 34, 10, 14, 10)), caption)


def tabel_zorgpad_groep(rapport: Rapport) -> Tabel | Tekst:
    """Show what a group costs of whom only the intensity of care is known: low, middle and high."""
    table = rapport.tabel("zorgpad_groep")
    if table.empty:
        return Tekst("")
    rows = [
        [row.scenario, number(row.n_casussen), number(row.per_casus_per_jaar), number(row.per_jaar), number(row.kosten)]
        for row in table.itertuples()
    ]
    caption = (
        "Schatting voor een groep van wie alleen de intensiteit van de zorg bekend is, in euro's, met de klassen uit "
        f"study.yml over {number(rapport.study.kosten.zorgklassen_jaren, 1)} jaar. Alle klassen staan tegelijk laag of "
        "hoog: het zijn uitersten, geen marge."
    )
    heads = ["Scenario", "Kinderen", "Per kind per jaar", "Per jaar", "Alle jaren"]
    return Tabel(pipe_table(heads, rows, "lrrrr", (10, 10, 16, 14, 14)), caption)


def zin_bundeling(rapport: Rapport) -> Tekst:
    """Say how many fte would give the same hours, what both cost, and what the sum leaves out."""
    table, fte = rapport.tabel("bundeling"), rapport.study.kosten.fte
    every = rapport.alle("bundeling")
    if every.empty or fte is None:
        return Tekst(
            "Wat een gezamenlijke professional kost, staat niet in study.yml (`kosten.fte`); vergelijken kan dus niet."
        )
    row = (table if len(table) else every[every["ikc"] == ALLE]).iloc[-1]
    cheaper = "minder" if row["besparing"] >= 0 else "meer"
    return Tekst(
        f"De losse indicaties zijn samen {number(row['uren'])} uur per jaar en kosten "
        f"{euro(row['kosten_individueel'])}. "
        f"Dezelfde uren vragen {number(row['fte_nodig'], 1)} fte, met {number(100 * fte.aandeel_niet_productief)}% "
        "tijd die "
        f"niet bij kinderen terechtkomt; dat kost {euro(row['kosten_gezamenlijk'])}, {euro(abs(row['besparing']))} "
        f"{cheaper}. "
        "Elk uur is hier een uur voor één kind: bij werk in een groep zijn minder uren nodig. Of gezamenlijke hulp "
        "even "
        "goed is, zegt deze rekensom niet."
    )


def tabel_bundeling(rapport: Rapport) -> Tabel | Tekst:
    """Show per IKC the hours, the cost of individual indications and of the joint fte."""
    table = rapport.tabel("bundeling") if not rapport.over_alle else rapport.alle("bundeling")
    if table.empty:
        return Tekst("")
    names = {ALLE: "Alle samen", GEEN_IKC: "Zonder IKC"}
    rows = [
        [names.get(row.ikc, rapport.study.naam_of_ikc(row.ikc)), number(row.uren), number(row.kosten_individueel),
         number(row.fte_nodig, 2), number(row.kosten_gezamenlijk), number(row.besparing)]
        for row in table.itertuples()
    ]  # fmt: skip
    heads = ["IKC", "Uren per jaar", "Kosten los", "Fte nodig", "Kosten gezamenlijk", "Verschil"]
    caption = f"Losse indicaties tegenover een gezamenlijke professional, per jaar, in euro's. {INDICATIONS}"
    return Tabel(pipe_table(heads, rows, "lrrrrr", (18, 12, 13, 11, 16, 12)), caption)
