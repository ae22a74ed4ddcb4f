"""A whole simulated study in memory, and its truth; nothing is written."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .children import Moment, Population, draw_moments, draw_population
from .inventories import count_enrolled, draw_reports
from .messages import OWN_CODES, VERWIJDERD, count_valid, cut_trajecten, describe_products, send_messages, use_own_codes
from .scenario import Scenario, care_codes, signal_codes
from .toewijzingen import draw_trajecten
from .truth import Truth, change_shares, moment_shares


@dataclass(frozen=True)
class Simulated:
    """A simulated study in memory, before any dirt.

    Attributes
    ----------
    populatie
        ikc (position), meting, bouw, aantal_kinderen.
    rapporten
        One row per enrolled child, meting and informant, a boolean column per code; see `draw_reports`.
    codes
        soort, domein, code of those columns, in order.
    trajecten, berichten
        The true trajects; the messages about their toewijzingen.
    """

    scenario: Scenario
    seed: int
    population: Population
    momenten: list[Moment]
    populatie: pd.DataFrame
    rapporten: pd.DataFrame
    codes: pd.DataFrame
    trajecten: pd.DataFrame
    berichten: pd.DataFrame


def random_streams(seed: int) -> list[np.random.Generator]:
    """Give the random streams of the stages: children, problems and care, reports, trajects, messages."""
    return [np.random.Generator(np.random.PCG64(part)) for part in np.random.SeedSequence(seed).spawn(5)]


def simulate_tables(scenario: Scenario, seed: int, met_toewijzingen: bool = True) -> Simulated:
    """Simulate a study in memory. Each stage has a random stream of its own, so that one does not move another.

    `met_toewijzingen=False` leaves the toewijzingen empty and is much faster: for benchmarks of the inventories.
    """
    streams = random_streams(seed)
    population = draw_population(scenario, streams[0])
    moments = draw_moments(population, scenario, streams[1])
    reports = draw_reports(moments, scenario, streams[2])
    reports = reports.assign(geslacht=population.kinderen["geslacht"].to_numpy()[reports["kind"]])
    trajects = messages = pd.DataFrame()
    if met_toewijzingen:
        trajects = draw_trajecten(population, moments, scenario, streams[3])
        segments = describe_products(cut_trajecten(trajects, scenario, streams[4]), scenario, streams[4])
        messages = send_messages(use_own_codes(segments, streams[4]), population, scenario, streams[4])
    codes = pd.concat([signal_codes(scenario), care_codes(scenario)])[["soort", "domein", "code"]]
    return Simulated(
        scenario,
        seed,
        population,
        moments,
        count_enrolled(moments),
        reports,
        codes.reset_index(drop=True),
        trajects,
        messages,
    )


def find_truth(study: Simulated) -> Truth:
    """Work out the truth of a simulated study from what was planted and drawn."""
    scenario = study.scenario
    shares = pd.concat([moment_shares(m, n, scenario) for n, m in enumerate(study.momenten)], ignore_index=True)
    changes = change_shares(shares, [moment.meting for moment in study.momenten])
    counts = count_toewijzingen(study) if len(study.berichten) else {}
    return Truth(scenario, study.seed, shares, changes, counts)


def count_toewijzingen(study: Simulated) -> dict:
    """Count the true trajects (started per kwartaal too), the valid toewijzingen and the messages about them."""
    trajects = study.trajecten
    kwartaal = trajects["start"].dt.to_period("Q").astype(str)
    inside = trajects["start"] >= pd.Timestamp(study.scenario.toewijzingen_van)
    return {
        "kinderen": len(study.population.kinderen),
        "kinderen_buiten_studie": len(study.population.buiten),
        "kinderen_met_traject": int(trajects.loc[trajects["ikc"] >= 0, "kind"].nunique()),
        "trajecten": len(trajects),
        "trajecten_per_zorgvorm": trajects["zorgvorm"].value_counts().sort_index().to_dict(),
        "trajecten_gestart_per_kwartaal": kwartaal[inside].value_counts().sort_index().to_dict(),
        "toewijzingen_geldig": len(count_valid(study.berichten)),
        "berichten": len(study.berichten),
        "berichten_ingetrokken": int((study.berichten["reden_wijziging"] == VERWIJDERD).sum()),
        "berichten_eigen_code": study.berichten["productcode"].isin([code for _, code in OWN_CODES]).sum().item(),
    }
