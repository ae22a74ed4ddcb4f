"""Care before and after an index date, and of a group of whom only the intensity is known, for readers."""

import pandas as pd
from matplotlib.figure import Figure

from analysis.presentation.cijfers import alt_text
from analysis.presentation.outputs import Cijfers, Figuur, Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape, pipe_table
from analysis.presentation.taal.money import euro
from analysis.presentation.taal.numbers import SUPPRESSED, is_missing, list_words, number
from analysis.presentation.tekenen.canvas import new_sheet, shorten, text_width, write_axes_text
from analysis.presentation.tekenen.style import CONTEXT, NARROW, PALETTE, SMALL, SOFT, WIDTH
from analysis.presentation.titels import title_of_largest_shift
from analysis.presentation.zorgpaden.bundeling import HIDDEN
from analysis.study import ALLE

_SHOWN = ("per_jaar", "aandeel", "per_jaar_voor", "per_jaar_na", "verschil", "factor")


def zin_zorgpad(rapport: Rapport) -> Tekst:
    """Say what care cost a year before and after the index date, and why that is not what the index date did.

    Nothing where no number may be shown: the section then stays out.
    """
    table = rapport.tabel("zorgpad_vergelijking")
    if table.empty or table[["per_jaar_voor", "per_jaar_na"]].isna().all(axis=None):
        return Tekst("")
    row = table[table["casus"] == ALLE].iloc[0]
    if is_missing(row["per_jaar_voor"]) or is_missing(row["per_jaar_na"]):
        return Tekst(
            "Wat de zorg van allen samen vóór en na kostte, is niet te tonen. Het zijn er te weinig, enkelen bepalen "
            "het bedrag, of niemand is vóór én na gevolgd."
        )
    one, who = ("kind", "kinderen") if row["soort_casus"] == "client" else ("casus", "beschreven casussen")
    who = one if row["n_casussen"] == 1 else who
    factor = "" if is_missing(row["factor"]) else f": {number(row['factor'], 1)} keer zoveel"
    text = (
        f"Van {number(row['n_casussen'])} {who} is de zorg vóór én na de indexdatum gevolgd. Dat is een dag die per "
        f"{one} is gekozen, zoals de start van de jeugdondersteuner. Vóór die dag kostte de zorg per {one} "
        f"{euro(row['per_jaar_voor'])} per jaar, daarna {euro(row['per_jaar_na'])}{factor}. "
        "Dit vergelijkt eerder met later bij dezelfde gezinnen; waarom de zorg veranderde, laat het niet zien. Wie in "
        "beeld komt als het slecht gaat, heeft daarna ook zonder hulp vaker minder nodig."
    )
    return Tekst(text + _what_is_left_out(table, row))


def _what_is_left_out(table: pd.DataFrame, row: pd.Series) -> str:
    """Say which cases were followed on one side only, and how much care has no price."""
    text = ""
    one_sided = table[(table["casus"] != ALLE) & ((table["jaren_voor"] == 0) | (table["jaren_na"] == 0))]
    if len(one_sided) and row["soort_casus"] != "client":
        names = escape(list_words([f"casus {casus}" for casus in one_sided["casus"]]))
        verb, counts = ("is", "telt") if len(one_sided) == 1 else ("zijn", "tellen")
        text += f" Niet aan beide kanten gevolgd {verb} {names}; die {counts} hier niet mee."
    if not is_missing(row["n_zonder_prijs"]) and row["n_zonder_prijs"]:
        missing = int(row["n_zonder_prijs"])
        periods = "1 zorgperiode" if missing == 1 else f"{missing} zorgperioden"
        text += f" Bij {periods} ontbreekt een prijs. De bedragen zijn dus te laag, en het verschil is niet bekend."
    return text


def path_source(rapport: Rapport) -> str:
    """Give the last sentence of a caption on care paths: the deliveries that they come from."""
    names = {"perioden": "perioden van zorg", "totalen": "totalen per jaar"}
    forms = set("; ".join(rapport.tabel("zorgpad_vergelijking")["vorm"]).split("; "))
    return f"Bron: zorgpaden ({list_words([name for form, name in names.items() if form in forms])})."


