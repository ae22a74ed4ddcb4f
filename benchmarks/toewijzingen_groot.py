"""An export too large to be cleaned at once, in one process: cut by client into parts, each cleaned by itself.

    python benchmarks/toewijzingen_groot.py --rijen 50000000 --delen 10

No rule of toewijzingen looks from one client to another, so the rows that count are those of the export as a whole;
`--heel` cleans it whole too and compares. The program itself does not cut: it says per export what was set aside, and
this says it per part. The export is that of `toewijzingen.py`, written again for other clients until it is as long.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
from toewijzingen import FIRST_CLIENT, STUDY, peak_memory, write_export, write_leerlingen

AT_ONCE = 5_000_000
BLOCK = 16_777_216
EXPORT, PUPILS = "data/raw/toewijzingen/export.csv", "data/raw/leerlingen.csv"
FORM = arrow_csv.ParseOptions(delimiter=";")
AS_WRITTEN = arrow_csv.WriteOptions(delimiter=";", quoting_style="none")


def write_large_export(folder: Path, size: int) -> None:
    """Write a study with an export of so many rows: the same rows over and over, each time of other clients."""
    (folder / EXPORT).parent.mkdir(parents=True)
    (folder / "study.yml").write_text(STUDY, encoding="utf-8")
    once = min(size, AT_ONCE)
    first = folder / "eenmaal.csv"
    write_export(first, once)
    write_leerlingen(folder / PUPILS, size)
    clients = once // 6 + 1
    with (folder / EXPORT).open("wb") as target:
        for turn in range(size // once):
            for number, block in enumerate(read_blocks(first)):
                numbers = {"BSN": turn * clients, "Toewijzingnummer": turn * once}
                for name, shift in numbers.items():
                    moved = pc.add(block[name].cast(pa.int64()), shift).cast(pa.string())
                    block = block.set_column(block.schema.get_field_index(name), name, moved)
                header = turn == 0 and number == 0
                options = arrow_csv.WriteOptions(include_header=header, delimiter=";", quoting_style="none")
                arrow_csv.write_csv(block, target, options)
    first.unlink()


def read_blocks(path: Path) -> Iterator[pa.RecordBatch]:
    """Give a file's rows as text, a block at a time."""
    names = path.open(encoding="utf-8").readline().strip().split(";")
    texts = arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
    yield from arrow_csv.open_csv(path, arrow_csv.ReadOptions(block_size=BLOCK), FORM, texts)


def cut_by_client(folder: Path, parts: int) -> list[Path]:
    """Cut an export into studies of their own, each with the rows of some of the clients, in their order."""
    places = [folder / "delen" / f"{number:02}" for number in range(parts)]
    writers: dict[int, arrow_csv.CSVWriter] = {}
    for block in read_blocks(folder / EXPORT):
        part = (block["BSN"].cast(pa.int64()).to_numpy() - FIRST_CLIENT) % parts
        for number, place in enumerate(places):
            if number not in writers:
                (place / EXPORT).parent.mkdir(parents=True)
                writers[number] = arrow_csv.CSVWriter(place / EXPORT, block.schema, write_options=AS_WRITTEN)
            writers[number].write_batch(block.filter(pa.array(part == number)))
    for writer in writers.values():
        writer.close()
    pupils = pd.read_csv(folder / PUPILS, sep=";", dtype=str, keep_default_na=False)
    for number, place in enumerate(places):
        (place / "study.yml").write_text(STUDY, encoding="utf-8")
        own = (pupils["client"].astype("int64") - FIRST_CLIENT) % parts == number
        pupils[own].to_csv(place / PUPILS, sep=";", index=False)
    return places


def clean_one(folder: Path) -> dict[str, int]:
    """Clean a study, write its toewijzingen as parquet, and count per step what was set aside and what stays."""
    from analysis.codebook import load_codebook
    from analysis.study import load_study
    from analysis.tidy.tidy_study import tidy_study

    tidy = tidy_study(load_study(folder), load_codebook())
    table = tidy.tables["toewijzingen"]
    pq.write_table(pa.Table.from_pandas(table, preserve_index=False), folder / "toewijzingen.parquet")
    ledger = tidy.grootboek[tidy.grootboek["bestand"] == EXPORT]
    counts = ledger.groupby("stap")["rijen_apart"].sum()
    linked = int((table["ikc"] != "geen").sum())
    return {**counts[counts > 0].to_dict(), "toewijzingen": len(table), "gekoppeld": linked}


def clean_in_parts(folder: Path, parts: int) -> dict[str, int]:
    """Cut and clean; give the sums over the parts."""
    sums: dict[str, int] = {}
    for place in cut_by_client(folder, parts):
        for name, number in clean_one(place).items():
            sums[name] = sums.get(name, 0) + number
        (place / EXPORT).unlink()
    return sums


def measure(folder: Path, parts: int) -> dict[str, object]:
    """Run in a process of its own; give counts, seconds, processor seconds and peak memory."""
    command = [sys.executable, __file__, "--map", str(folder), "--delen", str(parts)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def main() -> None:
    """Write an export, clean it in parts (and whole), and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rijen", type=int, default=500_000)
    parser.add_argument("--delen", type=int, default=10)
    parser.add_argument("--heel", action="store_true", help="ook in een keer, en vergelijk")
    parser.add_argument("--map", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.map:
        start, used = time.perf_counter(), time.process_time()
        counts = clean_in_parts(chosen.map, chosen.delen) if chosen.delen > 1 else clean_one(chosen.map)
        spent = {"s": time.perf_counter() - start, "cpu": time.process_time() - used, "mb": peak_memory()}
        print(json.dumps({"rijen": counts, **spent}))
        return
    with tempfile.TemporaryDirectory() as place:
        write_large_export(Path(place), chosen.rijen)
        found = {parts: measure(Path(place), parts) for parts in ([chosen.delen, 1] if chosen.heel else [chosen.delen])}
    print("| rijen | delen | seconden | rekentijd | piek MB | toewijzingen |\n|--:|--:|--:|--:|--:|--:|")
    for parts, item in found.items():
        print(f"| {chosen.rijen} | {parts} | {item['s']:.0f} | {item['cpu']:.0f} | {item['mb']:.0f} "
              f"| {item['rijen']['toewijzingen']} |")  # fmt: skip
    if chosen.heel:
        assert found[1]["rijen"] == found[chosen.delen]["rijen"], found


if __name__ == "__main__":
    main()
