import hashlib
import hmac

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.intake.pseudonyms import pseudonymise

KEY = b"een sleutel voor de proef"


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
