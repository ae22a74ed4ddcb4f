"""How names are matched: folded to letters and digits, and the closest known name for a message."""

import difflib
import unicodedata
from functools import lru_cache

KEPT_SIGNS = "+-?×✓✔−"


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Fold a name for matching: no case, accents, spaces or signs. A text of signs alone keeps them (`-`, `+`)."""
    plain = without_accents(text)
    kept = "".join(sign for sign in plain if sign.isalnum())
    return kept or "".join(sign for sign in plain if sign in KEPT_SIGNS)


def without_accents(text: str) -> str:
    """Give a text in lower case without accents; spaces and signs stay."""
    plain = unicodedata.normalize("NFKD", str(text)).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def closest(text: str, known: list[str]) -> str | None:
    """Give the known name that is closest to a text, None when nothing is near."""
    folded = {fold(name): name for name in reversed(known)}
    hit = next(iter(difflib.get_close_matches(fold(text), list(folded), n=1, cutoff=0.6)), None)
    return folded[hit] if hit else None
