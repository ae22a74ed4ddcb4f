"""Messages in the words of who must mend the delivery: nothing about a codebook or a study file they do not have."""

import re

from analysis.errors import Melding

OURS = ("codebook", "codeboek", "study.yml", "koppen.yml", "waarden.yml", "ikc run", "data/processed", "--")
ASK_US = "Overleg met ons als u niet weet wat hier moet staan."


COLUMN_CODES = ("onbekende_kolom", "kolom_ontbreekt", "kolom_lijkt_op", "geen_kop")
COLUMN_ADVICE = "Gebruik de kolomnamen van het sjabloon, of vraag ons hoe een kolom moet heten."


def confidential(who: str) -> str:
    """Give the first line of whatever is sent back: exact rows of children, for one reader."""
    return f"Vertrouwelijk, alleen voor {who}: dit gaat over kinderen. Stuur het niet door en publiceer het niet."


def sentence(text: str) -> str:
    """Begin a text with a capital and end it with a full stop."""
    shown = " ".join(text.split())
    shown = shown[:1].upper() + shown[1:]
    return shown if shown.endswith((".", "!", "?")) else f"{shown}."


def advice_for_deliverer(melding: Melding) -> str:
    """Give the part of an advice that a school or municipality can follow; what only the researcher can do falls."""
    if melding.code in COLUMN_CODES:
        return COLUMN_ADVICE
    kept = []
    for part in re.split(r"(?<=[.!?])\s+", melding.advies.replace("`", "")):
        clauses = [clause for clause in re.split(r"[;,] of ", part) if clause and not any(w in clause for w in OURS)]
        if clauses:
            kept.append(sentence(", of ".join(clause.rstrip(".") for clause in clauses)))
    return " ".join(kept) or ASK_US
