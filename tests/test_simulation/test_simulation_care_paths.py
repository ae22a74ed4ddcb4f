"""The simulated care paths: their truth is what the study finds, they move nothing else, and nobody in them is real."""

import csv
from pathlib import Path

import pytest

from analysis.codebook import load_codebook
from analysis.costs.zorgpaden_results import care_tables
from analysis.simulation import Scenario
from analysis.simulation.care_paths import draw_care_paths, family_names, find_care_truth, write_care_paths
from analysis.simulation.context import PUBLISHED, study_text
from analysis.study import load_study
from analysis.tidy.tidy_study import tidy_study


@pytest.mark.parametrize("seed", [2019, 7, 31])
def test_the_study_finds_the_truth_that_was_planted(tmp_path: Path, seed: int) -> None:
    scenario = Scenario()
    paths = draw_care_paths(scenario, seed)
    truth = find_care_truth(paths)
    (tmp_path / "study.yml").write_text(study_text(scenario), encoding="utf-8")
    write_care_paths(paths, tmp_path / "data" / "raw")
    study = load_study(tmp_path)
    found = care_tables(tidy_study(study, load_codebook()).tables, study)
    whole = found["zorgpad_vergelijking"].set_index("casus").loc["alle"]
    assert whole["n_casussen"] == truth["gezinnen"]
    for fase in ("voor", "na"):
        assert whole[f"per_jaar_{fase}"] == pytest.approx(truth[f"kosten_per_jaar_{fase}"], rel=1e-4)
    joint = found["bundeling"].set_index("ikc").loc["alle"]
    assert joint["uren"] == pytest.approx(truth["indicaties_uren"])
    assert joint["kosten_individueel"] == pytest.approx(truth["indicaties_kosten"])


def test_the_same_seed_gives_the_same_paths_and_another_gives_others() -> None:
    first, again, other = (draw_care_paths(Scenario(), seed) for seed in (4, 4, 5))
    assert first.zorg.equals(again.zorg) and not first.zorg.equals(other.zorg)


def test_every_family_and_invented_plan_is_named_so_and_may_be_told() -> None:
    names = set(family_names(Scenario()))
    assert all(name.startswith("verzonnen") for name in names)
    with (PUBLISHED / "maatwerkplannen.csv").open(encoding="utf-8") as file:
        plans = {row["casus"] for row in csv.DictReader(file, delimiter=";")}
    assert {casus for casus in plans if not casus.isdigit()} <= names
    assert all(name in study_text(Scenario()) for name in names)


def test_plans_of_published_cases_say_no_more_than_their_cost_lines() -> None:
    with (PUBLISHED / "maatwerkplannen.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["casus"].isdigit()]
    untold = ("perspectief", "zelf_doen", "behandeling", "legitimiteit", "betrokkenheid", "rendement")
    assert len(rows) == 5 and not any(row[column] for row in rows for column in untold)
