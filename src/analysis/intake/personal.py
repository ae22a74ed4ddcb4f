"""Columns with personal data that nobody asked for: told to be taken out, never read, never taken for a code."""

import re

from analysis.codebook import Codebook
from analysis.errors import Melding, Plaats
from analysis.intake.letters import column_letter

FIELD, WORD = "persoonsgegevens", "woord"
FROM_SCHOOLS = ("inventarisatie", "inventarisatie_tellingen")
"""Deliveries that never ask for a name: there it stops the run, for the file itself must be cleaned."""
LONGEST_NAME = 60


def is_personal(header: str, codebook: Codebook) -> bool:
    """Tell whether a header announces names, addresses or the like: by itself, or by a word in it."""
    words = re.split(r"[^\w]+|_|(?<=[a-z])(?=[A-Z])", header)
    return codebook.named(FIELD, header) is not None or any(
        codebook.named(FIELD, word) == WORD for word in words if word
    )


def melding_personal(bestand: str, columns: list[tuple[int, str]], delivery: str) -> list[Melding]:
    """Report the columns (number, header) with personal data; their contents are not read."""
    if not columns:
        return []
    words = "kolom heeft" if len(columns) == 1 else "kolommen hebben"
    lines = tuple(f"{' '.join(name.split())[:LONGEST_NAME]}   (kolom {column_letter(i)})" for i, name in columns)
    return [
        Melding(
            bestand, f"{len(columns)} {words} persoonsgegevens waar niet om gevraagd is; ze zijn niet gelezen.",
            "fout" if delivery in FROM_SCHOOLS else "waarschuwing", lines,
            "Persoonsgegevens: haal weg. Verwijder de kolom uit het bestand, en uit elke kopie die u rondstuurde.",
            FIELD, tuple(Plaats(bestand, None, name) for _, name in columns),
        )
    ]  # fmt: skip
