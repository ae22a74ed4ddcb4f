"""The change in an odds ratio, checked against a hand count and against a logistic model's interaction."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.inference.association_change import estimate_samenhang_veranderingen
from analysis.study import Study

CELLS = ["n_beide", "n_eerste", "n_tweede", "n_geen"]
STUDY = Study(
    folder=Path("studie"), naam="x", ikcs=({"ikc": "A"}, {"ikc": "B"}, {"ikc": "C"}),
    metingen=({"meting": "nul", "peildatum": "2019-02-01", "informant": "leerkracht"},
              {"meting": "eind", "peildatum": "2021-06-01", "informant": "leerkracht"}),
)  # fmt: skip


def change(*rows: tuple) -> pd.DataFrame:
    """Rows of ikc, meting and the four cells."""
    table = pd.DataFrame(rows, columns=["ikc", "meting", *CELLS]).assign(verband="probleem_zorg")
    who = table.loc[table["ikc"] != "alle", ["ikc", "meting"]].assign(informant="leerkracht")
    found = estimate_samenhang_veranderingen(table.astype(dict.fromkeys(CELLS, "Int64")), who, STUDY)
    return found.set_index("ikc")


def test_ratio_and_interval_are_those_of_a_hand_count() -> None:
    """Odds ratios 2 and 6, so 3 times; log 3 = 1.0986; every 1/cell summed is 0.1667 + 0.2, error 0.6055."""
    row = change(("A", "nul", 20, 20, 20, 40), ("A", "eind", 30, 10, 20, 40)).loc["A"]
    assert [row["odds_ratio_van"], row["odds_ratio_naar"], row["verhouding"]] == pytest.approx([2, 6, 3])
    error = np.sqrt(3 / 20 + 1 / 40 + 1 / 30 + 1 / 10 + 1 / 20 + 1 / 40)
    assert [row["ci_laag"], row["ci_hoog"]] == pytest.approx([3 / np.exp(1.96 * error), 3 * np.exp(1.96 * error)], 1e-4)


def test_equal_to_the_interaction_of_a_saturated_logistic_model() -> None:
    first, last = (49, 72, 55, 130), (84, 71, 31, 121)
    row = change(("A", "nul", *first), ("A", "eind", *last)).loc["A"]
    care = np.array([[a, b] for a, b, *_ in (first, last)] + [[c, d] for *_, c, d in (first, last)])
    later, problem = np.array([0, 1, 0, 1]), np.array([1, 1, 0, 0])
    design = np.column_stack([np.ones(4), later, problem, later * problem])
    fit = sm.GLM(care, design, family=sm.families.Binomial()).fit()
    assert np.log(row["verhouding"]) == pytest.approx(fit.params[3], abs=1e-8)
    assert np.log([row["ci_laag"], row["ci_hoog"]]) == pytest.approx(fit.conf_int()[3], abs=1e-6)
    assert row["p"] == pytest.approx(fit.pvalues[3], abs=1e-6)


def test_the_word_turns_when_the_corrected_margin_crosses_one() -> None:
    same = [("B", "nul", 40, 40, 40, 40), ("B", "eind", 40, 40, 40, 40)]
    assert change(*same).loc["B", "oordeel"] == "geen aantoonbare verandering"
    strong = change(("A", "nul", 40, 40, 40, 40), ("A", "eind", 80, 20, 20, 80)).loc["A"]
    assert strong["oordeel"] == "sterker" and strong["ci_laag_gecorrigeerd"] > 1
    weak = change(("A", "nul", 80, 20, 20, 80), ("A", "eind", 40, 40, 40, 40)).loc["A"]
    assert weak["oordeel"] == "zwakker" and weak["ci_hoog_gecorrigeerd"] < 1


def test_a_cell_below_five_says_nothing() -> None:
    row = change(("A", "nul", 4, 40, 40, 40), ("A", "eind", 80, 20, 20, 80)).loc["A"]
    assert row["oordeel"] == "te weinig gegevens" and np.isnan(row["verhouding"])


def test_all_ikcs_are_those_with_both_metingen() -> None:
    one, other = (20, 20, 20, 40), (30, 10, 20, 40)
    found = change(("A", "nul", *one), ("A", "eind", *other), ("B", "nul", *one), ("B", "eind", *other),
                   ("C", "nul", 99, 99, 99, 99), ("alle", "nul", 139, 139, 139, 179))  # fmt: skip
    assert found.loc["alle", ["n_beide_van", "n_beide_naar", "n_ikcs"]].tolist() == [40, 60, 2]
    assert "C" not in found.index
    assert (found.loc["alle", "oordeel"], found.loc["alle", "oordeel_reden"]) == ("", "opgeteld_over_ikcs")
    assert np.isnan(found.loc["alle", "ci_laag"]) and found.loc["alle", "verhouding"] == pytest.approx(3)
