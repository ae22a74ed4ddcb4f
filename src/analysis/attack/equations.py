"""From relations to equations: sums within a table, wholes and parts, sums over tables, and quotients."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.attack.cells import Cells, key_columns
from analysis.attack.outside import BOUW, counted_outside, with_children_outside
from analysis.attack.published import ALLE, MARK, Edition, as_numbers, is_marked
from analysis.attack.relations import (
    chosen_rows,
    domains_of_care,
    groups_of_ikcs,
    read_relations,
    starts_of,
)
from analysis.attack.system import LARGE, Equations, join_equations


def list_equations(edition: Edition, cells: Cells) -> Equations:
    """Give every equation that the published tables fulfil by what they count."""
    relations, outside = read_relations(), with_children_outside(edition)
    makers = [
        *(_sums(edition, cells, name, rule, outside) for name, rule in relations["sommen"].items()),
        *(_wholes(edition, cells, rule) for rule in relations["bedekking"]),
        *(_parts(edition, cells, rule) for rule in relations["deel_van"]),
        *(_over_tables(edition, cells, rule) for rule in relations["vergelijkingen"]),
    ]
    return join_equations([part for maker in makers for part in maker])


def cells_of(edition: Edition, cells: Cells, name: str, column: str) -> pd.DataFrame:
    """Give the keys of a table's rows, of how many IKCs and children they are, and their cell (`_cel`)."""
    places = cells.at(name, column)
    table = edition.tables[name]
    beside = [
        key
        for key in table
        if key in edition.keys[name] or key in ("n_ikcs", "rol", MARK) or key.startswith("n_kinderen")
    ]
    return table[beside].assign(_cel=places["cel"].to_numpy(), _stil=places["stil"].to_numpy())


def _sums(
    edition: Edition, cells: Cells, name: str, rule: Mapping[str, Any], outside: frozenset[tuple[str, str]]
) -> Iterator[Equations]:
    """A category `alle` is the sum of its parts; over IKCs only of those with every count of the row."""
    if name not in edition.tables:
        return
    keys, single = edition.keys[name], edition.ikcs
    for column in rule.get("kolommen") or edition.counts[name]:
        if column not in edition.tables[name]:
            continue
        rows = cells_of(edition, cells, name, column)
        for over in rule["over"]:
            if over not in keys:
                continue
            whole = (rows[over] == ALLE).to_numpy()
            part = rows["ikc"].isin(single).to_numpy() if over == "ikc" else ~whole
            usable = ~_any_in_group(rows, keys, over, whole & rows["_stil"].to_numpy())
            if over == "ikc":
                usable &= _same_ikcs(rows, whole, part, keys)
            group = group_numbers(rows, [key for key in keys if key != over])
            more = counted_outside(rows, column, outside) & (over == BOUW)
            for fits, every in ((usable & ~more, _has_every_row(edition, name)), (usable & more, False)):
                sums = balance(group, rows["_cel"].to_numpy(), whole & fits, part & fits, f"{name}: {over}")
                yield sums if every else without_more(sums)


def _has_every_row(edition: Edition, name: str) -> bool:
    """Tell whether a row that is not there counts nothing; rounded, a table that is no grid may have left it out."""
    table, keys = edition.tables[name], edition.keys[name]
    return not edition.guard.rounds or len(table) == int(np.prod([table[key].nunique() for key in keys]))


def without_more(sums: Equations) -> Equations:
    """Give sums of which parts may be missing: the parts that are there are at most the whole."""
    return replace(sums, low=np.full(len(sums), -LARGE))


def _same_ikcs(rows: pd.DataFrame, whole: np.ndarray, part: np.ndarray, keys: list[str]) -> np.ndarray:
    """Tell which groups add up every IKC: as many as the total says (`n_ikcs`), each with children to divide by."""
    without = np.zeros(len(rows), dtype=bool)
    for name in (name for name in rows if name.startswith("n_kinderen") and name != "n_kinderen_teller"):
        without |= (rows[name] == "").to_numpy() & ~is_marked(rows)
    usable = ~_any_in_group(rows, keys, "ikc", without & part)
    if "n_ikcs" not in rows:
        return usable
    group = group_numbers(rows, [key for key in keys if key != "ikc"])
    said = np.zeros(group.max(initial=-1) + 1)
    np.maximum.at(said, group[whole], np.nan_to_num(as_numbers(rows["n_ikcs"]))[whole])
    return usable & (said == np.bincount(group, part, len(said)))[group]