def tabel_zorgpad(rapport: Rapport) -> Tabel | Tekst:
    """Show cost per year before and after; per described case, and over all; a child has no row of its own."""
    table = rapport.tabel("zorgpad_vergelijking")
    table = table[(table["soort_casus"] != "client") | (table["casus"] == ALLE)] if len(table) else table
    if table.empty or table[["per_jaar_voor", "per_jaar_na"]].isna().all(axis=None):
        return Tekst("")
    rows = [
        ["Alle" if row.casus == ALLE else row.casus, _years(row.jaren_voor), number(row.per_jaar_voor),
         _years(row.jaren_na), number(row.per_jaar_na), number(row.verschil), number(row.factor, 1)]
        for row in table.itertuples()
    ]  # fmt: skip
    caption = (
        "Kosten van zorg per gevolgd jaar, vóór en na de indexdatum, in euro's. Alle: wie vóór én na is gevolgd."
        f"{_hidden(table)} {path_source(rapport)}"
    )
    heads = ["Casus", "Jaren vóór", "Per jaar vóór", "Jaren na", "Per jaar na", "Verschil", "Factor"]
    return Tabel(pipe_table(heads, rows, "lrrrrrr", (16, 11, 13, 10, 13, 12, 8)), caption)


def _hidden(table: pd.DataFrame) -> str:
    """Explain the sign of what is not shown, where the table has it."""
    return HIDDEN if table[[name for name in _SHOWN if name in table]].isna().any(axis=None) else ""


def _years(years: float) -> str:
    return "niet gevolgd" if not is_missing(years) and years == 0 else number(years, 1)


def figuur_zorgpad(rapport: Rapport) -> Figuur | Tekst:
    """Show per product the cost per observed year before (light bar) and after (dark bar)."""
    table = rapport.tabel("zorgpad_producten")
    table = table[table["per_jaar"].notna()] if len(table) else table
    if table.empty:
        return Tekst("")
    wide = table.pivot_table(index="product", columns="periode", values="per_jaar", aggfunc="sum")
    wide = wide.reindex(columns=["voor", "na"]).fillna(0.0)
    words = [f"{name}: vóór {euro(row['voor'])}, na {euro(row['na'])}" for name, row in wide.iterrows()]
    caption = f"Kosten per casus per gevolgd jaar, per product, vóór en na de indexdatum. {path_source(rapport)}"
    figures = [plot_zorgpad(wide, width) for width in (WIDTH, NARROW)]
    rows = [[str(name), euro(row["voor"]), euro(row["na"])] for name, row in wide.iterrows()]
    alt = alt_text("Twee staven per product, in euro's per jaar.", words)
    return Figuur(figures[0], caption, alt, figures[1], Cijfers(("Product", "Vóór", "Na"), rows))


def plot_zorgpad(wide: pd.DataFrame, sheet_width: float = WIDTH) -> Figure:
    """Draw two aligned bars per product, from zero, the amount behind each."""
    label, row_height = (1.9, 0.44) if sheet_width > NARROW else (1.25, 0.48)
    height, width = row_height * len(wide), sheet_width - label
    rows = [(str(name), row["voor"], row["na"]) for name, row in wide.iterrows()]
    title = title_of_largest_shift(rows, euro, ("vóór", "na"))
    sheet = new_sheet(height, title, "Euro per casus per jaar, vóór en na de indexdatum", [], sheet_width)
    axes = sheet.axes(label, 0, width, height)
    top = float(wide.to_numpy().max()) or 1.0
    room = text_width(f"{euro(top)} vóór", SMALL) + 0.15
    axes.set(xlim=(0, top * width / (width - room)), ylim=(len(wide), 0), yticks=[], xticks=[])
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0, color=SOFT, lw=1)
    for place, (name, row) in enumerate(wide.iterrows()):
        sheet.text(
            0, (place + 0.5) * row_height, "\n".join(shorten(str(name), label - 0.1, 2, SMALL)), SMALL, va="center"
        )
        for shift, period, color in ((0.3, "voor", CONTEXT), (0.7, "na", PALETTE["focus"])):
            axes.barh(place + shift, row[period], 0.32, color=color, lw=0)
            text = f" {euro(row[period])} {'vóór' if period == 'voor' else 'na'}"
            write_axes_text(axes, row[period], place + shift, text, SMALL, va="center")
    return sheet.figure


