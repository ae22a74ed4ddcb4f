"""An amount as far as it is known: low, middle, high, and how many items could not be put into money."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

Grens = Literal["volledig", "minstens", "hoogstens", "niet bekend"]


@dataclass(frozen=True)
class Bounds:
    """An amount between `laag` and `hoog`, with `midden` as the figure to quote; NaN means: nothing is known there.

    `laag` is NaN when no lower bound is known, `hoog` when no upper bound is. `midden` is NaN when quoting any figure
    would claim too much. `n_niet_gemonetariseerd` counts the items that are not in money.
    """

    laag: float
    midden: float
    hoog: float
    n_niet_gemonetariseerd: int = 0
    n_posten: int = 0

    @property
    def onbekend(self) -> bool:
        """Tell whether an item is missing from the money."""
        return self.n_niet_gemonetariseerd > 0

    @property
    def grens(self) -> Grens:
        """Say in a word what the figures are: complete, at least, at most, or not known."""
        open_low, open_high = np.isnan(self.laag), np.isnan(self.hoog)
        if open_low and open_high:
            return "niet bekend"
        if open_low:
            return "hoogstens"
        return "minstens" if open_high else "volledig"


ZERO = Bounds(0.0, 0.0, 0.0)
UNKNOWN = Bounds(np.nan, np.nan, np.nan)


def exact(amount: float) -> Bounds:
    """Give the bounds of an amount that is known exactly."""
    return Bounds(amount, amount, amount)


def add_up(lines: pd.DataFrame) -> Bounds:
    """Add up cost lines: the items in money, and an open top when an item is not in money.

    An item that is not in money costs something, never less than nothing: the sum is then a lower bound. When no item
    at all is in money nothing is known. No lines at all is zero.

    Parameters
    ----------
    lines
        One row per cost line, from `measure_lines`; needs `laag`, `midden`, `hoog`, `onbekend`.
    """
    if lines.empty:
        return ZERO
    unknown = int(lines["onbekend"].sum())
    if unknown == len(lines):
        return Bounds(np.nan, np.nan, np.nan, unknown, len(lines))
    return Bounds(
        float(lines["laag"].sum()),
        float(lines["midden"].sum()),
        float(lines["hoog"].sum(skipna=False)),
        unknown,
        len(lines),
    )


def subtract(reference: Bounds, intervention: Bounds) -> Bounds:
    """Give what is saved: reference minus intervention, by interval arithmetic (Moore 1966).

    Unknown in the reference: the reference costs at least what is in money, so the saving is at least that. Unknown in
    the intervention: it may cost anything, so there is no lower bound and no figure to quote; the saving is at most the
    reference minus what is in money. Unknown in both: not known. The trap: a saving without its unknown intervention
    costs looks better the less was written down.
    """
    spent, avoided = _known_part(intervention), _known_part(reference)
    return Bounds(
        avoided.laag - intervention.hoog,
        avoided.midden - spent.midden if not np.isnan(intervention.hoog) else np.nan,
        reference.hoog - spent.laag,
        reference.n_niet_gemonetariseerd + intervention.n_niet_gemonetariseerd,
        reference.n_posten + intervention.n_posten,
    )


def divide(reference: Bounds, intervention: Bounds) -> Bounds:
    """Give the factor reference / intervention with its range; not known where the divisor is zero or not known."""
    avoided = _known_part(reference)
    middle = _quotient(avoided.midden, intervention.midden)
    return Bounds(
        _quotient(avoided.laag, intervention.hoog),
        middle if not np.isnan(intervention.hoog) else np.nan,
        _quotient(reference.hoog, intervention.laag),
        reference.n_niet_gemonetariseerd + intervention.n_niet_gemonetariseerd,
        reference.n_posten + intervention.n_posten,
    )


def share(part: Bounds, rest: Bounds) -> Bounds:
    """Give the share of a part in part + rest, between 0 and 1; smallest with the rest high, largest with it low."""
    known = _known_part(rest)
    closed = not np.isnan(rest.hoog)
    return Bounds(
        _quotient(part.laag, part.laag + rest.hoog),
        _quotient(part.midden, part.midden + known.midden) if closed else np.nan,
        _quotient(part.hoog, part.hoog + known.laag),
        part.n_niet_gemonetariseerd + rest.n_niet_gemonetariseerd,
        part.n_posten + rest.n_posten,
    )


def multiply(amount: Bounds, times: float) -> Bounds:
    """Give an amount a number of times over (not below zero); what is not known stays so."""
    return replace(amount, laag=amount.laag * times, midden=amount.midden * times, hoog=amount.hoog * times)


def average(amounts: Sequence[Bounds]) -> Bounds:
    """Give the mean over cases; NaN wherever one of the cases has nothing there: leaving it out would be a choice."""
    if not amounts:
        return UNKNOWN
    return Bounds(
        float(np.mean([amount.laag for amount in amounts])),
        float(np.mean([amount.midden for amount in amounts])),
        float(np.mean([amount.hoog for amount in amounts])),
        sum(amount.n_niet_gemonetariseerd for amount in amounts),
        sum(amount.n_posten for amount in amounts),
    )


def _known_part(amount: Bounds) -> Bounds:
    """Count what is in money, zero where nothing is."""
    return Bounds(
        0.0 if np.isnan(amount.laag) else amount.laag,
        0.0 if np.isnan(amount.midden) else amount.midden,
        amount.hoog,
        amount.n_niet_gemonetariseerd,
        amount.n_posten,
    )


def _quotient(above: float, below: float) -> float:
    return above / below if below and not np.isnan(below) else np.nan
