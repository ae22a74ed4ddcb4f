"""What the first meting proposes as a goal: for the team and the researcher, in the internal edition alone."""

from typing import Any

import pandas as pd

from analysis.inference.doelvoorstellen import EXT_INT, HEADS, KIND_GEZIN, ONDERBOUW, ZORG
from analysis.presentation.many import are_many
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import ikc_names
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.numbers import count_words, interval_of, number, per_100


def zin_voorstellen(rapport: Rapport) -> Tekst:
    """Say how many proposals there are, and that none of them is a goal."""
    rows = open_proposals(rapport)
    if rows.empty:
        return Tekst("")
    many = "één aanleiding" if len(rows) == 1 else f"{count_words(len(rows))} aanleidingen"
    return Tekst(
        f"De eerste meting geeft {many} voor een doel. Het zijn voorstellen: zij tellen pas als een mens ze overneemt "
        "en er een doelwaarde bij zet. Plak de regel dan in `speerpunten`, met nee bij voorstel."
    )


def open_proposals(rapport: Rapport) -> pd.DataFrame:
    """Give the proposals of this report (over all: of every IKC) that are no goal of the IKC yet."""
    rows = rapport.alle("doelen_voorstellen") if rapport.over_alle else rapport.tabel("doelen_voorstellen")
    return rows[~rows["al_een_doel"].astype(bool)].reset_index(drop=True) if len(rows) else rows


def tabel_voorstellen(rapport: Rapport) -> Tabel | Tekst:
    """Show each proposal with the numbers that led to it."""
    rows = open_proposals(rapport)
    if rows.empty:
        return Tekst("")
    if rapport.over_alle and are_many(rapport, set(rows["ikc"])):
        counts = rows.groupby("doel", sort=False)["ikc"].nunique()
        caption = "Voorstellen uit de eerste meting, bij hoeveel IKC's. Geen afspraken; de grenzen staan in study.yml."
        return Tabel(pipe_table(["Voorstel", "IKC's"], [[goal, number(ikcs)] for goal, ikcs in counts.items()], "lr",
                                (60, 12)), caption)  # fmt: skip
    names = ikc_names(rapport)
    cells = [
        [*([names[row.ikc]] if rapport.over_alle else []), row.doel, numbers_words(row)] for row in rows.itertuples()
    ]
    heads = [*(["IKC"] if rapport.over_alle else []), "Voorstel", "Wat de eerste meting laat zien"]
    widths = (*((16,) if rapport.over_alle else ()), 32, 52)
    caption = "Voorstellen uit de eerste meting. Geen afspraken; de grenzen staan in study.yml bij `voorstellen`."
    return Tabel(pipe_table(heads, cells, "l" * len(heads), widths), caption)


def numbers_words(row: Any) -> str:
    """Word the numbers that led to a proposal."""
    of_100 = f"{per_100(row.waarde)} op de 100 ({interval_of(row.ci_laag, row.ci_hoog)})"
    ratio = f"{number(row.waarde, 1)} ({interval_of(row.ci_laag, row.ci_hoog, 1, 1)})"
    if row.aanleiding == ONDERBOUW:
        return f"Hier {of_100}; in de andere bouwen {per_100(row.vergelijking)} op de 100."
    if row.aanleiding == EXT_INT:
        return f"Per kind met een internaliserend signaal {ratio} kinderen met een externaliserend."
    if row.aanleiding == KIND_GEZIN:
        return f"Kind- en gezinsproblematiek gaan niet veel samen: kansverhouding {ratio}."
    if row.aanleiding == ZORG:
        return f"Van de kinderen met een probleem krijgt {of_100} zorg."
    return f"Per kind met tweedelijnszorg {ratio} kinderen met eerstelijnszorg."


def regels_voorstellen(rapport: Rapport) -> Tekst:
    """Give the lines to paste into `speerpunten`, as they are."""
    rows = open_proposals(rapport)
    if rows.empty:
        return Tekst("")
    return Tekst("\n".join(["```csv", ";".join(HEADS), *rows["regel"], "```"]))
