"""Which word a change gets, and why: what was noted by the corrected interval, what changed where that can be said."""

import numpy as np
import pandas as pd

from analysis.codebook import ONBEKEND
from analysis.inference import oordelen as o
from analysis.measures.informants import ANDERE, DEELS
from analysis.study import ALLE, Study


def judge_noted(p: pd.Series, low: pd.Series, high: pd.Series) -> np.ndarray:
    """Say whether more or less was noted, by the interval alone: wholly above zero, wholly below, or neither."""
    return np.select([p.isna(), low > 0, high < 0], [o.TE_WEINIG, o.MEER, o.MINDER], o.GEEN_VERSCHIL)


def judge_changed(genoteerd: pd.Series | np.ndarray, reden: pd.Series | np.ndarray) -> np.ndarray:
    """Give the oordeel that goes with what was noted and the reason: a change only where it is not the informant."""
    noted, why = np.asarray(genoteerd, dtype=object), np.asarray(reden, dtype=object)
    conditions = [
        why == o.OPGETELD,
        np.isin(why, o.IETS_ANDERS),
        noted == o.TE_WEINIG,
        np.isin(why, o.NIET_TE_VERGELIJKEN),
        noted == o.MEER,
        noted == o.MINDER,
    ]
    words = [o.GEEN_OORDEEL, o.NIET_TE_ZEGGEN, o.TE_WEINIG, o.NIET_TE_ZEGGEN, o.GESTEGEN, o.GEDAALD]
    return np.select(conditions, words, o.GEEN_VERANDERING)


def explain_too_little(genoteerd: np.ndarray, reden: np.ndarray | pd.Series) -> np.ndarray:
    """Give the reason where a run says nothing because there is too little, else the reason that it had."""
    why = np.asarray(reden, dtype=object)
    kept = np.isin(why, [o.OPGETELD, *o.IETS_ANDERS])
    return np.where((np.asarray(genoteerd) == o.TE_WEINIG) & ~kept, o.WEINIG_GEVALLEN, why)


def add_words(changes: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Add `genoteerd`, `oordeel` and `oordeel_reden` to changes with their corrected interval and who filled in."""
    noted = judge_noted(changes["p"], changes["ci_laag_gecorrigeerd"], changes["ci_hoog_gecorrigeerd"])
    reden = explain_words(changes, study)
    return changes.assign(genoteerd=noted, oordeel=judge_changed(noted, reden), oordeel_reden=reden)


def explain_words(changes: pd.DataFrame, study: Study) -> np.ndarray:
    """Give the reason of each word: the first that holds of added up, too little, another informant or person."""
    missing = (changes["aandeel_van"].isna() | changes["aandeel_naar"].isna()).to_numpy()
    children = changes[["n_kinderen_van", "n_kinderen_naar"]].min(axis=1)
    few = (children < study.statistiek.minimum_kinderen).fillna(True).to_numpy(dtype=bool)
    too_little = changes["p"].isna().to_numpy()
    why = explain_informants(changes)
    other = np.isin(why, o.IETS_ANDERS)
    conditions = [(changes["ikc"] == ALLE).to_numpy(), other, too_little & missing, too_little & few, too_little]
    reasons = [o.OPGETELD, why, o.METING_ONTBREEKT, o.WEINIG_KINDEREN, o.WEINIG_GEVALLEN]
    return np.select(conditions, reasons, why)


def explain_informants(pairs: pd.DataFrame) -> np.ndarray:
    """Give why two metingen cannot be compared: another IKC, questions, informant, list; `marge` where they can."""
    switched = pairs["informant_gewisseld"].astype("boolean").fillna(False).to_numpy(dtype=bool)
    unknown = np.logical_or.reduce([_is_unknown(pairs[f"informant_{side}"]) for side in ("van", "naar")])
    one_other = np.zeros(len(pairs), dtype=bool)
    if "invullers" in pairs:
        alone = (pairs["n_invullers_van"] == 1) | (pairs["n_invullers_naar"] == 1)
        one_other = (alone.fillna(False) & pairs["invullers"].isin([ANDERE, DEELS])).to_numpy(dtype=bool)
    other_list = _flag(pairs, "lijst_anders")
    asked, ikc = (_flag(pairs, name) for name in ("codeboek_anders", "ikc_anders"))
    reasons = [
        o.IKC_ANDERS,
        o.CODEBOEK_ANDERS,
        o.ANDERE_INFORMANT,
        o.INFORMANT_ONBEKEND,
        o.ANDERE_PERSOON,
        o.LIJST_ANDERS,
    ]
    return np.select([ikc, asked, switched, unknown, one_other, other_list], reasons, o.MARGE)


def _flag(pairs: pd.DataFrame, name: str) -> np.ndarray:
    """Give a yes or no per row; where it is not there, or not known, no."""
    if name not in pairs:
        return np.zeros(len(pairs), dtype=bool)
    return pairs[name].astype("boolean").fillna(False).to_numpy(dtype=bool)


def _is_unknown(informant: pd.Series) -> np.ndarray:
    return informant.isna().to_numpy() | informant.isin(["", ONBEKEND]).to_numpy()
