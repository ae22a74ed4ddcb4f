"""Families instead of children: brothers and sisters share the problems of their family, and count once."""

import numpy as np
import pandas as pd

from analysis.measures.inventory import INDICATOR, mark_children
from analysis.study import ALLE, Study

GEZIN_SOORT = "gezinsproblematiek"
CHILD = ["ikc", "meting", "kind"]
MOMENT = ["ikc", "meting"]
COLUMNS = [*MOMENT, *INDICATOR, "n_gezinnen", "n_met"]


def count_gezinnen(tables: dict[str, pd.DataFrame], denominators: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Count the families of an IKC at a meting, and those with a family problem, by the family code on the list.

    Unit: a family within an IKC; one with the mark at any of its children has it. Only where nearly all children on the
    list (`identiteit.koppelbaar_vanaf`) have a family code; a child without one is a family of its own. `n_gezinnen` is
    of all enrolled children: those off the list are taken to have as many brothers and sisters as those on it, and no
    mark, as in the shares of children. Families are not followed from one IKC to another.

    Returns
    -------
    One row per ikc x meting x indicator within gezinsproblematiek, the columns `n_gezinnen` and `n_met`.
    """
    children = _with_family(tables["kinderen"], study)
    enrolled = denominators.loc[denominators["bouw"] == ALLE, [*MOMENT, "n_kinderen"]]
    sizes = children.groupby(MOMENT, as_index=False).agg(_kinderen=("kind", "nunique"), _gezinnen=("gezin", "nunique"))
    sizes = sizes.merge(enrolled.dropna(subset=["n_kinderen"]), on=MOMENT)
    per_child = sizes["_gezinnen"].astype(float) / sizes["_kinderen"].where(sizes["_kinderen"] > 0)
    whole = np.maximum((sizes["n_kinderen"].astype(float) * per_child).round(), sizes["_gezinnen"])
    sizes = sizes.assign(n_gezinnen=whole)[[*MOMENT, "n_gezinnen"]]
    marks = mark_children(tables["inventarisatie"])
    marks = marks[marks["soort"] == GEZIN_SOORT].merge(children, on=CHILD)
    counted = marks.groupby([*MOMENT, *INDICATOR], as_index=False).agg(n_met=("gezin", "nunique"))
    asked = sizes.merge(marks[INDICATOR].drop_duplicates(), how="cross")
    rows = asked.merge(counted, on=[*MOMENT, *INDICATOR], how="left").fillna({"n_met": 0})
    return rows[COLUMNS].astype({"n_gezinnen": "Int64", "n_met": "Int64"})


def _with_family(kinderen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give each child its family, at the IKCs and metingen where nearly all have a code."""
    own = kinderen.loc[kinderen["hoofdrapport"].astype(bool), [*CHILD, "gezin"]].drop_duplicates(CHILD)
    coded = own["gezin"].fillna("") != ""
    share = coded.groupby([own["ikc"], own["meting"]]).transform("mean")
    own = own.assign(gezin=own["gezin"].where(coded, own["kind"]))
    return own[share >= study.identiteit.koppelbaar_vanaf].reset_index(drop=True)
