"""Hidden or shown, decided once: what a report may draw, write or say of a row of a result table.

Suppression empties what could be traced to children. A report asks one thing more: never a percentage of fewer children
(or trajecten) than `statistiek.minimum_kinderen`, for chance alone moves it. Here both become one answer that travels
with the table, by `onthulling.getoond` of its card: `getoond`, whether the row's number may be shown, and `te_weinig`
where there is one, but of too few. What may not be shown is empty, so that whoever forgets to ask shows nothing. The
result tables keep their numbers.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.inference.changes import TE_WEINIG
from analysis.results.kaarten import kaart
from analysis.results.onthulling import Getoond
from analysis.study import Study

GETOOND, FEW = "getoond", "te_weinig"
NIET_GETOOND = "niet getoond"
"""The verdict of a row that is suppressed: it has one, but it is not told."""


def decide_shown(results: Mapping[str, pd.DataFrame], study: Study) -> dict[str, pd.DataFrame]:
    """Give an edition's tables as a report may show them, with `getoond` and `te_weinig`; `oordeel` says no more.

    The verdict of a suppressed row becomes `niet getoond`, that of a row of too few, or without a number, `te weinig
    gegevens`.
    """
    minimum = study.statistiek.minimum_kinderen
    return {name: _decide(table, _rule_of(name), minimum) for name, table in results.items()}


def _rule_of(name: str) -> Getoond | None:
    """Give what the card of a table says of its numbers in a report."""
    disclosure = kaart(name).onthulling
    return disclosure.getoond if disclosure else None


def _decide(table: pd.DataFrame, rule: Getoond | None, minimum: int) -> pd.DataFrame:
    if table.empty or rule is None:
        return table
    few = _too_few(table, rule, minimum)
    if rule.rij_valt:
        table, few = table[~few], few[~few]
    emptied = {name: table[name].astype("Float64").astype(float).mask(few) for name in rule.wist if name in table}
    shown = table.assign(**emptied)
    known = shown[rule.waarde].notna()
    return _judge(shown.assign(**{GETOOND: known, FEW: few & table[rule.waarde].notna()}), known)


def is_enough(table: pd.DataFrame, counts: Sequence[str], minimum: int, unknown: bool = False) -> pd.Series:
    """Tell which rows are of at least the minimum in every count; one that is not there is not, unless `unknown`."""
    parts = [(table[column].astype("Float64") >= minimum).fillna(unknown).astype(bool) for column in counts]
    return pd.concat(parts, axis=1).all(axis=1) if parts else pd.Series(True, index=table.index)


def _too_few(table: pd.DataFrame, rule: Getoond, minimum: int) -> pd.Series:
    few = ~is_enough(table, rule.van, minimum, rule.onbekend_mag)
    for column, values in rule.waar.items():
        few &= table[column].isin(values)
    return few


def _judge(table: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    if "oordeel" not in table:
        return table
    told = table["oordeel"].where(known, TE_WEINIG)
    hidden = table["onderdrukt"].astype(bool) if "onderdrukt" in table else pd.Series(False, index=table.index)
    return table.assign(oordeel=told.mask(hidden, NIET_GETOOND))
