"""Consent to quote in study.yml: whole, or said to be half."""

from pathlib import Path

import pytest

from analysis.errors import InvoerFout
from analysis.study import load_study
from analysis.study.gesprekken import may_quote

IKCS = "naam: x\nikcs: [{ikc: A1}, {ikc: A2}]\n"


def load(folder: Path, text: str):
    (folder / "study.yml").write_text(f"{IKCS}citaten: [{text}]\n", encoding="utf-8")
    return load_study(folder)


def test_consent_holds_for_what_it_names(tmp_path: Path) -> None:
    citaten = load(tmp_path, "{bronnen: [JOK], ikcs: [A1], wie: de spreker, wanneer: 2021-06-01}").citaten
    assert may_quote(citaten, "A1", "JOK", "") and not may_quote(citaten, "A2", "JOK", "")
    assert not may_quote(citaten, "A1", "IB", "")


def test_a_number_of_a_statement_may_be_a_number(tmp_path: Path) -> None:
    citaten = load(tmp_path, "{uitspraken: [17], gepubliceerd: Jaarverslag}").citaten
    assert may_quote(citaten, "A1", "IB", "17") and not may_quote(citaten, "A1", "IB", "18")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{bronnen: [JOK], wie: de spreker}", "`citaten`: bij 1 staat niet wie akkoord gaf en wanneer"),
        ("{wie: de spreker, wanneer: 2021-06-01}", "bij 1 staat niet voor welke `bronnen` of `uitspraken`"),
        ("{bronnen: [JOK], ikcs: [A9], gepubliceerd: X}", "bij 1 staat een IKC dat niet bestaat: A9."),
        ("{bronnen: [JOK], wie: de spreker, wanneer: gisteren}", "`citaten.1.wanneer` is geen datum"),
        ("{bron: [JOK], gepubliceerd: X}", "`citaten.1.bron` is geen bekende instelling"),
    ],
)
def test_half_a_consent_is_said(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(InvoerFout) as caught:
        load(tmp_path, text)
    assert expected in str(caught.value)
