"""The title over changes: two findings are named, more are counted."""

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.presentation.changes import sentence_detectable, title_of_changes

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


NAN = float("nan")


@pytest.mark.parametrize(
    ("richting", "level", "smallest", "ikc", "said"),
    [
        ("stijging", 0.10, 0.083, "IKC01", "Een stijging kleiner dan 8 op de 100 is"),
        ("daling", 0.20, 0.083, "IKC01", "Een daling kleiner dan 8 op de 100 is"),
        ("daling", 0.05, 0.046, "IKC01", "Alleen een daling tot nul, of bijna nul, is met dit aantal"),
        ("daling", 0.05, NAN, "IKC01", "Zelfs een daling tot nul is met dit aantal kinderen meestal niet"),
        ("daling", NAN, NAN, "IKC01", ""),
        ("daling", 0.05, NAN, "alle", ""),
        ("", 0.05, NAN, "IKC01", ""),
    ],
)  # fmt: skip
def test_the_smallest_change_is_said_also_where_there_is_none(richting, level, smallest, ikc, said):
    row = SimpleNamespace(richting=richting, aandeel_van=level, kleinst_aantoonbaar=smallest, ikc=ikc)
    assert sentence_detectable(row).startswith(said) and bool(sentence_detectable(row)) == bool(said)
