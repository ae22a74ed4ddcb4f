"""The example study against what was planted in it: found what is there, and not what is not."""

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.codebook import load_codebook
from analysis.results.compute import compute_results
from analysis.study import load_study
from analysis.tidy.tidy_study import tidy_study

ROOT = Path(__file__).parents[2]
PAIR = ["ikc", "indicator", "van", "naar"]


@pytest.fixture(scope="module")
def results() -> dict[str, pd.DataFrame]:
    study = load_study(ROOT)
    codebook = load_codebook(study.folder)
    return compute_results(tidy_study(study, codebook), study, codebook)


@pytest.fixture(scope="module")
def truth() -> pd.DataFrame:
    """Per ikc, indicator and pair: the true change, and the change to expect given who filled in the list."""
    rows = json.loads((ROOT / "simulatie" / "waarheid.json").read_text(encoding="utf-8"))["veranderingen"]
    return pd.DataFrame(rows[1:], columns=rows[0])


def primary(results: dict[str, pd.DataFrame], truth: pd.DataFrame) -> pd.DataFrame:
    changes = results["veranderingen"]
    found = changes[changes["primair"] & changes["verschil"].notna()].merge(truth, on=PAIR)
    assert len(found) > 100
    return found


def test_margins_of_the_primary_changes_hold_what_was_to_be_seen(results, truth):
    found = primary(results, truth)
    inside = (found["ci_laag"] <= found["verschil_verwacht"]) & (found["verschil_verwacht"] <= found["ci_hoog"])
    assert inside.mean() >= 0.93
    assert (
        set(found["methode"]) <= {"gee", "mover", "newcombe", "t_over_ikcs"}
        and (found["methode"] == "gee").mean() > 0.5
    )


def test_what_is_called_risen_or_fallen_did_so_in_what_was_to_be_seen(results, truth):
    found = primary(results, truth)
    assert (found.loc[found["genoteerd"] == "meer", "verschil_verwacht"] > 0).all()
    assert (found.loc[found["genoteerd"] == "minder", "verschil_verwacht"] < 0).all()
    pilots = found[found["ikc"].isin(["IKC01", "IKC02", "IKC03"]) & (found["indicator"] == "internaliserend")]
    switched = pilots[pilots["van"] == "nulmeting"]
    assert (switched["genoteerd"] == "meer").sum() >= len(switched) - 1 and switched["informant_gewisseld"].all()
    assert set(switched["oordeel"]) == {"niet te zeggen"}, "more was noted by somebody else; in truth it fell"
    assert not switched["oordeel"].isin(["gestegen", "gedaald"]).any(), "another informant, not a change"


def test_corrected_for_the_informant_the_truth_is_in_the_margin_and_nothing_is_found_that_is_not_there(results, truth):
    informant = results["informant"].merge(truth, on=PAIR).dropna(subset=["verschil_gecorrigeerd"])
    inside = (informant["ci_laag"] <= informant["verschil_waar"]) & (informant["verschil_waar"] <= informant["ci_hoog"])
    assert len(informant) >= 20 and inside.mean() >= 0.93
    runs = results["gevoeligheid"]
    runs = runs[(runs["dreiging"] == "informant") & (runs["indicator"] == "internaliserend")]
    assert len(runs) == 4 and not runs["oordeel"].isin(["gestegen", "gedaald"]).any()


def test_with_and_without_is_near_the_planted_difference(results, truth):
    whole = truth[truth["ikc"].isin(["pilots", "vergelijking"])].pivot(
        index=["indicator", "van", "naar"], columns="ikc", values="verschil_verwacht"
    )
    planted = (whole["pilots"] - whole["vergelijking"]).rename("geplant").reset_index()
    found = results["verschil_in_verschil"].merge(planted, on=["indicator", "van", "naar"])
    inside = (found["ci_laag"] <= found["geplant"]) & (found["geplant"] <= found["ci_hoog"])
    assert inside.groupby(found["controle"]).size().to_dict() == {False: 8, True: 4}
    assert inside.sum() >= 11
