"""Time and peak memory of reading and tidying toewijzingen, beside plain reads of the same bytes, in one run.

    python benchmarks/toewijzingen.py --rijen 5000000 --berichten 50000

Every step runs in a process of its own (peak memory is that process's), at a tenth of the size and at the full size:
the last columns are how much processor time and memory grew over those ten times as many rows (10 is linear). The
export is cleaned in a study with IKCs and leerlingen, as the program does it. What is imported counts for no step.
All steps run in turn, and so `--keer` times over; the median of each counts: one read is at times twice as dear as the
next, by what the machine must first find of memory.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd

STUDY = """
naam: benchmark
synthetisch: true
ikcs: [{ikc: A, naam: De Aap}, {ikc: B, naam: De Beer}]
metingen: [{meting: m1, peildatum: 2019-02-01}, {meting: m2, peildatum: 2020-02-01}]
toewijzingen: {van: 2018-01-01, tot: 2021-06-30}
"""
FIRST_CLIENT, CLIENTS_PER_LEERLING = 100_000_000, 50
CODES = ["45A48", "45A53", "54D01", "54A76", "44A07", "45Z99", "52A11"]
CHUNK = 250_000
MESSAGE = (
    '<?xml version="1.0" encoding="UTF-8"?><j:Bericht xmlns:j="http://www.istandaarden.nl/ijw/3_2/jw301/schema" '
    'xmlns:i="http://www.istandaarden.nl/ijw/3_2/basisschema/schema"><j:Header><j:BerichtCode>436</j:BerichtCode>'
    "<j:Ontvanger>41410001</j:Ontvanger></j:Header><j:Client><j:Bsn>{client}</j:Bsn><j:Geboortedatum><i:Datum>2010-01-01"
    "</i:Datum></j:Geboortedatum><j:ToegewezenProducten><j:ToegewezenProduct><j:ToewijzingNummer>{nummer}"
    "</j:ToewijzingNummer><j:Product><j:Categorie>45</j:Categorie><j:Code>45A48</j:Code></j:Product><j:Toewijzingsdatum>"
    "2018-12-01</j:Toewijzingsdatum><j:Toewijzingstijd>10:00:00</j:Toewijzingstijd><j:Ingangsdatum>{start}"
    "</j:Ingangsdatum><j:Budget>120000</j:Budget></j:ToegewezenProduct></j:ToegewezenProducten></j:Client></j:Bericht>"
)


def write_export(path: Path, size: int) -> None:
    """Write an export of so many rows: Dutch dates and amounts, a tenth of the rows re-sent with a later date."""
    rng = np.random.default_rng(2019)
    for first in range(0, size, CHUNK):
        export_rows(min(CHUNK, size - first), size, rng).to_csv(
            path, sep=";", index=False, mode="a", header=first == 0, encoding="utf-8"
        )


def export_rows(rows: int, size: int, rng: np.random.Generator) -> pd.DataFrame:
    """Draw rows of an export; clients and numbers from a range that grows with the whole export."""
    start = pd.Series(np.datetime64("2017-06-01") + rng.integers(0, 1490, rows))
    end = start + pd.to_timedelta(rng.integers(5, 500, rows), "D")
    cents = pd.Series(rng.integers(10_000, 900_000, rows).astype(str))
    code = pd.Series(rng.choice(CODES, rows))
    table = pd.DataFrame(
        {
            "BSN": FIRST_CLIENT + rng.integers(0, size // 6 + 1, rows), "Toewijzingnummer": rng.integers(0, size, rows),
            "Categorie": code.str[:2], "Productcode": code, "Toewijzingsdatum": start.dt.strftime("%d-%m-%Y"),
            "Ingangsdatum": start.dt.strftime("%d-%m-%Y"),
            "Einddatum": end.dt.strftime("%d-%m-%Y").where(rng.random(rows) > 0.1, ""),
            "Volume": rng.integers(1, 500, rows), "Eenheid": rng.choice(["01", "04"], rows),
            "Frequentie": rng.choice(["2", "6"], rows), "Budget": cents.str[:-2] + "," + cents.str[-2:],
            "Verwijzer": rng.choice(["01", "02", "03"], rows), "Reden wijziging": rng.choice(["", "04", "13"], rows),
            "Aanbieder": rng.choice([f"Aanbieder {number}" for number in range(40)], rows),
        }
    )  # fmt: skip
    sent_again = rng.random(rows) < 0.1
    table = table.iloc[np.where(sent_again, rng.integers(0, rows, rows), np.arange(rows))]
    return table.assign(Toewijzingsdatum=table["Toewijzingsdatum"].mask(sent_again, "01-07-2021"))


def write_leerlingen(path: Path, size: int) -> None:
    """Write the enrolments of one in fifty of the clients that an export of so many rows names."""
    clients = pd.Series(range(FIRST_CLIENT, FIRST_CLIENT + size // 6 + 1, CLIENTS_PER_LEERLING))
    pd.DataFrame(
        {"client": clients, "kindcode": clients.index, "ikc": np.where(clients.index % 2, "A", "B"), "groep": 4,
         "van": "01-08-2018", "tot": ""}
    ).to_csv(path, sep=";", index=False)  # fmt: skip


def write_messages(path: Path, size: int) -> None:
    """Write a zip of so many JW301 messages, one product each."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(size):
            start = np.datetime64("2018-01-01") + number % 1200
            archive.writestr(
                f"{number:07}.xml", MESSAGE.format(client=100_000_000 + number, nummer=number, start=start)
            )


