"""Integer programs by HiGHS for the cells that are tight after propagation: the smallest and largest count they can be.

Each cell is looked at with the equations around it, up to a size: fewer equations give wider bounds, never wrong ones.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds as BoxBounds
from scipy.optimize import LinearConstraint, milp

from analysis.attack.system import LARGE, Bounds, Equations

MOST_CELLS = 400
MOST_STEPS = 4
MOST_NODES = 500
"""Branches of one program: what is bounded by a time is not the same in every run."""
WIDEST = 3


@dataclass(frozen=True)
class Solved:
    """Bounds after the programs, and how many cells and programs were tried, and cells left."""

    bounds: Bounds
    cells: int
    programs: int
    left: int


def tight_cells(first: Bounds, bounds: Bounds, wanted: np.ndarray, threshold: int) -> np.ndarray:
    """Give the cells worth a program, the tightest first: bounded, narrower than published, not known yet."""
    width = bounds.high - bounds.low
    tightened = width < first.high - first.low
    chosen = np.flatnonzero(wanted & tightened & (width > 0) & (width <= WIDEST * threshold))
    return chosen[np.argsort(width[chosen], kind="stable")]


def solve_programs(equations: Equations, bounds: Bounds, chosen: np.ndarray, budget: int) -> Solved:
    """Solve two programs for each of the first `budget` chosen cells, and give the bounds that came out."""
    open_rows = _without_known(equations, bounds)
    by_row = sparse.csr_matrix((open_rows.weight, (open_rows.row, open_rows.cell)), (len(open_rows), len(bounds.low)))
    by_cell = by_row.tocsc()
    low, high = bounds.low.copy(), bounds.high.copy()
    tried = chosen[:budget]
    for cell in tried:
        rows, cells = surroundings(by_row, by_cell, int(cell))
        part = by_row[rows][:, cells]
        for sign in (1.0, -1.0):
            best = _proven(part, open_rows, rows, cells, Bounds(low, high), int(cell), sign)
            if best is not None and sign > 0:
                low[cell] = max(low[cell], best)
            elif best is not None:
                high[cell] = min(high[cell], best)
    return Solved(Bounds(low, high), len(tried), 2 * len(tried), len(chosen) - len(tried))


def _without_known(equations: Equations, bounds: Bounds) -> Equations:
    """Move what is known to the other side, so that a program holds only what is not."""
    known = bounds.known[equations.cell]
    moved = np.bincount(equations.row[known], (equations.weight * bounds.low[equations.cell])[known], len(equations))
    return Equations(equations.row[~known], equations.cell[~known], equations.weight[~known],
                     equations.low - moved, equations.high - moved, equations.kind)  # fmt: skip


def surroundings(by_row: sparse.csr_matrix, by_cell: sparse.csc_matrix, cell: int) -> tuple[np.ndarray, np.ndarray]:
    """Give the equations around a cell and their cells, step by step until there are too many."""
    rows, cells = np.array([], dtype=int), np.array([cell])
    for _ in range(MOST_STEPS):
        wider = np.unique(by_cell[:, cells].indices)
        reached = np.unique(np.append(by_row[wider].indices, cell))
        if len(wider) == len(rows) or (len(reached) > MOST_CELLS and len(rows)):
            break
        rows, cells = wider, reached
        if len(cells) > MOST_CELLS:
            break
    return rows, cells


def _proven(
    part: sparse.csr_matrix, equations: Equations, rows: np.ndarray, cells: np.ndarray, bounds: Bounds, cell: int,
    sign: float,
) -> float | None:  # fmt: skip
    """Give the extreme that a program finds, and that it finds again without presolve where it tightens a bound.

    HiGHS (scipy 1.17.1) gave, of an integer program with an optimum of 1, an "optimum" of 2 with presolve.
    """
    best = _extreme(part, equations, rows, cells, bounds, cell, sign)
    known = bounds.low[cell] if sign > 0 else bounds.high[cell]
    if best is None or sign * best <= sign * known:
        return best
    again = _extreme(part, equations, rows, cells, bounds, cell, sign, presolve=False)
    return None if again is None else sign * min(sign * best, sign * again)


def _extreme(
    part: sparse.csr_matrix, equations: Equations, rows: np.ndarray, cells: np.ndarray, bounds: Bounds, cell: int,
    sign: float, presolve: bool = True,
) -> float | None:  # fmt: skip
    """Give the smallest (sign 1) or largest (-1) value of a cell; None when the program gave no proof."""
    aim = np.where(cells == cell, sign, 0.0)
    top = np.where(bounds.high[cells] >= LARGE, np.inf, bounds.high[cells])
    low = np.where(equations.low[rows] <= -LARGE / 2, -np.inf, equations.low[rows] - 1e-6)
    high = np.where(equations.high[rows] >= LARGE / 2, np.inf, equations.high[rows] + 1e-6)
    constraint = LinearConstraint(part, low, high) if len(rows) else ()
    found = milp(aim, integrality=np.ones(len(cells)), bounds=BoxBounds(bounds.low[cells], top),
                 constraints=constraint, options={"node_limit": MOST_NODES, "presolve": presolve})  # fmt: skip
    return float(np.round(sign * found.fun)) if found.status == 0 else None
