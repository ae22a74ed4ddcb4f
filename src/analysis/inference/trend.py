"""A straight line through the shares of four or more metingen: how much a share went up or down per year.

Weighted least squares on the shares over the true days, the weight what the children are worth (`klassen`). The error
follows from the design: children of a class are alike, and the same children come back at the next meting, so that the
shares of two metingen go together the more the closer these are. Where the shares lie further from the line than that
explains (another person filled in, a year was different), the error grows with them, as in a model with a scale
(McCullagh and Nelder 1989, Generalized Linear Models, section 4.5), with degrees of freedom by Satterthwaite (1946,
Biometrics Bulletin 2:110-114). `benchmarks/coverage.py` (part `trend`) judges it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.inference.afronding import variance_of_rounding
from analysis.measures.volharding import SUMS
from analysis.study import Statistiek


@dataclass(frozen=True)
class Lijnen:
    """A line per row: the slope per year, its standard error and the degrees of freedom of its t."""

    helling: np.ndarray
    fout: np.ndarray
    graden: np.ndarray


def fit_lines(
    jaar: np.ndarray,
    n: np.ndarray,
    kinderen: np.ndarray,
    deff: np.ndarray,
    graden: np.ndarray,
    samen: np.ndarray,
    vertrek: np.ndarray,
    basis: int = 0,
    opgeteld: np.ndarray | float = 1.0,
) -> Lijnen:
    """Fit a line through the shares of each row; a meting that a row does not have is NaN in `n`.

    Parameters
    ----------
    jaar, n, kinderen, deff
        [row, meting]: time in years, children with the mark, children, design effect of the classes.
    graden
        [row]: degrees of freedom of the design effect, infinite where children are independent.
    samen, vertrek
        [row]: how far a child keeps its mark (0-1) and the part of the children that leaves per year (0-1). Two
        metingen a year apart share `1 - vertrek` of their children, two years apart `1 - 2 vertrek`, and so on.
    basis, opgeteld
        What the counts were rounded to, 0 for exact ones, and how many rounded counts each is the sum of.
    """
    there = np.isfinite(n) & np.isfinite(kinderen)
    size = np.where(there, kinderen, 1.0)
    share = np.where(there, n, 0.0) / size
    weight = np.where(there, size / deff, 0.0)
    total = weight.sum(axis=1, keepdims=True)
    from_mean = jaar - (weight * jaar).sum(axis=1, keepdims=True) / total
    coefficient = weight * from_mean / (weight * from_mean**2).sum(axis=1, keepdims=True)
    slope = (coefficient * share).sum(axis=1)
    fitted = (weight * share).sum(axis=1, keepdims=True) / total + slope[:, None] * from_mean
    by_chance = _smooth(fitted, np.where(there, kinderen, 0.0)) / size
    rounding = variance_of_rounding(basis) * np.broadcast_to(opgeteld, share.shape) * (1 + share**2) / size**2
    own = by_chance * deff + rounding
    variance = (coefficient**2 * own).sum(axis=1) + _shared(jaar, coefficient, by_chance, samen, vertrek)
    freedom = there.sum(axis=1) - 2.0
    with np.errstate(divide="ignore", invalid="ignore"):
        scatter = np.where(there, (share - fitted) ** 2 / own, 0.0).sum(axis=1) / freedom
        more = np.maximum(scatter - 1, 0.0)
        df = (1 + more) ** 2 / (1 / graden + more**2 / freedom)
    possible = freedom > 0
    error = np.sqrt(np.maximum(variance, 0) * (1 + more))
    return Lijnen(*(np.where(possible, values, np.nan) for values in (slope, error, df)))


def _smooth(fitted: np.ndarray, kinderen: np.ndarray) -> np.ndarray:
    """Give p(1 - p) of the line, at two cases and two others more in all (Agresti and Coull 1998): never zero."""
    children = kinderen.sum(axis=1, keepdims=True)
    least = 2 / (children + 4)
    p = np.clip((children * fitted + 2) / (children + 4), least, 1 - least)
    return p * (1 - p)


def _shared(
    jaar: np.ndarray, coefficient: np.ndarray, by_chance: np.ndarray, samen: np.ndarray, vertrek: np.ndarray
) -> np.ndarray:
    """Give what the children who are in two metingen add to (or take from) the variance of the slope."""
    pull = coefficient * np.sqrt(by_chance)
    apart = np.abs(jaar[:, :, None] - jaar[:, None, :])
    overlap = np.clip(1 - vertrek[:, None, None] * apart, 0, 1) * samen[:, None, None]
    overlap = overlap * ~np.eye(jaar.shape[1], dtype=bool)
    return np.einsum("gi,gij,gj->g", pull, overlap, pull)


def fit_sum(jaar: np.ndarray, n: np.ndarray, kinderen: np.ndarray) -> tuple[float, float]:
    """Fit a line through the shares of IKCs added up, with the IKC as unit: the slope per year and its standard error.

    The slope is a weighed sum of ratios of sums; each IKC adds (cases - share * children) / all children at each meting
    times the weight, and the sum of squares of that times k / (k - 1) is the variance (linearisation: Cochran 1977,
    Sampling Techniques, 3rd ed., section 11.8). Whatever makes the metingen of one IKC go together is in it. Missing
    with one IKC, and where all IKCs are exactly alike.

    Parameters
    ----------
    jaar
        [meting]; `n` and `kinderen` are [ikc, meting], all known.
    """
    cases, children = n.sum(axis=0), kinderen.sum(axis=0)
    share = cases / children
    from_mean = jaar - (children * jaar).sum() / children.sum()
    coefficient = children * from_mean / (children * from_mean**2).sum()
    own = ((n - share * kinderen) / children * coefficient).sum(axis=1)
    ikcs = len(n)
    variance = (own**2).sum() * ikcs / (ikcs - 1) if ikcs > 1 else np.nan
    return float((coefficient * share).sum()), float(np.sqrt(variance)) if variance > 1e-18 else np.nan


def estimate_volharding(sums: pd.DataFrame, minima: Statistiek, public: bool = False) -> pd.DataFrame:
    """Estimate how far a child keeps its mark, and the part of the children that leaves per year, per aard.

    From the sums of `count_volharding`, over the whole study; in hundredths for a `public` edition, so that they tell
    nothing of one count. Where nobody is followed, `samen_aannemelijk` and `vertrek_aannemelijk` of study.yml.

    Returns
    -------
    aard, `samen` and `vertrek`, between 0 and 1, for signaal and zorg.
    """
    rows = sums.set_index("aard").reindex(["signaal", "zorg"])[SUMS].astype(float)
    known = (rows["schaal"] > 0) & (rows["gebleven"] > 0)
    samen = (rows["samen"] / rows["schaal"].where(known)).clip(0, 1)
    stayed = (rows["gebleven"] / rows["kinderen"].where(known)).clip(0, 1)
    vertrek = 1 - stayed ** (rows["kinderen"] / rows["jaren"])
    found = pd.DataFrame({"samen": samen, "vertrek": vertrek})
    found = found.round(2) if public else found
    return found.fillna({"samen": minima.samen_aannemelijk, "vertrek": minima.vertrek_aannemelijk}).reset_index()
