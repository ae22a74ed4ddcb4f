from datetime import date
from pathlib import Path

import pytest

from analysis.codebook import load_codebook
from analysis.publishing.rotate import rotate, text_of_keys
from analysis.results.pipeline import ensure_tidy
from analysis.study import Study, load_study

DAY = date(2026, 11, 29)
STUDY = """
naam: Echt
metingen: [{meting: nulmeting, peildatum: 2019-02-01}, {meting: nameting, peildatum: 2020-02-01}]
ikcs: [{ikc: A1, naam: De Wilgen}]
"""


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    for variable in ("IKC_SLEUTEL", "IKC_SLEUTELBESTAND"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "study.yml").write_text(STUDY, encoding="utf-8")
    text = "client;kindcode;ikc;groep;van\n999900006;7;A1;3;01-08-2018\n999900018;8;A1;3;01-08-2018\n"
    (tmp_path / "data" / "raw" / "leerlingen.csv").write_text(text, encoding="utf-8")
    return load_study(tmp_path)


def pseudonyms(study: Study) -> list[str]:
    return ensure_tidy(study, load_codebook()).tables["leerlingen"]["client"].tolist()


def test_after_a_rotation_every_child_has_another_pseudonym_and_the_tables_are_made_again(study: Study, capsys) -> None:
    before = pseudonyms(study)
    assert rotate(study, False, False, DAY) == 0
    files = list((study.processed / "leerlingen").rglob("*.parquet"))
    assert files and not any(old.encode() in path.read_bytes() for path in files for old in before)
    assert len({*before, *pseudonyms(study)}) == 4
    said = capsys.readouterr().out
    assert "Het afronden is gebleven zoals het was" in said and "De oude is weg" in said


def test_rounding_anew_is_warned_for(study: Study, capsys) -> None:
    pseudonyms(study)
    rotate(study, True, True, DAY)
    said = capsys.readouterr().out
    assert "Let op: ook het afronden is vernieuwd" in said and ".sleutel-tot-2026-11-29" in said


def test_where_the_key_is_is_told_and_never_what_it_is(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Hij is er nog niet" in text_of_keys(study)
    pseudonyms(study)
    shown = text_of_keys(study)
    assert str(study.folder / ".sleutel") in shown
    assert (study.folder / ".sleutel").read_text(encoding="utf-8").strip() not in shown
    monkeypatch.setenv("IKC_SLEUTEL", "een geheim van genoeg tekens")
    assert text_of_keys(study) == "De sleutel komt uit IKC_SLEUTEL."
    assert "openbare sleutel" in text_of_keys(study.model_copy(update={"synthetisch": True}))
