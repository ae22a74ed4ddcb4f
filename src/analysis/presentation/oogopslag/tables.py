"""The primary indicators in one small table: as measured, by the same kind of informant, and the other IKCs."""

from typing import Any

import pandas as pd

from analysis.presentation.captions import INVENTORY, source
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import primary_changes
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.numbers import SUPPRESSED, is_missing, level_of, number, with_margin
from analysis.presentation.taal.oordelen import COMPARED, NOTED, ONBEKEND, OORDELEN
from analysis.presentation.taal.wording import TOO_FEW, UNKNOWN

INFORMANT = "informant"
"""The run of `gevoeligheid` in which the other informant is reckoned back."""
CANNOT = "niet na te gaan"


def tabel_oogopslag(rapport: Rapport) -> Tabel | Tekst:
    """Show per primary indicator both levels, the difference with its margin, and what is left of it by one informant.

    The column of the same informant is there only where another one filled in the list.
    """
    changes = primary_changes(rapport)
    if changes.empty:
        return Tekst("")
    first, last = (rapport.meting_label(item.meting, full=True) for item in (rapport.eerste, rapport.laatste))
    other = changes["uitkomst"].isin(NOTED).any()
    heads = ["Van de 100", first, last, "Verschil (marge)"]
    heads += ["Zelfde soort invuller"] if other else []
    elsewhere = {} if rapport.over_alle else _elsewhere(rapport, changes)
    heads += ["Andere IKC's"] if elsewhere else []
    rows = [_row(row, rapport, other, elsewhere) for row in changes.itertuples()]
    widths = (26, 7, 7, 32, *((20,) if other else ()), *((12,) if elsewhere else ()))
    caption = f"De hoofdindicatoren in {first} en {last}.{_explain(other)} {source(rapport, INVENTORY)}"
    return Tabel(pipe_table(heads, rows, "l" + "r" * 2 + "l" * (len(heads) - 3), widths), caption)


def _explain(other: bool) -> str:
    return " Zelfde soort invuller: het verschil als beide keren dezelfde soort invuller had gekeken." if other else ""


def _row(row: Any, rapport: Rapport, other: bool, elsewhere: dict[str, str]) -> list[str]:
    """Write one indicator; what may not be shown, or is not known, says so once."""
    columns = 4 + other + bool(elsewhere)
    if row.uitkomst == ONBEKEND or not row.getoond:
        why = UNKNOWN if row.uitkomst == ONBEKEND else TOO_FEW
        return [row.label, why, *[SUPPRESSED] * (columns - 2)]
    levels = [
        level_of(getattr(row, f"aandeel_{end}"), getattr(row, f"n_kinderen_{end}"), rapport.basis)
        for end in ("van", "naar")
    ]
    cells = [row.label, *levels, _difference(row)]
    cells += [_same_informant(rapport, row.indicator)] if other else []
    return cells + ([elsewhere.get(row.indicator, SUPPRESSED)] if elsewhere else [])


def _difference(row: Any) -> str:
    if row.uitkomst not in COMPARED:
        return OORDELEN[row.uitkomst].kort
    ends = row.ci_laag_gecorrigeerd, row.ci_hoog_gecorrigeerd
    return f"{with_margin(row.verschil, *ends)}, {OORDELEN[row.uitkomst].kort}"


def _same_informant(rapport: Rapport, indicator: str) -> str:
    """Write what is left of the difference when the other informant is reckoned back."""
    runs = rapport.tabel("gevoeligheid")
    run = runs[(runs["indicator"] == indicator) & (runs["dreiging"] == INFORMANT)] if len(runs) else runs
    if run.empty or is_missing(run.iloc[0]["ci_laag"]):
        return CANNOT
    row = run.iloc[0]
    return with_margin(row["verschil"], row["ci_laag"], row["ci_hoog"])


def _elsewhere(rapport: Rapport, changes: pd.DataFrame) -> dict[str, str]:
    """Give per primary indicator the lowest and the highest level of the other IKCs at the last meting."""
    rows = rapport.elders(rapport.laatste.meting)
    rows = rows[rows["indicator"].isin(set(changes["indicator"]))]
    return {str(row.indicator): _range(row.laagste, row.hoogste) for row in rows.itertuples()}


def _range(low: float, high: float) -> str:
    return number(low) if low == high else f"{number(low)} tot {number(high)}"
