"""What of a saving may be claimed: deadweight, attribution, displacement, drop-off; and which matters most."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.costs.prices import discount_factor


@dataclass(frozen=True)
class Range:
    """An assumption with its low, middle and high value."""

    laag: float
    midden: float
    hoog: float


@dataclass(frozen=True)
class SroiAannames:
    """The assumptions behind a social return, each a share with its range (SROI Guide 2012, stage 4).

    `deadweight`: what would have happened anyway. `attributie`: the share that **others** brought about. `verdringing`:
    what moved elsewhere. `afname`: how much of the effect is lost each next year. `jaren`: how long it lasts.
    `verdeeld`: what was avoided is a total, to be spread evenly over the years; else the same comes back every year.
    """

    deadweight: Range
    attributie: Range
    verdringing: Range
    afname: Range
    discontovoet: float
    jaren: int = 1
    verdeeld: bool = False


SHARES = ("deadweight", "attributie", "verdringing", "afname")
ALLES = "alles"
"""The row of the tornado in which every assumption is against, and every assumption with, the outcome at once."""
MORE_IS_BETTER = ("besparing",)


def estimate_sroi(besparing: float, inzet: float, aannames: SroiAannames) -> dict[str, float]:
    """Estimate the social return at the middle assumptions (Social Value UK, A Guide to SROI, 2012).

    Impact in year 1 = besparing x (1 - deadweight) x (1 - attributie) x (1 - verdringing), a year's share of it where
    the assumptions say `verdeeld`; each next year the afname comes off; every year, the first too, is discounted, as
    the guide does. The traps: `besparing` is what was avoided, before the inzet is taken off, for a net saving would
    count the inzet twice; and a total over years (five years of benefits) that is not `verdeeld` counts as often as
    there are years.

    Parameters
    ----------
    besparing
        Avoided costs (the reference scenario, or the part of it that is avoided), in euros.
    inzet
        What the intervention cost, in euros.
    aannames
        The assumptions; their middle values count.

    Returns
    -------
    `effect_jaar_1`, `contante_waarde`, `netto` (contante waarde - inzet) and `sroi` (contante waarde / inzet).
    """
    shares = {name: getattr(aannames, name).midden for name in SHARES}
    return _sroi({"besparing": besparing, "inzet": inzet, **shares}, aannames)


def _sroi(values: Mapping[str, float], aannames: SroiAannames) -> dict[str, float]:
    kept = (1 - values["deadweight"]) * (1 - values["attributie"]) * (1 - values["verdringing"])
    effect = values["besparing"] * kept / (aannames.jaren if aannames.verdeeld else 1)
    worth = sum(
        effect * (1 - values["afname"]) ** (year - 1) * discount_factor(year, aannames.discontovoet)
        for year in range(1, aannames.jaren + 1)
    )
    ratio = worth / values["inzet"] if values["inzet"] else float("nan")
    return {"effect_jaar_1": effect, "contante_waarde": worth, "netto": worth - values["inzet"], "sroi": ratio}


def measure_sroi_jaren(besparing: float, aannames: SroiAannames) -> pd.DataFrame:
    """Give the claimable saving per year and its running total: one row per year, at the middle assumptions."""
    rows, total = [], 0.0
    first = estimate_sroi(besparing, 0.0, aannames)["effect_jaar_1"]
    for year in range(1, aannames.jaren + 1):
        effect = first * (1 - aannames.afname.midden) ** (year - 1)
        worth = effect * discount_factor(year, aannames.discontovoet)
        total += worth
        rows.append({"jaar": year, "effect": effect, "contante_waarde": worth, "cumulatief": total})
    return pd.DataFrame(rows)


def measure_tornado(besparing: Range, inzet: Range, aannames: SroiAannames, maat: str = "netto") -> pd.DataFrame:
    """Vary one assumption at a time from low to high, the others at their middle, and all of them at once.

    One-way sensitivity (Drummond et al. 2015, ch. 11) shows which assumption the answer hangs on; how far the answer
    itself can be off is the row `alles`: every assumption at the end that is against the outcome, and every one at the
    end that is with it (extreme scenarios, the same chapter). Neither is a chance.

    Parameters
    ----------
    besparing, inzet
        Avoided costs a year and cost of the intervention, with their ranges.
    aannames
        The assumptions with their ranges.
    maat
        `netto` or `sroi`.

    Returns
    -------
    One row per factor, the widest first: `factor, waarde_laag, waarde_hoog, uitkomst_laag, uitkomst_midden,
    uitkomst_hoog, breedte`. `uitkomst_laag` belongs to `waarde_laag`: for deadweight it is the higher outcome.
    In the row `alles` the outcomes are the lowest and the highest, and the values are empty.
    """
    ranges = _ranges(besparing, inzet, aannames)
    middle = {name: spread.midden for name, spread in ranges.items()}
    centre = _sroi(middle, aannames)[maat]
    rows = []
    for name, spread in ranges.items():
        low, high = (_sroi(middle | {name: value}, aannames)[maat] for value in (spread.laag, spread.hoog))
        rows.append(_tornado_row(name, spread, (low, centre, high)))
    against, favour = (estimate_extreme(besparing, inzet, aannames, end)[maat] for end in (False, True))
    rows.append(_tornado_row(ALLES, Range(*[float("nan")] * 3), (against, centre, favour)))
    return pd.DataFrame(rows).sort_values("breedte", ascending=False, kind="stable").reset_index(drop=True)


def _tornado_row(name: str, spread: Range, outcomes: tuple[float, float, float]) -> dict[str, object]:
    low, centre, high = outcomes
    return {
        "factor": name,
        "waarde_laag": spread.laag,
        "waarde_hoog": spread.hoog,
        "uitkomst_laag": low,
        "uitkomst_midden": centre,
        "uitkomst_hoog": high,
        "breedte": abs(high - low),
    }


def _ranges(besparing: Range, inzet: Range, aannames: SroiAannames) -> dict[str, Range]:
    return {"besparing": besparing, "inzet": inzet, **{name: getattr(aannames, name) for name in SHARES}}


def estimate_extreme(besparing: Range, inzet: Range, aannames: SroiAannames, gunstig: bool) -> dict[str, float]:
    """Estimate the social return with every amount and every assumption with (`gunstig`) or against it at once.

    Only what is avoided is better when it is more; the inzet and each share that comes off are better when less.
    """
    ranges = _ranges(besparing, inzet, aannames)
    return _sroi({name: spread.hoog if gunstig == (name in MORE_IS_BETTER) else spread.laag
                  for name, spread in ranges.items()}, aannames)  # fmt: skip
