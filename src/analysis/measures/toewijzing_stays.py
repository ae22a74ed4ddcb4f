"""Where a toewijzing counts, day by day: at the IKC where its child is enrolled, as the children in the denominator."""

import pandas as pd

from analysis.measures.enrolment import enrolment_spells
from analysis.study import GEEN_IKC
from analysis.tidy.linking import FOREVER, LATER

DAY = pd.Timedelta(days=1)
LONG_AGO = pd.Timestamp("1900-01-01")


def stays_of_children(leerlingen: pd.DataFrame) -> pd.DataFrame:
    """Say from day to day at which IKC each child was: client, ikc, van, tot (far away where it is open).

    A child is at one IKC a day: where two enrolments overlap, the one that began last counts on those days. Who is on
    the first day of an IKC's list was there before, for all that is known, and who is on its last day is there still: a
    list begins and ends with the school years it was made for, and tells nothing of the time around them.
    """
    spells = enrolment_spells(leerlingen).rename(columns={"startdatum": "van", "einddatum": "tot"})
    first = spells["van"] == spells.groupby("ikc")["van"].transform("min")
    spells = spells.assign(van=spells["van"].mask(first, LONG_AGO), tot=spells["tot"].fillna(FOREVER))
    last = spells["tot"] == spells.groupby("ikc")["tot"].transform("max")
    spells = spells.assign(tot=spells["tot"].mask(last, FOREVER))
    ends = spells[["client"]].assign(van=spells["tot"] + DAY)
    edges = pd.concat([spells[["client", "van"]], ends]).drop_duplicates().sort_values(["client", "van"])
    parts = edges.assign(tot=edges.groupby("client")["van"].shift(-1) - DAY).dropna(subset=["tot"])
    pairs = parts.merge(spells, on="client", suffixes=("", "_spell"))
    covering = pairs[(pairs["van_spell"] <= pairs["van"]) & (pairs["tot_spell"] >= pairs["tot"])]
    latest = covering.sort_values(["client", "van", "van_spell", "ikc"], kind="stable")
    return latest.drop_duplicates(["client", "van"], keep="last")[["client", "ikc", "van", "tot"]]


def split_by_enrolment(toewijzingen: pd.DataFrame, leerlingen: pd.DataFrame) -> pd.DataFrame:
    """Cut each toewijzing to the days on which its child was enrolled; each piece is at the IKC of those days.

    A child that left is not in an IKC's denominator any more, so its care is not in the numerator; a child that moved
    takes its care along. Where leerlingen do not know the child at the toewijzing's IKC (the export's own column named
    it, or it has none), nothing tells when the child left: it stays whole, with its IKC.

    Returns
    -------
    One row per toewijzing and stay: toewijzing (its place in the table), ikc, zorgvorm, startdatum, einddatum (NaT:
    open), begin (the toewijzing starts with this piece: a child that brings its care along has no start here).
    """
    rows = toewijzingen.reset_index(drop=True)[["client", "ikc", "zorgvorm", "startdatum", "einddatum"]]
    rows = rows.astype({"client": "str", "ikc": "str"}).assign(toewijzing=rows.index, begin=True)
    seen = leerlingen[["client", "ikc"]].astype("str").drop_duplicates().assign(gezien=True)
    told = rows.merge(seen, on=["client", "ikc"], how="left")["gezien"].notna().to_numpy()
    pairs = rows[told].drop(columns="ikc").merge(stays_of_children(leerlingen), on="client")
    ends = pairs["einddatum"].fillna(FOREVER)
    pairs = pairs.assign(
        startdatum=pairs["startdatum"].clip(lower=pairs["van"]),
        einddatum=ends.clip(upper=pairs["tot"]),
        begin=pairs["startdatum"] >= pairs["van"],
    )
    pairs = pairs[pairs["startdatum"] <= pairs["einddatum"]]
    pieces = pairs.assign(einddatum=pairs["einddatum"].mask(pairs["einddatum"] == FOREVER))
    return pd.concat([rows[~told], pieces[rows.columns]], ignore_index=True)


def place_prices(prices: pd.DataFrame, pieces: pd.DataFrame) -> pd.DataFrame:
    """Cut the price periods of `price_toewijzingen` to the pieces of `split_by_enrolment`, each at its IKC."""
    where = pieces[["toewijzing", "ikc", "startdatum", "einddatum"]]
    cut = prices.drop(columns="ikc").merge(where, on="toewijzing")
    cut = cut.assign(
        van=cut["van"].clip(lower=cut["startdatum"]), tot=cut["tot"].clip(upper=cut["einddatum"].fillna(FOREVER))
    )
    return cut.loc[cut["van"] <= cut["tot"], list(prices.columns)].reset_index(drop=True)


def without_ikc_before_enrolment(toewijzingen: pd.DataFrame) -> pd.DataFrame:
    """Give the toewijzingen the ikc `geen` where they started before their child came to the IKC.

    For trajecten: one that a child brought along is known to the IKC only because it lasted until then, and would make
    durations look too long.
    """
    earlier = toewijzingen["koppeling"].astype("str") == LATER
    return toewijzingen.assign(ikc=toewijzingen["ikc"].astype("str").mask(earlier, GEEN_IKC))
