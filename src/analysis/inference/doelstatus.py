"""Is a goal reached, on course or behind? The rules, in one place: estimate, interval and the time that is left.

Written for a rise; a fall is its mirror. The interval is the one of the result itself, with classes and without
correction for many comparisons.

- bereikt: the whole interval is at or past the target.
- at or after the day of the goal: achter when the whole interval is short of the target, else nobody can tell.
- before that day: the path is the straight line from the start value to the target. op_koers: the estimate is at or
  past the path and the whole interval is past the start value, so that movement was shown. achter: the whole interval
  is short of the path. Else nobody can tell.

A start value that was measured has a margin of its own; the rules take it as known. So op_koers says that the interval
of now is past the value of then, not that a change was tested.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

BEREIKT, OP_KOERS, ACHTER, NIET_TE_BEPALEN = "bereikt", "op_koers", "achter", "niet_te_bepalen"
STATUSSEN = (BEREIKT, OP_KOERS, ACHTER, NIET_TE_BEPALEN)

DOEL_GEHAALD, PAD_GEHAALD, ONDER_PAD, ONDER_DOEL = "doel_gehaald", "pad_gehaald", "onder_pad", "onder_doel"
OORDEEL = "oordeel"
GEEN_DOELWAARDE, GEEN_WAARDE, GEEN_OORDEEL = "geen_doelwaarde", "geen_waarde", "geen_oordeel"
GEEN_MARGE, GEEN_START, GEEN_PEILDATUM = "geen_marge", "geen_startwaarde", "geen_peildatum"
STARTMETING, VOOR_DE_START = "startmeting", "voor_de_start"
WEINIG_KINDEREN, MARGE_TE_GROOT, AFGEROND, ONDERDRUKT = (
    "te_weinig_kinderen", "marge_te_groot", "afgerond", "onderdrukt",
)  # fmt: skip
ANDERE_INFORMANT, INFORMANT_ONBEKEND, LIJST_ANDERS = "andere_informant", "informant_onbekend", "lijst_veranderd"
ANDERE_IKCS, PER_IKC = "andere_ikcs", "per_ikc"
REDENEN = (DOEL_GEHAALD, PAD_GEHAALD, ONDER_PAD, ONDER_DOEL, OORDEEL, GEEN_DOELWAARDE, GEEN_WAARDE, GEEN_OORDEEL,
           GEEN_MARGE, GEEN_START, GEEN_PEILDATUM, STARTMETING, VOOR_DE_START, WEINIG_KINDEREN, MARGE_TE_GROOT,
           AFGEROND, ONDERDRUKT, ANDERE_INFORMANT, INFORMANT_ONBEKEND, LIJST_ANDERS, ANDERE_IKCS,
           PER_IKC)  # fmt: skip
"""Every `reden`: why the status is what it is; the sentence is made in presentation."""
NOT_WEAKER = {BEREIKT: (BEREIKT, OP_KOERS), OP_KOERS: (OP_KOERS,), ACHTER: (ACHTER,), NIET_TE_BEPALEN: ()}
"""By the status of exact counts, those that an edition of other counts may give: never a stronger one, or another."""
_SAME = 1e-9

Oordeel = tuple[str, str]
"""A status and its reden."""


@dataclass(frozen=True)
class Stand:
    """How a goal stands at a meting: estimate, interval, start value, target; NaN where one is not there.

    `deel` is the part of the time from start to the day of the goal that has gone: 0 at the start, 1 at that day and
    after it, NaN without a day.
    """

    waarde: float
    laag: float
    hoog: float
    start: float
    doel: float
    deel: float
    daling: bool = False

    @property
    def pad(self) -> float:
        """Where the straight line from start to target is now; the target itself where the start is past it."""
        if self.daling:
            return -self.mirrored().pad
        return self.doel if self.start >= self.doel else self.start + (self.doel - self.start) * self.deel

    def mirrored(self) -> "Stand":
        """Give the same as a rise: every value with the other sign."""
        turned = {name: -getattr(self, name) for name in ("waarde", "start", "doel")}
        return replace(self, **turned, laag=-self.hoog, hoog=-self.laag, daling=False)


def judge_goal(stand: Stand) -> Oordeel:
    """Give the status of a goal with its reden, by the rules of this module."""
    if stand.daling:
        return judge_goal(stand.mirrored())
    missing = _what_is_missing(stand)
    if missing:
        return NIET_TE_BEPALEN, missing
    if stand.laag >= stand.doel - _SAME:
        return BEREIKT, DOEL_GEHAALD
    if np.isnan(stand.deel):
        return NIET_TE_BEPALEN, GEEN_PEILDATUM
    if stand.deel >= 1:
        return (ACHTER, ONDER_DOEL) if stand.hoog < stand.doel - _SAME else (NIET_TE_BEPALEN, MARGE_TE_GROOT)
    return _judge_on_the_way(stand)


def _what_is_missing(stand: Stand) -> str:
    if np.isnan(stand.doel):
        return GEEN_DOELWAARDE
    if np.isnan(stand.waarde):
        return GEEN_WAARDE
    return GEEN_MARGE if np.isnan(stand.laag) or np.isnan(stand.hoog) else ""


def _judge_on_the_way(stand: Stand) -> Oordeel:
    if np.isnan(stand.start):
        return NIET_TE_BEPALEN, GEEN_START
    if stand.deel <= 0:
        return NIET_TE_BEPALEN, STARTMETING
    if stand.waarde >= stand.pad - _SAME and stand.laag > stand.start + _SAME:
        return OP_KOERS, PAD_GEHAALD
    return (ACHTER, ONDER_PAD) if stand.hoog < stand.pad - _SAME else (NIET_TE_BEPALEN, MARGE_TE_GROOT)


def judge_rounded(stand: Stand, waarden: tuple[float, float], starts: tuple[float, float]) -> Oordeel:
    """Give the status that every count could have had, given its rounding; else `niet_te_bepalen`, `afgerond`.

    So it is a function of what is published, and tells no more of a count than that does. `waarden` and `starts` are
    the ends between which the exact estimate and the exact start value lie; the interval is stretched as far.
    """
    own = judge_goal(stand)
    if own[0] == NIET_TE_BEPALEN:
        return own
    low, high = stand.laag - (stand.waarde - waarden[0]), stand.hoog + (waarden[1] - stand.waarde)
    others = [
        judge_goal(replace(stand, waarde=value, start=start, laag=low, hoog=high))
        for value, start in product(waarden, starts)
    ]
    return own if all(status == own[0] for status, _ in others) else (NIET_TE_BEPALEN, AFGEROND)


def weaken_statuses(public: Iterable[str], exact: Iterable[str]) -> np.ndarray:
    """Tell which statuses are stronger than, or opposite to, those of the exact counts."""
    pairs = zip(public, exact, strict=True)
    return np.array([own != NIET_TE_BEPALEN and own not in NOT_WEAKER[known] for own, known in pairs], dtype=bool)
