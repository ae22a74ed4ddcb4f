"""Many keyed hashes at once are those of the standard library, and of RFC 4231."""

import hashlib
import hmac

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.intake.keyed import hash_texts, mark_texts
from analysis.intake.personal_words import CODE, NUMBER, mark_cells, mark_codes, marker, things_in

KEY = b"een sleutel voor de proef"


@pytest.mark.parametrize(
    ("key", "text", "digest"),
    [
        (b"\x0b" * 20, "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (b"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (
            b"\xaa" * 131,
            "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
    ],
)
def test_the_published_examples_of_rfc_4231(key: bytes, text: str, digest: str) -> None:
    assert hash_texts([text], key, "", 64).to_pylist() == [digest]


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=1, max_size=100), st.text(max_size=9), st.lists(st.text(max_size=20), max_size=4))
def test_every_text_is_hashed_as_by_the_standard_library(key: bytes, start: str, texts: list[str]) -> None:
    wanted = ["c_" + hmac.new(key, (start + text).encode(), "sha256").hexdigest()[:16] for text in texts]
    assert hash_texts(texts, key, start, 16, "c_").to_pylist() == wanted


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=1, max_size=64), st.text(max_size=9), st.lists(st.text(max_size=20), max_size=4))
def test_a_mark_is_the_keyed_hash_of_the_standard_library(key: bytes, start: str, texts: list[str]) -> None:
    wanted = [hashlib.blake2b((start + text).encode(), key=key, digest_size=8).hexdigest() for text in texts]
    assert mark_texts(texts, key, start) == wanted


def test_a_long_key_marks_otherwise_than_its_first_bytes() -> None:
    assert mark_texts(["x"], b"k" * 65, "") != mark_texts(["x"], b"k" * 64, "")


def test_a_column_of_numbers_is_hashed_as_its_rows_one_by_one() -> None:
    numbers = pd.Series(["123456782", "012345678", "4-3-2012", "", "20120304", "123456782012345", "1234567"])
    names = pd.Series(["Jan de Vries", "Sanne", "123456782", "x", "Jan", "", "06-12345678"])
    mark = marker(KEY)
    one_by_one = {
        mark(kind, thing) for row in zip(numbers, names, strict=True) for kind, thing in things_in(" | ".join(row))
    }
    assert mark_cells([numbers.astype("str"), names.astype("str")], KEY) == one_by_one
    assert mark(NUMBER, "012345678") in one_by_one and mark(NUMBER, "123456782") in one_by_one


def test_of_a_category_only_what_a_row_says_is_hashed() -> None:
    column = pd.Series(["123456782", "999900006", "AB-123"], dtype="category")
    kept = column[[0, 2]]
    assert mark_codes([kept], KEY) == {marker(KEY)(NUMBER, "123456782"), marker(KEY)(CODE, "ab-123")}
    assert mark_cells([kept], KEY) >= {marker(KEY)(NUMBER, "123456782")}
    assert marker(KEY)(NUMBER, "999900006") not in mark_cells([kept], KEY)
