"""Spoil deliveries by a seeded loop and look whether anything is read wrong in silence.

    python benchmarks/fuzz_leveringen.py --aantal 1000

Each delivery is a small study of two IKCs and two metingen with one to three mutations (`mutaties.py`). Of each:
no exception; every step of the ledger closes; where nothing is a fout, no mark counts that a simple reading apart from
the program does not find in the file; where nothing is said of an inventory at all, every mark that it finds counts.
"""

import argparse
import io
import random
import tempfile
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pandas as pd
from mutaties import OF_BYTES, OF_ROWS, STRAY_NAMES, Rows

from analysis.codebook import load_codebook
from analysis.intake.pseudonyms import pseudonymise
from analysis.study import load_study
from analysis.study.keys import PUBLIC_SECRET, derive
from analysis.tidy.tidy_study import TidyStudy, judge_study

STUDY = """
naam: fuzz
gemeente: Leeuwarden
gemeentecode: "0080"
synthetisch: true
metingen: [{meting: nulmeting, peildatum: 2019-02-01}, {meting: nameting, peildatum: 2020-02-01}]
ikcs: [{ikc: IKC01, naam: De Wilgen}, {ikc: IKC02, naam: It Kompas}]
toewijzingen: {van: 2018-01-01, tot: 2022-12-31}
"""
SIGNALS = ("leerachterstand", "druk", "pesten")
YES = {"x", "ja", "1", "waar", "true", "j", "y", "yes", "v", "+", "1,0", "1.0", "✓", "✔", "×", "√", "☑", "✅", "☒"}
BSNS = ("999900006", "999900018", "999900031", "999900043", "999900055", "999900067", "999900079", "999900080")
CODEBOOK = load_codebook()
Mark = tuple[str, str, str, str]


@dataclass
class Outcome:
    """What happened to one spoilt delivery: what was done, how it was judged, what was wrong with that."""

    mutations: list[str]
    verdict: str = ""
    problems: list[str] = field(default_factory=list)


def sound_delivery(rng: random.Random) -> dict[str, Rows]:
    """Draw a delivery without a fault: rows of text per file, header first."""
    files: dict[str, Rows] = {}
    for year, meting in enumerate(("nulmeting", "nameting")):
        for ikc in ("IKC01", "IKC02"):
            children = [
                [
                    f"K{number}",
                    f"{1 + number % 7 + year}",
                    "mv"[number % 2],
                    *rng.choices(["x", "", ""], k=len(SIGNALS)),
                ]
                for number in range(12)
            ]
            files[f"inventarisatie/{meting}/{ikc}.csv"] = [["kindcode", "groep", "geslacht", *SIGNALS], *children]
    header = ["BSN", "Toewijzingnummer", "Productcode", "Ingangsdatum", "Einddatum", "Budget", "Aanbieder"]
    care = [[bsn, str(1000 + number), "45A48", "01-02-2019", "01-08-2019", "1500,50", "Noorderlicht"]
            for number, bsn in enumerate(BSNS)]  # fmt: skip
    files["toewijzingen/export.csv"] = [header, *care]
    pupils = [[bsn, f"K{number}", "IKC01", "3", "01-08-2017", ""] for number, bsn in enumerate(BSNS)]
    files["leerlingen.csv"] = [["BSN", "Kindcode", "IKC", "Groep", "Van", "Tot"], *pupils]
    files["cbs/cbs.csv"] = [["RegioS", "Perioden", "JongerenMetJeugdzorg_1"], ["GM0080", "2019JJ00", "1500"]]
    return files


