import hashlib
import hmac
import stat
import subprocess
from pathlib import Path

import pytest

from analysis.errors import InvoerFout
from analysis.study import Study, load_study
from analysis.study.keys import DOELEN, create, read_key

REAL, SYNTHETIC = "naam: Echt\n", "naam: Verzonnen\nsynthetisch: true\n"
SECRET = "0123456789abcdef" * 4
PUBLIC_PSEUDONIEM = "d7a1f6fa09be21034e9c4f2d56e2ee5b7c4ae7e2e0cf75bc6fc4a38c9e99614a"


@pytest.fixture(autouse=True)
def no_key_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("IKC_SLEUTEL", "IKC_SLEUTELBESTAND"):
        monkeypatch.delenv(variable, raising=False)


def make_study(folder: Path, text: str = REAL) -> Study:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.yml").write_text(text, encoding="utf-8")
    return load_study(folder)


def write_key(path: Path, text: str = SECRET, mode: int = 0o600) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def test_a_key_is_the_hmac_of_its_purpose_under_the_secret(tmp_path: Path) -> None:
    write_key(tmp_path / ".sleutel", f"{SECRET}\n")
    expected = hmac.new(SECRET.encode(), b"ikc-analyse|pseudoniem", hashlib.sha256).digest()
    assert read_key(make_study(tmp_path), "pseudoniem") == expected


def test_every_purpose_has_a_key_of_its_own(tmp_path: Path) -> None:
    study = make_study(tmp_path)
    assert len({read_key(study, purpose) for purpose in DOELEN}) == len(DOELEN) == 3


def test_a_synthetic_study_has_the_same_keys_everywhere_and_makes_no_file(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("IKC_SLEUTEL", "x" * 32)
    here, there = (make_study(tmp_path / name, SYNTHETIC) for name in "ab")
    assert read_key(here, "pseudoniem") == read_key(there, "pseudoniem")
    # Computed with openssl: the example's pseudonyms are these, from every clone.
    assert read_key(here, "pseudoniem").hex() == PUBLIC_PSEUDONIEM
    assert not list(tmp_path.rglob(".sleutel"))


def test_a_real_study_makes_its_key_once_for_its_owner_only(tmp_path: Path) -> None:
    study = make_study(tmp_path)
    key = read_key(study, "pseudoniem")
    assert read_key(study, "pseudoniem") == key
    assert stat.S_IMODE((tmp_path / ".sleutel").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == [".sleutel", "study.yml"]


def test_two_studies_have_other_keys(tmp_path: Path) -> None:
    assert len({read_key(make_study(tmp_path / name), "pseudoniem") for name in "abc"}) == 3


def test_a_key_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    write_key(tmp_path / "k", "wie het eerst komt\n")
    assert not create(tmp_path / "k", "een andere\n")
    assert (tmp_path / "k").read_text() == "wie het eerst komt\n" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o604])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    write_key(tmp_path / ".sleutel", mode=mode)
    with pytest.raises(InvoerFout, match=rf"anderen kunnen deze sleutel lezen \(rechten {mode:o}\)") as error:
        read_key(make_study(tmp_path), "pseudoniem")
    assert "chmod 600" in str(error.value) and SECRET not in str(error.value)


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKC_SLEUTEL", SECRET)
    expected = hmac.new(SECRET.encode(), b"ikc-analyse|afronding", hashlib.sha256).digest()
    assert read_key(make_study(tmp_path), "afronding") == expected
    assert not (tmp_path / ".sleutel").exists()


def test_a_short_key_is_refused_without_showing_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKC_SLEUTEL", "geheim")
    with pytest.raises(InvoerFout, match="te kort: 6 tekens, minstens 16") as error:
        read_key(make_study(tmp_path), "pseudoniem")
    assert "geheim" not in str(error.value)


def test_an_empty_key_file_is_refused(tmp_path: Path) -> None:
    write_key(tmp_path / ".sleutel", "\n")
    with pytest.raises(InvoerFout, match="te kort: 0 tekens"):
        read_key(make_study(tmp_path), "pseudoniem")


def test_the_key_may_lie_outside_the_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kluis").mkdir()
    study = make_study(tmp_path / "studie", REAL + "sleutelbestand: ../kluis/leeuwarden\n")
    key = read_key(study, "pseudoniem")
    assert (tmp_path / "kluis" / "leeuwarden").is_file() and not (study.folder / ".sleutel").exists()
    monkeypatch.setenv("IKC_SLEUTELBESTAND", str(tmp_path / "kluis" / "ander"))
    assert read_key(study, "pseudoniem") != key


def test_a_place_that_is_not_there_is_said(tmp_path: Path) -> None:
    study = make_study(tmp_path, REAL + "sleutelbestand: ergens/anders\n")
    with pytest.raises(InvoerFout, match="anders: deze sleutel is niet te schrijven op zijn plek"):
        read_key(study, "pseudoniem")


def test_a_named_key_is_taken_as_it_is_and_a_damaged_one_refused(tmp_path: Path) -> None:
    named = {purpose: bytes([number] * 32) for number, purpose in enumerate(DOELEN)}
    text = "# sleutels\n" + "".join(f"{purpose}: {key.hex()}\n" for purpose, key in named.items())
    write_key(tmp_path / ".sleutel", text)
    study = make_study(tmp_path)
    assert {purpose: read_key(study, purpose) for purpose in DOELEN} == named
    write_key(tmp_path / ".sleutel", text.replace("02", "zz"))
    with pytest.raises(InvoerFout, match="de sleutel voor vergeten is beschadigd"):
        read_key(study, "vergeten")


@pytest.fixture
def repository(tmp_path: Path) -> Study:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    return make_study(tmp_path / "studie")


def test_a_key_that_git_would_take_along_is_refused(repository: Study) -> None:
    with pytest.raises(InvoerFout, match="kan in git terechtkomen"):
        read_key(repository, "pseudoniem")
    assert not (repository.folder / ".sleutel").exists()


def test_a_key_that_git_ignores_may_be_there_until_git_has_it(repository: Study) -> None:
    (repository.folder / ".gitignore").write_text(".sleutel\n", encoding="utf-8")
    assert read_key(repository, "pseudoniem")
    subprocess.run(["git", "add", "--force", ".sleutel"], cwd=repository.folder, check=True)
    with pytest.raises(InvoerFout, match="kan in git terechtkomen"):
        read_key(repository, "pseudoniem")
