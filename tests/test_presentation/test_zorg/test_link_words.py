"""What goes together, in words: more often, less often, or not to be shown, by the interval of the odds ratio."""

import pandas as pd
import pytest
from fake_results import CODEBOOK, fake_study, fake_tables

from analysis.presentation import zorg
from analysis.presentation.rapport import make_rapport

UNKNOWN = float("nan")


@pytest.mark.parametrize(
    ("odds", "laag", "hoog", "words"),
    [
        (4.0, 1.2, 9.0, "hadden in 2021 vaker ook zorg"),
        (4.0, 1.2, UNKNOWN, "hadden in 2021 vaker ook zorg"),
        (0.2, 0.1, 0.8, "hadden in 2021 minder vaak zorg"),
        (1.5, 0.7, 3.0, "is niet aan te tonen"),
        (0.9, 0.3, UNKNOWN, "is niet aan te tonen"),
        (UNKNOWN, UNKNOWN, UNKNOWN, "is niet te zeggen"),
    ],
)
def test_the_sentence_follows_the_interval(odds: float, laag: float, hoog: float, words: str) -> None:
    row = {"ikc": "IKC01", "meting": "eindmeting", "verband": "probleem_zorg", "odds_ratio": odds, "ci_laag": laag,
           "ci_hoog": hoog, "onderdrukt": False}  # fmt: skip
    study = fake_study()
    tables = fake_tables(study, CODEBOOK) | {"samenhang": pd.DataFrame([row])}
    rapport = make_rapport(study, CODEBOOK, "IKC01", "publiek", tables)
    assert words in zorg.zin_samenhang(rapport).markdown
