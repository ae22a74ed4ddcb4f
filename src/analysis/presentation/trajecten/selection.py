"""Which rows of the trajecten tables a figure, table or sentence is about, and what readers call them."""

import pandas as pd

from analysis.presentation.rapport import Rapport
from analysis.study import ALLE

KORT_LANG_DOMEINEN = {"jeugd_ggz": "Jeugd-GGZ", "jeugd_opvoedhulp": "Jeugd- en opvoedhulp"}
GROUPS = {"pilots": "Pilot-IKC's", "vergelijking": "Andere IKC's"}
MOST_PANELS = 4
"""The panels that a page has room for."""


def period_words(rapport: Rapport) -> dict[str, str]:
    """Give the two periods as readers name them: `vóór de nulmeting`, `sinds de nulmeting`."""
    if not rapport.study.metingen:
        return {ALLE: "alle jaren"}
    first = rapport.study.metingen[0].meting
    return {f"voor {first}": f"vóór de {first}", f"vanaf {first}": f"sinds de {first}"}


def curves_of(rapport: Rapport) -> pd.DataFrame:
    """Give this IKC's curves of the domains that have one: in some period enough points that may be shown.

    A period with too few trajecten has no shares; of more domains than fit on a page, those with most trajecten stay.
    """
    table = rapport.tabel("trajecten_duur")
    if table.empty:
        return table
    points = table["getoond"].groupby([table["domein"], table["periode"]]).sum()
    enough = points[points >= rapport.study.weergave.minimum_punten].reset_index()["domein"].unique()
    sizes = table[table["domein"].isin(enough)].groupby("domein")["n"].max().sort_values(ascending=False, kind="stable")
    return table[table["domein"].isin(sizes.index[:MOST_PANELS])].reset_index(drop=True)


def domein_labels(rapport: Rapport, table: pd.DataFrame) -> dict[str, str]:
    """Give the domains of a table in codebook order with their labels; all care together first."""
    known = set(table["domein"].astype(str))
    order = rapport.codebook.codes.drop_duplicates("domein")
    labels = {row.domein: row.domein_label for row in order.itertuples() if row.domein in known}
    return ({ALLE: "Alle zorg samen"} if ALLE in known else {}) | labels


def group_labels(rapport: Rapport) -> dict[str, str]:
    """Give the rows of `trajecten_kort_lang` that this report shows: the IKC itself, or the groups of IKCs."""
    if not rapport.over_alle:
        return {rapport.ikc: rapport.naam}
    found = set(rapport.alle("trajecten_kort_lang").get("ikc", pd.Series(dtype=str)).astype(str))
    groups = {code: label for code, label in GROUPS.items() if code in found}
    return groups or {ALLE: "Alle IKC's"}


def short_and_long(rapport: Rapport) -> pd.DataFrame:
    """Give the rows of `trajecten_kort_lang` of this report's groups, for the two domains of the pilot's question."""
    table = rapport.alle("trajecten_kort_lang") if rapport.over_alle else rapport.tabel("trajecten_kort_lang")
    if table.empty:
        return pd.DataFrame(columns=["ikc", "domein", "periode", "kort_per_1000", "lang_per_1000"])
    chosen = table["ikc"].isin(list(group_labels(rapport))) & table["domein"].isin(list(KORT_LANG_DOMEINEN))
    return table[chosen].reset_index(drop=True)


DAYS_PER_MONTH = 365.25 / 12
