import hashlib
import hmac
import stat
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_raw import make_study

from analysis.errors import InvoerFout
from analysis.intake.pseudonyms import load_key, pseudonymise

KEY = b"een sleutel voor de proef"
REAL = "naam: Echt\n"


def clients(*texts: str) -> list[str]:
    return pseudonymise(pd.Series(list(texts), dtype=str), KEY).tolist()


def kinds(ikcs: list[str], texts: list[str]) -> list[str]:
    return pseudonymise(pd.Series(texts, dtype=str), KEY, pd.Series(ikcs, dtype=str)).tolist()


def test_a_pseudonym_is_a_keyed_hash_not_a_plain_one() -> None:
    (made,) = clients("999900006")
    assert made == "c_" + hmac.new(KEY, b"client|999900006", hashlib.sha256).hexdigest()[:16]
    assert hashlib.sha256(b"999900006").hexdigest()[:16] not in made
    assert pseudonymise(pd.Series(["999900006"]), b"een andere sleutel!").tolist() != [made]


def test_spellings_of_one_bsn_are_one_client() -> None:
    spellings = clients("012345678", "12345678", " 12345678 ", "012.345.678", "12345678.0", "0123 45 678")
    assert len(set(spellings)) == 1


def test_other_numbers_stay_apart() -> None:
    assert len(set(clients("123456789", "C-12", "D-12", "12", "0012"))) == 5
    assert clients("C-12") == clients("c-12 ")
    assert len(set(clients("12.345.000", "12.345", "12.345.0"))) == 3


def test_empty_stays_empty() -> None:
    assert clients("", "  ") == ["", ""]
    assert kinds(["A1"], [""]) == [""]


def test_a_kindcode_is_a_child_of_its_ikc_only() -> None:
    made = kinds(["A1", "A1", "A1", "A1", "A2", "A1"], ["7", " 7 ", "7.0", "007", "7", "70"])
    assert made[0] == made[1] == made[2] == made[3] and len(set(made)) == 3
    assert all(kind.startswith("k_") and len(kind) == 18 for kind in made)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.from_regex(r"[1-9][0-9]{8}", fullmatch=True), min_size=1, max_size=20))
def test_distinct_numbers_have_distinct_pseudonyms_that_do_not_hold_them(numbers: list[str]) -> None:
    made = clients(*numbers)
    assert len(set(made)) == len(set(numbers))
    assert not any(number in pseudonym for number, pseudonym in zip(numbers, made, strict=True))


def test_a_synthetic_study_has_the_public_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKC_SLEUTEL", "x" * 32)
    assert load_key(make_study(tmp_path / "a")) == load_key(make_study(tmp_path / "b")) != b"x" * 32
    assert not (tmp_path / "a" / ".sleutel").exists()


def test_a_real_study_makes_its_key_once_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IKC_SLEUTEL", raising=False)
    study = make_study(tmp_path, REAL)
    key = load_key(study)
    assert load_key(study) == key and len(key) == 64
    assert stat.S_IMODE((tmp_path / ".sleutel").stat().st_mode) == 0o600
    assert load_key(make_study(tmp_path / "ander", REAL)) != key


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKC_SLEUTEL", "uit de omgeving, lang genoeg")
    assert load_key(make_study(tmp_path, REAL)) == b"uit de omgeving, lang genoeg"
    assert not (tmp_path / ".sleutel").exists()


def test_a_short_key_is_refused_without_showing_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKC_SLEUTEL", "geheim")
    with pytest.raises(InvoerFout, match="te kort: 6 tekens, minstens 16") as error:
        load_key(make_study(tmp_path, REAL))
    assert "geheim" not in str(error.value)
