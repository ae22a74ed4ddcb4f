"""The dimensions of a CBS file (geslacht, leeftijd, soort jeugdzorg): the total is taken, or the part is named."""

import re

import pandas as pd

from analysis.intake.cbs_columns import TOTAL, Columns

_CODE = re.compile(r"^T\d{6}$")


def take_totals(rows: pd.DataFrame, columns: Columns) -> tuple[pd.DataFrame, pd.Series]:
    """Keep the total of each dimension where a region and period has it, else every part; give what a row is about.

    The total is known by CBS's code (T001038) or by its name (`Totaal ...`), never by its place.
    """
    split = pd.Series("", index=rows.index, dtype="str")
    for name in columns.dimensions:
        others = [column for column in columns.dimensions if column != name]
        keys = [key for key in (columns.regio, columns.periode, *others, *columns.texts.values()) if key]
        total = rows[name] == _total_of(rows[name])
        has_total = total.groupby([rows[key] for key in keys], dropna=False).transform("any")
        part = (f"{name} " + rows[name]).where(~total & (rows[name] != ""), "")
        split = (split + ", " + part).where(part != "", split).str.removeprefix(", ")
        kept = total | ~has_total
        rows, split = rows[kept], split[kept]
    return rows, split


def _total_of(values: pd.Series) -> str | None:
    """Give the one value that is the total; None when none or several say so."""
    texts = [text for text in values.unique() if TOTAL.match(text)]
    by_code = [text for text in texts if _CODE.match(text)]
    found = by_code or texts
    return found[0] if len(found) == 1 else None
