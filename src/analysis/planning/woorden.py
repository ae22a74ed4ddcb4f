"""Words that every part of the plan uses: a change, a chance, a margin, in numbers of the 100."""

import numpy as np
import pandas as pd

from analysis.planning.opzet import Opzet
from analysis.planning.uitkomsten import IKC, Uitkomsten, together
from analysis.presentation.taal.numbers import is_missing, number


def kind_of_change(opzet: Opzet) -> str:
    """Name the direction hoped for."""
    return "stijging" if opzet.plan.verandering > 0 else "daling"


def points(share: float) -> str:
    """Write a change or a margin as a whole number of the 100, one decimal below 3."""
    size = abs(100 * share)
    return number(size, 1 if size < 3 and round(size) != size else 0)


def change_words(opzet: Opzet) -> str:
    """Word the change hoped for: `een stijging van 5 op de 100`."""
    return f"een {kind_of_change(opzet)} van {points(opzet.plan.verandering)} op de 100"


def chance_words(kans: float) -> str:
    """Word a chance over studies like this one: `in 34 van de 100 keer`."""
    times = number(100 * kans)
    if times == "0":
        return "bijna nooit"
    return "bijna altijd" if times == "100" else f"in {times} van de 100 keer"


def smallest_words(uitkomsten: Uitkomsten, wie: str, icc: float) -> str:
    """Write the smallest change that is found, or that it is larger than all that was tried."""
    found = rows_of(uitkomsten.kleinste, wie, icc)["kleinste"].iloc[0]
    if not is_missing(found):
        return points(found)
    tried = rows_of(uitkomsten.kansen, wie, icc)["verandering"].abs().max()
    whole = uitkomsten.opzet.plan.verandering < 0 and tried >= uitkomsten.opzet.plan.prevalentie - 1e-9
    return "geen" if whole else f"meer dan {points(tried)}"


def chance_at(uitkomsten: Uitkomsten, wie: str) -> float:
    """Give the chance to find the change hoped for, at the expected ICC, on the line that is drawn."""
    plan = uitkomsten.opzet.plan
    rows = rows_of(uitkomsten.kansen, wie, plan.icc)
    return float(np.interp(abs(plan.verandering), rows["verandering"].abs(), rows["kans"]))


def ikcs_words(count: int) -> str:
    """Word a number of IKCs: `één IKC`, `3 IKC's`."""
    return "één IKC" if count == 1 else f"{number(count)} IKC's"


def rows_of(table: pd.DataFrame, wie: str, icc: float) -> pd.DataFrame:
    """Give the rows of one IKC, or of some together, at an ICC."""
    return table[(table["wie"] == wie) & (table["icc"] == icc)]


def groups(uitkomsten: Uitkomsten) -> list[str]:
    """Give who is judged: one IKC, then each number of IKCs together."""
    return [IKC, *(together(n) for n in uitkomsten.opzet.plan.ikcs if n > 1)]


def icc_words(icc: float) -> str:
    """Write an ICC: `0`, `0,05`."""
    return number(icc, 2) if icc else "0"
