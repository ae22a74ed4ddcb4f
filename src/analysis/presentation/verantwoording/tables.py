"""Tables of the account: definitions, ledger, messages, methods."""

from typing import Any

import pandas as pd

from analysis.codebook import fold
from analysis.presentation.notes import short_path
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.numbers import SUPPRESSED, first_upper, is_missing, number
from analysis.presentation.taal.wording import in_sentence
from analysis.results.kaart import Methode
from analysis.results.kaarten import kaarten, methods

TOLD_ELSEWHERE = ("rijen_apart", "koppeling", "koppeling_tegenstrijdig")
"""Messages whose content has a table of its own: the ledger, and how the toewijzingen were linked."""


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
    what, whose = words_of_ledger(rapport)
    caption = f"Wat er per {what} is gelezen, meetelt en apart is gezet, met de reden.{whose}"
    heads = [first_upper(what), "Rijen gelezen", "Tellen mee", "Apart", "Redenen"]
    return Tabel(pipe_table(heads, rows, "lrrrl", (30, 11, 9, 8, 42)), caption)


def words_of_ledger(rapport: Rapport) -> tuple[str, str]:
    """Say what a line of the ledger is about, and whose files are left out: the public ledger is per delivery."""
    if rapport.editie != "intern":
        return "levering", "" if rapport.over_alle else " De aantallen zijn die van alle IKC's samen."
    return "bestand", "" if rapport.over_alle else " Bestanden van alleen andere IKC's staan er niet bij."


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
    is_file = "." in name
    return [short_path(name) if is_file else name.replace("_", " "), *ends, aside, "; ".join(reasons)]


def _reason(row: Any) -> str:
    count = "" if is_missing(row.rijen_apart) else f" ({number(row.rijen_apart)})"
    return f"{row.reden}{count}"


def tabel_meldingen(rapport: Rapport) -> Tabel | Tekst:
    """Show, in the internal edition, the messages about the deliveries that did not stop the run; doubles once.

    They say what to mend, in files that a reader of the public edition does not have.
    """
    if rapport.editie != "intern":
        return Tekst("")
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
    used = {item.naam for name, card in kaarten().items() for item in card.methode if _is_used(rapport, name, item)}
    rows = [[item.wat, item.hoe, item.bron] for item in methods() if item.naam in used]
    if not rows:
        return Tekst("")
    return Tabel(
        pipe_table(["Wat", "Hoe", "Bron"], rows, "lll", (22, 46, 32)), "Gebruikte methoden en waar ze vandaan komen."
    )


def _is_used(rapport: Rapport, name: str, method: Methode) -> bool:
    results = rapport.tabel(name)
    if results.empty or (method.boek and not rapport.over_alle) or (method.kolom and method.kolom not in results):
        return False
    if not method.kolom:
        return True
    values = results[method.kolom].dropna().astype(str).str.casefold()
    wanted = method.waarde.casefold()
    return bool((values.str.startswith(wanted) if wanted.endswith("_") or not wanted else values == wanted).any())
