"""The changes that the study named beforehand, per IKC."""

import pandas as pd

from analysis.measures.inventory import INDICATOR
from analysis.measures.pairs import list_pairs, shared_only
from analysis.study import ALLE, Study

PAIR = ["indicator", *INDICATOR, "van", "naar"]
PILOT, VERGELIJKING = "pilot", "vergelijking"
PILOTS, AGAINST, VOOR_NA = "pilots", "pilots_tegen_vergelijking", "voor_na"
"""In a table of series: the pilots together, those against the others, and the term of after against before."""


def select_primary(veranderingen: pd.DataFrame, study: Study, shared: bool = True) -> pd.DataFrame:
    """Select the changes of the primary indicators per IKC that have both metingen and enough children at each.

    The minimum number of cases is not asked: over IKCs together there are more. `rol` is that of the IKC. `shared`:
    only the pairs of metingen of the IKCs together, not those of an IKC that joined later or missed a meting.
    """
    rows = veranderingen[veranderingen["primair"].astype(bool)]
    return _of_ikcs(shared_only(rows, _pairs_of(veranderingen, study)) if shared else rows, study)


def select_controls(veranderingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Select the same of the `controle_indicatoren`: negative controls (Lipsitch and others 2010, Epidemiology 21:383).

    Indicators that neither a jeugdondersteuner nor another informant should move: where these differ too, the groups
    of IKCs went apart for another reason. Where a domain and a code share a name, the name means the domain.
    """
    rows = veranderingen[veranderingen["indicator"].isin(study.controle_indicatoren)]
    rows = shared_only(rows, _pairs_of(veranderingen, study))
    whole = rows.assign(_whole=rows["code"] == ALLE).sort_values("_whole", ascending=False, kind="stable")
    once = whole.drop_duplicates(["ikc", "bouw", "van", "naar", "indicator"]).drop(columns="_whole")
    return _of_ikcs(once.sort_index(), study)


def _pairs_of(veranderingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give the pairs of metingen of the IKCs that have a share at them."""
    own = veranderingen[veranderingen["ikc"] != ALLE]
    sides = [
        own.loc[own[f"aandeel_{side}"].notna(), ["ikc", side]].rename(columns={side: "meting"})
        for side in ("van", "naar")
    ]
    return list_pairs(pd.concat(sides).drop_duplicates(), study)


def _of_ikcs(veranderingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    known = veranderingen["aandeel_van"].notna() & veranderingen["aandeel_naar"].notna()
    children = veranderingen[["n_kinderen_van", "n_kinderen_naar"]].min(axis=1)
    enough = (children >= study.statistiek.minimum_kinderen).fillna(False).astype(bool)
    whole = (veranderingen["ikc"] != ALLE) & (veranderingen["bouw"] == ALLE)
    chosen = veranderingen[known & enough & whole]
    roles = {item.ikc: item.rol for item in study.ikcs}
    return chosen.assign(rol=chosen["ikc"].map(roles).astype("str")).reset_index(drop=True)


def has_cases(group: pd.DataFrame, study: Study) -> bool:
    """Tell whether the IKCs together have enough cases for an interval; without any it would have no width at all."""
    return int(group[["n_van", "n_naar"]].sum().sum()) >= study.statistiek.minimum_gevallen


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
