"""What rounding and the attack cost beside the whole run, as the number of IKCs grows; a Markdown table on stdout.

    python benchmarks/disclosure_time.py --ikcs 9 90 300

All times are processor seconds (user and system, of children too, on Linux also of those that a run leaves behind), so
that what else runs on the machine counts little.
One study of nine IKCs is simulated and run whole, HTML and PDF: **measured**. A larger one is made of its tidy tables,
copied under other names; its results, rounding and attack are measured, its reports are **reckoned**:
as many times what a report of the nine took. *Afronden* is all that the public edition asks above the exact results:
counts rounded, everything estimated again from them, words and ends. *Aanval* is the attack as a run makes it (300
cells in integer programs, no PDFs), on the tables; what the pages of the nine took more is reckoned per page too.
"""

import argparse
import contextlib
import ctypes
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from analysis.attack import attack_edition
from analysis.attack.published import RESULTS
from analysis.codebook import load_codebook
from analysis.disclosure.rounded import round_results
from analysis.publishing.attacked import CELLS
from analysis.results.compute import count_study, estimate_results
from analysis.results.tables import write_results
from analysis.simulation.deliveries import simulate_study
from analysis.study import Study, load_study
from analysis.tidy.tidy_study import TidyStudy, tidy_study

HEADS = ("IKC's", "opschonen en tellen", "schatten", "afronden", "aanval", "zoveel aantallen", "aanval op de pagina's",
         "hele run", "afronden en aanval samen")  # fmt: skip
GUARD = {"onthulling": {"methode": "afronden", "basis": 5, "drempel": 5}}
BASE = 9
PR_SET_CHILD_SUBREAPER = 36
OWN_NAMES = ["kind", "client", "toewijzing_nummer"]


@dataclass(frozen=True)
class Times:
    """Processor seconds of each part of the results of one size, and how many counts were attacked."""

    counts: float
    estimates: float
    rounding: float
    attack: float
    cells: int


@dataclass(frozen=True)
class Run:
    """Processor seconds of a whole run of nine IKCs, and what the attack took more for its pages."""

    whole: float
    pages: float


def adopt_orphans() -> None:
    """Become the parent of what our children leave behind: the server that forks reports ends after its run."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def processor_time() -> float:
    """Give the processor seconds of this process and of its children, all ended, user and system."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    own = os.times()
    return own.user + own.system + own.children_user + own.children_system


class Clock:
    """Tells the processor seconds since it was last asked."""

    def __init__(self) -> None:
        self.last = processor_time()

    def lap(self) -> float:
        """Give the seconds since the last lap."""
        before, self.last = self.last, processor_time()
        return self.last - before


def copy_study(tidy: TidyStudy, study: Study, ikcs: int) -> tuple[TidyStudy, Study]:
    """Give a study of as many IKCs as asked: copies of the ones there, each with its own name and children."""
    copies = [(ikc, f"{ikc.ikc}-{at}", at) for at in range(-(-ikcs // len(study.ikcs))) for ikc in study.ikcs][:ikcs]
    names = pd.DataFrame([(ikc.ikc, name, at) for ikc, name, at in copies], columns=["ikc", "naam_kopie", "kopie"])
    tables = {name: _copied(table, names) if "ikc" in table else table for name, table in tidy.tables.items()}
    own = tuple(ikc.model_copy(update={"ikc": name, "naam": f"{ikc.naam} {at}"}) for ikc, name, at in copies)
    return replace(tidy, tables=tables), study.model_copy(update={"ikcs": own})


def _copied(table: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    rows = table.assign(ikc=table["ikc"].astype(str)).merge(names, on="ikc")
    end = "-" + rows["kopie"].astype(str)
    own = {column: rows[column].astype(str) + end for column in OWN_NAMES if column in rows}
    return rows.assign(ikc=rows["naam_kopie"], **own)[list(table.columns)]


def measure(folder: Path, ikcs: int) -> Times:
    """Time every part of the public results of a study of so many IKCs."""
    clock, study = Clock(), load_study(folder)
    codebook = load_codebook(study.folder)
    tidy = tidy_study(study, codebook)
    tidied = clock.lap() * ikcs / BASE
    tidy, study = copy_study(tidy, study, ikcs) if ikcs != BASE else (tidy, study)
    clock.lap()
    counts = count_study(tidy, study, codebook)
    counted = clock.lap()
    exact = estimate_results(counts, study, codebook)
    estimated = clock.lap()
    public = round_results(counts, exact, study, codebook)
    rounded = clock.lap()
    with tempfile.TemporaryDirectory() as alone:
        write_results(public, Path(alone) / RESULTS)
        seconds, cells = time_attack(Path(alone))
    return Times(tidied + counted, estimated, rounded, seconds, cells)


def time_attack(folder: Path) -> tuple[float, int]:
    """Give the processor seconds of the attack on a folder, and how many counts it attacked."""
    clock = Clock()
    report = attack_edition(folder, budget=CELLS, manifest=GUARD, read_pdf=False)
    if report.gevonden:
        print(report.als_tekst(), file=sys.stderr)
    return clock.lap(), report.cellen


def time_run(folder: Path, results: Times) -> Run:
    """Give the processor seconds of the whole run of a study, and of the attack on its pages alone."""
    clock = Clock()
    command = [sys.executable, "-m", "analysis", "--study", str(folder), "run", "--edition", "publiek"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    whole = clock.lap()
    return Run(whole, max(0.0, time_attack(folder / "reports" / "publiek")[0] - results.attack))


def as_row(ikcs: int, times: Times, base: Times, run: Run) -> str:
    """Give a line of the table: the whole run, measured or reckoned, and the share of rounding and attack in it."""
    of_base = base.counts + base.estimates + base.rounding + base.attack
    pages = run.pages * (ikcs + 1) / (BASE + 1)
    extra = times.rounding + times.attack + pages
    reports = (run.whole - of_base - run.pages) * (ikcs + 1) / (BASE + 1)
    whole = times.counts + times.estimates + extra + reports
    numbers = [f"{value:.1f}" for value in (times.counts, times.estimates, times.rounding, times.attack)]
    told = f"{whole:.0f}" if ikcs == BASE else f"{whole:.0f} (berekend)"
    row = [str(ikcs), *numbers, str(times.cells), f"{pages:.1f}", told, f"{100 * extra / whole:.1f} %"]
    return f"| {' | '.join(row)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ikcs", type=int, nargs="+", default=[90, 300], help="sizes beside nine")
    parser.add_argument("--bewaar", type=Path, help="keep the study of nine here: a folder that is not there yet")
    asked = parser.parse_args()
    adopt_orphans()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.bewaar or Path(temporary) / "studie"
        simulate_study(folder, seed=2019, ikcs=BASE)
        base = measure(folder, BASE)
        run = time_run(folder, base)
        print(f"| {' | '.join(HEADS)} |\n|{'---:|' * len(HEADS)}\n{as_row(BASE, base, base, run)}", flush=True)
        for ikcs in asked.ikcs:
            print(as_row(ikcs, measure(folder, ikcs), base, run), flush=True)


if __name__ == "__main__":
    main()
