"""What another edition of the same study, or the exact tables of one IKC, add to what an edition shows."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.attack.bounds import first_bounds
from analysis.attack.cells import Cells, list_cells
from analysis.attack.equations import list_equations
from analysis.attack.published import RESULTS, Edition, Guard, find_edition, read_tables
from analysis.attack.system import LARGE, Bounds, propagate

MOST_CHANGED = 0.05
"""Above this share of changed counts more than a child differs, or the rounding is another one."""


@dataclass(frozen=True)
class Pairs:
    """The cells that two editions have in common: their numbers in each, and what each shows."""

    here: np.ndarray
    there: np.ndarray
    shown_here: np.ndarray
    shown_there: np.ndarray

    @property
    def both(self) -> np.ndarray:
        """Which are shown in both."""
        return ~np.isnan(self.shown_here) & ~np.isnan(self.shown_there)

    @property
    def changed(self) -> np.ndarray:
        """Which are shown in both and differ."""
        return self.both & (self.shown_here != self.shown_there)


def pair_editions(here: Cells, there: Cells) -> Pairs:
    """Match the cells of two editions by what they count."""
    place = pd.Index(there.names).get_indexer(here.names)
    mine = np.flatnonzero(place >= 0)
    return Pairs(mine, place[mine], here.shown[mine], there.shown[place[mine]])


def difference_of(pairs: Pairs) -> int:
    """Give by how much the same cell may differ: 0 when all that both show is the same, else 1 (one child)."""
    return int(pairs.changed.any())


def bounds_with(here: Edition, cells: Cells, bounds: Bounds, other: Edition) -> tuple[Bounds, Pairs, int]:
    """Tighten the bounds of one edition by what another one gives, and say with how many of its equations.

    Where both show a count, their difference is that of the cell; else it is at most one child, when anything changed.
    Of rounded counts nothing is known but that: two roundings of one count can differ only when the count does.
    """
    theirs = list_cells(other)
    equations = list_equations(other, theirs)
    found, _ = propagate(equations, first_bounds(other, theirs))
    pairs = pair_editions(cells, theirs)
    room = np.full(len(pairs.here), float(difference_of(pairs)))
    low, high = found.low[pairs.there] - room, found.high[pairs.there] + room
    fits = (low <= bounds.high[pairs.here]) & (high >= bounds.low[pairs.here])
    fits &= ~(pairs.both & (not here.guard.rounds))
    tight = Bounds(bounds.low.copy(), bounds.high.copy())
    cell = pairs.here[fits]
    tight.low[cell] = np.maximum(tight.low[cell], np.maximum(low[fits], 0))
    tight.high[cell] = np.minimum(tight.high[cell], np.minimum(high[fits], LARGE))
    return tight, pairs, len(equations)


def small_differences(edition: Edition, cells: Cells, pairs: Pairs) -> np.ndarray:
    """Tell which exactly shown counts differ by less than the threshold: the difference is a small count itself."""
    hit = np.zeros(cells.count, dtype=bool)
    if not edition.guard.rounds:
        change = np.abs(pairs.shown_here - pairs.shown_there)
        hit[pairs.here[pairs.changed & (change < edition.guard.threshold)]] = True
    return hit


def read_insider(edition: Edition, folder: Path, ikc: str) -> tuple[np.ndarray, np.ndarray]:
    """Give the cell names and exact values of one IKC, from the tables that only its own people have."""
    folder = find_edition(folder)
    tables = {name: table for name, table in read_tables(folder / RESULTS).items() if name in edition.tables}
    own = {name: table[table["ikc"] == ikc] for name, table in tables.items() if "ikc" in table}
    exact = replace(edition, tables=own, guard=Guard("onderdrukken", edition.guard.base, edition.guard.threshold))
    exact = replace(
        exact, counts={name: [column for column in edition.counts[name] if column in own[name]] for name in own}
    )
    cells = list_cells(exact)
    known = ~np.isnan(cells.shown)
    return cells.names[known], cells.shown[known]


def bounds_of_insider(
    edition: Edition, cells: Cells, bounds: Bounds, folder: Path, ikc: str
) -> tuple[Bounds, np.ndarray]:
    """Fill in what someone of one IKC knows, and tell which cells are theirs."""
    names, values = read_insider(edition, folder, ikc)
    place = pd.Index(cells.names).get_indexer(names)
    there = place >= 0
    low, high = bounds.low.copy(), bounds.high.copy()
    low[place[there]] = high[place[there]] = values[there]
    own = np.zeros(cells.count, dtype=bool)
    own[cells.places.loc[cells.places["ikc"] == ikc, "cel"]] = True
    return Bounds(low, high), own
