"""Toewijzingen that would count the same care twice: overlaps of one product, and what a change of product ended."""

import numpy as np
import pandas as pd

from analysis.tidy.spells import group_keys, is_shared, number_spells

SUCCESSION = ["client", "productcategorie", "aanbieder", "ikc_kolom"]
TIMED = ["productcode", "startdatum", "einddatum"]
MERGED = ["einddatum", "budget_eur", "volume"]
SAME = ["client", "productcategorie", "productcode", "aanbieder", "ikc_kolom"]


def overlap_samengevoegd(rows: pd.DataFrame) -> pd.DataFrame:
    """Merge the overlapping toewijzingen of the same product: one care, one toewijzing."""
    return merge_overlaps(rows, number_overlaps(rows))


def number_overlaps(rows: pd.DataFrame) -> pd.Series:
    """Number the toewijzingen: those of one client, product, aanbieder and ikc that share a day have the same number.

    A toewijzing without a product (only a budget) is never the same as another: nothing says what it is. A number below
    zero is no other row's.
    """
    group = group_keys(rows, SAME)
    generic = (rows["productcategorie"] == "") & (rows["productcode"] == "")
    several = is_shared(group) & ~generic
    numbers = -1 - pd.Series(np.arange(len(rows)), index=rows.index)
    members = rows.loc[several, ["startdatum", "einddatum"]]
    spell = number_spells(members["startdatum"], members["einddatum"], group[several], gap_days=-1)
    return numbers.where(~several, spell)


def merge_overlaps(rows: pd.DataFrame, number: pd.Series) -> pd.DataFrame:
    """Merge what has the same number into its first row (by start, then place), which keeps everything but these.

    `einddatum` is the last end (open when one is open); `budget_eur` the sum, empty when one is; `volume` stays only
    when all have the same, because two volumes on one day are not one.
    """
    shared = number[number >= 0]
    doubled = shared[shared.duplicated(keep=False)]
    if doubled.empty:
        return rows
    members = rows.loc[doubled.index, ["startdatum", *MERGED]].assign(nummer=doubled)
    members = members.sort_values(["nummer", "startdatum"], kind="stable")
    groups = members.groupby("nummer", sort=False)
    first = members.drop_duplicates("nummer")
    same_volume = groups["volume"].nunique(dropna=False) == 1
    merged = {
        "einddatum": groups["einddatum"].max().mask(groups["einddatum"].count() < groups.size()),
        "budget_eur": groups["budget_eur"].sum().mask(groups["budget_eur"].count() < groups.size()),
        "volume": groups["volume"].first().where(same_volume),
    }
    kept = rows[~np.isin(rows.index, members.index.difference(first.index))]
    changed = {name: kept[name].copy() for name in MERGED}
    for name, values in merged.items():
        changed[name].loc[first.index] = values.to_numpy()
    return kept.assign(**changed)


def productwissel(rows: pd.DataFrame) -> pd.Series:
    """Give each toewijzing its einddatum, where the standard's change of product ended one that was left open.

    A change of product ends the old toewijzing and starts a new number; some systems send only the new one. What
    has no end stops on the day before the next toewijzing of another product starts, of the same client,
    productcategorie and aanbieder, with a later start. One that has an end keeps it: two products may run side by side.
    Without an aanbieder or a product code nothing is known to follow.
    """
    known = rows.loc[(rows["productcode"] != "") & (rows["aanbieder"] != ""), [*SUCCESSION, *TIMED]]
    known = known.assign(groep=group_keys(known, SUCCESSION), code=known["productcode"].cat.codes)
    still_open = known[known["einddatum"].isna()]
    others = known.loc[known["groep"].isin(still_open["groep"].unique()), ["groep", "code", "startdatum"]]
    pairs = still_open.reset_index(names="plaats").merge(others, on="groep", suffixes=("", "_later"))
    later = pairs[(pairs["code_later"] != pairs["code"]) & (pairs["startdatum_later"] > pairs["startdatum"])]
    first = later.groupby("plaats")["startdatum_later"].min()
    ends = rows["einddatum"].copy()
    ends.loc[first.index] = first - pd.Timedelta(days=1)
    return ends
