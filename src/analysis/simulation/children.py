"""The latent children: who is enrolled where and when, and which problems and care they truly have."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from scipy.stats import norm

from .scenario import Scenario, bouw_of_groep, care_codes, school_year, signal_codes
from .years import care_factor, signal_shift

BURN_IN = 2
VOORSCHOOL_COHORTS = 2
FIRST_BSN, LAST_BSN = 999_900_006, 999_999_990
FIRST_OTHER = 100_000_000
BOUW_SHIFT = {"voorschool": -0.12, "onderbouw": 0.0, "middenbouw": 0.08, "bovenbouw": 0.08}


@dataclass(frozen=True)
class Population:
    """All children of a simulated study.

    Attributes
    ----------
    kinderen
        One row per child, the index being its number: client (a test BSN), geslacht, cohort (the year it starts
        groep 1), and the latent liabilities `last_kind` and `last_gezin` (standard normal).
    inschrijvingen
        One row per child and IKC: kind, ikc (position), cohort, jaar_van and jaar_tot (first and last school year),
        kindcode (the IKC's own code: a child that moves gets another).
    buiten
        Client numbers of children of the municipality who are at no IKC of the study; as `kind` they are numbered
        on from the last child.
    """

    kinderen: pd.DataFrame
    inschrijvingen: pd.DataFrame
    buiten: np.ndarray


@dataclass(frozen=True)
class Moment:
    """The truth at one meting: a row per enrolled child, and which signals and care it truly has."""

    meting: str
    aanwezig: pd.DataFrame
    signalen: np.ndarray
    zorg: np.ndarray


def is_bsn(numbers: np.ndarray) -> np.ndarray:
    """Say which nine-digit numbers pass the elfproef (weights 9, 8, ... 2, -1; sum divisible by 11)."""
    digits = numbers[:, None] // 10 ** np.arange(8, -1, -1) % 10
    return digits @ np.array([9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0


@cache
def valid_test_numbers() -> np.ndarray:
    """Give all valid BSNs of the official test range; no living person has one."""
    numbers = np.arange(FIRST_BSN, LAST_BSN + 1)
    return numbers[is_bsn(numbers)]


def draw_seats(scenario: Scenario, rng: np.random.Generator) -> pd.DataFrame:
    """Draw the places at every IKC: one row per place, that follows one cohort from voorschool to groep 8.

    A place is never empty; `verloop` decides how often another child takes it.
    """
    first = school_year(scenario.toewijzingen_van) - BURN_IN
    last = school_year(scenario.toewijzingen_tot)
    cohorts = np.arange(first - 7, last + VOORSCHOOL_COHORTS + 1)
    size = scenario.per_ikc(scenario.grootte) / (8 + VOORSCHOOL_COHORTS)
    spread = rng.integers(-3, 4, size=(scenario.ikcs, len(cohorts)))
    numbers = np.maximum(np.rint(size)[:, None].astype(int) + np.clip(spread, -size[:, None] // 4, None), 1)
    numbers = numbers.astype(int)
    ikc = np.repeat(np.arange(scenario.ikcs), numbers.sum(axis=1))
    cohort = np.concatenate([np.repeat(cohorts, row) for row in numbers])
    return pd.DataFrame(
        {
            "ikc": ikc,
            "cohort": cohort,
            "jaar_van": np.maximum(first, cohort - VOORSCHOOL_COHORTS),
            "jaar_tot": np.minimum(last, cohort + 7),
        }
    )


def draw_stays(seats: pd.DataFrame, verloop: float, rng: np.random.Generator) -> pd.DataFrame:
    """Cut each place into stays of one child: at the end of each school year a child leaves with chance verloop."""
    years = np.arange(seats["jaar_van"].min(), seats["jaar_tot"].max() + 1)
    occupied = (years >= seats[["jaar_van"]].to_numpy()) & (years <= seats[["jaar_tot"]].to_numpy())
    fresh = rng.random(occupied.shape) < verloop
    begins = occupied & (fresh | (years == seats[["jaar_van"]].to_numpy()))
    stay = np.cumsum(begins.ravel()).reshape(begins.shape)[occupied]
    seat, column = np.nonzero(occupied)
    cells = pd.DataFrame({"verblijf": stay, "plaats": seat, "jaar": years[column]})
    stays = cells.groupby("verblijf").agg(
        plaats=("plaats", "first"), jaar_van=("jaar", "min"), jaar_tot=("jaar", "max")
    )
    return stays.reset_index(drop=True).join(seats[["ikc", "cohort"]], on="plaats").drop(columns="plaats")


def link_moves(stays: pd.DataFrame, share: float, rng: np.random.Generator) -> np.ndarray:
    """Number the children: a share of those who leave an IKC is the same child as one who arrives at another.

    The match is on cohort and school year, so that a child that moves keeps its groep.
    """
    kind = np.arange(len(stays))
    arrivals = {key: list(rows.index) for key, rows in stays.groupby(["cohort", "jaar_van"])}
    ends_early = stays["jaar_tot"] < np.minimum(stays["cohort"] + 7, stays["jaar_tot"].max())
    moves = ends_early.to_numpy() & (rng.random(len(stays)) < share)
    for leaver in stays.index[moves]:
        key = (stays.at[leaver, "cohort"], stays.at[leaver, "jaar_tot"] + 1)
        options = [row for row in arrivals.get(key, []) if stays.at[row, "ikc"] != stays.at[leaver, "ikc"]]
        if options:
            kind[options[0]] = leaver
            arrivals[key].remove(options[0])
    return settle_chains(kind)


def settle_chains(kind: np.ndarray) -> np.ndarray:
    """Follow a child that moves twice to its first stay, and number the children from zero without gaps."""
    settled = kind
    while not np.array_equal(settled[settled], settled):
        settled = settled[settled]
    return np.unique(settled, return_inverse=True)[1]


def draw_population(scenario: Scenario, rng: np.random.Generator) -> Population:
    """Draw the children of all IKCs over all school years, with client numbers and latent liabilities."""
    seats = draw_seats(scenario, rng)
    stays = draw_stays(seats, scenario.verloop, rng)
    kind = link_moves(stays, scenario.verhuizing, rng)
    number = stays.groupby("ikc").cumcount() + 1
    kindcode = [f"{ikc + 1:02d}-{n:04d}" for ikc, n in zip(stays["ikc"], number, strict=True)]
    enrolments = stays.assign(kind=kind, kindcode=kindcode)
    cohort = enrolments.groupby("kind")["cohort"].first().to_numpy()
    numbers = draw_clients(len(cohort) + scenario.buiten_studie, rng)
    children = draw_children(cohort, scenario, rng).assign(client=numbers[: len(cohort)])
    return Population(children, enrolments, numbers[len(cohort) :])


def draw_clients(size: int, rng: np.random.Generator) -> np.ndarray:
    """Draw client numbers, all different: valid test BSNs, or numbers that can be nobody's BSN where those run out.

    There are some 9,000 test BSNs. A study of more children has nine-digit numbers that fail the elfproef, for all.
    """
    numbers = valid_test_numbers()
    if size > len(numbers):
        near = np.arange(FIRST_OTHER, FIRST_OTHER + 2 * size)
        numbers = near[~is_bsn(near)][:size]
    return rng.permutation(numbers)[:size]


def draw_children(cohort: np.ndarray, scenario: Scenario, rng: np.random.Generator) -> pd.DataFrame:
    """Draw gender, birthday and the two correlated latent liabilities of each child."""
    size = len(cohort)
    rho = scenario.samenhang_gezin
    family = rng.standard_normal(size)
    child = rho * family + np.sqrt(1 - rho**2) * rng.standard_normal(size)
    born = pd.to_datetime({"year": cohort - 5, "month": 10, "day": 1}) + pd.to_timedelta(
        rng.integers(0, 365, size), "D"
    )
    gender = np.where(rng.random(size) < 0.5, "m", "v")
    return pd.DataFrame(
        {"geslacht": gender, "geboortedatum": born, "cohort": cohort, "last_kind": child, "last_gezin": family}
    )


def enrolled_in(population: Population, year: int) -> pd.DataFrame:
    """Give the children of one school year: kind, ikc, kindcode, groep and bouw, in the order of their codes."""
    stays = population.inschrijvingen
    present = stays[(stays["jaar_van"] <= year) & (stays["jaar_tot"] >= year)]
    groep = np.maximum(year - present["cohort"].to_numpy() + 1, 0)
    own = ["kind", "ikc", "kindcode", *(["letter"] if "letter" in present else [])]
    rows = present[own].assign(groep=groep, bouw=bouw_of_groep(groep))
    return rows.sort_values(["ikc", "kindcode"], kind="stable").reset_index(drop=True)


def draw_moments(
    population: Population,
    scenario: Scenario,
    rng: np.random.Generator,
    drift: np.ndarray | None = None,
    share: Callable[[np.ndarray], np.ndarray] = lambda part: part,
) -> list[Moment]:
    """Draw what every enrolled child truly has at every meting: signals and care.

    Part of a child's liability to one signal or one form of care is the same at all metingen (`blijvend`). `drift` is
    what each IKC's liability has shifted by at each meting, [meting, ikc]; `share` makes the parts of a domain those of
    a family.
    """
    signals, care = signal_codes(scenario), care_codes(scenario)
    size = len(population.kinderen)
    domain_part = share(rng.standard_normal((size, signals["domein"].nunique())))
    lasting = rng.standard_normal((size, len(signals) + len(care)))
    moments = []
    for number, (meting, dag, _) in enumerate(scenario.momenten()):
        present = enrolled_in(population, school_year(dag))
        rows = present["kind"].to_numpy()
        passing = rng.standard_normal((len(rows), lasting.shape[1]))
        noise = np.sqrt(scenario.blijvend) * lasting[rows] + np.sqrt(1 - scenario.blijvend) * passing
        trend = signal_shift(scenario.kansen, signals["domein"], dag)
        truth = draw_signals(
            present, population, domain_part, noise[:, : len(signals)], scenario, drift_of(drift, number), trend
        )
        need = truth[:, signals["soort"] == "kindproblematiek"].any(axis=1)
        used = care.assign(aandeel=care["aandeel"] * care_factor(scenario.kansen, care["domein"], dag))
        chance = care_chance(present, need, used, scenario, scenario.jaren_met_jok(dag))
        moments.append(Moment(meting, present, truth, norm.cdf(noise[:, len(signals) :]) < chance))
    return moments


def drift_of(drift: np.ndarray | None, number: int) -> np.ndarray | None:
    """Give the shift per IKC at one meting; None when IKCs do not differ in their change."""
    return None if drift is None else drift[number]


def draw_signals(
    present: pd.DataFrame,
    population: Population,
    domain_part: np.ndarray,
    noise: np.ndarray,
    scenario: Scenario,
    drift: np.ndarray | None = None,
    trend: np.ndarray | float = 0.0,
) -> np.ndarray:
    """Decide which signals each child truly has: those whose liability passes the threshold of their true share.

    `trend` is what the liability to each signal has shifted by, at every IKC.

    Liability = part shared by all of a child or family (35 per cent of the variance), by a domain (25), own part (40).
    """
    signals = signal_codes(scenario)
    rows = present["kind"].to_numpy()
    load = population.kinderen[["last_kind", "last_gezin"]].to_numpy()[rows]
    shared = load[:, (signals["soort"] == "gezinsproblematiek").to_numpy().astype(int)]
    domain = domain_part[rows][:, pd.factorize(signals["domein"])[0]]
    shift = scenario.per_ikc(scenario.buurt)[present["ikc"]] + present["bouw"].map(BOUW_SHIFT).to_numpy()
    shift = shift if drift is None else shift + drift[present["ikc"]]
    liability = np.sqrt(0.35) * shared + np.sqrt(0.25) * domain + np.sqrt(0.40) * noise + shift[:, None]
    return liability + trend > norm.isf(signals["kans"].to_numpy())


def care_chance(
    present: pd.DataFrame, need: np.ndarray, care: pd.DataFrame, scenario: Scenario, jok: np.ndarray
) -> np.ndarray:
    """Give the chance of each form of care per child: more with a child problem, and more so after the JOK.

    Weighted within each IKC, so that the IKC's share of children in care is as planted, whatever the link.
    """
    ikc = present["ikc"].to_numpy()
    link = scenario.zorg_bij_probleem + scenario.zorg_bij_probleem_jok * jok[ikc]
    weight = 1 + link * need
    mean = np.bincount(ikc, weight, minlength=scenario.ikcs) / np.bincount(ikc, minlength=scenario.ikcs)
    share = care["aandeel"].to_numpy() * care["effect"].to_numpy() ** jok[:, None]
    only_jok = care["alleen_met_jok"].to_numpy()
    share = np.where(only_jok, care["aandeel"].to_numpy() * jok[:, None], share)
    share = share * np.exp(0.5 * scenario.per_ikc(scenario.buurt))[:, None]
    return np.clip(share[ikc] * (weight / mean[ikc])[:, None], 0, 0.95)
