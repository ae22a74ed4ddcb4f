"""Children whom two informants reported on in one meting: who saw what."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.measures.inventory import INDICATOR, list_asked
from analysis.study import ALLE

INFORMANTEN = ["informant_van", "informant_naar"]
DUBBEL = ["beide", "alleen_eerste", "alleen_tweede", "geen"]
_REPORT = ["ikc", "meting", "kind"]


def count_dubbel(tables: dict[str, pd.DataFrame], codebook: Codebook) -> pd.DataFrame:
    """Count, over all IKCs, the children with a report of both informants in one meting, by who marked them.

    Unit: a child in a meting. Every pair of informants is there in both orders, as a change may go either way. All IKCs
    are taken together: how often one profession sees what another does is estimated from all such children of the
    study, for one IKC has too few. Trap: a child that got two reports was often chosen for it.

    Returns
    -------
    One row per informant_van x informant_naar x indicator that was asked: beide, alleen_eerste, alleen_tweede, geen.
    """
    reports = tables["kinderen"][[*_REPORT, "informant"]].drop_duplicates()
    pairs = reports.merge(reports, on=_REPORT, suffixes=("_van", "_naar"))
    pairs = pairs[pairs["informant_van"] != pairs["informant_naar"]]
    asked = pairs.merge(list_asked(tables, codebook), on=["ikc", "meting"])
    marks = _list_marks(tables["inventarisatie"])
    seen = asked
    for informant in INFORMANTEN:
        own = marks.rename(columns={"informant": informant}).assign(**{f"ziet_{informant}": True})
        seen = seen.merge(own, on=[*_REPORT, informant, *INDICATOR], how="left")
    first, second = (seen[f"ziet_{informant}"].notna() for informant in INFORMANTEN)
    flags = {"beide": first & second, "alleen_eerste": first & ~second, "alleen_tweede": second & ~first}
    flags["geen"] = ~(first | second)
    counted = seen.assign(**flags).groupby([*INFORMANTEN, *INDICATOR], as_index=False)[DUBBEL].sum()
    return counted.astype(dict.fromkeys(DUBBEL, "Int64"))


def _list_marks(inventarisatie: pd.DataFrame) -> pd.DataFrame:
    """Give the indicators of each report, those that do not count too."""
    marks = inventarisatie[[*_REPORT, "informant", *INDICATOR]]
    levels = [marks, marks.assign(code=ALLE), marks.assign(domein=ALLE, code=ALLE)]
    return pd.concat(levels, ignore_index=True).drop_duplicates()
