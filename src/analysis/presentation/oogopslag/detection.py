"""What children with two reports say about the other informant, in words."""

from typing import Any

import pandas as pd

from analysis.inference.oordelen import MEER
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import is_missing, number
from analysis.presentation.taal.wording import in_sentence, informant_words


def sentence_detection(rapport: Rapport, changes: pd.DataFrame) -> str:
    """Word how often the later informant saw what the first did, for the noted rise that goes first; empty when
    unknown.

    `changes` are the primary changes; the run `informant` of the sensitivity table tells whether the rise stays.
    """
    table = rapport.tabel("informant")
    rises = changes[changes["genoteerd"] == MEER]
    if table.empty or rises.empty or "detectie" not in table:
        return ""
    pair = ["indicator", "van", "naar"]
    known = table[table["detectie"].notna()].merge(rises[pair], on=pair)
    if known.empty:
        return ""
    row = next(known.sort_values("omslag_detectie", kind="stable").itertuples())
    before, after = informant_words(row.informant_van), informant_words(_last(row))
    highest = rapport.study.weergave.hoogste_detectie
    of_which = "alle IKC's samen" if len(rapport.study.ikcs) > 1 else "dit IKC"
    return (
        f"Over {number(row.n_dubbel)} kinderen van {of_which} berichtten allebei: {after} zagen daar "
        f"{in_sentence(row.label)} {number(row.detectie, 1)} keer zo vaak als {before}"
        f"{_margin(row, highest)}. {_what_is_left(rapport, row)}"
    ).strip()


def _last(row: Any) -> str:
    """Give the informant that came: `alle` names those that stayed the same too."""
    names = [name for name in row.informant_naar.split("; ") if name != row.informant_van]
    return names[0] if names else row.informant_naar


def _margin(row: Any, highest: float) -> str:
    """Write the margin; an upper limit above `highest` is not written; it takes children as independent."""
    if is_missing(row.detectie_laag):
        return ""
    high = row.detectie_hoog
    ends = "" if is_missing(high) or high > highest else f" tot {number(high, 1)}"
    return f" (marge: {number(row.detectie_laag, 1)}{ends or ' of meer'}, kinderen los van elkaar genomen)"


def _what_is_left(rapport: Rapport, row: Any) -> str:
    runs = rapport.tabel("gevoeligheid")
    if runs.empty:
        return ""
    run = runs[(runs["indicator"] == row.indicator) & (runs["dreiging"] == "informant")]
    if run.empty or is_missing(run.iloc[0]["ci_laag"]):
        return ""
    still = run.iloc[0]["genoteerd"] == MEER
    left = "er nog steeds meer dan in de eerste meting" if still else "het verschil niet meer aan te tonen"
    return f"Zo teruggerekend is {left}."