def tabel_zorgpad_producten(rapport: Rapport) -> Tabel | Tekst:
    """Show per product how many have it, its cost per year and its share, before and after."""
    table = rapport.tabel("zorgpad_producten")
    if table.empty or table["per_jaar"].isna().all():
        return Tekst("")
    found = {(row.product, row.periode): _product_cells(row) for row in table.itertuples()}
    names = sorted(table["product"].unique())
    rows = [[name, *(cell for pair in zip(*(found.get((name, periode), ("0", "0", "0%")) for periode in ("voor", "na")),
             strict=True) for cell in pair)] for name in names]  # fmt: skip
    caption = (
        "Wie een product had, wat het kostte per casus per gevolgd jaar in euro's, en zijn aandeel in de kosten. De "
        "kosten zijn gedeeld door de tijd van allen die vóór én na zijn gevolgd, ook van wie het product niet had."
        f"{_hidden(table)} {path_source(rapport)}"
    )
    heads = ["Product", "Casussen vóór", "Na", "Per jaar vóór", "Na", "Aandeel vóór", "Na"]
    return Tabel(pipe_table(heads, rows, "lrrrrrr", (30, 10, 8, 10, 8, 10, 8)), caption)


def _product_cells(row: tuple) -> tuple[str, str, str]:
    share = SUPPRESSED if is_missing(row.aandeel) else f"{number(100 * row.aandeel)}%"
    return number(row.n_casussen), number(row.per_jaar), share


def zin_zorgpad_groep(rapport: Rapport) -> Tekst:
    """Say of whom the estimate is, with which classes, and that its ends are no margin."""
    table = rapport.tabel("zorgpad_groep")
    if table.empty or table["kosten"].isna().all():
        return Tekst("")
    classes = [
        f"{escape(item.klasse)} {number(item.per_jaar_midden)} ({number(item.per_jaar_laag)} tot "
        f"{number(item.per_jaar_hoog)})"
        for item in rapport.study.kosten.zorgklassen
    ]
    return Tekst(
        "Van deze groep is alleen bekend hoe zwaar de zorg is. De bedragen zijn aannames, in euro's per kind per jaar: "
        f"{list_words(classes)}. Laag en hoog nemen alle klassen tegelijk laag of hoog: dat zijn uitersten en geen "
        "marge."
    )


def tabel_zorgpad_groep(rapport: Rapport) -> Tabel | Tekst:
    """Show what a group costs of whom only the intensity of care is known; over all years where that is not one."""
    table, years = rapport.tabel("zorgpad_groep"), rapport.study.kosten.zorgklassen_jaren
    if table.empty or table["kosten"].isna().all():
        return Tekst("")
    heads, columns = ["Scenario", "Kinderen", "Per kind per jaar", "Groep per jaar"], ["per_casus_per_jaar", "per_jaar"]
    if years != 1:
        heads, columns = [*heads, f"Groep, {years:g} jaar".replace(".", ",")], [*columns, "kosten"]
    rows = [
        [row["scenario"], *(number(row[name]) for name in ("n_casussen", *columns))] for row in table.to_dict("records")
    ]
    caption = (
        "Schatting voor een groep van wie alleen bekend is hoe zwaar de zorg is, in euro's. Bron: aannames van dit "
        "onderzoek."
    )
    return Tabel(pipe_table(heads, rows, "l" + "r" * (len(heads) - 1), (10, 10, 16, 14, 16)[: len(heads)]), caption)
