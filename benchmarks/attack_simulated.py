"""The attack on simulated studies: what can be recovered from public results, alone, beside a run, as an insider.

    PYTHONPATH=src python benchmarks/attack_simulated.py --studies 20 --methode afronden --jobs 2 > tabel.md

Studies differ in their number of IKCs, children per IKC, how common signals are and how many children come and go. Of
each study the public results are made (no reports) and attacked; then again beside a run with one child less (a child
with marks, out of every list), and by someone of the first IKC. What is found is held against the exact results: a
claim that is wrong would be a fault of the attack. With `--bewaar` each study stays in a folder, and the next time only
its attack is done again. Seconds are of the processor: about 40 for the results and the attacks of three IKCs.
"""

import argparse
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from analysis.attack import AttackReport, attack_edition
from analysis.attack.published import RESULTS, read_tables
from analysis.codebook import Codebook, load_codebook
from analysis.disclosure.editions import disclose_counts
from analysis.results.compute import Counts, count_study
from analysis.results.tables import write_results
from analysis.simulation.deliveries import simulate_study
from analysis.simulation.scenario import Scenario
from analysis.study import Study, load_study
from analysis.tidy.tidy_study import TidyStudy, tidy_study

HEADS = ("studie", "IKC's", "kinderen per IKC", "schaal", "verloop", "cellen", "verborgen", "vergelijkingen",
         "gevonden", "naast een kind minder", "insider", "onjuist", "sec. resultaten", "sec. aanval")  # fmt: skip
SECONDS = "seconden.txt"
PER_IKC = {"inventarisatie", "kinderen"}


@dataclass(frozen=True)
class Job:
    """One study to make and attack: its place in the list (the seed), its scenario, how counts are guarded, where."""

    seed: int
    scenario: Scenario
    way: str
    kept: Path | None


def draw_scenario(rng: np.random.Generator, largest: int) -> Scenario:
    """Draw the size, prevalence and turnover of one study."""
    ikcs = int(rng.integers(2, largest + 1))
    sizes = tuple(int(size) for size in rng.integers(60, 450, ikcs))
    return Scenario(
        ikcs=ikcs,
        pilots=max(1, round(ikcs / 3)),
        metingen=int(rng.integers(2, 4)),
        grootte=sizes,
        schaal=float(rng.choice([0.5, 1.0, 1.8])),
        verloop=float(rng.choice([0.02, 0.06, 0.15])),
    )


def make_results(counts: Counts, study: Study, codebook: Codebook, way: str, folder: Path) -> None:
    """Make and write the results of one edition."""
    write_results(disclose_counts(counts, study, codebook, way), folder / way / RESULTS)


def without_a_child(tidy: TidyStudy, seed: int) -> TidyStudy:
    """Take one child with marks out of every list, and out of the number enrolled at its metingen."""
    marked = tidy.tables["inventarisatie"][["ikc", "kind"]].drop_duplicates()
    ikc, child = marked.sort_values(["ikc", "kind"]).iloc[seed % len(marked)]
    rows = tidy.tables["kinderen"]
    own = rows[(rows["ikc"] == ikc) & (rows["kind"] == child)].drop_duplicates(["meting", "bouw"])
    tables = {name: _without(table, ikc, child) if name in PER_IKC | {"leerlingen"} else table
              for name, table in tidy.tables.items()}  # fmt: skip
    enrolled = tables["populatie"].merge(
        own[["ikc", "meting", "bouw"]].assign(weg=1), "left", ["ikc", "meting", "bouw"]
    )
    fewer = (enrolled["aantal_kinderen"] - enrolled["weg"].fillna(0)).astype(
        tables["populatie"]["aantal_kinderen"].dtype
    )
    tables["populatie"] = tables["populatie"].reset_index(drop=True).assign(aantal_kinderen=fewer)
    return replace(tidy, tables=tables)


def _without(table: pd.DataFrame, ikc: str, child: str) -> pd.DataFrame:
    return table[~((table["ikc"] == ikc) & (table["kind"] == child))].reset_index(drop=True)


def count_wrong(report: AttackReport, exact: Path) -> int:
    """Count the cells of which the exact count is not within what the attack says."""
    tables, wrong = read_tables(exact / RESULTS), 0
    for table, items in _by_table(report).items():
        names = [name for name, _ in items[0].sleutel]
        rows = tables[table].drop_duplicates(names).set_index(names)
        for item in items:
            value = rows.loc[
                tuple(text for _, text in item.sleutel) if len(names) > 1 else item.sleutel[0][1], item.kolom
            ]
            wrong += value != "" and not item.laag <= float(value) <= item.hoog
    return wrong


