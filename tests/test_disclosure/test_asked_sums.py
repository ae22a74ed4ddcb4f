"""Sums over assumptions come into the public edition only when study.yml asks for them; what is real is said."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.disclosure.steps import STEPS
from analysis.errors import InvoerFout
from analysis.results.kaarten import kaarten
from analysis.study import Study, load_study

SUMS = {
    "kosten_sroi": "sroi",
    "kosten_gevoeligheid": "sroi",
    "kosten_contante_waarde": "sroi",
    "kosten_opschaling": "opschaling",
    "kosten_break_even": "terugverdienen",
}


@pytest.mark.parametrize(("table", "som"), SUMS.items(), ids=SUMS)
def test_a_sum_is_left_out_unless_it_is_asked_for(table: str, som: str) -> None:
    step = f"{som}_gevraagd"
    assert kaarten()[table].onthulling.stappen[-1] == step
    rows = pd.DataFrame({"ikc": ["alle"]})
    for asked, shown in (((), 0), ((som,), 1), (tuple({*SUMS.values()} - {som}), 0)):
        study = Study(folder=Path("x"), naam="x", kosten={"openbare_rekensommen": asked})
        assert len(STEPS[step](rows, {}, study)) == shown


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("kosten: {openbare_rekensommen: [winst]}", "kosten.openbare_rekensommen.1` moet een van deze zijn: 'sroi'"),
        ("synthetisch: true\necht: [kinderen]", "`echt.1` moet een van deze zijn: 'casussen', 'cbs'"),
        ("echt: [cbs]", "deze studie is niet `synthetisch`"),
    ],
)
def test_a_setting_that_cannot_be_is_told_in_dutch(tmp_path: Path, settings: str, told: str) -> None:
    (tmp_path / "study.yml").write_text(f"naam: Proef\n{settings}\n", encoding="utf-8")
    with pytest.raises(InvoerFout) as caught:
        load_study(tmp_path)
    assert told in str(caught.value)
