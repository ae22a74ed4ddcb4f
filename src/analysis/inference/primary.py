"""The changes that the study named beforehand, per IKC, and which of them the public edition must be careful with."""

import pandas as pd

from analysis.inference import overlap
from analysis.measures.inventory import INDICATOR
from analysis.study import ALLE, Study

PAIR = ["indicator", *INDICATOR, "van", "naar"]
PILOT, VERGELIJKING = "pilot", "vergelijking"


def select_primary(veranderingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Select the changes of the primary indicators per IKC that have both metingen and enough children at each.

    The minimum number of cases is not asked: over IKCs together there are more. `rol` is that of the IKC.
    """
    known = veranderingen["aandeel_van"].notna() & veranderingen["aandeel_naar"].notna()
    children = veranderingen[["n_kinderen_van", "n_kinderen_naar"]].min(axis=1)
    enough = (children >= study.statistiek.minimum_kinderen).fillna(False).astype(bool)
    whole = (veranderingen["ikc"] != ALLE) & (veranderingen["bouw"] == ALLE) & veranderingen["primair"].astype(bool)
    chosen = veranderingen[known & enough & whole]
    roles = {item.ikc: item.rol for item in study.ikcs}
    return chosen.assign(rol=chosen["ikc"].map(roles).astype("str")).reset_index(drop=True)


def has_cases(group: pd.DataFrame, study: Study) -> bool:
    """Tell whether the IKCs together have enough cases for an interval; without any it would have no width at all."""
    return int(group[["n_van", "n_naar"]].sum().sum()) >= study.statistiek.minimum_gevallen


def count_small(changes: pd.DataFrame, study: Study) -> int:
    """Count the IKCs that have a group of children below the publication threshold, with or without the mark.

    One such IKC could be computed from an estimate over all of them and the others' own numbers.
    """
    return int(is_small(changes, study).sum())


def is_small(changes: pd.DataFrame, study: Study) -> pd.Series:
    """Tell which rows have a group of children below the publication threshold, with or without the mark."""
    return overlap.smallest_cell(changes[overlap.ENROLLED]) < study.publicatie.drempel


def fewest_small(small: pd.Series, group: pd.Series) -> int:
    """Count the IKCs with a small group of children in the group of IKCs that has the fewest of them, but any.

    For what compares two groups whose own estimates may be shown: one small IKC in a group is one too few to hide it.
    """
    counts = small.astype(int).groupby(group.to_numpy()).sum()
    return int(counts[counts > 0].min()) if (counts > 0).any() else 0


def smallest_p_words(p: float, alfa: float) -> str:
    """Word whether a test with so few IKCs can find anything at all."""
    if pd.isna(p):
        return "Er zijn te weinig IKC's voor een toets."
    shown, level = (f"{value + 1e-9:.3f}".rstrip("0").rstrip(".").replace(".", ",") for value in (p, alfa))
    if p > alfa:
        return (
            f"Met zo weinig IKC's is de kleinst mogelijke p {shown}, en pas bij {level} of lager is iets aangetoond: "
            "de toets kan hier niets aantonen."
        )
    return f"De kleinst mogelijke p is {shown}: de toets kan hier iets aantonen."
