"""Which runs of the sensitivity table a figure or sentence is about, in the words that readers see."""

from typing import Any

import pandas as pd

from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import primary_changes
from analysis.presentation.taal.numbers import is_missing
from analysis.presentation.taal.oordelen import COMPARED, OTHER_INFORMANT
from analysis.study import ALLE

LABELS = {
    "gemeten": "Zoals gemeten",
    "informant": "Andere invuller teruggerekend",
    "zonder_storend": "Zonder bijzondere periode",
    "gevolgd": "Alleen kinderen die bleven",
    "samenstelling": "Zelfde verdeling over bouwen",
    "op_lijst": "Alleen kinderen op de lijst",
    "gezin": "Elk gezin één keer geteld",
    "zonder_correctie": "Als dit het enige cijfer was",
    "zonder_ikc": "Steeds een IKC weg",
}
GEMETEN, ZONDER_IKC = "gemeten", "zonder_ikc"


def sensitivity_runs(rapport: Rapport) -> pd.DataFrame:
    """Give the runs of this report's primary indicators, with labels; only those of which a verdict may be shown.

    An indicator whose change as measured is hidden or of too few data is left out: there is no conclusion to test.
    """
    table, changes = rapport.tabel("gevoeligheid"), primary_changes(rapport)
    if table.empty or changes.empty:
        return table.iloc[:0]
    shown = changes[changes["uitkomst"].isin(COMPARED)]
    words = shown.reindex(columns=["indicator", "kleinst_aantoonbaar", "richting", "aandeel_van"])
    rows = table.merge(words.assign(volgorde=range(len(words))), on="indicator")
    return rows.sort_values("volgorde", kind="stable", ignore_index=True)


def runs_per_indicator(rapport: Rapport) -> list[tuple[str, pd.DataFrame]]:
    """Give per primary indicator its label and its runs, the change as measured first.

    Suppression may hide the change as measured in this table and show it in another: there is no run to compare then.
    """
    runs = sensitivity_runs(rapport)
    if runs.empty:
        return []
    parts = [(str(label), rows) for label, rows in runs.groupby("label", sort=False)]
    return [(label, rows) for label, rows in parts if is_known(measured(rows))]


def is_known(row: Any) -> bool:
    """Tell whether a run has an answer that may be shown."""
    return not (is_missing(row.verschil) or is_missing(row.ci_laag) or is_missing(row.ci_hoog))


def measured(rows: pd.DataFrame) -> Any:
    """Give the run that is the change as measured."""
    return next(row for row in rows.itertuples() if row.dreiging == GEMETEN)


def stands(rows: pd.DataFrame) -> bool:
    """Tell whether in every run that has an answer more, less or neither is noted, as in the change as measured."""
    known = rows[[is_known(row) for row in rows.itertuples()]]
    return known["genoteerd"].nunique() == 1


def roles_of(rapport: Rapport) -> dict[str, list[str]]:
    """Give the IKC codes per role, alphabetical by name, pilots first; a role without IKCs is left out."""
    names = {item.ikc: rapport.study.naam_of_ikc(item.ikc) for item in rapport.study.ikcs}
    found = {
        role: sorted(
            (item.ikc for item in rapport.study.ikcs if item.rol == role), key=lambda code: names[code].casefold()
        )
        for role in ("pilot", "vergelijking")
    }
    return {role: codes for role, codes in found.items() if codes}


def over_ends(rapport: Rapport, name: str) -> pd.DataFrame:
    """Give the rows of a table over IKCs from the first to the last meting, with labels, in the order of study.yml.

    Control indicators come last, where a table has them.
    """
    table = rapport.alle(name)
    if table.empty or rapport.eerste is None or rapport.eerste == rapport.laatste:
        return table.iloc[:0]
    if "naar" in table:
        table = table[(table["van"] == rapport.eerste.meting) & (table["naar"] == rapport.laatste.meting)]
    if "bouw" in table:
        table = table[(table["bouw"] == ALLE) & table["primair"].astype(bool)]
    named = [*[item.indicator for item in rapport.study.primaire_indicatoren], *rapport.study.controle_indicatoren]
    order = {indicator: place for place, indicator in enumerate(named)}
    table = table[table["indicator"].isin(order)]
    table = table.assign(volgorde=table["indicator"].map(order))
    return table.sort_values("volgorde", kind="stable", ignore_index=True)


def other_informant_note(rapport: Rapport) -> str:
    """Say for a caption over IKCs that numbers tell what was noted; empty where no IKC had another informant."""
    changes = over_ends(rapport, "veranderingen")
    if changes.empty or not changes["oordeel_reden"].isin(OTHER_INFORMANT).any():
        return ""
    return " Niet overal vulde beide keren hetzelfde soort invuller de lijst in: een verschil is daar wat is genoteerd."
