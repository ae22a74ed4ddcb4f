"""Every count of every table as a cell: one row per place where it stands, with its key, value and protection.

A cell is named by its kind and its place along its axes. The axis of the IKC names every IKC that was added up, as
IKC01+IKC02: two tables that pool other IKCs hold two cells, and tables that pool the same ones hold one.
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.disclosure.secondary.relations import CONSTANT, Plek, Verbanden
from analysis.disclosure.secondary.tables import Tables
from analysis.inference.afronding import as_floats
from analysis.results.kaarten import kaart
from analysis.results.onthulling import Regel
from analysis.study import ALLE, Study

JOIN, SEPARATOR, OWN, GROUP = "+", "|", "?", ":"
KEY, VALUE = "cel", "waarde"
Pairs = dict[str, pd.DataFrame]
"""The pairs of `_pairs` per part of one table: every place there has the same."""


@dataclass(frozen=True)
class Pools:
    """Who is added up: the IKCs of the study, and per word for a group those of one role."""

    ikcs: tuple[str, ...]
    groups: dict[str, frozenset[str]]


def pools_of(study: Study) -> Pools:
    """Give the IKCs of a study and the groups that tables may pool."""
    everyone = frozenset(study.ikc_codes)
    pilots = frozenset(item.ikc for item in study.ikcs if item.rol == "pilot")
    others = everyone - pilots
    groups = {ALLE: everyone, "pilots": pilots, "pilot": pilots, "vergelijking": others}
    return Pools(tuple(study.ikc_codes), groups)


def list_places(results: Tables, study: Study, relations: Verbanden, threshold: int) -> pd.DataFrame:
    """List where each cell stands, in the exact tables.

    Returns
    -------
    One row per table, row and place: `tabel`, `rij` (the index), `plek` (its number in the relations), `cel`,
    `waarde`, `klein` (a rule of the card hides it for itself), `rest_van` (the column of which the rest is too small).
    """
    pools, found = pools_of(study), []
    for name, places in relations.tabellen.items():
        if name in results and len(results[name]):
            table, shared = results[name], {}
            found += [
                _list_place(table, name, number, places, pools, threshold, shared) for number in range(len(places))
            ]
    columns = ["tabel", "rij", "plek", "kolom", KEY, VALUE, "klein", "rest_van"]
    found = [item for item in found if len(item)]
    listed = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)
    return resolve_groups(listed, pools) if len(listed) else listed


def rows_of_place(table: pd.DataFrame, place: Plek) -> pd.DataFrame:
    """Give the rows in which a table holds the cells of a place."""
    hit = pd.Series(True, index=table.index)
    for column, values in place.waar.items():
        hit &= table[column].isin(values)
    return table[hit]


def rules_of(name: str, column: str) -> list[Regel]:
    """Give the rules of suppression on a table's card that count a column; else those of which it is the total."""
    rules = [rule for rule in kaart(name).onthulling.onderdrukken.regels if rule.tot is None]
    return [rule for rule in rules if rule.tel == column] or [rule for rule in rules if rule.van == column]


def count_of(table: pd.DataFrame, name: str, column: str) -> np.ndarray:
    """Give a column as the counts that its rules guard: a share times its total."""
    times = next((rule.maal for rule in rules_of(name, column) if rule.maal and rule.tel == column), "")
    count = as_floats(table[column])
    if not times:
        return count
    return np.round(count * as_floats(table[times]), 6)


