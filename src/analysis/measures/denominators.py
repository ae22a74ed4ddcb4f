"""How many children are enrolled: the denominator of every share."""

import pandas as pd

from analysis.codebook import ONBEKEND
from analysis.study import ALLE, Study

GEEN_BRON = "geen"


def count_kinderen(populatie: pd.DataFrame, leerlingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Count the enrolled children per IKC, meting and bouw.

    An IKC's populatie at a meting is used when there is any row of it; otherwise the children of `leerlingen` who are
    enrolled on the peildatum are counted; otherwise the number is missing. The two are never mixed within one IKC and
    meting. The bouw `alle` is the delivered total, else the sum of the bouwen that were delivered. Trap: a bouw that
    was left out of a populatie is missing, and not in that sum.

    Returns
    -------
    One row per ikc x meting x bouw (with `alle`) of the study: `n_kinderen` (Int64, missing when unknown) and
    `noemer_bron` (`populatie`, `leerlingen` or `geen`).
    """
    known = _prefer_populatie(_count_from_populatie(populatie), _count_from_leerlingen(leerlingen, study))
    counts = _grid(study).merge(known, on=["ikc", "meting", "bouw"], how="left")
    return counts.assign(
        n_kinderen=counts["n_kinderen"].astype("Int64"), noemer_bron=counts["noemer_bron"].fillna(GEEN_BRON)
    )


def select_enrolled(leerlingen: pd.DataFrame, peildatum: pd.Timestamp) -> pd.DataFrame:
    """Select the children who are enrolled on the peildatum, one row per child and IKC.

    A period holds the peildatum when it starts on or before it and ends on or after it; a missing start or end is
    open. A child with two periods at one IKC on that day counts once, in the groep of the period that started last.
    """
    started = leerlingen["van"].isna() | (leerlingen["van"] <= peildatum)
    not_ended = leerlingen["tot"].isna() | (leerlingen["tot"] >= peildatum)
    enrolled = leerlingen[started & not_ended]
    child = enrolled["client"].where(enrolled["client"].fillna("") != "", enrolled["kind"])
    ordered = enrolled.assign(_child=child).sort_values("van", kind="stable", na_position="first")
    return ordered.drop_duplicates(["ikc", "_child"], keep="last").drop(columns="_child")


def _grid(study: Study) -> pd.DataFrame:
    levels = [study.ikc_codes, study.meting_namen, [*study.bouwen, ALLE]]
    return pd.MultiIndex.from_product(levels, names=["ikc", "meting", "bouw"]).to_frame(index=False)


def _prefer_populatie(populatie: pd.DataFrame, leerlingen: pd.DataFrame) -> pd.DataFrame:
    inhabited = pd.MultiIndex.from_frame(populatie[["ikc", "meting"]])
    covered = pd.MultiIndex.from_frame(leerlingen[["ikc", "meting"]]).isin(inhabited)
    return pd.concat([populatie, leerlingen[~covered]], ignore_index=True)


def _count_from_populatie(populatie: pd.DataFrame) -> pd.DataFrame:
    given = populatie.dropna(subset="aantal_kinderen").rename(columns={"aantal_kinderen": "n_kinderen"})
    given = given[["ikc", "meting", "bouw", "n_kinderen"]]
    return _with_total(given).assign(noemer_bron="populatie")


def _count_from_leerlingen(leerlingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    days = {meting.meting: pd.Timestamp(meting.peildatum) for meting in study.metingen}
    enrolled = [select_enrolled(leerlingen, day).assign(meting=meting) for meting, day in days.items()]
    children = pd.concat(enrolled, ignore_index=True) if enrolled else leerlingen.assign(meting="")
    bouw = children["groep"].map(lambda groep: bouw_of(groep, study))
    counts = children.assign(bouw=bouw).groupby(["ikc", "meting", "bouw"]).size().reset_index(name="n_kinderen")
    return _with_total(counts).assign(noemer_bron="leerlingen")


def bouw_of(groep: object, study: Study) -> str:
    """Give the bouw of a groep, `onbekend` when it is missing or outside the study's bouwen."""
    return ONBEKEND if pd.isna(groep) else study.bouw_of_groep(int(groep)) or ONBEKEND


def _with_total(counts: pd.DataFrame) -> pd.DataFrame:
    """Add the bouw `alle` where it was not delivered: the sum of the bouwen, children without a bouw included."""
    of_ikc = ["ikc", "meting"]
    sums = counts[counts["bouw"] != ALLE].groupby(of_ikc, as_index=False)["n_kinderen"].sum().assign(bouw=ALLE)
    return pd.concat([counts, sums], ignore_index=True).drop_duplicates([*of_ikc, "bouw"], keep="first")
