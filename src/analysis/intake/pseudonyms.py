"""Client numbers and kindcodes become keyed pseudonyms here, at the reader's door; nothing after intake sees them.

A keyed hash (HMAC-SHA256, RFC 2104), because a plain hash of a BSN can be tried out: nine digits are few.
"""

import hmac
import os
import secrets
from pathlib import Path

import pandas as pd

from analysis.errors import InvoerFout, Melding
from analysis.intake.distinct import replace_distinct
from analysis.intake.identities import normal_kindcodes, normal_numbers
from analysis.study import Study

KEY_VARIABLE = "IKC_SLEUTEL"
KEY_FILE = ".sleutel"
PUBLIC_KEY = b"synthetische studie: deze sleutel is openbaar"
MINIMUM_LENGTH = 16
DIGITS = 16
CLIENT, KIND = "c", "k"


def load_key(study: Study) -> bytes:
    """Give the study's key: the public one for a synthetic study, else IKC_SLEUTEL, else the study's own `.sleutel`.

    `.sleutel` is made when it is not there (mode 600). Losing it means that new pseudonyms no longer link to old ones.
    """
    if study.synthetisch:
        return PUBLIC_KEY
    given = os.environ.get(KEY_VARIABLE, "").strip()
    path = study.folder / KEY_FILE
    key = given or (path.read_text(encoding="utf-8").strip() if path.is_file() else _make_key(path))
    if len(key) < MINIMUM_LENGTH:
        where = KEY_VARIABLE if given else KEY_FILE
        raise InvoerFout(
            [Melding(where, f"de sleutel is te kort: {len(key)} tekens, minstens {MINIMUM_LENGTH}.", code="sleutel")]
        )
    return key.encode("utf-8")


def _make_key(path: Path) -> str:
    key = secrets.token_hex(32)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(key + "\n")
    except OSError:
        raise InvoerFout(
            [Melding(KEY_FILE, "deze sleutel is niet te schrijven in de studiemap.", code="sleutel",
                     advies=f"Maak de studiemap schrijfbaar, of geef een sleutel in {KEY_VARIABLE}.")]
        ) from None  # fmt: skip
    return key


def pseudonymise(values: pd.Series, key: bytes, scope: pd.Series | None = None) -> pd.Series:
    """Replace client numbers (`c_...`), or with a `scope` kindcodes (`k_...`), by keyed pseudonyms; empty stays empty.

    A kindcode is unique only within its IKC, so its `scope` is the ikc of the row. Each distinct number is hashed once.
    """
    if scope is None:
        return replace_distinct(values, lambda texts: _hash(normal_numbers(texts), "client|", CLIENT, key))
    texts = normal_kindcodes(values)
    scoped = texts.where(texts == "", scope.astype(str) + "|" + texts)
    return replace_distinct(scoped, lambda texts: _hash(texts, "kind|", KIND, key))


def _hash(texts: pd.Series, start: str, prefix: str, key: bytes) -> pd.Series:
    keyed = hmac.new(key, start.encode(), "sha256")

    def pseudonym(text: str) -> str:
        digest = keyed.copy()
        digest.update(text.encode())
        return f"{prefix}_{digest.hexdigest()[:DIGITS]}"

    made = [pseudonym(text) if text else "" for text in texts.tolist()]
    return pd.Series(made, index=texts.index, dtype="str")
