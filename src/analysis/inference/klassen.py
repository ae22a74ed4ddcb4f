"""Children of one class resemble each other: one person filled in the list for all of them. What that does to a margin.

The unit that varies by chance is the class with the person who fills in, not the child. How much alike the marks of one
class are is the intraclass correlation (ICC). It is estimated per indicator and kind of informant, from the differences
between the classes of one bouw, over all IKCs and metingen of the study together: one IKC has too few classes to tell.
A share of N children in classes of m is then worth N / (1 + (m - 1) ICC) children (design effect: Kish 1965, Survey
Sampling, section 5.4), and a quantile of t with the degrees of freedom of that estimate takes the place of the normal
one (Korn and Graubard 1998, Survey Methodology 24:193-201). So every interval of counts can hold the classes.
`benchmarks/coverage_classes.py` judges it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.inference.afronding import as_floats
from analysis.inference.proportions import ONTWERP
from analysis.measures.informants import fill_informants
from analysis.measures.inventory import INDICATOR, count_indicatoren_of_all
from analysis.measures.klassen import KIND
from analysis.study import ALLE, Study

GELEENDE_GRADEN = 5
"""Degrees of freedom that the mean ICC of all indicators is worth beside an indicator's own: with few classes it
steadies the estimate (98 per cent for 4 classes in one IKC instead of 100), with many it does nothing."""


def estimate_icc(spreiding: pd.DataFrame, geleend: float = GELEENDE_GRADEN) -> pd.DataFrame:
    """Estimate how much alike the marks of one class are, per informant and indicator.

    Analysis of variance (Donner 1986, International Statistical Review 54:67-82; for binary marks Ridout, Demetrio and
    Firth 1999, Biometrics 55:137-148), drawn towards the mean over the domains of the same aard and informant, which
    counts for `GELEENDE_GRADEN` degrees of freedom. Never below zero. Missing where no bouw has two classes to compare:
    how much alike the children of one class are is then not known.

    Parameters
    ----------
    spreiding
        From `count_spreiding`.
    geleend
        Degrees of freedom that the mean counts for.

    Returns
    -------
    One row per informant x indicator: `icc` (0-1), `icc_eigen` (its own estimate, which may be negative),
    `icc_gemiddeld` (of all domains of that aard) and `vrijheidsgraden`.
    """
    own = _own_icc(spreiding)
    rows = spreiding.assign(icc_eigen=own)
    domains = rows[(rows["code"] == ALLE) & (rows["domein"] != ALLE) & rows["icc_eigen"].notna()]
    weighed = domains.assign(som=domains["icc_eigen"] * domains["n"])
    sums = weighed.groupby(["informant", "aard"], as_index=False)[["som", "n"]].sum()
    sums = sums.assign(icc_gemiddeld=(sums["som"] / sums["n"].where(sums["n"] > 0)).fillna(0.0).clip(lower=0))
    rows = rows.merge(sums[["informant", "aard", "icc_gemiddeld"]], on=["informant", "aard"], how="left")
    rows = rows.assign(icc_gemiddeld=rows["icc_gemiddeld"].fillna(0.0).where(rows["df_tussen"] > 0))
    graden = rows["df_tussen"].astype(float)
    drawn = graden * rows["icc_eigen"].fillna(rows["icc_gemiddeld"]) + geleend * rows["icc_gemiddeld"]
    icc = (drawn / (graden + geleend)).clip(lower=0, upper=1)
    found = rows.assign(icc=icc, vrijheidsgraden=graden + geleend)
    return found[["informant", "aard", *INDICATOR, "n", "icc", "icc_eigen", "icc_gemiddeld", "vrijheidsgraden"]]


def _own_icc(spreiding: pd.DataFrame) -> pd.Series:
    tussen, binnen = (
        spreiding[f"ss_{name}"] / spreiding[f"df_{name}"].where(spreiding[f"df_{name}"] > 0)
        for name in ("tussen", "binnen")
    )
    below = tussen + (spreiding["n0"] - 1) * binnen
    return ((tussen - binnen) / below.where(below > 0)).astype(float)


@dataclass(frozen=True)
class Klassen:
    """What is known of the classes of a study, joined once.

    `per_indicator`: per ikc x meting x bouw x indicator `eenheid`, `n_klassen`, `klas_grootte`, `icc`,
    `vrijheidsgraden`; `per_cell`: the same per aard with the mean ICC over its domains (`icc_gemiddeld`).
    """

    per_indicator: pd.DataFrame
    per_cell: pd.DataFrame


def join_klassen(klassen: pd.DataFrame, icc: pd.DataFrame, inventarisaties: pd.DataFrame, study: Study) -> Klassen:
    """Join the classes of each inventory with the ICC of its kind of informant.

    Parameters
    ----------
    klassen
        From `count_klassen`.
    icc
        From `estimate_icc`.
    """
    informants = fill_informants(inventarisaties.drop_duplicates(["ikc", "meting"]), study)
    rows = klassen.merge(informants, on=["ikc", "meting"])
    mean = icc.groupby(["informant", "aard"], as_index=False).agg(
        icc_gemiddeld=("icc_gemiddeld", "first"), vrijheidsgraden=("vrijheidsgraden", "min")
    )
    own = icc[["informant", *INDICATOR, "icc", "vrijheidsgraden"]]
    return Klassen(rows.merge(own, on="informant"), rows.merge(mean, on="informant"))


def as_public(icc: pd.DataFrame) -> pd.DataFrame:
    """Give every indicator the mean ICC of its aard, in hundredths: what an edition of rounded counts reckons with.

    One number for all signals and one for all care, from the marks of the whole study: it tells nothing of one count.
    """
    mean = icc["icc_gemiddeld"].round(2)
    return icc.assign(icc=mean, icc_gemiddeld=mean, icc_eigen=np.nan)


def add_klassen(counts: pd.DataFrame, classes: Klassen) -> pd.DataFrame:
    """Add to counts per IKC, meting, bouw and indicator what their classes do: `deff`, `vrijheidsgraden`, `icc`.

    Where the classes are not known `eenheid` is `kind`: children are taken as independent (deff 1, normal quantile).

    Parameters
    ----------
    counts
        From `count_indicatoren`.
    """
    key = ["ikc", "meting", "bouw", *INDICATOR]
    rows = counts[key].merge(classes.per_indicator, on=key, how="left")
    known = (rows["n_klassen"].notna() & rows["icc"].notna()).to_numpy()
    deff = 1 + (rows["klas_grootte"].astype(float) - 1) * rows["icc"].astype(float)
    found = {
        "eenheid": rows["eenheid"].where(known, KIND).astype("str"),
        "n_klassen": rows["n_klassen"].astype("Int64").where(known),
        "icc": rows["icc"].astype(float).where(known),
        "deff": deff.where(known, 1.0).clip(lower=1.0),
        "vrijheidsgraden": rows["vrijheidsgraden"].astype(float).where(known, np.inf),
    }
    return counts.assign(**{name: values.to_numpy() for name, values in found.items()})


def add_sums(per_ikc: pd.DataFrame) -> pd.DataFrame:
    """Add to counts with their design the IKCs that were inventoried added up (`alle`), with the design of the sum."""
    by = ["meting", "bouw", *INDICATOR]
    sums = count_indicatoren_of_all(per_ikc).merge(pool_ontwerp(per_ikc, by), on=by, how="left")
    return pd.concat([per_ikc.assign(n_ikcs=1), sums], ignore_index=True)


def pool_ontwerp(counts: pd.DataFrame, by: list[str], size: str = "n_kinderen") -> pd.DataFrame:
    """Give the design of counts added up over IKCs: deff weighed by `size`, the fewest degrees of freedom.

    Parameters
    ----------
    by
        The columns that name a sum.
    size
        The column with the children of each count.
    """
    children = np.nan_to_num(as_floats(counts[size]))
    rows = counts.assign(_kinderen=children, _deff=counts["deff"] * children)
    grouped = rows.groupby(by, as_index=False)
    found = grouped.agg(
        _kinderen=("_kinderen", "sum"), _deff=("_deff", "sum"), vrijheidsgraden=("vrijheidsgraden", "min")
    )
    deff = (found["_deff"] / found["_kinderen"].where(found["_kinderen"] > 0)).fillna(1.0)
    return found.assign(deff=deff)[[*by, *ONTWERP]]


def widen_when_alike(counts: pd.DataFrame, study: Study) -> np.ndarray:
    """Give how many times wider a margin would be with classes that are alike: 1.4 with 22 children and ICC 0.05.

    For rows whose classes are not known; missing for the others, whose margin holds the classes.
    """
    setting = study.statistiek
    factor = np.sqrt(1 + (setting.klas_grootte - 1) * setting.icc_aannemelijk)
    return np.where(counts["eenheid"] == KIND, factor, np.nan)


def combine_graden(first: pd.Series, second: pd.Series) -> np.ndarray:
    """Give the degrees of freedom of a change: the fewer of its two sides."""
    return np.fmin(as_floats(first), as_floats(second))


def add_klassen_of_groups(
    rows: pd.DataFrame, size: pd.Series, aard: pd.Series, classes: Klassen, by: list[str]
) -> pd.DataFrame:
    """Add `deff` and `vrijheidsgraden` to counts of groups of children, such as those with a problem.

    What matters is how many children of the group are in one class: `size` times the part of all children that is in
    the class of a child taken at random. Rows of IKCs added up (`alle`) get the mean of theirs, weighed by `size`.

    Parameters
    ----------
    rows
        One row per ikc (with `alle`), meting, perhaps bouw, and what `by` names.
    size
        Children in the denominator of each row.
    aard
        Whose ICC: that of the signals or of the care, the mean over the domains.
    by
        The columns that, with meting, tell the rows that are added up from each other.
    """
    bouw = rows["bouw"] if "bouw" in rows else pd.Series(ALLE, rows.index)
    here = rows[["ikc", "meting"]].assign(bouw=bouw, aard=aard).reset_index(drop=True)
    found = here.merge(classes.per_cell, on=["ikc", "meting", "bouw", "aard"], how="left")
    n = as_floats(size)
    per_class = np.maximum(n * found["deel"].to_numpy(dtype=float), 1)
    deff = 1 + (per_class - 1) * found["icc_gemiddeld"].to_numpy(dtype=float)
    known = np.isfinite(deff)
    values = rows.assign(
        deff=np.where(known, deff, 1.0), vrijheidsgraden=np.where(known, found["vrijheidsgraden"], np.inf)
    )
    return _pool_groups(values, n, [name for name in ("meting", "bouw", *by) if name in rows])


def _pool_groups(rows: pd.DataFrame, size: np.ndarray, by: list[str]) -> pd.DataFrame:
    of_all = (rows["ikc"] == ALLE).to_numpy()
    if of_all.all():
        return rows
    sums = pool_ontwerp(rows.assign(_size=size)[~of_all], by, "_size").set_index(by)
    pooled = sums.reindex(pd.MultiIndex.from_frame(rows[by]) if len(by) > 1 else pd.Index(rows[by[0]]))
    default = {"deff": 1.0, "vrijheidsgraden": np.inf}
    found = {name: pooled[name].fillna(value).to_numpy() for name, value in default.items()}
    return rows.assign(**{name: np.where(of_all, values, rows[name]) for name, values in found.items()})
