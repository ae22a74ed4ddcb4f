"""Amounts in euros, as readers write them."""

from analysis.presentation.taal.numbers import is_missing, number, signed

UNKNOWN = "niet bekend"


def euro(amount: float, decimals: int = 0) -> str:
    """Write an amount: `€ 1.069`; the sign before the euro sign."""
    if is_missing(amount):
        return UNKNOWN
    text = number(amount, decimals)
    return f"−€ {text[1:]}" if text.startswith("−") else f"€ {text}"


def cents_of(amount: float) -> int:
    """Give the decimals that an amount of one case is written with: two when it has cents, so sums can be checked."""
    return 0 if is_missing(amount) or abs(amount - round(amount)) < 0.005 else 2


def exact_euro(amount: float) -> str:
    """Write an amount of one case to the cent, where it has cents: `€ 37,50`."""
    return euro(amount, cents_of(amount))


def signed_euro(amount: float, decimals: int = 0) -> str:
    """Write a difference with its sign: `+€ 4.135`."""
    text = signed(amount, decimals)
    return f"{text[0]}€ {text[1:]}" if text[0] in "+−" else f"€ {text}"
