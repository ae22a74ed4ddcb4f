"""Points that fit every row: as far as wanted for many counts at once, with or without moving what is shown."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse.csgraph import connected_components

from analysis.disclosure.secondary.system import Stelsel

REWARD = 1e5
"""What a count that comes as far as wanted is worth, beside what moving a shown cell costs."""


@dataclass(frozen=True)
class Deel:
    """A part of the system that no row connects with the rest: its cells, and its rows with what they add up to."""

    cellen: np.ndarray
    gelijk: sparse.csr_array
    som: np.ndarray
    hoogstens: sparse.csr_array
    grens: np.ndarray


@dataclass(frozen=True)
class Vraag:
    """How far the cells with these numbers in a part should come: to at least `tot` when `omhoog`, else at most."""

    cellen: np.ndarray
    tot: np.ndarray
    omhoog: bool
    gewicht: np.ndarray


def parts_of(system: Stelsel, free: np.ndarray) -> list[Deel]:
    """Split the system into parts that no row connects, of the free cells; the others stay at their number."""
    cells, fixed = np.flatnonzero(free), np.where(free, 0, system.waarden)
    equal, most = system.gelijk[:, cells], system.hoogstens[:, cells]
    both = sparse.vstack([equal, most], format="csr")
    count, label = connected_components(both.T @ both, directed=False)
    rows = [
        (_row_labels(rows, label), rows, -(whole @ fixed))
        for rows, whole in ((equal, system.gelijk), (most, system.hoogstens))
    ]
    order = np.split(np.argsort(label, kind="stable"), np.cumsum(np.bincount(label, minlength=count))[:-1])
    return [
        Deel(cells[here], *_rows(rows[0], number, here), *_rows(rows[1], number, here))
        for number, here in enumerate(order)
    ]


def find_point(part: Deel, ask: Vraag, shown: np.ndarray, values: np.ndarray, costs: np.ndarray) -> np.ndarray | None:
    """Give a point that fits all rows of a part and comes as far as it can, or None when the solver finds none.

    Parameters
    ----------
    shown
        The numbers in the part of the cells that are shown: they stay at their `values`, or move at their `costs`.
    """
    width, asked, moved = len(part.cellen), len(ask.cellen), len(shown)
    pick = sparse.csr_array((np.ones(asked), (np.arange(asked), ask.cellen)), shape=(asked, width))
    move = sparse.csr_array((np.ones(moved), (np.arange(moved), shown)), shape=(moved, width))
    sign = 1.0 if ask.omhoog else -1.0
    blocks = [
        [part.hoogstens, None, None],
        [-sign * pick, sign * sparse.eye_array(asked), None],
        [move, None, -sparse.eye_array(moved)],
        [-move, None, -sparse.eye_array(moved)],
    ]
    bounds = [(0, None)] * width + [(None, to) if ask.omhoog else (to, None) for to in ask.tot] + [(0, None)] * moved
    found = linprog(
        np.concatenate([np.zeros(width), -sign * ask.gewicht, costs]),
        A_ub=_stack(blocks, (width, asked, moved)),
        b_ub=np.concatenate([part.grens, np.zeros(asked), values, -values]),
        A_eq=_stack([[part.gelijk, None, None]], (width, asked, moved)),
        b_eq=part.som, bounds=bounds, method="highs",
    )  # fmt: skip
    return None if found.x is None else found.x[:width]


def _row_labels(rows: sparse.csr_array, label: np.ndarray) -> np.ndarray:
    """Give the part of each row; -1 for a row without a free cell."""
    filled = np.diff(rows.indptr) > 0
    found = np.full(rows.shape[0], -1)
    found[filled] = label[rows.indices[rows.indptr[:-1][filled]]]
    return found


def _rows(
    rows: tuple[np.ndarray, sparse.csr_array, np.ndarray], number: int, cells: np.ndarray
) -> tuple[sparse.csr_array, np.ndarray]:
    label, matrix, sums = rows
    here = np.flatnonzero(label == number)
    return matrix[here][:, cells], sums[here]


def _stack(blocks: list[list], widths: tuple[int, ...]) -> sparse.csr_array:
    """Put blocks in one matrix; a missing one is empty."""
    left, height, parts = np.cumsum([0, *widths]), 0, []
    for row in blocks:
        filled = [(block.tocoo(), start) for block, start in zip(row, left, strict=False) if block is not None]
        parts += [(block.data, block.row + height, block.col + start) for block, start in filled]
        height += filled[0][0].shape[0]
    data, rows, columns = (np.concatenate(each) for each in zip(*parts, strict=True))
    return sparse.csr_array((data, (rows, columns)), shape=(height, left[-1]))
