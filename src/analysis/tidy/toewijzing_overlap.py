"""Toewijzingen that would count the same care twice: overlaps of one product, and what a change of product ended."""

import numpy as np
import pandas as pd

from analysis.tidy.spells import group_keys, is_shared, number_spells

SUCCESSION = ["client", "productcategorie", "aanbieder", "ikc_kolom"]
MERGED = ["einddatum", "budget_eur", "volume"]
SAME = ["client", "productcategorie", "productcode", "aanbieder", "ikc_kolom"]


def overlap_samengevoegd(rows: pd.DataFrame, left: np.ndarray) -> tuple[pd.DataFrame, pd.Index]:
    """Merge the overlapping toewijzingen of the same product: one care, one toewijzing.

    Only rows that are `left` are looked at. Gives what changes (`MERGED`, see `merge_overlaps`), and the rows that go.
    """
    return merge_overlaps(rows, number_overlaps(rows, left))


def number_overlaps(rows: pd.DataFrame, left: np.ndarray) -> pd.Series:
    """Number the toewijzingen: those of one client, product, aanbieder and ikc that share a day have the same number.

    Only of rows that share all that with another. A toewijzing without a product (only a budget) is never the same as
    another: nothing says what it is.
    """
    generic = (rows["productcategorie"] == "") & (rows["productcode"] == "")
    known = rows.loc[left & ~generic, SAME]
    shared = known[is_shared(group_keys(known, SAME))]
    members = rows.loc[shared.index, ["startdatum", "einddatum"]]
    return number_spells(members["startdatum"], members["einddatum"], group_keys(shared, SAME), gap_days=-1)


def merge_overlaps(rows: pd.DataFrame, number: pd.Series) -> tuple[pd.DataFrame, pd.Index]:
    """Merge what has the same number into its first row (by start, then place), which keeps everything but these.

    `einddatum` is the last end (open when one is open); `budget_eur` the sum, empty when one is; `volume` stays only
    when all have the same, because two volumes on one day are not one. Gives these of the first rows, and the others.
    """
    doubled = number[number.duplicated(keep=False)]
    members = rows.loc[doubled.index, ["startdatum", *MERGED]].assign(nummer=doubled)
    members = members.sort_values(["nummer", "startdatum"], kind="stable")
    groups = members.groupby("nummer", sort=False)
    first = members.drop_duplicates("nummer")
    same_volume = groups["volume"].nunique(dropna=False) == 1
    merged = pd.DataFrame(
        {
            "einddatum": groups["einddatum"].max().mask(groups["einddatum"].count() < groups.size()),
            "budget_eur": groups["budget_eur"].sum().mask(groups["budget_eur"].count() < groups.size()),
            "volume": groups["volume"].first().where(same_volume),
        }
    )
    return merged.set_axis(first.index), members.index.difference(first.index)


def productwissel(rows: pd.DataFrame, left: np.ndarray) -> pd.Series:
    """Give the einddatum of each toewijzing that was left open and that the standard's change of product ended.

    A change of product ends the old toewijzing and starts a new number; some systems send only the new one. What
    has no end stops on the day before the next toewijzing of another product starts, of the same client,
    productcategorie and aanbieder, with a later start. One that has an end keeps it: two products may run side by side.
    Without an aanbieder or a product code nothing is known to follow. Only rows that are `left` are looked at.
    """
    known = left & (rows["productcode"] != "").to_numpy() & (rows["aanbieder"] != "").to_numpy()
    groups = group_keys(rows, SUCCESSION)
    still_open = known & rows["einddatum"].isna().to_numpy()
    known[known] = pd.Series(groups[known], copy=False).isin(groups[still_open])
    others, still_open = (
        rows.loc[mask, ["startdatum"]].assign(groep=groups[mask], code=rows["productcode"].cat.codes[mask])
        for mask in (known, still_open)
    )
    pairs = still_open.reset_index(names="plaats").merge(others, on="groep", suffixes=("", "_later"))
    later = pairs[(pairs["code_later"] != pairs["code"]) & (pairs["startdatum_later"] > pairs["startdatum"])]
    return later.groupby("plaats")["startdatum_later"].min() - pd.Timedelta(days=1)
