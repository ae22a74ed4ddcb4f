"""The words of the other looks at a change (`gevoeligheid`) in the public edition, as `verdicts` has those of changes.

Else what is lost by rounding would read as a conclusion that does not hold.
"""

import numpy as np
import pandas as pd

from analysis.disclosure.verdicts import keep_deniable, lay_against_zero, noted_of, side_of
from analysis.inference.judging import explain_too_little, judge_changed, judge_noted
from analysis.inference.oordelen import MEER, MINDER
from analysis.inference.primary import PAIR
from analysis.inference.recounted import recount_listed
from analysis.inference.sensitivity import GEMETEN, OP_LIJST, ZONDER_CORRECTIE
from analysis.study import ALLE, Study

KEY = ["ikc", *PAIR]
_CHANGE = ["ikc", *PAIR[1:-2]]
_INTERVAL = [("ci_laag", "ci_hoog")]


def carry_runs(
    runs: pd.DataFrame, changes: pd.DataFrame, gemeten: pd.DataFrame, exact: pd.DataFrame, study: Study
) -> pd.DataFrame:
    """Give every other look at a change the word of the exact counts too, where that tells of no count more.

    So it is where the look's own interval, of rounded counts, says it; where the look has counts and a level of its own
    (`op_lijst`, `zonder_correctie`), where every possible count could have it; of the looks that follow the change as
    measured, where that has its word.

    Parameters
    ----------
    runs
        `gevoeligheid` of rounded counts.
    changes
        The changes of rounded counts with their public words, and with what classes do to them.
    gemeten
        Who was on each list, rounded.
    exact
        `gevoeligheid` of exact counts.

    Returns
    -------
    `runs` with its words and the ends of its intervals.
    """
    if runs.empty:
        return runs
    run = [*_CHANGE, "dreiging", "weggelaten"]
    which = runs[run].fillna({"weggelaten": ""})
    word = exact.set_index(run)["genoteerd"].reindex(pd.MultiIndex.from_frame(which)).to_numpy()
    up = side_of(word)
    measured = runs[runs["dreiging"] == GEMETEN].set_index(_CHANGE)["genoteerd"]
    first = measured.reindex(pd.MultiIndex.from_frame(runs[_CHANGE])).to_numpy()
    known = runs["ci_laag"].notna().to_numpy()
    own = judge_noted(runs["ci_laag"], runs["ci_laag"], runs["ci_hoog"]) == word
    apart = runs["dreiging"].isin([OP_LIJST, ZONDER_CORRECTIE]).to_numpy()
    told = np.where(apart, _deniable(runs, up, changes, gemeten, study), np.isin(first, [MEER, MINDER]))
    said = known & (up != 0) & (own | told)
    side = np.where(said & (np.sign(runs["verschil"].to_numpy(dtype=float)) == up), up, 0)
    noted = noted_of(side, known)
    reden = explain_too_little(noted, runs["oordeel_reden"])
    words = {"genoteerd": noted, "oordeel": judge_changed(noted, reden), "oordeel_reden": reden}
    return lay_against_zero(runs.assign(**words, zelfde_oordeel=noted == first), side, _INTERVAL, _INTERVAL)


def _deniable(
    runs: pd.DataFrame, up: np.ndarray, changes: pd.DataFrame, gemeten: pd.DataFrame, study: Study
) -> np.ndarray:
    """Say of which runs with counts of their own every possible count could have the word.

    Those of the list are a family per IKC and pair of metingen, as they were corrected; without correction each stands
    alone.
    """
    whole = changes[(changes["bouw"] == ALLE) & changes["primair"].astype(bool)]
    pair = whole[["ikc", "van", "naar"]].astype("str").agg(" ".join, axis=1)
    listed = recount_listed(whole.assign(familie=pair), whole, gemeten, study)
    alone = whole.assign(familie=[str(row) for row in range(len(whole))])
    found = np.zeros(len(runs), dtype=bool)
    for dreiging, counted in ((OP_LIJST, listed), (ZONDER_CORRECTIE, alone)):
        rows = np.flatnonzero(runs["dreiging"] == dreiging)
        place = pd.MultiIndex.from_frame(counted[KEY]).get_indexer(pd.MultiIndex.from_frame(runs.iloc[rows][KEY]))
        rows, place = rows[place >= 0], place[place >= 0]
        found[rows] = keep_deniable(counted.iloc[place].reset_index(drop=True), up[rows], up[rows] != 0, study)
    return found
