"""Quarterly toewijzingen: the level at the start of the jeugdondersteuner by segmented regression."""

from itertools import product

import numpy as np
import pandas as pd
from judging import ALFA, judge
from simulated_counts import Scenario

from analysis.inference import segmented

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
