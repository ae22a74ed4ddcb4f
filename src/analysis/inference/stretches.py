"""Which metingen a line may run over: stretches in which the same kind of informant filled in the same list."""

import numpy as np
import pandas as pd

from analysis.codebook import ONBEKEND
from analysis.inference import oordelen
from analysis.measures.codes_in_time import VERSIE, differ
from analysis.measures.ikcs_in_time import split_days
from analysis.measures.informants import fill_informants
from analysis.measures.inventory import INDICATOR
from analysis.study import ALLE, Study

DAYS_PER_YEAR = 365.25
WHAT = ["aard", "indicator", *INDICATOR]
KEY = ["ikc", *WHAT]


def years_of(study: Study) -> dict[str, float]:
    """Give the time of each meting, in years since the first peildatum."""
    first = min((item.peildatum for item in study.metingen), default=None)
    return {item.meting: (item.peildatum - first).days / DAYS_PER_YEAR for item in study.metingen}


def list_breaks(inventarisaties: pd.DataFrame, study: Study, lijsten: pd.DataFrame | None = None) -> pd.DataFrame:
    """Number the stretches of metingen of each IKC in which the same kind of informant filled in the same list.

    An unknown informant is the same as no other.

    Returns
    -------
    One row per ikc x meting, in order of time: `stuk` (from 0), and `breuk`: why that stretch begins ('' at first).
    """
    known = fill_informants(inventarisaties.drop_duplicates(["ikc", "meting"]), study)
    place = {name: number for number, name in enumerate(study.meting_namen)}
    rows = known[known["meting"].isin(place)].assign(plaats=known["meting"].map(place))
    rows = rows.sort_values(["ikc", "plaats"], kind="stable").reset_index(drop=True)
    before = rows.groupby("ikc")[["meting", "informant"]].shift()
    first = before["meting"].isna()
    unknown = rows["informant"].eq(ONBEKEND) | before["informant"].eq(ONBEKEND)
    other_list = _changed_lists(rows.assign(van=before["meting"], naar=rows["meting"]), lijsten)
    conditions = [first, _was_split(rows, before, study), unknown, rows["informant"] != before["informant"], other_list]
    reasons = ["", oordelen.IKC_ANDERS, oordelen.INFORMANT_ONBEKEND, oordelen.ANDERE_INFORMANT, oordelen.LIJST_ANDERS]
    breuk = pd.Series(np.select(conditions, reasons, ""), rows.index)
    stuk = (breuk != "").astype(int).groupby(rows["ikc"]).cumsum()
    began = breuk.groupby([rows["ikc"], stuk]).transform("first")
    return rows.assign(stuk=stuk, breuk=began)[["ikc", "meting", "plaats", "stuk", "breuk"]]


def _was_split(rows: pd.DataFrame, before: pd.DataFrame, study: Study) -> pd.Series:
    """Tell before which metingen a part was split off the IKC, since its meting before."""
    days, splits = {item.meting: pd.Timestamp(item.peildatum) for item in study.metingen}, split_days(study)
    found = [
        any(days[van] < day <= days[naar] for day in splits.get(ikc, ())) if isinstance(van, str) else False
        for ikc, van, naar in zip(rows["ikc"], before["meting"], rows["meting"], strict=True)
    ]
    return pd.Series(found, rows.index, dtype=bool)


def _changed_lists(steps: pd.DataFrame, lijsten: pd.DataFrame | None) -> pd.Series:
    if lijsten is None:
        return pd.Series(False, steps.index)
    found = steps[["ikc", "van", "naar"]].merge(lijsten, on=["ikc", "van", "naar"], how="left")["lijst_anders"]
    return found.astype("boolean").fillna(False).astype(bool).set_axis(steps.index)


def list_points(
    counts: pd.DataFrame, inventarisaties: pd.DataFrame, study: Study, lijsten: pd.DataFrame | None
) -> pd.DataFrame:
    """Give every share of a whole IKC with its moment and stretch; `genoeg` tells whether there are enough children."""
    rows = counts[counts["bouw"] == ALLE].dropna(subset=["n", "n_kinderen"])
    rows = rows.merge(list_breaks(inventarisaties, study, lijsten), on=["ikc", "meting"])
    enough = (rows["n_kinderen"] >= study.statistiek.minimum_kinderen) & (rows["n"] <= rows["n_kinderen"])
    rows = rows.assign(jaar=rows["meting"].map(years_of(study)).astype(float), genoeg=enough.astype(bool))
    design = {**dict.fromkeys(VERSIE, ""), "deff": 1.0, "vrijheidsgraden": np.inf, "opgeteld": 1}
    rows = rows.assign(**{name: value for name, value in design.items() if name not in rows})
    return rows.sort_values([*KEY, "plaats"], kind="stable").reset_index(drop=True)


def choose_stretches(points: pd.DataFrame) -> pd.DataFrame:
    """Mark of each share whether its meting is in the stretch that the line runs over (`mee`), and count the breaks."""
    by = [points[name] for name in KEY]
    before = points.groupby(KEY, sort=False)[["stuk", *VERSIE]].shift()
    first = before["stuk"].isna()
    moved = ~first & (points["stuk"] != before["stuk"])
    asked = ~first & differ(points, before)
    why = points["breuk"].mask(~moved, "").mask(asked & ~moved, oordelen.CODEBOEK_ANDERS)
    deel = (moved | asked).astype(int).groupby(by).cumsum()
    size = points["genoeg"].astype(int).groupby([*by, deel]).transform("sum")
    best = (size + deel / 1000).groupby(by).transform("max")
    chosen = (size + deel / 1000 == best) & points["genoeg"]
    n_breuken = (moved | asked).astype(int).groupby(by).transform("sum")
    reason = why.where(why != "").groupby(by).transform("last").fillna("")
    return points.assign(mee=chosen, n_breuken=n_breuken, waarom=reason)
