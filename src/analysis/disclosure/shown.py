"""Hidden or shown, decided once: what a report may draw, write or say of a row of a result table.

Suppression empties what could be traced to children. A report asks one thing more: never a percentage of fewer children
(or trajecten) than `statistiek.minimum_kinderen`, for chance alone moves it. Here both become one answer that travels
with the table, by `onthulling.getoond` of its card: `getoond`, whether the row's number may be shown, `te_weinig`
where there is one, but of too few, and `noemer_onbekend` where nobody knows of how many: unknown is not too few. What
may not be shown is empty, so that whoever forgets to ask shows nothing. The result tables keep their numbers.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.inference.oordelen import TE_WEINIG
from analysis.results.kaarten import kaart
from analysis.results.onthulling import Getoond
from analysis.study import Study

GETOOND, FEW, UNKNOWN = "getoond", "te_weinig", "noemer_onbekend"
NIET_GETOOND, ONBEKEND = "niet getoond", "onbekend"
"""The verdict of a row that is suppressed, which has one that is not told; and of one whose children nobody knows."""


def decide_shown(results: Mapping[str, pd.DataFrame], study: Study) -> dict[str, pd.DataFrame]:
    """Give an edition's tables as a report may show them, with `getoond` and `te_weinig`; `oordeel` says no more.

    The verdict of a suppressed row becomes `niet getoond`, that of a row of which the children are not known
    `onbekend`, that of a row of too few, or without a number, `te weinig gegevens`.
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
    unknown = ~known & _is_unknown(table, rule)
    return _judge(shown.assign(**{GETOOND: known, FEW: few & table[rule.waarde].notna(), UNKNOWN: unknown}), known)


def is_enough(table: pd.DataFrame, counts: Sequence[str], minimum: int, unknown: bool = False) -> pd.Series:
    """Tell which rows are of at least the minimum in every count; one that is not there is not, unless `unknown`."""
    parts = [(table[column].astype("Float64") >= minimum).fillna(unknown).astype(bool) for column in counts]
    return pd.concat(parts, axis=1).all(axis=1) if parts else pd.Series(True, index=table.index)


def _too_few(table: pd.DataFrame, rule: Getoond, minimum: int) -> pd.Series:
    few = ~is_enough(table, rule.van, minimum, rule.onbekend_mag)
    for column, values in rule.waar.items():
        few &= table[column].isin(values)
    return few


def _is_unknown(table: pd.DataFrame, rule: Getoond) -> pd.Series:
    """Tell which rows miss a count that their number needs, and not because it is suppressed."""
    if rule.onbekend_mag or not rule.van:
        return pd.Series(False, index=table.index)
    return table[list(rule.van)].isna().any(axis=1) & ~_is_suppressed(table)


def _is_suppressed(table: pd.DataFrame) -> pd.Series:
    return table["onderdrukt"].astype(bool) if "onderdrukt" in table else pd.Series(False, index=table.index)


def _judge(table: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    if "oordeel" not in table:
        return table
    told = table["oordeel"].where(known, TE_WEINIG).mask(table[UNKNOWN], ONBEKEND)
    return table.assign(oordeel=told.mask(_is_suppressed(table), NIET_GETOOND))