def _any_in_group(rows: pd.DataFrame, keys: list[str], over: str, hit: np.ndarray) -> np.ndarray:
    """Tell which rows are in a group, over all of one category, with a row that is hit."""
    group = group_numbers(rows, [key for key in keys if key != over])
    return (np.bincount(group, hit, group.max(initial=-1) + 1) > 0)[group]


def group_numbers(rows: pd.DataFrame, keys: list[str]) -> np.ndarray:
    """Number the groups of rows with the same key."""
    return rows.groupby(keys, sort=False).ngroup().to_numpy() if keys else np.zeros(len(rows), dtype=int)


def balance(group: np.ndarray, cell: np.ndarray, whole: np.ndarray, part: np.ndarray, kind: str) -> Equations:
    """Give per group: the parts minus the whole is zero; only for groups with one whole and at least one part."""
    size = int(group.max(initial=-1)) + 1
    good = (np.bincount(group, whole, size) == 1) & (np.bincount(group, part, size) > 0)
    used = good[group] & (whole | part)
    weight = np.where(whole, -1.0, 1.0)[used]
    return _numbered(group[used], cell[used], weight, 0.0, 0.0, kind)


def _numbered(group: np.ndarray, cell: np.ndarray, weight: np.ndarray, low: float, high: float, kind: str) -> Equations:
    row, found = pd.factorize(group)
    size = len(found)
    return Equations(row, cell, weight, np.full(size, low), np.full(size, high), np.full(size, kind, dtype=object))


def _wholes(edition: Edition, cells: Cells, rule: Mapping[str, Any]) -> Iterator[Equations]:
    """A whole is at most the sum of its parts, when all of them are there, and at least each of them."""
    level = next(iter(rule["geheel"]))
    for name in sorted(set(rule["tabellen"]) & set(edition.tables)):
        keys = [key for key in edition.keys[name] if key not in ("code", "domein")]
        kinds = ["soort"] if level == "domein" else ["soort", "domein"]
        for column in rule["kolommen"]:
            rows = cells_of(edition, cells, name, column)
            rows = rows[~rows["_stil"]]
            rows = rows[rows["code"] == ALLE] if level == "domein" else rows[rows["domein"] != ALLE]
            group = group_numbers(rows, keys if level == "domein" else [*keys, "domein"])
            whole = (rows[level] == ALLE).to_numpy()
            kind = f"{name}: {rule['binnen']} en wat erin valt"
            yield from _cover(rows, group, whole, group_numbers(rows, kinds), kind)


def _cover(
    rows: pd.DataFrame, group: np.ndarray, whole: np.ndarray, of_kind: np.ndarray, kind: str
) -> Iterator[Equations]:
    """Bound wholes by their parts: from above where every part is there, from below for rows over the same IKCs."""
    cell, size = rows["_cel"].to_numpy(), int(group.max(initial=-1)) + 1
    ikcs = as_numbers(rows["n_ikcs"]) if "n_ikcs" in rows else np.ones(len(rows))
    pool = np.full(size, np.nan)
    pool[group[whole]] = ikcs[whole]
    alike = ikcs == pool[group]
    parts = np.bincount(group, ~whole & alike, size)[group]
    most = np.zeros(int(of_kind.max(initial=-1)) + 1)
    np.maximum.at(most, of_kind, parts)
    total = balance(group, cell, whole & (parts == most[of_kind]), ~whole & alike & (parts == most[of_kind]), kind)
    yield Equations(total.row, total.cell, total.weight, total.low, np.full(len(total), LARGE), total.kind)
    wholes = np.full(size, -1, dtype=np.int64)
    wholes[group[whole]] = cell[whole]
    pairs = ~whole & alike & (wholes[group] >= 0)
    yield at_most(cell[pairs], wholes[group][pairs], kind)


def at_most(smaller: np.ndarray, larger: np.ndarray, kind: str) -> Equations:
    """Give per pair of cells: the first is at most the second."""
    size = len(smaller)
    row = np.repeat(np.arange(size), 2)
    cell = np.column_stack([smaller, larger]).ravel()
    weight = np.tile([1.0, -1.0], size)
    return Equations(row, cell, weight, np.full(size, -LARGE), np.zeros(size), np.full(size, kind, dtype=object))


