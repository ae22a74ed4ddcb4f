"""Counts that do not fit each other: more children with a code than with its domein, in counts that an IKC made itself.

Whoever sees some of them believes of the others that they fit. So the system starts from numbers that do: those nearest
to the counts, hidden ones moved first. What is moved and shown would say otherwise, and is hidden.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.disclosure.secondary.linear import Vraag, find_point, parts_of
from analysis.disclosure.secondary.system import TINY, Stelsel

OF_HIDDEN = 1e-3
"""What moving a hidden count costs, beside a shown one."""


def believe(system: Stelsel, cells: pd.DataFrame) -> tuple[Stelsel, np.ndarray]:
    """Give the system with numbers that fit all of its rows, and tell which cells were moved for it.

    Parameters
    ----------
    cells
        One row per cell, in the order of the system: `verborgen`, and `gewicht` (what hiding it costs).
    """
    wrong = system.hoogstens[system.hoogstens @ system.waarden > TINY]
    found = system.waarden.copy()
    costs = np.where(cells["verborgen"], OF_HIDDEN, 1.0) * cells["gewicht"].to_numpy(dtype=float)
    nothing = Vraag(np.array([], dtype=int), np.array([]), True, np.array([]))
    for part in parts_of(system, np.ones(len(found), dtype=bool)) if wrong.shape[0] else ():
        if np.isin(part.cellen, wrong.indices).any():
            here = part.cellen
            point = find_point(part, nothing, np.arange(len(here)), system.waarden[here], costs[here])
            found[here] = system.waarden[here] if point is None else point
    moved = np.abs(found - system.waarden) > TINY
    return replace(system, waarden=np.where(moved, found, system.waarden)), moved
