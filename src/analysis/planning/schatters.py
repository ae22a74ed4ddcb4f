"""The one place where planning meets the report's estimators: drawn counts in, what the report would print out.

Nothing is estimated here. When the report chooses another method, these functions hand it what it asks for, and
every number of the plan goes along.
"""

import numpy as np
import pandas as pd

from analysis.inference import across, changes, detection, informant, within_ikc
from analysis.inference.oordelen import GEDAALD, GESTEGEN
from analysis.measures.blijvers import BLIJVERS
from analysis.measures.dubbel import DUBBEL
from analysis.planning.trekken import Trekking
from analysis.study import Study

VAN, NAAR = "eerste", "laatste"


def as_counts(drawn: Trekking) -> pd.DataFrame:
    """Give drawn counts as the report's estimators take them; nobody knows which children are in both metingen."""
    total = int(drawn.n_kinderen.sum())
    counts = {"n_van": drawn.n_van.sum(axis=1), "n_kinderen_van": total, "n_naar": drawn.n_naar.sum(axis=1)}
    counts |= {"n_kinderen_naar": total, **dict.fromkeys(BLIJVERS, pd.NA)}
    return pd.DataFrame(counts).astype("Int64")


def estimate_plain(drawn: Trekking, alfa: float) -> pd.DataFrame:
    """Give each change as the report prints it before any correction: verschil, ci_laag, ci_hoog, p."""
    return within_ikc.estimate_change(as_counts(drawn), alfa)


def judge_families(drawn: Trekking, indicatoren: int, study: Study) -> pd.DataFrame:
    """Judge each change as the report does: minima, Holm over the primary indicators, the word by that interval.

    Rows in order of IKC, `indicatoren` for each. `gevonden` is whether the word is *gestegen* or *gedaald*.
    """
    counts = as_counts(drawn)
    found = within_ikc.estimate_change(counts, study.statistiek.alfa)
    ikc = pd.Series(np.arange(len(counts)) // indicatoren).astype("str")
    rows = counts.join(found).assign(ikc=ikc, van=VAN, naar=NAAR, primair=True)
    rows = rows.assign(aandeel_van=counts["n_van"] / counts["n_kinderen_van"],
                       aandeel_naar=counts["n_naar"] / counts["n_kinderen_naar"])  # fmt: skip
    rows = rows.assign(p=rows["p"].where(changes.is_enough(rows, study)))
    judged = changes.correct_families(rows, study.statistiek.alfa)
    oordeel = changes.judge_veranderingen(judged)
    return judged.assign(oordeel=oordeel, gevonden=np.isin(oordeel, (GESTEGEN, GEDAALD)))


def judge_over_ikcs(verschillen: np.ndarray, alfa: float) -> pd.DataFrame:
    """Judge the mean over IKCs with the IKC as the unit, one row of `verschillen` per study: found, half the margin."""
    rows = pd.DataFrame(across.estimate_mean_changes(verschillen, alfa))
    outside = (rows["ci_laag"] > 0) | (rows["ci_hoog"] < 0)
    return rows.assign(gevonden=outside, marge=(rows["ci_hoog"] - rows["ci_laag"]) / 2)


def correct_for_informant(drawn: Trekking, doubles: np.ndarray, study: Study) -> pd.DataFrame:
    """Correct each change for what the second informant sees more, as the report does.

    `doubles` has one row per change: the children with two reports, by who marked them. Gives verschil_gecorrigeerd,
    its interval, and `te_schatten`: whether the report would print it.
    """
    alfa = study.statistiek.alfa
    cells = detection.spread_small_cells(pd.DataFrame(doubles, columns=DUBBEL, dtype=float), study.kleinste_cel)
    ratio = informant.estimate_detection_ratio(*(cells[name] for name in DUBBEL), alfa)
    enough = detection.is_estimable(*doubles.T[:3], study.statistiek)
    high = ratio["detectie_hoog"].fillna(np.inf)
    fixed = informant.correct_change(as_counts(drawn), ratio["detectie"], ratio["detectie_laag"], high, alfa)
    return fixed.assign(te_schatten=enough & ratio["detectie"].notna().to_numpy())
