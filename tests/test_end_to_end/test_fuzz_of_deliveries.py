"""Fifty spoilt deliveries of the benchmark: no traceback, every ledger closes, no mark counts that is not there."""

import random
import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import fuzz_leveringen as fuzz

FEWEST_KINDS = 15


def test_no_spoilt_delivery_is_read_wrong_in_silence() -> None:
    outcomes = fuzz.run(50)
    assert [(seed, outcome.problems) for seed, outcome in enumerate(outcomes) if outcome.problems] == []
    assert len({name for outcome in outcomes for name in outcome.mutations}) >= FEWEST_KINDS
    assert {"fout", "waarschuwing"} <= {outcome.verdict for outcome in outcomes}


def test_the_simple_reading_finds_a_mark_too_many_and_one_too_few(tmp_path: Path) -> None:
    fuzz.spoil(tmp_path, random.Random(1))
    for name, rows in fuzz.sound_delivery(random.Random(1)).items():
        path = tmp_path / "data/raw" / name
        path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    for path in (tmp_path / "data/raw").rglob("*"):
        if path.is_file() and (path.suffix != ".csv" or " " in path.name):
            path.unlink()
    judged = fuzz.judge_study(fuzz.load_study(tmp_path), fuzz.CODEBOOK)
    # leerlingen of the sound delivery lists some of the children only, and that is told
    assert {melding.code for melding in judged.meldingen} == {"kindcodes_anders"}
    assert fuzz.wrong_marks(judged, tmp_path) == []
    path = tmp_path / "data/raw/inventarisatie/nulmeting/IKC01.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    marked = next(place for place, line in enumerate(lines) if line.endswith(";x"))
    path.write_text("\n".join([*lines[:marked], f"{lines[marked][:-1]}", *lines[marked + 1 :]]), encoding="utf-8")
    assert fuzz.wrong_marks(judged, tmp_path) == ["1 kruisjes geteld die er niet staan"]
    blank = next(place for place, line in enumerate(lines) if line.endswith(";") and place)
    path.write_text("\n".join([*lines[:blank], f"{lines[blank]}x", *lines[blank + 1 :]]), encoding="utf-8")
    assert fuzz.wrong_marks(judged, tmp_path) == ["1 kruisjes zonder bericht niet geteld"]


def test_an_open_step_of_a_ledger_is_found() -> None:
    step = {"bestand": "a", "stap": "gelezen", "rijen_in": 3, "rijen_door": 2, "rijen_apart": 0}
    assert fuzz.open_steps(pd.DataFrame([step])) == ["stap sluit niet: a gelezen"]
