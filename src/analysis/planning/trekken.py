"""Draw the counts of studies that have yet to be: children with a mark per class, where one person fills in a class."""

from dataclasses import dataclass

import numpy as np

from analysis.study import Plan, Study

SMALLEST_SHARE = 1e-6
"""A share to draw with lies this far from 0 and 1 at least; nearer there is nothing left to vary between classes."""
VOORSCHOOL = 0


@dataclass(frozen=True)
class Trekking:
    """Drawn counts: an array per meting, of studies x IKCs x indicators x classes.

    `n_kinderen` are the children of each class, the same at every meting; `bouw` is the bouw of each class. Where
    `zelfde_informant` is false, another kind of informant filled in the last meting.
    """

    metingen: tuple[np.ndarray, ...]
    n_kinderen: np.ndarray
    bouw: np.ndarray
    zelfde_informant: bool = True

    def pair(self, van: int, naar: int) -> tuple[np.ndarray, np.ndarray]:
        """Give the children with the mark per IKC at two metingen: studies x IKCs x indicators."""
        return self.metingen[van].sum(axis=-1), self.metingen[naar].sum(axis=-1)


def split_classes(kinderen: int, klassen: int) -> np.ndarray:
    """Give the children per class: as even as can be, the larger classes first."""
    return np.full(klassen, kinderen // klassen) + (np.arange(klassen) < kinderen % klassen)


def bouw_of_classes(klassen: int, study: Study) -> np.ndarray:
    """Give the bouw of each class: classes are spread evenly over the groepen of the study, voorschool left out."""
    bouwen = [name for name, groepen in study.bouwen.items() for groep in groepen if groep != VOORSCHOOL]
    return np.array([bouwen[place * len(bouwen) // klassen] for place in range(klassen)])


def draw_classes(rng: np.random.Generator, shares: np.ndarray, n_kinderen: np.ndarray, icc: float) -> np.ndarray:
    """Draw the children with a mark per class, which is the last axis; `shares` has the others.

    Beta-binomial: each class has a share of its own, Beta(p(1-icc)/icc, (1-p)(1-icc)/icc), so that two marks in one
    class have the intraclass correlation `icc` (Ridout, Demetrio and Firth 1999, Biometrics 55:137-148).
    """
    p = np.broadcast_to(np.asarray(shares, dtype=float)[..., None], (*np.shape(shares), len(n_kinderen)))
    p = np.clip(p, SMALLEST_SHARE, 1 - SMALLEST_SHARE)
    if icc > 0:
        p = rng.beta(p * (1 - icc) / icc, (1 - p) * (1 - icc) / icc)
    return rng.binomial(n_kinderen, p)


def draw_study(
    rng: np.random.Generator, plan: Plan, study: Study, icc: float, shares: list[np.ndarray], zelfde: bool = True
) -> Trekking:
    """Draw every meting, with its shares; the persons who fill in a class are others each time."""
    sizes = split_classes(plan.kinderen, plan.klassen)
    drawn = tuple(draw_classes(rng, share, sizes, icc) for share in shares)
    return Trekking(drawn, sizes, bouw_of_classes(plan.klassen, study), zelfde)


def double_cells(plan: Plan) -> np.ndarray:
    """Give the shares of children by who marks them: both, only the first, only the second, nobody."""
    first, both = plan.prevalentie, plan.overeenkomst * plan.prevalentie
    second = plan.detectie * first
    return np.array([both, first - both, second - both, 1 - first - second + both])


def draw_doubles(rng: np.random.Generator, plan: Plan, dubbel: int, rows: int) -> np.ndarray:
    """Draw so many children with two reports, by lot: one row per study, a column per cell of `double_cells`."""
    return rng.multinomial(dubbel, double_cells(plan), size=rows)


def ratio_when_chosen(plan: Plan, times: float) -> float:
    """Give the detection ratio that would be found when children whom the first marked are chosen `times` as often.

    (both + only second) / (both + only first), with the marked cells weighted: chosen because of a worry, the children
    of the first informant are over-represented, and the second seems to see no more than the first.
    """
    both, first, second, _ = double_cells(plan)
    return float((times * both + second) / (times * (both + first)))
