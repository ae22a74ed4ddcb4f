"""What is seen and reported of the children: the inventories as informants would fill them in, still clean."""

import numpy as np
import pandas as pd

from .children import Moment
from .scenario import BOUWEN, Scenario, care_codes, signal_codes


def detection(moment: Moment, informant: np.ndarray, scenario: Scenario) -> np.ndarray:
    """Give the chance per child and signal that the child's informant reports it when it is there."""
    signals, chances = signal_codes(scenario), scenario.kansen
    culture = scenario.per_ikc(scenario.cultuur)[moment.aanwezig["ikc"]]
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


def draw_report(moment: Moment, informant: np.ndarray, scenario: Scenario, rng: np.random.Generator) -> pd.DataFrame:
    """Report the children: one row per enrolled child, a column (True or False) per code that is seen."""
    seen = moment.signalen & (rng.random(moment.signalen.shape) < detection(moment, informant, scenario))
    known = moment.zorg & (rng.random(moment.zorg.shape) < knowledge(scenario))
    codes = [*signal_codes(scenario)["code"], *care_codes(scenario)["code"]]
    marks = pd.DataFrame(np.hstack([seen, known]), columns=codes)
    head = moment.aanwezig.assign(meting=moment.meting, informant=informant)
    return pd.concat([head, marks], axis=1)


def draw_reports(moments: list[Moment], scenario: Scenario, rng: np.random.Generator) -> pd.DataFrame:
    """Report all children at all metingen; at the second, some children of pilots are reported by a leerkracht too.

    One row per child, meting and informant; `dubbel` marks the second report on a child. Every enrolled child has a
    row: leaving out those without a mark is up to the delivery.
    """
    reports = []
    for number, moment in enumerate(moments):
        informant = main_informant(moment, number, scenario)
        report = draw_report(moment, informant, scenario, rng).assign(dubbel=False)
        second = draw_report(moment, np.full(len(informant), "leerkracht"), scenario, rng).assign(dubbel=True)
        chosen = (informant != "leerkracht") & (rng.random(len(informant)) < scenario.dubbel_gemeld) & (number == 1)
        reports += [report, second[chosen]]
    return pd.concat(reports, ignore_index=True)


def count_enrolled(moments: list[Moment]) -> pd.DataFrame:
    """Count the enrolled children per IKC (position), meting and bouw: the denominators."""
    rows = pd.concat([moment.aanwezig.assign(meting=moment.meting) for moment in moments])
    counts = rows.groupby(["ikc", "meting", "bouw"], sort=False).size().reset_index(name="aantal_kinderen")
    order = {meting: place for place, meting in enumerate(counts["meting"].unique())}
    keys = counts.assign(meting=counts["meting"].map(order), bouw=counts["bouw"].map(list(BOUWEN).index))
    return counts.loc[keys.sort_values(["ikc", "meting", "bouw"]).index].reset_index(drop=True)