def _by_table(report: AttackReport) -> dict[str, list]:
    found: dict[str, list] = {}
    for item in report.gevonden:
        if item.laag is not None and item.sleutel:
            found.setdefault(item.tabel, []).append(item)
    return found


def settings_of(folder: Path, way: str) -> None:
    """Say in study.yml how counts are guarded."""
    path = folder / "study.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["publicatie"] = {**(content.get("publicatie") or {}), **({"methode": way} if way else {})}
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def make_study(job: Job, folder: Path) -> None:
    """Simulate a study and make its results, and those with one child less; the last file written is its time."""
    simulate_study(folder, seed=job.seed, scenario=job.scenario, ikcs=job.scenario.ikcs, metingen=job.scenario.metingen)
    settings_of(folder, job.way)
    study = load_study(folder)
    codebook = load_codebook(study.folder)
    tidy = tidy_study(study, codebook)
    begin = time.process_time()
    counts = count_study(tidy, study, codebook)
    make_results(counts, study, codebook, "publiek", folder / "reports")
    seconds = time.process_time() - begin
    make_results(counts, study, codebook, "intern", folder / "reports")
    less = count_study(without_a_child(tidy, job.seed), study, codebook)
    make_results(less, study, codebook, "publiek", folder / "minder")
    (folder / SECONDS).write_text(f"{seconds:.1f}", encoding="utf-8")


def attack_study(job: Job, folder: Path) -> list[str]:
    """Make a study where it is not there yet, and attack it in three ways; give a row of the table."""
    if not (folder / SECONDS).is_file():
        make_study(job, folder)
    study, scenario = load_study(folder), job.scenario
    public, exact = folder / "reports" / "publiek", folder / "reports" / "intern"
    guard = {"methode": study.publicatie.methode, "basis": 5, "drempel": study.publicatie.drempel}
    insider = (study.ikc_codes[0], exact)
    begin = time.process_time()
    report = attack_edition(public, [folder / "minder" / "publiek"], insider, manifest={"onthulling": guard})
    seconds = time.process_time() - begin
    by_name = {method.naam.split()[0]: method for method in report.methoden}
    alone = [method for method in report.methoden if method.naam.split()[0] not in ("naast", "iemand")]
    sizes = scenario.grootte[: scenario.ikcs]
    return [
        job.seed, scenario.ikcs, f"{min(sizes)}-{max(sizes)}", scenario.schaal, scenario.verloop, report.cellen,
        report.verborgen, report.vergelijkingen, sum(len(method.gevonden) for method in alone),
        len(by_name["naast"].gevonden), len(by_name["iemand"].gevonden), count_wrong(report, exact),
        (folder / SECONDS).read_text(encoding="utf-8"), f"{seconds:.1f}",
    ]  # fmt: skip


def run_job(job: Job) -> str:
    """Do one study, in a folder that is kept or thrown away, and give its line of the table."""
    if job.kept:
        row = attack_study(job, job.kept / f"{job.way or 'zelf'}-{job.seed}")
    else:
        with tempfile.TemporaryDirectory() as folder:
            row = attack_study(job, Path(folder) / "studie")
    return f"| {' | '.join(map(str, row))} |"


def list_jobs(asked: argparse.Namespace) -> list[Job]:
    """Draw the scenario of every study, in the order of the seed, and keep those that are asked for."""
    rng = np.random.default_rng(asked.seed)
    jobs = [Job(seed, draw_scenario(rng, asked.ikcs), asked.methode, asked.bewaar) for seed in range(asked.studies)]
    return [job for job in jobs if not asked.alleen or job.seed in asked.alleen]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--studies", type=int, default=20)
    parser.add_argument("--ikcs", type=int, default=12, help="the most IKCs in a study")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--methode", default="", help="afronden or onderdrukken; empty: what a study has by itself")
    parser.add_argument("--jobs", type=int, default=1, help="studies at the same time")
    parser.add_argument("--alleen", type=int, nargs="*", help="only the studies with these numbers")
    parser.add_argument("--bewaar", type=Path, help="keep each study here, and make none that is there")
    asked = parser.parse_args()
    print(f"| {' | '.join(HEADS)} |\n|{'---:|' * len(HEADS)}", flush=True)
    with ProcessPoolExecutor(asked.jobs) as pool:
        for line in pool.map(run_job, list_jobs(asked)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
