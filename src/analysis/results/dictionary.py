"""What the cards say, as tables: the data dictionary and the list of tables beside the results."""

from collections.abc import Mapping

import pandas as pd

from analysis.results.kaart import Kaart
from analysis.results.kaarten import NO_TABLES, kaarten

DICTIONARY, OVERVIEW = NO_TABLES


def describe_columns() -> pd.DataFrame:
    """Give one row per column of every result table: tabel, kolom, type, eenheid, omschrijving."""
    rows = [
        (name, column, item.type, item.eenheid, item.omschrijving)
        for name, card in kaarten().items()
        for column, item in card.kolommen.items()
    ]
    return pd.DataFrame(rows, columns=["tabel", "kolom", "type", "eenheid", "omschrijving"])


def describe_tables(results: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Give one row per result table: what a row is, its key, how it is disclosed and made, and how many rows it has."""
    rows = [
        (name, card.rij, key_words(card), disclosure_words(card), method_words(card), len(results.get(name, ())))
        for name, card in kaarten().items()
    ]
    return pd.DataFrame(rows, columns=["tabel", "rij", "sleutel", "onthulling", "methode", "n_rijen"])


def key_words(card: Kaart) -> str:
    """Give the columns that name a row, or that its place does."""
    return ", ".join(card.sleutelkolommen) or str(card.sleutel)


def method_words(card: Kaart) -> str:
    """Give the methods with their sources; empty where rows are only counted or copied."""
    return "; ".join(f"{item.naam}: {item.bron}" for item in card.methode)


def disclosure_words(card: Kaart) -> str:
    """Say how the table is disclosed: why it may be public, or which counts are guarded and which steps it takes."""
    if card.onthulling is None:
        return f"openbaar: {card.openbaar}"
    part = card.onthulling.onderdrukken
    guarded = list(dict.fromkeys(_count_words(rule.tel, rule.maal) for rule in part.regels)) if part else []
    rests = list(dict.fromkeys(rule.van for rule in part.regels if rule.van)) if part else []
    words = [f"bewaakt: {', '.join(guarded)}"] if guarded else []
    words += [f"en de rest van: {', '.join(rests)}"] if rests else []
    words += [f"stappen: {', '.join(card.onthulling.alle_stappen)}"] if card.onthulling.alle_stappen else []
    return "; ".join([*words, *([card.onthulling.waarom] if card.onthulling.waarom else [])])


def _count_words(tel: str, maal: str) -> str:
    return f"{tel} x {maal}" if maal else tel
