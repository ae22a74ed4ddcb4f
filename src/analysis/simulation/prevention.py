"""What IKCs say of themselves, and what jeugdondersteuners spend hours on: ikc_profiel.csv and inzet_jok.csv."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from .context import OMGEVINGEN, STRUCTUREN, score
from .files import write_csv
from .scenario import Scenario

STELLINGEN = ("Zorgen worden vroeg besproken", "Ouders worden er snel bij gehaald", "Teamleden vragen elkaar om raad")
OVERLEGGEN = (
    ("zorgteam", "elke zes weken, met de IB-er en de GGD"),
    ("ontwikkelgesprek", "twee keer per jaar per groep"),
)
GEBEURTENISSEN = (
    ("peuter-kleuteroverleg", "opvang en school bespreken elke maand de overgang naar groep 1", 200),
    ("vroege hulp bij geldzorgen", "het wijkteam is elke week in het gebouw", 540),
)
"""What changed at a pilot, and how many days after the start of its jeugdondersteuner."""
SOORTEN = ("universeel", "selectief", "geindiceerd", "professionalisering", "normalisering", "adressering")
BEGIN = np.array([0.08, 0.16, 0.42, 0.08, 0.08, 0.18])
EIND = np.array([0.22, 0.14, 0.18, 0.18, 0.14, 0.14])
"""Shares of the registrations per soort, at the start and from two years on, where effort moves to the front."""
BEWEEGT = (1.0, 1.0, 0.1)
"""How much of that move each pilot makes; the third hardly moves."""
VAKANTIE = (*range(29, 35), 43, 52, 53, 1, 8, 18)
"""Weeks of the year without school, and without registrations."""
VERGETEN = (2020, 4)
"""The year and month in which the second pilot wrote nothing down: schools were closed."""


def write_profiel(scenario: Scenario, rng: np.random.Generator, folder: Path) -> None:
    """Write ikc_profiel.csv: a row per fact; scores from 1 to 5, and two dated changes at each pilot."""
    rows = [row for place in range(scenario.ikcs) for row in _profile(scenario, place, rng)]
    names = ["ikc", "soort", "onderwerp", "score", "tekst", "datum"]
    write_csv(folder / "ikc_profiel.csv", pd.DataFrame(rows, columns=names), "utf-8-sig")


def _profile(scenario: Scenario, place: int, rng: np.random.Generator) -> Iterator[tuple[str, ...]]:
    ikc, start = scenario.codes()[place], scenario.starts_jok()[place]
    buurt, cultuur = scenario.per_ikc(scenario.buurt)[place], scenario.per_ikc(scenario.cultuur)[place]
    yield ikc, "omgeving", "omgeving", score(-buurt / 0.1), OMGEVINGEN[place % 5], ""
    yield ikc, "zorgstructuur", "zorgstructuur", score(cultuur / 0.1), STRUCTUREN[place % 3], ""
    for stelling in STELLINGEN:
        yield ikc, "zorgcultuur", stelling, score(cultuur / 0.08 + rng.normal(0, 0.7)), "", ""
    onderwerp, tekst = OVERLEGGEN[place % 2]
    yield ikc, "overleg", onderwerp, "", tekst, ""
    last = scenario.toewijzingen_tot
    for onderwerp, tekst, days in GEBEURTENISSEN:
        day = start + timedelta(days=days) if start else last
        if day < last:
            yield ikc, "gebeurtenis", onderwerp, "", tekst, day.strftime("%d-%m-%Y")


def write_inzet(reports: pd.DataFrame, scenario: Scenario, rng: np.random.Generator, folder: Path) -> None:
    """Write inzet_jok.csv: what the jeugdondersteuners of the pilots registered, from their start to the last day."""
    rows = [row for place in range(scenario.pilots) for row in _registrations(reports, scenario, place, rng)]
    names = ["ikc", "datum", "soort", "uren", "groep", "kindcode"]
    write_csv(folder / "inzet_jok.csv", pd.DataFrame(rows, columns=names))


def _registrations(
    reports: pd.DataFrame, scenario: Scenario, place: int, rng: np.random.Generator
) -> Iterator[tuple[str, ...]]:
    start, children = scenario.starts_jok()[place], _children(reports, place)
    move = BEWEEGT[place % len(BEWEEGT)]
    for day in _working_days(start, scenario.toewijzingen_tot):
        if place == 1 and (day.year, day.month) == VERGETEN:
            continue
        part = move * min(1.0, (day - start).days / 730)
        for soort in rng.choice(SOORTEN, size=rng.integers(2, 5), p=(1 - part) * BEGIN + part * EIND):
            of_child = soort == "geindiceerd"
            child = str(rng.choice(children)) if of_child else ""
            groep = str(rng.integers(1, 9)) if soort in ("universeel", "selectief") else ""
            yield scenario.codes()[place], day.strftime("%d-%m-%Y"), soort, _hours(rng), groep, child


def _children(reports: pd.DataFrame, place: int) -> np.ndarray:
    """Give the codes of some children of an IKC: those a jeugdondersteuner works with one by one."""
    codes = np.sort(reports.loc[reports["ikc"] == place, "kindcode"].astype(str).unique())
    return codes[:: max(1, len(codes) // 25)]


def _working_days(start: date, last: date) -> Iterator[date]:
    """Give the Mondays and Thursdays between two days, outside the holidays."""
    days = (start + timedelta(days=number) for number in range((last - start).days + 1))
    yield from (day for day in days if day.isoweekday() in (1, 4) and day.isocalendar().week not in VAKANTIE)


def _hours(rng: np.random.Generator) -> str:
    """Draw a time of half an hour to three hours; now and then as hours and minutes."""
    quarters = int(rng.integers(2, 13))
    if rng.random() < 0.05:
        return f"{quarters // 4}:{quarters % 4 * 15:02d}"
    return f"{quarters / 4:g}".replace(".", ",")
