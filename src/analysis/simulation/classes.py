"""Classes, and the person who fills in for each: another one at each meting, who notes more or less than others."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from scipy import optimize

from analysis.errors import InvoerFout

from .children import Moment, Population
from .inventories import NODES, WEIGHTS, detection, main_informant
from .scenario import Scenario, signal_codes

PLANTED_ON = "kindproblematiek"
SMALL = 0.6
"""An IKC with fewer children per groep than this part of a class combines two groepen in one."""
LARGEST_SPREAD, PRECISION = 12.0, 1e-4
PERSONS = ("invuller", "invuller_tweede")


@dataclass(frozen=True)
class Klassen:
    """Who was in which class, and who filled in.

    Attributes
    ----------
    spreiding
        Standard deviation between persons of how much they note, in logits of the chance to see a signal.
    momenten
        Per meting a row per enrolled child: klas, cluster, invuller and its uitslag (logits), and the same of the
        leerkracht who reports some children a second time (`invuller_tweede`, `uitslag_tweede`).
    """

    spreiding: float
    momenten: tuple[pd.DataFrame, ...]


def draw_letters(population: Population, scenario: Scenario, rng: np.random.Generator) -> pd.DataFrame:
    """Give the enrolments with a `letter`: the class of its cohort, for as long as the child is at the IKC."""
    stays = population.inschrijvingen
    number = classes_per_groep(scenario)
    letters = pd.Series("a", index=stays.index)
    for (ikc, _), rows in stays.groupby(["ikc", "cohort"], sort=True):
        weight = rng.uniform(0.75, 1.25, number[ikc])
        letters[rows.index] = rng.choice(list("abcdefgh")[: number[ikc]], len(rows), p=weight / weight.sum())
    return stays.assign(letter=letters)


def classes_per_groep(scenario: Scenario) -> np.ndarray:
    """Give the classes per groep of each IKC: as near to the size aimed at as can be, one at least, eight at most."""
    per_groep = scenario.per_ikc(scenario.grootte) / 10
    return np.clip(np.rint(per_groep / scenario.bedreigingen.klas_grootte), 1, 8).astype(int)


def label_klassen(rows: pd.DataFrame, scenario: Scenario) -> pd.Series:
    """Name the class of each child from ikc, groep and letter: `3a`, `1/2`; '' where the groep is the class."""
    groep, ikc = rows["groep"], rows["ikc"].to_numpy()
    small = scenario.per_ikc(scenario.grootte) / 10 < SMALL * scenario.bedreigingen.klas_grootte
    odd = groep - (groep % 2 == 0)
    pair = odd.astype(str) + "/" + (odd + 1).astype(str)
    lettered = groep.astype(str) + rows["letter"]
    several = classes_per_groep(scenario)[ikc] > 1
    return lettered.where(several, "").mask(small[ikc], pair).mask(groep == 0, label_peuters(rows, scenario))


def label_peuters(rows: pd.DataFrame, scenario: Scenario) -> pd.Series:
    """Name the class of a child of two cohorts of peuters, by its number at the IKC: `0a`; '' if there is one."""
    size = scenario.per_ikc(scenario.grootte) / 10 * 2 / scenario.bedreigingen.klas_grootte
    number = np.clip(np.rint(size), 1, 8).astype(int)[rows["ikc"]]
    place = rows["kindcode"].str.rsplit("-", n=1).str[-1].astype(int) % number
    return ("0" + place.map(dict(enumerate("abcdefgh")))).where(number > 1, "")


def draw_klassen(moments: list[Moment], scenario: Scenario, spread: float, rng: np.random.Generator) -> Klassen:
    """Draw who fills in for which class at each meting, and how much each person notes (`spread`: see find_spread)."""
    shares = scenario.bedreigingen.leerkracht_blijft
    rows = [moment.aanwezig.assign(klas=label_klassen(moment.aanwezig, scenario)) for moment in moments]
    rows = [part.assign(cluster=part["klas"].mask(part["klas"] == "", part["groep"].astype(str))) for part in rows]
    names = sorted({key for part in rows for key in zip(part["ikc"], part["cluster"], strict=True)})
    stays = dict(zip(names, rng.random(len(names)) < shares, strict=True))
    named = [name_persons(part, number, stays, scenario) for number, part in enumerate(rows)]
    persons = sorted(
        {key for part in named for column in PERSONS for key in zip(part["ikc"], part[column], strict=True)}
    )
    effect = dict(zip(persons, spread * rng.standard_normal(len(persons)), strict=True))
    return Klassen(spread, tuple(add_effects(part, effect) for part in named))


def name_persons(rows: pd.DataFrame, number: int, stays: dict, scenario: Scenario) -> pd.DataFrame:
    """Name the person per child: `lk3a-2019` at one meting, `lk3a` who stays, `jok1` the jeugdondersteuner."""
    year = scenario.momenten()[number][1].year
    fixed = np.array([stays[key] for key in zip(rows["ikc"], rows["cluster"], strict=True)])
    cluster = "" if scenario.bedreigingen.een_invuller else rows["cluster"]
    teacher = pd.Series("lk", index=rows.index) + cluster
    teacher = teacher.where(fixed & (not scenario.bedreigingen.een_invuller), teacher + f"-{year}")
    informants = np.array([scenario.informant(ikc, number) for ikc in range(scenario.ikcs)])[rows["ikc"]]
    return rows.assign(invuller=teacher.where(informants == "leerkracht", "jok1"), invuller_tweede=teacher)


def add_effects(rows: pd.DataFrame, effect: dict) -> pd.DataFrame:
    """Add how much each person notes, in logits."""
    found = {
        column.replace("invuller", "uitslag"): [effect[key] for key in zip(rows["ikc"], rows[column], strict=True)]
        for column in PERSONS
    }
    return rows.assign(**found)


def find_spread(moment: Moment, scenario: Scenario) -> float:
    """Find the spread between persons that gives the planted icc (Brent's method); refuse one that no spread gives."""
    wanted = scenario.bedreigingen.icc
    if not wanted:
        return 0.0
    if rate_icc(moment, 0, scenario, LARGEST_SPREAD) < wanted:
        raise InvoerFout(f"Een icc van {wanted} kan hier niet: invullers die niets of alles zien geven minder.")
    missing = partial(_miss, moment, scenario, wanted)
    return float(optimize.brentq(missing, 0, LARGEST_SPREAD, xtol=PRECISION))


def _miss(moment: Moment, scenario: Scenario, wanted: float, spread: float) -> float:
    return rate_icc(moment, 0, scenario, spread) - wanted


def rate_icc(moment: Moment, number: int, scenario: Scenario, spread: float) -> float:
    """Give the icc of any mark of `PLANTED_ON`: the part of its variance that is between persons."""
    columns = (signal_codes(scenario)["soort"] == PLANTED_ON).to_numpy()
    shares = np.array([mean_share(moment, number, scenario, spread * node, columns) for node in NODES])
    mean = WEIGHTS @ shares
    return float((WEIGHTS @ (shares - mean) ** 2) / (mean * (1 - mean)))


def mean_share(moment: Moment, number: int, scenario: Scenario, shift: float, columns: np.ndarray) -> float:
    """Give the share of children that a person who is `shift` logits off is expected to mark with any of the codes."""
    chance = detection(moment, main_informant(moment, number, scenario), scenario, shift)[:, columns]
    return float((1 - np.where(moment.signalen[:, columns], 1 - chance, 1.0).prod(axis=1)).mean())


def describe_klassen(klassen: Klassen, moments: list[Moment], scenario: Scenario) -> pd.DataFrame:
    """Describe what was drawn, per ikc and meting: classes, their sizes, persons; and the icc of all IKCs together."""
    parts = []
    for number, (moment, rows) in enumerate(zip(moments, klassen.momenten, strict=True)):
        sizes = rows.groupby(["ikc", "cluster"]).size().groupby("ikc")
        persons = rows.groupby("ikc")["invuller"].nunique()
        told = pd.DataFrame({"n_klassen": sizes.size(), "kleinste": sizes.min(), "grootste": sizes.max()})
        told = told.assign(n_invullers=persons, icc=rate_icc(moment, number, scenario, klassen.spreiding))
        parts.append(told.reset_index().assign(meting=moment.meting))
    found = pd.concat(parts, ignore_index=True)
    order = ["ikc", "meting", "n_klassen", "kleinste", "grootste", "n_invullers", "icc"]
    return found.assign(ikc=np.array(scenario.codes())[found["ikc"]])[order]
