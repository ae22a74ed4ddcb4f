"""Bounds on every cell and linear equations between them, as sparse arrays; and their propagation to a fixpoint."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

LARGE = 1e9
"""Stands for no bound: far above any count, and exact in floating point with whatever is added to it."""
MOST_ROUNDS = 60
SLACK = 1e-7


@dataclass(frozen=True)
class Equations:
    """Rows `low <= sum(weight x cell) <= high`, as triples (`row`, `cell`, `weight`); `kind` is the relation."""

    row: np.ndarray = field(default_factory=lambda: np.array([], dtype=np.int64))
    cell: np.ndarray = field(default_factory=lambda: np.array([], dtype=np.int64))
    weight: np.ndarray = field(default_factory=lambda: np.array([], dtype=float))
    low: np.ndarray = field(default_factory=lambda: np.array([], dtype=float))
    high: np.ndarray = field(default_factory=lambda: np.array([], dtype=float))
    kind: np.ndarray = field(default_factory=lambda: np.array([], dtype=object))

    def __len__(self) -> int:
        """Give the number of equations."""
        return len(self.low)


@dataclass(frozen=True)
class Bounds:
    """The smallest and largest count that each cell can be."""

    low: np.ndarray
    high: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """Which cells have one possible value."""
        return self.low == self.high


def join_equations(parts: list[Equations]) -> Equations:
    """Put sets of equations under one another, each different one once."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return Equations()
    starts = np.cumsum([0, *(len(part) for part in parts)])
    row = np.concatenate([part.row + start for part, start in zip(parts, starts, strict=False)])
    merged = [
        np.concatenate([getattr(part, name) for part in parts]) for name in ("cell", "weight", "low", "high", "kind")
    ]
    return _once(_without_doubles(Equations(row, *merged)))


def _without_doubles(equations: Equations) -> Equations:
    """Add up a cell that stands twice in one equation, and drop what cancels; the cells of an equation in order."""
    place = equations.row.astype(np.int64) * (int(equations.cell.max(initial=0)) + 1) + equations.cell
    order = np.argsort(place, kind="stable")
    first = np.flatnonzero(np.diff(place[order], prepend=-1))
    weight = np.add.reduceat(equations.weight[order], first) if len(first) else equations.weight
    kept = order[first][weight != 0]
    return replace(equations, row=equations.row[kept], cell=equations.cell[kept], weight=weight[weight != 0])


def _once(equations: Equations) -> Equations:
    """Keep one of the equations that say the same, by a checksum of their cells and weights."""
    rng = np.random.default_rng(0)
    marks = rng.random((int(equations.cell.max(initial=0)) + 1, 2))
    sums = [np.bincount(equations.row, equations.weight * marks[equations.cell, i], len(equations)) for i in (0, 1)]
    same = pd.DataFrame({"a": sums[0].round(9), "b": sums[1].round(9), "low": equations.low, "high": equations.high})
    filled = np.bincount(equations.row, minlength=len(equations)) > 0
    return keep_equations(equations, ~same.duplicated().to_numpy() & filled)


def keep_equations(equations: Equations, kept: np.ndarray) -> Equations:
    """Keep the equations that `kept` says, numbered anew."""
    number = np.cumsum(kept) - 1
    inside = kept[equations.row]
    return Equations(number[equations.row[inside]], equations.cell[inside], equations.weight[inside],
                     equations.low[kept], equations.high[kept], equations.kind[kept])  # fmt: skip


def activities(equations: Equations, bounds: Bounds) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Give, per triple, what its cell adds at least and at most, and per equation what all of them do."""
    up = equations.weight > 0
    low, high = bounds.low[equations.cell], bounds.high[equations.cell]
    least = equations.weight * np.where(up, low, high)
    most = equations.weight * np.where(up, high, low)
    size = len(equations)
    return least, most, np.bincount(equations.row, least, size), np.bincount(equations.row, most, size)


def contradicted(equations: Equations, bounds: Bounds) -> np.ndarray:
    """Tell which equations cannot hold: the relation is none, or the tables do not count the same."""
    _, _, least, most = activities(equations, bounds)
    room = SLACK * np.maximum(np.abs(least), 1)
    return (least > equations.high + room) | (most < equations.low - SLACK * np.maximum(np.abs(most), 1))


def tighten_once(equations: Equations, bounds: Bounds) -> Bounds:
    """Tighten every cell by every equation that it stands in, given the bounds of the others; whole numbers only."""
    least, most, all_least, all_most = activities(equations, bounds)
    room_high = equations.high[equations.row] - (all_least[equations.row] - least)
    room_low = equations.low[equations.row] - (all_most[equations.row] - most)
    up = equations.weight > 0
    with np.errstate(over="ignore"):
        highest = np.where(up, room_high, room_low) / equations.weight
        lowest = np.where(up, room_low, room_high) / equations.weight
    low, high = bounds.low.copy(), bounds.high.copy()
    np.minimum.at(high, equations.cell, np.floor(highest + SLACK * np.maximum(np.abs(highest), 1)))
    np.maximum.at(low, equations.cell, np.ceil(lowest - SLACK * np.maximum(np.abs(lowest), 1)))
    return Bounds(low, high)


def propagate(equations: Equations, bounds: Bounds, rounds: int = MOST_ROUNDS) -> tuple[Bounds, Equations]:
    """Tighten until nothing changes, and give what is left of the equations.

    An equation that contradicts what is published is dropped, with those through which a cell lost every value; the
    whole begins anew without them.
    """
    first = bounds
    equations = keep_equations(equations, ~contradicted(equations, first))
    for _ in range(rounds):
        fresh = tighten_once(equations, bounds)
        empty = fresh.low > fresh.high
        if empty.any():
            wrong = np.zeros(len(equations), dtype=bool)
            wrong[equations.row[empty[equations.cell]]] = True
            equations, bounds = keep_equations(equations, ~wrong), first
            continue
        if np.array_equal(fresh.low, bounds.low) and np.array_equal(fresh.high, bounds.high):
            break
        bounds = fresh
    empty = bounds.low > bounds.high
    return Bounds(np.where(empty, first.low, bounds.low), np.where(empty, first.high, bounds.high)), equations
