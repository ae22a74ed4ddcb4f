"""Tables of trajecten: how many, how long, how often short, what they cost, through which forms of care they went."""

from typing import Any

import pandas as pd

from analysis.presentation.captions import ALLOCATIONS, source
from analysis.presentation.markdown import escape, pipe_table
from analysis.presentation.numbers import SUPPRESSED, interval_of, is_missing, number, per_100
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection_trajecten import group_labels, period_words
from analysis.presentation.sentences_trajecten import DAYS_PER_MONTH
from analysis.presentation.tables_account import care_label
from analysis.presentation.tables_changes import hidden_note, split_hidden
from analysis.presentation.wording import in_sentence
from analysis.study import ALLE


def tabel_trajecten(rapport: Rapport) -> Tabel | Tekst:
    """Show per zorgvorm, over all periods, the trajecten, those running, the median in months and the share short."""
    table = rapport.tabel("trajecten")
    table = table[table["periode"] == ALLE] if len(table) else table
    if table.empty or table["n"].isna().all():
        return Tekst("")
    order = {code: place for place, code in enumerate(rapport.codebook.codes["code"])}
    table = table.assign(plaats=table["zorgvorm"].map(order).fillna(len(order) + (table["zorgvorm"] == ALLE)))
    table = table.sort_values("plaats", kind="stable")
    rows, hidden = split_hidden([[care_label(rapport, row.zorgvorm), *_cells(row)] for row in table.itertuples()])
    rows = [[("Alle trajecten" if row[0] == "Alle toewijzingen" else row[0]), *row[1:]] for row in rows]
    if not rows:
        return Tekst("")
    months = number(rapport.study.toewijzingen.kort_maanden)
    heads = ["Zorgvorm", "Trajecten", "Lopen nog", "Mediaan, maanden (marge)", f"Binnen {months} maanden klaar"]
    caption = (
        f"Trajecten per zorgvorm, {_whose(rapport)}: aantal, hoeveel er aan het eind nog liepen, de mediane duur en hoeveel "
        f"van de 100 binnen {months} maanden klaar waren (Kaplan-Meier).{hidden_note(table['mediaan_dagen'].isna())} "
        f"{source(rapport, ALLOCATIONS)}{hidden}"
    )
    return Tabel(pipe_table(heads, rows, "lrrrr", (32, 11, 11, 24, 20)), caption)


def _cells(row: Any) -> list[str]:
    median = number(row.mediaan_dagen / DAYS_PER_MONTH, 1) if not is_missing(row.mediaan_dagen) else SUPPRESSED
    ends = interval_of(row.ci_laag, row.ci_hoog, 1, 1 / DAYS_PER_MONTH)
    margin = "" if SUPPRESSED in (median, ends) else f" ({ends})"
    return [number(row.n), number(row.n_lopend), f"{median}{margin}", per_100(row.aandeel_kort, row.n)]


def _whose(rapport: Rapport) -> str:
    return "alle IKC's samen" if rapport.over_alle else escape(rapport.naam)


def tabel_kort_lang(rapport: Rapport) -> Tabel | Tekst:
    """Show per group of IKCs, domein and period the trajecten, the share short, and the mean costs of those ended."""
    table, groups, words = rapport.alle("trajecten_kort_lang"), group_labels(rapport), period_words(rapport)
    table = table[table["ikc"].isin(list(groups))] if len(table) else table
    if table.empty or table["n"].isna().all():
        return Tekst("")
    labels = rapport.codebook.codes.drop_duplicates("domein").set_index("domein")["domein_label"]
    rows, hidden = split_hidden([
        [f"{labels.get(row.domein, row.domein)}{'' if len(groups) == 1 else f', {in_sentence(groups[row.ikc])}'}, "
         f"{words.get(row.periode, row.periode)}", number(row.n), per_100(row.aandeel_kort, row.n),
         number(row.kort_per_1000, 1), number(row.lang_per_1000, 1), number(row.kosten_gemiddeld_eur)]
        for row in table.sort_values(["domein"], kind="stable").itertuples()
    ])  # fmt: skip
    if not rows:
        return Tekst("")
    heads = [
        "Domein en periode",
        "Trajecten",
        "Kort van de 100",
        "Kort per 1.000",
        "Lang per 1.000",
        "Kosten per traject",
    ]
    caption = (
        f"Korte en lange trajecten per domein en periode, {_whose(rapport)}: aantal begonnen, deel kort, kort en lang per "
        f"1.000 kinderen per jaar, en gemiddelde kosten in euro's van trajecten die klaar zijn en waarvan de prijs bekend "
        f"is.{hidden_note(table['aandeel_kort'].isna())} {source(rapport, ALLOCATIONS)}{hidden}"
    )
    return Tabel(pipe_table(heads, rows, "lrrrrr", (42, 11, 11, 11, 11, 13)), caption)


