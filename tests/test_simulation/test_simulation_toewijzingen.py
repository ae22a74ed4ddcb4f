"""Trajects from the planted hazards and durations, and the messages about them."""

import numpy as np
import pandas as pd
import pytest

from analysis.simulation import Scenario, find_truth, simulate_tables
from analysis.simulation.messages import count_valid


@pytest.fixture(scope="module")
def study(simulated):
    return simulated


@pytest.fixture(scope="module")
def large():
    return simulate_tables(Scenario(ikcs=6, pilots=0, grootte=(900,), buurt=(0.0,), buiten_studie=0), seed=5)


def test_starts_are_those_planted_before_corona(large):
    starts = large.trajecten[large.trajecten["start"].between("2018-01-01", "2019-12-31")]
    children = large.populatie.groupby("meting")["aantal_kinderen"].sum().mean()
    planted = sum(p["starts"] for p in large.scenario.kansen["toewijzingen"].values()) / 1000
    expected = planted * children * 2
    # trajects cluster in few children, so the count varies more than a Poisson count
    assert abs(len(starts) - expected) < 4 * np.sqrt(3 * expected)


def test_corona_lowers_the_starts_by_its_factor(large):
    start = large.trajecten["start"]
    before, during = (start.between(*p).sum() for p in (("2019-04-01", "2020-03-31"), ("2020-04-01", "2021-03-31")))
    assert abs(np.log(during / before) - np.log(0.6)) < 4 * np.sqrt(3 / before + 3 / during)


def test_durations_have_the_planted_mean(large):
    recent = large.trajecten[large.trajecten["start"] >= "2018-01-01"]
    days = (recent["eind"] - recent["start"]).dt.days
    planted = recent["zorgvorm"].map({z: p["dagen"] for z, p in large.scenario.kansen["toewijzingen"].items()})
    ratio = days / planted
    assert abs(ratio.mean() - 1) < 4 * ratio.std() / np.sqrt(len(ratio))


def test_dyslexie_starts_in_groep_4_or_later(study):
    rows = study.trajecten[(study.trajecten["zorgvorm"] == "dyslexie") & (study.trajecten["ikc"] >= 0)]
    cohort = study.population.kinderen["cohort"].to_numpy()[rows["kind"]]
    moment = rows["start"] + pd.Timedelta(days=123)
    assert (moment.dt.year - cohort).min() >= 3


def test_between_8_and_12_per_cent_of_the_children_ever_has_a_toewijzing(study):
    counts = find_truth(study).toewijzingen
    assert 0.08 < counts["kinderen_met_traject"] / counts["kinderen"] < 0.12
    assert 600 < counts["berichten"] < 1200


def test_the_latest_message_of_a_number_gives_the_true_end(study):
    valid = count_valid(study.berichten).query("traject >= 0")
    last = valid.sort_values("ingangsdatum").groupby("traject").last()
    true_end = study.trajecten.set_index("traject")["eind"].reindex(last.index)
    complete = last["einddatum"].notna() & (last["einddatum"] <= "2021-06-30") & (true_end <= "2021-06-30")
    assert complete.sum() > 300
    assert (last["einddatum"] == true_end)[complete].all()


def test_toewijzingen_of_a_traject_follow_each_other_within_45_days(study):
    valid = count_valid(study.berichten).query("traject >= 0").sort_values(["traject", "ingangsdatum"])
    gap = valid["ingangsdatum"] - valid.groupby("traject")["einddatum"].shift()
    assert gap.notna().sum() > 200
    assert gap.dropna().between(pd.Timedelta(days=1), pd.Timedelta(days=45)).all()


def test_changes_carry_the_right_reason(study):
    rows = study.berichten.sort_values(["toewijzing_nummer", "toewijzingsdatum"], kind="stable")
    before = rows.groupby("toewijzing_nummer")["einddatum"].shift()
    longer, shorter = rows["reden_wijziging"] == "04", rows["reden_wijziging"] == "05"
    assert longer.sum() > 20
    assert shorter.sum() > 20
    assert (rows["einddatum"] > before)[longer].all()
    assert (rows["einddatum"] < before)[shorter].all()


def test_a_withdrawn_toewijzing_ends_on_its_first_day_and_does_not_count(study):
    undone = study.berichten[study.berichten["reden_wijziging"] == "13"]
    assert len(undone) >= 5
    assert (undone["einddatum"] == undone["ingangsdatum"]).all()
    assert not count_valid(study.berichten)["toewijzing_nummer"].isin(undone["toewijzing_nummer"]).any()


def test_some_ends_are_open_and_none_of_those_ended(study):
    running = study.berichten[study.berichten["einddatum"].isna()]
    assert len(running) > 20
    true_end = study.trajecten.set_index("traject")["eind"].reindex(running.loc[running["traject"] >= 0, "traject"])
    assert (true_end > "2021-06-30").all()


def test_a_product_code_starts_with_its_category(study):
    assert (study.berichten["productcode"].str[:2] == study.berichten["productcategorie"]).all()
