import pandas as pd

from analysis.tidy.values import report_values


def test_a_value_is_reported_with_row_and_column_of_the_first() -> None:
    rows = pd.DataFrame(
        {"bestand": "a.csv", "rij": [2, 5, 9], "teken": ["??", "??", "nja"], "kolom": ["druk", "pesten", "rouw"]}
    )
    everything = pd.Series(True, index=rows.index)
    (found,) = report_values(rows, "teken", everything, lambda n: f"{n} tekens.", "teken", "", kolom="kolom")
    assert found.regels == ("??   2 rijen (eerste: rij 2, kolom druk)", "nja  1 rij   (rij 9, kolom rouw)")


def test_without_a_column_only_the_row_is_named() -> None:
    rows = pd.DataFrame({"bestand": ["a.csv"], "rij": [4], "bouw": ["zolder"]})
    (found,) = report_values(rows, "bouw", rows["bouw"] == "zolder", lambda n: f"{n} bouw.", "bouw", "")
    assert found.regels == ("zolder  1 rij   (rij 4)",)