def tabel_trajecten_paden(rapport: Rapport) -> Tabel | Tekst:
    """Show the trajecten that went through more than one zorgvorm, by the forms they passed."""
    table = rapport.tabel("trajecten_paden")
    table = table[table["pad"].str.contains(" > ") & table["n"].notna()] if len(table) else table
    if table.empty:
        return Tekst("")
    rows = [[_path_words(rapport, row.pad), number(row.n), number(row.n_domein)] for row in table.itertuples()]
    caption = (
        f"Trajecten die door meer dan één zorgvorm gingen, {_whose(rapport)}, naast alle trajecten in hetzelfde domein. "
        f"{source(rapport, ALLOCATIONS)}"
    )
    return Tabel(pipe_table(["Zorgvormen op volgorde", "Trajecten", "Van alle"], rows, "lrr", (60, 14, 14)), caption)


def _path_words(rapport: Rapport, pad: str) -> str:
    names = [care_label(rapport, code) for code in pad.split(" > ")]
    return ", daarna ".join([names[0], *[in_sentence(name) for name in names[1:]]])


def tabel_koppeling(rapport: Rapport) -> Tabel | Tekst:
    """Show per file of toewijzingen how many were linked to an IKC, and how."""
    table = rapport.alle("toewijzingen_koppeling")
    if table.empty:
        return Tekst("")
    rows = [
        [str(row.bestand).removeprefix("data/raw/").replace("/", " / "), number(row.n), number(row.n_kolom),
         number(row.n_inschrijving), number(row.n_later), number(row.n_geen), per_100(row.aandeel_gekoppeld)]
        for row in table.itertuples()
    ]  # fmt: skip
    heads = ["Bestand", "Toewijzingen", "Kolom ikc", "Ingeschreven", "Later ingeschreven", "Geen IKC", "Gekoppeld (%)"]
    note = hidden_note(table[["n_kolom", "n_later", "n_geen"]].isna().any(axis=1))
    caption = (
        "Hoe de toewijzingen aan een IKC zijn gekoppeld: door de kolom ikc van de levering, door de inschrijving op de "
        f"ingangsdatum of later in de looptijd. Zonder IKC telt een toewijzing in geen enkel IKC mee.{note}"
    )
    return Tabel(pipe_table(heads, rows, "lrrrrrr", (30, 12, 10, 12, 12, 10, 12)), caption)


def tabel_producten(rapport: Rapport) -> Tabel | Tekst:
    """Show the product codes outside the codebook: toewijzingen, budget, and the zorgvorm that they count as."""
    table = rapport.alle("toewijzingen_producten")
    table = table[~table["bekend"].astype(bool)] if len(table) else table
    if table.empty:
        return Tekst("Alle productcodes staan in het codeboek.")
    rows = [
        [row.productcode or "geen code", row.productcategorie or "geen", number(row.n), number(row.budget_eur),
         care_label(rapport, row.zorgvorm)]
        for row in table.itertuples()
    ]  # fmt: skip
    heads = ["Productcode", "Categorie", "Toewijzingen", "Budget (euro)", "Telt als"]
    caption = (
        "Productcodes die niet in het codeboek staan. Zij tellen mee, als de zorgvorm van hun categorie of als onbekend."
        f"{hidden_note(table['n'].isna())}"
    )
    return Tabel(pipe_table(heads, rows, "llrrl", (14, 12, 14, 16, 30)), caption)


def tabel_prijsbronnen(rapport: Rapport) -> Tabel | Tekst:
    """Show where the prices of the toewijzingen come from, per zorgvorm."""
    table = rapport.alle("toewijzingen_prijzen")
    if table.empty:
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
    from analysis.tidy.toewijzing_rules import RULE_WORDS

    ledger = rapport.alle("grootboek")
    ledger = ledger[ledger["bestand"].str.contains("toewijzingen/")] if len(ledger) else ledger
    if ledger.empty:
        return Tekst("")
    found = ledger.groupby("stap", sort=False)["rijen_apart"].agg(lambda part: part.sum(min_count=len(part)))
    rows = [[name.replace("_", " "), what, number(found.get(name, 0))] for name, what in RULE_WORDS.items()]
    caption = (
        "De regels waarmee de toewijzingen zijn opgeschoond, in volgorde, en hoeveel rijen elke regel apart zette."
        f"{hidden_note(pd.Series([SUPPRESSED in row for row in rows]))}"
    )
    return Tabel(pipe_table(["Regel", "Wat zij doet", "Rijen"], rows, "llr", (26, 62, 10)), caption)
