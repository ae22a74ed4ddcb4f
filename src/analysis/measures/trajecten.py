"""Trajecten: consecutive toewijzingen of one child in one zorgvorm, seen as one period of care."""

import itertools

import numpy as np
import pandas as pd

from analysis.measures.periods import study_end, study_start
from analysis.study import ALLE, Study
from analysis.tidy.spells import group_numbers, number_spells

COLUMNS = [
    "client", "ikc", "zorgvorm", "startdatum", "einddatum", "lopend", "duur_dagen", "n_toewijzingen", "budget_eur",
]  # fmt: skip


def build_trajecten(toewijzingen: pd.DataFrame, gat_dagen: int, laatste_dag: pd.Timestamp) -> pd.DataFrame:
    """Join the toewijzingen of a child in a zorgvorm that follow within the gap into one traject.

    The gap is the number of days without a toewijzing between two: with a gap of 90, an end on 31 January and a start
    on 1 May (89 days between) are one traject. A traject runs (`lopend`) when a toewijzing in it has no end, or ends on
    or after `laatste_dag`, the last day that the delivery covers: it is then known to have lasted at least until that
    day. `duur_dagen` counts both first and last day, up to `laatste_dag` for what runs; days in a gap count as
    duration.

    Parameters
    ----------
    toewijzingen
        One row per toewijzing, from `tidy_toewijzingen`.
    gat_dagen
        `traject_gat_dagen` of the study.
    laatste_dag
        From `study_end`. A toewijzing that starts after it is not looked at.

    Returns
    -------
    One row per traject: client, ikc (of its first toewijzing), zorgvorm, startdatum, einddatum (NaT when it runs),
    lopend, duur_dagen, n_toewijzingen, budget_eur (empty as soon as one toewijzing has none).
    """
    rows = toewijzingen[toewijzingen["startdatum"] <= laatste_dag].sort_values(
        ["client", "zorgvorm", "startdatum"], kind="stable"
    )
    spell = number_spells(rows["startdatum"], rows["einddatum"], group_numbers(rows, ["client", "zorgvorm"]), gat_dagen)
    ends = rows["einddatum"].fillna(laatste_dag)
    known = rows.assign(spell=spell.to_numpy(), einde=ends, zonder_budget=rows["budget_eur"].isna())
    joined = known.groupby("spell", sort=True).agg(
        client=("client", "first"), ikc=("ikc", "first"), zorgvorm=("zorgvorm", "first"),
        startdatum=("startdatum", "min"), einde=("einde", "max"), n_toewijzingen=("einde", "size"),
        budget_eur=("budget_eur", "sum"), zonder_budget=("zonder_budget", "any"),
    )  # fmt: skip
    return _judge_end(joined.reset_index(drop=True), laatste_dag)[COLUMNS]


def _judge_end(joined: pd.DataFrame, laatste_dag: pd.Timestamp) -> pd.DataFrame:
    lopend = joined["einde"] >= laatste_dag
    last_seen = joined["einde"].where(~lopend, laatste_dag)
    return joined.assign(
        lopend=lopend,
        einddatum=joined["einde"].mask(lopend),
        duur_dagen=(last_seen - joined["startdatum"]).dt.days + 1,
        budget_eur=joined["budget_eur"].mask(joined["zonder_budget"]),
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


def build_trajecten_of_study(toewijzingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Build the study's trajecten with their `periode`: `build_trajecten` with the gap and last day of the study."""
    last_day = study_end(toewijzingen, study)
    trajecten = build_trajecten(toewijzingen, study.toewijzingen.traject_gat_dagen, last_day)
    return label_periodes(trajecten, toewijzingen, study)
