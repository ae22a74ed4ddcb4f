"""Counts that are left out, of one IKC and one part: what their two totals and the grand total say of them.

With every one of them left out, the count of an IKC in a part (a bouw, a domein) can be anything from 0 to the smaller
of its two totals, but when the two are so large in the grand total that they must overlap (Frechet's bounds). That
happens when one IKC or one part has nearly all. The total of the part then falls.
"""

import pandas as pd

from analysis.disclosure.secondary.cells import JOIN, SEPARATOR, VALUE
from analysis.disclosure.secondary.relations import Verbanden
from analysis.study import ALLE


def hide_dominated(cells: pd.DataFrame, relations: Verbanden, threshold: int) -> pd.Series:
    """Tell of the cells that are not left out which totals over IKCs would bound a left-out count too tightly."""
    inside = cells[~cells["weg"]]
    values, found = inside[VALUE].to_dict(), set()
    pools = {key.split(SEPARATOR, 2)[1] for key in inside.index if JOIN in key.split(SEPARATOR, 2)[1]}
    for key, value in cells.loc[cells["weg"], VALUE].items():
        kind, ikc, *rest = key.split(SEPARATOR)
        for axis in relations.cellen[kind].totaal:
            number = relations.cellen[kind].langs.index(axis) - 1
            whole = [*rest[:number], ALLE, *rest[number + 1 :]]
            for pool in (pool for pool in pools if ikc in pool.split(JOIN)):
                names = [[kind, ikc, *whole], [kind, pool, *rest], [kind, pool, *whole]]
                own, part, grand = (values.get(SEPARATOR.join(name)) for name in names)
                if None not in (own, part, grand) and _is_tight(value, own, part, grand, threshold):
                    found.add(SEPARATOR.join(names[1]))
    return pd.Series(inside.index.isin(found), index=inside.index)


def _is_tight(value: float, own: float, part: float, grand: float, threshold: int) -> bool:
    low, high = max(0.0, own + part - grand), min(own, part)
    return (value < threshold and low > 0) or high - low < threshold - 1 <= min(own, part)
