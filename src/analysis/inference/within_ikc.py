"""The change in a share within one IKC: which method when, its interval at any level, and its p.

The unit is the child. The data choose (`choose_method`): exact McNemar with Tango's interval where every child is in
both metingen, a GEE where some are, Newcombe where none are or nobody knows. Everything works on whole columns.
`benchmarks/coverage.py` judges exactly these functions; docs/coverage.md has what came out.
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
from analysis.inference.proportions import as_floats, estimate_newcombe, estimate_p_newcombe
from analysis.measures.blijvers import REDEN_ONBEKEND

NEWCOMBE, MOVER, GEE, GEPAARD = "newcombe", "mover", "gee", "mcnemar_tango"
AFGEROND = "newcombe_afgerond"

ONBEKEND_WIE = "Het is niet bekend welke kinderen in beide metingen zitten."
FEWEST_FOR_GEE = 8
"""Children who make the difference: with fewer a GEE's interval is too narrow where few come or go (93 per cent)."""

_REDEN = {
    GEPAARD: "Alle kinderen zijn in beide metingen gevolgd.",
    GEE: "Een deel van de kinderen is in beide metingen gevolgd.",
    MOVER: "Een deel van de kinderen is in beide metingen gevolgd; voor een GEE verschillen er te weinig.",
    NEWCOMBE: "Geen kind zit in beide metingen.",
    AFGEROND: "De aantallen zijn afgerond. De marge houdt daar rekening mee.",
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
    if basis:
        p = estimate_p_newcombe(*_rounded(counts, basis))
        return pd.DataFrame(
            {
                "methode": AFGEROND,
                "reden": _REDEN[AFGEROND],
                "verschil": p2 - p1,
                "ci_laag": low,
                "ci_hoog": high,
                "p": p,
            },
            counts.index,
        )
    chosen = choose_method(counts)
    pick = [chosen["methode"] == name for name in (GEPAARD, GEE)]
    p = np.select(pick, [paired.estimate_p_of(counts), gee_counts.estimate_p_gee(counts)], estimate_p_mover(counts))
    return chosen.assign(verschil=p2 - p1, ci_laag=low, ci_hoog=high, p=p)


def estimate_interval(counts: pd.DataFrame, alfa: float | np.ndarray, basis: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Give the interval of the chosen method; `alfa` may differ per row (a corrected interval).

    Rounded counts (`basis`) do not tell who is in both metingen: Newcombe's, of the children that they are worth.
    """
    if basis:
        return estimate_newcombe(*_rounded(counts, basis), alfa)
    methode = choose_method(counts)["methode"]
    level = np.broadcast_to(np.asarray(alfa, dtype=float), len(counts))
    low, high = estimate_mover(counts, level)
    for name, estimate in ((GEPAARD, paired.estimate_tango_of), (GEE, gee_counts.estimate_gee)):
        rows = (methode == name).to_numpy()
        low[rows], high[rows] = estimate(counts[rows], level[rows])
    return low, high


def _rounded(counts: pd.DataFrame, basis: int) -> list[pd.Series]:
    weighed = weigh_change(counts, basis)
    return [weighed[name] for name in ENROLLED]


def _reden_onbekend(counts: pd.DataFrame) -> pd.Series:
    """Give why nobody is followed, as `explain_unlinked` found it; the plain fact where it did not look."""
    given = counts[REDEN_ONBEKEND] if REDEN_ONBEKEND in counts else pd.Series(pd.NA, index=counts.index)
    return given.astype("object").fillna(ONBEKEND_WIE).astype("str")


def choose_method(counts: pd.DataFrame) -> pd.DataFrame:
    """Choose per change how it is estimated, from who can be linked, and say why: `methode` and `reden`.

    A GEE needs a share that is not 0 or 1 at both metingen (else it does not converge) and `FEWEST_FOR_GEE` children
    who make the difference; without them MOVER, of score intervals, takes its place. Newcombe's interval is MOVER
    without overlap. Counts that contradict each other (more blijvers than children) count as not linked.
    """
    van, naar, both = (as_floats(counts[column]) for column in ("n_kinderen_van", "n_kinderen_naar", "n_gebleven"))
    possible = is_possible(counts)
    linked = possible & (both > 0)
    everyone = linked & (both == van) & (both == naar)
    enough = np.isfinite(gee_counts.estimate_error(counts)) & (count_difference_makers(counts) >= FEWEST_FOR_GEE)
    methode = pd.Series(np.select([everyone, linked & enough, linked], [GEPAARD, GEE, MOVER], NEWCOMBE), counts.index)
    unknown = counts[BLIJVERS].isna().any(axis=1)
    reden = methode.map(_REDEN).mask(~possible, "De aantallen gevolgde kinderen spreken elkaar tegen.")
    reden = reden.mask(unknown, _reden_onbekend(counts))
    return pd.DataFrame({"methode": methode, "reden": reden})
