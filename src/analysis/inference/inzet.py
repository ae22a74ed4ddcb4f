"""Did the hours of a jeugdondersteuner move to the front? The rule, in one place, and what it does not know.

The pilot claims that effort moves from the back (selectief, geïndiceerd: after problems) to the front (universeel,
professionalisering, normalisering: before them). Registrations are all that was written down and no sample: there is
no margin of chance and no test. What can be seen is whether one month carries the difference: then there is no word.
What cannot be seen is the months of which nothing was written down; they are counted and said.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.inference.oordelen import NAAR_VOREN, NIET_NAAR_VOREN, NIET_TE_ZEGGEN
from analysis.measures.inzet_jok import ACHTERKANT, CELL, VOORKANT
from analysis.study import ALLE, Study

WEINIG_PERIODEN, TE_KORT, EEN_MAAND = "te_weinig_perioden", "te_kort", "een_maand"
AFRONDING, NIET_GETOOND = "afronding", "niet_getoond"
REDENEN = (WEINIG_PERIODEN, TE_KORT, EEN_MAAND, AFRONDING, NIET_GETOOND)
"""Every `oordeel_reden` of a verdict that says nothing; a clear verdict has none."""
SIDES = (VOORKANT, ACHTERKANT)
CLOSE = 1e-9
MOMENT = CELL[:2]
Ends = tuple[float, float]


def estimate_inzet(cells: pd.DataFrame) -> pd.DataFrame:
    """Give the hours with their totals: all soorten together (`soort` alle), all IKCs together (`ikc` alle).

    Parameters
    ----------
    cells
        From `count_inzet`, or the same rounded (`disclosure.hours`).

    Returns
    -------
    `aandeel` is the share of the soort in all hours of that ikc and half-year. A total of which a part is hidden is not
    there, nor is any share of it. A total over IKCs is of those with a registration in that half-year (`n_ikcs`).
    """
    per_ikc = cells.assign(n_ikcs=1)
    seen = cells[cells["n_maanden"] > 0]
    pooled = _added(seen, ["periode", "soort", "plaats"]).assign(ikc=ALLE)
    pooled = pooled.assign(n_ikcs=pooled["periode"].map(seen.groupby("periode")["ikc"].nunique()))
    parts = pd.concat([per_ikc, pooled], ignore_index=True)
    totals = _added(parts, [*MOMENT, "n_ikcs"]).assign(soort=ALLE, plaats=ALLE)
    months = parts.drop_duplicates(MOMENT)[[*MOMENT, "n_maanden", "n_maanden_verwacht"]]
    table = pd.concat([parts, totals.merge(months, on=MOMENT, how="left")], ignore_index=True)
    whole = table.merge(totals[[*MOMENT, "uren"]].rename(columns={"uren": "_geheel"}), on=MOMENT, how="left")["_geheel"]
    return table.assign(aandeel=(table["uren"] / whole.where(whole > 0)).to_numpy())


def _added(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Add up hours and registrations; where one of them is not there, the sum is not either."""
    sums = rows.groupby(by, sort=False)[["uren", "n_registraties"]].agg(lambda part: part.sum(skipna=False))
    return sums.reset_index().astype({"uren": "float64", "n_registraties": "Int64"})


@dataclass(frozen=True)
class Delen:
    """The shares of front and back in a half-year, and between what they lie when any one month is left out."""

    voor: float
    achter: float
    voor_einden: Ends
    achter_einden: Ends


def estimate_beweging(cells: pd.DataFrame, maanden: pd.DataFrame | None, study: Study) -> pd.DataFrame:
    """Judge per IKC whether its hours moved to the front, from the first to the last half-year that counts.

    A half-year counts with enough months and hours (`inzet_maanden`, `inzet_uren` of study.yml). *Naar voren*: the
    share of the front rose by `inzet_verschil` at least, and that of the back fell; *niet naar voren*: it surely did
    not; else *niet te zeggen*, with the reason.

    Parameters
    ----------
    cells
        From `count_inzet`, or the same rounded.
    maanden
        From `count_inzet_maanden`: the word must hold without any one month of either half-year. None: not known (the
        hours are rounded), and the word is that of the shares as they are.
    """
    rows = [_judge_ikc(ikc, own, maanden, study) for ikc, own in cells.groupby("ikc", sort=False)]
    return pd.DataFrame(rows)


