"""What the rounding mode promises, checked: every count a multiple of the base, every total the sum of its parts."""

from collections import Counter

import numpy as np
import pandas as pd

from analysis.attack.cells import Cells
from analysis.attack.published import Edition
from analysis.attack.report import NIET_AFGEROND, REGEL, Finding, as_key
from analysis.attack.system import Equations


def find_unrounded(edition: Edition, cells: Cells) -> tuple[int, tuple[Finding, ...]]:
    """Give how many published counts there are, and those that are no multiple of the base."""
    shown = cells.places.dropna(subset="waarde")
    wrong = shown[shown["waarde"] % edition.guard.base != 0]
    return len(shown), tuple(
        Finding(NIET_AFGEROND, place.tabel, place.kolom, _key(edition, place)) for place in wrong.itertuples()
    )


def _key(edition: Edition, place: tuple) -> tuple[tuple[str, str], ...]:
    return as_key(edition.keys[place.tabel], edition.tables[place.tabel].iloc[place.rij])


def find_unknown_rules(cells: Cells, equations: Equations) -> tuple[int, tuple[Finding, ...]]:
    """Give how many totals over IKCs were added up, and the relations in which a published total is not the sum.

    A total that is not the sum of the rounded parts was made from the exact counts: it says more than they do.
    """
    over_ikcs = np.array([str(kind).endswith(": ikc") for kind in equations.kind], dtype=bool)
    inside = over_ikcs[equations.row]
    sums = pd.Series((equations.weight * cells.shown[equations.cell])[inside]).groupby(equations.row[inside])
    totals = sums.sum(min_count=1).where(sums.count() == sums.size())
    wrong = Counter(equations.kind[row] for row in totals[totals.abs() > 0].index)
    return int(totals.notna().sum()), tuple(
        Finding(REGEL, str(kind).split(":")[0], "alle over de IKC's", plaatsen=count) for kind, count in wrong.items()
    )
