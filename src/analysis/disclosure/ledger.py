"""The ledger and the messages in the public edition: they count rows of files, and a row can be a child."""

import re

import pandas as pd

_COUNTED = r"rij|rijen|kind|kinderen|keer|toewijzing|toewijzingen|client|cliënt|clienten|cliënten|leerling|leerlingen"


def suppress_grootboek(grootboek: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Empty the small numbers of rows set aside, and the running totals of the file from which they would follow.

    In a file with any step that set aside fewer rows than the threshold (but not none), every `rijen_in` and
    `rijen_door` falls except the number of rows that the file began with: the steps chain, so any two neighbours give a
    number set aside away. What each larger step set aside stays.
    """
    small = (grootboek["rijen_apart"] > 0) & (grootboek["rijen_apart"] < threshold)
    small = small.fillna(False).astype(bool)
    of_file = small.groupby(grootboek["bestand"]).transform("any")
    first = ~grootboek["bestand"].duplicated()
    return grootboek.assign(
        rijen_in=grootboek["rijen_in"].mask(of_file & ~first),
        rijen_door=grootboek["rijen_door"].mask(of_file),
        rijen_apart=grootboek["rijen_apart"].mask(small),
        onderdrukt=of_file,
    )


def suppress_meldingen(meldingen: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Empty the details (values, row numbers) of each message; a small count becomes `minder dan <threshold>`."""
    words = rf"\b({'|'.join(str(number) for number in range(1, max(threshold, 2)))})(?= (?:{_COUNTED})\b)"
    pattern = re.compile(words) if threshold > 1 else re.compile(r"(?!)")
    texts = meldingen["tekst"].map(lambda text: _in_plural(pattern.sub(f"minder dan {threshold}", text), threshold))
    return meldingen.assign(tekst=texts, regels="")


_PLURALS = {"rij": "rijen", "kind": "kinderen", "toewijzing": "toewijzingen", "client": "cliënten", "is": "zijn",
            "staat": "staan", "telt": "tellen", "heeft": "hebben", "komt": "komen"}  # fmt: skip


def _in_plural(text: str, threshold: int) -> str:
    """Put the words after a hidden count in the plural, up to the end of the clause: one row became fewer than five."""
    hidden = f"minder dan {threshold} "
    head, found, tail = text.partition(hidden)
    clause, stop, rest = tail.partition(",") if found else ("", "", "")
    words = [_PLURALS.get(word, word) for word in clause.split(" ")]
    return f"{head}{hidden}{' '.join(words)}{stop}{rest}" if found else text
