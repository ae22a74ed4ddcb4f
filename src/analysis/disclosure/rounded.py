"""The public edition of rounded counts: every table from the safe store, and what cannot be made from it left out."""

from collections.abc import Mapping

import pandas as pd

from analysis.codebook import Codebook
from analysis.disclosure.file_names import hide_file_names
from analysis.disclosure.rounding import CHILDREN, Afronder, name_cells, read_afronder, round_alone
from analysis.disclosure.steps import STEPS, refuse_unknown_steps
from analysis.disclosure.store import round_counts
from analysis.disclosure.verdicts import carry_verdicts, weaken_verdicts
from analysis.disclosure.verdicts_runs import carry_runs
from analysis.errors import InvoerFout, Melding
from analysis.inference.doelen import weaken_doelen
from analysis.results.compute import Counts, Judges, estimate_results
from analysis.results.kaart import ONDERDRUKT, VAN_ONTHULLING
from analysis.results.kaarten import card_file, kaart
from analysis.results.onthulling import Afronden
from analysis.study import Study

Tables = dict[str, pd.DataFrame]


def round_results(counts: Counts, exact: Tables, study: Study, codebook: Codebook) -> Tables:
    """Give the result tables of the public edition, from counts that are rounded with the study's key.

    Parameters
    ----------
    counts
        From `count_study`, exact.
    exact
        The exact tables of the same counts: their words are what the public ones may not go beyond, and the described
        cases are in them.

    Returns
    -------
    The same tables with the same columns; `onderdrukt` is false everywhere, for nothing is shown exactly.
    """
    refuse_unknown_steps()
    afronder = read_afronder(study)
    tables = estimate_results(
        round_counts(counts, study, codebook, afronder),
        study,
        codebook,
        afronder.basis,
        Judges(
            lambda changes: carry_verdicts(changes, exact["veranderingen"], study),
            lambda runs, changes, gemeten: carry_runs(runs, changes, gemeten, exact["gevoeligheid"], study),
        ),
    )
    tables = weaken_verdicts(tables, exact)
    tables["doelen"] = weaken_doelen(tables["doelen"], exact["doelen"])
    finished = {name: finish_table(name, table, exact, study, afronder) for name, table in tables.items()}
    return hide_file_names(finished, study)


def finish_table(
    name: str, table: pd.DataFrame, exact: Mapping[str, pd.DataFrame], study: Study, afronder: Afronder
) -> pd.DataFrame:
    """Give one table as its card allows under rounding: its counts, what was computed from them, and its steps.

    A count that does not come from the store is rounded by itself; a table that is computed from counts may have none.
    """
    card = kaart(name)
    table = table.assign(**{column: 0 for column in VAN_ONTHULLING if column in table and column != ONDERDRUKT})
    table = table.assign(**{ONDERDRUKT: False}) if ONDERDRUKT in table else table
    if card.onthulling is None:
        return table
    rules = card.onthulling.afronden
    if rules is not None and rules.weg:
        return table.head(0)
    if rules is not None:
        table = _empty(_round_counts(name, table, afronder), rules)
    of_way = rules.stappen if rules else ()
    for step in [*card.onthulling.stappen, *of_way, *card.onthulling.stappen_afgerond]:
        table = STEPS[step](table, exact, study)
    return table


def _round_counts(name: str, table: pd.DataFrame, afronder: Afronder) -> pd.DataFrame:
    rules, key = kaart(name).onthulling.afronden, kaart(name).sleutelkolommen
    hit = _hit(table, rules)
    loose = [column for column in rules.tellingen if (table.loc[hit, column].dropna() % afronder.basis != 0).any()]
    if loose and rules.herrekend:
        text = f"{', '.join(loose)} komt niet uit de afgeronde tellingen; niets van de publieke editie wordt getoond."
        raise InvoerFout([Melding(card_file(name), text, code="telling_niet_afgerond")])
    cells = {column: name_cells(table, key, f"{name}.{column}") for column in loose}
    if "n_kinderen" in cells and "ikc" in table:
        cells["n_kinderen"] = table["ikc"] + CHILDREN
    rounded = {column: round_alone(table[column], names, afronder) for column, names in cells.items()}
    table = table.assign(**{column: counts.where(hit, table[column]) for column, counts in rounded.items()})
    return table.assign(**{column: _share(table, *share) for column, share in rules.aandelen.items()})


def _share(table: pd.DataFrame, part: str, whole: str, factor: float) -> pd.Series:
    counts = table[whole].astype("Float64")
    return (factor * table[part].astype("Float64") / counts.where(counts > 0)).astype("float64")


def _hit(table: pd.DataFrame, rules: Afronden) -> pd.Series:
    """Tell of which rows the card guards the numbers; of the others nobody's privacy is at stake."""
    hit = pd.Series(True, index=table.index)
    for column, values in rules.waar.items():
        hit &= table[column].isin(values)
    return hit


def _empty(table: pd.DataFrame, rules: Afronden) -> pd.DataFrame:
    hit = _hit(table, rules)
    return table.assign(**{column: _without(table[column], hit) for column in rules.vervalt})


def _without(values: pd.Series, hit: pd.Series) -> pd.Series:
    return values.mask(hit, "") if pd.api.types.is_string_dtype(values) else values.mask(hit)
