"""Tables on the quality and the costs of the toewijzingen: rules, linking, products, prices, costs per meting."""

import pandas as pd

from analysis.presentation.captions import ALLOCATIONS, source
from analysis.presentation.notes import care_label, hidden_note, short_path, without_empty
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape, pipe_table
from analysis.presentation.taal.numbers import SUPPRESSED, count_of, is_missing, number, per_100
from analysis.presentation.toewijzingen.running import denominators
from analysis.presentation.who_is_in import allocations_words
from analysis.results.kaarten import kaart
from analysis.study import ALLE
from analysis.tidy.toewijzing_rules import STEPS

PER_QUARTER = "toewijzingen_kwartaal"


def tabel_definities_toewijzingen(rapport: Rapport) -> Tabel | Tekst:
    """Show what the numbers on toewijzingen per quarter mean, from its card."""
    if rapport.samen("kwartalen").empty:
        return Tekst("")
    rows = [[name, column.omschrijving] for name, column in kaart(PER_QUARTER).kolommen.items()]
    caption = f"Wat de kolommen van {PER_QUARTER}.csv betekenen."
    return Tabel(pipe_table(["Kolom", "Betekenis"], rows, "ll", (25, 75)), caption)


LINKED = ("n", "n_kolom", "n_inschrijving", "n_later", "n_geen")


def tabel_koppeling(rapport: Rapport) -> Tabel | Tekst:
    """Show per file of toewijzingen how many were linked to an IKC, and how."""
    table = rapport.alle("toewijzingen_koppeling")
    if table.empty:
        return Tekst("")
    rows = [
        [short_path(row.bestand), *[count_of(getattr(row, name), rapport.basis) for name in LINKED],
         per_100(row.aandeel_gekoppeld)]
        for row in table.itertuples()
    ]  # fmt: skip
    heads = ["Bestand", "Toewijzingen", "Kolom ikc", "Ingeschreven", "Later ingeschreven", "Geen IKC", "Gekoppeld (%)"]
    note = hidden_note(table[["n_kolom", "n_later", "n_geen"]].isna().any(axis=1))
    caption = (
        "Hoe de toewijzingen aan een IKC zijn gekoppeld: door de kolom ikc van de levering, door de inschrijving op de "
        f"ingangsdatum of later in de looptijd. Zonder IKC telt een toewijzing in geen enkel IKC mee.{note}"
    )
    return Tabel(pipe_table(heads, rows, "lrrrrrr", (26, 17, 10, 15, 15, 10, 15)), caption)


def tabel_tegenstrijdig(rapport: Rapport) -> Tabel | Tekst:
    """Show per file the toewijzingen of which the column ikc and leerlingen name different IKCs."""
    table = rapport.alle("toewijzingen_tegenstrijdig")
    if not rapport.over_alle and len(table):
        table = table[(table["ikc_kolom"] == rapport.ikc) | (table["ikc_leerlingen"] == rapport.ikc)]
    if table.empty:
        return Tekst("")
    rows = [
        [short_path(row.bestand), *[rapport.study.naam_of_ikc(code) for code in row[2:4]], number(row.n)]
        for row in table[["bestand", "ikc_kolom", "ikc_leerlingen", "n"]].itertuples()
    ]
    caption = (
        "Toewijzingen waarvan de kolom ikc van de levering een ander IKC noemt dan leerlingen. De kolom ikc telt."
        f"{hidden_note(table['n'].isna())}"
    )
    heads = ["Bestand", "IKC volgens de kolom", "IKC volgens leerlingen", "Toewijzingen"]
    return Tabel(pipe_table(heads, rows, "lllr", (34, 24, 24, 14)), caption)


def tabel_producten(rapport: Rapport) -> Tabel | Tekst:
    """Show, in the report over all IKCs, the product codes outside the codebook, with their budget."""
    table = rapport.alle("toewijzingen_producten")
    if table.empty or not rapport.over_alle:
        return Tekst("")
    table = table[~table["bekend"].astype(bool)]
    if table.empty:
        return Tekst("Alle productcodes staan in het codeboek.")
    rows = [
        [row.productcode or "geen code", row.productcategorie or "geen", count_of(row.n, rapport.basis),
         number(row.budget_eur), care_label(rapport, row.zorgvorm)]
        for row in table.itertuples()
    ]  # fmt: skip
    heads = ["Productcode", "Categorie", "Toewijzingen", "Budget (euro)", "Telt als"]
    caption = (
        "Productcodes die niet in het codeboek staan. Zij tellen mee, als de zorgvorm van hun categorie of als "
        f"onbekend.{hidden_note(table['n'].isna())}"
    )
    return Tabel(pipe_table(heads, rows, "llrrl", (14, 12, 14, 16, 30)), caption)


