"""Classes: how many, how large, and how much marks differ between them; what a margin needs to count with classes.

The cluster of a child is its class; where the classes of an inventory are not known its groep; else nobody knows.
"""

import pandas as pd

from analysis.codebook import ONBEKEND, Codebook
from analysis.measures.blijvers import select_complete
from analysis.measures.denominators import bouw_of, select_enrolled
from analysis.measures.informants import fill_informants
from analysis.measures.inventory import CELL, INDICATOR, list_asked, mark_children
from analysis.study import ALLE, Study

KLAS, GROEP, KIND, IKC = "klas", "groep", "kind", "ikc"
"""What varies by chance, as `eenheid`: a class, a groep where classes are not known, a child where nobody knows."""
MOMENT = ["ikc", "meting"]
_CLUSTER = [*MOMENT, "cluster"]


def cluster_of(kinderen: pd.DataFrame) -> pd.Series:
    """Give the cluster of each report within its IKC and meting: its class, else its groep, else missing.

    The groep stands for the class only where nobody of that groep has a class at that IKC and meting. Trap: beside
    children of 3a and 3b, a child of groep 3 without a class is in one of those two and no third class; its cluster is
    missing, and so is that of a child of whom neither is known. Such children never form a cluster of their own.

    Parameters
    ----------
    kinderen
        The tidy table, or any rows with its ikc, meting, groep (nullable) and klas ('' or missing: not known).

    Returns
    -------
    Text with the index of `kinderen`, such as `3a`, `1/2` or `3`; NA where it is not known.
    """
    klas = kinderen["klas"].astype("string").replace("", pd.NA)
    groep = kinderen["groep"].astype("Int64")
    of_groep = [kinderen[name] for name in MOMENT] + [groep]
    split = klas.notna().groupby(of_groep).transform("any").fillna(False).astype(bool)
    return klas.fillna(groep.astype("string").mask(split))


def count_klassen(clusters: pd.DataFrame) -> pd.DataFrame:
    """Count the classes of each inventory and how large they are.

    Parameters
    ----------
    clusters
        From `list_clusters`.

    Returns
    -------
    One row per ikc x meting x bouw (with `alle`) of which the classes are known: `eenheid` (klas or groep), `n_klassen`
    and `klas_grootte`, the children in the class of a child taken at random (sum of squares over sum; Kish 1965,
    Survey Sampling, section 5.4), the mean size where classes are equal; `deel` is that
    of all children, one over the number of classes where those are equal.
    """
    both = pd.concat([clusters, clusters.assign(bouw=ALLE)], ignore_index=True)
    sizes = both.groupby([*MOMENT, "bouw", "eenheid", "cluster"], as_index=False)["n_kinderen"].sum()
    sizes = sizes.assign(kwadraat=sizes["n_kinderen"] ** 2)
    grouped = sizes.groupby([*MOMENT, "bouw", "eenheid"], as_index=False)
    found = grouped.agg(n_klassen=("cluster", "size"), som=("n_kinderen", "sum"), kwadraten=("kwadraat", "sum"))
    size = {"klas_grootte": found["kwadraten"] / found["som"], "deel": found["kwadraten"] / found["som"] ** 2}
    return found.assign(**size).drop(columns=["som", "kwadraten"])


def list_clusters(tables: dict[str, pd.DataFrame], denominators: pd.DataFrame, study: Study) -> pd.DataFrame:
    """List the classes with their children: one row per ikc, meting, cluster and bouw, with `eenheid` and `n_kinderen`.

    From an inventory that holds nearly all children (`identiteit.volledig_vanaf`); where it holds only those with a
    mark, from leerlingen, by groep. An inventory of which fewer than `statistiek.klas_bekend_vanaf` of the children
    have a class goes by groep, one of which fewer have a groep has no row. A combination class may lie in two bouwen.
    """
    listed = _label(_list_inventoried(tables["kinderen"], denominators, study), study)
    enrolled = _label(_list_enrolled(tables["leerlingen"], study), study)
    known = pd.MultiIndex.from_frame(listed[MOMENT].drop_duplicates())
    inventoried = pd.MultiIndex.from_frame(tables["inventarisaties"][MOMENT])
    here = pd.MultiIndex.from_frame(enrolled[MOMENT])
    both = pd.concat([listed, enrolled[~here.isin(known) & here.isin(inventoried)]], ignore_index=True)
    return both.groupby([*_CLUSTER, "eenheid", "bouw"], as_index=False).size().rename(columns={"size": "n_kinderen"})


