"""Many comparisons at once: Holm and Benjamini-Hochberg within families, and the interval that belongs."""

import numpy as np
import pandas as pd
from statsmodels.stats.multitest import multipletests

HOLM, BENJAMINI_HOCHBERG = "holm", "fdr_bh"


def correct_p(p: pd.Series, familie: pd.Series, methode: pd.Series) -> pd.Series:
    """Correct p-values for the number of comparisons in their family.

    Holm (1979) keeps the chance of one false finding in the family, Benjamini and Hochberg (1995) the share of false
    findings among the findings. A missing p is no comparison: it is not in the family and stays missing.

    Parameters
    ----------
    p, familie, methode
        Per comparison: its p-value, the name of its family, and `holm` or `fdr_bh` (one per family).
    """
    tested = p.notna()
    corrected = pd.Series(np.nan, index=p.index, dtype=float)
    for (_, method), values in p[tested].groupby([familie[tested], methode[tested]], sort=False):
        corrected.loc[values.index] = multipletests(values.to_numpy(float), method=method)[1]
    return corrected


def corrected_alfa(p: pd.Series, p_gecorrigeerd: pd.Series, alfa: float) -> np.ndarray:
    """Give the level at which a comparison's interval excludes zero exactly when its corrected p is at most alfa.

    alfa * p / p_corrected: p <= that level is the same statement as p_corrected <= alfa. A corrected interval is thus
    never narrower than the raw one. This ties interval and verdict; for Holm it is Bonferroni-like per step, for
    Benjamini-Hochberg it resembles the intervals of Benjamini and Yekutieli (2005).
    """
    return alfa * p.to_numpy(float) / p_gecorrigeerd.to_numpy(float)
