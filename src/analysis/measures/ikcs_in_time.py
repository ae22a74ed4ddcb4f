"""IKCs that become another: what there was before a merger, and which metingen of an IKC are of another IKC.

What was before a merger is the sum of the IKCs that went up in it, where each of them ended, went up in no other, and
all were inventoried at that meting by the same kind of informant with the same questions. Of a split nobody knows which
children went where: what was before is then not comparable, for the part that goes on under its own code neither.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.codebook import ONBEKEND
from analysis.measures.codes_in_time import VERSIE
from analysis.measures.informants import fill_informants
from analysis.measures.inventory import INDICATOR
from analysis.measures.klassen import KIND
from analysis.measures.list_changes import list_remade
from analysis.study import ALLE, Ikc, Study

MOMENT = ["ikc", "meting"]
VOORGANGER = "voorganger"
_CELL = ["meting", "bouw", "aard", "indicator", *INDICATOR]
JOIN = " + "


def list_mergers(study: Study) -> dict[str, tuple[str, ...]]:
    """Give the IKCs of which what was before can be added up, with their predecessors."""
    ended = {item.ikc for item in study.ikcs if item.tot is not None}
    followed = [code for item in study.ikcs for code in item.opvolger_van]
    return {
        item.ikc: item.opvolger_van
        for item in study.ikcs
        if item.opvolger_van and all(code in ended and followed.count(code) == 1 for code in item.opvolger_van)
    }


def add_predecessors(
    counts: pd.DataFrame, inventarisaties: pd.DataFrame, study: Study
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add to counts, and to who filled in, the metingen before a merger: the predecessors added up, as the IKC itself.

    Parameters
    ----------
    counts
        Per IKC x meting x bouw x indicator: n, n_kinderen and what `add_klassen` and `add_versions` give.
    inventarisaties
        Who filled in, per ikc x meting.

    Returns
    -------
    Both with rows added. `voorganger` names the IKCs that a row adds up, '' for a row of the IKC itself; `opgeteld` is
    their number. A predecessor that was itself merged is not followed further back.
    """
    counts = counts.assign(voorganger="", opgeteld=1)
    known = fill_informants(inventarisaties.drop_duplicates(MOMENT), study)
    found = list(_each_merger(counts, known, study))
    if not found:
        return counts, inventarisaties
    return (
        pd.concat([counts, *(rows for rows, _ in found)], ignore_index=True),
        pd.concat([inventarisaties.assign(voorganger=""), *(who for _, who in found)], ignore_index=True),
    )