def tabel_prijsbronnen(rapport: Rapport) -> Tabel | Tekst:
    """Show, in the report over all IKCs, where the prices of the toewijzingen come from, per zorgvorm."""
    table = rapport.alle("toewijzingen_prijzen")
    if table.empty or not rapport.over_alle:
        return Tekst("")
    rows = [
        [care_label(rapport, row.zorgvorm), row.prijsbron, number(row.n), number(row.kosten_eur)]
        for row in table.itertuples()
    ]
    caption = (
        "Waar de prijs van een toewijzing vandaan komt, per zorgvorm, met de kosten tot en met de laatste dag van de "
        "gegevens. Zonder prijs is er niets geschat: de kosten zijn dan een ondergrens."
        f"{hidden_note(table['n'].isna())}"
    )
    heads = ["Zorgvorm", "Bron van de prijs", "Toewijzingen", "Kosten (euro)"]
    return Tabel(pipe_table(heads, rows, "llrr", (34, 30, 14, 16)), caption)


def tabel_regels(rapport: Rapport) -> Tabel | Tekst:
    """Show every rule of cleaning toewijzingen: what it does, and how many rows it set aside over all files."""
    ledger = rapport.alle("grootboek")
    ledger = ledger[ledger["bestand"].str.match("(data/raw/)?toewijzingen(?![a-z_])")] if len(ledger) else ledger
    if ledger.empty:
        return Tekst("")
    per_file = rapport.editie == "intern"
    of_step = dict(iter(ledger.groupby("stap")))
    rows = [
        [
            step.stap.replace("_", " "),
            step.woorden,
            _applied(of_step.get(step.stap, ledger[:0]), step.changes, per_file),
        ]
        for step in STEPS
    ]
    caption = (
        "De regels waarmee de toewijzingen zijn opgeschoond, in volgorde, en hoeveel rijen elke regel apart zette. "
        f"{_changing_rules(rapport)}"
        f"{hidden_note(pd.Series([SUPPRESSED in row for row in rows]))}"
    )
    return Tabel(pipe_table(["Regel", "Wat zij doet", "Rijen apart"], rows, "llr", (27, 50, 23)), caption)


def _changing_rules(rapport: Rapport) -> str:
    return "Een regel die rijen alleen aanpast, noemt de bestanden." if rapport.editie == "intern" else ""


def _applied(steps: pd.DataFrame, changes: bool, per_file: bool) -> str:
    """Word how often a rule was applied: rows set aside, or files for a rule that changes rows and sets none aside."""
    if changes and not per_file:
        return "geen"
    if changes:
        return f"geen; {number(len(steps))} {'bestand' if len(steps) == 1 else 'bestanden'}"
    return number(steps["rijen_apart"].sum(min_count=len(steps)))


UNPRICED = "Toewijzingen zonder prijs zijn niet geschat: de kosten zijn dan een ondergrens."
ESTIMATED = (
    "Een schatting: het afgeronde aantal per zorgvorm, maal wat zo'n toewijzing over alle IKC's gemiddeld kostte."
)


def tabel_toewijzingen_kosten(rapport: Rapport) -> Tabel | Tekst:
    """Show what the toewijzingen cost in the year before each peildatum, in total and per 1,000 children."""
    table = rapport.tabel("toewijzingen_meting")
    table = table[table["zorgvorm"] == ALLE] if len(table) else table
    if table.empty or table["kosten_eur"].isna().all():
        return Tekst("")
    rows = [
        [rapport.meting_label(row.meting), count_of(row.n_toewijzingen, rapport.basis), number(row.kosten_eur),
         number(row.kosten_per_1000), number(row.n_zonder_prijs), "" if is_missing(row.kosten_eur) else row.prijsbron]
        for row in table.itertuples()
    ]  # fmt: skip
    heads = ["Jaar tot de meting van", "Toewijzingen", "Kosten (euro)", "Per 1.000 kinderen", "Zonder prijs", "Bron"]
    whose = allocations_words(rapport) if rapport.over_alle else escape(rapport.naam)
    caption = (
        f"Kosten van de toewijzingen in het jaar tot en met de dag van elke meting, {whose}."
        f"{denominators(rapport, table)} "
        f"{ESTIMATED if rapport.basis else UNPRICED} Een budget is toegewezen, niet per se uitgegeven."
        f"{hidden_note(table['kosten_eur'].isna())} {source(rapport, ALLOCATIONS)}"
    )
    shown = without_empty(heads, rows, "lrrrrl", (14, 18, 15, 17, 11, 25))
    return Tabel(pipe_table(*shown), caption)
