import stat
from datetime import date
from pathlib import Path

import pytest

from analysis.errors import InvoerFout
from analysis.study import Study, load_study
from analysis.study.forgotten import NOBODY, add_forgotten, read_entries, read_forgotten
from analysis.study.keys import read_key

DAY = date(2026, 11, 29)


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    for variable in ("IKC_SLEUTEL", "IKC_SLEUTELBESTAND"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "study.yml").write_text("naam: Echt\n", encoding="utf-8")
    return load_study(tmp_path)


def test_without_a_list_nobody_is_forgotten_and_no_key_is_made(study: Study) -> None:
    assert read_forgotten(study) == NOBODY
    assert not (study.folder / ".sleutel").exists()


def test_the_list_keeps_every_child_with_the_day_who_did_it_and_the_rows(study: Study) -> None:
    add_forgotten(study, ["c_1", "k_1"], 5, "M. de\nVries", DAY)
    add_forgotten(study, ["c_2"], 1, "", DAY)
    assert read_forgotten(study).marks == {"c_1", "k_1", "c_2"}
    assert read_forgotten(study).key == read_key(study, "vergeten")
    first, _, last = read_entries(study)
    assert (first.datum, first.door, first.rijen, last.door) == ("2026-11-29", "M. de Vries", "5", "")
    assert stat.S_IMODE((study.folder / "data" / "vergeten.csv").stat().st_mode) == 0o600


def test_a_list_of_another_key_stops_because_nobody_can_be_recognised(study: Study) -> None:
    add_forgotten(study, ["c_1"], 5, "", DAY)
    (study.folder / ".sleutel").unlink()
    with pytest.raises(InvoerFout, match="hoort bij een andere sleutel"):
        read_forgotten(study)


@pytest.mark.parametrize("text", ["", "datum,door\n", "datum,door,rijen,sleutel,kenmerk\n2026-11-29,,5\n"])
def test_a_damaged_list_stops(study: Study, text: str) -> None:
    (study.folder / "data").mkdir()
    (study.folder / "data" / "vergeten.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InvoerFout, match="is beschadigd"):
        read_forgotten(study)