def add_predecessor_lists(lijsten: pd.DataFrame, gemeten: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Add to `list_remade` the steps of merged IKCs before and over the merger.

    Before it the list changed where that of any predecessor did; over it, where the predecessors' lists together held
    nearly all children and the new one a part of them, or the reverse.

    Parameters
    ----------
    gemeten
        From `count_gemeten`: who is on the list (`n_inventaris`) of the enrolled (`n_kinderen`).
    """
    found = [lijsten]
    whole = gemeten[gemeten["bouw"] == ALLE].dropna(subset=["n_inventaris", "n_kinderen"]).drop(columns="vorm")
    for ikc, before in list_mergers(study).items():
        of_before = lijsten[lijsten["ikc"].isin(before)]
        found.append(of_before.groupby(["van", "naar"], as_index=False)["lijst_anders"].any().assign(ikc=ikc))
        rows = whole[whole["ikc"].isin(before)]
        sums = rows.groupby("meting", as_index=False).agg(
            n_inventaris=("n_inventaris", "sum"), n_kinderen=("n_kinderen", "sum"), n=("ikc", "nunique")
        )
        sums = sums[sums["n"] == len(before)].assign(ikc=ikc)
        own = pd.concat([sums, whole[whole["ikc"] == ikc]], ignore_index=True)
        share = own["n_inventaris"].astype(float) / own["n_kinderen"].astype(float)
        over = list_remade(own.assign(bouw=ALLE, aandeel=share)[["ikc", "meting", "bouw", "aandeel"]], study)
        over = over[over["van"].isin(sums["meting"]) & ~over["naar"].isin(sums["meting"])]
        found.append(over)
    every = pd.concat(found, ignore_index=True)
    return every.groupby(["ikc", "van", "naar"], as_index=False, sort=False)["lijst_anders"].any()


def _each_merger(
    counts: pd.DataFrame, known: pd.DataFrame, study: Study
) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    items = {item.ikc: item for item in study.ikcs}
    for ikc, before in list_mergers(study).items():
        metingen = [m.meting for m in study.metingen if not items[ikc].takes_part(m.peildatum)]
        own = known[known["ikc"].isin(before) & known["meting"].isin(metingen)]
        who = own.groupby("meting")["informant"].agg(["nunique", "size", "first"])
        who = who[(who["nunique"] == 1) & (who["size"] == len(before)) & (who["first"] != ONBEKEND)]
        rows = counts[counts["ikc"].isin(before) & counts["meting"].isin(who.index)]
        if rows.empty:
            continue
        yield (
            _add_up(rows, ikc, before),
            pd.DataFrame({"ikc": ikc, "meting": who.index, "informant": who["first"], VOORGANGER: JOIN.join(before)}),
        )


def _add_up(rows: pd.DataFrame, ikc: str, before: tuple[str, ...]) -> pd.DataFrame:
    """Add up the cells that all predecessors have, asked in the same way; the design is the mean over the children."""
    children = rows["n_kinderen"].astype(float)
    weighed = rows.assign(_deff=rows["deff"] * children, _icc=rows["icc"] * children, _kinderen=children)
    grouped = weighed.groupby(_CELL, as_index=False, sort=False)
    sums = grouped.agg(
        n=("n", lambda part: part.sum(skipna=False)),
        n_kinderen=("n_kinderen", lambda part: part.sum(skipna=False)),
        n_klassen=("n_klassen", lambda part: part.sum(skipna=False)),
        eenheid=("eenheid", lambda part: part.iloc[0] if part.nunique() == 1 else KIND),
        vrijheidsgraden=("vrijheidsgraden", "min"),
        _deff=("_deff", "sum"),
        _icc=("_icc", lambda part: part.sum(skipna=False)),
        _kinderen=("_kinderen", "sum"),
        _ikcs=("ikc", "nunique"),
        **{name: (name, "first") for name in VERSIE},
        **{f"_{name}": (name, "nunique") for name in VERSIE},
    )
    same = (sums["_ikcs"] == len(before)) & (sums[[f"_{name}" for name in VERSIE]] == 1).all(axis=1)
    sums = sums[same]
    whole = sums["_kinderen"].where(sums["_kinderen"] > 0)
    found = sums.assign(deff=(sums["_deff"] / whole).fillna(1.0), icc=sums["_icc"] / whole, ikc=ikc)
    found = found.assign(voorganger=JOIN.join(before), opgeteld=len(before))
    return found.drop(columns=[name for name in found if name.startswith("_")])


def became_another(changes: pd.DataFrame, study: Study) -> np.ndarray:
    """Tell of each pair of metingen whether the IKC is another one at the second, that cannot be compared with before.

    A part was split off it in between, or it began in between and what was before is not added up (`voorganger`).
    """
    days = {item.meting: pd.Timestamp(item.peildatum) for item in study.metingen}
    van, naar = (changes[side].map(days) for side in ("van", "naar"))
    other = np.zeros(len(changes), dtype=bool)
    for item in study.ikcs:
        if not item.opvolger_van:
            continue
        began = pd.Timestamp(item.van)
        between = ((van < began) & (naar >= began)).to_numpy()
        alone = changes["ikc"].eq(item.ikc).to_numpy() & changes[VOORGANGER].eq("").to_numpy()
        left = changes["ikc"].isin(_goes_on(item, study)).to_numpy()
        other |= between & (alone | left)
    return other


def _goes_on(item: Ikc, study: Study) -> list[str]:
    """Give the predecessors that still take part after another IKC was split off."""
    ended = {other.ikc for other in study.ikcs if other.tot is not None}
    return [code for code in item.opvolger_van if code not in ended]


def split_days(study: Study) -> dict[str, list[pd.Timestamp]]:
    """Give per IKC the days on which it became another one that cannot be compared with what was before."""
    found: dict[str, list[pd.Timestamp]] = {}
    for item in study.ikcs:
        for code in _goes_on(item, study):
            found.setdefault(code, []).append(pd.Timestamp(item.van))
    return found