def count_spreiding(
    tables: dict[str, pd.DataFrame], clusters: pd.DataFrame, study: Study, codebook: Codebook
) -> pd.DataFrame:
    """Add up how marks differ between and within the classes of one bouw: the sums of squares of an analysis of
    variance.

    Classes are compared within an IKC, a meting and a bouw, so that neither age nor place counts as a difference
    between teachers. What is added up are sums over IKCs; nothing of one class is left.

    Returns
    -------
    One row per informant x indicator that was asked: `aard`, `indicator`, `n` (marks), `ss_tussen`, `ss_binnen`,
    `df_tussen`, `df_binnen`, and `n0`, the class size that belongs to the sums (Donald and Donner 1987).
    """
    stratum = [*MOMENT, "bouw"]
    strata = _describe_strata(clusters, stratum)
    informants = fill_informants(tables["inventarisaties"].drop_duplicates(MOMENT), study)
    asked = list_asked(tables, codebook).merge(informants, on=MOMENT)
    grid = strata.merge(asked, on=MOMENT)
    grid = grid.merge(_count_marks(tables, clusters), on=CELL, how="left").fillna({"n": 0, "vierkant": 0})
    grid = grid.assign(
        ss_tussen=grid["vierkant"] - grid["n"] ** 2 / grid["n_kinderen"], ss_binnen=grid["n"] - grid["vierkant"]
    )
    names = ["n", "ss_tussen", "ss_binnen", "df_tussen", "df_binnen", "over"]
    found = grid.groupby(["informant", *INDICATOR], as_index=False)[names].sum()
    found = found.assign(n0=found["over"] / found["df_tussen"].where(found["df_tussen"] > 0)).drop(columns="over")
    return found.merge(codebook.indicatoren[["indicator", "aard", *INDICATOR]], on=INDICATOR)


def _describe_strata(clusters: pd.DataFrame, stratum: list[str]) -> pd.DataFrame:
    squares = clusters.assign(kwadraat=clusters["n_kinderen"] ** 2)
    found = squares.groupby(stratum, as_index=False).agg(
        n_kinderen=("n_kinderen", "sum"), kwadraat=("kwadraat", "sum"), k=("cluster", "size")
    )
    df = {"df_tussen": found["k"] - 1, "df_binnen": found["n_kinderen"] - found["k"]}
    return found.assign(**df, over=found["n_kinderen"] - found["kwadraat"] / found["n_kinderen"])


def _count_marks(tables: dict[str, pd.DataFrame], clusters: pd.DataFrame) -> pd.DataFrame:
    """Give per ikc, meting, bouw and indicator the marks, and the sum over classes of marks squared per child."""
    marks = mark_children(tables["inventarisatie"])
    children = _with_cluster(tables["kinderen"], clusters)
    cells = marks.merge(children, on=[*MOMENT, "kind"]).groupby([*CELL, "cluster"], as_index=False).size()
    cells = cells.merge(clusters[[*_CLUSTER, "bouw", "n_kinderen"]], on=[*_CLUSTER, "bouw"])
    count = cells["size"].clip(upper=cells["n_kinderen"])
    cells = cells.assign(n=count, vierkant=count**2 / cells["n_kinderen"])
    return cells.groupby(CELL, as_index=False)[["n", "vierkant"]].sum()


def _with_cluster(kinderen: pd.DataFrame, clusters: pd.DataFrame) -> pd.DataFrame:
    """Give each child of the inventory its cluster, of the kind that its inventory goes by."""
    units = clusters[[*MOMENT, "eenheid"]].drop_duplicates()
    rows = _main_reports(kinderen).merge(units, on=MOMENT)
    label = cluster_of(rows).where(rows["eenheid"] == KLAS, _as_text(rows["groep"]))
    return rows.assign(cluster=label.fillna("").astype("str"))[[*MOMENT, "kind", "cluster"]]


def _main_reports(kinderen: pd.DataFrame) -> pd.DataFrame:
    rows = kinderen[kinderen["hoofdrapport"].astype(bool)].drop_duplicates([*MOMENT, "kind"])
    return rows[[*MOMENT, "kind", "bouw", "klas", "groep"]]


def _as_text(groep: pd.Series) -> pd.Series:
    return groep.astype("Int64").astype("string")


def _list_inventoried(kinderen: pd.DataFrame, denominators: pd.DataFrame, study: Study) -> pd.DataFrame:
    rows = _main_reports(kinderen)
    return rows.merge(select_complete(rows, denominators, study), on=MOMENT)


def _list_enrolled(leerlingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    days = [select_enrolled(leerlingen, pd.Timestamp(m.peildatum)).assign(meting=m.meting) for m in study.metingen]
    rows = pd.concat([leerlingen.head(0).assign(meting=""), *days], ignore_index=True)
    bouw = pd.Series([bouw_of(groep, study) for groep in rows["groep"]], index=rows.index, dtype="str")
    return rows.assign(bouw=bouw)[[*MOMENT, "bouw", "klas", "groep"]]


def _label(children: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give each child its cluster, and its inventory what the clusters are; without those of which nobody knows."""
    klas, groep = cluster_of(children), _as_text(children["groep"])
    moment = [children[name] for name in MOMENT]
    enough = [
        known.notna().astype(float).groupby(moment).transform("mean") >= study.statistiek.klas_bekend_vanaf
        for known in (klas, groep)
    ]
    classes = (children["klas"] != "").groupby(moment).transform("any") & enough[0]
    eenheid = pd.Series(GROEP, children.index).mask(classes, KLAS).where(classes | enough[1], KIND)
    cluster = klas.where(eenheid == KLAS, groep).fillna("").astype("str")
    rows = children.assign(eenheid=eenheid, cluster=cluster)
    return rows[(rows["eenheid"] != KIND) & (rows["cluster"] != "") & (rows["bouw"] != ONBEKEND)]
