"""Which cells have to be hidden with the ones that are: rows with one hidden cell first, then linear programmes.

A hidden count is safe when it could be 0 as well as threshold - 1 by everything that is shown. Two points that fit
every row prove that, and one point proves it for many counts at once. Where there is no such point, the cells to hide
with it are those that a linear programme moves at the least cost to make one (Kelly, Golden and Assad 1992, Networks
22:397-417; Fischetti and Salazar 2001, Management Science 47:1008-1027).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.disclosure.secondary.linear import REWARD, Deel, Vraag, find_point, parts_of
from analysis.disclosure.secondary.system import Stelsel

TINY, ROUNDS, SEED = 1e-6, 200, 5
SLOW = 0.95
"""Points that only hidden cells move are sought until one round leaves more than this part to prove."""
NO_ZERO = 1e3
"""A zero hides nothing but itself: the last choice."""


@dataclass
class Bewijs:
    """What is proven of each cell: the lowest and the highest it can be; and what it has to be able to be."""

    laag: np.ndarray
    hoog: np.ndarray
    moet_laag: np.ndarray
    moet_hoog: np.ndarray
    breed: float

    def goal(self, up: bool) -> np.ndarray:
        """How far each cell has to come: to its own end, and as wide."""
        return (
            np.fmax(self.moet_hoog, self.laag + self.breed) if up else np.fmin(self.moet_laag, self.hoog - self.breed)
        )

    def open(self, hidden: np.ndarray, up: bool) -> np.ndarray:
        """Tell which hidden cells are not proven to come as far."""
        far = self.hoog < self.goal(up) - TINY if up else self.laag > self.goal(up) + TINY
        return hidden & far & (np.isfinite(self.moet_hoog) | (self.hoog - self.laag < self.breed - TINY))

    def add(self, cells: np.ndarray, point: np.ndarray) -> None:
        """Note a point that fits every row."""
        self.laag[cells] = np.minimum(self.laag[cells], point)
        self.hoog[cells] = np.maximum(self.hoog[cells], point)


def protect(system: Stelsel, cells: pd.DataFrame, threshold: int) -> np.ndarray:
    """Tell which cells to hide, those included that are hidden already.

    Parameters
    ----------
    cells
        One row per cell, in the order of the system: `verborgen`, `moet_laag` and `moet_hoog` (what it has to be able
        to be, missing where any range of the same width will do) and `gewicht` (what hiding it costs).
    """
    costs, width = cells["gewicht"].to_numpy(dtype=float), max(threshold - 1, 0)
    hidden = hide_in_rows(system, cells["verborgen"].to_numpy(dtype=bool), costs, width)
    ends = (cells[name].to_numpy(dtype=float) for name in ("moet_laag", "moet_hoog"))
    proof = Bewijs(system.waarden.copy(), system.waarden.copy(), *ends, width)
    chance = np.random.default_rng(SEED)
    for _ in range(ROUNDS):
        _search(system, hidden, proof, chance)
        if not (proof.open(hidden, True) | proof.open(hidden, False)).any():
            return hidden
        hidden = _hide_what_moves(system, hidden, proof, costs, chance)
    raise RuntimeError("secondary suppression does not come to an end")


def hide_in_rows(system: Stelsel, hidden: np.ndarray, costs: np.ndarray, width: float) -> np.ndarray:
    """Hide the cheapest cell in every sum in which one cell is hidden, or parts that together are too small."""
    hidden, rows = hidden.copy(), system.gelijk
    price = costs * (1 + np.log1p(system.waarden)) + NO_ZERO * (system.waarden == 0)
    changed = True
    while changed:
        changed = False
        for row in np.flatnonzero(rows.astype(bool).astype(float) @ hidden):
            here = slice(rows.indptr[row], rows.indptr[row + 1])
            cells, free = rows.indices[here], rows.indices[here][~hidden[rows.indices[here]]]
            if len(free) and _is_bare(rows.data[here], hidden[cells], system.waarden[cells], width):
                hidden[free[np.argmin(price[free])]] = changed = True
    return hidden


def _is_bare(signs: np.ndarray, hidden: np.ndarray, values: np.ndarray, width: float) -> bool:
    if hidden.sum() == 1:
        return True
    same_side = len(set(signs[hidden])) == 1
    return bool(same_side and values[hidden].sum() < width)


def _search(system: Stelsel, hidden: np.ndarray, proof: Bewijs, chance: np.random.Generator) -> None:
    """Seek points that only hidden cells move, in each part until a round brings little."""
    nothing = np.array([], dtype=int)
    for part in parts_of(system, hidden):
        for up in (True, False):
            left = np.flatnonzero(proof.open(hidden, up)[part.cellen])
            while len(left):
                ask = Vraag(left, proof.goal(up)[part.cellen[left]], up, np.exp(chance.uniform(0, 5, len(left))))
                point = find_point(part, ask, nothing, np.array([]), np.array([]))
                if point is None:
                    break
                proof.add(part.cellen, point)
                before, left = len(left), np.flatnonzero(proof.open(hidden, up)[part.cellen])
                if len(left) > SLOW * before:
                    break


def _hide_what_moves(
    system: Stelsel, hidden: np.ndarray, proof: Bewijs, costs: np.ndarray, chance: np.random.Generator
) -> np.ndarray:
    """Make a point for some of the cells that have none, and hide the shown cells that it moves."""
    found = hidden.copy()
    for part in parts_of(system, np.ones(len(hidden), dtype=bool)):
        for up in (True, False):
            left = np.flatnonzero(proof.open(found, up)[part.cellen])
            if len(left):
                point = _cheapest(part, _apart(part, chance.permutation(left)), up, found, proof, system, costs)
                found[part.cellen[np.abs(point - system.waarden[part.cellen]) > TINY]] = True
                proof.add(part.cellen, point)
    return found


def _cheapest(
    part: Deel, cells: np.ndarray, up: bool, hidden: np.ndarray, proof: Bewijs, system: Stelsel, costs: np.ndarray
) -> np.ndarray:
    shown = np.flatnonzero(~hidden[part.cellen])
    ask = Vraag(cells, proof.goal(up)[part.cellen[cells]], up, np.full(len(cells), REWARD))
    here = part.cellen[shown]
    point = find_point(part, ask, shown, system.waarden[here], costs[here])
    return system.waarden[part.cellen] if point is None else point


def _apart(part: Deel, cells: np.ndarray) -> np.ndarray:
    """Take cells of which no two are in one sum: together in one they would ask for more than each alone."""
    columns: sparse.csc_array = part.gelijk.tocsc()
    used: set[int] = set()
    taken = []
    for cell in cells:
        rows = set(columns.indices[columns.indptr[cell] : columns.indptr[cell + 1]].tolist())
        if not rows & used:
            taken.append(cell)
            used |= rows
    return np.array(taken)
