"""Hidden or shown, decided once: what a report may draw, write or say of a row of a result table.

Suppression empties what could be traced to children. A report asks one thing more: never a percentage of fewer children
(or trajecten) than `statistiek.minimum_kinderen`, for chance alone moves it. Here both become one answer that travels
with the table: `getoond`, whether the row's number may be shown; `te_weinig` where there is one, but of too few. What
may not be shown is empty, so that whoever forgets to ask shows nothing. The result tables keep their numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis.inference.changes import TE_WEINIG
from analysis.study import Study

GETOOND, FEW = "getoond", "te_weinig"
NIET_GETOOND = "niet getoond"
"""The verdict of a row that is suppressed: it has one, but it is not told."""


@dataclass(frozen=True)
class Percentage:
    """A row's percentages: of which counts they are, what falls with them, and the rows that have them.

    `waarde` is the number that decides whether the row is shown. Without `van` it is no percentage, and no count is too
    small for it. A count that is not there is too small, unless suppression hides it while the percentage stays
    (`onbekend_mag`). `rij_valt`: without its percentage the row says nothing, as a point of a curve.
    """

    waarde: str
    van: tuple[str, ...] = ()
    wist: tuple[str, ...] = ()
    onbekend_mag: bool = False
    rij_valt: bool = False
    waar: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_SHARE = Percentage("aandeel", ("n_kinderen",), ("aandeel", "ci_laag", "ci_hoog"))
_ENDS = ("ci_laag", "ci_hoog", "ci_laag_gecorrigeerd", "ci_hoog_gecorrigeerd")
PERCENTAGES = {
    "signalen": _SHARE,
    "zorg": _SHARE,
    "veranderingen": Percentage(
        "verschil", ("n_kinderen_van", "n_kinderen_naar"), ("aandeel_van", "aandeel_naar", "verschil", *_ENDS)
    ),
    "verhoudingen": Percentage(
        "waarde", ("n_noemer",), ("waarde", "ci_laag", "ci_hoog"),
        waar={"maat": ("gezin_bij_kind", "zorg_bij_probleem", "probleem_bij_zorg")},
    ),
    "verhoudingen_veranderingen": Percentage(
        "verschil", ("n_noemer_van", "n_noemer_naar"), ("waarde_van", "waarde_naar", "verschil", *_ENDS),
        onbekend_mag=True,
    ),
    "uitgangspositie": Percentage("aandeel", ("n_kinderen",), ("aandeel", "verschil", "ci_laag", "ci_hoog")),
    "samenhang": Percentage("odds_ratio"),
    "trajecten": Percentage("aandeel_kort", ("n",), ("aandeel_kort",)),
    "trajecten_kort_lang": Percentage(
        "aandeel_kort", ("n",), ("aandeel_kort", "verschil_kort", "verschil_laag", "verschil_hoog")
    ),
    "trajecten_duur": Percentage("aandeel_lopend", ("n",), rij_valt=True),
}  # fmt: skip


def decide_shown(results: Mapping[str, pd.DataFrame], study: Study) -> dict[str, pd.DataFrame]:
    """Give an edition's tables as a report may show them, with `getoond` and `te_weinig`; `oordeel` says no more.

    The verdict of a suppressed row becomes `niet getoond`, that of a row of too few, or without a number, `te weinig
    gegevens`.
    """
    minimum = study.statistiek.minimum_kinderen
    return {name: _decide(table, PERCENTAGES.get(name), minimum) for name, table in results.items()}


def _decide(table: pd.DataFrame, rule: Percentage | None, minimum: int) -> pd.DataFrame:
    if table.empty or rule is None:
        return table
    few = _too_few(table, rule, minimum)
    if rule.rij_valt:
        table, few = table[~few], few[~few]
    emptied = {name: table[name].astype("Float64").astype(float).mask(few) for name in rule.wist if name in table}
    shown = table.assign(**emptied)
    known = shown[rule.waarde].notna()
    return _judge(shown.assign(**{GETOOND: known, FEW: few & table[rule.waarde].notna()}), known)


def _too_few(table: pd.DataFrame, rule: Percentage, minimum: int) -> pd.Series:
    few = pd.Series(False, index=table.index)
    for column in rule.van:
        few |= (table[column].astype("Float64") < minimum).fillna(not rule.onbekend_mag).astype(bool)
    for column, values in rule.waar.items():
        few &= table[column].isin(values)
    return few


def _judge(table: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    if "oordeel" not in table:
        return table
    told = table["oordeel"].where(known, TE_WEINIG)
    hidden = table["onderdrukt"].astype(bool) if "onderdrukt" in table else pd.Series(False, index=table.index)
    return table.assign(oordeel=told.mask(hidden, NIET_GETOOND))