def read_bytes(folder: Path) -> int:
    """Only read the bytes: nothing that looks at them can be faster."""
    return sum(len(path.read_bytes()) for path in (folder / "data/raw/toewijzingen").iterdir())


def read_plain_alone(folder: Path) -> int:
    """Read the export as pandas does by itself, on one core."""
    with pd.option_context("mode.max_threads", 1):
        return read_plain(folder)


def read_plain(folder: Path) -> int:
    """Read the export as pandas does by itself, on all cores: no dates, no decimal commas, no accounting."""
    return len(pd.read_csv(folder / "data/raw/toewijzingen/export.csv", sep=";"))


def read_plain_text(folder: Path) -> int:
    """Read the export as text, which keeps leading zeros and decimal commas."""
    return len(pd.read_csv(folder / "data/raw/toewijzingen/export.csv", sep=";", dtype=str))


def read_ours(folder: Path) -> int:
    """Read with the project's reader: encoding, header, totals, pseudonyms, elfproef."""
    from analysis.codebook import load_codebook
    from analysis.intake.toewijzingen import read_toewijzingen
    from analysis.study import load_study
    from analysis.study.keys import read_key

    study = load_study(folder)
    return sum(len(table.rows) for table in read_toewijzingen(study, load_codebook(), read_key(study, "pseudoniem")))


def tidy_ours(folder: Path) -> int:
    """Read and tidy all of the study: types, rules, ledger, overlaps, zorgvorm, linking, messages, rows set aside."""
    from analysis.codebook import load_codebook
    from analysis.study import load_study
    from analysis.tidy.tidy_study import tidy_study

    return len(tidy_study(load_study(folder), load_codebook()).tables["toewijzingen"])


def tidy_in_sql(folder: Path) -> int:
    """Read, type, judge, merge and link in SQL, by DuckDB (`toewijzingen_sql`)."""
    from toewijzingen_sql import clean_in_sql

    from analysis.study import load_study
    from analysis.study.keys import read_key

    return clean_in_sql(folder, read_key(load_study(folder), "pseudoniem"))["toewijzingen"]


STEPS: dict[str, tuple[str, Callable[[Path], int]]] = {
    "bytes": ("alleen de bytes lezen", read_bytes),
    "plain": ("pandas.read_csv", read_plain),
    "plain_alone": ("pandas.read_csv, één kern", read_plain_alone),
    "plain_text": ("pandas.read_csv, alles tekst", read_plain_text),
    "sql": ("DuckDB, dezelfde regels in SQL", tidy_in_sql),
    "read": ("lezen", read_ours),
    "tidy": ("lezen en opschonen", tidy_ours),
}
OURS = ("sql", "read", "tidy")
OF_MESSAGES = ("bytes", "read", "tidy")