def _list_place(
    table: pd.DataFrame,
    name: str,
    number: int,
    places: tuple[Plek, ...],
    pools: Pools,
    threshold: int,
    shared: Pairs,
) -> pd.DataFrame:
    place = places[number]
    rows = rows_of_place(table, place)
    value = count_of(rows, name, place.tel) if place.tel else np.full(len(rows), np.nan)
    small, rest = _protections(rows, name, place.tel, value, threshold)
    axes = [pd.Series(axis[1:], index=rows.index) if axis.startswith(CONSTANT) else rows[axis] for axis in place.langs]
    axes = [axis.astype(str) for axis in axes]
    counted = [other.tel for other in places if other.tel and other.waar == place.waar]
    axes[0] = _ikcs_added(rows, name, place, value, counted, pools, shared)
    key = (place.cel + SEPARATOR + axes[0]).str.cat(axes[1:], sep=SEPARATOR)
    found = pd.DataFrame({KEY: key, VALUE: value, "klein": small, "rest_van": rest}, index=rows.index)
    found = found.assign(tabel=name, plek=number, kolom=place.tel).rename_axis("rij").reset_index()
    named = ~pd.concat(axes, axis=1).eq("").any(axis=1).to_numpy()
    return found[(found[VALUE].notna() | (place.tel == "")) & named]


def _protections(
    rows: pd.DataFrame, name: str, column: str, value: np.ndarray, threshold: int
) -> tuple[np.ndarray, np.ndarray]:
    """Tell which counts are too small themselves, and the total of which the rest is."""
    small, rest = np.zeros(len(rows), dtype=bool), np.full(len(rows), "", dtype=object)
    for rule in rules_of(name, column) if column else []:
        if column not in rule.wist or rule.tel != column:
            continue
        here = np.ones(len(rows), dtype=bool)
        for where, values in rule.waar.items():
            here &= rows[where].isin(values).to_numpy()
        small |= here & (value < threshold) & ((value > 0) | (not rule.nul_mag))
        if rule.van:
            left = as_floats(rows[rule.van]) - value
            rest[here & (left < threshold) & ((left > 0) | (not rule.rest_nul_mag))] = rule.van
    return small, rest


def _ikcs_added(
    rows: pd.DataFrame, name: str, place: Plek, value: np.ndarray, counted: list[str], pools: Pools, shared: Pairs
) -> pd.Series:
    """Give per row the IKCs that were added up; a name of its own where they do not give the row's number."""
    label = rows[place.langs[0]].astype(str)
    pooled = ~label.isin(pools.ikcs) | bool(place.zonder)
    found = label.mask(pooled, OWN + name + GROUP + label)
    if not pooled.any() or "ikc" not in rows or not place.tel:
        return found
    same = repr((place.waar, place.langs[0], bool(place.zonder)))
    if same not in shared:
        shared[same] = _pairs(rows, pooled, name, bool(place.zonder), pools)
    exact = pd.Series(value, index=rows.index)
    part = pd.Series(count_of(rows, name, place.zonder or place.tel), index=rows.index)
    known = part.notna()
    for needed in (known, known & rows[counted].notna().all(axis=1)):
        right = _of_as_many(_added(shared[same], part, exact, needed), rows)
        found = right.reindex(found.index).fillna(found)
    return _of_whole_groups(found, label, pools) if _has_no_zeros(name) and not place.zonder else found


def _pairs(rows: pd.DataFrame, pooled: pd.Series, name: str, others: bool, pools: Pools) -> pd.DataFrame:
    """Give which rows of single IKCs a pooled row may be the sum of: those of its group, or all `others`.

    Returns
    -------
    One row per pair: `rij` and `deel` (both in the index of `rows`) and the `ikc` of the part, in order.
    """
    same = [key for key in kaart(name).sleutelkolommen if key != "ikc"]
    sums = rows.loc[pooled, [*same, "ikc"]].rename(columns={"ikc": "groep"}).rename_axis("rij").reset_index()
    parts = rows.loc[rows["ikc"].isin(pools.ikcs), [*same, "ikc"]].rename_axis("deel").reset_index()
    pairs = sums.merge(parts, on=same)
    members = {(group, ikc) for group, ikcs in pools.groups.items() for ikc in ikcs}
    inside = [
        group != ikc if others else (group, ikc) in members
        for group, ikc in zip(pairs["groep"], pairs["ikc"], strict=True)
    ]
    return pairs.loc[np.array(inside, dtype=bool), ["rij", "deel", "ikc"]].sort_values(["rij", "ikc"])