def spoil(folder: Path, rng: random.Random) -> list[str]:
    """Write a delivery with one to three mutations; give their names."""
    files, names = sound_delivery(rng), []
    content: dict[str, bytes] = {}
    bytes_too = []
    for _ in range(rng.randint(1, 3)):
        target = rng.choice(list(files))
        if rng.random() < 0.55:
            mutate = rng.choice(OF_ROWS)
            if {len(row) for row in files[target]} == {max(len(files[target][0]), 2)} and len(files[target]) > 1:
                mutate(files[target], rng)
                names.append(mutate.__name__)
        else:
            bytes_too.append((target, rng.choice(OF_BYTES)))
    for name, rows in files.items():
        content[name] = "\n".join(";".join(row) for row in rows).encode() + b"\n"
    for name, mutate in bytes_too:
        content[name] = mutate(content[name], rng) or b" "
        names.append(mutate.__name__)
    untouched = [name for name in files if name not in dict(bytes_too)]
    names += _other_files(files, content, untouched, rng)
    for name, text in content.items():
        path = folder / "data" / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    (folder / "study.yml").write_text(STUDY, encoding="utf-8")
    return names


def _other_files(
    files: dict[str, Rows], content: dict[str, bytes], untouched: list[str], rng: random.Random
) -> list[str]:
    """Now and then deliver a workbook instead, under another name, or something beside it."""
    names = []
    if rng.random() < 0.3:
        name = rng.choice([name for name in untouched if not name.startswith("cbs")])
        del content[name]
        content[
            name.replace(".csv", rng.choice([".xlsx", ".xls", " (1).xlsx", " 2019.xlsx"]) if "/" in name else ".xlsx")
        ] = _workbook(files[name])
        names.append("workbook")
    if rng.random() < 0.2:
        content[f"{rng.choice(['inventarisatie/nulmeting', 'toewijzingen'])}/{rng.choice(STRAY_NAMES)}"] = b"%PDF x"
        names.append("stray_file")
    return names


def _workbook(rows: Rows) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([cell if cell else None for cell in row])
    book.save(buffer)
    return buffer.getvalue()


def read_simply(path: Path) -> set[Mark]:
    """Read an inventory with as few ideas as possible: lines, fields, a yes is a sign of the list and nothing else."""
    grid = _simple_grid(path)
    header = next((row for row in grid if "kindcode" in map(_name, row)), [])
    place = {_name(cell): number for number, cell in enumerate(header)}
    ikc, meting = path.name[:5], path.parent.name
    found = set()
    for row in grid:
        for signal in SIGNALS:
            if signal in place and len(row) > max(place["kindcode"], place[signal]):
                kind, cell = row[place["kindcode"]].strip(), row[place[signal]].strip().casefold()
                if cell in YES and kind and _name(kind) != "kindcode":
                    found.add((ikc, meting, kind, signal))
    return found


def _name(text: str) -> str:
    return "".join(sign for sign in text.replace("é", "e").casefold() if sign.isalnum())


def _simple_grid(path: Path) -> Rows:
    content = path.read_bytes()
    if content.startswith(b"PK"):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    text = _simple_text(content)
    header = next((line for line in text.splitlines() if "kindcode" in line.replace("é", "e").casefold()), "")
    delimiter = max(";,\t|", key=header.count)
    return [[cell.strip(' "') for cell in line.split(delimiter)] for line in text.splitlines()]


