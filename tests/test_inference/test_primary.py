"""Which changes the study named beforehand go into the estimates over IKCs."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.inference.primary import select_primary
from analysis.study import Study

METINGEN = ({"meting": "nul", "peildatum": "2019-02-01"}, {"meting": "eind", "peildatum": "2021-06-01"})
STUDY = Study(
    folder=Path("."), naam="x", metingen=METINGEN, ikcs=({"ikc": "A", "rol": "pilot"},),
    statistiek={"minimum_kinderen": 20},
)  # fmt: skip
CHANGE = {"ikc": "A", "bouw": "alle", "van": "nul", "naar": "eind", "primair": True, "aandeel_van": 0.2,
          "aandeel_naar": 0.3, "n_kinderen_van": 20, "n_kinderen_naar": 40}  # fmt: skip


@pytest.mark.parametrize(
    ("other", "chosen"),
    [
        ({}, True),
        ({"n_kinderen_van": 19}, False),
        ({"n_kinderen_naar": 19}, False),
        ({"aandeel_van": None}, False),
        ({"aandeel_naar": None}, False),
        ({"ikc": "alle"}, False),
        ({"bouw": "onderbouw"}, False),
        ({"primair": False}, False),
    ],
    ids=str,
)
def test_a_change_counts_with_both_shares_and_enough_children_at_both_metingen(other: dict, chosen: bool) -> None:
    found = select_primary(pd.DataFrame([CHANGE | other]), STUDY)
    assert found["rol"].tolist() == (["pilot"] if chosen else [])
