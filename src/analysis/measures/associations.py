"""Two things at once in one child: the 2x2 tables of problem and care, and of child and family problem."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.measures.inventory import KINDEREN
from analysis.measures.pooling import pool_ikcs
from analysis.measures.ratios import ZONDER_JOK, asked_groups, mark_groups
from analysis.study import ALLE

VERBANDEN = {
    "kind_gezin": ("kindproblematiek", "gezinsproblematiek"),
    "probleem_zorg": ("signaal", "zorg"),
    "probleem_zorg_zonder_jok": ("signaal", ZONDER_JOK),
}
MOMENT = ["ikc", "meting"]
CELLS = ["n_beide", "n_eerste", "n_tweede", "n_geen"]


def count_samenhang(tables: dict[str, pd.DataFrame], denominators: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Count the enrolled children by whether they have the first, the second, both or neither.

    `n_eerste` and `n_tweede` are children with **only** that one. `n_geen` are the other enrolled children, those
    without a row in the inventory included; it is missing when the number enrolled is unknown or too small. Only
    inventories per child. `alle` adds the IKCs' tables up: a difference between IKCs can then look like a link.

    Returns
    -------
    One row per ikc (with `alle`) x meting x verband, with the four cells.
    """
    inventoried = tables["inventarisaties"]
    inventoried = inventoried.loc[inventoried["vorm"] == KINDEREN, ["ikc", "meting"]]
    enrolled = denominators.loc[denominators["bouw"] == ALLE, ["ikc", "meting", "n_kinderen"]]
    base = inventoried.merge(enrolled, on=["ikc", "meting"], how="left")
    children, asked = mark_groups(tables["inventarisatie"], codebook), asked_groups(tables, codebook)
    per_ikc = pd.concat(
        [
            _cross(children, base.merge(asked.loc[asked[list(pair)].all(axis=1), MOMENT], on=MOMENT), *pair).assign(
                verband=verband
            )
            for verband, pair in VERBANDEN.items()
        ],
        ignore_index=True,
    )
    return pd.concat([per_ikc.assign(n_ikcs=1), pool_ikcs(per_ikc, ["meting", "verband"], CELLS)], ignore_index=True)


def _cross(children: pd.DataFrame, base: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    has_first, has_second = children[first], children[second]
    flags = children[["ikc", "meting"]].assign(
        n_beide=has_first & has_second, n_eerste=has_first & ~has_second, n_tweede=has_second & ~has_first
    )
    some = CELLS[:3]
    counted = flags.groupby(["ikc", "meting"], as_index=False)[some].sum()
    cells = base.merge(counted, on=["ikc", "meting"], how="left").fillna(dict.fromkeys(some, 0))
    rest = cells["n_kinderen"] - cells[some].sum(axis=1).astype("Int64")
    return cells.assign(n_geen=rest.where(rest >= 0)).astype(dict.fromkeys(CELLS, "Int64"))