def _simple_text(content: bytes) -> str:
    for encoding in ("utf-32", "utf-16"):
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    if content[1:2] == b"\0":
        return content.decode("utf-16-le", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def counted_marks(judged: TidyStudy) -> set[Mark]:
    """Give the marks that the program counts, by the pseudonym of the child."""
    table = judged.tables["inventarisatie"]
    return set(
        table.loc[table["code"].isin(SIGNALS), ["ikc", "meting", "kind", "code"]].itertuples(index=False, name=None)
    )


def as_pseudonyms(marks: set[Mark]) -> set[Mark]:
    """Replace the kindcodes of a simple reading by the pseudonyms that the program gives them."""
    if not marks:
        return set()
    table = pd.DataFrame(sorted(marks), columns=["ikc", "meting", "kind", "code"], dtype="str")
    kinds = pseudonymise(table["kind"], derive(PUBLIC_SECRET, "pseudoniem"), table["ikc"])
    return set(table.assign(kind=kinds).itertuples(index=False, name=None))


def try_delivery(seed: int, folder: Path) -> Outcome:
    """Spoil, read and judge one delivery."""
    outcome = Outcome(spoil(folder, random.Random(seed)))
    try:
        judged = judge_study(load_study(folder), CODEBOOK)
    except Exception:
        outcome.verdict = "traceback"
        outcome.problems.append(traceback.format_exc().splitlines()[-1])
        return outcome
    fouten = [melding for melding in judged.meldingen if melding.ernst == "fout"]
    outcome.verdict = "fout" if fouten else "waarschuwing" if judged.meldingen else "in orde"
    outcome.problems += open_steps(judged.grootboek)
    if not fouten:
        outcome.problems += wrong_marks(judged, folder)
    return outcome


def open_steps(grootboek: pd.DataFrame) -> list[str]:
    """Give the steps of the ledger that do not close, or that do not take up where the step before left off."""
    open_rows = grootboek[grootboek["rijen_in"] != grootboek["rijen_door"] + grootboek["rijen_apart"]]
    problems = [f"stap sluit niet: {row.bestand} {row.stap}" for row in open_rows.itertuples()]
    for bestand, steps in grootboek.groupby("bestand", sort=False):
        if (steps["rijen_in"].iloc[1:].to_numpy() != steps["rijen_door"].iloc[:-1].to_numpy()).any():
            problems.append(f"stappen sluiten niet aan: {bestand}")
    return problems


def wrong_marks(judged: TidyStudy, folder: Path) -> list[str]:
    """Give marks that count and are not there, and marks that are there, do not count, and of which nothing is said."""
    paths = [path for path in sorted((folder / "data/raw/inventarisatie").rglob("IKC*")) if path.suffix != ".pdf"]
    simple = {path: as_pseudonyms(read_simply(path)) for path in paths}
    counted = counted_marks(judged)
    extra = counted - set().union(*simple.values())
    problems = [f"{len(extra)} kruisjes geteld die er niet staan"] if extra else []
    told = {melding.bestand.split("#")[0] for melding in judged.meldingen}
    apart = judged.apart["inventarisatie"]["bestand"] if "inventarisatie" in judged.apart else []
    told |= {bestand.split("#")[0] for bestand in apart}
    silent = [path for path in paths if path.relative_to(folder).as_posix() not in told]
    for path in silent:
        lost = simple[path] - counted
        if lost:
            problems.append(f"{len(lost)} kruisjes zonder bericht niet geteld")
    return problems


def run(count: int, first_seed: int = 0) -> list[Outcome]:
    """Try so many spoilt deliveries, each with a seed of its own."""
    outcomes = []
    for seed in range(first_seed, first_seed + count):
        with tempfile.TemporaryDirectory() as place:
            outcomes.append(try_delivery(seed, Path(place)))
    return outcomes


def table_of(outcomes: list[Outcome]) -> str:
    """Give a Markdown table: per mutation how often it was tried and what was said; then every problem."""
    verdicts = ("in orde", "waarschuwing", "fout", "traceback")
    tried: dict[str, Counter[str]] = {}
    for outcome in outcomes:
        for name in set(outcome.mutations):
            tried.setdefault(name, Counter())[outcome.verdict] += 1
    lines = [f"| mutatie | n | {' | '.join(verdicts)} |", "|---|" + "--:|" * (len(verdicts) + 1)]
    for name, counts in sorted(tried.items()):
        lines.append(f"| {name} | {counts.total()} | {' | '.join(str(counts[verdict]) for verdict in verdicts)} |")
    problems = [f"- {number}: {', '.join(outcome.mutations)}: {problem}" for number, outcome in enumerate(outcomes)
                for problem in outcome.problems]  # fmt: skip
    return "\n".join([*lines, "", f"{len(problems)} problemen in {len(outcomes)} leveringen.", *problems])


def main() -> None:
    """Run the loop and print what happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aantal", type=int, default=1000)
    parser.add_argument("--eerste", type=int, default=0)
    chosen = parser.parse_args()
    print(table_of(run(chosen.aantal, chosen.eerste)))


if __name__ == "__main__":
    main()
