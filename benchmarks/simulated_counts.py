"""Simulated studies as counts: what is planted, and what would be seen."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.inference import overlap

CHILD_CORRELATION = 0.4


@dataclass(frozen=True)
class Scenario:
    """One cell of the grid: what is planted."""

    ikcs: int
    prevalentie: float
    verandering: float
    verloop: float
    spreiding: float = 0.0
    instromers: float = 0.0
    detectie: float = 1.0


@dataclass(frozen=True)
class Studies:
    """The counts of all studies of a scenario, [study, ikc], and the true change per IKC."""

    counts: dict[str, np.ndarray]
    truth: np.ndarray

    def frame(self) -> pd.DataFrame:
        return pd.DataFrame({name: values.ravel() for name, values in self.counts.items()})


def draw_studies(scenario: Scenario, studies: int, rng: np.random.Generator) -> Studies:
    """Draw the counts: stayers in pairs, leavers and entrants on their own."""
    shape = (studies, scenario.ikcs)
    size = np.broadcast_to(np.linspace(120, 420, scenario.ikcs).astype(int), shape)
    first = np.broadcast_to(scenario.prevalentie * np.linspace(0.8, 1.2, scenario.ikcs), shape)
    change = scenario.verandering + scenario.spreiding * scenario.prevalentie * rng.standard_normal(shape)
    stay = np.clip(first + change, 0.001, 0.95)
    enter = np.clip(stay + scenario.instromers, 0.001, 0.95)
    both = np.round(size * (1 - scenario.verloop)).astype(int)
    pairs = rng.multinomial(both, pair_chances(first, np.minimum(stay * scenario.detectie, 0.95)))
    left = rng.binomial(size - both, first)
    came = rng.binomial(size - both, np.minimum(enter * scenario.detectie, 0.95))
    second = (both * stay + (size - both) * enter) / size
    values = [
        pairs[..., 0] + pairs[..., 1] + left,
        size,
        pairs[..., 0] + pairs[..., 2] + came,
        size,
        both,
        pairs[..., 0] + pairs[..., 1],
        pairs[..., 0] + pairs[..., 2],
        pairs[..., 0],
    ]
    return Studies(dict(zip(overlap.COUNTS, values, strict=True)), second - first)


def pair_chances(p1: np.ndarray, p2: np.ndarray) -> np.ndarray:
    """Give the chances of both, only first, only second, neither, at the planted correlation or as near as can be."""
    together = p1 * p2 + CHILD_CORRELATION * np.sqrt(p1 * (1 - p1) * p2 * (1 - p2))
    together = np.minimum(together, 0.95 * np.minimum(p1, p2))
    return np.stack([together, p1 - together, p2 - together, 1 - p1 - p2 + together], axis=-1)
