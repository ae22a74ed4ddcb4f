"""The word about a change in the public edition: never stronger than the exact counts made it, and no more of a count.

The numbers beside it come from the rounded counts. The word is the one of the exact counts where it can be published
without narrowing a single count: where every number that a count may be, given its rounding, could have that word. Else
it is `geen aantoonbare verandering`. What rounding alone would call a change is never published. The ends of the
interval are laid against zero on the side that the word says, so that word and interval agree.

Why that is safe: what the word adds is that the exact interval excludes zero. Who is in both metingen is not published
and decides how wide that interval was. So a word is possible with a count as soon as the most favourable company allows
it: the other count at its own end, and every child with the mark at the smaller side among those at the larger, so that
the children who make the difference, b, are all there is: McNemar's z is then the root of b.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.inference.afronding import as_floats
from analysis.inference.effectenketen import weaken_keten
from analysis.inference.judging import judge_changed
from analysis.inference.oordelen import (
    ANDERE_INFORMANT,
    DUBBELE_RAPPORTEN,
    GEDAALD,
    GEEN_VERANDERING,
    GEEN_VERSCHIL,
    GESTEGEN,
    MARGE,
    MEER,
    MINDER,
    NIET_TE_ZEGGEN,
    TE_WEINIG,
    VERGELIJKBAAR,
)
from analysis.inference.primary import PAIR
from analysis.inference.proportions import deff_of, graden_of, quantile
from analysis.results.kaarten import kaart
from analysis.study import Study

KEY = ["ikc", "bouw", *PAIR[1:]]
AGAINST_ZERO = 0.001
"""How far from zero an end is laid that the word says is beyond it: a tenth of a percentage point."""
_ENDS = [("ci_laag", "ci_hoog"), ("ci_laag_gecorrigeerd", "ci_hoog_gecorrigeerd")]


def carry_verdicts(rounded: pd.DataFrame, exact: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give the changes of rounded counts the word of the exact ones, where it may be said; see the module.

    Parameters
    ----------
    rounded, exact
        Tables `veranderingen` of rounded and of exact counts.

    Returns
    -------
    `rounded` with `genoteerd`, `oordeel`, `oordeel_reden` and the ends of its intervals.
    """
    index = pd.MultiIndex.from_frame(rounded[KEY])
    word = exact.set_index(KEY)["genoteerd"].reindex(index).to_numpy()
    up = side_of(word)
    known = rounded["p"].notna().to_numpy()
    said = known & (up != 0) & (np.sign(rounded["verschil"].to_numpy(dtype=float)) == up)
    said = keep_deniable(rounded, up, said, study)
    side = np.where(said, up, 0)
    noted = noted_of(side, known)
    return lay_against_zero(_with_words(rounded.assign(genoteerd=noted), exact.set_index(KEY).reindex(index)), side)


def side_of(words: np.ndarray) -> np.ndarray:
    """Give on which side of zero a word lies: 1 for more, -1 for less, 0 for any other."""
    return np.select([words == MEER, words == MINDER], [1, -1], 0)


