"""Did two things come to go together more, or less, in children? The change in an odds ratio between metingen."""

import numpy as np
import pandas as pd

from analysis.inference import corrections
from analysis.inference.afronding import variance_of_rounding
from analysis.inference.comparability import describe_comparability, mark_questions
from analysis.inference.judging import explain_informants
from analysis.inference.oordelen import (
    GEEN_OORDEEL,
    GEEN_VERANDERING,
    NIET_TE_VERGELIJKEN,
    NIET_TE_ZEGGEN,
    OPGETELD,
    STERKER,
    TE_WEINIG,
    WEINIG_GEVALLEN,
    ZWAKKER,
)
from analysis.inference.proportions import design_of, p_of, quantile
from analysis.inference.unpaired import count_unpaired
from analysis.measures.associations import CELLS
from analysis.measures.informants import INVULLERS
from analysis.measures.pairs import each_pair, list_pairs, shared_only
from analysis.study import ALLE, Study

LOG_ODDS = "log_odds_verschil"
WITHOUT_CARE = "kind_gezin"
"""The one verband that care is no part of."""
_SIDES = [f"{cell}_{side}" for side in ("van", "naar") for cell in CELLS]
_KEY = ["ikc", "verband", "van", "naar"]


def estimate_samenhang_veranderingen(
    samenhang: pd.DataFrame,
    inventarisaties: pd.DataFrame,
    study: Study,
    basis: int = 0,
    invullers: pd.DataFrame | None = None,
    vragen: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Estimate the ratio of the odds ratios of two metingen, per IKC and over the IKCs that have both.

    The difference of two log odds ratios (Woolf 1955, Annals of Human Genetics 19:251-253; Altman and Bland 2003, BMJ
    326:219). A child who is in both metingen is counted in both as if it were two: the interval is then too wide, never
    too narrow. With a cell below `statistiek.minimum_gevallen` the normal approximation does not hold and nothing is
    said. Exploratory: Benjamini-Hochberg over the verbanden and pairs of an ikc; the oordeel follows that interval, and
    is *niet te zeggen* where another kind of informant filled in. What classes do (`deff`) widens the error. `alle`
    adds tables up: a description, without interval or oordeel.

    Parameters
    ----------
    samenhang
        The 2x2 tables from `count_samenhang`; its rows `alle` are not used, for they may be of other IKCs per meting.
    basis
        What the cells were rounded to, 0 for exact ones; the errors then hold the rounding (delta method).
    invullers
        Which persons filled in, per ikc and pair of metingen, from `count_invullers`.
    vragen
        Whether other signals or care were asked at the second, from `list_changed_questions`.

    Returns
    -------
    One row per ikc (with `alle`) x verband x pair of metingen that has both, the columns of
    `samenhang_veranderingen`.
    """
    known = samenhang[samenhang["ikc"] != ALLE].dropna(subset=CELLS)
    own = pair_tables(known, study)
    shared = shared_only(own, list_pairs(known, study))
    sums = shared.groupby(_KEY[1:], as_index=False, sort=False)[[*_SIDES, "n_ikcs"]].sum()
    sums = sums.assign(ikc=ALLE, n_ikcs_niet_beide=count_unpaired(known, sums, "verband"))
    rows = pd.concat([own.assign(n_ikcs_niet_beide=0), sums], ignore_index=True)
    rows = describe_comparability(rows, inventarisaties, study, invullers)
    rows = mark_questions(rows, vragen, rows["verband"] == WITHOUT_CARE)
    judged = _judge(rows.assign(**_log_ratio(rows, study, basis)), study)
    return judged.drop(
        columns=["deff_van", "deff_naar", "graden_van", "graden_naar", "storend", "codeboek_anders", *INVULLERS]
    )


def pair_tables(known: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Put the 2x2 tables of two metingen side by side, for each pair in order of time."""
    deff, graden = design_of(known)
    columns = [*_KEY[:2], *CELLS, "deff", "graden"]
    known = known.assign(deff=deff, graden=graden)
    sides = {name: known.loc[known["meting"] == name, columns] for name in study.meting_namen}
    pairs = [
        sides[van][sides[van]["ikc"].isin(ikcs)]
        .merge(sides[naar], on=_KEY[:2], suffixes=("_van", "_naar"))
        .assign(van=van, naar=naar, n_ikcs=1)
        for van, naar, ikcs in each_pair(list_pairs(known, study))
    ]
    design = [f"{name}_{side}" for name in ("deff", "graden") for side in ("van", "naar")]
    empty = pd.DataFrame(columns=[*_KEY, *_SIDES, *design, "n_ikcs"])
    types = dict.fromkeys([*_SIDES, "n_ikcs"], "Int64") | dict.fromkeys(design, float)
    return pd.concat([empty, *pairs], ignore_index=True).astype(types)


def _log_ratio(rows: pd.DataFrame, study: Study, basis: int) -> dict[str, np.ndarray]:
    cells = rows[_SIDES].to_numpy(dtype=float)
    enough = (cells >= study.statistiek.minimum_gevallen).all(axis=1)
    cells = np.where(enough[:, None], cells, np.nan)
    odds = [cells[:, at] * cells[:, at + 3] / (cells[:, at + 1] * cells[:, at + 2]) for at in (0, 4)]
    rounding = variance_of_rounding(basis) * rows["n_ikcs"].to_numpy(dtype=float)[:, None] / cells**2
    deff = np.repeat(rows[["deff_van", "deff_naar"]].fillna(1.0).to_numpy(dtype=float), len(CELLS), axis=1)
    change, error = np.log(odds[1] / odds[0]), np.sqrt((deff / cells + rounding).sum(axis=1))
    error = np.where(rows["ikc"] == ALLE, np.nan, error)
    graden = rows[["graden_van", "graden_naar"]].min(axis=1).fillna(np.inf).to_numpy(dtype=float)
    half = quantile(study.statistiek.alfa, graden) * error
    ends = {"verhouding": np.exp(change), "ci_laag": np.exp(change - half), "ci_hoog": np.exp(change + half)}
    sides = {"odds_ratio_van": odds[0], "odds_ratio_naar": odds[1]}
    return {**sides, **ends, "p": p_of(change / error, graden), "_fout": error, "_graden": graden}


def _judge(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    corrected = corrections.correct_p(rows["p"], rows["ikc"], pd.Series(corrections.BENJAMINI_HOCHBERG, rows.index))
    level = corrections.corrected_alfa(rows["p"], corrected, study.statistiek.alfa)
    half = quantile(level, rows["_graden"].to_numpy()) * rows["_fout"]
    low, high = rows["verhouding"] * np.exp(-half), rows["verhouding"] * np.exp(half)
    reden = np.select([rows["ikc"] == ALLE, rows["p"].isna()], [OPGETELD, WEINIG_GEVALLEN], explain_informants(rows))
    noted = [reden == OPGETELD, rows["p"].isna(), np.isin(reden, NIET_TE_VERGELIJKEN), low > 1, high < 1]
    words = [GEEN_OORDEEL, TE_WEINIG, NIET_TE_ZEGGEN, STERKER, ZWAKKER]
    oordeel = np.select(noted, words, GEEN_VERANDERING)
    ends = {"ci_laag_gecorrigeerd": low, "ci_hoog_gecorrigeerd": high}
    found = rows.assign(p_gecorrigeerd=corrected, **ends, oordeel=oordeel, oordeel_reden=reden, methode=LOG_ODDS)
    return found.drop(columns=["_fout", "_graden"])
