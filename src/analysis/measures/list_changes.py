"""Did the list itself change? The share of enrolled children on it, at both of two metingen."""

import pandas as pd

from analysis.measures.coverage_of_inventory import NOT_INVENTORIED
from analysis.measures.pairs import each_pair, list_pairs
from analysis.study import ALLE, Study

COVERAGE = ["dekking_van", "dekking_naar"]


def list_changed(gemeten: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Say per IKC and pair of metingen whether the list came to hold another part of the enrolled children.

    `lijst_veranderd` is true where the coverage differs by more than `statistiek.lijst_verschil` (0.10: ten points): a
    list of who stands out and a list of everybody ask another question, and about a child off the list nobody was
    asked. False where a coverage is unknown (totals, no inventory, more children on the list than enrolled): there
    nothing can be said, not that the list was the same. `alle` has rows of its own, over all that were inventoried.

    Parameters
    ----------
    gemeten
        From `count_gemeten`: ikc, meting, bouw, aandeel (children on the list / enrolled), and `vorm`, which is geen
        where there was no inventory.

    Returns
    -------
    One row per ikc x pair of metingen (in order of time) with an inventory at both: `ikc, van, naar, dekking_van,
    dekking_naar, lijst_veranderd`; shares between 0 and 1.
    """
    here = gemeten["bouw"] == ALLE
    if "vorm" in gemeten:
        here &= gemeten["vorm"] != NOT_INVENTORIED
    whole = gemeten.loc[here, ["ikc", "meting", "aandeel"]]
    sides = {name: whole.loc[whole["meting"] == name, ["ikc", "aandeel"]] for name in study.meting_namen}
    pairs = [
        _of_ikcs(sides[van], ikcs).merge(sides[naar], on="ikc", suffixes=("_van", "_naar")).assign(van=van, naar=naar)
        for van, naar, ikcs in each_pair(list_pairs(whole, study))
    ]
    empty = pd.DataFrame(columns=["ikc", "aandeel_van", "aandeel_naar", "van", "naar"])
    rows = pd.concat([part for part in pairs if len(part)] or [empty], ignore_index=True)
    rows = rows.rename(columns={"aandeel_van": COVERAGE[0], "aandeel_naar": COVERAGE[1]})
    changed = differs_much(*(rows[name] for name in COVERAGE), study)
    return rows.assign(lijst_veranderd=changed)[["ikc", "van", "naar", *COVERAGE, "lijst_veranderd"]]


def _of_ikcs(rows: pd.DataFrame, ikcs: set[str]) -> pd.DataFrame:
    return rows[rows["ikc"].isin(ikcs)]


def list_remade(gemeten: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Say per IKC and pair of metingen whether one list held nearly all children and the other a part of them.

    Then nobody was asked about some children at one meting, and about all at the other: what was noted more may be what
    was asked more. Two lists of only the children with a mark are not told apart from a change in marks: no
    `lijst_anders`.

    Returns
    -------
    ikc, van, naar and `lijst_anders`; lists as `list_changed` has them.
    """
    rows = list_changed(gemeten, study)
    whole = rows[COVERAGE].astype(float) >= study.identiteit.volledig_vanaf
    other = rows["lijst_veranderd"].astype(bool) & whole.any(axis=1) & ~whole.all(axis=1)
    return rows[["ikc", "van", "naar"]].assign(lijst_anders=other)


def differs_much(van: pd.Series, naar: pd.Series, study: Study) -> pd.Series:
    """Tell of each two coverages whether they differ by more than the threshold; unknown is not."""
    return (naar.astype(float) - van.astype(float)).abs().round(9) > study.statistiek.lijst_verschil
