"""Write the simulated study as the raw deliveries that IKCs and the municipality would send."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from analysis.codebook import load_codebook
from analysis.errors import InvoerFout

from . import context, conversations, inventory_files, prevention, register_files
from .care_paths import draw_care_paths, write_care_paths
from .message_files import write_berichten
from .scenario import Scenario, over_years
from .studies import Simulated, find_truth, simulate_tables
from .threats import Bedreigingen
from .truth import Truth, write_truth

EXPORT, BERICHTEN, BEIDE = "export", "berichten", "beide"


def simulate_study(
    folder: Path,
    seed: int = 2019,
    ikcs: int = 9,
    metingen: int = 3,
    overschrijven: bool = False,
    scenario: Scenario | None = None,
    toewijzingen: str = EXPORT,
    bedreigingen: Bedreigingen | None = None,
    jaren: int = 0,
) -> Truth:
    """Write a whole study folder as raw deliveries, with its truth in simulatie/waarheid.json.

    The same seed and scenario always give the same bytes. A folder with anything in it is refused, unless
    `overschrijven`: then the files of the same names are replaced and all else is left. `toewijzingen` chooses how the
    municipality delivers the same truth: `export` (two dirty exports), `berichten` (JW301 in zips) or `beide`.
    `bedreigingen` plants classes, persons who fill in, siblings and the like in the scenario; `jaren` adds a meting in
    each of so many years after the pilot's three.
    """
    check_request(folder, ikcs, metingen, overschrijven)
    scenario = scenario or replace(Scenario(), ikcs=ikcs, metingen=metingen, pilots=max(1, round(ikcs / 3)))
    scenario = scenario if bedreigingen is None else replace(scenario, bedreigingen=bedreigingen)
    scenario = over_years(scenario, jaren) if jaren else scenario
    study = simulate_tables(scenario, seed)
    truth = find_truth(study)
    write_deliveries(study, folder, toewijzingen)
    write_truth(truth, folder / "simulatie" / "waarheid.json")
    return truth


def check_request(folder: Path, ikcs: int, metingen: int, overschrijven: bool) -> None:
    """Stop, before anything is written, when the folder is in use or the numbers make no study."""
    if folder.exists() and not folder.is_dir():
        raise InvoerFout(f"{folder.name} is een bestand. Geef een lege of een nieuwe map.")
    if not overschrijven and folder.exists() and any(folder.iterdir()):
        raise InvoerFout(f"De map {folder.name} is niet leeg. Kies een lege of een nieuwe map.")
    if ikcs < 1 or metingen < 2:
        raise InvoerFout("Een studie heeft minstens 1 IKC en 2 metingen.")


def write_deliveries(study: Simulated, folder: Path, toewijzingen: str = EXPORT) -> None:
    """Write study.yml and every raw delivery of a simulated study."""
    scenario, raw = study.scenario, folder / "data" / "raw"
    codebook = load_codebook().codes
    labels = dict(zip(codebook["code"], codebook["label"], strict=True))
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([study.seed, 1])))
    reports = inventory_files.renumber_children(study.rapporten, scenario)
    context.write_study(scenario, folder / "study.yml")
    inventory_files.write_populatie(study.populatie, scenario, raw)
    inventory_files.write_inventarisaties(reports, list(study.codes["code"]), labels, scenario, rng, raw)
    inventory_files.write_tellingen(inventory_files.count_tellingen(reports, study.codes, scenario), scenario, raw)
    if toewijzingen in (EXPORT, BEIDE):
        register_files.write_toewijzingen(study.berichten, scenario, raw)
    if toewijzingen in (BERICHTEN, BEIDE):
        write_berichten(study.berichten, study.population, raw)
    register_files.write_leerlingen(study.population, scenario, rng, raw)
    context.write_speerpunten(scenario, raw)
    context.write_doelmetingen(scenario, raw)
    context.write_published(raw)
    conversations.write_gesprekken(scenario, study.seed, raw)
    own = np.random.Generator(np.random.PCG64(np.random.SeedSequence([study.seed, 13])))
    prevention.write_profiel(scenario, own, raw)
    prevention.write_inzet(reports, scenario, own, raw)
    write_care_paths(draw_care_paths(scenario, study.seed), raw)
