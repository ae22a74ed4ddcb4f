"""What suppression leaves out of a table whatever its counts, by its card."""

from collections.abc import Callable, Mapping

import pandas as pd

from analysis.codebook import Codebook
from analysis.results.kaarten import kaart
from analysis.results.onthulling import Weglaten
from analysis.study import ALLE

Tables = Mapping[str, pd.DataFrame]
QUARTERS, LONE = "toewijzingen_kwartaal", "domein_alleen"


def rows_left_out(table: pd.DataFrame, part: Weglaten) -> pd.Series:
    """Tell which rows a part leaves out: those of `waar`, without those that `behalve` keeps."""
    hit = pd.Series(True, index=table.index)
    for column, values in part.waar.items():
        hit &= table[column].isin(values)
    for column, values in part.behalve.items():
        hit &= ~table[column].isin(values)
    return hit


def left_out(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Give per column that is left out somewhere which rows lose it."""
    disclosure = kaart(name).onthulling
    part = disclosure.onderdrukken if disclosure else None
    found = pd.DataFrame(index=table.index)
    for item in part.weglaten if part else ():
        for column in item.wist:
            found[column] = found.get(column, False) | rows_left_out(table, item)
    return found


def with_lone_domein(tables: Tables, codebook: Callable[[], Codebook]) -> dict[str, pd.DataFrame]:
    """Give `toewijzingen_kwartaal` the domein of a zorgvorm that is the only one in it: the same count, two names."""
    table = tables.get(QUARTERS)
    if table is None or table.empty:
        return dict(tables)
    codes = codebook().codes.query("aard == 'zorg'")
    codes = codes[codes["code"].isin(table["zorgvorm"])]
    alone = codes.drop_duplicates("domein", keep=False).set_index("code")["domein"].to_dict() | {ALLE: ALLE}
    return {**tables, QUARTERS: table.assign(**{LONE: table["zorgvorm"].map(alone).fillna("").astype(str)})}
