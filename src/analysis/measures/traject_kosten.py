"""What a traject cost in each of its first months: the costs of its toewijzingen, day by day, up to a horizon."""

import numpy as np
import pandas as pd

from analysis.measures.periods import month_ends

TRAJECT = "traject"


def cost_columns(months: int) -> list[str]:
    """Name the columns with the costs of the first, second ... month of a traject."""
    return [f"kosten_maand_{month:02}" for month in range(1, months + 1)]


def add_monthly_costs(
    trajecten: pd.DataFrame, toewijzingen: pd.DataFrame, prices: pd.DataFrame, months: int, by: str
) -> pd.DataFrame:
    """Give each traject what it cost in each of its first months (`kosten_maand_01` and on, in euros).

    All empty as soon as one of its toewijzingen that began by then has no price. Of a traject that was followed for
    less time it is what is known, not the whole: see `inference.per_child.partitioned_mean`.

    Parameters
    ----------
    trajecten
        From `build_trajecten`, with the column `by`: those of a child in one domein follow one another in time.
    toewijzingen
        The table that they were made of, with `by`.
    prices
        From `price_toewijzingen` of the same table.
    """
    rows = trajecten.reset_index(drop=True)
    placed = prices.merge(_traject_of(toewijzingen, rows, by), on="toewijzing")
    ends = np.array([0, *month_ends(months)])
    within = placed[(placed["van"] - placed["begin"]).dt.days < ends[-1]]
    euros = _days_per_month(within, ends) * within["per_dag_eur"].to_numpy(dtype=float)[:, None]
    sums = pd.DataFrame(euros, columns=cost_columns(months)).groupby(within[TRAJECT].to_numpy())
    known = sums.agg(lambda part: part.sum(skipna=False)).reindex(rows.index)
    return trajecten.assign(**{name: known[name].to_numpy(dtype=float) for name in known})


def _days_per_month(placed: pd.DataFrame, ends: np.ndarray) -> np.ndarray:
    """Count the days of each price period in each month of its traject: rows x months."""
    first, last = (
        ((placed[name] - placed["begin"]).dt.days + more).to_numpy()[:, None] for name, more in (("van", 0), ("tot", 1))
    )
    return np.clip(np.minimum(last, ends[1:]) - np.maximum(first, ends[:-1]), 0, None)


def _traject_of(toewijzingen: pd.DataFrame, trajecten: pd.DataFrame, by: str) -> pd.DataFrame:
    """Give each toewijzing the traject that it belongs to: the last of its child and domein that had begun by then."""
    keys = ["client", by]
    began = trajecten[[*keys, "startdatum"]].assign(begin=trajecten["startdatum"], traject=trajecten.index)
    rows = toewijzingen.reset_index(drop=True)[[*keys, "startdatum"]].assign(toewijzing=range(len(toewijzingen)))
    rows, began = (part.astype(dict.fromkeys(keys, "str")).sort_values("startdatum") for part in (rows, began))
    found = pd.merge_asof(rows, began, on="startdatum", by=keys)
    return found.dropna(subset=[TRAJECT]).astype({TRAJECT: "int64"})[["toewijzing", TRAJECT, "begin"]]
