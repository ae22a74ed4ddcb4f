"""With and without a jeugdondersteuner: difference in differences over IKCs, and the event study around the start."""

from collections.abc import Hashable
from datetime import date

import numpy as np
import pandas as pd

from analysis.inference import did, staggered
from analysis.inference.oordelen import IETS_ANDERS
from analysis.inference.primary import (
    PAIR,
    PILOT,
    VERGELIJKING,
    has_cases,
    select_controls,
    select_primary,
)
from analysis.measures.inventory import INDICATOR
from analysis.study import ALLE, Study

GROEP = ["indicator", *INDICATOR]


def estimate_verschil_in_verschil(veranderingen: pd.DataFrame, informant: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Estimate how much more the pilot IKCs changed than the comparison IKCs, per primary indicator.

    The unit is the IKC. Only pairs of metingen between which every pilot's jeugdondersteuner started: before that
    there is nothing to compare. It says something about the jeugdondersteuner only if without one the pilots would have
    changed as the others did, and were looked at in the same way: `informant_verschilt` is true where the informant
    changed in a larger part of the one group than of the other, so that the difference holds that change too. There
    `verschil_gecorrigeerd` brings the IKCs with another informant back with the detection ratio: a point, for its
    interval would have to join few IKCs and few children with two reports. Fewer cases than `minimum_gevallen` in all
    the IKCs together have no interval either. `kans_gevonden`: how often a true difference of `gezocht_verschil` would
    leave zero out of the corrected interval, with the spread between these IKCs.

    The `controle_indicatoren` of study.yml are in it too (`controle`), a family of their own: see `select_controls`.

    Parameters
    ----------
    informant
        From `estimate_informant`: the corrected change per IKC.

    Returns
    -------
    One row per primary or control indicator x pair of metingen with an IKC in both roles, the columns of
    `verschil_in_verschil`.
    """
    families = {
        False: (select_primary(veranderingen, study), len(study.primaire_indicatoren)),
        True: (select_controls(veranderingen, study), len(study.controle_indicatoren)),
    }
    rows = [
        {**row, "controle": controle}
        for controle, (changes, size) in families.items()
        for row in _compare_family(_around_start(changes, study), informant, size, study)
    ]
    return pd.DataFrame(rows, columns=[*dict.fromkeys([*PAIR, *(rows[0] if rows else [])])])


def _compare_family(
    changes: pd.DataFrame, informant: pd.DataFrame, size: int, study: Study
) -> list[dict[Hashable, object]]:
    fixed = changes.merge(informant[["ikc", *PAIR, "verschil_gecorrigeerd"]], on=["ikc", *PAIR], how="left")
    return [
        {**dict(zip(PAIR, key, strict=True)), **_compare_roles(group, study, study.statistiek.alfa / max(1, size))}
        for key, group in fixed.groupby(PAIR, sort=False)
        if group["rol"].nunique() == 2
    ]


def _compare_roles(group: pd.DataFrame, study: Study, corrected: float) -> dict[str, object]:
    alfa, pilot = study.statistiek.alfa, (group["rol"] == PILOT).to_numpy()
    changes = group["verschil"].to_numpy(dtype=float)
    levels = (alfa, corrected)
    found, wider = (
        _only_with_cases(did.estimate_did(changes, pilot, level, study.statistiek.minimum_ikcs), group, study)
        for level in levels
    )
    switched = group["informant_gewisseld"].astype(bool).to_numpy()
    differs = bool(switched[pilot].mean() != switched[~pilot].mean())
    fixed = np.where(switched, group["verschil_gecorrigeerd"].to_numpy(dtype=float), changes)
    return {
        "verschil_pilot": float(changes[pilot].mean()),
        "verschil_vergelijking": float(changes[~pilot].mean()),
        **{
            name: found[name]
            for name in ("verschil", "ci_laag", "ci_hoog", "p", "n_pilot", "n_vergelijking", "methode", "reden")
        },
        "ci_laag_gecorrigeerd": wider["ci_laag"],
        "ci_hoog_gecorrigeerd": wider["ci_hoog"],
        "kans_gevonden": did.chance_to_find(
            study.statistiek.gezocht_verschil, wider["standaardfout"], wider["vrijheidsgraden"], corrected
        ),
        "informant_verschilt": differs,
        "verschil_gecorrigeerd": float(fixed[pilot].mean() - fixed[~pilot].mean()) if differs else np.nan,
    }


def _only_with_cases(found: dict, group: pd.DataFrame, study: Study) -> dict:
    """Take the interval away where the IKCs together have too few cases: without any it would have no width."""
    if has_cases(group, study):
        return found
    empty = dict.fromkeys(("ci_laag", "ci_hoog", "p", "standaardfout", "vrijheidsgraden"), np.nan)
    return {**found, **empty, "methode": did.GEEN, "reden": did.TE_WEINIG_GEVALLEN}


def _around_start(primary: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Keep the pairs of metingen with the start of every pilot's jeugdondersteuner between them, of the same questions.

    Where other questions were asked, or an IKC became another, the two metingen are of something else.
    """
    primary = primary[~primary["oordeel_reden"].isin(IETS_ANDERS)]
    days = {item.meting: item.peildatum for item in study.metingen}
    starts = [item.start_jok for item in study.ikcs if item.rol == PILOT and item.start_jok]
    if not starts:
        return primary.head(0)
    first, last = min(starts), max(starts)
    around = [
        not _has_begun(days[van], first) and _has_begun(days[naar], last)
        for van, naar in zip(primary["van"], primary["naar"], strict=True)
    ]
    return primary[pd.Series(around, index=primary.index, dtype=bool)]


def _has_begun(peildatum: date, start: date) -> bool:
    """Tell whether a meting comes after a start; one on the day itself is before: nothing can have changed yet."""
    return peildatum > start


def estimate_gebeurtenisstudie(counts: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Estimate, per meting around the start, how much the pilots differ from the others since the last one before it.

    Callaway and Sant'Anna (2021), see `staggered`; it also holds where IKCs start at different times. A meting before
    that base (`relatief` below -1) is a check: a difference there says that the groups already went apart.

    Parameters
    ----------
    counts
        Per IKC, from `count_indicatoren`: `n` and `n_kinderen`.

    Returns
    -------
    One row per primary indicator x relatief (0: the first meting with a jeugdondersteuner), the columns of
    `gebeurtenisstudie`.
    """
    begun = start_metingen(study)
    rows = []
    for key, group in primary_counts(counts, study).groupby(GROEP, sort=False):
        wide = group.pivot(index="ikc", columns="meting", values="aandeel").reindex(columns=list(study.meting_namen))
        start = begun.reindex(wide.index)
        if start.isna().all() or start.notna().all():
            continue
        effects = staggered.estimate_event_study(
            wide.astype(float), start, study.statistiek.alfa, minimum_ikcs=study.statistiek.minimum_ikcs
        )
        named = dict(zip(GROEP, key, strict=True)) | {"methode": staggered.CALLAWAY_SANTANNA}
        rows.append(effects.assign(**named, n_vergelijking=int(start.isna().sum())))
    columns = [
        *GROEP,
        "relatief",
        "effect",
        "ci_laag",
        "ci_hoog",
        "n_pilot",
        "n_vergelijking",
        "methode",
        "reden",
    ]
    return pd.concat([pd.DataFrame(columns=columns), *rows], ignore_index=True)


def start_metingen(study: Study) -> pd.Series:
    """Give per IKC the first meting with a jeugdondersteuner; missing for one that has none.

    A jeugdondersteuner who was there before the first meting leaves nothing to compare with: such an IKC is left out.
    """
    found = {}
    for item in study.ikcs:
        since = [m.meting for m in study.metingen if item.start_jok and _has_begun(m.peildatum, item.start_jok)]
        if item.rol == PILOT and since and since[0] != study.meting_namen[0]:
            found[item.ikc] = since[0]
        elif item.rol == VERGELIJKING:
            found[item.ikc] = None
    return pd.Series(found, dtype="object")


def primary_counts(counts: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give the counts of the primary indicators at the IKCs that are compared, with enough children.

    `kleinste` is the smaller of the children with and without the mark.
    """
    named = [item.indicator for item in study.primaire_indicatoren]
    rows = counts[(counts["bouw"] == ALLE) & counts["indicator"].isin(named)]
    # Where a domain and a code share a name, the name means the domain: that is the row that comes first.
    rows = rows.assign(_whole=rows["code"] == ALLE).sort_values("_whole", ascending=False, kind="stable")
    rows = rows.drop_duplicates(["ikc", "meting", "indicator"]).drop(columns="_whole")
    enough = (rows["n_kinderen"] >= study.statistiek.minimum_kinderen).fillna(False).astype(bool)
    rows = rows[enough & rows["ikc"].isin(start_metingen(study).index)]
    rest = rows["n_kinderen"] - rows["n"]
    share = rows["n"].astype(float) / rows["n_kinderen"].astype(float)
    return rows.assign(aandeel=share, kleinste=rest.where(rest < rows["n"], rows["n"]))
