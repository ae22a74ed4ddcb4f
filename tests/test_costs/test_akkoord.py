"""Who agreed to what: half a consent is none, a figure over all cases is one of all cases."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.costs.akkoord import check_akkoord, keep_told
from analysis.errors import InvoerFout
from analysis.study import Study, load_study

TABLES = {
    "casussen": pd.DataFrame({"casus": ["01", "02"], "post": ["a", "b"]}),
    "casussen_gepubliceerd": pd.DataFrame({"casus": ["01", "Alle", "02"]}),
    "zorgpaden": pd.DataFrame({"casus": ["02", "c_1", "09"], "soort_casus": ["casus", "client", "casus"]}),
    "leerlingen": pd.DataFrame({"kind": ["k"]}),
}


def study(*cases: str) -> Study:
    told = ({"casussen": cases, "wie": "beide ouders", "wanneer": "2021-05-01"},) if cases else ()
    return Study(folder=Path("."), naam="proef", verhalen=told)


def casus(tables: dict[str, pd.DataFrame]) -> dict[str, list[str]]:
    return {name: table["casus"].tolist() for name, table in tables.items() if "casus" in table}


def test_only_rows_of_told_cases_and_of_children_stay() -> None:
    kept = keep_told(TABLES, study("01"))
    assert casus(kept) == {"casussen": ["01"], "casussen_gepubliceerd": ["01"], "zorgpaden": ["c_1"]}
    assert kept["leerlingen"] is TABLES["leerlingen"]


def test_a_figure_over_all_cases_stays_only_when_every_case_does() -> None:
    assert casus(keep_told(TABLES, study("01", "02")))["casussen_gepubliceerd"] == ["01", "02"]
    assert casus(keep_told(TABLES, study("1", "2", "9")))["casussen_gepubliceerd"] == ["01", "Alle", "02"]


def test_a_case_without_consent_is_named_in_a_warning_and_only_there() -> None:
    (melding,) = check_akkoord(TABLES, study("01"))
    assert (melding.ernst, melding.regels) == ("waarschuwing", ("casus 02", "casus 09"))
    assert "02" not in melding.tekst + melding.advies
    assert check_akkoord(TABLES, study("01", "02", "09")) == []


def test_consent_for_a_case_that_does_not_exist_is_told() -> None:
    told = check_akkoord(TABLES, study("01", "02", "09", "19"))
    assert [melding.code for melding in told] == ["onbekende_casus"] and "19" in told[0].regels[0]


@pytest.mark.parametrize(
    "half", ["wie: beide ouders", "wanneer: 2021-05-01", 'wie: " ", wanneer: 2021-05-01', 'gepubliceerd: " "']
)
def test_half_a_consent_is_refused(tmp_path: Path, half: str) -> None:
    text = f"naam: x\nverhalen: [{{casussen: [1], {half}}}]\n"
    (tmp_path / "study.yml").write_text(text, encoding="utf-8")
    with pytest.raises(InvoerFout, match="bij casus 01 staat niet wie akkoord gaf en wanneer"):
        load_study(tmp_path)


def test_a_source_that_published_a_case_is_enough(tmp_path: Path) -> None:
    text = "naam: x\nverhalen: [{casussen: [1, 02], gepubliceerd: Jaarverslag 2020}]\n"
    (tmp_path / "study.yml").write_text(text, encoding="utf-8")
    assert load_study(tmp_path).vertelde_casussen == {"01", "02"}
