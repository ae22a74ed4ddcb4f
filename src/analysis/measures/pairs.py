"""Which metingen are compared: the first with the last, and each with the one before; no other pairs.

An IKC may join later, miss a meting or stop: its own first and last count, and the one before is the one that it has.
With three metingen these are all the pairs that there are.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import pandas as pd

from analysis.study import ALLE, Study

EERSTE_LAATSTE, VORIGE, VOORGANGERS, NIET_BEIDE = "eerste_laatste", "vorige", "voorgangers", ""
"""How a pair is named, as `vergelijking`; a pair that an IKC has not both metingen of has no name."""
STAPPEN = "stappen"
"""The family of the comparisons with the meting before, where these are a series."""
PAIR = ["van", "naar"]
COLUMNS = ["ikc", *PAIR, "vergelijking", "reeks"]


def list_pairs(moments: pd.DataFrame, study: Study) -> pd.DataFrame:
    """List the pairs of metingen of each IKC, and those of the IKCs together (`alle`).

    An IKC in which others were merged has two more: its first meting with the last at which these are added up
    (`voorganger`), and its last with the first. Besides its own, an IKC has the pairs of the IKCs together, so that it
    is seen which of these it has not both metingen of. The IKCs together have the metingen at which any of them was: a
    meting to come is in no pair.

    Parameters
    ----------
    moments
        The metingen that each IKC has: ikc, meting, in any order; rows `alle` and other metingen are left out. Those of
        its predecessors have a `voorganger`.

    Returns
    -------
    One row per ikc x pair: `van`, `naar` (in order of time), `vergelijking` (see `EERSTE_LAATSTE`) and `reeks`: what
    pairs are corrected for many comparisons together. From `statistiek.minimum_metingen_trend` metingen on the steps
    are one series; of fewer each pair stands by itself.
    """
    of_before = moments["voorganger"] != "" if "voorganger" in moments else pd.Series(False, moments.index)
    had, before = (_metingen_of(moments[rows], study) for rows in (~of_before, of_before))
    together = _in_order({name for names in had.values() for name in names}, study)
    shared = _sorted_pairs(set(pair_up(together)), study)
    rows = [(ALLE, *pair, *_name(pair, together, study)) for pair in shared]
    cached: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for ikc, own in had.items():
        if own not in cached:
            pairs = _sorted_pairs({*shared, *pair_up(own)}, study)
            cached[own] = [(*pair, *_name(pair, own, study)) for pair in pairs]
        rows += [(ikc, *pair) for pair in cached[own]]
        rows += _with_predecessors(ikc, own, before.get(ikc, ()))
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str").drop_duplicates(["ikc", *PAIR], keep="last")


def pair_up(names: Iterable[str]) -> list[tuple[str, str]]:
    """Give each name (in order of time) with the one before it, and the first with the last."""
    ordered = list(names)
    steps = list(pairwise(ordered))
    return [*steps, (ordered[0], ordered[-1])] if len(ordered) > 2 else steps


def each_pair(pairs: pd.DataFrame) -> Iterator[tuple[str, str, set[str]]]:
    """Give every pair of metingen once, with the IKCs (and `alle`) that it is one of."""
    for (van, naar), rows in pairs.groupby(PAIR, sort=False):
        yield str(van), str(naar), set(rows["ikc"])


def shared_only(rows: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows (with van and naar) of the pairs of the IKCs together."""
    shared = pd.MultiIndex.from_frame(pairs.loc[pairs["ikc"] == ALLE, PAIR])
    return rows[pd.MultiIndex.from_frame(rows[PAIR]).isin(shared)]


def _with_predecessors(ikc: str, own: tuple[str, ...], before: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Give the pairs over a merger: the last meting before it with the first after it, and the first with the last."""
    pairs = dict.fromkeys([(before[-1], own[0]), (before[0], own[-1])]) if before and own else {}
    return [(ikc, *pair, VOORGANGERS, f"{pair[0]}-{pair[1]}") for pair in pairs]


def _metingen_of(moments: pd.DataFrame, study: Study) -> dict[str, tuple[str, ...]]:
    rows = moments.loc[moments["ikc"] != ALLE, ["ikc", "meting"]].drop_duplicates()
    rows = rows[rows["meting"].isin(study.meting_namen)]
    return {str(ikc): _in_order(set(own), study) for ikc, own in rows.groupby("ikc", sort=False)["meting"]}


def _in_order(names: set[str], study: Study) -> tuple[str, ...]:
    return tuple(name for name in study.meting_namen if name in names)


def _sorted_pairs(pairs: set[tuple[str, str]], study: Study) -> list[tuple[str, str]]:
    place = {name: number for number, name in enumerate(study.meting_namen)}
    return sorted(pairs, key=lambda pair: (place[pair[0]], place[pair[1]]))


def _name(pair: tuple[str, str], own: tuple[str, ...], study: Study) -> tuple[str, str]:
    """Give what kind of comparison a pair is for who has the metingen `own`, and its family."""
    alone = f"{pair[0]}-{pair[1]}"
    if len(own) > 1 and pair == (own[0], own[-1]):
        return EERSTE_LAATSTE, alone
    if pair not in pair_up(own):
        return NIET_BEIDE, alone
    return VORIGE, STAPPEN if len(own) >= study.statistiek.minimum_metingen_trend else alone
