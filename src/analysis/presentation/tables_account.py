"""Tables of who was measured, what goes together, toewijzingen, and the account: ledger, messages, "
"definitions, methods."""

from typing import Any

import pandas as pd

from analysis.codebook import fold
from analysis.presentation.captions import ALLOCATIONS, of_whom, source
from analysis.presentation.markdown import pipe_table
from analysis.presentation.methods import METHODS, Method
from analysis.presentation.numbers import SUPPRESSED, first_upper, interval_of, is_missing, number
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.tables_changes import MOST_METINGEN, hidden_note, split_hidden
from analysis.presentation.wording import in_sentence
from analysis.study import ALLE

VERBANDEN = {
    "kind_gezin": "Kindprobleem en gezinsprobleem",
    "probleem_zorg": "Probleem en zorg",
}
TOLD_ELSEWHERE = ("rijen_apart", "koppeling", "koppeling_tegenstrijdig")
"""Messages whose content has a table of its own: the ledger, and how the toewijzingen were linked."""
FLOW = {"n_gebleven": "Gebleven", "n_nieuw": "Nieuw", "n_vertrokken": "Vertrokken"}


def tabel_gemeten(rapport: Rapport) -> Tabel | Tekst:
    """Show who was measured: per bouw enrolled and in the inventory; of all, who stayed, came and left."""
    table = rapport.tabel("gemeten")
    metingen = rapport.metingen[-MOST_METINGEN:]
    if table.empty or not metingen:
        return Tekst("")
    cells = {(row.bouw, row.meting): row for row in table.itertuples()}
    shown = [bouw for bouw in [*rapport.study.bouwen, ALLE] if bouw in set(table["bouw"])]
    rows = [
        [first_upper("totaal" if bouw == ALLE else bouw), *[_on_list(cells.get((bouw, m.meting))) for m in metingen]]
        for bouw in shown
    ]
    rows += [
        [label, *[number(getattr(cells.get((ALLE, m.meting)), name, None)) for m in metingen]]
        for name, label in FLOW.items()
    ]
    heads = ["Kinderen", *[rapport.meting_label(item.meting) for item in metingen]]
    note = f" {SUPPRESSED}: niet bekend, of te weinig om te tonen." if SUPPRESSED in str(rows) else ""
    caption = (
        "Ingeschreven kinderen per meting en bouw, tussen haakjes hoeveel er op de lijst staan. Gebleven, nieuw en "
        f"vertrokken: wie te koppelen is aan de vorige meting.{note} {source(rapport)}"
    )
    return Tabel(pipe_table(heads, rows, "l" + "r" * len(metingen), (34, *[22] * len(metingen))), caption)


def _on_list(row: Any) -> str:
    if row is None or is_missing(row.n_kinderen):
        return SUPPRESSED
    return number(row.n_kinderen) + ("" if is_missing(row.n_inventaris) else f" ({number(row.n_inventaris)})")


def tabel_samenhang(rapport: Rapport) -> Tabel | Tekst:
    """Show which children have both, one or neither of two things, with the odds ratio, per meting."""
    table = rapport.tabel("samenhang")
    table = table[table["meting"].isin([item.meting for item in rapport.metingen])] if len(table) else table
    if table.empty:
        return Tekst("")
    table = table.sort_values("verband", kind="stable")
    heads = ["Verband", "Meting", "Allebei", "Alleen eerste", "Alleen tweede", "Geen", "Kansverhouding (marge)"]
    rows = [_link_cells(rapport, row) for row in table.itertuples() if row.verband in VERBANDEN]
    caption = (
        f"Kinderen met allebei, een of geen van beide, {of_whom(rapport)}. Een kansverhouding (odds ratio) "
        f"boven 1 betekent dat "
        f"de twee vaker samengaan dan bij toeval.{hidden_note(table['onderdrukt'].astype(bool))} {source(rapport)}"
    )
    return Tabel(pipe_table(heads, rows, "llrrrrr", (24, 8, 9, 11, 11, 8, 22)), caption)


