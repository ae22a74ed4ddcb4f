"""The primary changes over several IKCs: these children, and IKCs like these; raw beside shrunken per IKC."""

import numpy as np
import pandas as pd

from analysis.inference import across, overlap
from analysis.inference.afronding import weigh_change
from analysis.inference.judging import explain_informants, judge_changed, judge_noted
from analysis.inference.oordelen import MARGE, WEINIG_GEVALLEN, WEINIG_IKCS
from analysis.inference.primary import PAIR, has_cases, select_primary, smallest_p_words
from analysis.inference.proportions import graden_of, quantile
from analysis.study import Study


def estimate_over_ikcs(veranderingen: pd.DataFrame, study: Study, basis: int = 0) -> pd.DataFrame:
    """Estimate each primary change over the IKCs of one role: stratified, how much IKCs differ, and as IKC mean.

    `verschil` with its interval is the Mantel-Haenszel difference: of these children, in these buildings. `gemiddelde`
    with its interval counts every IKC once: what IKCs like these may show. With three IKCs the sign-flip test cannot
    reach 5 per cent; `kleinste_p` and `kleinste_p_woorden` say so. Fewer cases than `minimum_gevallen` in all the IKCs
    together have no interval. Of counts that were rounded to `basis` the interval of the Mantel-Haenszel difference is
    as wide as that of the children that they are worth; so it is where children of one class are alike.

    The word rests on IKCs as units: on the t interval of `gemiddelde` at alfa divided by the number of primary
    indicators (`gemiddelde_laag_gecorrigeerd`, Bonferroni: the margins of a role and pair hold together). None with
    fewer than `minimum_ikcs`, and *niet te zeggen* where in any of the IKCs another kind of informant filled in.

    Returns
    -------
    One row per rol x primary indicator x pair of metingen with an IKC, the columns of `over_ikcs`.
    """
    primary = select_primary(veranderingen, study)
    rows = [
        {"rol": rol, **dict(zip(PAIR, key, strict=True)), **_estimate_group(group, study, basis)}
        for (rol, *key), group in primary.groupby(["rol", *PAIR], sort=False)
    ]
    return pd.DataFrame(rows, columns=[*dict.fromkeys(["rol", *PAIR, *(rows[0] if rows else [])])])


def _estimate_group(group: pd.DataFrame, study: Study, basis: int) -> dict[str, object]:
    alfa = study.statistiek.alfa
    strict = alfa / max(1, len(study.primaire_indicatoren))
    difference, low, high = _estimate_stratified(group, alfa, basis)
    changes = group["verschil"].to_numpy(dtype=float)
    spread = across.estimate_heterogeneity(changes, variance_of(group, alfa))
    mean = across.estimate_mean_change(changes, alfa)
    joint = across.estimate_mean_change(changes, strict)
    smallest = across.smallest_p_sign_flip(len(group))
    shown = has_cases(group, study)
    judged = shown and len(group) >= study.statistiek.minimum_ikcs
    ends = (joint["ci_laag"], joint["ci_hoog"]) if judged else (np.nan, np.nan)
    return {
        "n_ikcs": len(group),
        **{column: int(group[column].sum()) for column in overlap.ENROLLED},
        "verschil": float(difference),
        "ci_laag": float(low) if shown else np.nan,
        "ci_hoog": float(high) if shown else np.nan,
        "q": spread["q"],
        "q_p": spread["p"],
        "i2": spread["i2"],
        "gemiddelde": mean["verschil"],
        "gemiddelde_laag": mean["ci_laag"] if shown else np.nan,
        "gemiddelde_hoog": mean["ci_hoog"] if shown else np.nan,
        "gemiddelde_laag_gecorrigeerd": ends[0],
        "gemiddelde_hoog_gecorrigeerd": ends[1],
        **_word(group, ends, study),
        "p_tekenwissel": across.estimate_p_sign_flip(changes),
        "kleinste_p": smallest,
        "kleinste_p_woorden": smallest_p_words(smallest, alfa),
        "methode": across.MANTEL_HAENSZEL,
    }


def _word(group: pd.DataFrame, ends: tuple[float, float], study: Study) -> dict[str, str]:
    """Give what was noted over the IKCs, whether it changed, and why that is the word."""
    low, high = pd.Series([ends[0]]), pd.Series([ends[1]])
    noted = judge_noted(low, low, high)
    reasons = [reden for reden in explain_informants(group) if reden != MARGE]
    few = WEINIG_IKCS if len(group) < study.statistiek.minimum_ikcs else WEINIG_GEVALLEN
    reden = few if low.isna().all() else next(iter(reasons), MARGE)
    oordeel = judge_changed(noted, np.array([reden], dtype=object))
    return {"genoteerd": str(noted[0]), "oordeel": str(oordeel[0]), "oordeel_reden": reden}


def _estimate_stratified(group: pd.DataFrame, alfa: float, basis: int) -> tuple[float, float, float]:
    """Give the Mantel-Haenszel difference with its interval, as wide as the counts are worth."""
    weighed, covariance = weigh_change(group, basis), covariance_of(group)
    four, worth = ([rows[column].to_numpy(dtype=float) for column in overlap.ENROLLED] for rows in (group, weighed))
    difference, _, _ = across.estimate_mantel_haenszel(*four, alfa, covariantie=covariance)
    middle, low, high = across.estimate_mantel_haenszel(*worth, alfa, covariantie=covariance)
    return difference, difference - (middle - low), difference + (high - middle)


def estimate_ikc_schattingen(veranderingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Put each IKC's primary change as seen beside the one shrunken to the mean of the IKCs with the same role.

    Points only: with so few IKCs the shrunken interval is too narrow (`docs/coverage.md`). For comparing IKCs, not for
    the statement about one.

    Returns
    -------
    One row per ikc x primary indicator x pair of metingen: the counts, verschil, verschil_gekrompen, gewicht (1:
    nothing borrowed).
    """
    parts = []
    for _, group in select_primary(veranderingen, study).groupby(["rol", *PAIR], sort=False):
        changes = group["verschil"].to_numpy(dtype=float)
        found = across.estimate_shrunken(changes, variance_of(group, study.statistiek.alfa), study.statistiek.alfa)
        shrunken = found[["verschil_gekrompen", "gewicht"]].set_axis(group.index)
        parts.append(group.join(shrunken).assign(n_ikcs=len(group)))
    columns = ["ikc", "rol", *PAIR, *overlap.ENROLLED, "verschil", "verschil_gekrompen", "gewicht"]
    return pd.concat([pd.DataFrame(columns=columns), *parts], ignore_index=True)[columns]


def covariance_of(group: pd.DataFrame) -> np.ndarray:
    """Give per IKC the covariance of its two shares, for the children in both metingen; 0 where nobody knows them."""
    p1, m1, p2, m2 = overlap.shares_of(group)
    return overlap.estimate_correlatie(group) * np.sqrt(p1 * (1 - p1) / m1 * p2 * (1 - p2) / m2)


def variance_of(group: pd.DataFrame, alfa: float) -> np.ndarray:
    """Give per IKC the variance that its interval stands for: that of a share of 0 is then not 0."""
    width = (group["ci_hoog"] - group["ci_laag"]).to_numpy(dtype=float)
    return np.square(width / (2 * quantile(alfa, graden_of(group))))
