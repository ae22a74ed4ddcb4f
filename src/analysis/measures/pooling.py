"""From the IKCs to `alle`: numerators and denominators added over the same IKCs."""

import pandas as pd

from analysis.study import ALLE


def pool_ikcs(counts: pd.DataFrame, by: list[str], tellingen: list[str]) -> pd.DataFrame:
    """Add the IKCs up to one row `alle` per combination of `by`.

    Numerator and denominator come from the same IKCs: where at least one IKC has every count in `tellingen`, an IKC
    that misses one of them (no populatie, a count that was not delivered) is left out of all of them. Where no IKC
    is complete, each count is the sum of what there is. Trap: `alle` is therefore not always the sum of the IKCs.

    Returns
    -------
    One row per combination of `by` that occurs, with ikc `alle`, the summed `tellingen` and `n_ikcs`, the number of
    IKCs that were added up.
    """
    complete = counts[tellingen].notna().all(axis=1)
    any_complete = complete.groupby([counts[column] for column in by]).transform("any")
    rows = counts[complete | ~any_complete]
    grouped = rows.groupby(by, sort=False)
    pooled = grouped[tellingen].sum(min_count=1).assign(n_ikcs=grouped["ikc"].nunique()).reset_index()
    return pooled.assign(ikc=ALLE)
