"""How often the intervals of the report hold the truth: simulated studies, every method, a Markdown table on stdout.

    python benchmarks/coverage.py                               # 1,000 studies per scenario, the summary
    python benchmarks/coverage.py --delen binnen --studies 200 --volledig
    python benchmarks/coverage.py --delen pijplijn --pijplijn 50  # whole studies, from deliveries to results

The estimators run on the counts of all studies of a scenario at once; `pijplijn` shows on whole studies that the
pipeline prints the same numbers. Coverage, false findings, bias and power come with their Monte Carlo errors. A mark is
missed when it is missed by more than two Monte Carlo errors. Every part has a random stream of its own.
"""

import argparse

import coverage_across
import coverage_classes
import coverage_pipeline
import coverage_series
import coverage_threats
import coverage_together
import coverage_trajecten
import coverage_trend
import coverage_within
import numpy as np
import pandas as pd
from judging import as_markdown, list_cells, summarise

PARTS = {
    "binnen": coverage_within.run,
    "over": coverage_across.run,
    "met_zonder": coverage_across.run_with_without,
    "bedreigingen": coverage_threats.run,
    "reeksen": coverage_series.run,
    "samen": coverage_together.run,
    "trajecten": coverage_trajecten.run,
    "klassen": coverage_classes.run,
    "ongelijk": coverage_across.run_unequal,
    "naast_elkaar": coverage_series.run_beside,
    "trend": coverage_trend.run,
}

STREAMS = {"ongelijk": 2, "naast_elkaar": 4}
"""Parts that draw as another part does; the others have a random stream of their own."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--studies", type=int, default=1_000)
    parser.add_argument("--pijplijn", type=int, default=50, help="whole studies through the pipeline")
    parser.add_argument("--delen", nargs="+", choices=[*PARTS, "pijplijn"], default=[*PARTS, "pijplijn"])
    parser.add_argument("--seed", type=int, default=20_190_201)
    parser.add_argument("--volledig", action="store_true", help="every scenario in its own row")
    chosen = parser.parse_args()
    for number, (name, run) in enumerate(PARTS.items()):
        if name in chosen.delen:
            rng = np.random.default_rng([chosen.seed, STREAMS.get(name, number)])
            show(name, pd.DataFrame(run(chosen.studies, rng)), chosen.volledig)
    if "pijplijn" in chosen.delen:
        print("\n### pijplijn\n\n" + "\n\n".join(map(as_markdown, coverage_pipeline.run(chosen.pijplijn))), flush=True)


def show(name: str, results: pd.DataFrame, every_row: bool) -> None:
    print(f"\n### {name}\n\n{as_markdown(summarise(results))}", flush=True)
    if every_row:
        print("\n" + as_markdown(list_cells(results)), flush=True)


if __name__ == "__main__":
    main()
