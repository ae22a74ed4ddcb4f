from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.inference.bereik import estimate_bereik
from analysis.study import Study

STUDY = Study(
    folder=Path("studie"), naam="x", ikcs=({"ikc": "A"},),
    metingen=({"meting": "nul", "peildatum": "2019-02-01", "informant": "leerkracht"},
              {"meting": "eind", "peildatum": "2021-06-01", "informant": "leerkracht"}),
)  # fmt: skip


def estimate(table: pd.DataFrame, **kwargs) -> pd.DataFrame:
    who = table.loc[table["ikc"] != "alle", ["ikc", "meting"]].drop_duplicates().assign(informant="leerkracht")
    return estimate_bereik(table.astype({"n_teller": "Int64", "n_noemer": "Int64"}), who, STUDY, **kwargs)


def bereik(*rows: tuple) -> pd.DataFrame:
    """Rows of meting, maat, n_teller, n_noemer."""
    table = pd.DataFrame(rows, columns=["meting", "maat", "n_teller", "n_noemer"]).assign(ikc="A")
    found = estimate(table)
    return found[found["ikc"] == "A"]


def test_change_is_that_of_newcombe_1998_table_ii() -> None:
    """Newcombe (1998), Stat. Med. 17:873-890, table II, method 10: 56/70 - 48/80 is 0.2 (0.0524 to 0.3339)."""
    row = bereik(("nul", "zorg_bij_probleem", 48, 80), ("eind", "zorg_bij_probleem", 56, 70)).iloc[0]
    assert row["verschil"] == pytest.approx(0.2)
    assert [row["ci_laag"], row["ci_hoog"]] == pytest.approx([0.0524, 0.3339], abs=5e-5)
    assert (row["oordeel"], row["methode"]) == ("gestegen", "newcombe")


def test_word_follows_the_interval_corrected_for_the_maten() -> None:
    """p is 0.03 alone, a rise; beside two maten that did not change it is three times that, and none."""
    rows = [("nul", "zorg_bij_probleem", 40, 100), ("eind", "zorg_bij_probleem", 55, 100)]
    assert bereik(*rows).iloc[0]["oordeel"] == "gestegen"
    same = [(meting, maat, 30, 100) for maat in ("gezin_bij_kind", "probleem_bij_zorg") for meting in ("nul", "eind")]
    found = bereik(*rows, *same).set_index("maat").loc["zorg_bij_probleem"]
    assert found["oordeel"] == "geen aantoonbare verandering" and found["p"] < 0.05 < found["p_gecorrigeerd"]


def test_too_few_children_say_nothing_and_other_maten_are_left_out() -> None:
    row = bereik(("nul", "zorg_bij_probleem", 8, 19), ("eind", "zorg_bij_probleem", 30, 40)).iloc[0]
    assert row["oordeel"] == "te weinig gegevens" and np.isnan(row["p"])
    assert bereik(("nul", "ratio_ext_int", 8, 19), ("eind", "ratio_ext_int", 30, 40)).empty
    assert bereik(("nul", "zorg_bij_probleem", 48, 80)).empty


def test_the_minimum_itself_is_enough_children() -> None:
    """Twenty at the first meting (0 of 20) and forty at the last (30 of 40): a rise that twenty can show."""
    row = bereik(("nul", "zorg_bij_probleem", 0, 20), ("eind", "zorg_bij_probleem", 30, 40)).iloc[0]
    assert row["oordeel"] == "gestegen"


def test_all_ikcs_are_those_with_both_metingen() -> None:
    """A has 48/80 and 56/70, B 10/40 and 20/40; C was not inventoried at the end and is in neither sum."""
    rows = [("A", "nul", 48, 80), ("A", "eind", 56, 70), ("B", "nul", 10, 40), ("B", "eind", 20, 40),
            ("C", "nul", 90, 90), ("alle", "nul", 148, 210), ("alle", "eind", 76, 110)]  # fmt: skip
    table = pd.DataFrame(rows, columns=["ikc", "meting", "n_teller", "n_noemer"]).assign(maat="zorg_bij_probleem")
    found = estimate(table).set_index("ikc")
    counts = ["n_teller_van", "n_noemer_van", "n_teller_naar", "n_noemer_naar"]
    assert found.loc["alle", counts].tolist() == [58, 120, 76, 110]
    assert "C" not in found.index
    assert (found.loc["alle", "oordeel"], found.loc["alle", "methode"]) == ("", "t_over_ikcs")
