"""The same change counted in another unit: only children on the list, and families instead of children."""

import numpy as np
import pandas as pd

from analysis.inference import overlap
from analysis.inference.primary import PAIR
from analysis.inference.unlisted import add_listed
from analysis.measures.families import GEZIN_SOORT
from analysis.measures.inventory import INDICATOR
from analysis.measures.list_changes import differs_much
from analysis.study import ALLE, Study

NO_FAMILY = "Wie bij hetzelfde gezin hoort, is niet bij beide metingen bekend."
NOT_PUBLIC = "Wie bij hetzelfde gezin hoort, staat niet in de publieke editie: die groepen zijn te klein."
KEY = ["ikc", *PAIR]


def recount_listed(
    ends: pd.DataFrame, veranderingen: pd.DataFrame, gemeten: pd.DataFrame, study: Study
) -> pd.DataFrame:
    """Give the changes with only the children on the list as the whole, where the list itself changed.

    That takes the children off the list to be like those on it, instead of without a signal. Who stayed is left out of
    account: the two lists are of other children.
    """
    listed = add_listed(veranderingen, gemeten)[[*KEY, "n_lijst_van", "n_lijst_naar"]]
    rows = ends.merge(listed, on=KEY)
    parts = [
        rows[f"n_lijst_{side}"].astype(float) / rows[f"n_kinderen_{side}"].astype(float) for side in ("van", "naar")
    ]
    rows = rows[differs_much(*(part.clip(upper=1) for part in parts), study).to_numpy(bool)].reset_index(drop=True)
    whole = {f"n_kinderen_{side}": np.maximum(rows[f"n_lijst_{side}"], rows[f"n_{side}"]) for side in ("van", "naar")}
    return _without_overlap(rows.assign(**whole))


def recount_families(ends: pd.DataFrame, veranderingen: pd.DataFrame, gezinnen: pd.DataFrame | None) -> pd.DataFrame:
    """Give the changes in family problems with a family as the unit; counts are missing where families are not known.

    `alle` adds the IKCs up, where of all that are in it the families are known.
    """
    asked = ends[ends["soort"] == GEZIN_SOORT].reset_index(drop=True)
    known = _families_of(veranderingen, gezinnen) if gezinnen is not None else None
    counts = [*overlap.ENROLLED]
    if known is None or known.empty:
        return _without_overlap(asked.assign(**dict.fromkeys(counts, pd.array([pd.NA] * len(asked), dtype="Int64"))))
    return _without_overlap(asked.drop(columns=counts).merge(known[[*KEY, *counts]], on=KEY, how="left"))


def _families_of(veranderingen: pd.DataFrame, gezinnen: pd.DataFrame) -> pd.DataFrame:
    primary = veranderingen[veranderingen["primair"].astype(bool) & (veranderingen["bouw"] == ALLE)]
    own = primary.loc[primary["ikc"] != ALLE, KEY]
    for side in ("van", "naar"):
        names = {"meting": side, "n_met": f"n_{side}", "n_gezinnen": f"n_kinderen_{side}"}
        own = own.merge(gezinnen.rename(columns=names), on=["ikc", side, *INDICATOR])
    sums = own.groupby(PAIR, as_index=False, sort=False).agg(
        **{name: (name, "sum") for name in overlap.ENROLLED}, _ikcs=("ikc", "nunique")
    )
    whole = primary.loc[primary["ikc"] == ALLE, [*KEY, "n_ikcs"]].merge(sums, on=PAIR)
    whole = whole[whole["_ikcs"] == whole["n_ikcs"]]
    return pd.concat([own, whole], ignore_index=True)


def _without_overlap(rows: pd.DataFrame) -> pd.DataFrame:
    unknown = pd.Series(pd.NA, index=rows.index, dtype="Int64")
    return rows.assign(**dict.fromkeys(overlap.BLIJVERS, unknown))
