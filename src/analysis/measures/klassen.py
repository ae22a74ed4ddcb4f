"""Which class a report belongs to: the unit in which one person fills in, and marks more or less than another."""

import pandas as pd

OF_MOMENT = ["ikc", "meting"]


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
    of_groep = [kinderen[name] for name in OF_MOMENT] + [groep]
    split = klas.notna().groupby(of_groep).transform("any").fillna(False).astype(bool)
    return klas.fillna(groep.astype("string").mask(split))


def count_clusters(kinderen: pd.DataFrame) -> pd.DataFrame:
    """Count per IKC and meting, over the reports that count, the clusters and the persons who filled in.

    Returns
    -------
    ikc, meting, n_kinderen, n_klassen (clusters), n_zonder_klas (children whose cluster is not known), n_invullers
    (known persons), n_zonder_invuller (children whose person is not known). One invuller, and none unknown, is one
    person who filled in the whole IKC: no margin can tell that person from the children.
    """
    counted = kinderen[kinderen["hoofdrapport"].astype(bool)]
    person = counted["invuller"].astype("string").replace("", pd.NA)
    rows = counted[OF_MOMENT].assign(klas=cluster_of(counted), invuller=person)
    groups = rows.groupby(OF_MOMENT, sort=True)
    known, different = groups.count(), groups.nunique()
    size = groups.size()
    return pd.DataFrame(
        {
            "n_kinderen": size, "n_klassen": different["klas"], "n_zonder_klas": size - known["klas"],
            "n_invullers": different["invuller"], "n_zonder_invuller": size - known["invuller"],
        }
    ).reset_index()  # fmt: skip
