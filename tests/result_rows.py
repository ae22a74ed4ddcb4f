"""Rows of a result table for a test that names only the columns it is about."""

import pandas as pd

from analysis.results.kaarten import kaart
from analysis.results.tables import type_table


def as_result(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Give rows the columns and types of a card: what a test leaves out is missing, and a key it leaves out is counted.

    Columns that producers drop on their way to the results are dropped here too.
    """
    card = kaart(name)
    whole = rows.reset_index(drop=True).reindex(columns=[column for column in card.kolommen if column != "onderdrukt"])
    counted = [column for column in card.sleutelkolommen if column not in rows]
    numbers = pd.Series(range(len(rows)), dtype="int64")
    keys = {column: numbers.astype(str) if card.types[column] == "tekst" else numbers for column in counted}
    return type_table(name, whole.assign(**keys))
