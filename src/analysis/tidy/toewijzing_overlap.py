"""Overlapping toewijzingen of the same product become one: the same care would count twice on the days they share."""

import pandas as pd

from analysis.tidy.spells import group_numbers, number_spells

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
