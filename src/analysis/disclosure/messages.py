"""The messages in the public edition.

The ledger itself is shown as it is, in every edition: it counts rows of files, why they do not count, and must close. A
row set aside says nothing about a child. A message may name children and may hold values of a row, so those fall.
"""

import re

import pandas as pd

_CHILDREN = r"kind|kinderen|client|cliënt|clienten|cliënten|leerling|leerlingen"
_PLURALS = {"kind": "kinderen", "client": "cliënten", "cliënt": "cliënten", "leerling": "leerlingen", "is": "zijn",
            "staat": "staan", "telt": "tellen", "heeft": "hebben", "komt": "komen"}  # fmt: skip


def suppress_meldingen(meldingen: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Empty the details (values, row numbers) of each message; a small count of children becomes `minder dan 5`."""
    words = rf"\b({'|'.join(str(number) for number in range(1, max(threshold, 2)))})(?= (?:{_CHILDREN})\b)"
    pattern = re.compile(words) if threshold > 1 else re.compile(r"(?!)")
    texts = meldingen["tekst"].map(lambda text: _in_plural(pattern.sub(f"minder dan {threshold}", text), threshold))
    return meldingen.assign(tekst=texts, regels="")


def _in_plural(text: str, threshold: int) -> str:
    """Put the words after a hidden count in the plural, up to the end of the clause: one child became fewer than 5."""
    hidden = f"minder dan {threshold} "
    head, found, tail = text.partition(hidden)
    clause, stop, rest = tail.partition(",") if found else ("", "", "")
    words = [_PLURALS.get(word, word) for word in clause.split(" ")]
    return f"{head}{hidden}{' '.join(words)}{stop}{rest}" if found else text
