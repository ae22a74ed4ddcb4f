"""The messages in the public edition.

A message may name children and may hold values of a row, so those fall.
"""

import re

import pandas as pd

_CHILDREN = r"kind|kinderen|client|cliënt|clienten|cliënten|leerling|leerlingen"
_TOEWIJZINGEN = "toewijzing|toewijzingen"
_PART = re.compile(
    rf"\b(?P<deel>[\d.]+) van de (?P<geheel>[\d.]+) (?P<wie>{_CHILDREN}|{_TOEWIJZINGEN})\b(?: \([\d,]+%\))?"
)
_NOUNS = rf"{_CHILDREN}|{_TOEWIJZINGEN}|rij|rijen|regel|regels"
_COUNTED = re.compile(rf"(?:\b[\d.]+|\bminder dan [\d.]+) (?P<wat>{_NOUNS})\b")
_PLURALS = {
    "toewijzing": "toewijzingen", "kind": "kinderen", "client": "cliënten", "cliënt": "cliënten",
    "leerling": "leerlingen", "rij": "rijen", "regel": "regels", "is": "zijn", "staat": "staan", "telt": "tellen",
    "heeft": "hebben", "komt": "komen",
}  # fmt: skip


def suppress_meldingen(meldingen: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Empty the details (values, row numbers) of each message; a small count of children becomes `minder dan 5`.

    Toewijzingen are guarded as children are; so is the rest of a part (`50 van de 54` tells of four).
    """
    nouns = f"{_CHILDREN}|{_TOEWIJZINGEN}"
    words = rf"(?<!van de )\b({'|'.join(str(number) for number in range(1, max(threshold, 2)))})(?= (?:{nouns})\b)"
    pattern = re.compile(words) if threshold > 1 else re.compile(r"(?!)")

    def shown(text: str) -> str:
        whole = _PART.sub(lambda part: _shown_part(part, threshold), text)
        return _in_plural(pattern.sub(f"minder dan {threshold}", whole), threshold)

    return meldingen.assign(tekst=meldingen["tekst"].map(shown), regels="")


def drop_counts(meldingen: pd.DataFrame) -> pd.DataFrame:
    """Take every number of children, toewijzingen or rows out of the messages: beside rounded counts none is exact."""
    return meldingen.assign(tekst=meldingen["tekst"].map(_without_counts))


def _without_counts(text: str) -> str:
    whole = _PART.sub(lambda part: f"een deel van de {_PLURALS.get(part['wie'], part['wie'])}", text)
    without = _COUNTED.sub(lambda part: f"een aantal {_PLURALS.get(part['wat'], part['wat'])}", whole)
    return without[:1].upper() + without[1:] if without != text else text


def _shown_part(part: re.Match[str], threshold: int) -> str:
    """Word a part of a total: exact where neither it nor the rest is small, zero and all included."""
    count, total = (int(part[name].replace(".", "")) for name in ("deel", "geheel"))
    of_whom = f"van de {part['geheel']} {part['wie']}"
    if total < threshold:
        return f"een deel van de {part['wie']}"
    if 0 < count < threshold:
        return f"minder dan {threshold} {of_whom}"
    if 0 < total - count < threshold:
        return f"bijna alle {part['geheel']} {part['wie']}"
    return part[0]


def _in_plural(text: str, threshold: int) -> str:
    """Put the words after a hidden count in the plural, up to the end of the clause: one child became fewer than 5."""
    hidden = f"minder dan {threshold} "
    head, found, tail = text.partition(hidden)
    clause, stop, rest = tail.partition(",") if found else ("", "", "")
    words = [_PLURALS.get(word, word) for word in clause.split(" ")]
    return f"{head}{hidden}{' '.join(words)}{stop}{rest}" if found else text
