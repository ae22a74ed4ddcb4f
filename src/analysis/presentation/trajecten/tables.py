"""Tables of trajecten: how many, how long, how often short, what they cost, through which forms of care they went."""

from typing import Any

import pandas as pd

from analysis.presentation.captions import ALLOCATIONS, source
from analysis.presentation.notes import care_label, hidden_note, split_hidden, without_empty
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape, pipe_table
from analysis.presentation.taal.numbers import SUPPRESSED, count_of, interval_of, is_missing, number, per_100
from analysis.presentation.taal.wording import in_sentence
from analysis.presentation.trajecten.selection import DAYS_PER_MONTH, group_labels, period_words, short_and_long
from analysis.presentation.who_is_in import allocations_words
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
    rows, hidden = split_hidden(
        [[care_label(rapport, row.zorgvorm), *_cells(row, rapport.basis)] for row in table.itertuples()]
    )
    rows = [[("Alle trajecten" if row[0] == "Alle toewijzingen" else row[0]), *row[1:]] for row in rows]
    if not rows:
        return Tekst("")
    months = number(rapport.study.toewijzingen.kort_maanden)
    heads = ["Zorgvorm", "Trajecten", "Lopen nog", "Mediaan, maanden (marge)", f"Binnen {months} maanden klaar"]
    medians = table["mediaan_dagen"].notna()
    caption = (
        f"Trajecten per zorgvorm, {_whose(rapport)}: aantal, hoeveel er aan het eind nog liepen of konden "
        f"doorgaan{', de mediane duur' if medians.any() else ''} en hoeveel van de 100 binnen {months} maanden klaar "
        f"waren.{hidden_note(~medians) if medians.any() else ''}"
        f"{_few_note(rapport, table)} {source(rapport, ALLOCATIONS)}{hidden}"
    )
    return Tabel(pipe_table(*without_empty(heads, rows, "lrrrr", (30, 15, 10, 25, 20))), caption)


def _few_note(rapport: Rapport, table: pd.DataFrame) -> str:
    """Explain a share that is left out because it would be of few trajecten."""
    few = f" Geen aandeel bij minder dan {number(rapport.study.statistiek.minimum_kinderen)} trajecten."
    return few if table["te_weinig"].any() else ""


def _cells(row: Any, basis: int) -> list[str]:
    median = number(row.mediaan_dagen / DAYS_PER_MONTH, 1) if not is_missing(row.mediaan_dagen) else SUPPRESSED
    ends = interval_of(row.ci_laag, row.ci_hoog, 1, 1 / DAYS_PER_MONTH)
    margin = "" if SUPPRESSED in (median, ends) else f" ({ends})"
    return [count_of(row.n, basis), count_of(row.n_lopend, basis), f"{median}{margin}", per_100(row.aandeel_kort)]


def _whose(rapport: Rapport) -> str:
    return allocations_words(rapport) if rapport.over_alle else escape(rapport.naam)


def tabel_kort_lang(rapport: Rapport) -> Tabel | Tekst:
    """Show per group of IKCs, domein and period the trajecten, the share short, mean duration and costs to the horizon.

    A public edition has no means: they come from the care of single children.
    """
    groups, words = group_labels(rapport), period_words(rapport)
    table = short_and_long(rapport)
    if table["kort_per_1000"].isna().all():
        return Tekst("")
    labels = rapport.codebook.codes.drop_duplicates("domein").set_index("domein")["domein_label"]
    rows, hidden = split_hidden([
        [f"{labels.get(row.domein, row.domein)}{'' if len(groups) == 1 else f', {in_sentence(groups[row.ikc])}'}, "
         f"{words.get(row.periode, row.periode)}", count_of(row.n, rapport.basis), per_100(row.aandeel_kort),
         number(row.kort_per_1000, 1), number(row.lang_per_1000, 1),
         _mean_words(row.dagen_gemiddeld, row.dagen_laag, row.dagen_hoog, 1, 1 / DAYS_PER_MONTH),
         _mean_words(row.kosten_gemiddeld_eur, row.kosten_laag_eur, row.kosten_hoog_eur)]
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
        "Maanden (marge)",
        "Kosten (marge)",
    ]
    suppressed = ~(table["getoond"] | table["te_weinig"])
    caption = (
        f"Korte en lange trajecten per domein en periode, {_whose(rapport)}: aantal begonnen, deel kort, kort en lang "
        f"per 1.000 kinderen per jaar{_means_words(table)}.{hidden_note(suppressed)}{_few_note(rapport, table)} "
        f"{source(rapport, ALLOCATIONS)}{hidden}"
    )
    shown = without_empty(heads, rows, "lrrrrrr", (28, 11, 9, 10, 10, 15, 17))
    return Tabel(pipe_table(*shown), caption)


def _mean_words(value: Any, low: Any, high: Any, decimals: int = 0, factor: float = 1) -> str:
    if is_missing(value):
        return SUPPRESSED
    ends = interval_of(low, high, decimals, factor)
    return number(factor * value, decimals) + ("" if ends == SUPPRESSED else f" ({ends})")


def _means_words(table: pd.DataFrame) -> str:
    """Say in a caption what the means are of, where there are any."""
    months = table["horizon_maanden"].dropna()
    if table[["dagen_gemiddeld", "kosten_gemiddeld_eur"]].isna().all(axis=None) or months.empty:
        return ""
    return (
        f"; gemiddelde duur en kosten (euro's, waar de prijs bekend is) in de eerste {number(months.iloc[0])} maanden, "
        "van alle trajecten: ook die nog lopen"
    )


def tabel_trajecten_paden(rapport: Rapport) -> Tabel | Tekst:
    """Show the trajecten that went through more than one zorgvorm, by the forms they passed."""
    table = rapport.tabel("trajecten_paden")
    table = table[table["pad"].str.contains(" > ") & table["n"].notna()] if len(table) else table
    if table.empty:
        return Tekst("")
    rows = [[_path_words(rapport, row.pad), number(row.n), number(row.n_domein)] for row in table.itertuples()]
    caption = (
        f"Trajecten die door meer dan één zorgvorm gingen, {_whose(rapport)}, naast alle trajecten in hetzelfde "
        f"domein. {source(rapport, ALLOCATIONS)}"
    )
    return Tabel(pipe_table(["Zorgvormen op volgorde", "Trajecten", "Van alle"], rows, "lrr", (60, 14, 14)), caption)


def _path_words(rapport: Rapport, pad: str) -> str:
    names = [care_label(rapport, code) for code in pad.split(" > ")]
    return ", daarna ".join([names[0], *[in_sentence(name) for name in names[1:]]])
