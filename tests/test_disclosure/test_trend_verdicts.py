"""A trend in the public edition: its word is that of the exact counts or says nothing, and its margin agrees."""

import pandas as pd
import pytest

from analysis.disclosure.verdicts import WEAKENED, _weaken
from analysis.results.kaarten import kaart

KEY = {"ikc": "A", "soort": "s", "domein": "d", "code": "alle"}


def row(oordeel: str, laag: float, hoog: float) -> pd.DataFrame:
    return pd.DataFrame([KEY | {"oordeel": oordeel, "ci_laag_gecorrigeerd": laag, "ci_hoog_gecorrigeerd": hoog}])


@pytest.mark.parametrize("exact", ["geen aantoonbare verandering", "gedaald", "te weinig gegevens", "niet te zeggen"])
def test_a_word_that_the_exact_counts_do_not_have_is_taken_back(exact: str) -> None:
    rounded = row("gestegen", 0.002, 0.01)
    found = _weaken(rounded, row(exact, -0.01, 0.01), list(kaart("trend").sleutelkolommen), WEAKENED["trend"])
    assert found["oordeel"].tolist() == ["geen aantoonbare verandering"]
    assert found["ci_laag_gecorrigeerd"].tolist() == [0.0]


def test_a_word_of_both_stays() -> None:
    rounded = row("gedaald", -0.01, -0.002)
    found = _weaken(rounded, row("gedaald", -0.02, -0.001), list(kaart("trend").sleutelkolommen), WEAKENED["trend"])
    assert found["oordeel"].tolist() == ["gedaald"]


def test_nothing_of_a_count_is_left_when_one_is_too_small() -> None:
    rules = kaart("trend").onthulling.onderdrukken
    assert {"helling", "ci_laag", "ci_hoog", "p"} <= set(rules.regels[0].wist)
    assert rules.regels[0].tel == "n_kleinste"
