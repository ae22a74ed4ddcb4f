"""Brothers and sisters at one IKC: one family has one liability to family problems."""

from dataclasses import replace

import numpy as np
import pandas as pd

from .children import Population
from .scenario import Scenario

YEARS_APART = (1, 4)


def join_families(population: Population, scenario: Scenario, rng: np.random.Generator) -> Population:
    """Give a share of the children an older brother or sister at their (first) IKC, and the family's liability.

    `gezin` is the number of the oldest child. A child's own part of its liability to child problems stays its own.
    """
    children = population.kinderen
    gezin = find_families(population, scenario, rng)
    shared = children["last_gezin"].to_numpy()[gezin]
    moved = scenario.samenhang_gezin * (shared - children["last_gezin"].to_numpy())
    joined = children.assign(gezin=gezin, last_gezin=shared, last_kind=children["last_kind"] + moved)
    return replace(population, kinderen=joined)


def find_families(population: Population, scenario: Scenario, rng: np.random.Generator) -> np.ndarray:
    """Number the family of each child by its oldest child, who was in a cohort one to four years earlier."""
    first = population.inschrijvingen.drop_duplicates("kind").sort_values(["cohort", "kind"])
    members = {key: rows.to_numpy() for key, rows in first.groupby(["ikc", "cohort"])["kind"]}
    gezin = np.arange(len(population.kinderen))
    younger = first[rng.random(len(first)) < scenario.bedreigingen.broers_zussen]
    apart = rng.integers(YEARS_APART[0], YEARS_APART[1] + 1, len(younger))
    for (kind, ikc, cohort), years in zip(younger[["kind", "ikc", "cohort"]].to_numpy(), apart, strict=True):
        older = members.get((ikc, cohort - years), np.array([kind]))
        gezin[kind] = gezin[rng.choice(older)]
    return gezin


def share_domains(domain_part: np.ndarray, signals: pd.DataFrame, population: Population) -> np.ndarray:
    """Let brothers and sisters share the part of a domain of family problems too."""
    if "gezin" not in population.kinderen:
        return domain_part
    of_family = pd.factorize(signals["domein"])[0][signals["soort"] == "gezinsproblematiek"]
    shared = domain_part.copy()
    columns = np.unique(of_family)
    shared[:, columns] = domain_part[population.kinderen["gezin"].to_numpy()][:, columns]
    return shared