def _link_cells(rapport: Rapport, row: Any) -> list[str]:
    counts = [number(getattr(row, name)) for name in ("n_beide", "n_eerste", "n_tweede", "n_geen")]
    ends = interval_of(row.ci_laag, row.ci_hoog, 1, 1)
    odds = number(row.odds_ratio, 1) + ("" if SUPPRESSED in (ends, number(row.odds_ratio)) else f" ({ends})")
    return [VERBANDEN[row.verband], rapport.meting_label(row.meting), *counts, odds]


def tabel_toewijzingen(rapport: Rapport) -> Tabel | Tekst:
    """Show the running toewijzingen per zorgvorm on each peildatum: count, and per 1,000 children."""
    table = rapport.tabel("toewijzingen_peildatum")
    if table.empty:
        return Tekst("")
    days = list(dict.fromkeys(table.sort_values("peildatum")["peildatum"]))[-5:]
    table = table[table["peildatum"].isin(days)]
    order = [*rapport.codebook.codes["code"], *sorted(set(table["zorgvorm"])), ALLE]
    forms = sorted(dict.fromkeys(table["zorgvorm"]), key=lambda form: (form == ALLE, order.index(form)))
    cells = {(row.zorgvorm, row.peildatum): _running_cell(row) for row in table.itertuples()}
    shown = [form for form in forms if any(cells.get((form, moment), "0 (0)") != "0 (0)" for moment in days)]
    if not shown:
        return Tekst("Op de peildata liepen er geen toewijzingen.")
    rows = [[care_label(rapport, form), *[cells.get((form, moment), SUPPRESSED) for moment in days]] for form in shown]
    rows, hidden = split_hidden(rows)
    if not rows:
        return Tekst("Op de peildata liepen er te weinig toewijzingen om te tonen.")
    heads = ["Zorgvorm", *[f"{pd.Timestamp(moment):%d-%m-%Y}" for moment in days]]
    caption = (
        f"Lopende toewijzingen op de peildatum, tussen haakjes per 1.000 kinderen, {of_whom(rapport)}. "
        f"Zorgvormen zonder "
        f"toewijzingen staan er niet bij.{hidden_note(table['lopend_per_1000'].isna())} "
        f"{source(rapport, ALLOCATIONS)}{hidden}"
    )
    return Tabel(pipe_table(heads, rows, "l" + "r" * len(days), (34, *[16] * len(days))), caption)


def _running_cell(row: Any) -> str:
    if is_missing(row.n_lopend):
        return SUPPRESSED
    return number(row.n_lopend) + ("" if is_missing(row.lopend_per_1000) else f" ({number(row.lopend_per_1000)})")


def care_label(rapport: Rapport, zorgvorm: str) -> str:
    """Give the label of a zorgvorm; the code wins where a domain has the same name."""
    hit = rapport.codebook.codes.loc[rapport.codebook.codes["code"] == zorgvorm, "label"]
    return "Alle toewijzingen" if zorgvorm == ALLE else str(hit.iloc[0]) if len(hit) else zorgvorm


def tabel_grootboek(rapport: Rapport) -> Tabel | Tekst:
    """Show the ledger: one row per file with the rows in, kept and set aside, and the reasons."""
    ledger = rapport.alle("grootboek")
    if ledger.empty:
        return Tekst("")
    rows = [
        _file_cells(name, steps)
        for name, steps in ledger.groupby("bestand", sort=False)
        if concerns(rapport, str(name))
    ]
    whose = "" if rapport.over_alle else " Bestanden van alleen andere IKC's staan er niet bij."
    caption = f"Wat er per bestand is gelezen, meetelt en apart is gezet, met de reden.{whose}"
    heads = ["Bestand", "Rijen gelezen", "Tellen mee", "Apart", "Redenen"]
    return Tabel(pipe_table(heads, rows, "lrrrl", (30, 11, 9, 8, 42)), caption)


