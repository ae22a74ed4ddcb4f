"""Simulated studies as counts per class: one person fills in the list for a whole class, and marks more or less.

Many studies at once, as `simulated_counts` draws them for children who are independent of each other. The latent model
is beta-binomial: the chance of a mark differs from class to class by a beta distribution, so that the marks of two
children of one class have the planted intraclass correlation (Crowder 1978, Applied Statistics 27:34-37; Donner 1986,
International Statistical Review 54:67-82). Children move up a class together, some leave and others come.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special
from simulated_counts import pair_chances

from analysis.inference import overlap

PER_KLAS, PER_IKC = "klas", "ikc"
LEAST, MOST = 0.001, 0.95
"""The chances of a mark that can be planted; as in `simulated_counts`."""


@dataclass(frozen=True)
class Klassen:
    """One cell of the grid: what is planted. Has what `judging.judge` asks of a scenario.

    Attributes
    ----------
    klassen
        Classes per IKC, the same at both metingen.
    kinderen
        Smallest and largest class; each class draws its own size.
    prevalentie, verandering
        Mean share at the first meting, and the true change: what teachers on average would note more.
    icc
        Correlation of the marks of two children that the same person reports on, at one meting.
    leerkracht_blijft
        Share of the classes in which the same person fills in at both metingen; in the others another one.
    invullers
        `klas`: a person per class. `ikc`: one person per meting for the whole IKC, and another at the next meting.
    opschuiven
        Classes that a group of children moves up between the metingen; the top groups leave, new ones come in below.
    verloop
        Share of the children of a group that moves up, who are replaced by others.
    samenhang
        Correlation of a child's own two metingen, given the persons who fill in.
    oplopend
        How much more the highest class has than the mean, as a part of it, and the lowest less: true, at both metingen.
    spreiding
        Standard deviation of the change between IKCs, as a part of the prevalence.
    familie
        Prevalence and change of several indicators, instead of the one; empty for the one.
    samenhang_indicatoren
        Correlation, over indicators, of how much a person marks (normal scale).
    bekend
        False: nobody knows which children are in both metingen.
    """

    ikcs: int = 6
    klassen: int = 12
    kinderen: tuple[int, int] = (22, 22)
    prevalentie: float = 0.10
    verandering: float = 0.0
    icc: float = 0.05
    leerkracht_blijft: float = 0.0
    invullers: str = PER_KLAS
    opschuiven: int = 0
    verloop: float = 1.0
    samenhang: float = 0.4
    oplopend: float = 0.0
    spreiding: float = 0.0
    familie: tuple[tuple[float, float], ...] = ()
    samenhang_indicatoren: float = 0.0
    bekend: bool = True

    @property
    def indicatoren(self) -> np.ndarray:
        """Give prevalence and change per indicator, [indicator, 2]."""
        return np.array(self.familie or ((self.prevalentie, self.verandering),), dtype=float)


@dataclass(frozen=True)
class KlassenStudies:
    """The counts of all studies of a scenario, [study, ikc, indicator, class], and the true change per IKC.

    Attributes
    ----------
    counts
        `overlap.COUNTS`. The blijvers stand with the class in which they were at the first meting; at the second they
        are `opschuiven` classes higher. Added up over the classes the eight counts are those of the IKC.
    zelfde
        Whether one person fills in for this class at both metingen, [study, ikc, class].
    truth
        The true change, [study, ikc, indicator]: of what persons like these would note on average.
    """

    counts: dict[str, np.ndarray]
    zelfde: np.ndarray
    truth: np.ndarray
    scenario: Klassen

    def changes(self) -> pd.DataFrame:
        """Give one row per studie, ikc and indicator with `overlap.COUNTS`, as the pipeline has them."""
        sums = {name: values.sum(axis=-1).ravel() for name, values in self.counts.items()}
        found = _grid(self.truth.shape, ["studie", "ikc", "indicator"]).assign(**sums)
        found = found.astype(dict.fromkeys(overlap.COUNTS, "Int64"))
        return found if self.scenario.bekend else found.assign(**dict.fromkeys(overlap.BLIJVERS, pd.NA))

    def class_changes(self) -> pd.DataFrame:
        """Give one row per studie, ikc, indicator and klas: `overlap.ENROLLED` of both metingen, and zelfde_invuller.

        A class is the class of that name: other children at the second meting when groups move up.
        """
        same = np.broadcast_to(self.zelfde[:, :, None, :], self.counts["n_van"].shape).ravel()
        counts = {name: self.counts[name].ravel() for name in overlap.ENROLLED}
        return self._labels().assign(**counts, zelfde_invuller=same)

    def classes(self) -> pd.DataFrame:
        """Give one row per studie, ikc, indicator, meting (`van`, `naar`) and klas: n and n_kinderen."""
        wide, key = self.class_changes(), ["studie", "ikc", "indicator", "klas"]
        sides = [
            wide[key].assign(meting=side, n=wide[f"n_{side}"], n_kinderen=wide[f"n_kinderen_{side}"])
            for side in ("van", "naar")
        ]
        return pd.concat(sides, ignore_index=True)

    def moves(self) -> pd.DataFrame:
        """Give one row per studie, ikc, indicator and group of blijvers: klas_van, klas_naar, `overlap.BLIJVERS`."""
        found = self._labels().rename(columns={"klas": "klas_van"})
        found = found.assign(klas_naar=found["klas_van"] + self.scenario.opschuiven)
        found = found.assign(**{name: self.counts[name].ravel() for name in overlap.BLIJVERS})
        return found[found["klas_naar"] < self.scenario.klassen].reset_index(drop=True)

    def _labels(self) -> pd.DataFrame:
        return _grid(self.counts["n_van"].shape, ["studie", "ikc", "indicator", "klas"])


def draw_class_counts(scenario: Klassen, studies: int, rng: np.random.Generator) -> KlassenStudies:
    """Draw the counts of classes: blijvers in pairs, from one class to the next; leavers and entrants on their own."""
    mean = draw_means(scenario, studies, rng)
    zelfde = draw_who_stays(scenario, studies, rng)
    first, second = draw_chances(mean, zelfde, scenario, rng)
    size = (2, studies, scenario.ikcs, 1, scenario.klassen)
    van, naar = rng.integers(scenario.kinderen[0], scenario.kinderen[1] + 1, size) + np.zeros(first.shape, dtype=int)
    up, stay = scenario.opschuiven, count_stayers(van, naar, scenario)
    pairs = rng.multinomial(stay, pair_chances(first, np.roll(second, -up, axis=-1), scenario.samenhang))
    s1, s2 = pairs[..., 0] + pairs[..., 1], pairs[..., 0] + pairs[..., 2]
    n_van = s1 + rng.binomial(van - stay, first)
    n_naar = np.roll(s2, up, axis=-1) + rng.binomial(naar - np.roll(stay, up, axis=-1), second)
    values = [n_van, van, n_naar, naar, stay, s1, s2, pairs[..., 0]]
    return KlassenStudies(dict(zip(overlap.COUNTS, values, strict=True)), zelfde, mean[1] - mean[0], scenario)


def draw_means(scenario: Klassen, studies: int, rng: np.random.Generator) -> np.ndarray:
    """Give the mean share per meting, study, ikc and indicator; IKCs differ from a fifth below to a fifth above."""
    prevalence, change = scenario.indicatoren.T
    place = np.linspace(-1, 1, scenario.ikcs) if scenario.ikcs > 1 else np.zeros(1)
    first = np.broadcast_to(prevalence * (1 + 0.2 * place[:, None]), (studies, scenario.ikcs, len(prevalence)))
    second = first + change + scenario.spreiding * prevalence * rng.standard_normal(first.shape)
    return np.clip(np.stack([first, second]), LEAST, MOST)


def draw_who_stays(scenario: Klassen, studies: int, rng: np.random.Generator) -> np.ndarray:
    """Draw for which classes one person fills in at both metingen, [study, ikc, class]; in all or in none if `ikc`."""
    wide = 1 if scenario.invullers == PER_IKC else scenario.klassen
    stays = rng.random((studies, scenario.ikcs, wide)) < scenario.leerkracht_blijft
    return np.broadcast_to(stays, (studies, scenario.ikcs, scenario.klassen))


def draw_chances(mean: np.ndarray, zelfde: np.ndarray, scenario: Klassen, rng: np.random.Generator) -> np.ndarray:
    """Draw the chance of a mark per meting and class: beta around the mean, so that two children have the planted icc.

    A person keeps the same place in that distribution at both metingen, and a like one in all indicators.
    """
    steps = np.linspace(-1, 1, scenario.klassen) if scenario.klassen > 1 else np.zeros(1)
    shares = np.clip(mean[..., None] * (1 + scenario.oplopend * steps), LEAST, MOST)
    if not scenario.icc:
        return shares
    wide = 1 if scenario.invullers == PER_IKC else scenario.klassen
    normal = [draw_persons((*mean.shape[1:], wide), scenario.samenhang_indicatoren, rng) for _ in range(2)]
    keeps = zelfde[:, :, None, :wide]
    place = special.ndtr(np.stack([normal[0], np.where(keeps, normal[0], normal[1])]))
    weight = 1 / scenario.icc - 1
    return special.betaincinv(shares * weight, (1 - shares) * weight, np.broadcast_to(place, shares.shape))


def draw_persons(shape: tuple[int, ...], correlation: float, rng: np.random.Generator) -> np.ndarray:
    """Draw how much each person marks (standard normal), correlated over the indicators, the third axis."""
    person = rng.standard_normal((*shape[:2], 1, shape[3]))
    return np.sqrt(correlation) * person + np.sqrt(1 - correlation) * rng.standard_normal(shape)


def count_stayers(van: np.ndarray, naar: np.ndarray, scenario: Klassen) -> np.ndarray:
    """Count who of a class stays and moves up: no more than the next class holds; nobody of the top classes."""
    following = np.roll(naar, -scenario.opschuiven, axis=-1)
    moves = np.arange(scenario.klassen) < scenario.klassen - scenario.opschuiven
    return np.where(moves, np.rint(np.minimum(van, following) * (1 - scenario.verloop)), 0).astype(int)


def estimate_icc(n: np.ndarray, n_kinderen: np.ndarray) -> float:
    """Estimate the intraclass correlation of marks over classes with one mean, by analysis of variance.

    Ridout, Demetrio and Firth (1999), Biometrics 55:137-148, the ANOVA estimator; classes may differ in
    size.
    """
    marks, size = (np.asarray(part, dtype=float).ravel() for part in (n, n_kinderen))
    classes, children = len(size), size.sum()
    between = ((marks**2 / size).sum() - marks.sum() ** 2 / children) / (classes - 1)
    within = (marks - marks**2 / size).sum() / (children - classes)
    typical = (children - (size**2).sum() / children) / (classes - 1)
    return float((between - within) / (between + (typical - 1) * within))


def _grid(shape: tuple[int, ...], names: list[str]) -> pd.DataFrame:
    return pd.DataFrame({name: part.ravel() for name, part in zip(names, np.indices(shape), strict=True)})
