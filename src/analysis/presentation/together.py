"""What the report of one IKC reads of all of them together: small summaries, however many IKCs there are.

Each is made of the tables as a report sees them. In a batch they are made once, and every report opens its own rows and
these; without, from the whole tables, by the same functions.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

import pandas as pd

from analysis.errors import IKC_OPZIJ
from analysis.study import ALLE

GetTable = Callable[[str], pd.DataFrame]
"""Gives every row of a result table; an empty table where there is none."""
LAAGSTE, HOOGSTE = ENDS = "(laagste)", "(hoogste)"
"""Stand for an IKC in rows that are of all the others: the ends between which they lie."""
MOST_BESIDE = 21
"""IKCs of which each is drawn beside the others; lines of more cannot be told apart, and are drawn as a band."""
BESIDE = MappingProxyType({
    "toewijzingen_kwartaal_domein": (("kwartaal", "domein"), "lopend_per_1000"),
    **dict.fromkeys(("signalen", "zorg"), (("soort", "domein", "code", "meting"), "aandeel")),
})  # fmt: skip
"""Per table that figures show beside the other IKCs: what tells its rows apart, and the value that is drawn.

Of a table with bouwen, the rows of all bouwen together.
"""
_ENDS = "uiterste"
"""Marks a summary that has only the ends of the others."""
_TELLS_LEVERING = re.compile(r"(data/raw/)?([a-z_]+)")


def owner_of(columns: Sequence[str], over_alle: bool) -> str:
    """Give the column that tells whose a row is; empty for a table that is not per IKC.

    A case (`casus_ikc`) is in the report over all IKCs whatever its IKC.
    """
    return next((name for name in (("ikc",) if over_alle else ("ikc", "casus_ikc")) if name in columns), "")


def beside(own: pd.DataFrame, together: pd.DataFrame, name: str) -> pd.DataFrame:
    """Give an IKC's rows with those of the others: each of them, or the lowest and the highest of so many.

    `together` is the summary of the table, which has every row where there are few IKCs.
    """
    if _ENDS not in together:
        return together
    keys, value = BESIDE[name]
    others = together[~together["ikc"].isin([ALLE, *own["ikc"].unique()])].sort_values(value, kind="stable")
    ends = [
        others.drop_duplicates(list(keys), keep=keep).assign(ikc=code)
        for keep, code in (("first", LAAGSTE), ("last", HOOGSTE))
    ]
    whole = together[(together["ikc"] == ALLE) & ~together["ikc"].isin(own["ikc"])]
    return pd.concat([own, whole, *ends], ignore_index=True)[list(own.columns)]


def band_of(table: pd.DataFrame, place: str, value: str) -> pd.DataFrame:
    """Give the ends between which the others lie, by place: a column for each of `ENDS`; no rows for few others."""
    ends = table[table["ikc"].isin(ENDS)]
    return ends.pivot(index=place, columns="ikc", values=value).astype(float).reindex(columns=list(ENDS))


def is_band(table: pd.DataFrame) -> bool:
    """Tell whether the rows of the others in a table from `beside` are the lowest and the highest of so many."""
    return "ikc" in table and HOOGSTE in set(table["ikc"])


def spread_elsewhere(levels: pd.DataFrame, ikc: str, meting: str) -> pd.DataFrame:
    """Give the lowest and the highest level of the other IKCs per primary indicator at a meting.

    `levels` is the summary `hoofdindicatoren`. Columns indicator, laagste, hoogste, in whole numbers of 100 children:
    so that a late form of one IKC leaves the reports of the others as they are.
    """
    if levels.empty:
        return pd.DataFrame(columns=["indicator", "laagste", "hoogste"])
    rows = levels[levels["naar"].eq(meting) & levels["ikc"].ne(ikc)]
    rounded = (100 * rows["aandeel_naar"]).round().groupby(rows["indicator"], sort=True)
    return rounded.agg(laagste="min", hoogste="max").reset_index()


def _ends_of(rows: pd.DataFrame, keys: Sequence[str], value: str) -> pd.DataFrame:
    """Give the two lowest and the two highest rows of each key: whichever IKC is left out, the ends are there."""
    ordered = rows[rows[value].notna()].sort_values([*keys, value], kind="stable")
    groups = ordered.groupby(list(keys), sort=False)
    from_low, from_high = groups.cumcount(), groups.cumcount(ascending=False)
    return ordered[(from_low < 2) | (from_high < 2)]


def _levels(get: GetTable) -> pd.DataFrame:
    """Give the ends of the levels of the primary indicators at each meting: ikc, naar, indicator, aandeel_naar."""
    changes = get("veranderingen")
    if changes.empty:
        return pd.DataFrame()
    rows = changes[changes["bouw"].eq(ALLE) & changes["primair"].astype(bool) & changes["ikc"].ne(ALLE)]
    rows = rows[rows["aandeel_naar"].notna()].drop_duplicates(["naar", "ikc", "indicator"])
    ends = _ends_of(rows, ["naar", "indicator"], "aandeel_naar")
    return ends[["ikc", "naar", "indicator", "aandeel_naar"]].reset_index(drop=True)


def _beside(name: str, get: GetTable) -> pd.DataFrame:
    table = get(name)
    table = table[table["bouw"] == ALLE].reset_index(drop=True) if "bouw" in table else table
    others = table[table["ikc"] != ALLE] if len(table) else table
    if table.empty or others["ikc"].nunique() <= MOST_BESIDE:
        return table
    keys, value = BESIDE[name]
    kept = pd.concat([table[table["ikc"] == ALLE], _ends_of(others, keys, value)], ignore_index=True)
    return kept.assign(**{_ENDS: True})


def _set_aside(get: GetTable) -> pd.DataFrame:
    """Give the codes of the IKCs that were set aside for the fouten in their delivery."""
    table = get("meldingen")
    named = table.loc[table["code"] == IKC_OPZIJ, "ikcs"] if "ikcs" in table else []
    return pd.DataFrame({"ikc": sorted({ikc for text in named for ikc in text.split("; ") if ikc})}, dtype="str")


def _quarters(get: GetTable) -> pd.DataFrame:
    """Give the first and the last quarter with toewijzingen, on one row; none without toewijzingen."""
    table = get("toewijzingen_kwartaal")
    ends = [(str(table["kwartaal"].min()), str(table["kwartaal"].max()))] if len(table) else []
    return pd.DataFrame(ends, columns=["eerste", "laatste"], dtype="str")


def _deliveries(get: GetTable) -> pd.DataFrame:
    """Give the deliveries of which the ledger has a file."""
    table = get("grootboek")
    found = [_TELLS_LEVERING.match(name) for name in table["bestand"].astype(str).unique()] if len(table) else []
    return pd.DataFrame({"levering": sorted({match[2] for match in found if match})}, dtype="str")


TOGETHER: Mapping[str, Callable[[GetTable], pd.DataFrame]] = MappingProxyType({
    "hoofdindicatoren": _levels,
    "opzij": _set_aside,
    "kwartalen": _quarters,
    "leveringen": _deliveries,
    **{name: partial(_beside, name) for name in BESIDE},
})  # fmt: skip
"""Each summary by its name, and how it is made."""
