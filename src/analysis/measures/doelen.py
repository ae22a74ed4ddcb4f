"""Which goal holds where and when: every goal at every meting, with the target in force, before anything is judged."""

from collections.abc import Hashable, Iterator
from typing import Any

import pandas as pd

from analysis.codebook.doelmaten import INDICATOR
from analysis.study import ALLE, Study

DOEL = ["ikc", "doel"]
OF_GOAL = ["niveau", "soort_doel", "indicator", "bouw", "richting", "voorstel", "eigenaar", "bron", "alleen_intern"]
OF_TARGET = ["startwaarde_gegeven", "doelwaarde", "peildatum_doel", "vastgesteld"]
MEASURED = ["n_teller", "n_noemer", "waarde_gegeven", "oordeel_mensen", "door"]
COLUMNS = [*DOEL, *OF_GOAL, *OF_TARGET, "gewijzigd", "meting", "datum", *MEASURED]
_FROM_TIDY = {
    "speerpunt": "doel", "soort": "soort_doel", "startwaarde": "startwaarde_gegeven", "peildatum": "peildatum_doel",
    "noemt_persoon": "alleen_intern",
}  # fmt: skip


def list_goals(speerpunten: pd.DataFrame, doelmetingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """List every goal at every meting of each IKC that it is for, with the target that holds there.

    A goal of all IKCs is there for each of them, and for `alle`; an IKC with its own target for it has that one. A goal
    with an indicator is there at every meting of the study; another at those that `doelmetingen` have, or at the last
    meting of the study where nothing was measured. Of rows with `vastgesteld` the last one set on or before a meting
    holds (before the first: the first); of rows without, the one with the first `peildatum` that is not yet past.
    `n_teller` is the share that was delivered times its children (whole); without `n` both are missing.

    Returns
    -------
    One row per ikc x doel x meting with `COLUMNS`; `gewijzigd`: the target differs from that at the meting before.
    """
    goals = speerpunten.rename(columns=_FROM_TIDY)
    if goals.empty:
        return pd.DataFrame(columns=COLUMNS)
    measured = _measured(doelmetingen)
    rows = [
        row
        for (ikc, doel), history in _goals_per_ikc(goals, study)
        for row in _rows_of_goal(ikc, doel, history, measured, study)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _goals_per_ikc(goals: pd.DataFrame, study: Study) -> Iterator[tuple[tuple[str, str], pd.DataFrame]]:
    own = dict(list(goals.groupby(DOEL, sort=False)))
    for (ikc, doel), history in own.items():
        if ikc != ALLE:
            yield (ikc, doel), history
    for (ikc, doel), history in own.items():
        if ikc == ALLE:
            others = [code for code in study.ikc_codes if (code, doel) not in own]
            yield from (((code, doel), history) for code in [*others, ALLE])


def _measured(doelmetingen: pd.DataFrame) -> pd.DataFrame:
    counts = doelmetingen["n"].astype("Float64")
    share = doelmetingen["waarde"].astype("Float64")
    known = counts.notna() & share.notna()
    made = {
        "doel": doelmetingen["speerpunt"],
        "n_noemer": counts.where(known).round().astype("Int64"),
        "n_teller": (counts * share).where(known).round().astype("Int64"),
        "waarde_gegeven": doelmetingen["waarde"],
        "oordeel_mensen": doelmetingen["oordeel"],
    }
    return doelmetingen.assign(**made)[[*DOEL, "meting", "datum", *MEASURED]]


def _rows_of_goal(
    ikc: str, doel: str, history: pd.DataFrame, measured: pd.DataFrame, study: Study
) -> Iterator[dict[str, Any]]:
    first = history.iloc[0]
    moments = _moments(ikc, doel, first["soort_doel"], measured, study)
    before: tuple[Hashable, ...] | None = None
    for moment in moments.to_dict("records"):
        target = target_in_force(history, moment["datum"])
        now = tuple(None if pd.isna(target[name]) else target[name] for name in ("doelwaarde", "peildatum_doel"))
        changed = before is not None and now != before
        before = now
        yield {
            "ikc": ikc, "doel": doel, **first[OF_GOAL].to_dict(), **target[OF_TARGET].to_dict(), "gewijzigd": changed,
            **moment,
        }  # fmt: skip


def _moments(ikc: str, doel: str, soort: str, measured: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give the metingen of a goal in order of time, with what was measured of it at each."""
    of_study = pd.DataFrame(
        [(item.meting, pd.Timestamp(item.peildatum)) for item in study.metingen], columns=["meting", "datum"]
    )
    if soort == INDICATOR:
        return of_study.reindex(columns=["meting", "datum", *MEASURED])
    of_goal = measured[measured["doel"] == doel]
    own = of_goal[of_goal["ikc"] == ikc]
    seen = of_goal if ikc == ALLE else own
    days = seen[["meting", "datum"]].drop_duplicates("meting") if len(seen) else of_study.tail(1)
    return days.merge(own[["meting", *MEASURED]], on="meting", how="left").sort_values("datum", kind="stable")


def target_in_force(history: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """Give the row of a goal's history that holds on a day."""
    if len(history) == 1:
        return history.iloc[0]
    if history["vastgesteld"].notna().any():
        ordered = history.sort_values("vastgesteld", na_position="first", kind="stable")
        held = ordered[ordered["vastgesteld"].isna() | (ordered["vastgesteld"] <= day)]
        return held.iloc[-1] if len(held) else ordered.iloc[0]
    ordered = history.sort_values("peildatum_doel", na_position="last", kind="stable")
    ahead = ordered[ordered["peildatum_doel"].isna() | (ordered["peildatum_doel"] >= day)]
    return ahead.iloc[0] if len(ahead) else ordered.iloc[-1]