def _judge_ikc(ikc: str, cells: pd.DataFrame, maanden: pd.DataFrame | None, study: Study) -> dict:
    periods = sorted(cells["periode"].unique())
    months = cells.drop_duplicates("periode")[["n_maanden", "n_maanden_verwacht"]].sum()
    usable = [name for name in periods if _counts(cells[cells["periode"] == name], study)]
    facts = {"ikc": ikc, "n_perioden": len(usable), **{name: int(months[name]) for name in months.index}}
    apart = periods.index(usable[-1]) - periods.index(usable[0]) if usable else 0
    if len(usable) < 2 or apart < study.statistiek.inzet_halfjaren:
        reden = WEINIG_PERIODEN if len(usable) < 2 else TE_KORT
        return facts | _compare(None, None) | _ends(usable) | {"oordeel": NIET_TE_ZEGGEN, "oordeel_reden": reden}
    own = None if maanden is None else maanden[maanden["ikc"] == ikc]
    first, last = (_shares(cells[cells["periode"] == name], own) for name in (usable[0], usable[-1]))
    oordeel, reden = judge_beweging(first, last, study.statistiek.inzet_verschil)
    return facts | _compare(first, last) | _ends(usable) | {"oordeel": oordeel, "oordeel_reden": reden}


def _counts(cells: pd.DataFrame, study: Study) -> bool:
    """Tell whether a half-year counts; one of which hours are hidden does, and then says nothing."""
    hours = cells["uren"].sum(skipna=False)
    enough = bool(np.isnan(hours)) or hours >= study.statistiek.inzet_uren
    return enough and cells["n_maanden"].iloc[0] >= study.statistiek.inzet_maanden


def judge_beweging(first: Delen, last: Delen, verschil: float) -> tuple[str, str]:
    """Give the word on two half-years and, where it says nothing, the reason: the rule of this module."""
    if np.isnan([first.voor, last.voor]).any():
        return NIET_TE_ZEGGEN, NIET_GETOOND
    front_low, front_high = _difference(first.voor_einden, last.voor_einden)
    back_low, back_high = _difference(first.achter_einden, last.achter_einden)
    if front_low >= verschil - CLOSE and back_high < -CLOSE:
        return NAAR_VOREN, ""
    if front_high < verschil - CLOSE or back_low >= -CLOSE:
        return NIET_NAAR_VOREN, ""
    return NIET_TE_ZEGGEN, EEN_MAAND


def _difference(first: Ends, last: Ends) -> Ends:
    return last[0] - first[1], last[1] - first[0]


def _shares(cells: pd.DataFrame, maanden: pd.DataFrame | None) -> Delen:
    hours = cells.groupby("plaats")["uren"].sum()
    whole = cells["uren"].sum(skipna=False)
    shares = [float(hours.get(plaats, 0.0) / whole) for plaats in SIDES]
    if maanden is None:
        return Delen(*shares, *((share, share) for share in shares))
    own = maanden[maanden["periode"] == cells["periode"].iloc[0]]
    return Delen(*shares, *(_without_a_month(own, plaats, share) for plaats, share in zip(SIDES, shares, strict=True)))


def _without_a_month(maanden: pd.DataFrame, plaats: str, share: float) -> Ends:
    """Give the least and the most that a share is when one month is left out, or none."""
    wide = maanden.pivot_table(index="maand", columns="plaats", values="uren", aggfunc="sum", fill_value=0.0)
    of_month = wide[plaats] if plaats in wide else pd.Series(0.0, index=wide.index)
    left, whole = of_month.sum() - of_month, wide.to_numpy().sum() - wide.sum(axis=1)
    found = (left / whole.where(whole > 0)).dropna()
    return min(share, *found), max(share, *found)


def _compare(first: Delen | None, last: Delen | None) -> dict[str, float]:
    if first is None or last is None or np.isnan([first.voor, last.voor]).any():
        names = ("voor_van", "voor_naar", "achter_van", "achter_naar")
        empty = dict.fromkeys([f"aandeel_{name}" for name in names], np.nan)
        return empty | dict.fromkeys(["verschil", "verschil_laag", "verschil_hoog"], np.nan)
    low, high = _difference(first.voor_einden, last.voor_einden)
    return {
        "aandeel_voor_van": first.voor, "aandeel_voor_naar": last.voor, "aandeel_achter_van": first.achter,
        "aandeel_achter_naar": last.achter, "verschil": last.voor - first.voor, "verschil_laag": low,
        "verschil_hoog": high,
    }  # fmt: skip


def _ends(usable: list[str]) -> dict[str, str]:
    return {"van": usable[0] if usable else "", "naar": usable[-1] if len(usable) > 1 else ""}
