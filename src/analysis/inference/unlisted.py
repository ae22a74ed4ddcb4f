"""Children who were not on the list: nobody was asked about them. How far a change can be off by that alone."""

import numpy as np
import pandas as pd

from analysis.inference.primary import PAIR
from analysis.inference.proportions import as_floats
from analysis.measures.inventory import INDICATOR
from analysis.measures.list_changes import differs_much
from analysis.study import ALLE, Study

_SIDES = ("van", "naar")
COLUMNS = ["ikc", "indicator", *INDICATOR, "van", "naar", "dekking_van", "dekking_naar", "lijst_veranderd",
           "aandeel_op_lijst_van", "aandeel_op_lijst_naar", "verschil", "laagst", "hoogst", "omslag",
           "n_kleinste"]  # fmt: skip


def estimate_niet_op_lijst(veranderingen: pd.DataFrame, gemeten: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give per primary indicator between which bounds its change lies, whatever the children off the list have.

    A share of enrolled children takes a child that is not on the list to have no signal; who was never asked about is
    unknown, not no. Worst-case bounds (Manski 1990, Am. Econ. Rev. 80:319-323): `laagst` when every child off the list
    had it at the first meting and none at the last, `hoogst` the other way. They are wide, so `omslag` says what share
    of the children off the list, at both metingen the same, would make the change vanish: verschil / (part off the
    list at the first meting - at the last). Empty where no share between 0 and 1 does. All of it about the list alone:
    chance comes on top. `alle` adds the IKCs up that have both metingen, where of each is known who was on the list.

    Returns
    -------
    One row per ikc (with `alle`) x primary indicator x pair of metingen of which both lists are known; shares of
    enrolled children, but `aandeel_op_lijst` (children on the list) and `omslag` (children off it).
    """
    return _with_bounds(add_listed(veranderingen, gemeten), study)[COLUMNS].reset_index(drop=True)


def add_listed(veranderingen: pd.DataFrame, gemeten: pd.DataFrame) -> pd.DataFrame:
    """Give the primary changes of which both lists are known, with who was on them: `n_lijst_van`, `n_lijst_naar`."""
    rows = veranderingen[(veranderingen["bouw"] == ALLE) & veranderingen["primair"].astype(bool)]
    rows = rows[rows[["aandeel_van", "aandeel_naar"]].notna().all(axis=1)]
    listed = gemeten.loc[(gemeten["bouw"] == ALLE) & (gemeten["ikc"] != ALLE), ["ikc", "meting", "n_inventaris"]]
    for side in _SIDES:
        there = listed.rename(columns={"meting": side, "n_inventaris": f"n_lijst_{side}"})
        rows = rows.merge(there, on=["ikc", side], how="left")
    own = rows[(rows["ikc"] != ALLE) & rows[["n_lijst_van", "n_lijst_naar"]].notna().all(axis=1)]
    return pd.concat([own, _add_up(own, rows)], ignore_index=True)


def _add_up(own: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Add the IKCs up to `alle`, where of all that are in its change the list is known."""
    sums = own.groupby(PAIR, as_index=False, sort=False).agg(
        n_lijst_van=("n_lijst_van", "sum"), n_lijst_naar=("n_lijst_naar", "sum"), _ikcs=("ikc", "nunique")
    )
    whole = rows[rows["ikc"] == ALLE].drop(columns=["n_lijst_van", "n_lijst_naar"]).merge(sums, on=PAIR)
    return whole[whole["_ikcs"] == whole["n_ikcs"]].drop(columns="_ikcs")


def _with_bounds(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    marked, children, listed = (
        [as_floats(rows[f"{name}_{side}"]) for side in _SIDES] for name in ("n", "n_kinderen", "n_lijst")
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        share = [count / whole for count, whole in zip(marked, children, strict=True)]
        off = [np.clip(1 - count / whole, 0, 1) for count, whole in zip(listed, children, strict=True)]
        among = [np.minimum(count / whole, 1) for count, whole in zip(marked, listed, strict=True)]
        vanish = (share[1] - share[0]) / (off[0] - off[1])
    change = share[1] - share[0]
    coverage = {f"dekking_{side}": 1 - part for side, part in zip(_SIDES, off, strict=True)}
    on_list = {f"aandeel_op_lijst_{side}": part for side, part in zip(_SIDES, among, strict=True)}
    values = {"verschil": change, "laagst": change - off[0], "hoogst": change + off[1]}
    omslag = np.where((vanish > 0) & (vanish <= 1), vanish, np.nan)
    groups = [*marked, *listed, *(np.maximum(whole - count, 0) for count, whole in zip(listed, children, strict=True))]
    values["n_kleinste"] = pd.Series(np.min(groups, axis=0), index=rows.index).astype("Int64")
    changed = differs_much(*(pd.Series(part, index=rows.index) for part in coverage.values()), study)
    return rows.assign(**coverage, **on_list, **values, omslag=omslag, lijst_veranderd=changed)