def _parts(edition: Edition, cells: Cells, rule: Mapping[str, Any]) -> Iterator[Equations]:
    """One count of a row is part of another of the same row; of no row where a shown part cannot be in its whole.

    A list with more children than are enrolled shows that the two are counted apart: nobody then reckons with it.
    """
    for name in rule["tabellen"]:
        if name in edition.tables:
            pair = pair_cells(cells, name, rule["deel"], rule["geheel"])
            over = cells.shown[pair["deel"]] - cells.shown[pair["geheel"]]
            if (over > (2 * (edition.guard.base - 1) if edition.guard.rounds else 0)).any():
                continue
            yield at_most(
                pair["deel"].to_numpy(), pair["geheel"].to_numpy(), f"{name}: {rule['deel']} in {rule['geheel']}"
            )


def pair_cells(cells: Cells, name: str, first: str, second: str) -> pd.DataFrame:
    """Give the cells of two columns of the same row: rij, deel, geheel."""
    both = [cells.at(name, column) for column in (first, second)]
    sides = [places.loc[~places["stil"].to_numpy(dtype=bool)].set_index("rij")["cel"] for places in both]
    return pd.concat(sides, axis=1, keys=["deel", "geheel"], join="inner").reset_index()


def _over_tables(edition: Edition, cells: Cells, rule: Mapping[str, Any]) -> Iterator[Equations]:
    """The sums of two sides, per key; only for keys that every term on the left has, and one on the right."""
    if not _is_there(edition, rule):
        return
    terms = [(1.0, term) for term in rule["links"]] + [(-1.0, term) for term in rule["rechts"]]
    sides = [_side(edition, cells, rule["sleutel"], term).assign(term=number) for number, (_, term) in enumerate(terms)]
    rows = pd.concat([side for side in sides if len(side)] or sides, ignore_index=True)
    rows = rows[rows["ikc"] != ALLE] if rule.get("niet_alle") else rows
    if rows.empty:
        return
    group, term = group_numbers(rows, rule["sleutel"]), rows["term"].to_numpy(dtype=int)
    there = np.zeros((int(group.max()) + 1, len(terms)), dtype=bool)
    there[group, term] = True
    left = len(rule["links"])
    used = (there[:, :left].all(axis=1) & there[:, left:].any(axis=1))[group]
    side = np.array([sign for sign, _ in terms])[term]
    sums = _numbered(group[used], rows["_cel"].to_numpy(dtype=np.int64)[used], side[used], 0.0, 0.0, rule["naam"])
    every = all(_has_every_row(edition, term["tabel"]) for term in rule["links"])
    yield sums if every else without_more(sums)


def _is_there(edition: Edition, rule: Mapping[str, Any]) -> bool:
    left, right = (
        [term["kolom"] in edition.counts.get(term["tabel"], []) for term in rule[side]] for side in ("links", "rechts")
    )
    return all(left) and any(right)


def _side(edition: Edition, cells: Cells, keys: list[str], term: Mapping[str, Any]) -> pd.DataFrame:
    """Give the cells of one term with the key of the relation."""
    name, empty = term["tabel"], pd.DataFrame(columns=[*keys, "_cel"])
    if term["kolom"] not in edition.counts.get(name, []):
        return empty
    rows = _renamed(edition, cells_of(edition, cells, name, term["kolom"]), term)
    needed = set(keys) - set(term.get("vast") or {}) - set(term.get("is") or {})
    if rows.empty or not needed <= set(rows):
        return empty
    rows = rows[chosen_rows(rows, term)]
    key = pd.concat(key_columns(rows, keys, term), axis=1, keys=keys).assign(_cel=rows["_cel"])
    return key.drop_duplicates([*keys, "_cel"]) if term.get("eenmaal") else key


def _renamed(edition: Edition, rows: pd.DataFrame, term: Mapping[str, Any]) -> pd.DataFrame:
    """Give rows the domein of their zorgvorm, the group of their IKC, or only the quarters on one side of the start."""
    single = edition.ikcs
    if "domein_van" in term:
        rows = rows.assign(domein=rows[term["domein_van"]].map(domains_of_care(edition)))
        rows = rows[rows["domein"].notna()]
    if "groep_van" in term:
        rows = rows[rows["ikc"].isin(single)]
        rows = rows.assign(groep=rows["ikc"].map(groups_of_ikcs(edition)))
        rows = rows[rows["groep"].notna()]
    if "is_groep" in term:
        rows = rows[~rows["ikc"].isin(single)].assign(groep=lambda t: t["ikc"])
    if "voor_start" in term:
        rows = rows[rows["ikc"].isin(single)]
        start = rows["ikc"].map(starts_of(edition)).fillna("").astype(str)
        side = (rows["kwartaal"] < start) == term["voor_start"]
        rows = rows[(start != "") & side]
    return rows
