"""What an edition may show: small counts, and all that would give them back, are emptied in the public one."""

from collections.abc import Mapping

import pandas as pd

from analysis.codebook import load_codebook
from analysis.disclosure.file_names import hide_file_names
from analysis.disclosure.keten import rejudge_keten
from analysis.disclosure.secondary.hide import hide_secondary
from analysis.disclosure.secondary.tables import rows_left_out
from analysis.disclosure.small_groups import count_small_groups
from analysis.disclosure.steps import STEPS, refuse_unknown_steps
from analysis.inference.afronding import as_floats
from analysis.inference.doelen import hide_doelen
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
    the threshold, each count whose rest of the total is below it, and everything computed from them. What would give
    a hidden count back, over all tables, falls with it (`secondary`). Raises InvoerFout, in every edition, for what no
    card knows: a table, a column, a step.

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
    shown = rejudge_keten(suppress_all(results, study), results, study)
    return hide_file_names({name: _take_steps(name, shown[name], results, study) for name in results}, study)


def suppress_all(results: Mapping[str, pd.DataFrame], study: Study) -> dict[str, pd.DataFrame]:
    """Suppress every table by the rules of its card, and what else would give a hidden count back."""
    threshold = study.publicatie.drempel
    shown = {name: suppress_table(table, name, threshold) for name, table in results.items()}
    shown = hide_secondary(results, shown, study)
    if len(shown.get("doelen", ())):
        shown["doelen"] = hide_doelen(shown["doelen"], shown, study, load_codebook(study.folder))
    return {name: _without_hidden_rows(table, name) for name, table in shown.items()}


def _take_steps(name: str, table: pd.DataFrame, results: Mapping[str, pd.DataFrame], study: Study) -> pd.DataFrame:
    """Give one table as the special steps of its card leave it."""
    disclosure = kaart(name).onthulling
    if disclosure is None:
        return table
    part = disclosure.onderdrukken
    for step in [*disclosure.stappen, *(part.stappen if part else ())]:
        table = STEPS[step](table, results, study)
    return table


def _without_hidden_rows(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Drop the rows that lost their count, from a table that has no row where nothing was counted."""
    disclosure = kaart(name).onthulling
    count = disclosure.onderdrukken.rij_valt if disclosure and disclosure.onderdrukken else ""
    return table[table[count].notna()].reset_index(drop=True) if count else table


def suppress_table(table: pd.DataFrame, name: str, threshold: int) -> pd.DataFrame:
    """Empty what the rules on the card of table `name` do not allow, and mark the rows that lost a number."""
    disclosure = kaart(name).onthulling
    if disclosure is None or disclosure.onderdrukken is None:
        return table
    shown, marked = table, pd.Series(False, index=table.index)
    for item in disclosure.onderdrukken.weglaten:
        hit = rows_left_out(table, item)
        shown = shown.assign(**{column: shown[column].mask(hit) for column in item.wist})
        shown = shown.assign(**{column: shown[column].mask(hit, word) for column, word in item.woord.items()})
        marked |= hit & bool(item.behalve)
    for rule in disclosure.onderdrukken.regels:
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
    count = as_floats(table[rule.tel])
    if rule.maal:
        count = count * as_floats(table[rule.maal])
    limit = threshold if rule.tot is None else rule.tot
    hit = (count < limit) & ((count > 0) | (not rule.nul_mag))
    if rule.van:
        rest = as_floats(table[rule.van]) - count
        hit |= (rest < limit) & ((rest > 0) | (not rule.rest_nul_mag))
    for column, values in rule.waar.items():
        hit &= table[column].isin(values).to_numpy()
    return pd.Series(hit, index=table.index)


def _unmarked(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**{ONDERDRUKT: False}) if ONDERDRUKT in table else table


def _rounded(values: pd.Series, hit: pd.Series) -> pd.Series:
    """Round to two decimals where a rule says so: a whole percentage point."""
    return values.where(~hit, values.astype("Float64").round(2).astype(values.dtype))
