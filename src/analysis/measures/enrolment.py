"""How many children were enrolled on a day: from leerlingen where an IKC has them, else from populatie."""

import pandas as pd

from analysis.measures.running import count_per_moment
from analysis.study import ALLE, Study
from analysis.tidy.spells import group_numbers, number_spells

GEEN_BRON = "geen"


def enrolment_spells(leerlingen: pd.DataFrame) -> pd.DataFrame:
    """Join a child's rows at an IKC that adjoin or overlap: client, ikc, startdatum, einddatum (NaT: no end)."""
    spell = number_spells(
        leerlingen["van"], leerlingen["tot"], group_numbers(leerlingen, ["client", "ikc"]), gap_days=0
    )
    rows = leerlingen.assign(spell=spell.to_numpy(), open_einde=leerlingen["tot"].isna())
    spells = rows.astype({"client": "str", "ikc": "str"}).groupby("spell").agg(
        client=("client", "first"), ikc=("ikc", "first"), startdatum=("van", "min"), einddatum=("tot", "max"),
        open_einde=("open_einde", "any"),
    )  # fmt: skip
    return spells.assign(einddatum=spells["einddatum"].mask(spells["open_einde"])).drop(columns="open_einde")


def count_enrolled(leerlingen: pd.DataFrame, moments: pd.DataFrame) -> pd.DataFrame:
    """Count the children that leerlingen has on each moment's peildag, per ikc: a child counts once, however many rows.

    Returns
    -------
    ikc, moment, n_leerlingen: a row for every ikc in leerlingen and every moment, zero too.
    """
    spells = enrolment_spells(leerlingen)
    spells = spells.assign(ikc=spells["ikc"].astype("category"))
    counts = count_per_moment(spells, moments, ["ikc"]).rename(columns={"n_lopend": "n_leerlingen"})
    return counts.assign(ikc=counts["ikc"].astype("str")).drop(columns="n_gestart")


def nearest_populatie(populatie: pd.DataFrame, moments: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give per ikc and moment the children of the meting whose peildatum is nearest (the earlier one when two are).

    Returns
    -------
    ikc, moment, n_populatie: only for the ikcs that have a populatie.
    """
    days = {item.meting: pd.Timestamp(item.peildatum) for item in study.metingen}
    totals = populatie.groupby(["ikc", "meting"], observed=True)["aantal_kinderen"].sum().reset_index()
    dag = pd.to_datetime(totals["meting"].astype("str").map(days))
    totals = totals.assign(ikc=totals["ikc"].astype("str"), dag=dag)
    pairs = totals.dropna(subset=["dag"]).merge(moments[["moment", "peildag"]], how="cross")
    pairs = pairs.assign(afstand=(pairs["dag"] - pairs["peildag"]).abs())
    nearest = pairs.sort_values(["afstand", "dag"], kind="stable").drop_duplicates(["ikc", "moment"])
    return nearest.rename(columns={"aantal_kinderen": "n_populatie"})[["ikc", "moment", "n_populatie"]]


def count_children(
    leerlingen: pd.DataFrame, populatie: pd.DataFrame, moments: pd.DataFrame, ikcs: list[str], study: Study
) -> pd.DataFrame:
    """Count the enrolled children per ikc and moment, the denominator of every rate per 1,000.

    An IKC's own leerlingen on the day count first; where it has none that day, the populatie of the nearest meting;
    where it has neither, nothing. `alle` sums the IKCs and is empty as soon as one of them has no number.

    Returns
    -------
    ikc (in the order given, then `alle`), moment, n_kinderen (Int64), noemer_bron (leerlingen, populatie or geen).
    """
    index = pd.MultiIndex.from_product([ikcs, moments["moment"]], names=["ikc", "moment"])
    enrolled = count_enrolled(leerlingen, moments).set_index(["ikc", "moment"])["n_leerlingen"].reindex(index)
    counted = nearest_populatie(populatie, moments, study).set_index(["ikc", "moment"])["n_populatie"].reindex(index)
    has_pupils, has_population = enrolled.fillna(0) > 0, counted.notna()
    bron = (
        pd.Series(GEEN_BRON, index=index, dtype="str").mask(has_population, "populatie").mask(has_pupils, "leerlingen")
    )
    number = counted.astype("Int64").mask(has_pupils, enrolled.astype("Int64"))
    rows = pd.DataFrame({"n_kinderen": number, "noemer_bron": bron}).reset_index()
    return pd.concat([rows, _total_children(rows)], ignore_index=True)


def _total_children(rows: pd.DataFrame) -> pd.DataFrame:
    by_moment = rows.groupby("moment", sort=False)
    complete = by_moment["n_kinderen"].count() == by_moment.size()
    number = by_moment["n_kinderen"].sum().where(complete)
    bron = by_moment["noemer_bron"].agg(lambda names: "; ".join(sorted(set(names)))).where(complete, GEEN_BRON)
    total = pd.DataFrame({"n_kinderen": number.astype("Int64"), "noemer_bron": bron.astype("str")}).reset_index()
    return total.assign(ikc=ALLE)[["ikc", "moment", "n_kinderen", "noemer_bron"]]