def concerns(rapport: Rapport, bestand: str) -> bool:
    """Tell whether a file concerns this report: not when its name names other IKCs and not this one."""
    name = fold(bestand.rsplit("/", 1)[-1])
    named = {item.ikc for item in rapport.study.ikcs if fold(item.ikc) in name or fold(item.naam or item.ikc) in name}
    return rapport.over_alle or not named or rapport.ikc in named


def _file_cells(name: str, steps: pd.DataFrame) -> list[str]:
    known = bool(steps["rijen_apart"].notna().all())
    aside = number(steps["rijen_apart"].sum()) if known else SUPPRESSED
    reasons = [_reason(row) for row in steps.itertuples() if not pd.isna(row.reden) and str(row.reden)]
    ends = [number(steps["rijen_in"].iloc[0]), number(steps["rijen_door"].iloc[-1])]
    return [short_path(name), *ends, aside, "; ".join(reasons)]


def _reason(row: Any) -> str:
    count = "" if is_missing(row.rijen_apart) else f" ({number(row.rijen_apart)})"
    return f"{row.reden}{count}"


def short_path(bestand: str) -> str:
    """Give a file as seen from data/raw, with room to break after each slash."""
    return str(bestand).removeprefix("data/raw/").replace("/", " / ")


def tabel_meldingen(rapport: Rapport) -> Tabel | Tekst:
    """Show the messages about the deliveries that did not stop the run; what several files give, once."""
    table = rapport.alle("meldingen").fillna({"advies": ""})
    if len(table):
        concerned = table["bestand"].map(lambda name: concerns(rapport, str(name)))
        table = table[~table["code"].isin(TOLD_ELSEWHERE) & concerned]
    if table.empty:
        return Tekst("Er zijn geen meldingen bij de gegevens.")
    rows = [
        [_files_words(list(same["bestand"])), tekst, str(advies).replace("`", "")]
        for (tekst, advies), same in table.groupby(["tekst", "advies"], sort=False)
    ]
    caption = "Meldingen bij de gegevens. Wat apart is gezet en wat gekoppeld is, staat in de tabellen hierboven."
    return Tabel(pipe_table(["Bestand", "Melding", "Advies"], rows, "lll", (28, 44, 28)), caption)


def _files_words(files: list[str]) -> str:
    others = len(set(files)) - 1
    return short_path(files[0]) + (f" en {number(others)} andere" if others else "")


def tabel_definities(rapport: Rapport) -> Tabel | Tekst:
    """Show what falls under each domain of signals and care, from the codebook: one row per soort."""
    rows = []
    for soort, part in rapport.codebook.codes.groupby("soort_label", sort=False):
        domains = [
            f"{domein}: {', '.join(in_sentence(str(label)) for label in group['label'])}"
            for domein, group in part.groupby("domein_label", sort=False)
        ]
        rows.append([soort, "; ".join(domains) + "."])
    caption = "Wat onder elk domein valt. Bron: het codeboek van dit onderzoek."
    return Tabel(pipe_table(["Soort", "Domein: wat eronder valt"], rows, "ll", (20, 80)), caption)


def tabel_methoden(rapport: Rapport) -> Tabel | Tekst:
    """Show the methods that these results used, in plain words, with their references."""
    rows = [[method.wat, method.hoe, method.bron] for method in METHODS.values() if _is_used(rapport, method)]
    if not rows:
        return Tekst("")
    return Tabel(
        pipe_table(["Wat", "Hoe", "Bron"], rows, "lll", (22, 46, 32)), "Gebruikte methoden en waar ze vandaan komen."
    )


def _is_used(rapport: Rapport, method: Method) -> bool:
    results = rapport.tabel(method.tabel)
    if results.empty or (method.boek and not rapport.over_alle) or (method.kolom and method.kolom not in results):
        return False
    if not method.kolom:
        return True
    values = results[method.kolom].dropna().astype(str).str.casefold()
    wanted = method.waarde.casefold()
    return bool((values.str.startswith(wanted) if wanted.endswith("_") or not wanted else values == wanted).any())
