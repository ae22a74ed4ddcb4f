"""A whole simulated study in memory, and its truth; nothing is written."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .care_paths import draw_care_paths, find_care_truth
from .children import Moment, Population, draw_moments, draw_population
from .classes import Klassen, describe_klassen, draw_klassen, draw_letters, find_spread
from .families import join_families, share_domains
from .inventories import count_enrolled, draw_reports
from .messages import OWN_CODES, VERWIJDERD, count_valid, cut_trajecten, describe_products, send_messages, use_own_codes
from .scenario import Scenario, care_codes, signal_codes
from .toewijzingen import add_followups, draw_trajecten
from .truth import Truth, change_shares, moment_shares, pairs_of_metingen, table_rows


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
    klassen
        Classes and persons who filled in, where they are planted.
    verschuiving
        How much the liability to problems of each IKC truly shifted since the first meting, [meting, ikc], if planted.
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
    klassen: Klassen | None = None
    verschuiving: np.ndarray | None = None


def random_streams(seed: int) -> list[np.random.Generator]:
    """Give the random streams of the stages: children, problems and care, reports, trajects, messages, threats.

    A stream that comes later in the list moves none before it.
    """
    return [np.random.Generator(np.random.PCG64(part)) for part in np.random.SeedSequence(seed).spawn(9)]


def simulate_tables(scenario: Scenario, seed: int, met_toewijzingen: bool = True) -> Simulated:
    """Simulate a study in memory. Each stage has a random stream of its own, so that one does not move another.

    `met_toewijzingen=False` leaves the toewijzingen empty and is much faster: for benchmarks of the inventories.
    """
    streams = random_streams(seed)
    population = plant_population(draw_population(scenario, streams[0]), scenario, streams[5], streams[6])
    drift = draw_drift(scenario, streams[7])
    signals = signal_codes(scenario)
    moments = draw_moments(
        population, scenario, streams[1], drift, lambda part: share_domains(part, signals, population)
    )
    klassen = None
    if scenario.bedreigingen.klas_grootte:
        klassen = draw_klassen(moments, scenario, find_spread(moments[0], scenario), streams[6])
    reports = draw_reports(moments, scenario, streams[2], klassen.momenten if klassen else ())
    reports = reports.assign(geslacht=population.kinderen["geslacht"].to_numpy()[reports["kind"]])
    if "gezin" in population.kinderen:
        reports = reports.assign(gezin=population.kinderen["gezin"].to_numpy()[reports["kind"]])
    trajects = messages = pd.DataFrame()
    if met_toewijzingen:
        trajects = draw_trajecten(population, moments, scenario, streams[3])
        trajects = add_followups(trajects, scenario, streams[8])
        segments = describe_products(cut_trajecten(trajects, scenario, streams[4]), scenario, streams[4])
        messages = send_messages(use_own_codes(segments, streams[4]), population, scenario, streams[4])
    codes = pd.concat([signal_codes(scenario), care_codes(scenario)])[["soort", "domein", "code"]]
    return Simulated(
        scenario,
        seed,
        population,
        moments,
        drop_absent(count_enrolled(moments), scenario),
        reports,
        codes.reset_index(drop=True),
        trajects,
        messages,
        klassen,
        drift,
    )


def drop_absent(counts: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Drop the counts of children of an IKC at metingen before it joined the study."""
    numbers = {meting: number for number, (meting, _, _) in enumerate(scenario.momenten())}
    pairs = zip(counts["ikc"], counts["meting"], strict=True)
    return counts[[scenario.is_enrolled(ikc, numbers[meting]) for ikc, meting in pairs]].reset_index(drop=True)


def plant_population(
    population: Population, scenario: Scenario, families: np.random.Generator, classes: np.random.Generator
) -> Population:
    """Join children in families and put them in classes, where that is planted."""
    if scenario.bedreigingen.broers_zussen:
        population = join_families(population, scenario, families)
    if scenario.bedreigingen.klas_grootte:
        population = replace(population, inschrijvingen=draw_letters(population, scenario, classes))
    return population


def draw_drift(scenario: Scenario, rng: np.random.Generator) -> np.ndarray | None:
    """Draw how much each IKC's liability truly shifts after the first meting, where IKCs differ in that."""
    spread = scenario.bedreigingen.verschil_ikcs
    if not spread:
        return None
    later = np.arange(len(scenario.momenten()))[:, None] > 0
    return later * spread * rng.standard_normal(scenario.ikcs)


def find_truth(study: Simulated) -> Truth:
    """Work out the truth of a simulated study from what was planted and drawn."""
    scenario = study.scenario
    spread = study.klassen.spreiding if study.klassen else 0.0
    shares = pd.concat(
        [moment_shares(moment, number, scenario, spread) for number, moment in enumerate(study.momenten)],
        ignore_index=True,
    )
    changes = change_shares(shares, pairs_of_metingen(scenario))
    counts = count_toewijzingen(study) if len(study.berichten) else {}
    care = find_care_truth(draw_care_paths(scenario, study.seed))
    return Truth(scenario, study.seed, shares, changes, counts, find_threats(study), care)


def find_threats(study: Simulated) -> dict:
    """Tell what the planted threats came down to in this draw; nothing where none is planted."""
    scenario, planted = study.scenario, study.scenario.bedreigingen
    found: dict = {}
    if study.klassen:
        found["spreiding_invullers"] = study.klassen.spreiding
        found["klassen"] = table_rows(describe_klassen(study.klassen, study.momenten, scenario))
    if planted.broers_zussen:
        gezin = study.population.kinderen["gezin"]
        found["kinderen_met_broer_of_zus"] = int(gezin.duplicated(keep=False).sum())
    if study.verschuiving is not None:
        found["verschuiving"] = dict(zip(scenario.codes(), study.verschuiving[-1].round(5).tolist(), strict=True))
    if planted.vervolg and len(study.trajecten):
        own = study.trajecten[study.trajecten["ikc"] >= 0]
        found["trajecten_per_kind"] = round(len(own) / own["kind"].nunique(), 5)
    return found


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
