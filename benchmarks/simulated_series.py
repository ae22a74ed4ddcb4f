"""Simulated studies of many metingen, child by child: classes with a person each, children who move up and come back.

The chance of a mark differs from class to class by a beta distribution, new at each meting (another person), so that
two children of one class have the planted intraclass correlation. A child has a liability that it keeps: its marks at
two metingen go together, at any distance. Each meting all move up a class, the top class leaves, and some others too.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special, stats

LEAST, MOST = 0.001, 0.95


@dataclass(frozen=True)
class Reeks:
    """One cell of the grid: what is planted. Has what `judging.judge` asks of a scenario.

    Attributes
    ----------
    prevalentie, verandering
        Share at the first meting of each indicator, and the true change per year (a line).
    icc
        Correlation of the marks of two children on whom the same person reports, at one meting.
    blijvend
        Correlation of a child's liability between metingen (normal scale), at any distance.
    verloop
        Share of the children that leaves between metingen besides the top class.
    schok
        Standard deviation of what a whole IKC is off the line at a meting, as a share: one person fills in for all.
    spreiding
        Standard deviation of the true change per year between IKCs.
    """

    metingen: int = 11
    ikcs: int = 1
    klassen: int = 12
    kinderen: int = 22
    prevalenties: tuple[float, ...] = (0.05, 0.10, 0.20, 0.30)
    verandering: float = 0.0
    icc: float = 0.05
    blijvend: float = 0.7
    verloop: float = 0.05
    schok: float = 0.0
    spreiding: float = 0.0
    bekend: bool = True

    @property
    def prevalentie(self) -> float:
        """The mean prevalence, for the label of a row."""
        return float(np.mean(self.prevalenties))


@dataclass(frozen=True)
class ReeksStudies:
    """Per study, IKC, indicator, meting and class the marks; who stayed; the true slope per study, IKC, indicator.

    `n` is [study, ikc, indicator, meting, class]; a class has `scenario.kinderen` children. `samen` and `schaal` are
    the sums over the steps that tell how far a child keeps its mark, [study]; `gebleven` is the part that stays.
    """

    n: np.ndarray
    truth: np.ndarray
    samen: np.ndarray
    schaal: np.ndarray
    gebleven: np.ndarray
    scenario: Reeks


def draw_series(scenario: Reeks, studies: int, rng: np.random.Generator) -> ReeksStudies:
    """Draw the marks of all studies of a scenario, meting after meting."""
    groups, indicators = (studies, scenario.ikcs), len(scenario.prevalenties)
    shape = (*groups, scenario.klassen, scenario.kinderen)
    liability = rng.standard_normal((indicators, *shape))
    slopes = scenario.verandering + scenario.spreiding * rng.standard_normal((*groups, indicators))
    counts, before, sums = [], None, np.zeros((3, studies))
    for number in range(scenario.metingen):
        stayed = np.zeros(shape, dtype=bool)
        if number:
            liability, stayed = _move_up(liability, scenario, rng)
        marks = _mark(liability, slopes * number, scenario, rng)
        counts.append(marks.sum(axis=-1))
        if before is not None:
            sums += _together(before, marks, stayed)
        before = marks
    n = np.moveaxis(np.stack(counts), (0, 1), (3, 2))  # [meting, indicator, study, ikc, class]
    gone = sums[2] / (scenario.metingen - 1) / (indicators * np.prod(shape[1:]))
    return ReeksStudies(n, slopes, sums[0], sums[1], gone, scenario)


def _move_up(liability: np.ndarray, scenario: Reeks, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Give each class the children of the one below; who left is another child."""
    moved = np.roll(liability, 1, axis=-2)
    stayed = rng.random(liability.shape[1:]) >= scenario.verloop
    stayed[..., 0, :] = False
    return np.where(stayed, moved, rng.standard_normal(liability.shape)), stayed


def _mark(liability: np.ndarray, change: np.ndarray, scenario: Reeks, rng: np.random.Generator) -> np.ndarray:
    base = np.array(scenario.prevalenties)[:, None, None]
    shock = scenario.schok * rng.standard_normal((1, *change.shape[:2]))
    mean = np.clip(base + np.moveaxis(change, -1, 0) + shock, LEAST, MOST)[..., None]
    mean = np.broadcast_to(mean, (*mean.shape[:-1], scenario.klassen))
    chance = mean
    if scenario.icc:
        weight = 1 / scenario.icc - 1
        chance = special.betaincinv(mean * weight, (1 - mean) * weight, rng.random(mean.shape))
    own = np.sqrt(1 - scenario.blijvend) * rng.standard_normal(liability.shape)
    return np.sqrt(scenario.blijvend) * liability + own < stats.norm.ppf(chance)[..., None]


def _together(before: np.ndarray, marks: np.ndarray, stayed: np.ndarray) -> np.ndarray:
    """Add up what goes together in who stayed, per study, as `count_volharding` does."""
    first = np.roll(before, 1, axis=-2)
    over = (-3, -2, -1)
    p, q = (part.mean(axis=(-2, -1), keepdims=True) for part in (before, marks))
    samen = ((first - p) * (marks - q) * stayed).sum(axis=over)
    both = np.broadcast_to(stayed, marks.shape).sum(axis=(-2, -1))
    scale = (both * np.sqrt(p * (1 - p) * q * (1 - q))[..., 0, 0]).sum(axis=-1)
    return np.stack([samen.sum(axis=0), scale.sum(axis=0), both.sum(axis=-1).sum(axis=0)])
