"""Trajecten by child: several of one child, restricted means, weighted costs, kort and lang, log-rank."""

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from judging import judge
from simulated_counts import Scenario

from analysis.inference.durations import DAYS_PER_MONTH
from analysis.inference.kort_lang import estimate_kort_lang
from analysis.inference.survival import before_and_since
from analysis.measures.periods import month_ends
from analysis.measures.traject_kosten import cost_columns
from analysis.study import Study

STUDY = Study(
    folder=Path("studie"), naam="trajecten", ikcs=({"ikc": "A"},),
    metingen=({"meting": "nul", "peildatum": "2019-02-01"}, {"meting": "eind", "peildatum": "2021-06-01"}),
)  # fmt: skip
CHILDREN, MEAN_DAYS, MONTHS = (15, 30, 60), (300, 180), 12
"""Children a period, with 1.6 trajecten each; the mean duration, and since the first meting where one is planted."""
FOLLOWED = {"weinig lopend": (365, 1460), "veel lopend": (10, 540)}
"""Shortest and longest follow-up in days since the first meting; before it always the former."""
ENDS = np.array([0, *month_ends(MONTHS)], dtype=float)
SHORT = float(np.floor(STUDY.toewijzingen.kort_maanden * DAYS_PER_MONTH))


def run(studies: int, rng: np.random.Generator) -> list[dict]:
    rows: list[dict] = []
    for follow, children, planted in product(FOLLOWED, CHILDREN, (False, True)):
        rows += judge_trajecten(follow, children, planted, studies, rng)
    return rows


def draw(children: int, mean: float, limits: tuple[float, float], rng: np.random.Generator) -> pd.DataFrame:
    """Draw children with one traject or more (1 + Poisson 0.6), as fast to end and as dear as their child.

    The rate at which a child's trajecten end is gamma (shape 2), its euros a day lognormal (sigma 0.6).
    """
    child = np.repeat(np.arange(children), 1 + rng.poisson(0.6, children))
    rate, euro = np.maximum(rng.gamma(2, 0.5, children), 0.05)[child], rng.lognormal(3.5, 0.6, children)[child]
    days = np.ceil(rng.exponential(mean / rate))
    until = np.ceil(rng.uniform(*limits, len(child)))
    seen = np.minimum(days, until)
    monthly = np.clip(seen[:, None] - ENDS[:-1], 0, np.diff(ENDS)) * euro[:, None]
    table = pd.DataFrame(monthly, columns=cost_columns(MONTHS))
    return table.assign(client=child, duur_dagen=seen, lopend=days > until, ikc="A")


def truth_of(mean: float) -> tuple[float, float, float]:
    """Give the true mean days and euros to the horizon, and the share short, of 100,000 children that ended."""
    every = draw(100_000, mean, (1e6, 1e6), np.random.default_rng(1))
    days = np.minimum(every["duur_dagen"], ENDS[-1])
    return float(days.mean()), float(every[cost_columns(MONTHS)].sum(axis=1).mean()), float(
        (every["duur_dagen"] <= SHORT).mean()
    )  # fmt: skip


def judge_trajecten(follow: str, children: int, planted: bool, studies: int, rng: np.random.Generator) -> list[dict]:
    periods, means = before_and_since(STUDY), (MEAN_DAYS[0], MEAN_DAYS[int(planted)])
    limits = (FOLLOWED["weinig lopend"], FOLLOWED[follow])
    years = pd.DataFrame({"ikc": "A", "periode": periods, "kinderjaren": 1000.0})
    parts = [
        draw(children, mean, limit, rng).assign(periode=period, domein=f"{study}")
        for study, (period, mean, limit) in product(range(studies), zip(periods, means, limits, strict=True))
    ]
    drawn = pd.concat(parts, ignore_index=True).assign(client=lambda t: t["client"].astype(str) + t["periode"])
    table = estimate_kort_lang(drawn, years, STUDY, MONTHS)
    found = table[(table["ikc"] == "A") & (table["periode"] == periods[1])]
    return _judge(found, f"{children} kinderen per periode, {follow}", [truth_of(mean) for mean in means])


PRINTED = {
    "gemiddelde dagen tot de horizon": (("dagen_laag", "dagen_hoog", "dagen_gemiddeld"), 0, False),
    "gemiddelde dagen, verschil": (("verschil_dagen_laag", "verschil_dagen_hoog", "verschil_dagen"), 0, True),
    "gemiddelde kosten tot de horizon": (("kosten_laag_eur", "kosten_hoog_eur", "kosten_gemiddeld_eur"), 1, False),
    "gemiddelde kosten, verschil": (("verschil_kosten_laag_eur", "verschil_kosten_hoog_eur", "verschil_kosten_eur"), 1,
                                    True),
    "aandeel kort, per kind": (("ci_laag", "ci_hoog", "aandeel_kort"), 2, False),
    "aandeel kort, verschil, per kind": (("verschil_laag", "verschil_hoog", "verschil_kort"), 2, True),
}  # fmt: skip


def _judge(found: pd.DataFrame, kind: str, true: list[tuple[float, float, float]]) -> list[dict]:
    label, rows = Scenario(1, round(true[0][2], 2), round(true[1][2] - true[0][2], 2), 0.0), []
    for name, (columns, which, difference) in PRINTED.items():
        truth = true[1][which] - (true[0][which] if difference else 0.0)
        scale = max(abs(true[0][which]), 1e-9)
        ends = (found[column].to_numpy(dtype=float) / scale for column in columns)
        row = judge(name, kind, label, *ends, np.full(len(found), truth / scale))
        rows.append(row if difference else {**row, "gevonden": np.nan})
    p = found["p_logrank"].to_numpy(dtype=float)
    null = np.zeros((4, len(found)))
    nul = true[0] == true[1]
    rows.append({**judge("log-rank, per kind (p)", kind, label, *null, p=p, use=np.isfinite(p)), "nul": nul})
    return [{**row, "nul": nul} if row["methode"].endswith(("verschil", "verschil, per kind")) else row for row in rows]