def measure_in_turn(steps: tuple[str, ...], folder: Path, repeats: int) -> dict[str, dict[str, float]]:
    """Run all steps one after another, so many times over; give the median of each of its measures."""
    runs = [{step: measure(step, folder) for step in steps} for _ in range(repeats)]
    return {step: {name: median(run[step][name] for run in runs) for name in runs[0][step]} for step in steps}


def measure(step: str, folder: Path) -> dict[str, float]:
    """Run one step in a process of its own; give its seconds and its peak memory in MB."""
    done = subprocess.run(
        [sys.executable, __file__, "--stap", step, "--map", str(folder)], capture_output=True, check=True
    )
    return json.loads(done.stdout)


def run_step(step: str, folder: Path) -> None:
    """Time one step and print it as JSON."""
    if step in OURS:
        import_module("analysis.tidy.tidy_study")
        import_module("toewijzingen_sql")
        import_module("analysis.study.garbage").collect_seldom()  # as every command does first
    start, used = time.perf_counter(), time.process_time()
    rows = STEPS[step][1](folder)
    seconds, used = time.perf_counter() - start, time.process_time() - used
    print(json.dumps({"rijen": rows, "s": seconds, "cpu": used, "mb": peak_memory()}))


def peak_memory() -> float:
    """Give this process's own peak memory in MB: Linux keeps it per program, where getrusage also counts the parent."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def compare(
    kind: str, size: int, write: Callable[[Path, int], None], name: str, steps: tuple[str, ...], repeats: int
) -> list[str]:
    """Measure the steps at a tenth and at the full size; one Markdown row each."""
    found: dict[str, list[dict[str, float]]] = {step: [] for step in steps}
    for rows in (size // 10, size):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            (folder / "data/raw/toewijzingen").mkdir(parents=True)
            (folder / "study.yml").write_text(STUDY, encoding="utf-8")
            write(folder / "data/raw/toewijzingen" / name, rows)
            write_leerlingen(folder / "data/raw/leerlingen.csv", rows)
            for step, measured in measure_in_turn(steps, folder, repeats).items():
                found[step].append(measured)
            if "sql" in steps:
                assert found["sql"][-1]["rijen"] == found["tidy"][-1]["rijen"], "DuckDB houdt andere rijen over"
    return [
        f"| {kind} | {STEPS[step][0]} | {full['s']:.2f} | {full['cpu']:.2f} "
        f"| {times(full, found.get('plain'), 's')} | {times(full, found.get('plain'), 'cpu')} "
        f"| {times(full, found.get('sql'), 'cpu')} | {full['mb']:.0f} | {full['cpu'] / small['cpu']:.1f} "
        f"| {full['mb'] / small['mb']:.1f} |"
        for step, (small, full) in found.items()
    ]


def times(measured: dict[str, float], base: list[dict[str, float]] | None, by: str) -> str:
    """Give how many times as much a step took as another one at the full size; empty where that was not measured."""
    return f"{measured[by] / base[1][by]:.1f}" if base else ""


def main() -> None:
    """Run the whole comparison and print it as a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rijen", type=int, default=500_000)
    parser.add_argument("--berichten", type=int, default=50_000)
    parser.add_argument("--keer", type=int, default=3)
    parser.add_argument("--stap", choices=list(STEPS), help=argparse.SUPPRESS)
    parser.add_argument("--map", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.stap:
        run_step(chosen.stap, chosen.map)
        return
    print("| levering | stap | seconden | rekentijd | x gewoon lezen | x rekentijd | x DuckDB ", end="")
    print("| piek MB | rekentijd bij 10x | geheugen bij 10x |")
    print("|---|---|" + "--:|" * 8)
    export, messages = f"export, {chosen.rijen} rijen", f"{chosen.berichten} berichten"
    lines = compare(export, chosen.rijen, write_export, "export.csv", tuple(STEPS), chosen.keer)
    lines += compare(messages, chosen.berichten, write_messages, "berichten.zip", OF_MESSAGES, chosen.keer)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
