"""Does a published figure hold: the verdict on one number against what its line items give."""

import re

import numpy as np

from analysis.costs.bounds import Bounds
from analysis.costs.lines import ROUNDING_NOISE, TOLERANCE_EUR

KLOPT = "klopt"
ONDERGRENS = "klopt met de ondergrens"
BOVENGRENS = "klopt met de bovengrens"
AFRONDING = "afrondingsverschil"
WIJKT_AF = "wijkt af"
NIET_TE_CONTROLEREN = "niet te controleren"
OORDELEN = (KLOPT, ONDERGRENS, BOVENGRENS, AFRONDING, WIJKT_AF, NIET_TE_CONTROLEREN)


def judge(published: float, recomputed: Bounds, decimals: int, tolerance: float = TOLERANCE_EUR) -> str:
    """Give the verdict on a published number (methods.md, Costs).

    *Klopt*: equal to the middle at the precision printed; then the lower and the upper bound are tried; then a rounding
    difference of at most `tolerance`. A middle that is a lower bound (an item of the reference is not in money) is
    compared like any other: the source's own items must give the source's own figure. Where there is no middle to
    compare with, a figure outside the bounds that are known is refuted and any other cannot be checked.
    """
    half = 0.5 * 10.0**-decimals + ROUNDING_NOISE
    if np.isnan(published):
        return NIET_TE_CONTROLEREN
    for amount, word in ((recomputed.midden, KLOPT), (recomputed.laag, ONDERGRENS), (recomputed.hoog, BOVENGRENS)):
        if abs(published - amount) <= half:
            return word
    distances = [abs(published - amount) for amount in (recomputed.midden, recomputed.laag, recomputed.hoog)]
    if any(distance <= tolerance + ROUNDING_NOISE for distance in distances):
        return AFRONDING
    refuted = published < recomputed.laag or published > recomputed.hoog
    return WIJKT_AF if refuted or not np.isnan(recomputed.midden) else NIET_TE_CONTROLEREN


def judge_unknown(recomputed: Bounds) -> str:
    """Give the verdict on a published *niet bekend*: right when an item is not in money, wrong when all of it is."""
    if recomputed.onbekend:
        return KLOPT
    return NIET_TE_CONTROLEREN if recomputed.grens == "niet bekend" else WIJKT_AF


def count_decimals(value: float, text: str = "", in_money: bool = True) -> int:
    """Count the decimals that a number was printed with; without its text from the number itself.

    The last comma or point is a decimal sign when the digits before and after it give the value: in "1.069" for 1069
    it is not, in "1.787,25" it is. Without a text an amount has none or two, any other number as many as it needs.
    """
    if np.isnan(value):
        return 0
    printed = re.match(r"^(.*)[.,](\d+)\D*$", text.strip())
    if printed:
        whole, tail = re.sub(r"\D", "", printed[1]), printed[2]
        if abs(int(whole + tail) / 10 ** len(tail) - abs(value)) < ROUNDING_NOISE:
            return len(tail)
    if abs(value - round(value)) < ROUNDING_NOISE:
        return 0
    return 2 if in_money else len(f"{value:.6f}".rstrip("0").split(".")[1])
