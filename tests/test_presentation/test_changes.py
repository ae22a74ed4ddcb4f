"""The title over changes: two findings are named, more are counted."""

import pandas as pd
import pytest

from analysis.presentation.changes import title_of_changes

NONE = "geen aantoonbare verandering"
NAMES = ("Jeugd-GGZ", "Dyslexiezorg", "Kinderopvang")


@pytest.mark.parametrize(
    ("verdicts", "title"),
    [
        (["gestegen", NONE, NONE], "Meer gebruik van jeugd-GGZ"),
        (["gestegen", "gedaald", NONE], "Meer gebruik van jeugd-GGZ en minder gebruik van dyslexiezorg"),
        (["gestegen", "gedaald", "gedaald"], "3 van de 3 hoofdindicatoren veranderden"),
        ([NONE, "te weinig gegevens", NONE], "Geen verandering aan te tonen"),
        (["te weinig gegevens", "niet getoond", "onbekend"], "Te weinig gegevens om te vergelijken"),
    ],
)
def test_a_title_names_two_changes_and_counts_more(verdicts: list[str], title: str) -> None:
    changes = pd.DataFrame({"uitkomst": verdicts, "label": NAMES, "aard": "zorg", "niveau": "soort"})
    assert title_of_changes(changes) == title
