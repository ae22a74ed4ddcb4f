"""Does care reach the children who need it more often than before? Change in the conditional shares."""

from itertools import combinations

import numpy as np
import pandas as pd

from analysis.inference import corrections, proportions
from analysis.inference.afronding import as_worth
from analysis.inference.oordelen import GEDAALD, GEEN_VERANDERING, GESTEGEN, TE_WEINIG
from analysis.inference.unpaired import count_unpaired
from analysis.inference.within_ikc import AFGEROND, NEWCOMBE
from analysis.measures.ratios import CONDITIONAL
from analysis.study import ALLE, Study

_SIDES = ["n_teller_van", "n_noemer_van", "n_teller_naar", "n_noemer_naar"]
_KEY = ["ikc", "maat"]


def estimate_bereik(verhoudingen: pd.DataFrame, study: Study, basis: int = 0) -> pd.DataFrame:
    """Estimate the change in each conditional share (care among children with a problem, and so on).

    Unit: a child in the denominator, such as a child with a known problem. Those are largely other children at each
    meting, so the two are taken as independent (Newcombe 1998): too wide where a child is in both denominators, never
    too narrow. Exploratory: Benjamini-Hochberg over the maten and pairs of an ikc. Trap: when more problems are seen,
    the denominator holds milder ones; the share may fall while no child lost its care.

    Parameters
    ----------
    verhoudingen
        One row per ikc x meting x maat: n_teller, n_noemer. Its rows `alle` are not used: they may be of other IKCs at
        each meting.
    basis
        What the counts were rounded to, 0 for exact ones; intervals and p then hold the rounding.

    Returns
    -------
    One row per ikc (with `alle`) x maat x pair of metingen that has both, the columns of `verhoudingen_veranderingen`.
    """
    own = verhoudingen["maat"].isin(CONDITIONAL) & (verhoudingen["ikc"] != ALLE)
    pairs = _add_all(verhoudingen[own].dropna(subset=["n_teller", "n_noemer"]), study)
    alfa = study.statistiek.alfa
    four = [pairs[name] for name in _SIDES]
    van, naar = proportions.rate_aandeel(*four[:2]), proportions.rate_aandeel(*four[2:])
    four = [part for side in (four[:2], four[2:]) for part in as_worth(*side, basis, pairs["n_ikcs"])]
    low, high = proportions.estimate_newcombe(*four, alfa)
    values = {"waarde_van": van, "waarde_naar": naar, "verschil": naar - van, "ci_laag": low, "ci_hoog": high}
    children = pairs[["n_noemer_van", "n_noemer_naar"]].min(axis=1)
    cases = pairs["n_teller_van"] + pairs["n_teller_naar"]
    enough = (children >= study.statistiek.minimum_kinderen) & (cases >= study.statistiek.minimum_gevallen)
    p = pd.Series(proportions.estimate_p_newcombe(*four), index=pairs.index).where(enough.fillna(False).astype(bool))
    corrected = corrections.correct_p(p, pairs["ikc"], pd.Series(corrections.BENJAMINI_HOCHBERG, index=pairs.index))
    wide = proportions.estimate_newcombe(*four, corrections.corrected_alfa(p, corrected, alfa))
    ends = {"ci_laag_gecorrigeerd": wide[0], "ci_hoog_gecorrigeerd": wide[1]}
    oordeel = np.select([p.isna(), wide[0] > 0, wide[1] < 0], [TE_WEINIG, GESTEGEN, GEDAALD], GEEN_VERANDERING)
    methode = AFGEROND if basis else NEWCOMBE
    found = pairs.assign(**values, p=p, p_gecorrigeerd=corrected, **ends, methode=methode, oordeel=oordeel)
    return found.drop(columns="n_ikcs")


def _pair(known: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Put two metingen side by side, for each pair in order of time, where both are known."""
    sides = {name: known.loc[known["meting"] == name, [*_KEY, "n_teller", "n_noemer"]] for name in study.meting_namen}
    pairs = [
        sides[van].merge(sides[naar], on=_KEY, suffixes=("_van", "_naar")).assign(van=van, naar=naar)
        for van, naar in combinations(study.meting_namen, 2)
    ]
    empty = pd.DataFrame(columns=[*_KEY, *_SIDES, "van", "naar"])
    return pd.concat([empty, *pairs], ignore_index=True).astype(dict.fromkeys(_SIDES, "Int64"))


def _add_all(known: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Put the metingen side by side, and add the IKCs that have both up, as ikc `alle`."""
    pairs = _pair(known, study)
    pairs = pairs.assign(n_ikcs=1)
    sums = pairs.groupby(["maat", "van", "naar"], as_index=False, sort=False)[[*_SIDES, "n_ikcs"]].sum()
    sums = sums.assign(ikc=ALLE, n_ikcs_niet_beide=count_unpaired(known, sums, "maat"))
    return pd.concat([pairs.assign(n_ikcs_niet_beide=0), sums], ignore_index=True)
