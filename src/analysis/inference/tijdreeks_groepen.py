"""New toewijzingen of the pilot IKCs together around the start, with the comparison IKCs in the same quarters."""

import numpy as np
import pandas as pd

from analysis.inference import across, did
from analysis.inference.primary import AGAINST, PILOT, PILOTS, VERGELIJKING, VOOR_NA
from analysis.inference.tijdreeks import TE_WEINIG, list_domeinen
from analysis.study import Study

LOG_RATE, LOG_DIFFERENCE = "log_verhouding_ikcs", "log_verschil_ikcs"
ADDED = 0.5
"""Added to every count, so that an IKC without a new toewijzing has a logarithm too."""
GROEP_DOMEIN = ["groep", "domein"]
QUARTER_OF_GROUP = [*GROEP_DOMEIN, "kwartaal"]
_WORDS = ("ikc", "domein", "term", "start", "methode", "reden")
_NUMBERS = ("n_ikcs", "n_kwartalen", "n_kwartalen_na", "n_gestart_voor", "n_gestart_na", "ratio", "ci_laag", "ci_hoog",
            "p", "ci_laag_gecorrigeerd", "ci_hoog_gecorrigeerd")  # fmt: skip


def pool_series(per_quarter: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Add the IKCs up per role and quarter, where every IKC of the role is known.

    The quarters in which some jeugdondersteuners had begun and others not are left out, in both groups (Wagner and
    others 2002, Journal of Clinical Pharmacy and Therapeutics 27:299-309).

    Returns
    -------
    One row per groep (`pilots`, `vergelijking`) x domein x kwartaal: start, n_gestart, n_kinderen, n_ikcs,
    gestart_per_1000. Empty without IKCs in both roles.
    """
    rows = rows_of_groups(per_quarter, study)
    if set(rows["groep"]) != {PILOTS, VERGELIJKING}:
        return pd.DataFrame(columns=[*QUARTER_OF_GROUP, "start", "n_gestart", "n_kinderen", "n_ikcs"])
    pooled = rows.groupby(QUARTER_OF_GROUP, as_index=False, observed=True).agg(
        n_gestart=("n_gestart", "sum"), n_kinderen=("n_kinderen", "sum"), n_ikcs=("ikc", "nunique")
    )
    pooled = pooled[pooled["n_ikcs"] == pooled.groupby("groep")["n_ikcs"].transform("max")].reset_index(drop=True)
    rate = 1000 * pooled["n_gestart"] / pooled["n_kinderen"].astype(float)
    return pooled.assign(start=str(max(_starts(study))), gestart_per_1000=rate)


def _starts(study: Study) -> list[pd.Period]:
    return [pd.Period(item.start_jok, freq="Q") for item in study.ikcs if item.rol == PILOT and item.start_jok]


def rows_of_groups(per_quarter: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give the quarters of the single IKCs that are added up, with their `groep`; `na` tells those since the start.

    Empty when no jeugdondersteuner started.
    """
    groups = {item.ikc: PILOTS if item.rol == PILOT else item.rol for item in study.ikcs}
    rows = per_quarter[per_quarter["ikc"].isin(groups) & per_quarter["domein"].isin(list_domeinen(per_quarter, study))]
    rows = rows.dropna(subset=["n_gestart", "n_kinderen"])
    rows = rows.assign(groep=rows["ikc"].map(groups))
    starts, quarter = _starts(study), pd.PeriodIndex(rows["kwartaal"].astype(str), freq="Q")
    if not starts:
        return rows.assign(na=False).iloc[:0]
    return rows.assign(na=quarter >= max(starts))[(quarter < min(starts)) | (quarter >= max(starts))]


def estimate_pooled(per_quarter: pd.DataFrame, pooled: pd.DataFrame, study: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Estimate per group how the rate of new toewijzingen changed, with the IKC as the unit, and compare the groups.

    Each IKC gives one number, the logarithm of its rate after the start divided by its rate before (`rate_changes`); a
    group its mean with a t interval, and the comparison Welch's difference (`did.estimate_did`), all turned back to
    ratios: a before-after design with comparison clusters (Donner and Klar 2000, Design and Analysis of Cluster
    Randomization Trials, chapter 7; Hayes and Moulton 2017, chapter 10). Season, trend and a disturbing period are in
    both groups and fall out of the comparison, not out of a group's own ratio. It assumes that without a
    jeugdondersteuner both groups would have changed alike. No estimate where an IKC has fewer than `minimum_gevallen`
    on average before or after, and no interval with fewer than `minimum_ikcs` in a group.

    Returns
    -------
    Rows for the table `tijdreeks`, none where no IKC has quarters on both sides of the start, and the pooled quarters
    with the group's rate before and after in `gemiddeld_per_1000`: in whole numbers, for from the exact ones a hidden
    quarter could be worked back.
    """
    if pooled.empty:
        return _with_columns(pd.DataFrame()), pooled
    changes = rate_changes(per_quarter, pooled, study)
    rows = [row for _, group in changes.groupby("domein", sort=False) for row in _compare_groups(group, study)]
    found = pd.DataFrame(rows).assign(term=VOOR_NA, start=pooled["start"].iloc[0])
    return _with_columns(found), _add_means(pooled)


def _with_columns(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.reindex(columns=[*_WORDS, *_NUMBERS]).astype(dict.fromkeys(_NUMBERS, float))


def rate_changes(per_quarter: pd.DataFrame, pooled: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give per IKC and domein the logarithm of the rate since the start divided by the rate before (`verandering`).

    Over the same quarters for every IKC: those that both groups have. The exposure is the sum of the enrolled children
    over the quarters. A half is added to both counts, also where they are not zero: nearly unbiased for the logarithm
    of a rate (Haldane 1956, Annals of Human Genetics 20:309-311; Gart and Zweifel 1967, Biometrika 54:181-187).

    Returns
    -------
    groep, domein, ikc, n_voor, n_na, n_kwartalen, n_kwartalen_na, verandering.
    """
    rows = rows_of_groups(per_quarter, study)
    both = pooled.groupby(["domein", "kwartaal"])["groep"].nunique()
    shared = both[both == 2].reset_index()[["domein", "kwartaal"]]
    rows = rows.astype({"domein": "str", "kwartaal": "str"}).merge(shared.astype("str"), on=["domein", "kwartaal"])
    sides = rows.groupby([*GROEP_DOMEIN, "ikc", "na"], observed=True).agg(
        n=("n_gestart", "sum"), kind=("n_kinderen", "sum"), kwartalen=("kwartaal", "nunique")
    )
    both_sides = pd.MultiIndex.from_product([sides.columns, [False, True]])
    wide = sides.astype(float).unstack("na").reindex(columns=both_sides).dropna()
    after, before = (
        np.log((wide["n"][side] + ADDED) / wide["kind"][side].where(wide["kind"][side] > 0)) for side in (True, False)
    )
    return pd.DataFrame({
        "n_voor": wide["n"][False], "n_na": wide["n"][True], "verandering": after - before,
        "n_kwartalen": wide["kwartalen"].sum(axis=1), "n_kwartalen_na": wide["kwartalen"][True],
    }).reset_index()  # fmt: skip


def _compare_groups(changes: pd.DataFrame, study: Study) -> list[dict]:
    """Give the rows of one domein: the two groups, and the one divided by the other."""
    alfa, strict = study.statistiek.alfa, study.statistiek.alfa / _count_domeinen(study)
    fewest = changes.groupby("groep")[["n_voor", "n_na"]].mean().min(axis=1)
    rows = [
        _one_group(str(groep), group, fewest[groep], study) for groep, group in changes.groupby("groep", sort=False)
    ]
    if len(rows) < 2 or any(row["methode"] == TE_WEINIG for row in rows):
        return rows
    values, pilot = changes["verandering"].to_numpy(), (changes["groep"] == PILOTS).to_numpy()
    found, wider = (did.estimate_did(values, pilot, level, study.statistiek.minimum_ikcs) for level in (alfa, strict))
    corrected = {f"{end}_gecorrigeerd": np.exp(wider[end]) for end in ("ci_laag", "ci_hoog")}
    methode = LOG_DIFFERENCE if found["methode"] == did.DID_WELCH else did.GEEN
    named = {"ikc": AGAINST, "domein": changes["domein"].iloc[0], "n_ikcs": len(changes), **_lengths(changes)}
    return [*rows, {**named, **_as_ratio(found), **corrected, "methode": methode, "reden": found["reden"]}]


def _one_group(groep: str, group: pd.DataFrame, fewest: float, study: Study) -> dict:
    minimum, sizes = study.statistiek.minimum_gevallen, _lengths(group)
    named = {"ikc": groep, "domein": group["domein"].iloc[0], "n_ikcs": len(group), **sizes}
    named |= {f"n_gestart_{side}": group[f"n_{side}"].sum() for side in ("voor", "na")}
    if fewest < minimum:
        reden = f"Gemiddeld minder dan {minimum} begonnen toewijzingen per IKC, voor of na de start."
        return {**named, "methode": TE_WEINIG, "reden": reden}
    found = across.estimate_mean_change(group["verandering"].to_numpy(), study.statistiek.alfa)
    enough = len(group) >= study.statistiek.minimum_ikcs
    found |= {} if enough else dict.fromkeys(("ci_laag", "ci_hoog", "p"), np.nan)
    reden = "" if enough else did.too_few_ikcs(study.statistiek.minimum_ikcs)
    return {**named, **_as_ratio(found), "methode": LOG_RATE if enough else did.GEEN, "reden": reden}


def _as_ratio(found: dict) -> dict[str, float]:
    ends = {name: float(np.exp(found[name])) for name in ("ci_laag", "ci_hoog")}
    return {"ratio": float(np.exp(found["verschil"])), **ends, "p": found["p"]}


def _lengths(group: pd.DataFrame) -> dict[str, int]:
    return {name: int(group[name].max()) for name in ("n_kwartalen", "n_kwartalen_na")}


def _count_domeinen(study: Study) -> int:
    """Count the comparisons that a study may make: all care, and each primary indicator that could be a domein."""
    return 1 + len(study.primaire_indicatoren)


def _add_means(pooled: pd.DataFrame) -> pd.DataFrame:
    """Add to each quarter the rate of its group over all quarters on the same side of the start."""
    na = pd.PeriodIndex(pooled["kwartaal"].astype(str), freq="Q") >= pd.Period(pooled["start"].iloc[0], freq="Q")
    sides = pooled.assign(_na=na).groupby([*GROEP_DOMEIN, "_na"], observed=True)[["n_gestart", "n_kinderen"]]
    sums = sides.transform("sum").astype(float)
    return pooled.assign(gemiddeld_per_1000=(1000 * sums["n_gestart"] / sums["n_kinderen"]).round())
