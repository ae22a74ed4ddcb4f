"""Client numbers and kindcodes become keyed pseudonyms here, at the reader's door; nothing after intake sees them.

A keyed hash (HMAC-SHA256, RFC 2104), because a plain hash of a BSN can be tried out: nine digits are few.
"""

import pandas as pd

from analysis.intake.distinct import replace_distinct
from analysis.intake.identities import normal_kindcodes, normal_numbers
from analysis.intake.keyed import hash_texts

DIGITS = 16
CLIENT, KIND, INVULLER, KLAS, GEZIN = "c", "k", "i", "g", "h"


def pseudonymise(values: pd.Series, key: bytes, scope: pd.Series | None = None) -> pd.Series:
    """Replace client numbers (`c_...`), or with a `scope` kindcodes (`k_...`), by keyed pseudonyms; empty stays empty.

    A kindcode is unique only within its IKC, so its `scope` is the ikc of the row. Each distinct number is hashed once.
    """
    if scope is None:
        return replace_distinct(values, lambda texts: _hash(normal_numbers(texts), "client|", CLIENT, key))
    texts = normal_kindcodes(values)
    scoped = texts.where(texts == "", scope.astype(str) + "|" + texts)
    return replace_distinct(scoped, lambda texts: _hash(texts, "kind|", KIND, key))


def pseudonymise_names(names: pd.Series, key: bytes, scope: pd.Series, prefix: str) -> pd.Series:
    """Replace names of persons (`i_...`), classes (`g_...`) or families (`h_...`) within their `scope`, the ikc; empty
    stays empty.

    The names come in the one spelling that is hashed. The same word as a kindcode gives another pseudonym.
    """
    scoped = names.where(names == "", scope.reindex(names.index).astype(str) + "|" + names)
    return replace_distinct(scoped, lambda texts: _hash(texts, f"{prefix}|", prefix, key))


def _hash(texts: pd.Series, start: str, prefix: str, key: bytes) -> pd.Series:
    filled = texts[texts != ""]
    hashed = hash_texts(filled.tolist(), key, start, DIGITS, f"{prefix}_")
    made = pd.Series(pd.array(hashed, dtype="str"), index=filled.index, copy=False)
    return made if len(made) == len(texts) else made.reindex(texts.index, fill_value="")
