"""The equations and bounds that hold between cells, as everyone can know them who has all tables.

Every row says: the sum of its cells, times their signs, is zero, or at most zero. A sum that the study's own numbers do
not bear out is no row: a form without some codes, a bouw that nobody knows, a group that other children are in. A bound
that they do not bear out stays a row: counts that an IKC made itself may not fit each other, and who does not see that
believes that they do (`believed`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.disclosure.secondary.cells import JOIN, SEPARATOR
from analysis.disclosure.secondary.relations import Cel, Verbanden
from analysis.study import ALLE

REST, EITHER, TINY = "+", "|", 1e-6
Row = tuple[list[int], list[int]]
"""The cells that are added and the cells that are taken away."""
PLACE = ("ikc", "meting", "bouw")
"""The axes that tell where was counted, not what."""


@dataclass(frozen=True)
class Stelsel:
    """The values of the cells, and the rows: `gelijk` are zero, `hoogstens` at most zero, or believed to be."""

    waarden: np.ndarray
    gelijk: sparse.csr_array
    hoogstens: sparse.csr_array


def build_system(values: pd.Series, relations: Verbanden) -> Stelsel:
    """Build the rows between cells.

    Parameters
    ----------
    values
        The exact count of every cell, by its key; those that are left out whatever they are too.
    """
    place = {key: number for number, key in enumerate(values.index)}
    kinds = _by_kind(values, relations)
    totals, part_totals = _totals(kinds, relations)
    equal = [*_pools(place), *totals, *_sums(kinds, relations), *_series(kinds, relations)]
    wholes, open_wholes = _wholes(kinds, relations)
    most = [*part_totals, *wholes, *_within(kinds, relations), *_at_most(kinds, relations, place)]
    numbers = values.to_numpy(dtype=float)
    sums, bounds, loose = (_matrix(rows, len(values)) for rows in (equal, most, open_wholes))
    short = sums[sums @ numbers < -TINY]
    return Stelsel(
        numbers,
        sums[np.abs(sums @ numbers) < TINY],
        # Parts that do not make the total, for some are not known, are still no more than it.
        sparse.vstack([bounds, loose[loose @ numbers < TINY], short], format="csr"),
    )


def same_counts(values: pd.Series, relations: Verbanden) -> dict[str, str]:
    """Give the total of each cell that is the only part of one that counts a child once: one count, two names.

    The totals of totals come first.
    """
    kinds = _by_kind(values, relations)
    levels = [(*level, cel) for kind, cel in relations.cellen.items() for level in _levels(kinds[kind], cel)]
    rows = [row for cells, axis, cel in reversed(levels) for row in _along(cells, axis, cel.langs)]
    return {values.index[parts[0]]: values.index[total[0]] for parts, total in rows if len(parts) == 1}


def _levels(cells: pd.DataFrame, cel: Cel) -> Iterator[tuple[pd.DataFrame, str]]:
    """Give the cells for each axis along which 'alle' counts once: those that are 'alle' along the axes before."""
    for axis in cel.vereniging:
        yield cells, axis
        cells = cells[cells[axis] == ALLE]


def _by_kind(values: pd.Series, relations: Verbanden) -> dict[str, pd.DataFrame]:
    """Give per kind its cells with a column per axis, and their number."""
    found = {}
    kinds = values.index.str.split(SEPARATOR, n=1).str[0]
    for kind, cel in relations.cellen.items():
        numbers = np.flatnonzero(kinds == kind)
        parts = [key.split(SEPARATOR)[1:] for key in values.index[numbers]]
        found[kind] = pd.DataFrame(parts, columns=list(cel.langs)).assign(nr=numbers)
    return found


def _pools(place: dict[str, int]) -> Iterator[Row]:
    """The sum of the IKCs that counted something, for every cell over more than one."""
    for key, number in place.items():
        kind, ikc, *rest = key.split(SEPARATOR, 2)
        parts = [SEPARATOR.join([kind, one, *rest]) for one in ikc.split(JOIN)]
        there = [place[part] for part in parts if part in place]
        if len(parts) > 1 and there:
            yield there, [number]
    yield from _pools_of_pools(place)


def _pools_of_pools(place: dict[str, int]) -> Iterator[Row]:
    """The sum of two pools that make a third: of pilots and comparison, where single IKCs are left out."""
    same: dict[tuple, dict[frozenset, int]] = {}
    for key, number in place.items():
        kind, ikc, *rest = key.split(SEPARATOR, 2)
        same.setdefault((kind, *rest), {})[frozenset(ikc.split(JOIN))] = number
    for pools in same.values():
        for whole in (pool for pool in pools if len(pool) > 1):
            for part in (pool for pool in pools if pool < whole and whole - pool in pools and min(pool) == min(whole)):
                yield [pools[part], pools[whole - part]], [pools[whole]]


def _totals(kinds: dict[str, pd.DataFrame], relations: Verbanden) -> tuple[list[Row], list[Row]]:
    """The sum along each axis of `totaal`: rows with every part, and of pools of which a table has some parts only."""
    every, some = [], []
    for kind, cel in relations.cellen.items():
        for axis in cel.totaal:
            lacking = _lack_parts(kinds[kind], axis, [name for name in cel.langs if name != axis])
            for parts, total in _along(kinds[kind], axis, cel.langs):
                (some if total[0] in lacking else every).append((parts, total))
    return every, some


def _lack_parts(cells: pd.DataFrame, axis: str, others: list[str]) -> set[int]:
    """Give the totals over IKCs of which a part is not there that one of those IKCs has."""
    parts = cells[cells[axis] != ALLE].groupby(others, sort=False)[axis].agg(set).to_dict()
    found = set()
    for number, ikc, *rest in cells.loc[cells[axis] == ALLE, ["nr", *others]].itertuples(index=False, name=None):
        own = parts.get((ikc, *rest), set())
        found |= {number} if any(not parts.get((one, *rest), own) <= own for one in ikc.split(JOIN)) else set()
    return found


def _along(cells: pd.DataFrame, axis: str, axes: tuple[str, ...]) -> Iterator[Row]:
    """Give the parts and the total along an axis, for each place along the others that has both."""
    others, total = [name for name in axes if name != axis], cells[axis] == ALLE
    totals = dict(zip(cells.loc[total, others].itertuples(index=False, name=None), cells.loc[total, "nr"], strict=True))
    parts: dict[tuple, list[int]] = {}
    rows = cells[~total]
    for place, number in zip(rows[others].itertuples(index=False, name=None), rows["nr"], strict=True):
        parts.setdefault(place, []).append(number)
    for place, numbers in parts.items():
        if place in totals:
            yield numbers, [totals[place]]


def _series(kinds: dict[str, pd.DataFrame], relations: Verbanden) -> Iterator[Row]:
    """The sum of the quarters before a start, and of those from it."""
    for kind, cel in relations.cellen.items():
        quarters = kinds[cel.reeks_van] if cel.reeks_van else pd.DataFrame(columns=["ikc", "domein"])
        same = dict(iter(quarters.groupby(["ikc", "domein"])))
        for series in kinds[kind].itertuples() if cel.reeks_van else ():
            rows = same.get((series.ikc, series.domein))
            if rows is not None:
                before = rows["kwartaal"] < series.start
                yield rows.loc[before if series.kant == "voor" else ~before, "nr"].tolist(), [series.nr]


def _wholes(kinds: dict[str, pd.DataFrame], relations: Verbanden) -> tuple[list[Row], list[Row]]:
    """At most the sum of the parts: rows with as many parts as any whole of its kind has, and the others.

    An axis after the first only where the ones before are 'alle'.
    """
    every, others = [], []
    for kind, cel in relations.cellen.items():
        for cells, axis in _levels(kinds[kind], cel):
            rows = [*_along(cells, axis, cel.langs)]
            what = cells.set_index("nr")[[name for name in cel.langs if name not in (*PLACE, axis)]].agg(tuple, axis=1)
            most: dict[tuple, int] = {}
            for parts, (total,) in rows:
                most[what[total]] = max(len(parts), most.get(what[total], 0))
            for parts, total in rows:
                (every if len(parts) == most[what[total[0]]] else others).append((total, parts))
    return every, others


def _within(kinds: dict[str, pd.DataFrame], relations: Verbanden) -> Iterator[Row]:
    """At least each of the parts, along the same axes."""
    for kind, cel in relations.cellen.items():
        for cells, axis in _levels(kinds[kind], cel):
            for parts, total in _along(cells, axis, cel.langs):
                yield from (([part], total) for part in parts)


def _at_most(kinds: dict[str, pd.DataFrame], relations: Verbanden, place: dict[str, int]) -> Iterator[Row]:
    """Never more than the cell of another kind at the same place."""
    for kind, cel in relations.cellen.items():
        for other, axes in cel.hoogstens.items():
            keys = [SEPARATOR.join([other, *row]) for row in kinds[kind][list(axes)].itertuples(index=False, name=None)]
            for number, key in zip(kinds[kind]["nr"], keys, strict=True):
                if key in place:
                    yield [number], [place[key]]


def _sums(kinds: dict[str, pd.DataFrame], relations: Verbanden) -> Iterator[Row]:
    for item in relations.lineair:
        plus, minus = (_terms(kinds, relations, terms, item.per) for terms in (item.plus, item.min))
        for place, numbers in plus.items():
            if len(minus.get(place, ())) and (REST in "".join(item.plus) or len(numbers) == len(item.plus)):
                yield numbers, minus[place]


def _terms(
    kinds: dict[str, pd.DataFrame], relations: Verbanden, terms: tuple[str, ...], per: tuple[str, ...]
) -> dict[tuple, list[int]]:
    """Give per place the cells that the terms of a sum name: a kind, then a value per axis that is not in `per`."""
    found: dict[tuple, list[int]] = {}
    for term in terms:
        kind, *wanted = term.split(" ")
        cells = kinds[kind]
        for axis, value in zip([axis for axis in relations.cellen[kind].langs if axis not in per], wanted, strict=True):
            cells = cells[cells[axis] != ALLE] if value == REST else cells[cells[axis].isin(value.split(EITHER))]
        for row in cells[[*per, "nr"]].itertuples(index=False, name=None):
            found.setdefault(row[:-1], []).append(row[-1])
    return found


def _matrix(rows: list[Row], width: int) -> sparse.csr_array:
    sizes = [len(plus) + len(minus) for plus, minus in rows]
    columns = [number for plus, minus in rows for number in (*plus, *minus)]
    signs = [sign for plus, minus in rows for sign in (*[1.0] * len(plus), *[-1.0] * len(minus))]
    return sparse.csr_array((signs, (np.repeat(np.arange(len(rows)), sizes), columns)), shape=(len(rows), width))
