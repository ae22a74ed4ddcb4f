"""How often the intervals of the report hold the truth: simulated studies, every method, a Markdown table on stdout.

    python benchmarks/coverage.py                 # 1,000 studies per scenario, the summary
    python benchmarks/coverage.py --studies 200 --volledig

One study is a number of IKCs (120 to 420 children) with a planted change. The estimators run on the counts of all
studies at once; the pipeline around them is not run. Coverage, type I error (at 5 per cent, two-sided), bias and power
come with their Monte Carlo errors. A mark is missed when it is missed by more than two Monte Carlo errors.
"""

import argparse
from itertools import product

import coverage_methods as methods
import numpy as np
import pandas as pd
from simulated_counts import Scenario, draw_studies

MARK_LOW, MARK_HIGH = 0.935, 0.97
COLUMNS = [
    "methode",
    "scenario",
    "verloop",
    "prevalentie",
    "ikcs",
    "verandering",
    "dekking",
    "gevonden",
    "afwijking",
    "n",
    "nul",
]
PLANTED = {0.02: 0.03, 0.10: 0.08, 0.30: 0.12}


def run(studies: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows: list[dict] = []
    for ikcs, prevalence, planted, turnover in product((3, 6, 9), PLANTED, (False, True), (0.0, 0.3, 0.6)):
        scenario = Scenario(ikcs, prevalence, PLANTED[prevalence] * planted, turnover)
        drawn = draw_studies(scenario, studies, rng)
        if ikcs == 6:
            rows += methods.judge_within(scenario, drawn, "basis")
        rows += methods.judge_across(scenario, drawn, "basis")
        if turnover == 0.3:
            spread = Scenario(ikcs, prevalence, PLANTED[prevalence] * planted, turnover, spreiding=0.3)
            rows += methods.judge_across(spread, draw_studies(spread, studies, rng), "ikc's verschillen")
            if ikcs > 3:
                rows += methods.judge_did(scenario, studies, rng, "basis")
                rows += methods.judge_did(spread, studies, rng, "ikc's verschillen")
    for prevalence, planted in product(PLANTED, (False, True)):
        change = PLANTED[prevalence] * planted
        new = Scenario(6, prevalence, change, 0.3, instromers=-prevalence / 2)
        rows += methods.judge_within(new, draw_studies(new, studies, rng), "instromers anders")
        rows += methods.judge_informant(Scenario(6, prevalence, change, 0.3, detectie=1.5), studies, rng)
        rows += methods.judge_standardised(studies, rng, prevalence, change)
    for effect in (0.0, 0.02):
        rows += methods.judge_staggered(studies, rng, effect)
    for ratio, quarters, rho in product((1.0, 0.6), (10, 14, 24), (0.0, 0.4)):
        rows += methods.judge_segmented(studies, rng, ratio, quarters, rho)
    return pd.DataFrame(rows, columns=COLUMNS)


def error_of(share: float, n: int) -> float:
    return float(np.sqrt(max(share * (1 - share), 1e-4) / max(n, 1)))


def summarise(results: pd.DataFrame) -> pd.DataFrame:
    """Give per method and kind of scenario the range of coverage, the highest type I error, and how often it misses."""
    rows = []
    for (name, kind), part in results.groupby(["methode", "scenario"], sort=False):
        part = part[part["n"] >= 50]
        null, planted = part[part["nul"]], part[~part["nul"]]
        error = [error_of(share, n) for share, n in zip(part["dekking"], part["n"], strict=True)]
        low, high = part["dekking"] + 2 * np.array(error) < MARK_LOW, part["dekking"] - 2 * np.array(error) > MARK_HIGH
        rows.append(
            {
                "methode": name,
                "scenario": kind,
                "dekking laagst": percent(part["dekking"].min()),
                "dekking hoogst": percent(part["dekking"].max()),
                "MC-fout": percent(max(error, default=np.nan)),
                "type-I hoogst": percent(null["gevonden"].max()),
                "onderscheid (laagst-hoogst)": " - ".join(
                    percent(planted["gevonden"].agg(end)) for end in ("min", "max")
                ),
                "afwijking (procentpunt, grootst)": f"{100 * part['afwijking'].abs().max():.1f}",
                "te laag / te hoog / cellen": f"{low.sum()} / {high.sum()} / {part['dekking'].notna().sum()}",
            }
        )
    return pd.DataFrame(rows)


def percent(share: float) -> str:
    return "" if pd.isna(share) else f"{100 * share:.1f}"


def as_markdown(table: pd.DataFrame) -> str:
    lines = [list(table.columns), ["---"] * table.shape[1], *table.to_numpy(dtype=object).tolist()]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--studies", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=20_190_201)
    parser.add_argument("--volledig", action="store_true", help="every scenario in its own row")
    chosen = parser.parse_args()
    results = run(chosen.studies, chosen.seed)
    print(as_markdown(summarise(results)))
    if chosen.volledig:
        error = [error_of(share, n) for share, n in zip(results["dekking"], results["n"], strict=True)]
        print("\n" + as_markdown(results.round(4).assign(mc_fout=np.round(error, 4))))


if __name__ == "__main__":
    main()
