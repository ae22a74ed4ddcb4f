"""The toewijzingen: trajects from hazards and durations, cut into toewijzingen, sent as messages with changes."""

from datetime import date
from math import gamma

import numpy as np
import pandas as pd

from .children import Moment, Population
from .scenario import Scenario, care_codes, school_year
from .years import start_factor

DURATION_SHAPE = 1.6
WEIBULL_MEAN = gamma(1 + 1 / DURATION_SHAPE)


def child_years(population: Population, scenario: Scenario) -> pd.DataFrame:
    """List the child-years: kind, ikc, jaar (start of the school year) and groep, one row per child and school year."""
    stays = population.inschrijvingen
    length = (stays["jaar_tot"] - stays["jaar_van"] + 1).to_numpy()
    rows = stays.loc[stays.index.repeat(length), ["kind", "ikc", "cohort", "jaar_van"]].reset_index(drop=True)
    jaar = rows["jaar_van"] + rows.groupby(np.repeat(np.arange(len(stays)), length)).cumcount()
    return rows.assign(jaar=jaar, groep=np.maximum(jaar - rows["cohort"] + 1, 0)).drop(columns=["cohort", "jaar_van"])


def quarter_factors(scenario: Scenario) -> pd.DataFrame:
    """Give the factor on all starts per quarter (season and corona), and the school year the quarter falls in."""
    first = pd.Timestamp(school_year(scenario.toewijzingen_van) - 2, 10, 1)
    start = pd.date_range(first, pd.Timestamp(scenario.toewijzingen_tot), freq="QS")
    corona = (start >= pd.Timestamp(scenario.corona_van)) & (start <= pd.Timestamp(scenario.corona_tot))
    season = np.array(scenario.seizoen)[start.quarter - 1]
    factor = season * np.where(corona, scenario.corona_factor, 1.0)
    jaar = [school_year(day.date()) for day in start + pd.Timedelta(days=35)]
    return pd.DataFrame({"start": start, "factor": factor, "jaar": jaar, "corona": corona})


def frailty(population: Population, rng: np.random.Generator) -> np.ndarray:
    """Draw how prone each child is to care (mean one): few children have most of the toewijzingen."""
    size = len(population.kinderen)
    return rng.gamma(0.4, 2.5, size) * np.exp(0.6 * population.kinderen["last_kind"].to_numpy() - 0.18)


def in_care(moments: list[Moment], population: Population, domein: str, scenario: Scenario) -> np.ndarray:
    """Say per child whether it truly uses care of this domein at any meting."""
    columns = (care_codes(scenario)["domein"] == domein).to_numpy()
    result = np.zeros(len(population.kinderen), dtype=bool)
    for moment in moments:
        result[moment.aanwezig["kind"][moment.zorg[:, columns].any(axis=1)]] = True
    return result


def start_weights(years: pd.DataFrame, prone: np.ndarray, boost: np.ndarray, from_groep: int) -> np.ndarray:
    """Spread an IKC's starts over its child-years, mean one per IKC: the prone, those in care, the old enough."""
    raw = prone[years["kind"]] * np.where(boost[years["kind"]], 8.0, 1.0) * (years["groep"] >= from_groep)
    mean = np.bincount(years["ikc"], raw) / np.bincount(years["ikc"])
    return (raw / mean[years["ikc"]]).to_numpy()


