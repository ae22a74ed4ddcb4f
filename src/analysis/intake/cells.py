"""Cells that a workbook gives otherwise than they read: days counted from 1904, errors where an identity should be."""

import numpy as np
import pandas as pd

from analysis.intake.distinct import replace_distinct
from analysis.intake.workbooks import is_special

IDENTITIES = ("client", "kindcode", "toewijzing_nummer")
DATES = ("toewijzingsdatum", "ingangsdatum", "einddatum", "geboortedatum", "van", "tot", "peildatum", "indexdatum",
         "venster_van", "venster_tot", "datum")  # fmt: skip
DAY_ZERO_1904 = np.datetime64("1904-01-01", "D")


def mend_cells(rows: pd.DataFrame, is_1904: bool) -> pd.DataFrame:
    """Empty an identity that is an error (two errors are not one child); read plain day numbers of a 1904 workbook."""
    mended = {name: replace_distinct(rows[name], _without_special) for name in IDENTITIES if name in rows}
    if is_1904:
        mended |= {name: replace_distinct(rows[name], _from_1904) for name in DATES if name in rows}
    return rows.assign(**mended)


def _without_special(texts: pd.Series) -> pd.Series:
    return texts.mask(texts.map(is_special).astype(bool), "") if len(texts) else texts


def _from_1904(texts: pd.Series) -> pd.Series:
    days = texts.str.extract(r"^(\d{5})(?:[.,]\d+)?$")[0]
    dates = DAY_ZERO_1904 + days.fillna("0").astype("int64").to_numpy().astype("timedelta64[D]")
    return texts.mask(days.notna(), pd.Series(dates.astype(str), index=texts.index))
