"""The change in a share within one IKC: which method when, its interval at any level, and its p.

The unit is the class where classes are known (`klassen`), else the child. The data choose (`choose_method`): exact
McNemar with Tango's interval where every child is in both metingen and no class is known, a GEE where some are,
Newcombe where none are or nobody knows; children added up over IKCs have the IKC as unit. Everything works on whole
columns. `benchmarks/coverage.py` judges exactly these functions; docs/coverage.md has what came out.
"""

import numpy as np
import pandas as pd

from analysis.inference import gee_counts, paired
from analysis.inference.afronding import weigh_change
from analysis.inference.overlap import (
    BLIJVERS,
    ENROLLED,
    count_difference_makers,
    estimate_mover,
    estimate_p_mover,
    is_possible,
    shares_of,
)
from analysis.inference.proportions import as_floats, estimate_newcombe, estimate_p_newcombe, graden_of, p_of, quantile
from analysis.measures.blijvers import REDEN_ONBEKEND
from analysis.measures.klassen import IKC

NEWCOMBE, MOVER, GEE, GEPAARD = "newcombe", "mover", "gee", "mcnemar_tango"
AFGEROND, OVER_IKCS = "newcombe_afgerond", "t_over_ikcs"

ONBEKEND_WIE = "Het is niet bekend welke kinderen in beide metingen zitten."
FEWEST_FOR_GEE = 8
"""Children who make the difference: with fewer a GEE's interval is too narrow where few come or go (93 per cent)."""

_REDEN = {
    GEPAARD: "Alle kinderen zijn in beide metingen gevolgd.",
    GEE: "Een deel van de kinderen is in beide metingen gevolgd.",
    MOVER: "Een deel van de kinderen is in beide metingen gevolgd; voor een GEE verschillen er te weinig.",
    NEWCOMBE: "Geen kind zit in beide metingen.",
    AFGEROND: "De aantallen zijn afgerond. De marge houdt daar rekening mee.",
    OVER_IKCS: "IKC's samen: de marge volgt uit hoe de IKC's verschillen.",
}


def estimate_change(counts: pd.DataFrame, alfa: float | np.ndarray, basis: int = 0) -> pd.DataFrame:
    """Estimate each change with the method that its children allow; from rounded counts with the one that those allow.

    Returns
    -------
    verschil, ci_laag, ci_hoog, p, methode, reden. The p is the two-sided one that agrees with the interval, but for
    `mcnemar_tango`: there it is the exact McNemar p, which is more careful than the interval (0.06 where the interval
    just leaves zero out). A verdict follows the interval.
    """
    p1, _, p2, _ = shares_of(counts)
    low, high = estimate_interval(counts, alfa, basis)
    chosen = choose_method(counts, basis)
    over = (chosen["methode"] == OVER_IKCS).to_numpy()
    p = np.where(over, _p_over_ikcs(counts), _p_of_children(counts, chosen["methode"], basis))
    return chosen.assign(verschil=p2 - p1, ci_laag=low, ci_hoog=high, p=p)


def _p_of_children(counts: pd.DataFrame, methode: pd.Series, basis: int) -> np.ndarray:
    if basis:
        return estimate_p_newcombe(*_rounded(counts, basis), graden_of(counts))
    pick = [methode == name for name in (GEPAARD, GEE)]
    return np.select(pick, [paired.estimate_p_of(counts), gee_counts.estimate_p_gee(counts)], estimate_p_mover(counts))


def estimate_interval(counts: pd.DataFrame, alfa: float | np.ndarray, basis: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Give the interval of the chosen method; `alfa` may differ per row (a corrected interval).

    Rounded counts (`basis`) do not tell who is in both metingen: Newcombe's, of the children that they are worth.
    """
    methode = choose_method(counts, basis)["methode"]
    level = np.broadcast_to(np.asarray(alfa, dtype=float), len(counts))
    if basis:
        low, high = estimate_newcombe(*_rounded(counts, basis), level, graden_of(counts))
    else:
        low, high = estimate_mover(counts, level)
    estimators = {GEPAARD: paired.estimate_tango_of, GEE: gee_counts.estimate_gee, OVER_IKCS: _interval_over_ikcs}
    for name, estimate in estimators.items():
        rows = (methode == name).to_numpy()
        if rows.any():
            low[rows], high[rows] = estimate(counts[rows], level[rows])
    return low, high


def _interval_over_ikcs(counts: pd.DataFrame, alfa: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    p1, _, p2, _ = shares_of(counts)
    half = quantile(alfa, graden_of(counts)) * counts["fout"].to_numpy(dtype=float)
    return np.clip(p2 - p1 - half, -1.0, 1.0), np.clip(p2 - p1 + half, -1.0, 1.0)


def _p_over_ikcs(counts: pd.DataFrame) -> np.ndarray:
    if "fout" not in counts:
        return np.full(len(counts), np.nan)
    p1, _, p2, _ = shares_of(counts)
    return p_of((p2 - p1) / counts["fout"].to_numpy(dtype=float), graden_of(counts))


def _rounded(counts: pd.DataFrame, basis: int) -> list[pd.Series]:
    weighed = weigh_change(counts, basis)
    return [weighed[name] for name in ENROLLED]


def _reden_onbekend(counts: pd.DataFrame) -> pd.Series:
    """Give why nobody is followed, as `explain_unlinked` found it; the plain fact where it did not look."""
    given = counts[REDEN_ONBEKEND] if REDEN_ONBEKEND in counts else pd.Series(pd.NA, index=counts.index)
    return given.astype("object").fillna(ONBEKEND_WIE).astype("str")


def choose_method(counts: pd.DataFrame, basis: int = 0) -> pd.DataFrame:
    """Choose per change how it is estimated, from who can be linked, and say why: `methode` and `reden`.

    A GEE needs a share that is not 0 or 1 at both metingen (else it does not converge) and `FEWEST_FOR_GEE` children
    who make the difference; without them MOVER, of score intervals, takes its place. Newcombe's interval is MOVER
    without overlap. McNemar and Tango know no classes: with known classes a GEE or MOVER takes their place. Counts that
    contradict each other (more blijvers than children) count as not linked.
    """
    van, naar, both = (as_floats(counts[column]) for column in ("n_kinderen_van", "n_kinderen_naar", "n_gebleven"))
    possible = is_possible(counts)
    linked = possible & (both > 0)
    everyone = linked & (both == van) & (both == naar) & np.isinf(graden_of(counts))
    enough = np.isfinite(gee_counts.estimate_error(counts)) & (count_difference_makers(counts) >= FEWEST_FOR_GEE)
    methode = pd.Series(np.select([everyone, linked & enough, linked], [GEPAARD, GEE, MOVER], NEWCOMBE), counts.index)
    unknown = counts[BLIJVERS].isna().any(axis=1)
    reden = methode.map(_REDEN).mask(~possible, "De aantallen gevolgde kinderen spreken elkaar tegen.")
    reden = reden.mask(unknown, _reden_onbekend(counts))
    if basis:
        methode, reden = (pd.Series(text, counts.index) for text in (AFGEROND, _REDEN[AFGEROND]))
    if "eenheid" in counts:
        of_ikcs = counts["eenheid"] == IKC
        methode, reden = methode.mask(of_ikcs, OVER_IKCS), reden.mask(of_ikcs, _REDEN[OVER_IKCS])
    return pd.DataFrame({"methode": methode, "reden": reden})
