"""What informants see: the observed shares lie near the truth, and the truth holds the planted patterns."""

import numpy as np
import pandas as pd
import pytest

from analysis.simulation import Scenario, find_truth, simulate_tables
from analysis.simulation.truth import indicator_groups


@pytest.fixture(scope="module")
def study(simulated):
    return simulated


@pytest.fixture(scope="module")
def truth(study):
    return find_truth(study)


def change(truth, ikc, indicator, column, van="nulmeting", naar="eindmeting"):
    rows = truth.veranderingen
    chosen = (rows["ikc"] == ikc) & (rows["indicator"] == indicator) & (rows["van"] == van) & (rows["naar"] == naar)
    return rows.loc[chosen, column].item()


def observed_shares(study):
    first = study.rapporten[~study.rapporten["dubbel"]]
    frames = []
    for soorten in (("kindproblematiek", "gezinsproblematiek"), ("interne_zorg", "eerstelijnszorg", "tweedelijnszorg")):
        codes = study.codes[study.codes["soort"].isin(soorten)]
        marks = first[list(codes["code"])].to_numpy(dtype=bool)
        for name, columns in indicator_groups(codes).items():
            frames.append(first[["ikc", "meting"]].assign(indicator=name, gezien=marks[:, columns].any(axis=1)))
    rows = pd.concat(frames)
    return rows.groupby(["ikc", "meting", "indicator"])["gezien"].mean().rename("gezien").reset_index()


def test_observed_shares_lie_near_the_expected_ones(study, truth):
    codes = dict(enumerate(study.scenario.codes()))
    seen = observed_shares(study).assign(ikc=lambda rows: rows["ikc"].map(codes))
    expected = truth.aandelen[truth.aandelen["bouw"] == "alle"]
    both = seen.merge(expected, on=["ikc", "meting", "indicator"], validate="one_to_one")
    share = both["aandeel_verwacht"]
    error = np.sqrt(share * (1 - share) / both["n_kinderen"])
    assert len(both) > 1500
    assert ((both["gezien"] - share).abs() <= 4.5 * error + 1e-9).all()
    assert abs(((both["gezien"] - share) / error.where(error > 0)).mean()) < 0.15


def test_expected_never_exceeds_the_true_share(truth):
    assert (truth.aandelen["aandeel_verwacht"] <= truth.aandelen["aandeel_waar"] + 1e-12).all()


@pytest.mark.parametrize("indicator", ["internaliserend", "gezinsproblematiek"])
def test_seen_rises_in_pilots_though_the_truth_stands_still(truth, indicator):
    assert change(truth, "pilots", indicator, "verschil_verwacht") > 0.05
    assert abs(change(truth, "pilots", indicator, "verschil_waar")) < 0.03
    assert abs(change(truth, "vergelijking", indicator, "verschil_verwacht")) < 0.02


def test_jeugd_ggz_falls_and_eerstelijnszorg_rises_in_pilots_only(truth):
    assert change(truth, "pilots", "jeugd_ggz", "verschil_verwacht") < -0.01
    assert change(truth, "pilots", "eerstelijnszorg", "verschil_verwacht") > 0.03
    assert abs(change(truth, "vergelijking", "jeugd_ggz", "verschil_verwacht")) < 0.015


def test_dyslexiezorg_is_planted_not_to_change(study, truth):
    assert "effect" not in study.scenario.kansen["zorg"]["tweedelijnszorg"]["dyslexiezorg"]["dyslexie"]
    assert abs(change(truth, "pilots", "dyslexiezorg", "verschil_waar")) < 0.015


def test_leerkrachten_see_less_in_voorschool(truth):
    rows = truth.aandelen
    chosen = (
        (rows["ikc"] == "vergelijking") & (rows["meting"] == "nulmeting") & (rows["indicator"] == "kindproblematiek")
    )
    ratio = rows[chosen].set_index("bouw").eval("aandeel_verwacht / aandeel_waar")
    assert ratio["voorschool"] < ratio["onderbouw"] < ratio["bovenbouw"]


def test_comparison_ikcs_are_reported_by_leerkrachten_at_every_meting(study):
    later = study.rapporten[study.rapporten["ikc"] >= 3]
    assert set(later["informant"]) == {"leerkracht"}


def test_pilots_are_reported_by_jeugdondersteuners_after_the_nulmeting(study):
    first = study.rapporten[(study.rapporten["ikc"] < 3) & ~study.rapporten["dubbel"]]
    assert first.groupby("meting")["informant"].unique().map(list).to_dict() == {
        "nulmeting": ["leerkracht"],
        "nameting": ["jeugdondersteuner"],
        "eindmeting": ["jeugdondersteuner"],
    }


def test_some_children_of_pilots_are_reported_twice_at_the_nameting(study):
    second = study.rapporten[study.rapporten["dubbel"]]
    assert set(second["meting"]) == {"nameting"}
    assert set(second["informant"]) == {"leerkracht"}
    assert set(second["ikc"]) == {0, 1, 2}
    assert 60 < len(second) < 130


def test_care_reaches_children_with_problems_better_after_the_jok(study):
    first = study.rapporten[(study.rapporten["ikc"] < 3) & ~study.rapporten["dubbel"]]
    child = list(study.codes.loc[study.codes["soort"] == "kindproblematiek", "code"])
    care = list(study.codes.loc[study.codes["soort"].isin(["eerstelijnszorg", "tweedelijnszorg"]), "code"])
    rows = first.assign(kind_probleem=first[child].any(axis=1), in_zorg=first[care].any(axis=1))
    phi = {meting: part["kind_probleem"].corr(part["in_zorg"]) for meting, part in rows.groupby("meting")}
    assert phi["nulmeting"] < 0.2 < phi["eindmeting"]


def test_without_effects_pilots_do_not_change_more_than_the_others():
    scenario = Scenario(informant_effect=False, zorg_effect=False)
    indicators, gaps = ("internaliserend", "gezinsproblematiek", "jeugd_ggz", "eerstelijnszorg"), []
    for seed in range(4):
        truth = find_truth(simulate_tables(scenario, seed, met_toewijzingen=False))
        for indicator in indicators:
            pilots, others = (change(truth, arm, indicator, "verschil_verwacht") for arm in ("pilots", "vergelijking"))
            gaps.append(pilots - others)
    mean = np.array(gaps).reshape(4, len(indicators)).mean(axis=0)
    assert (np.abs(mean) < 0.012).all()


def test_stages_have_their_own_random_stream(study):
    without = simulate_tables(Scenario(), seed=2019, met_toewijzingen=False)
    pd.testing.assert_frame_equal(without.rapporten, study.rapporten)