def _added(pairs: pd.DataFrame, part: pd.Series, exact: pd.Series, needed: pd.Series) -> pd.Series:
    """Give the IKCs, joined, of the pooled rows of which the parts that are `needed` add up to the exact count."""
    here = pairs[needed.reindex(pairs["deel"]).to_numpy(dtype=bool)]
    sums = pd.Series(part.reindex(here["deel"]).to_numpy()).groupby(here["rij"].to_numpy()).sum()
    right = sums.index[(sums - exact.reindex(sums.index)).abs() < 1e-6]
    names: dict[int, list[str]] = {row: [] for row in right}
    for row, ikc in zip(here["rij"], here["ikc"], strict=True):
        if row in names:
            names[row].append(ikc)
    return pd.Series({row: JOIN.join(ikcs) for row, ikcs in names.items()}, dtype=object)


def _of_as_many(names: pd.Series, rows: pd.DataFrame) -> pd.Series:
    """Keep the names of as many IKCs as the row says (`n_ikcs`): a zero adds nothing, so sums alone do not tell."""
    if "n_ikcs" not in rows or names.empty:
        return names
    return names[names.str.count(re.escape(JOIN)) + 1 == as_floats(rows["n_ikcs"].reindex(names.index))]


def _has_no_zeros(name: str) -> bool:
    """Tell whether a table has no row where nothing was counted."""
    return bool(kaart(name).onthulling.onderdrukken.rij_valt)


def _of_whole_groups(names: pd.Series, label: pd.Series, pools: Pools) -> pd.Series:
    """Name every IKC of a group of which the ones that have a row give the sum: the others counted nothing."""
    summed = label.isin(set(pools.groups) - set(pools.ikcs)) & ~names.str.startswith(OWN)
    return names.mask(summed, label.map({group: JOIN.join(sorted(ikcs)) for group, ikcs in pools.groups.items()}))


def resolve_groups(places: pd.DataFrame, pools: Pools) -> pd.DataFrame:
    """Name the IKCs of cells of which the own table does not tell them, by cells with the same axes and sum."""
    parts = places[KEY].str.split(SEPARATOR, n=2, regex=False, expand=True).set_axis(["soort", "ikc", "rest"], axis=1)
    listed = parts.assign(waarde=places[VALUE])[~parts["ikc"].str.startswith(OWN)].dropna().drop_duplicates()
    known: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for kind, ikc, rest, value in listed.itertuples(index=False, name=None):
        known.setdefault((kind, rest), []).append((ikc, value))
    unnamed = places[parts["ikc"].str.startswith(OWN) & places[VALUE].notna()]
    pairs = [*unnamed[[KEY, VALUE]].itertuples(index=False, name=None)]
    found = {pair: _group_like(*pair, known, pools) for pair in pairs}
    named = pd.Series([found[pair] for pair in pairs], index=unnamed.index, dtype=object)
    return places.assign(**{KEY: named.reindex(places.index).fillna(places[KEY])})


def _group_like(key: str, value: float, known: dict[tuple[str, str], list[tuple[str, float]]], pools: Pools) -> str:
    kind, label, rest = key.split(SEPARATOR, 2)
    same = known.get((kind, rest), [])
    group = pools.groups.get(label.split(GROUP, 1)[1], frozenset())
    single = [(ikc, count) for ikc, count in same if ikc in group]
    wholes = [set(ikc.split(JOIN)) for ikc, _ in same if JOIN in ikc]
    for members in ({ikc for ikc, _ in single}, *wholes, *({ikc} for ikc, _ in single)):
        part = [(ikc, count) for ikc, count in single if ikc in members]
        if part and abs(sum(count for _, count in part) - value) < 1e-6:
            return SEPARATOR.join([kind, JOIN.join(sorted(ikc for ikc, _ in part)), rest])
    # What its own IKCs do not give may be any pool of the same number.
    pooled = next((ikc for ikc, count in same if JOIN in ikc and abs(count - value) < 1e-6), "")
    return SEPARATOR.join([kind, pooled, rest]) if pooled else key
