"""What is seen and reported of the children: the inventories as informants would fill them in, still clean."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .children import Moment
from .scenario import BOUWEN, Scenario, care_codes, signal_codes

NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(11)
WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
"""Gauss-Hermite: the mean over persons, who differ by a normal distribution, is the weighted sum over these nodes."""


def detection(
    moment: Moment, informant: np.ndarray, scenario: Scenario, person: np.ndarray | float = 0.0
) -> np.ndarray:
    """Give the chance per child and signal that the child's informant reports it when it is there.

    `person` is how much more than others the person who fills in notes, in logits: per child, or one for all.
    """
    signals, chances = signal_codes(scenario), scenario.kansen
    culture = scenario.per_ikc(scenario.cultuur)[moment.aanwezig["ikc"]] + person
    result = np.zeros(moment.signalen.shape)
    for name in np.unique(informant):
        source = name if scenario.informant_effect else "leerkracht"
        base = signals["domein"].map(chances["detectie"][source]).to_numpy()
        bouw = moment.aanwezig["bouw"].map(chances["detectie_bouw"][source]).to_numpy()
        seen = 1 / (1 + np.exp(-(np.log(base / (1 - base)) + culture[:, None]))) * bouw[:, None]
        result = np.where((informant == name)[:, None], seen, result)
    return result


def knowledge(scenario: Scenario) -> np.ndarray:
    """Give the chance per form of care that care in use is marked; the same for every informant."""
    return care_codes(scenario)["soort"].map(scenario.kansen["kennis_zorg"]).to_numpy()


def main_informant(moment: Moment, number: int, scenario: Scenario) -> np.ndarray:
    """Name the informant per child: the IKC's informant at this meting."""
    names = np.array([scenario.informant(ikc, number) for ikc in range(scenario.ikcs)])
    return names[moment.aanwezig["ikc"]]


def draw_report(
    moment: Moment,
    informant: np.ndarray,
    scenario: Scenario,
    rng: np.random.Generator,
    person: np.ndarray | float = 0.0,
) -> pd.DataFrame:
    """Report the children: one row per enrolled child, a column (True or False) per code that is seen."""
    seen = moment.signalen & (rng.random(moment.signalen.shape) < detection(moment, informant, scenario, person))
    known = moment.zorg & (rng.random(moment.zorg.shape) < knowledge(scenario))
    codes = [*signal_codes(scenario)["code"], *care_codes(scenario)["code"]]
    marks = pd.DataFrame(np.hstack([seen, known]), columns=codes)
    head = moment.aanwezig.assign(meting=moment.meting, informant=informant)
    return pd.concat([head, marks], axis=1)


def draw_reports(
    moments: list[Moment], scenario: Scenario, rng: np.random.Generator, persons: Sequence[pd.DataFrame] = ()
) -> pd.DataFrame:
    """Report all children at all metingen; at the second, some children of pilots are reported by a leerkracht too.

    One row per child, meting and informant; `dubbel` marks the second report on a child. Every enrolled child has a
    row: leaving out those without a mark is up to the delivery. `persons` (per meting, a row per child) are who fills
    in, with klas, and how much they note.
    """
    reports = []
    for number, moment in enumerate(moments):
        informant = main_informant(moment, number, scenario)
        first, other = (_effects(persons, number, name) for name in ("", "_tweede"))
        report = draw_report(moment, informant, scenario, rng, first).assign(dubbel=False)
        second = draw_report(moment, np.full(len(informant), "leerkracht"), scenario, rng, other).assign(dubbel=True)
        report, second = _name(report, persons, number, ""), _name(second, persons, number, "_tweede")
        chance = double_chance(moment, informant, scenario)
        chosen = (informant != "leerkracht") & (rng.random(len(informant)) < chance) & (number == 1)
        reports += [report, second[chosen]]
    return pd.concat(reports, ignore_index=True)


def _effects(persons: Sequence[pd.DataFrame], number: int, which: str) -> np.ndarray | float:
    return persons[number][f"uitslag{which}"].to_numpy() if persons else 0.0


def _name(report: pd.DataFrame, persons: Sequence[pd.DataFrame], number: int, which: str) -> pd.DataFrame:
    if not persons:
        return report
    rows = persons[number]
    return report.assign(klas=rows["klas"].to_numpy(), invuller=rows[f"invuller{which}"].to_numpy())


def double_chance(moment: Moment, informant: np.ndarray, scenario: Scenario) -> np.ndarray:
    """Give the chance per child of a second report: the planted share of each IKC, more with a true child problem."""
    need = moment.signalen[:, (signal_codes(scenario)["soort"] == "kindproblematiek").to_numpy()].any(axis=1)
    weight = np.where(need, scenario.bedreigingen.dubbel_selectief, 1.0)
    ikc = moment.aanwezig["ikc"].to_numpy()
    mean = np.bincount(ikc, weight, minlength=scenario.ikcs) / np.bincount(ikc, minlength=scenario.ikcs)
    return np.minimum(scenario.dubbel_gemeld * weight / mean[ikc], 1.0)


def count_enrolled(moments: list[Moment]) -> pd.DataFrame:
    """Count the enrolled children per IKC (position), meting and bouw: the denominators."""
    rows = pd.concat([moment.aanwezig.assign(meting=moment.meting) for moment in moments])
    counts = rows.groupby(["ikc", "meting", "bouw"], sort=False).size().reset_index(name="aantal_kinderen")
    order = {meting: place for place, meting in enumerate(counts["meting"].unique())}
    keys = counts.assign(meting=counts["meting"].map(order), bouw=counts["bouw"].map(list(BOUWEN).index))
    return counts.loc[keys.sort_values(["ikc", "meting", "bouw"]).index].reset_index(drop=True)
