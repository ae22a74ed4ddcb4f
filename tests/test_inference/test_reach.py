from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.inference.reach import estimate_bereik
from analysis.study import Study

STUDY = Study(
    folder=Path("studie"), naam="x", ikcs=({"ikc": "A"},),
    metingen=({"meting": "nul", "peildatum": "2019-02-01", "informant": "leerkracht"},
              {"meting": "eind", "peildatum": "2021-06-01", "informant": "leerkracht"}),
)  # fmt: skip


def bereik(*rows: tuple) -> pd.DataFrame:
    """Rows of meting, maat, n_teller, n_noemer."""
    table = pd.DataFrame(rows, columns=["meting", "maat", "n_teller", "n_noemer"]).assign(ikc="A")
    return estimate_bereik(table.astype({"n_teller": "Int64", "n_noemer": "Int64"}), STUDY)


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
