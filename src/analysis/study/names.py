"""Names that a study gives: what becomes a folder on any machine, and what a report reads as text and not as markup."""

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.study.settings import Study

LONGEST = 40
MARKUP = "<>[]{}`$\\|*^~#@"
"""Signs that Markdown, LaTeX, HTML or a shortcode begins with: a word of a study (a label, a bouw) never needs them."""
_IN_NO_FOLDER = re.compile(r'[<>:"/\\|?*\x00-\x1f]|^\.|[. ]$')
_WINDOWS = re.compile(r"(?i)^(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\.|$)")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def markup_in(text: str) -> str:
    """Give the signs of markup that a word has, each once; empty when it is only text."""
    return " ".join(dict.fromkeys(sign for sign in text if sign in MARKUP))


def check_names(study: "Study") -> list[str]:
    """Say which names cannot be: a folder elsewhere or for two IKCs, a word that a report would read as markup."""
    words = [("metingen", name) for name in study.meting_namen] + [("bouwen", name) for name in study.bouwen]
    marked = [(place, name, markup_in(name)) for place, name in words if markup_in(name)]
    shown = [("naam", study.naam), ("gemeente", study.gemeente)]
    shown += [("ikcs", text) for item in study.ikcs for text in (item.naam, item.gemeente)]
    shown += [("storende_periodes", item.naam) for item in study.storende_periodes]
    return [
        *_check_codes(study.ikc_codes),
        *(f"`metingen`: {name!r} kan geen naam van een map zijn." for name in study.meting_namen if _no_folder(name)),
        *(f"`{place}`: {name!r} heeft een teken van opmaak: {signs}." for place, name, signs in marked),
        *(f"`{place}`: {name!r} heeft een onzichtbaar teken." for place, name in shown if _INVISIBLE.search(name)),
    ]  # fmt: skip


def _check_codes(codes: Iterable[str]) -> list[str]:
    """Check codes of IKCs: each is a folder, on every machine another one, and looks like no other."""
    texts, folders = [], {}
    for code in codes:
        if not all(_is_plain(sign) for sign in code) or not code[:1].isalnum():
            texts.append(
                f"`ikcs`: de code {code!r} mag alleen letters, cijfers, - en _ hebben, een letter of cijfer eerst."
            )
        elif _no_folder(code):
            texts.append(f"`ikcs`: de code {code[: LONGEST + 1]!r} kan geen naam van een map zijn.")
        first = folders.setdefault(unicodedata.normalize("NFKD", code).casefold(), code)
        if first != code:
            texts.append(f"`ikcs`: de codes {first} en {code} krijgen op sommige computers dezelfde map.")
    return texts  # fmt: skip


def _is_plain(sign: str) -> bool:
    """Tell whether a sign is a Latin letter, a digit 0-9, - or _: a letter of another script may look the same."""
    return sign in "-_0123456789" or (sign.isalpha() and unicodedata.name(sign, "").startswith("LATIN"))


def _no_folder(name: str) -> bool:
    return len(name) > LONGEST or bool(_IN_NO_FOLDER.search(name) or _WINDOWS.match(name))
