"""What one cost line costs: its own bedrag, else aantal x tarief x kans, else its range; and whether they agree."""

import numpy as np
import pandas as pd

from analysis.codebook import ONBEKEND
from analysis.errors import Melding

TOLERANCE_EUR = 1.0
"""A bedrag that differs from aantal x tarief x kans by more than this is flagged (methods.md, Costs)."""

ROUNDING_NOISE = 1e-6


def measure_lines(casussen: pd.DataFrame) -> pd.DataFrame:
    """Give every cost line its amount: low, middle, high.

    A given bedrag is kept, whatever aantal x tarief says; without one the amount is aantal x tarief x kans (an empty
    kans is 1). Of a line that gives only a range the middle is the **middle of the range**: a sum of lower bounds is
    not a middle estimate. (The published total of case 03 takes the lower bound, 55,000 of 55,000-75,000; that is for
    the check of the published figures to say, not for the estimate to copy.) Only a lower bound: at least that, no
    upper bound. Only an upper bound: from zero. The range is of the amount itself, so after the kans.

    A line that is not in money, or has no amount at all, is `onbekend`: its amounts are NaN, not zero. A line without a
    payer gets the payer `onbekend`, so that payers still add up to the total.

    Parameters
    ----------
    casussen
        One row per cost line, from `tidy_casussen`.

    Returns
    -------
    The same rows with `berekend` (aantal x tarief x kans), `laag`, `midden`, `hoog` in euros, `onbekend`, and
    `afwijking`: the given bedrag differs from `berekend` by more than a euro. Never repaired.
    """
    berekend = casussen["aantal"] * casussen["tarief"] * casussen["kans"].fillna(1.0)
    low, high, base = casussen["bedrag_laag"], casussen["bedrag_hoog"], casussen["bedrag"].fillna(berekend)
    only_low, only_high = base.isna() & low.notna() & high.isna(), base.isna() & low.isna() & high.notna()
    low = low.mask(only_high, 0.0)
    midden = base.fillna((low + high) / 2).mask(only_low, low)
    onbekend = ~casussen["gemonetariseerd"].astype(bool) | midden.isna()
    laag = np.fmin(np.fmin(low, high), midden)
    hoog = np.fmax(np.fmax(low, high), midden).mask(only_low)
    return casussen.assign(
        betaler=casussen["betaler"].mask(casussen["betaler"] == "", ONBEKEND),
        berekend=berekend,
        laag=laag.mask(onbekend),
        midden=midden.mask(onbekend),
        hoog=hoog.mask(onbekend),
        onbekend=onbekend,
        afwijking=(casussen["bedrag"] - berekend).abs() > TOLERANCE_EUR + ROUNDING_NOISE,
    )


def check_lines(casussen: pd.DataFrame, bestand: str = "casussen") -> list[Melding]:
    """Report lines that cannot be right as they stand; all are warnings, for the line is kept as it was given.

    Speaks of: a bedrag that is not aantal x tarief x kans; a bedrag outside its own range; low above high; an amount
    below zero; an amount on a line that says it is not in money; a line in money without any amount; a kans outside
    0-1; a kans below one without aantal x tarief, for then only its writer knows whether the bedrag is before or after
    the kans.
    """
    lines = measure_lines(casussen)
    in_money = casussen["gemonetariseerd"].astype(bool)
    amounts = casussen[["bedrag", "bedrag_laag", "bedrag_hoog"]]
    low, high, bedrag = amounts["bedrag_laag"], amounts["bedrag_hoog"], amounts["bedrag"]
    uncertain = casussen["kans"].between(0, 1, inclusive="neither")
    rules = (
        ("bedrag_wijkt_af", lines["afwijking"], "het bedrag is niet aantal x tarief x kans"),
        ("bedrag_buiten_bereik", (bedrag < low) | (bedrag > high), "het bedrag ligt buiten zijn eigen bereik"),
        ("bereik_omgekeerd", low > high, "bedrag_laag is hoger dan bedrag_hoog"),
        ("bedrag_zonder_geld", ~in_money & amounts.notna().any(axis=1), "niet in geld, maar er staat wel een bedrag"),
        ("bedrag_negatief", lines["laag"] < 0, "het bedrag is kleiner dan nul; hoort het in het andere scenario?"),
        ("geen_bedrag", in_money & lines["onbekend"], "in geld, maar er staat geen bedrag"),
        ("kans_buiten_bereik", ~casussen["kans"].fillna(1.0).between(0, 1), "de kans ligt niet tussen 0 en 1"),
        ("kans_zonder_tarief", uncertain & lines["berekend"].isna() & ~lines["onbekend"],
         "er staat een kans zonder aantal x tarief; het bedrag telt mee zoals het er staat, dus als bedrag ná de kans"),
    )  # fmt: skip
    return [_melding(bestand, code, casussen[hit], text) for code, hit, text in rules if hit.any()]


def _melding(bestand: str, code: str, lines: pd.DataFrame, text: str) -> Melding:
    number = f"{len(lines)} {'regel' if len(lines) == 1 else 'regels'}"
    details = tuple(f"casus {row.casus}, {row.scenario}: {row.post} (rij {row.rij})" for row in lines.itertuples())
    advies = "De regel telt mee zoals hij is gegeven; controleer hem in de bron."
    return Melding(bestand, f"bij {number}: {text}.", "waarschuwing", details, advies, code)
