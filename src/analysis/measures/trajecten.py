"""Trajecten: consecutive toewijzingen of one child in one zorgvorm or domein, seen as one period of care."""

import itertools

import numpy as np
import pandas as pd

from analysis.measures.periods import study_end, study_start
from analysis.measures.toewijzing_stays import without_ikc_before_enrolment
from analysis.study import ALLE, GEEN_IKC, Study
from analysis.tidy.spells import group_numbers, number_spells

ZORGVORM = "zorgvorm"
NEXT = " > "
_LAST_COLUMNS = ["startdatum", "einddatum", "lopend", "duur_dagen", "n_toewijzingen", "zorgvormen"]


def build_trajecten(
    toewijzingen: pd.DataFrame, gat_dagen: int, laatste_dag: pd.Timestamp, by: str = ZORGVORM
) -> pd.DataFrame:
    """Join the toewijzingen of a child in a zorgvorm (or domein, with `by`) that follow within the gap to one traject.

    The gap is the number of days without a toewijzing between two: with a gap of 90, an end on 31 January and a start
    on 1 May (89 days between) are one traject. A traject that ended less than the gap before `laatste_dag`, the last
    day that the delivery covers, may still go on: taken as ended it would make the latest trajecten look short. So all
    are judged on the day that lies the gap before it: a traject runs (`lopend`) when it has no end or ends on that day
    or later, and is then known to have lasted until that day. `duur_dagen` counts both first and last day, at least
    one; days in a gap count as duration.

    Parameters
    ----------
    toewijzingen
        One row per toewijzing, from `tidy_toewijzingen`; with the column `by`.
    gat_dagen
        `traject_gat_dagen` of the study.
    laatste_dag
        From `study_end`. A toewijzing that starts after it is not looked at.

    Returns
    -------
    One row per traject: client, ikc (of its first toewijzing), the column `by`, startdatum, einddatum (NaT when it
    runs), lopend, duur_dagen, n_toewijzingen, zorgvormen (those passed through, in order of their first start, joined
    by ` > `). What they cost: `traject_kosten`.
    """
    rows = toewijzingen[toewijzingen["startdatum"] <= laatste_dag].sort_values(
        ["client", by, "startdatum"], kind="stable"
    )
    spell = number_spells(rows["startdatum"], rows["einddatum"], group_numbers(rows, ["client", by]), gat_dagen)
    ends = rows["einddatum"].fillna(laatste_dag)
    known = rows.assign(spell=spell.to_numpy(), einde=ends)
    joined = known.groupby("spell", sort=True).agg(
        client=("client", "first"), ikc=("ikc", "first"), **{by: (by, "first")},
        startdatum=("startdatum", "min"), einde=("einde", "max"), n_toewijzingen=("einde", "size"),
    )  # fmt: skip
    judged_on = laatste_dag - pd.Timedelta(days=gat_dagen)
    judged = _judge_end(joined.assign(zorgvormen=name_passed(known)).reset_index(drop=True), judged_on)
    return judged[["client", "ikc", by, *_LAST_COLUMNS]]


def name_passed(rows: pd.DataFrame) -> pd.Series:
    """Name per `spell` the zorgvormen that it passed through, in order of their first start: `diagnostiek > hulp`.

    A zorgvorm that comes back counts once: this says through which forms of care a child went, not how often.
    """
    each = rows[["spell", "startdatum", "zorgvorm"]].sort_values(["spell", "startdatum"], kind="stable")
    each = each.astype({"zorgvorm": "str"}).drop_duplicates(["spell", "zorgvorm"])
    return each.groupby("spell", sort=True)["zorgvorm"].agg(NEXT.join)


def _judge_end(joined: pd.DataFrame, judged_on: pd.Timestamp) -> pd.DataFrame:
    lopend = joined["einde"] >= judged_on
    last_seen = joined["einde"].where(~lopend, judged_on)
    return joined.assign(
        lopend=lopend,
        einddatum=joined["einde"].mask(lopend),
        duur_dagen=((last_seen - joined["startdatum"]).dt.days + 1).clip(lower=1),
    )


def label_periodes(trajecten: pd.DataFrame, toewijzingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give each traject the `periode` in which it started: between which metingen.

    Periods are `voor <first meting>`, `<meting>-<next>` and `na <last meting>`; a start on a peildatum belongs to the
    period after it. A traject that started before the period that the toewijzingen cover is left out: it is known only
    because it lasted, and would make durations look too long.
    """
    seen = trajecten[trajecten["startdatum"] >= study_start(toewijzingen, study)]
    names = periode_names(study)
    if len(names) == 1:
        return seen.assign(periode=names[0])
    days = pd.to_datetime([item.peildatum for item in study.metingen]).to_numpy()
    place = np.searchsorted(days, seen["startdatum"].to_numpy(), side="right")
    return seen.assign(periode=pd.Series(names, dtype="str").take(place).to_numpy())


def periode_names(study: Study) -> list[str]:
    """Give the names of the periods between metingen in order of time; only `alle` for a study without metingen."""
    metingen = study.meting_namen
    if not metingen:
        return [ALLE]
    between = [f"{first}-{second}" for first, second in itertools.pairwise(metingen)]
    return [f"voor {metingen[0]}", *between, f"na {metingen[-1]}"]


def build_trajecten_of_study(toewijzingen: pd.DataFrame, study: Study, by: str = ZORGVORM) -> pd.DataFrame:
    """Build the study's trajecten with their `periode`: `build_trajecten` with the gap and last day of the study.

    A traject belongs to the IKC where its child was enrolled when it began; else to none.
    """
    last_day = study_end(toewijzingen, study)
    placed = without_ikc_before_enrolment(toewijzingen)
    trajecten = build_trajecten(placed, study.toewijzingen.traject_gat_dagen, last_day, by)
    return label_periodes(trajecten, toewijzingen, study)


def add_domein(toewijzingen: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Add to each toewijzing the domein of its zorgvorm, from the codebook's table of codes."""
    domein_of_code = codes[codes["aard"] == "zorg"].set_index("code")["domein"].to_dict()
    return toewijzingen.assign(domein=toewijzingen["zorgvorm"].astype("str").map(domein_of_code).astype("str"))


def count_paden(trajecten: pd.DataFrame) -> pd.DataFrame:
    """Count per ikc (with `alle`) and domein the trajecten by the zorgvormen they passed through.

    Returns
    -------
    ikc, domein, pad, n, n_domein (all trajecten of the ikc in the domein), most frequent first; `alle` leaves out
    trajecten without an IKC, unless none has one.
    """
    own = trajecten[trajecten["ikc"] != GEEN_IKC]
    rows = pd.concat([own, (own if len(own) else trajecten).assign(ikc=ALLE)], ignore_index=True)
    keys = ["ikc", "domein", "pad"]
    counts = rows.rename(columns={"zorgvormen": "pad"}).groupby(keys, observed=True).size().reset_index(name="n")
    totals = counts.groupby(["ikc", "domein"], observed=True)["n"].transform("sum")
    return counts.assign(n_domein=totals).sort_values(
        ["ikc", "domein", "n"], ascending=[True, True, False], kind="stable"
    )
