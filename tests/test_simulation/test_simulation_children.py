"""The latent children: numbers, enrolment, turnover, and the planted true shares."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from analysis.codebook import load_codebook
from analysis.simulation import Scenario, simulate_tables
from analysis.simulation.children import BOUW_SHIFT, draw_population, enrolled_in, is_bsn, valid_test_numbers
from analysis.simulation.scenario import bouw_of_groep, care_codes, school_year, signal_codes

FLAT = Scenario(ikcs=6, grootte=(600,), buurt=(0.0,), cultuur=(0.0,))


@pytest.fixture(scope="module")
def flat():
    return simulate_tables(FLAT, seed=11, met_toewijzingen=False)


def population(verloop: float, seed: int = 3):
    scenario = replace(Scenario(ikcs=4, pilots=1), verloop=verloop)
    return draw_population(scenario, np.random.Generator(np.random.PCG64(seed)))


def test_elfproef_accepts_a_valid_number_and_refuses_its_neighbour():
    # 111222333: 9+8+7+12+10+8+9+6-3 = 66 = 6 x 11; one more in the last place gives 65.
    assert is_bsn(np.array([111222333, 111222334])).tolist() == [True, False]


def test_test_numbers_lie_in_the_official_range():
    numbers = valid_test_numbers()
    assert numbers.min() == 999900006
    assert numbers.max() == 999999990
    assert len(np.unique(numbers)) == len(numbers) > 9000


def test_every_child_has_its_own_client_number(flat):
    assert population(0.06).kinderen["client"].is_unique
    assert flat.population.kinderen["client"].is_unique


def test_a_child_moves_up_one_groep_each_school_year():
    people = population(0.06)
    before, after = (enrolled_in(people, year).drop_duplicates("kind").set_index("kind") for year in (2018, 2019))
    both = before.join(after, suffixes=("", "_na"), how="inner")
    school = both[both["groep"] > 0]
    assert len(school) > 300
    assert (school["groep_na"] == school["groep"] + 1).all()


def test_groep_8_leaves_and_new_children_come_in_voorschool():
    people = population(0.0)
    before, after = enrolled_in(people, 2018), enrolled_in(people, 2019)
    left, came = before[~before["kind"].isin(after["kind"])], after[~after["kind"].isin(before["kind"])]
    assert set(left["groep"]) == {8}
    assert set(came["groep"]) == {0}


def test_verloop_is_the_share_that_leaves_early():
    people = population(0.3)
    before, after = enrolled_in(people, 2018), enrolled_in(people, 2019)
    stays_in_school = before[before["groep"] < 8]
    here = set(zip(after["ikc"], after["kindcode"], strict=True))
    pairs = zip(stays_in_school["ikc"], stays_in_school["kindcode"], strict=True)
    left = np.mean([pair not in here for pair in pairs])
    assert abs(left - 0.3) < 4 * np.sqrt(0.3 * 0.7 / len(stays_in_school))


def test_a_child_that_moves_keeps_its_cohort_and_gets_another_kindcode():
    stays = population(0.3).inschrijvingen
    moved = stays[stays["kind"].duplicated(keep=False)].sort_values(["kind", "jaar_van"])
    assert moved["kind"].nunique() > 20
    assert (moved.groupby("kind")["cohort"].nunique() == 1).all()
    assert not moved.duplicated(["kind", "kindcode"]).any()
    following = moved.groupby("kind")["jaar_van"].shift(-1)
    assert (moved["jaar_tot"][following.notna()] + 1 == following.dropna()).all()


def test_no_child_is_at_two_ikcs_at_once():
    assert not enrolled_in(population(0.5), 2020)["kind"].duplicated().any()


def test_bouw_follows_the_groep():
    bouwen = ["voorschool"] + ["onderbouw"] * 3 + ["middenbouw"] * 2 + ["bovenbouw"] * 3
    assert bouw_of_groep(np.arange(9)).tolist() == bouwen


@pytest.mark.parametrize(("dag", "jaar"), [("2019-02-01", 2018), ("2019-07-31", 2018), ("2019-08-01", 2019)])
def test_a_school_year_begins_on_1_august(dag, jaar):
    assert school_year(pd.Timestamp(dag).date()) == jaar


def test_true_shares_are_those_planted(flat):
    signals = signal_codes(FLAT)
    moment = flat.momenten[0]
    shift = moment.aanwezig["bouw"].map(BOUW_SHIFT).to_numpy()
    expected = norm.sf(norm.isf(signals["kans"].to_numpy()) - shift[:, None]).mean(axis=0)
    error = np.sqrt(expected * (1 - expected) / len(shift))
    assert (np.abs(moment.signalen.mean(axis=0) - expected) < 4.5 * error).all()


def test_internalising_is_truly_nearly_as_common_as_externalising(flat):
    signals, moment = signal_codes(FLAT), flat.momenten[0]
    shares = {
        domein: moment.signalen[:, (signals["domein"] == domein).to_numpy()].any(axis=1).mean()
        for domein in ("internaliserend", "externaliserend")
    }
    assert abs(shares["internaliserend"] - shares["externaliserend"]) < 0.03


def test_family_and_child_problems_go_together(flat):
    signals, moment = signal_codes(FLAT), flat.momenten[0]
    child, family = (
        moment.signalen[:, (signals["soort"] == soort).to_numpy()].any(axis=1)
        for soort in ("kindproblematiek", "gezinsproblematiek")
    )
    assert family[child].mean() > 1.5 * family[~child].mean()


def test_simulated_codes_stand_in_the_codebook():
    known = load_codebook().codes[["soort", "domein", "code"]].apply(tuple, axis=1)
    own = pd.concat([signal_codes(FLAT), care_codes(FLAT)])[["soort", "domein", "code"]].apply(tuple, axis=1)
    assert set(own) <= set(known)
