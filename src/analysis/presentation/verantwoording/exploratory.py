"""The exploratory changes, as a table."""

from typing import Any

import pandas as pd

from analysis.presentation.captions import of_whom, source
from analysis.presentation.notes import not_shown_note
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import end_labels, end_metingen, other_changes, primary_changes
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.numbers import SUPPRESSED, interval_of, per_100, share_decimals, signed
from analysis.presentation.taal.oordelen import CLEAR, COMPARED, NIET_GETOOND, NOTED_CLEAR
from analysis.presentation.taal.wording import in_sentence
from analysis.study import ALLE


def tabel_verkennend(rapport: Rapport) -> Tabel | Tekst:
    """Show the exploratory change of every soort and domain that is no primary indicator.

    Where counts were delivered per code only, of every code. In the report of one IKC only those that chance does not
    explain: of the others nothing can be said.
    """
    changes = other_changes(rapport)
    whole = changes["niveau"].isin(["soort", "domein"]) if len(changes) else pd.Series(dtype=bool)
    what = "domeinen" if whole.any() else "signalen en vormen van zorg"
    changes = changes[whole] if whole.any() else changes
    named = list(primary_changes(rapport)["label"]) if len(changes) else []
    changes = changes[~changes["label"].isin(named)] if named else changes
    changes = changes.drop_duplicates(["aard", "label"]) if len(changes) else changes
    if not rapport.over_alle and len(changes):
        changes = changes[changes["uitkomst"].isin((*CLEAR, *NOTED_CLEAR))]
        what += " waar toeval het verschil niet verklaart"
    if changes.empty:
        return Tekst("")
    caption = (
        f"Verkennend: andere {what}, op de 100 ingeschreven kinderen, bij {of_whom(rapport, end_metingen(rapport))}. "
        f"{_only_both(rapport)}De marge houdt rekening met het aantal vergelijkingen. {source(rapport)}"
        f"{_hidden_changes(changes)}"
    )
    changes = changes[changes["uitkomst"].ne(NIET_GETOOND)]
    if changes.empty:
        return Tekst(f"Bij de andere {what} zijn er te weinig kinderen om te tonen.")
    return Tabel(table_changes(changes, *end_labels(rapport), rapport.study.weergave.decimaal_vanaf), caption)


def _only_both(rapport: Rapport) -> str:
    """Say that children of IKCs without one of the two metingen are not in a sum of changes; empty where none is."""
    table = rapport.alle("gemeten") if rapport.over_alle else pd.DataFrame()
    if table.empty:
        return ""
    own = table[(table["bouw"] == ALLE) & (table["ikc"] != ALLE)]
    there = [set(own.loc[own["meting"] == meting, "ikc"]) for meting in end_metingen(rapport)]
    return "Geteld zijn alleen IKC's die er beide keren bij waren. " if len(set(map(frozenset, there))) > 1 else ""


def _hidden_changes(changes: pd.DataFrame) -> str:
    names = [in_sentence(label) for label in changes.loc[changes["uitkomst"].eq(NIET_GETOOND), "label"]]
    return not_shown_note(names)


def table_changes(changes: pd.DataFrame, first: str, last: str, decimaal_vanaf: int) -> str:
    """Make the pipe table of rows of `veranderingen`; a share of many children has a decimal."""
    heads = ["Op de 100", first, last, "Verschil (marge)", "Oordeel"]
    rows = [_change_cells(row, decimaal_vanaf) for row in changes.itertuples()]
    return pipe_table(heads, rows, "lrrrl", (28, 9, 9, 20, 34))


def _change_cells(row: Any, decimaal_vanaf: int) -> list[str]:
    decimals = min(share_decimals(count, decimaal_vanaf) for count in (row.n_kinderen_van, row.n_kinderen_naar))
    shares = [per_100(share, decimals) for share in (row.aandeel_van, row.aandeel_naar)]
    return [row.label, *shares, _difference(row, decimals) if row.uitkomst in COMPARED else SUPPRESSED, row.uitkomst]


def _difference(row: Any, decimals: int) -> str:
    ends = interval_of(row.ci_laag_gecorrigeerd, row.ci_hoog_gecorrigeerd, decimals, sign=True)
    return signed(100 * row.verschil, decimals) + ("" if ends == SUPPRESSED else f" ({ends})")
