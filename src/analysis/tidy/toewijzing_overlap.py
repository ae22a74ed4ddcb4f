"""Toewijzingen that would count the same care twice: overlaps of one product, and what a change of product ended."""

import pandas as pd

from analysis.tidy.spells import group_numbers, number_spells

SUCCESSION = ["client", "productcategorie", "aanbieder", "ikc_kolom"]
TIMED = ["productcode", "startdatum", "einddatum"]
SAME = ["client", "productcategorie", "productcode", "aanbieder", "ikc_kolom"]


def number_overlaps(rows: pd.DataFrame) -> pd.Series:
    """Number the toewijzingen: those of one client, product, aanbieder and ikc that share a day have the same number.

    A toewijzing without a product (only a budget) is never the same as another: nothing says what it is.
    """
    group = group_numbers(rows, SAME)
    spell = number_spells(rows["startdatum"], rows["einddatum"], group, gap_days=-1)
    generic = (rows["productcategorie"] == "") & (rows["productcode"] == "")
    return spell.mask(generic, -1 - pd.Series(range(len(rows)), index=rows.index))


def merge_overlaps(rows: pd.DataFrame, number: pd.Series) -> pd.DataFrame:
    """Merge what has the same number into its first row (by start, then place), which keeps everything but these.

    `einddatum` is the last end (open when one is open); `budget_eur` the sum, empty when one is; `volume` stays only
    when all have the same, because two volumes on one day are not one.
    """
    doubled = number.duplicated(keep=False)
    if not doubled.any():
        return rows
    members = rows[doubled].assign(nummer=number[doubled]).sort_values(["nummer", "startdatum"], kind="stable")
    groups = members.groupby("nummer", sort=False)
    first = members.drop_duplicates("nummer").set_index("nummer")
    same_volume = groups["volume"].nunique(dropna=False) == 1
    merged = first.assign(
        einddatum=groups["einddatum"].max().mask(members["einddatum"].isna().groupby(members["nummer"]).any()),
        budget_eur=groups["budget_eur"].sum().mask(members["budget_eur"].isna().groupby(members["nummer"]).any()),
        volume=first["volume"].where(same_volume),
    )
    kept = merged.set_index(members.drop_duplicates("nummer").index)[list(rows.columns)]
    return pd.concat([rows[~doubled], kept]).sort_index()


def end_by_productwissel(rows: pd.DataFrame) -> pd.Series:
    """Give each toewijzing its einddatum, where the standard's change of product ended one that was left open.

    A change of product ends the old toewijzing and starts a new number; some systems send only the new one. What
    has no end stops on the day before the next toewijzing of another product starts, of the same client,
    productcategorie and aanbieder, with a later start. One that has an end keeps it: two products may run side by side.
    Without an aanbieder or a product code nothing is known to follow.
    """
    known = rows.loc[(rows["productcode"] != "") & (rows["aanbieder"] != ""), [*SUCCESSION, *TIMED]]
    known = known.assign(groep=group_numbers(known, SUCCESSION), code=known["productcode"].cat.codes)
    still_open = known[known["einddatum"].isna()]
    others = known.loc[known["groep"].isin(still_open["groep"].unique()), ["groep", "code", "startdatum"]]
    pairs = still_open.reset_index(names="plaats").merge(others, on="groep", suffixes=("", "_later"))
    later = pairs[(pairs["code_later"] != pairs["code"]) & (pairs["startdatum_later"] > pairs["startdatum"])]
    first = later.groupby("plaats")["startdatum_later"].min()
    ends = rows["einddatum"].copy()
    ends.loc[first.index] = first - pd.Timedelta(days=1)
    return ends
