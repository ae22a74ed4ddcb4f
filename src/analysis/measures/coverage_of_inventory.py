"""Who was measured: enrolled, in the inventory, stayed, came, left."""

from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.measures.denominators import bouw_of, select_enrolled
from analysis.measures.inventory import KINDEREN
from analysis.measures.pooling import pool_ikcs
from analysis.study import ALLE, Study
from analysis.tidy.kindcodes import ikcs_with_reissued_codes

CELL = ["ikc", "meting", "bouw"]
FLOW = ["n_gebleven", "n_nieuw", "n_vertrokken"]
NOT_INVENTORIED = "geen"


def count_gemeten(tables: dict[str, pd.DataFrame], denominators: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Count the children enrolled and in the inventory, and who stayed, came and left since the previous meting.

    `n_inventaris` are different children with a report that counts, with or without a mark. `n_gebleven` and `n_nieuw`
    are counted in the bouw of this meting, `n_vertrokken` in the bouw of the previous one; a child that moved to
    another IKC left here and is new there. They come from leerlingen, else from inventories that hold nearly all
    children (`identiteit.volledig_vanaf`) at both metingen: in a list of only the children with a mark, a child without
    one would seem to have left. Missing where neither is there, or where no code occurs at both metingen. A meting
    without inventory keeps its row, with vorm `geen`. `alle` holds the IKCs that were inventoried.

    Returns
    -------
    One row per ikc (with `alle`) x meting x bouw, the columns of `gemeten`; `aandeel` is missing above 1.
    """
    how = tables["inventarisaties"][["ikc", "meting", "vorm", "informant"]]
    rows = denominators.merge(how, on=["ikc", "meting"], how="left")
    rows = rows.fillna({"vorm": NOT_INVENTORIED, "informant": ""})
    children = _list_children(tables["kinderen"])
    counted = children.groupby(CELL).size().reset_index(name="n_inventaris")
    rows = rows.merge(counted, on=CELL, how="left")
    rows = _rate_coverage(rows.assign(n_inventaris=rows["n_inventaris"].fillna(0).where(rows["vorm"] == KINDEREN)))
    flow = _count_flow_of_study(tables["leerlingen"], children, rows, study, ikcs_with_reissued_codes(tables, study))
    rows = rows.merge(flow, on=CELL, how="left")
    rows = rows.astype(dict.fromkeys(["n_inventaris", *FLOW], "Int64"))
    return pool_gemeten(rows)


def _rate_coverage(rows: pd.DataFrame) -> pd.DataFrame:
    share = rows["n_inventaris"].astype("Float64") / rows["n_kinderen"].where(rows["n_kinderen"] > 0)
    return rows.assign(aandeel=share.where(share <= 1).to_numpy(dtype=float, na_value=np.nan))


def _list_children(kinderen: pd.DataFrame) -> pd.DataFrame:
    """Give one row per child, meting and bouw, with `alle` as a bouw too."""
    counts = kinderen.loc[kinderen["hoofdrapport"].astype(bool), [*CELL, "kind"]]
    counts = counts.drop_duplicates(["ikc", "meting", "kind"])
    return pd.concat([counts, counts.assign(bouw=ALLE)], ignore_index=True)


def _count_flow_of_study(
    leerlingen: pd.DataFrame, children: pd.DataFrame, rows: pd.DataFrame, study: Study, reissued: set[str]
) -> pd.DataFrame:
    """Count the flow from leerlingen where they can be linked, else from (nearly) complete inventories.

    Not from inventories of an IKC whose kindcodes may have been handed out anew (`reissued`).
    """
    enrolled = _count_flow(_list_enrolled(leerlingen, study), study)
    is_complete = (rows["bouw"] == ALLE) & (rows["aandeel"] >= study.identiteit.volledig_vanaf)
    complete = rows.loc[is_complete, ["ikc", "meting"]]
    inventoried = _count_flow(children.merge(complete, on=["ikc", "meting"]), study)
    inventoried = inventoried[~inventoried["ikc"].isin(reissued)]
    return pd.concat([enrolled, inventoried], ignore_index=True).drop_duplicates(CELL)


def _list_enrolled(leerlingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give one row per enrolled child, meting and bouw, with `alle` as a bouw too; `kind` is the client or kindcode."""
    per_day = [
        select_enrolled(leerlingen, pd.Timestamp(item.peildatum)).assign(meting=item.meting) for item in study.metingen
    ]
    children = pd.concat([leerlingen.head(0).assign(meting=""), *per_day], ignore_index=True)
    code = children["client"].where(children["client"].fillna("") != "", children["kind"])
    bouw = [bouw_of(groep, study) for groep in children["groep"]]
    rows = children.assign(kind=code, bouw=pd.Series(bouw, index=children.index, dtype="str"))[[*CELL, "kind"]]
    return pd.concat([rows, rows.assign(bouw=ALLE)], ignore_index=True)


def _count_flow(children: pd.DataFrame, study: Study) -> pd.DataFrame:
    names = study.meting_namen
    flows = [_flow_between(children, *pair) for pair in pairwise(names)]
    return pd.concat([pd.DataFrame(columns=[*CELL, *FLOW]), *flows], ignore_index=True)


def _flow_between(children: pd.DataFrame, previous: str, current: str) -> pd.DataFrame:
    before, now = (children[children["meting"] == name] for name in (previous, current))
    key = ["ikc", "kind"]
    was, still = _in(now, before, key), _in(before, now, key)
    counts = [
        frame.groupby(["ikc", "bouw"]).size().rename(name)
        for frame, name in ((now[was], FLOW[0]), (now[~was], FLOW[1]), (before[~still], FLOW[2]))
    ]
    flow = pd.concat(counts, axis=1)
    linkable = set(now.loc[was, "ikc"])
    present = pd.MultiIndex.from_frame(children[["ikc", "bouw"]].drop_duplicates())
    flow = flow.reindex(present).fillna(0).reset_index()
    return flow[flow["ikc"].isin(linkable)].assign(meting=current)


def _in(children: pd.DataFrame, others: pd.DataFrame, key: list[str]) -> np.ndarray:
    return pd.MultiIndex.from_frame(children[key]).isin(pd.MultiIndex.from_frame(others[key]))


def pool_gemeten(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the IKCs that were inventoried up as ikc `alle`, below the rows of each, and give every row its coverage."""
    return _rate_coverage(pd.concat([rows.assign(n_ikcs=1), _pool(rows)], ignore_index=True))


def _pool(rows: pd.DataFrame) -> pd.DataFrame:
    inventoried = rows[rows["vorm"] != NOT_INVENTORIED]
    by = ["meting", "bouw"]
    sizes = pool_ikcs(inventoried, by, ["n_kinderen", "n_inventaris"])
    counted = inventoried[inventoried["n_inventaris"].notna()]
    flow = pool_ikcs(counted if len(counted) else inventoried, by, FLOW).drop(columns=["ikc", "n_ikcs"])
    words = inventoried.groupby(by, as_index=False)[["vorm", "informant", "noemer_bron"]].agg(_join)
    return sizes.merge(flow, on=by, how="left").merge(words, on=by, how="left")


def _join(values: pd.Series) -> str:
    return "; ".join(sorted({part.strip() for value in values for part in str(value).split(";") if part.strip()}))
