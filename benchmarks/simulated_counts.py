"""Simulated studies as counts: what is planted, and what would be seen."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.inference import across, overlap
from analysis.measures.klassen import IKC

PLANTED = {0.02: 0.03, 0.10: 0.08, 0.30: 0.12}
"""Prevalence at the first meting, and the change that is planted in scenarios with one."""


@dataclass(frozen=True)
class Scenario:
    """One cell of the grid: what is planted.

    Attributes
    ----------
    verloop
        Share of the children that is replaced between the metingen.
    spreiding
        Standard deviation of the change between IKCs, as a part of the prevalence.
    instromers
        How much the share of entrants differs from that of those who stay.
    detectie
        How many times as much the second informant sees.
    kinderen
        Smallest and largest IKC (or bouw).
    samenhang
        Correlation of a child's own two metingen.
    bekend
        False: nobody knows which children are in both.
    """

    ikcs: int
    prevalentie: float
    verandering: float
    verloop: float
    spreiding: float = 0.0
    instromers: float = 0.0
    detectie: float = 1.0
    kinderen: tuple[int, int] = (120, 420)
    samenhang: float = 0.4
    bekend: bool = True


@dataclass(frozen=True)
class Studies:
    """The counts of all studies of a scenario, [study, ikc], and the true change per IKC."""

    counts: dict[str, np.ndarray]
    truth: np.ndarray
    bekend: bool

    def frame(self) -> pd.DataFrame:
        """Give one row per study and IKC, as the pipeline has them: blijvers are missing where nobody knows them."""
        found = pd.DataFrame({name: values.ravel() for name, values in self.counts.items()}).astype("Int64")
        return found if self.bekend else found.assign(**dict.fromkeys(overlap.BLIJVERS, pd.NA))

    def pooled(self, leave_out: int | None = None) -> tuple[pd.DataFrame, np.ndarray]:
        """Give one row per study, its IKCs added up (but one), and the true change of those children.

        With the standard error that the report takes: the IKC is the unit.
        """
        kept = np.arange(self.truth.shape[1]) != leave_out
        own = pd.DataFrame({name: values[:, kept].ravel() for name, values in self.counts.items()})
        own = own.assign(studie=np.repeat(np.arange(len(self.truth)), kept.sum()))
        spread = across.estimate_summed(own, ["studie"]).rename(columns={"graden": "vrijheidsgraden"})
        sums = own.groupby("studie", as_index=False).sum().merge(spread, on="studie").assign(eenheid=IKC)
        size = self.counts["n_kinderen_van"][:, kept]
        return sums.drop(columns="studie"), (self.truth[:, kept] * size).sum(axis=1) / size.sum(axis=1)


def draw_studies(scenario: Scenario, studies: int, rng: np.random.Generator) -> Studies:
    """Draw the counts: stayers in pairs, leavers and entrants on their own."""
    shape = (studies, scenario.ikcs)
    size = np.broadcast_to(np.linspace(*scenario.kinderen, scenario.ikcs).astype(int), shape)
    first = np.broadcast_to(first_shares(scenario), shape)
    change = scenario.verandering + scenario.spreiding * scenario.prevalentie * rng.standard_normal(shape)
    stay = np.clip(first + change, 0.001, 0.95)
    enter = np.clip(stay + scenario.instromers, 0.001, 0.95)
    both = np.round(size * (1 - scenario.verloop)).astype(int)
    seen = np.minimum(stay * scenario.detectie, 0.95)
    pairs = rng.multinomial(both, pair_chances(first, seen, scenario.samenhang))
    left = rng.binomial(size - both, first)
    came = rng.binomial(size - both, np.minimum(enter * scenario.detectie, 0.95))
    second = (both * stay + (size - both) * enter) / size
    s1, s2 = pairs[..., 0] + pairs[..., 1], pairs[..., 0] + pairs[..., 2]
    values = [s1 + left, size, s2 + came, size, both, s1, s2, pairs[..., 0]]
    return Studies(dict(zip(overlap.COUNTS, values, strict=True)), second - first, scenario.bekend)


def first_shares(scenario: Scenario) -> np.ndarray:
    """Give the true share per IKC at the first meting: from a fifth below to a fifth above the prevalence."""
    return scenario.prevalentie * np.linspace(0.8, 1.2, scenario.ikcs)


def pair_chances(p1: np.ndarray, p2: np.ndarray, correlation: float) -> np.ndarray:
    """Give the chances of both, only first, only second, neither, at the planted correlation or as near as can be."""
    together = p1 * p2 + correlation * np.sqrt(p1 * (1 - p1) * p2 * (1 - p2))
    together = np.maximum(np.minimum(together, 0.95 * np.minimum(p1, p2)), p1 + p2 - 1)
    neither = np.maximum(1 - p1 - p2 + together, 0)
    return np.stack([together, p1 - together, p2 - together, neither], axis=-1)