def draw_trajecten(
    population: Population, moments: list[Moment], scenario: Scenario, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw the true trajects: one row per traject, with kind, ikc, zorgvorm, start and eind (the true last day).

    Starts are Poisson per child and quarter: the planted rate, times season, corona, neighbourhood, JOK and the child.
    """
    years, prone = child_years(population, scenario).reset_index(names="kindjaar"), frailty(population, rng)
    cells = years.merge(mark_jok(quarter_factors(scenario), scenario), on=["jaar", "ikc"])
    common = cells["factor"] * np.exp(scenario.per_ikc(scenario.buurt))[cells["ikc"]] / 4000
    parts = []
    for zorgvorm, p in scenario.kansen["toewijzingen"].items():
        boost = in_care(moments, population, p["domein"], scenario)
        weight = start_weights(years, prone, boost, p.get("vanaf_groep", 0))[cells["kindjaar"]]
        rate = p["starts"] * common * weight * np.where(cells["jok"], p.get("effect", 1.0), 1.0)
        rate = rate * start_factor(scenario.kansen, p["domein"], cells["start"])
        starts = cells.loc[cells.index.repeat(rng.poisson(rate)), ["kind", "ikc", "start", "jok"]]
        parts.append(starts.assign(zorgvorm=zorgvorm))
    dated = date_trajecten(pd.concat(parts, ignore_index=True), scenario, rng)
    return add_outsiders(dated, population, rng)


def add_followups(trajecten: pd.DataFrame, scenario: Scenario, rng: np.random.Generator) -> pd.DataFrame:
    """Add, after a share of the trajects, another one of the same child and zorgvorm: a month to four months later."""
    share = scenario.bedreigingen.vervolg
    if not share or trajecten.empty:
        return trajecten
    chosen = trajecten[(trajecten["ikc"] >= 0) & (rng.random(len(trajecten)) < share)]
    later = chosen[["kind", "ikc", "start", "jok", "zorgvorm"]].assign(start=chosen["eind"] + pd.Timedelta(days=30))
    dated = date_trajecten(later.reset_index(drop=True), scenario, rng)
    numbered = dated.assign(traject=trajecten["traject"].max() + 1 + np.arange(len(dated)))
    return pd.concat([trajecten, numbered], ignore_index=True)


def mark_jok(quarters: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Repeat the quarters for each IKC, with `jok`: whether its JOK had started by the first day of the quarter."""
    running = np.array([has_jok(scenario, day.date()) for day in quarters["start"]])
    repeated = quarters.loc[quarters.index.repeat(scenario.ikcs)].reset_index(drop=True)
    return repeated.assign(ikc=np.tile(np.arange(scenario.ikcs), len(quarters)), jok=running.ravel())


def add_outsiders(trajecten: pd.DataFrame, population: Population, rng: np.random.Generator) -> pd.DataFrame:
    """Add trajects of children who are at no IKC of the study (ikc -1), like those of children who are."""
    size = len(population.buiten)
    if not size or trajecten.empty:
        return trajecten
    copies = trajecten.iloc[rng.integers(0, len(trajecten), size)].reset_index(drop=True)
    kind = len(population.kinderen) + np.arange(size)
    extra = copies.assign(kind=kind, ikc=-1, jok=False, traject=trajecten["traject"].max() + 1 + np.arange(size))
    return pd.concat([trajecten, extra], ignore_index=True)


def has_jok(scenario: Scenario, dag: date) -> np.ndarray:
    """Say per IKC whether its JOK has started on or before a day (never, in a scenario without an effect)."""
    starts = scenario.starts_jok()
    return np.array([scenario.zorg_effect and start is not None and start <= dag for start in starts])


def date_trajecten(starts: pd.DataFrame, scenario: Scenario, rng: np.random.Generator) -> pd.DataFrame:
    """Give each traject a first day in its quarter and a Weibull duration with the planted mean."""
    p = scenario.kansen["toewijzingen"]
    mean = starts["zorgvorm"].map({z: v["dagen"] for z, v in p.items()}).to_numpy(dtype=float)
    longer = starts["zorgvorm"].map({z: v.get("effect_dagen", 1.0) for z, v in p.items()}).to_numpy()
    mean = mean * np.where(starts["jok"], longer, 1.0)
    days = np.maximum(rng.weibull(DURATION_SHAPE, len(starts)) * mean / WEIBULL_MEAN, 14).astype(int)
    start = starts["start"] + pd.to_timedelta(rng.integers(0, 90, len(starts)), "D")
    end = start + pd.to_timedelta(days, "D")
    dated = starts.assign(start=start, eind=end, traject=np.arange(len(starts)))
    known = (dated["eind"] >= pd.Timestamp(scenario.toewijzingen_van)) & (
        dated["start"] <= pd.Timestamp(scenario.toewijzingen_tot)
    )
    return dated[known].reset_index(drop=True)
