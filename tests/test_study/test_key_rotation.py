import stat
from datetime import date
from pathlib import Path

import pytest

from analysis.errors import InvoerFout
from analysis.study import Study, load_study
from analysis.study.key_rotation import rotate_keys
from analysis.study.keys import DOELEN, Doel, read_key

DAY = date(2026, 11, 29)
PSEUDONIEM: frozenset[Doel] = frozenset({"pseudoniem"})


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    for variable in ("IKC_SLEUTEL", "IKC_SLEUTELBESTAND"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "study.yml").write_text("naam: Echt\n", encoding="utf-8")
    return load_study(tmp_path)


def keys(study: Study) -> dict[str, bytes]:
    return {purpose: read_key(study, purpose) for purpose in DOELEN}


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {purpose for purpose in before if before[purpose] != after[purpose]}


def test_only_the_pseudonyms_get_another_key(study: Study) -> None:
    before = keys(study)
    assert rotate_keys(study, PSEUDONIEM, False, DAY) is None
    assert changed(before, keys(study)) == {"pseudoniem"}
    second = keys(study)
    rotate_keys(study, PSEUDONIEM, False, DAY)
    assert changed(second, keys(study)) == {"pseudoniem"}


def test_rounding_turns_only_when_asked_and_the_forgotten_never(study: Study) -> None:
    before = keys(study)
    rotate_keys(study, PSEUDONIEM | {"afronding"}, False, DAY)
    assert changed(before, keys(study)) == {"pseudoniem", "afronding"}


def test_the_old_secret_is_nowhere_any_more(study: Study) -> None:
    old = keys(study)["pseudoniem"]
    secret = (study.folder / ".sleutel").read_text(encoding="utf-8").strip()
    rotate_keys(study, PSEUDONIEM, False, DAY)
    left = "".join(path.read_text(encoding="utf-8") for path in study.folder.iterdir())
    assert secret not in left and old.hex() not in left
    assert stat.S_IMODE((study.folder / ".sleutel").stat().st_mode) == 0o600


def test_the_old_key_stays_beside_the_new_one_on_request_once_a_day(study: Study) -> None:
    keys(study)
    old = (study.folder / ".sleutel").read_text(encoding="utf-8")
    kept = rotate_keys(study, PSEUDONIEM, True, DAY)
    assert kept == study.folder / ".sleutel-tot-2026-11-29"
    assert kept.read_text(encoding="utf-8") == old and stat.S_IMODE(kept.stat().st_mode) == 0o600
    with pytest.raises(InvoerFout, match="tot-2026-11-29 is er al"):
        rotate_keys(study, PSEUDONIEM, True, DAY)


def test_what_cannot_be_rotated_is_said(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvoerFout, match="nog geen sleutel"):
        rotate_keys(study, PSEUDONIEM, False, DAY)
    with pytest.raises(InvoerFout, match="openbare sleutel"):
        rotate_keys(study.model_copy(update={"synthetisch": True}), PSEUDONIEM, False, DAY)
    monkeypatch.setenv("IKC_SLEUTEL", "x" * 32)
    with pytest.raises(InvoerFout, match="die kan het programma niet vernieuwen"):
        rotate_keys(study, PSEUDONIEM, False, DAY)


def test_the_secret_of_the_environment_gives_the_same_keys_from_a_file(study: Study, monkeypatch) -> None:
    monkeypatch.setenv("IKC_SLEUTEL", "0123456789abcdef" * 2)
    before = keys(study)
    monkeypatch.delenv("IKC_SLEUTEL")
    (study.folder / ".sleutel").write_text("0123456789abcdef" * 2 + "\n", encoding="utf-8")
    (study.folder / ".sleutel").chmod(0o600)
    assert keys(study) == before
