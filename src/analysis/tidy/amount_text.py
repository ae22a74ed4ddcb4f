"""Cost texts as people type them: one amount, a range ("€ 55-75.000,-"), or *niet gemonetariseerd*."""

import re
from dataclasses import dataclass

from analysis.codebook import fold_value

NOT_IN_MONEY = (
    "niet gemonetariseerd",
    "niet in geld",
    "niet in geld uitgedrukt",
    "niet bekend",
    "onbekend",
    "pm",
    "p.m.",
)
_NOT_IN_MONEY = frozenset(fold_value(text) for text in NOT_IN_MONEY)

WIDEST_RANGE = 100

_NUMBER = r"\d{1,3}(?:[. ]\d{3})+(?:,\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_THOUSAND = r"(?:\s*(?:k|duizend))?"
_AMOUNT = rf"(?P<laag>{_NUMBER})(?P<laag_maal>{_THOUSAND})"
_UPPER = rf"(?P<hoog>{_NUMBER})(?P<hoog_maal>{_THOUSAND})"
_ONE = re.compile(rf"(?P<min>-?)\s*{_AMOUNT}")
_RANGE = re.compile(rf"(?:tussen\s+)?{_AMOUNT}\s*(?:-|–|—|tot|t/m|à|en)\s*{_UPPER}")
_DECORATION = re.compile(r"€|\beuro\b|\beur\b|(?<=\d)[,.]\s*[-–—=]{1,2}(?!\s*\d)")


@dataclass(frozen=True)
class CostText:
    """What a cost text says: one `bedrag`, or a range, or neither when it is not in money. NaN: not said."""

    bedrag: float = float("nan")
    bedrag_laag: float = float("nan")
    bedrag_hoog: float = float("nan")
    gemonetariseerd: bool = True


def parse_cost_text(text: str) -> CostText | None:
    """Understand one cost text, in euros; None for anything that is not surely an amount, a range or *not in money*.

    In a range the lower number may leave out its thousands: "55-75.000" is 55,000 to 75,000, for 55 to 75,000 is no
    range that anyone means; "500-1.500" is read as it stands. A range that runs down, or over more than a factor
    hundred ("75-55.000"), is not understood.
    """
    if fold_value(text) in _NOT_IN_MONEY:
        return CostText(gemonetariseerd=False)
    plain = " ".join(_DECORATION.sub(" ", text.casefold().replace("\u00a0", " ")).split())
    one = _ONE.fullmatch(plain)
    if one:
        sign = -1 if one["min"] else 1
        return CostText(bedrag=sign * _value(one["laag"], one["laag_maal"]))
    spread = _RANGE.fullmatch(plain)
    return _as_range(spread) if spread else None


def _as_range(spread: re.Match[str]) -> CostText | None:
    times = spread["laag_maal"] or spread["hoog_maal"]
    low, high = _value(spread["laag"], times), _value(spread["hoog"], spread["hoog_maal"])
    abridged = spread["laag"].isdigit() and low < 1000 <= high and low * 1000 <= high
    low = low * 1000 if abridged and not times else low
    return CostText(bedrag_laag=low, bedrag_hoog=high) if low <= high <= WIDEST_RANGE * low else None


def _value(number: str, times: str) -> float:
    whole = re.sub(r"[. ](?=\d{3}(?!\d))", "", number)
    return float(whole.replace(",", ".")) * (1000 if times.strip() else 1)
