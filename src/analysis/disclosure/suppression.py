"""What an edition may show: small counts, and all that would give them back, are emptied in the public one."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.disclosure.file_names import hide_file_names
from analysis.disclosure.small_groups import count_small_groups
from analysis.disclosure.steps import STEPS, refuse_unknown_steps
from analysis.results.fit import refuse_misfits
from analysis.results.kaart import ONDERDRUKT
from analysis.results.kaarten import kaart
from analysis.results.onthulling import Regel
from analysis.study import Study

INTERN, PUBLIEK = "intern", "publiek"
EDITIES = (INTERN, PUBLIEK)


def suppress_results(results: Mapping[str, pd.DataFrame], study: Study, editie: str) -> dict[str, pd.DataFrame]:
    """Give the result tables as an edition may show them.

    The internal edition is exact. The public one, of a study that publishes so (`methode: onderdrukken`; a study that
    rounds has `rounded.round_results`), does what the card of each table says: it empties, row by row, each count below
    the threshold, each count whose rest of the total is below it, and everything computed from them. Raises InvoerFout,
    in every edition, for what no card knows: a table, a column, a step. Trap: this looks at rows, not yet across them:
    a suppressed cell may still follow from a total.

    Parameters
    ----------
    results
        Exact tables from `compute_results`.
    editie
        `intern` or `publiek`.

    Returns
    -------
    The same tables, in the same order and with the same columns; `onderdrukt` tells which rows lost a number.
    """
    if editie not in EDITIES:
        raise ValueError(f"edition {editie!r} is none of {EDITIES}")
    refuse_misfits(results)
    refuse_unknown_steps()
    results = count_small_groups(results, study)
    if editie == INTERN:
        return {name: _unmarked(table) for name, table in results.items()}
    return hide_file_names({name: _disclose(name, results, study) for name in results}, study)


def _disclose(name: str, results: Mapping[str, pd.DataFrame], study: Study) -> pd.DataFrame:
    """Give one table as its card allows when small counts are left out: its rules, then its steps."""
    table, disclosure = results[name], kaart(name).onthulling
    if disclosure is None:
        return table
    threshold, part = study.publicatie.drempel, disclosure.onderdrukken
    if part is not None:
        table = suppress_table(table, name, threshold)
    for step in [*disclosure.stappen, *(part.stappen if part else ())]:
        table = STEPS[step](table, results, study)
    return table


def suppress_table(table: pd.DataFrame, name: str, threshold: int) -> pd.DataFrame:
    """Empty what the rules on the card of table `name` do not allow, and mark the rows that lost a number."""
    shown, marked = table, pd.Series(False, index=table.index)
    part = kaart(name).onthulling.onderdrukken
    for rule in part.regels:
        hit = too_small(table, rule, threshold)
        shown = shown.assign(**{column: shown[column].mask(hit) for column in rule.wist})
        shown = shown.assign(**{column: shown[column].mask(hit, word) for column, word in rule.woord.items()})
        shown = shown.assign(**{column: _rounded(shown[column], hit) for column in rule.rond})
        marked |= hit & (not rule.stil)
    return shown.assign(**{ONDERDRUKT: marked})


def too_small(table: pd.DataFrame, rule: Regel, threshold: int) -> pd.Series:
    """Tell which rows a rule empties: the count, or the rest of its total, is below the threshold.

    A count that is missing says nothing and is not too small.
    """
    count = _floats(table[rule.tel])
    if rule.maal:
        count = count * _floats(table[rule.maal])
    limit = threshold if rule.tot is None else rule.tot
    hit = (count < limit) & ((count > 0) | (not rule.nul_mag))
    if rule.van:
        rest = _floats(table[rule.van]) - count
        hit |= (rest < limit) & ((rest > 0) | (not rule.rest_nul_mag))
    for column, values in rule.waar.items():
        hit &= table[column].isin(values).to_numpy()
    return pd.Series(hit, index=table.index)


def _unmarked(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**{ONDERDRUKT: False}) if ONDERDRUKT in table else table


def _floats(values: pd.Series) -> np.ndarray:
    return values.astype("Float64").to_numpy(dtype=float, na_value=np.nan)


def _rounded(values: pd.Series, hit: pd.Series) -> pd.Series:
    """Round to two decimals where a rule says so: a whole percentage point."""
    return values.where(~hit, values.astype("Float64").round(2).astype(values.dtype))
