"""The elfproef: does a number have the form of a BSN? Looked at before it becomes a pseudonym; only a count leaves."""

import numpy as np
import pandas as pd

from analysis.errors import Melding
from analysis.intake.cell_text import are_digits, digits_of
from analysis.intake.distinct import distinct_texts

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
LENGTH = len(WEIGHTS)


def passes_elfproef(values: pd.Series) -> pd.Series:
    """Tell per text whether it is a BSN: nine digits (eight: a lost leading zero), weighted sum divisible by eleven."""
    texts = values.astype("str")
    digits = digits_of(texts if are_digits(texts, LENGTH) else _nine_digits(texts), LENGTH)
    total = sum(weight * digits[:, place].astype("int16") for place, weight in enumerate(WEIGHTS))
    return pd.Series((total % 11 == 0) & digits.any(axis=1), index=values.index)


def _nine_digits(texts: pd.Series) -> pd.Series:
    """Write numbers of eight or nine digits with nine, whatever stands between them; all zeros for any other text."""
    plain = texts.str.fullmatch(r"[0-9]{9}")
    bare = texts[~plain].str.replace(r"[\s.\-]|[.,]0+$", "", regex=True)
    return texts.mask(~plain, bare.where(bare.str.fullmatch(r"[0-9]{8,9}"), "0").str.zfill(LENGTH))


def check_bsn(client: pd.Series, bestand: str) -> list[Melding]:
    """Report how many client numbers are no BSN, where most of them are one; numbers of another kind get no message.

    The rows stay: a number that fails is still one client's. Never shows a number.
    """
    places, numbers = distinct_texts(client)
    valid, rows = passes_elfproef(numbers).to_numpy(), np.bincount(places, minlength=len(numbers))
    filled = (numbers != "").to_numpy() & (rows > 0)
    return _melding_bsn(int((filled & ~valid).sum()), int(filled.sum()), int(rows[filled & ~valid].sum()), bestand)


def report_bsn(client: pd.Series, valid: pd.Series, bestand: str) -> list[Melding]:
    """Make the message of `check_bsn` from clients (numbers or pseudonyms) and whether each row's number is a BSN."""
    wrong = client[~valid]
    return _melding_bsn(wrong.nunique(), client.nunique(), len(wrong), bestand)


def _melding_bsn(clients: int, of_clients: int, wrong: int, bestand: str) -> list[Melding]:
    if not clients or clients * 2 > of_clients:
        return []
    what = "1 clientnummer is geen geldig BSN" if clients == 1 else f"{clients} clientnummers zijn geen geldig BSN"
    rows = "1 rij" if wrong == 1 else f"{wrong} rijen"
    return [
        Melding(bestand, f"{what} (elfproef), in {rows}.", "waarschuwing",
                advies="De rijen tellen mee. Vraag de gemeente of de nummers kloppen.", code="elfproef")
    ]  # fmt: skip
