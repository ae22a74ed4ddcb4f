"""How names and values are matched, what is invisible, and the closest known name for a message.

A name (a header, an IKC, a signal) is matched by its letters and digits alone. A value is matched more strictly, for
a sign may change what it says: `x?` is not x, `-1` is not 1, and a sign that nobody listed is not empty.
"""

import difflib
import re
import unicodedata
from functools import lru_cache

DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
APOSTROPHES = dict.fromkeys(map(ord, "’‘`´ʼ"), "'")
_JOINERS = re.compile(
    r"(?<=[^\W\d_])[-_'.]+(?=[^\W_])|(?<=[^\W_])[-_'.]+(?=[^\W\d_])|(?<=[^\W\d_]{2})\.$|(?<=\.[^\W\d_])\.$"
)
_DOUBT = re.compile(r"[?*!~¿#<>]|\([^)]*\)?$|^\(")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Fold a name for matching: no case, accents, spaces or signs. A text of signs alone keeps them all (`-`, `√`)."""
    plain = without_accents(text)
    kept = "".join(sign for sign in plain if sign.isalnum())
    return kept or visible(plain).replace(" ", "") or visible(str(text))


@lru_cache(maxsize=65536)
def fold_value(text: str) -> str:
    """Fold a value for matching: no case, accents or spaces, and no sign that only joins (`ib'er`, `0-meting`, `n.b.`).

    Any other sign stays: `x?`, `(x)`, `-1`, `1,0` and `²` are no other value than themselves. Empty is only what shows
    nothing at all.
    """
    shown = visible(text)
    plain = "".join(sign for sign in unicodedata.normalize("NFD", shown) if not unicodedata.combining(sign))
    plain = _JOINERS.sub("", re.sub(r"\s+", "", plain.casefold().translate(DASHES | APOSTROPHES)))
    return plain or shown


@lru_cache(maxsize=65536)
def visible(text: str) -> str:
    """Give what a text shows: without zero width and control signs, white space as single spaces, none outside."""
    shown = "".join(" " if sign.isspace() else sign for sign in str(text) if _shows(sign))
    return " ".join(shown.split())


def _shows(sign: str) -> bool:
    return sign.isspace() or not (unicodedata.category(sign) in ("Cf", "Cc") or "\ufe00" <= sign <= "\ufe0f")


def is_doubtful(text: str) -> bool:
    """Tell whether a name has a sign with which people say that they are not sure: `pesten?`, `druk*`, `(pesten)`."""
    return _DOUBT.search(visible(text)) is not None


def without_accents(text: str) -> str:
    """Give a text in lower case without accents; spaces and signs stay."""
    plain = unicodedata.normalize("NFKD", str(text)).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def closest(text: str, known: list[str]) -> str | None:
    """Give the known name that is closest to a text, None when nothing is near."""
    folded = {fold(name): name for name in reversed(known)}
    hit = next(iter(difflib.get_close_matches(fold(text), list(folded), n=1, cutoff=0.6)), None)
    return folded[hit] if hit else None
