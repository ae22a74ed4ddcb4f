"""Quarterly toewijzingen: the level of one series by segmented regression; IKCs beside comparison IKCs."""

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from judging import ALFA, judge
from simulated_counts import Scenario

from analysis.inference import segmented
from analysis.inference.tijdreeks_groepen import AGAINST, PILOTS, estimate_pooled, pool_series
from analysis.study import Study

BEGUN, QUARTERS, RATIOS = (5, 8, 12), (10, 14, 24), (1.0, 0.6)
PILOT = 14
"""Quarters of a study as the example: it starts in the fifth, and the last five are disturbed."""


def run(studies: int, rng: np.random.Generator) -> list[dict]:
    rows = []
    for begun, quarters, ratio in product(BEGUN, QUARTERS, RATIOS):
        kind = f"{quarters} kwartalen"
        rows.append(judge_series(begun, quarters, quarters // 2, 0, ratio, kind, studies, rng))
    for begun, ratio in product(BEGUN, RATIOS):
        kind = f"{PILOT} kwartalen, begin in het vijfde, vijf bijzonder"
        rows.append(judge_series(begun, PILOT, 4, 5, ratio, kind, studies, rng))
    return rows


def run_beside(studies: int, rng: np.random.Generator) -> list[dict]:
    rows: list[dict] = []
    for roles, begun, quarters, ratio in product(ROLES, EACH, (12, 24), (1.0, 0.5)):
        rows += judge_beside(roles, begun, quarters, ratio, studies, rng)
    return rows


ROLES, EACH = ((3, 3), (3, 6), (9, 6)), (1, 2, 5)
"""Pilots and others; new toewijzingen per IKC and quarter."""
APART = 0.15
"""How much the logarithm of the rate changes in one IKC and not in another, as a standard deviation."""


def judge_beside(
    roles: tuple[int, int], begun: float, quarters: int, ratio: float, studies: int, rng: np.random.Generator
) -> list[dict]:
    """Judge IKCs beside comparison IKCs: the pilots' own ratio, and the one group divided by the other.

    All share a season and a fall of 20 per cent in the last quarters; each IKC has a size, a rate and shocks that drag
    on of its own; counts are overdispersed (1.5). The start is a third of the way.
    """
    names, before = [f"s{place}" for place in range(studies)], quarters // 3
    study = _study_of(roles, quarters, names)
    drawn = [_draw_ikcs(study, begun, quarters, before, ratio, rng).assign(domein=name) for name in names]
    table = pd.concat(drawn, ignore_index=True)
    estimated, _ = estimate_pooled(table, pool_series(table, study), study)
    label = Scenario(sum(roles), np.nan, round(float(np.log(ratio)), 4), 0.0)
    kind = f"{roles[0]} pilots, {roles[1]} andere, {quarters} kwartalen"
    rows = []
    for name, ikc in (("verhouding van twee groepen", AGAINST), ("verhouding van de pilots zelf", PILOTS)):
        logs = np.log(
            estimated[estimated["ikc"] == ikc].set_index("domein")[["ci_laag", "ci_hoog", "ratio"]].reindex(names)
        )
        ends = logs.to_numpy(dtype=float).T
        truth = np.log(ratio) + (np.log(0.8) * (quarters // 3) / (quarters - before) if ikc == PILOTS else 0.0)
        row = judge(f"{name}, {begun} begonnen per IKC en kwartaal", kind, label, *ends, np.full(studies, truth))
        rows.append(row if ikc == AGAINST else {**row, "gevonden": np.nan})
    return rows


def _study_of(roles: tuple[int, int], quarters: int, names: list[str]) -> Study:
    """Give a study with the series of all studies as its indicators: they are then counted at once."""
    start = pd.period_range("2018Q1", periods=quarters, freq="Q")[quarters // 3].start_time.date()
    pilots = ({"ikc": f"P{place}", "rol": "pilot", "start_jok": start} for place in range(roles[0]))
    others = ({"ikc": f"V{place}", "rol": "vergelijking"} for place in range(roles[1]))
    primary = tuple({"indicator": name, "richting": "daling"} for name in names)
    return Study(folder=Path("studie"), naam="reeksen", ikcs=(*pilots, *others), primaire_indicatoren=primary)


def _draw_ikcs(
    study: Study, begun: float, quarters: int, before: int, ratio: float, rng: np.random.Generator
) -> pd.DataFrame:
    times, parts = np.arange(quarters), []
    after, late = times >= before, times >= quarters - quarters // 3
    shared = 0.1 * np.sin(times * np.pi / 2) + np.log(0.8) * late
    for item in study.ikcs:
        shock = np.zeros(quarters)
        for place in range(quarters):
            shock[place] = 0.4 * shock[place - 1] + rng.normal(0, 0.15)
        change = rng.normal(0, APART) + (np.log(ratio) if item.rol == "pilot" else 0.0)
        children = rng.integers(150, 400)
        mean = begun * children / 275 * np.exp(rng.normal(0, 0.3) + shared + shock + change * after)
        counts = rng.negative_binomial(mean / 0.5, 1 / 1.5)
        parts.append(pd.DataFrame({"ikc": item.ikc, "n_gestart": counts, "n_kinderen": children}))
    period = pd.period_range("2018Q1", periods=quarters, freq="Q").astype(str)
    table = pd.concat([part.assign(kwartaal=period) for part in parts], ignore_index=True)
    return table.astype({"n_gestart": "Int64", "n_kinderen": "Int64"})


def judge_series(
    begun: int,
    quarters: int,
    before: int,
    disturbed: int,
    ratio: float,
    kind: str,
    studies: int,
    rng: np.random.Generator,
) -> dict:
    """Judge the level: overdispersed counts (1.5), a season, and a log rate that drags on (correlation 0.4)."""
    period = pd.period_range("2018Q1", periods=quarters, freq="Q")
    after = np.arange(quarters) >= before
    storend = {"corona": list(period[-disturbed:])} if disturbed else {}
    found = []
    for _ in range(studies):
        shock = np.zeros(quarters)
        for place in range(quarters):
            shock[place] = 0.4 * shock[place - 1] + rng.normal(0, 0.15)
        fixed = np.log(ratio) * after + 0.1 * np.sin(np.arange(quarters) * np.pi / 2)
        mean = begun * np.exp(fixed + shock + np.log(0.6) * (np.arange(quarters) >= quarters - disturbed))
        series = pd.DataFrame({"kwartaal": period, "n": rng.negative_binomial(mean / 0.5, 1 / 1.5), "n_kinderen": 800})
        fit = segmented.fit_segmented(series, period[before], storend, ALFA)
        found.append(fit.loc[fit["term"] == segmented.NIVEAU, ["ci_laag", "ci_hoog", "ratio"]].iloc[0])
    with np.errstate(divide="ignore"):
        logs = np.log(pd.DataFrame(found).astype(float))
    label = Scenario(1, np.nan, round(float(np.log(ratio)), 4), 0.0)
    truth = np.full(studies, np.log(ratio))
    name = f"gesegmenteerd, {begun} begonnen per kwartaal"
    return judge(name, kind, label, logs.ci_laag, logs.ci_hoog, logs.ratio, truth)
