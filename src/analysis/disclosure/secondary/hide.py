"""Secondary suppression of all tables at once: a cell is hidden in every table, or shown in every table that has it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.codebook import load_codebook
from analysis.disclosure.secondary.believed import believe
from analysis.disclosure.secondary.cells import JOIN, KEY, OWN, SEPARATOR, VALUE, list_places, rules_of
from analysis.disclosure.secondary.protect import protect
from analysis.disclosure.secondary.relations import Verbanden, load_relations
from analysis.disclosure.secondary.system import build_system, same_counts
from analysis.disclosure.secondary.tables import Tables, left_out, with_lone_domein
from analysis.results.kaart import ONDERDRUKT
from analysis.results.kaarten import kaart
from analysis.study import ALLE, Study

TOTAL, PRIMARY = 4.0, 100.0
"""What hiding a cell costs: more for each axis along which it is a total, most for a primary indicator."""


def hide_secondary(exact: Tables, shown: Tables, study: Study) -> dict[str, pd.DataFrame]:
    """Hide what else has to be hidden, and show again what fell with another count but is public elsewhere.

    Parameters
    ----------
    exact
        The exact tables, which tell how the counts hang together.
    shown
        The tables as the rules of their cards left them.
    """
    relations, threshold = load_relations(), study.publicatie.drempel
    places = list_places(with_lone_domein(exact, lambda: load_codebook(study.folder)), study, relations, threshold)
    counted = places[places[VALUE].notna()]
    if counted.empty or not threshold:
        return dict(shown)
    cells = judge_cells(counted, exact, shown, study, relations)
    cells = cells.assign(verborgen=cells["verborgen"] | cells["weg"])
    system, moved = believe(build_system(cells[VALUE], relations), cells)
    public = set(cells.index[~protect(system, cells.assign(verborgen=cells["verborgen"] | moved), threshold)])
    hidden = set(cells.index[~cells["weg"]]) - public
    found = dict(iter(places.groupby(["tabel", "plek"])))
    return {name: _apply(table, name, exact, found, public, hidden, relations) for name, table in shown.items()}


def judge_cells(
    counted: pd.DataFrame, exact: Tables, shown: Tables, study: Study, relations: Verbanden
) -> pd.DataFrame:
    """Judge each cell over all its places.

    Returns
    -------
    One row per cell: `waarde`; `weg` (every place of it is left out whatever its count); `verborgen` (too small at some
    place, or shown at none); `moet_laag` and `moet_hoog` (what a count that is too small, or of which the rest is, must
    be able to be) and `gewicht` (what hiding it costs).
    """
    rows = counted.assign(
        weg=_look_up(counted, {name: left_out(table, name) for name, table in exact.items()})
        .fillna(False)
        .astype(bool),
        getoond=_look_up(counted, shown).notna(),
        rest=_rest_total(counted, exact),
    )
    width = study.publicatie.drempel - 1
    grouped = rows.groupby(KEY, sort=False)
    cells = grouped.agg(**{VALUE: (VALUE, "first")}, weg=("weg", "all"), klein=("klein", "any"), rest=("rest", "min"),
                        getoond=("getoond", "any"))  # fmt: skip
    small, lone = cells["klein"].astype(bool), cells.index.isin(_shown_by_another_name(cells, relations))
    return cells.assign(
        weg=cells["weg"] & ~lone,
        verborgen=small | cells["rest"].notna() | ~(cells["getoond"] | lone),
        moet_laag=np.where(small, 0.0, cells["rest"] - width),
        moet_hoog=np.where(small, float(width), cells["rest"]),
        gewicht=[_cost(key, study, relations) for key in cells.index],
    )


def _shown_by_another_name(cells: pd.DataFrame, relations: Verbanden) -> set[str]:
    """Give the cells that are the same count as one that is not left out: a domein that is alone in its soort."""
    out, found = set(cells.index[cells["weg"]]), set()
    for part, total in same_counts(cells[VALUE], relations).items():
        if total not in out or total in found:
            found.add(part)
    return found


def _look_up(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Give per place what a table has in its row and column; missing where there is no such column."""
    found = pd.Series(np.nan, index=rows.index, dtype=object)
    for (name, column), group in rows.groupby(["tabel", "kolom"]):
        if column in tables[name]:
            found[group.index] = tables[name][column].astype(object).reindex(group["rij"]).to_numpy()
    return found.where(found.notna(), np.nan)


