"""Children who asked to be forgotten: their rows are set aside at the reader's door, before anything looks at them."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.distinct import has_text
from analysis.intake.identities import known_clients
from analysis.intake.ikcs import match_ikcs
from analysis.intake.pseudonyms import pseudonymise
from analysis.study import Study
from analysis.study.forgotten import NOBODY, Forgotten, read_forgotten

REDEN = "vergeten op verzoek"
NO_ROW = 0
"""The row number of what was forgotten: with its own, the ledger would point at the child in data/raw."""


def whom_to_leave_out(study: Study, key: bytes | None) -> Forgotten:
    """Give the forgotten children; nobody for who reads with the key of that list itself, to find a child in it."""
    forgotten = read_forgotten(study)
    return NOBODY if key == forgotten.key else forgotten


def split_forgotten(
    rows: pd.DataFrame, study: Study, codebook: Codebook, forgotten: Forgotten, bestand: str
) -> tuple[pd.DataFrame, pd.DataFrame, list[Melding]]:
    """Split rows as they were delivered (`client`, `kindcode`) into those that stay and, as `apart`, the forgotten.

    A row is a forgotten child's by its client number, or by its kindcode where it names no other client number. A
    kindcode that a forgotten child got since is told: by that code alone its rows elsewhere are not known yet.
    """
    if not forgotten.marks or not {"client", "kindcode"} & {*rows}:
        return rows, forgotten_apart(0), []
    nowhere = pd.Series(False, index=rows.index)
    by_client = has_forgotten_client(rows["client"], forgotten) if "client" in rows else nowhere
    codes = _marks_of_codes(rows, study, forgotten) if "kindcode" in rows else None
    by_code = nowhere if codes is None else codes.isin(forgotten.marks)
    other_child = has_text(known_clients(rows["client"], codebook)) if "client" in rows else nowhere
    gone = by_client | (by_code & ~other_child)
    new = 0 if codes is None else int((by_client & ~by_code & (codes != "")).sum())
    kept = rows[~gone].reset_index(drop=True) if gone.any() else rows
    return kept, forgotten_apart(int(gone.sum())), _report_new_codes(new, bestand)


def _marks_of_codes(rows: pd.DataFrame, study: Study, forgotten: Forgotten) -> pd.Series:
    return pseudonymise(rows["kindcode"].astype("str"), forgotten.key, kindcode_scope(rows, study))


def _report_new_codes(number: int, bestand: str) -> list[Melding]:
    if not number:
        return []
    count = "1 rij" if number == 1 else f"{number} rijen"
    tekst = f"{count} van een vergeten kind met een kindcode die nog niet vergeten is."
    advies = "Draai `ikc vergeet` voor dit kind nog een keer: de inventarisatie kent het alleen aan die code."
    return [Melding(bestand, tekst, "waarschuwing", advies=advies, code="vergeten_nieuwe_code")]


def has_forgotten_client(client: pd.Series, forgotten: Forgotten) -> pd.Series:
    """Tell which client numbers are of a forgotten child."""
    if not forgotten.marks:
        return pd.Series(False, index=client.index)
    return pseudonymise(client, forgotten.key).isin(forgotten.marks).astype(bool)


def forgotten_apart(number: int) -> pd.DataFrame:
    """Give so many rows set aside at the door (rij, reden), with nothing that tells which they were."""
    rows = pd.DataFrame({"rij": [NO_ROW] * number, "reden": [REDEN] * number})
    return rows.astype({"rij": "int64", "reden": "str"})


def kindcode_scope(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Give whose kindcodes they are: the IKC of the row, or what is written there where that is no IKC of the study."""
    matched = match_ikcs(rows["ikc"], study)
    return matched.where(matched != "", rows["ikc"].str.lower()).astype("str")
