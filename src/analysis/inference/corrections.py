"""Many comparisons at once: Holm and Benjamini-Hochberg within families, and the interval that belongs."""

import numpy as np
import pandas as pd

HOLM, BENJAMINI_HOCHBERG = "holm", "fdr_bh"
SMALLEST_P = 1e-300
"""A p that a computer rounds to zero; as zero it would leave no level for its interval."""


def correct_p(p: pd.Series, familie: pd.Series, methode: pd.Series) -> pd.Series:
    """Correct p-values for the number of comparisons in their family.

    Holm (1979) keeps the chance of one false finding in the family, Benjamini and Hochberg (1995) the share of false
    findings among the findings. A missing p is no comparison: it is not in the family and stays missing.

    Parameters
    ----------
    p, familie, methode
        Per comparison: its p-value, the name of its family, and `holm` or `fdr_bh` (one per family).
    """
    rows = pd.DataFrame({"p": p.astype(float).clip(lower=SMALLEST_P), "familie": familie, "methode": methode})[
        p.notna()
    ]
    rows = rows.sort_values("p", kind="stable")
    grouped = rows.groupby(["familie", "methode"], sort=False)["p"]
    place, size = grouped.cumcount() + 1, grouped.transform("size")
    names = [rows["familie"], rows["methode"]]
    holm = (rows["p"] * (size - place + 1)).groupby(names, sort=False).cummax()
    largest_first = (rows["p"] * size / place)[::-1]
    bh = largest_first.groupby([name[::-1] for name in names], sort=False).cummin()
    corrected = holm.where(rows["methode"] == HOLM, bh).clip(upper=1.0)
    return corrected.reindex(p.index)


def corrected_alfa(p: pd.Series, p_gecorrigeerd: pd.Series, alfa: float) -> np.ndarray:
    """Give the level at which a comparison's interval excludes zero exactly when its corrected p is at most alfa.

    alfa * p / p_corrected: p <= that level is the same statement as p_corrected <= alfa. A corrected interval is thus
    never narrower than the raw one. This ties interval and verdict; for Holm it is Bonferroni-like per step, for
    Benjamini-Hochberg it is at least as wide as the interval of Benjamini and Yekutieli (2005, JASA 100:71-81) for the
    comparisons that exclude zero: of those, the expected share whose interval misses (false coverage rate) is at most
    alfa. Proof: such a p has a p_corrected = p_j m / j for a j of at most the R found, so its level is alfa p/p_j j/m.
    """
    return alfa * p.clip(lower=SMALLEST_P).to_numpy(float) / p_gecorrigeerd.to_numpy(float)
