"""Did two things come to go together more, or less, in children? The change in an odds ratio between metingen."""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from analysis.inference import corrections
from analysis.inference.afronding import variance_of_rounding
from analysis.inference.oordelen import GEEN_VERANDERING, STERKER, TE_WEINIG, ZWAKKER
from analysis.inference.unpaired import count_unpaired
from analysis.measures.associations import CELLS
from analysis.study import ALLE, Study

LOG_ODDS = "log_odds_verschil"
_SIDES = [f"{cell}_{side}" for side in ("van", "naar") for cell in CELLS]
_KEY = ["ikc", "verband", "van", "naar"]


def estimate_samenhang_veranderingen(samenhang: pd.DataFrame, study: Study, basis: int = 0) -> pd.DataFrame:
    """Estimate the ratio of the odds ratios of two metingen, per IKC and over the IKCs that have both.

    The difference of two log odds ratios (Woolf 1955, Annals of Human Genetics 19:251-253; Altman and Bland 2003, BMJ
    326:219). A child who is in both metingen is counted in both as if it were two: the interval is then too wide, never
    too narrow. With a cell below `statistiek.minimum_gevallen` the normal approximation does not hold and nothing is
    said. Exploratory: Benjamini-Hochberg over the verbanden and pairs of an ikc; the oordeel follows that interval.

    Parameters
    ----------
    samenhang
        The 2x2 tables from `count_samenhang`; its rows `alle` are not used, for they may be of other IKCs per meting.
    basis
        What the cells were rounded to, 0 for exact ones; the errors then hold the rounding (delta method).

    Returns
    -------
    One row per ikc (with `alle`) x verband x pair of metingen that has both, the columns of
    `samenhang_veranderingen`.
    """
    known = samenhang[samenhang["ikc"] != ALLE].dropna(subset=CELLS)
    own = pair_tables(known, study)
    sums = own.groupby(_KEY[1:], as_index=False, sort=False)[[*_SIDES, "n_ikcs"]].sum()
    sums = sums.assign(ikc=ALLE, n_ikcs_niet_beide=count_unpaired(known, sums, "verband"))
    rows = pd.concat([own.assign(n_ikcs_niet_beide=0), sums], ignore_index=True)
    return _judge(rows.assign(**_log_ratio(rows, study, basis)), study)


def pair_tables(known: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Put the 2x2 tables of two metingen side by side, for each pair in order of time."""
    sides = {name: known.loc[known["meting"] == name, [*_KEY[:2], *CELLS]] for name in study.meting_namen}
    pairs = [
        sides[van].merge(sides[naar], on=_KEY[:2], suffixes=("_van", "_naar")).assign(van=van, naar=naar, n_ikcs=1)
        for van, naar in combinations(study.meting_namen, 2)
    ]
    empty = pd.DataFrame(columns=[*_KEY, *_SIDES, "n_ikcs"])
    return pd.concat([empty, *pairs], ignore_index=True).astype(dict.fromkeys([*_SIDES, "n_ikcs"], "Int64"))


def _log_ratio(rows: pd.DataFrame, study: Study, basis: int) -> dict[str, np.ndarray]:
    cells = rows[_SIDES].to_numpy(dtype=float)
    enough = (cells >= study.statistiek.minimum_gevallen).all(axis=1)
    cells = np.where(enough[:, None], cells, np.nan)
    odds = [cells[:, at] * cells[:, at + 3] / (cells[:, at + 1] * cells[:, at + 2]) for at in (0, 4)]
    rounding = variance_of_rounding(basis) * rows["n_ikcs"].to_numpy(dtype=float)[:, None] / cells**2
    change, error = np.log(odds[1] / odds[0]), np.sqrt((1 / cells + rounding).sum(axis=1))
    half = stats.norm.isf(study.statistiek.alfa / 2) * error
    ends = {"verhouding": np.exp(change), "ci_laag": np.exp(change - half), "ci_hoog": np.exp(change + half)}
    sides = {"odds_ratio_van": odds[0], "odds_ratio_naar": odds[1]}
    return {**sides, **ends, "p": 2 * stats.norm.sf(np.abs(change) / error), "_fout": error}


def _judge(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    corrected = corrections.correct_p(rows["p"], rows["ikc"], pd.Series(corrections.BENJAMINI_HOCHBERG, rows.index))
    level = corrections.corrected_alfa(rows["p"], corrected, study.statistiek.alfa)
    half = stats.norm.isf(level / 2) * rows["_fout"]
    low, high = rows["verhouding"] * np.exp(-half), rows["verhouding"] * np.exp(half)
    oordeel = np.select([rows["p"].isna(), low > 1, high < 1], [TE_WEINIG, STERKER, ZWAKKER], GEEN_VERANDERING)
    ends = {"ci_laag_gecorrigeerd": low, "ci_hoog_gecorrigeerd": high}
    found = rows.assign(p_gecorrigeerd=corrected, **ends, oordeel=oordeel, methode=LOG_ODDS)
    return found.drop(columns="_fout")
