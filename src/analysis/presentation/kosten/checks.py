"""The check of published figures as tables: what does not hold, and every figure with both numbers and its verdict."""

import pandas as pd

from analysis.presentation.kosten.selection import payer_label, scenario_words
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape, pipe_table
from analysis.presentation.taal.money import cents_of
from analysis.presentation.taal.numbers import is_missing, number
from analysis.study import ALLE

LINE_CHECKS = ("bedrag", "betaler")
KLOPT, LOWEST_ONLY, WIJKT_AF = "klopt", "klopt met de ondergrens", "wijkt af"
WITHOUT_UNIT = ("factor", "aandeel")
NOTE = "Gepubliceerd en herberekend in euro's."


def published_rows(rapport: Rapport) -> pd.DataFrame:
    """Give the checks of published figures, without those of the cost lines themselves."""
    table = rapport.tabel("controles")
    return table[~table["grootheid"].isin(LINE_CHECKS)].reset_index(drop=True) if len(table) else table


def tabel_afwijkingen(rapport: Rapport) -> Tabel | Tekst:
    """Show every figure and cost line that does not simply hold: both numbers, the verdict and why.

    Where it stands in the delivery is for who mends it: in the internal edition only.
    """
    table = rapport.tabel("controles")
    table = table[table["oordeel"] != KLOPT] if len(table) else table
    if table.empty:
        return Tekst("")
    placed = rapport.editie == "intern"
    rows = [
        [_what(rapport, row), _published(row), _recomputed(row), row["oordeel"], row["toelichting"],
         *([_place(row)] if placed else [])]
        for row in table.to_dict("records")
    ]  # fmt: skip
    caption = f"Cijfers en kostenregels die niet zonder meer kloppen. {NOTE}"
    heads = ["Cijfer", "Gepubliceerd", "Herberekend", "Oordeel", "Toelichting", *(["Regel"] if placed else [])]
    widths = (20, 14, 14, 13, 22, *((24,) if placed else ()))
    return Tabel(pipe_table(heads, rows, "lrrll" + "l" * placed, widths), caption)


def tabel_controles(rapport: Rapport) -> Tabel | Tekst:
    """Show every published figure with both numbers and its verdict."""
    table = published_rows(rapport)
    if table.empty:
        return Tekst("")
    sources = [name.replace("_", " ") for name in table["bron"]]
    several = len(set(sources)) > 1
    rows = [
        [*([source] if several else []), _what(rapport, row), _published(row), _recomputed(row), row["oordeel"]]
        for source, row in zip(sources, table.to_dict("records"), strict=True)
    ]
    source = "" if several else f" Bron van de cijfers: {escape(sources[0])}."
    caption = f"Alle gepubliceerde cijfers, herberekend uit de kostenregels. {NOTE}{source}"
    heads = [*(["Bron"] if several else []), "Cijfer", "Gepubliceerd", "Herberekend", "Oordeel"]
    widths = ((18,) if several else ()) + (34, 15, 21, 20)
    return Tabel(pipe_table(heads, rows, f"{'l' if several else ''}lrrl", widths), caption)


def _what(rapport: Rapport, row: dict) -> str:
    """Name what a row is about: `casus 01, besparing, Gemeente`, `casus 01, bedrag van JOK`."""
    casus = "alle casussen" if row["casus"] == ALLE else f"casus {row['casus']}"
    if row["grootheid"] == "betaler":
        return f"betaler van {row['post']}"
    what = f"{row['grootheid']} van {row['post']}" if row["post"] else row["grootheid"]
    scenario = scenario_words(row["scenario"]) if row["scenario"] else ""
    payer = payer_label(rapport, row["betaler"]) if row["betaler"] else ""
    parts = [casus, what, scenario, payer if row["grootheid"] != "bedrag" else ""]
    return ", ".join(part for part in parts if part)


def _published(row: dict) -> str:
    if is_missing(row["gepubliceerd"]):
        return row["gepubliceerd_tekst"] or "‑"
    if row["grootheid"] in WITHOUT_UNIT and row["gepubliceerd_tekst"]:
        return row["gepubliceerd_tekst"]
    return _number(row["gepubliceerd"], row["grootheid"])


def _recomputed(row: dict) -> str:
    middle, low, high = (row[name] for name in ("herberekend", "herberekend_laag", "herberekend_hoog"))
    if row["grootheid"] == "betaler":
        return "‑"
    write = [_number(value, row["grootheid"]) for value in (middle, low, high)]
    if is_missing(middle):
        return f"hoogstens {write[2]}" if not is_missing(high) else "niet bekend"
    if is_missing(high):
        return f"minstens {write[0]}"
    return write[0] if abs(high - low) < 0.005 else f"{write[0]} ({write[1]} tot {write[2]})"


def _number(value: float, grootheid: str) -> str:
    return number(value, cents_of(value) if grootheid not in WITHOUT_UNIT else 3)


def _place(row: dict) -> str:
    name = str(row["bestand"]).removeprefix("data/raw/")
    name = name.replace("_", " ")
    return name if is_missing(row["rij"]) else f"{name}, rij {int(row['rij'])}"