def noted_of(side: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Give the word for a side of zero; on neither it is that of what is known, or of what is not."""
    return np.select([side > 0, side < 0, known], [MEER, MINDER, GEEN_VERSCHIL], TE_WEINIG)


def _with_words(rounded: pd.DataFrame, exact: pd.DataFrame) -> pd.DataFrame:
    """Judge what is noted, and give the oordeel that goes with it.

    Where the exact counts say that nobody can tell, the word is none. One that rests on double reports is kept where
    more or less is noted on that side too, and is none otherwise.
    """
    by_reports = (exact["oordeel_reden"] == DUBBELE_RAPPORTEN).to_numpy() & (
        rounded["genoteerd"] != TE_WEINIG
    ).to_numpy()
    own = rounded["oordeel_reden"].replace(DUBBELE_RAPPORTEN, ANDERE_INFORMANT)
    reden = own.mask(by_reports, DUBBELE_RAPPORTEN)
    oordeel = judge_changed(rounded["genoteerd"], reden.replace(DUBBELE_RAPPORTEN, MARGE))
    weak = by_reports & (exact["oordeel"].to_numpy() != oordeel)
    weak |= (exact["oordeel"] == NIET_TE_ZEGGEN).to_numpy() & np.isin(oordeel, [GESTEGEN, GEDAALD])
    return rounded.assign(oordeel=np.where(weak, GEEN_VERANDERING, oordeel), oordeel_reden=reden)


def keep_deniable(changes: pd.DataFrame, up: np.ndarray, said: np.ndarray, study: Study) -> np.ndarray:
    """Keep the words that every possible count could have, in a family in which no more words are said.

    With fewer words the correction for many comparisons asks more of each: so it is judged again until none falls.
    """
    makers = count_fewest_makers(changes, up, study.publicatie.basis)
    family = changes["familie"]
    size = family.groupby(family).transform("size").to_numpy(dtype=float)
    primary = changes["primair"].to_numpy(dtype=bool)
    while True:
        words = pd.Series(said, changes.index).groupby(family).transform("sum").to_numpy(dtype=float)
        level = study.statistiek.alfa * np.where(primary, 1 / np.maximum(size - words + 1, 1), words / size)
        with np.errstate(over="ignore"):  # with few degrees of freedom no number of children is enough: infinite
            needed = np.square(quantile(np.clip(level, 1e-300, 1), graden_of(changes))) * _likeness(changes)
        kept = said & (makers >= needed)
        if (kept == said).all():
            return kept
        said = kept


def _likeness(changes: pd.DataFrame) -> np.ndarray:
    """Give how many times classes make the variance of a change: the mean of both sides, as everyone can work out."""
    return (deff_of(changes, "van") + deff_of(changes, "naar")) / 2


def count_fewest_makers(changes: pd.DataFrame, up: np.ndarray, basis: int) -> np.ndarray:
    """Give the fewest children who can make the difference, whatever each count is, the other at its best.

    The larger count as low as its rounding allows, the smaller one as low too, or the other way round: as children at
    the mean of the two sizes.
    """
    off = basis - 1
    van, m_van, naar, m_naar = (
        as_floats(changes[name]) for name in ("n_van", "n_kinderen_van", "n_naar", "n_kinderen_naar")
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        low_van, low_naar = np.maximum(van - off, 0) / m_van, np.maximum(naar - off, 0) / m_naar
        return np.where(up > 0, low_naar - low_van, low_van - low_naar) * (m_van + m_naar) / 2


def lay_against_zero(
    changes: pd.DataFrame,
    side: np.ndarray,
    ends: Sequence[tuple[str, str]] = tuple(_ENDS),
    judged: Sequence[tuple[str, str]] = tuple(_ENDS[1:]),
) -> pd.DataFrame:
    """Lay the ends of the intervals against zero where the word says on which side of it they are.

    The intervals that the word follows (`judged`) hold zero where it says on neither.
    """
    laid = {}
    for low, high in ends:
        lowest, highest = changes[low].to_numpy(dtype=float), changes[high].to_numpy(dtype=float)
        neither = (side == 0) & ((low, high) in judged)
        lowest, highest = (
            np.where(neither, np.minimum(lowest, 0), lowest),
            np.where(neither, np.maximum(highest, 0), highest),
        )
        laid[low] = np.where(side > 0, np.maximum(lowest, AGAINST_ZERO), lowest)
        laid[high] = np.where(side < 0, np.minimum(highest, -AGAINST_ZERO), highest)
    return changes.assign(**laid)


@dataclass(frozen=True)
class Woorden:
    """A table whose word follows an interval: the word that says nothing, the value of no difference, the ends."""

    neutraal: str
    niets: float
    einden: tuple[str, str] = ("ci_laag", "ci_hoog")
    woord: str = "oordeel"


WEAKENED = {
    "uitgangspositie": Woorden(VERGELIJKBAAR, 0.0),
    "samenhang_veranderingen": Woorden(GEEN_VERANDERING, 1.0, _ENDS[1]),
    "trend": Woorden(GEEN_VERANDERING, 0.0, _ENDS[1]),
    "verhoudingen_veranderingen": Woorden(GEEN_VERSCHIL, 0.0, _ENDS[1], "genoteerd"),
    "over_ikcs": Woorden(
        GEEN_VERSCHIL, 0.0, ("gemiddelde_laag_gecorrigeerd", "gemiddelde_hoog_gecorrigeerd"), "genoteerd"
    ),
}


def weaken_verdicts(rounded: dict[str, pd.DataFrame], exact: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Take back the words of other tables that the exact counts do not have too, and stretch their interval over it."""
    weakened = {
        name: _weaken(rounded[name], exact[name], list(kaart(name).sleutelkolommen), words)
        for name, words in WEAKENED.items()
    }
    return {
        **rounded,
        **weakened,
        "effectenketen": weaken_keten(rounded["effectenketen"], exact["effectenketen"]),
    }


def _weaken(rounded: pd.DataFrame, exact: pd.DataFrame, key: list[str], words: Woorden) -> pd.DataFrame:
    if rounded.empty:
        return rounded
    name = words.woord
    known = exact.set_index(key)[name].reindex(pd.MultiIndex.from_frame(rounded[key])).to_numpy()
    own = rounded[name]
    back = ~own.isin([words.neutraal, TE_WEINIG, NIET_TE_ZEGGEN, ""]) & (own != known)
    low, high = words.einden
    ends = {
        low: rounded[low].mask(back & (rounded[low] > words.niets), words.niets),
        high: rounded[high].mask(back & (rounded[high] < words.niets), words.niets),
    }
    weakened = rounded.assign(**{name: own.mask(back, words.neutraal)}, **ends)
    if name == "oordeel":
        return weakened
    return weakened.assign(oordeel=judge_changed(weakened[name], weakened["oordeel_reden"]))