def _rest_total(rows: pd.DataFrame, exact: Tables) -> pd.Series:
    """Give the total of which the rest is too small; missing where it is not."""
    few = rows[rows["rest_van"] != ""]
    totals = _look_up(few.assign(kolom=few["rest_van"]), exact)
    return totals.astype(float).reindex(rows.index)


def _cost(key: str, study: Study, relations: Verbanden) -> float:
    kind, *axes = key.split(SEPARATOR)
    totals = sum(axis == ALLE or JOIN in axis for axis in axes)
    names = [axis for axis in axes[3:] if axis != ALLE]
    primary = (
        len(axes) == 6
        and axes[2] == ALLE
        and names[-1:]
        and names[-1] in {item.indicator for item in study.primaire_indicatoren}
    )
    return relations.cellen[kind].gewicht * TOTAL**totals * (PRIMARY if primary else 1.0)


def _apply(
    table: pd.DataFrame,
    name: str,
    exact: Tables,
    places: Mapping[tuple[str, int], pd.DataFrame],
    public: set,
    hidden: set,
    relations: Verbanden,
) -> pd.DataFrame:
    """Empty in one table what falls with its hidden cells, then show its public ones; `places` by table and place."""
    known = enumerate(relations.tabellen.get(name, ()))
    listed = [(place, places[name, number]) for number, place in known if (name, number) in places]
    fallen = table
    for place, rows in listed:
        hit = _rows_with(rows, hidden, table.index) if place.tel else _rows_of_guard(rows, hidden, table.index)
        fallen = _empty(fallen, name, place.tel, hit) if hit.any() else fallen
    for place, rows in listed:
        if place.tel and not any(rule.maal for rule in rules_of(name, place.tel)):
            back = _rows_with(rows, public, table.index)
            fallen = fallen.assign(**{place.tel: fallen[place.tel].mask(back, exact[name][place.tel])})
    return fallen


def _rows_with(rows: pd.DataFrame, cells: set, index: pd.Index) -> pd.Series:
    return pd.Series(index.isin(rows.loc[rows[KEY].isin(cells), "rij"]), index=index)


def _rows_of_guard(rows: pd.DataFrame, hidden: set, index: pd.Index) -> pd.Series:
    """Tell which rows are computed from a hidden cell; over IKCs that the table does not name, from any such pool."""
    kinds = rows[KEY].str.split(SEPARATOR, n=2, expand=True)
    pooled = {SEPARATOR.join(key.split(SEPARATOR, 2)[::2]) for key in hidden if JOIN in key.split(SEPARATOR, 2)[1]}
    unnamed = kinds[1].str.startswith(OWN) & (kinds[0] + SEPARATOR + kinds[2]).isin(pooled)
    return pd.Series(index.isin(rows.loc[rows[KEY].isin(hidden) | unnamed, "rij"]), index=index)


def _empty(table: pd.DataFrame, name: str, column: str, hit: pd.Series) -> pd.DataFrame:
    """Empty in these rows a column with what the card's rules on it empty, or on its parts; without one, all rules."""
    rules = rules_of(name, column) if column else kaart(name).onthulling.onderdrukken.regels
    wiped = dict.fromkeys(item for rule in rules for item in rule.wist) | ({column: None} if column else {})
    words = {item: word for rule in rules for item, word in rule.woord.items()}
    table = table.assign(**{item: table[item].mask(hit) for item in wiped})
    table = table.assign(**{item: table[item].mask(hit, word) for item, word in words.items()})
    return table.assign(**{ONDERDRUKT: table[ONDERDRUKT].astype(bool) | hit})
