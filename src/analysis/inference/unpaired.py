"""IKCs that have one of two metingen only: a total over a meting then holds more IKCs than a change between the two."""

import pandas as pd


def count_unpaired(known: pd.DataFrame, pairs: pd.DataFrame, name: str) -> pd.Series:
    """Count, per row of `pairs` (one per `name` x van x naar), the IKCs that `known` has at just one of its metingen.

    Where there is one, its numbers at that meting follow from the total and the change; the public edition must know.

    Parameters
    ----------
    known
        One row per ikc x meting x `name` with numbers.
    pairs
        The rows over all IKCs, with `name`, van and naar.
    """
    members = {key: set(rows["ikc"]) for key, rows in known.groupby([name, "meting"])}
    found = [
        len(members.get((what, van), set()) ^ members.get((what, naar), set()))
        for what, van, naar in zip(pairs[name], pairs["van"], pairs["naar"], strict=True)
    ]
    return pd.Series(found, index=pairs.index, dtype="int64")
