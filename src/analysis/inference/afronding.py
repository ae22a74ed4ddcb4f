"""What counts are worth: rounding takes away as many children as its spread is worth, and so do classes that are alike.

A count that is rounded at random to base b with the right mean has a variance of (b^2 - 1) / 6, the mean of r (b - r)
over the remainders r: 4 children squared at base 5. A sum of k rounded counts has k times that. A share keeps its value
and loses precision, as in any sample of which the numerator is measured with error: it is worth fewer children, by the
design effect (Kish 1965, Survey Sampling, section 8.2). Every interval that takes counts can so be computed from
rounded ones. What classes do (`deff`, from `klassen`) multiplies the variance by chance, and comes in the same way.
"""

import numpy as np
import pandas as pd

Counts = pd.Series | np.ndarray


def variance_of_rounding(basis: int) -> float:
    """Give the variance, in children squared, of one count rounded to `basis`; 0 where nothing is rounded."""
    return (basis**2 - 1) / 6 if basis else 0.0


def worth_of(
    n: Counts, n_kinderen: Counts, basis: int, n_ikcs: Counts | int = 1, deff: np.ndarray | float = 1.0
) -> np.ndarray:
    """Give which part of the children a share is worth: 1 for exact counts of children who are independent.

    The variance of the share, at two cases and two others more than counted (Agresti and Coull 1998) so that a share of
    zero has one, over that variance with the classes and the rounding of numerator and denominator in it.

    Parameters
    ----------
    n_ikcs
        How many rounded counts were added up.
    deff
        How many times the variance is that of independent children (`proportions.deff_of`).
    """
    if not basis:
        return np.ones(len(n)) / deff
    cases, children = as_floats(n), as_floats(n_kinderen)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (cases + 2) / (children + 4)
        by_chance = share * (1 - share) / children
        by_rounding = variance_of_rounding(basis) * as_floats(n_ikcs) * (1 + share**2) / children**2
        return by_chance / (by_chance * deff + by_rounding)


def as_worth(
    n: Counts, n_kinderen: Counts, basis: int, n_ikcs: Counts | int = 1, deff: np.ndarray | float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Give cases and children as many as they are worth; an interval computed from them holds rounding and classes."""
    worth = worth_of(n, n_kinderen, basis, n_ikcs, deff)
    return as_floats(n) * worth, as_floats(n_kinderen) * worth


def weigh_change(counts: pd.DataFrame, basis: int) -> pd.DataFrame:
    """Give a change's four counts as many as they are worth: n_van, n_kinderen_van, n_naar, n_kinderen_naar.

    `n_ikcs` of the row says how many rounded counts each is the sum of, `deff_van` and `deff_naar` (where there) what
    the classes do. The weighed rows have no deff left: it is in the counts.
    """
    if not basis and "deff_van" not in counts:
        return counts
    weighed = {}
    for side in ("van", "naar"):
        names, deff = [f"n_{side}", f"n_kinderen_{side}"], f"deff_{side}"
        of_side = counts[deff].to_numpy(dtype=float) if deff in counts else 1.0
        n_ikcs = counts["n_ikcs"] if basis else 1
        pair = as_worth(*(counts[name] for name in names), basis, n_ikcs, of_side)
        weighed |= dict(zip(names, pair, strict=True)) | ({deff: 1.0} if deff in counts else {})
    return counts.assign(**weighed)


def as_floats(values: Counts | list[float] | int) -> np.ndarray:
    """Give counts as floats, with NaN for a missing one."""
    if isinstance(values, pd.Series) and not isinstance(values.dtype, np.dtype):
        return values.to_numpy(dtype=float, na_value=np.nan)
    if isinstance(values, (pd.Series, np.ndarray)) and values.dtype.kind in "fiub":
        return np.asarray(values, dtype=float)
    return pd.Series(values).astype("Float64").to_numpy(dtype=float, na_value=np.nan)
