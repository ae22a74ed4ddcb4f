"""Goals in the public edition: none that names somebody, no owner, rounded outputs, no start that was typed."""

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.rounded import finish_table
from analysis.disclosure.rounding import Afronder
from analysis.disclosure.store import _round_goals
from analysis.disclosure.suppression import suppress_results
from analysis.inference.doelstatus import weaken_statuses
from analysis.study import Study
from result_rows import as_result

STUDY = Study(folder="/nergens", naam="Proef", ikcs=({"ikc": "A1"},), synthetisch=True)
SOURCES = {"signalen": "aandeel", "zorg": "aandeel", "verhoudingen": "waarde", "samenhang": "odds_ratio"}
AFRONDER = Afronder(5, b"sleutel van deze toets")


def goals(*rows: dict) -> pd.DataFrame:
    base = {"ikc": "A1", "niveau": "locatie", "soort_doel": "output", "indicator": "kinderen bij een club",
            "bouw": "alle", "richting": "stijging", "meting": "m1",
            "status": "bereikt", "reden": "doel_gehaald", "eigenaar": "de wijk",
            "bron": "jaarplan", "waarde": 0.5, "ci_laag": 0.4, "ci_hoog": 0.6, "n_teller": 50, "n_noemer": 100,
            "alleen_intern": False, "start_bron": "gemeten"}  # fmt: skip
    return as_result("doelen", pd.DataFrame([base | row for row in rows]))


def suppressed(table: pd.DataFrame) -> pd.DataFrame:
    return suppress_results({"doelen": table}, STUDY, "publiek")["doelen"].set_index("doel")


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    return finish_table("doelen", table, {}, STUDY, AFRONDER).set_index("doel")


@pytest.mark.parametrize("way", [suppressed, rounded])
def test_a_goal_that_names_somebody_and_every_owner_stay_inside(way) -> None:
    shown = way(goals({"doel": "Vrij"}, {"doel": "Sanne", "alleen_intern": True}))
    assert shown.index.tolist() == ["Vrij"]
    assert shown.loc["Vrij", ["eigenaar", "bron"]].tolist() == ["", ""]


def test_an_output_of_few_children_is_left_out_and_its_rest_too() -> None:
    shown = suppressed(goals({"doel": "Drie", "n_teller": 3}, {"doel": "Rest", "n_teller": 97}, {"doel": "Helft"}))
    for doel in ("Drie", "Rest"):
        assert shown.loc[doel, ["waarde", "ci_laag", "n_teller", "n_noemer"]].isna().all()
        assert shown.loc[doel, ["status", "reden", "onderdrukt"]].tolist() == ["niet_te_bepalen", "onderdrukt", True]
    assert shown.loc["Helft", ["waarde", "status"]].tolist() == [0.5, "bereikt"]


def test_nothing_is_left_out_inside() -> None:
    table = goals({"doel": "Sanne", "alleen_intern": True, "n_teller": 1})
    inside = suppress_results({"doelen": table}, STUDY, "intern")["doelen"]
    assert inside.loc[0, ["doel", "eigenaar", "n_teller"]].tolist() == ["Sanne", "de wijk", 1]


def test_counts_of_outputs_are_rounded_and_typed_shares_fall() -> None:
    table = pd.DataFrame(
        {"ikc": ["A1", "A1"], "doel": ["Club", "Sport"], "meting": ["m1", "m1"], "n_teller": [42, 100],
         "n_noemer": [101, 101], "waarde_gegeven": [0.4158, 0.99], "startwaarde_gegeven": [0.0294, 0.1]}
    )  # fmt: skip
    public = _round_goals(table.astype({"n_teller": "Int64", "n_noemer": "Int64"}), AFRONDER)
    assert (public[["n_teller", "n_noemer"]] % 5 == 0).all().all()
    assert public["n_noemer"].nunique() == 1  # the same number is rounded the same
    assert (public["n_teller"] <= public["n_noemer"]).all()
    assert public[["waarde_gegeven", "startwaarde_gegeven"]].isna().all().all()


def test_proposals_are_never_public() -> None:
    table = as_result("doelen_voorstellen", pd.DataFrame([{"ikc": "A1", "aanleiding": "x", "indicator": "y"}]))
    assert suppress_results({"doelen_voorstellen": table}, STUDY, "publiek")["doelen_voorstellen"].empty
    assert finish_table("doelen_voorstellen", table, {}, STUDY, AFRONDER).empty


@pytest.mark.parametrize("methode", ["afronden", "onderdrukken"])
def test_a_value_of_a_goal_is_published_only_as_another_table_has_it(proefedities, methode: str) -> None:
    """Of the small study: no number of an indicator, and no status, that the other tables do not have."""
    exact, public, _ = proefedities(methode)
    goals_shown = public["doelen"][public["doelen"]["soort_doel"] == "indicator"]
    known = {round(value, 6) for name, column in SOURCES.items() for value in public[name][column].dropna()}
    values = goals_shown[["waarde", "startwaarde"]].to_numpy().ravel()
    assert len(goals_shown) and {round(value, 6) for value in values[~np.isnan(values)]} <= known
    own = exact["doelen"].set_index(["ikc", "doel", "meting"])["status"]
    status = public["doelen"].set_index(["ikc", "doel", "meting"])["status"]
    assert not weaken_statuses(status, own.reindex(status.index)).any()
