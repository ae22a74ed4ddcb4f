"""The same truth as exports and as JW301 messages: reading either gives the same toewijzingen."""

import pandas as pd
import pytest

from analysis.codebook import load_codebook
from analysis.intake.distinct import with_texts
from analysis.simulation import simulate_study
from analysis.simulation.message_files import birthday
from analysis.study import load_study
from analysis.tidy.tidy_study import judge_study

SHARED = [
    "toewijzing_nummer", "client", "ikc", "toewijzingsdatum", "productcategorie", "productcode", "zorgvorm",
    "startdatum", "einddatum", "volume", "eenheid", "frequentie", "budget_eur", "reden_wijziging",
]  # fmt: skip


@pytest.fixture(scope="module")
def tidied(tmp_path_factory):
    """One small study, delivered in three ways."""
    result = {}
    for way in ("export", "berichten", "beide"):
        folder = tmp_path_factory.mktemp(way) / "studie"
        simulate_study(folder, seed=3, ikcs=2, metingen=2, toewijzingen=way)
        study = load_study(folder)
        result[way] = judge_study(study, load_codebook(folder))
    return result


def shared(tidy, without: set[str] = frozenset()) -> pd.DataFrame:
    rows = with_texts(tidy.tables["toewijzingen"][SHARED]).sort_values("toewijzing_nummer").reset_index(drop=True)
    return rows[~rows["toewijzing_nummer"].isin(without)].reset_index(drop=True)


def broken(tidied) -> set[str]:
    """The one number that the export gives an impossible date."""
    apart = tidied["export"].apart["toewijzingen"]
    return set(apart.loc[apart["reden"] == "datum niet te lezen", "toewijzing_nummer"])


def test_export_and_messages_give_the_same_toewijzingen(tidied):
    left, right = shared(tidied["export"], broken(tidied)), shared(tidied["berichten"], broken(tidied))
    assert len(broken(tidied)) == 1
    assert len(left) > 100
    pd.testing.assert_frame_equal(left, right)


def test_both_deliveries_together_count_nothing_twice(tidied):
    pd.testing.assert_frame_equal(shared(tidied["beide"], broken(tidied)), shared(tidied["berichten"], broken(tidied)))


def test_the_ledger_of_each_delivery_closes_to_the_row(tidied):
    for tidy in tidied.values():
        steps = tidy.grootboek[tidy.grootboek["bestand"].str.contains("toewijzingen/")]
        assert (steps["rijen_in"] == steps["rijen_door"] + steps["rijen_apart"]).all()
        assert steps.groupby("bestand")["rijen_door"].last().sum() == len(tidy.tables["toewijzingen"])


def test_other_and_broken_messages_are_set_aside_by_name(tidied):
    reasons = tidied["berichten"].apart["toewijzingen"]["reden"].value_counts()
    files = tidied["berichten"].grootboek["bestand"].str.contains("berichten_").groupby(level=0).any().any()
    assert files
    zips = len({name for name in tidied["berichten"].grootboek["bestand"] if "berichten_" in name})
    assert reasons["ander bericht: JW305"] == reasons["ander bericht: JW315"] == zips
    assert reasons["bericht is geen geldige XML"] == zips


def test_a_birthday_makes_a_child_four_before_october():
    for number in range(999900006, 999900406):
        born = birthday(2019, number)
        assert pd.Timestamp(2014, 10, 1) <= born <= pd.Timestamp(2015, 9, 30)
