"""Do two coders code the same? Cohen's kappa, with its interval."""

import numpy as np
import pandas as pd

from analysis.inference.proportions import quantile
from analysis.study import Study

TE_WEINIG, EEN_WAARDE, GESCHAT = "te_weinig_uitspraken", "een_waarde", ""
COLUMNS = ["paar", "wat", "n", "n_gelijk", "n_oneens", "overeenstemming", "kappa", "ci_laag", "ci_hoog", "reden"]


def estimate_codeurs(coderingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Estimate how well two coders agree on direction, and on the link, of the statements that both coded.

    Parameters
    ----------
    coderingen
        From `count_coderingen`: paar, wat, eerste, tweede, n.

    Returns
    -------
    One row per paar x wat: n statements, how many alike and not, the share alike, kappa with its interval (Fleiss,
    Cohen and Everitt 1969, Psychological Bulletin 72:323-327). `reden`: fewer than `minimum_codeurs` statements, or
    all of one value, of which kappa says nothing.
    """
    rows = [
        {"paar": paar, "wat": wat, **_estimate(group, study)}
        for (paar, wat), group in coderingen.groupby(["paar", "wat"], sort=False)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _estimate(group: pd.DataFrame, study: Study) -> dict[str, object]:
    names = sorted({*group["eerste"], *group["tweede"]})
    counts = group.pivot_table(index="eerste", columns="tweede", values="n", aggfunc="sum", fill_value=0)
    table = counts.reindex(index=names, columns=names, fill_value=0).to_numpy(dtype=float)
    n, same = int(table.sum()), int(np.trace(table))
    found = estimate_kappa(table, study.statistiek.alfa)
    few = n < study.statistiek.minimum_codeurs
    reden = TE_WEINIG if few else EEN_WAARDE if np.isnan(found[0]) else GESCHAT
    kappa, low, high = (np.nan, np.nan, np.nan) if few else found
    numbers = {"n": n, "n_gelijk": same, "n_oneens": n - same, "overeenstemming": same / n if n else np.nan}
    return {**numbers, "kappa": kappa, "ci_laag": low, "ci_hoog": high, "reden": reden}


def estimate_kappa(table: np.ndarray, alfa: float) -> tuple[float, float, float]:
    """Give Cohen's kappa of a square table of two coders, with its large-sample interval; NaN when it has no meaning.

    Kappa is (observed - expected) / (1 - expected) agreement (Cohen 1960, Educational and Psychological Measurement
    20:37-46); undefined when all is expected, where both coders gave one and the same value. The interval is cut off at
    -1 and 1. Trap: with few statements it is too narrow.
    """
    n = table.sum()
    if n == 0:
        return np.nan, np.nan, np.nan
    shares = table / n
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, expected = float(np.trace(shares)), float(rows @ columns)
    if 1 - expected < 1e-12:
        return np.nan, np.nan, np.nan
    kappa = (observed - expected) / (1 - expected)
    off = shares * np.square(columns[:, None] + rows[None, :])
    diagonal = np.sum(np.diag(shares) * np.square(1 - (rows + columns) * (1 - kappa)))
    others = (1 - kappa) ** 2 * (off.sum() - np.trace(off))
    variance = (diagonal + others - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2)
    wide = quantile(alfa) * np.sqrt(max(variance, 0.0))
    return kappa, max(-1.0, kappa - wide), min(1.0, kappa + wide)
