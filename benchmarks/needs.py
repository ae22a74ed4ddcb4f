"""What a run needs: memory per worker and disk per report, measured on a copy of a study.

    python benchmarks/needs.py --studie . --ikcs IKC01 IKC02 IKC03 --jobs 1 3 --vormen html,pdf,docx

Memory is the proportional set size (what processes share counts once) of the program with everything that it started,
read every quarter of a second while reports are being made; per worker: how much more each job adds, from the fewest
jobs to the most. Disk: bytes of each form in the folders of finished reports, and of the largest working folder seen.
Without `--ikcs` the research report is made too, and told apart. `publishing/needs.py` has the numbers.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import psutil

MEGABYTE = 1_000_000
EVERY = 0.25
BOOK = "onderzoeksrapport"
NOT_TAKEN = ("reports", ".git", ".venv")


def memory_of(process: psutil.Process) -> int:
    """Give the bytes of a process and all below it; what they share counts once."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
    return total


def folder_size(folder: Path) -> int:
    """Give the bytes of every file below a folder; what goes away meanwhile counts for nothing."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total


def run(study: Path, ikcs: list[str], jobs: int, forms: str) -> tuple[int, int]:
    """Make reports anew and give the peak of memory and of one working folder while they were being made."""
    command = [sys.executable, "-m", "analysis", "--study", str(study), "run", "--fresh", "--jobs", str(jobs)]
    command += ["--to", forms, *(word for ikc in ikcs for word in ("--ikc", ikc))]
    program = psutil.Popen(command, stdout=subprocess.DEVNULL)
    memory = work = 0
    while program.poll() is None:
        folders = [path for path in (study / "reports" / "werkmap" / "publiek").glob("*") if path.is_dir()]
        if folders:
            memory = max(memory, memory_of(program))
            work = max(work, *(folder_size(folder) for folder in folders))
        time.sleep(EVERY)
    if program.returncode:
        raise SystemExit("De run is mislukt.")
    return memory, work


def disk(reports: Path, names: list[str]) -> dict[str, list[int]]:
    """Give the bytes per form of each report."""
    sizes: dict[str, list[int]] = defaultdict(list)
    for name in names:
        by_form: dict[str, int] = defaultdict(int)
        for path in (reports / name).rglob("*"):
            by_form[path.suffix if path.suffix in (".html", ".pdf", ".docx") else "anders"] += path.stat().st_size
        for form, size in by_form.items():
            sizes[form].append(size)
    return sizes


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--studie", type=Path, default=Path())
    options.add_argument("--ikcs", nargs="*", default=[])
    options.add_argument("--jobs", nargs="+", type=int, default=[1, 2])
    options.add_argument("--vormen", default="html,pdf,docx")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        study = Path(place) / "studie"
        shutil.copytree(given.studie, study, ignore=shutil.ignore_patterns(*NOT_TAKEN))
        peaks = {}
        for jobs in given.jobs:
            peaks[jobs], work = run(study, given.ikcs, jobs, given.vormen)
            print(f"{jobs} jobs: piek {peaks[jobs] / MEGABYTE:.0f} MB, werkmap {work / MEGABYTE:.1f} MB")
        few, many = min(peaks), max(peaks)
        if many > few:
            print(f"per job: {(peaks[many] - peaks[few]) / (many - few) / MEGABYTE:.0f} MB")
        reports = study / "reports" / "publiek"
        made = {path.name for path in reports.iterdir() if path.is_dir()} - {"resultaten"}
        for names in (sorted(made - {BOOK}), sorted(made & {BOOK})):
            for form, sizes in sorted(disk(reports, names).items()):
                middle, largest = sorted(sizes)[len(sizes) // 2] / MEGABYTE, max(sizes) / MEGABYTE
                print(f"{form}: {middle:.2f} MB (grootste {largest:.2f}), {len(sizes)} van {names[0]} en verder")


if __name__ == "__main__":
    main()
