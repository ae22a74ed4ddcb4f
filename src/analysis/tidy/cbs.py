"""Tidy the CBS reference trend: years, regions, counts and percentages, with lost decimal commas found and told."""

import re

import pandas as pd

from analysis.errors import Melding
from analysis.intake.files import RawTable
from analysis.tidy.amounts import tidy_amounts
from analysis.tidy.ledger import TidyPart
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.values import count_words

TABLE = "cbs"
REGIO = {"NL01": "Nederland", "NL00": "Nederland", "PV21": "Fryslân", "GM0080": "Leeuwarden", "Fryslan": "Fryslân"}
IS_SHARE = re.compile(r"relatief|percentage|procent|aandeel|pct", re.IGNORECASE)
MOST_PLAUSIBLE = 35.0
"""A percentage of young people with youth care above this has lost its comma: no Dutch region comes near it."""


def tidy_cbs(tables: list[RawTable]) -> TidyPart:
    """Give `cbs`: one row per region, period and indicator, with `aantal` or `percentage`; `.` and empty are missing.

    A percentage above 35 that was written without a comma has lost it (98 for 9,8): it is divided by ten until it is
    plausible, marked `hersteld`, and reported. A half year keeps its name in `periode`. No ledger: these are no
    children's rows.
    """
    meldingen = [melding for table in tables for melding in table.meldingen]
    parts = [_tidy(table) for table in tables if len(table.rows)]
    if not parts:
        return TidyPart({TABLE: empty_table(TABLE)}, meldingen=meldingen)
    rows = pd.concat(parts, ignore_index=True)
    keys = ["bestand", "regio", "periode", "indicator", "noemer"]
    first = rows.groupby(keys, sort=False, dropna=False).first().reset_index()
    return TidyPart({TABLE: as_table(TABLE, first)}, meldingen=[*meldingen, *_report(rows)])


def _tidy(table: RawTable) -> pd.DataFrame:
    rows = table.rows.assign(bestand=table.bestand)
    missing = rows["waarde"].isin(["", ".", "x"])
    value = tidy_amounts(rows["waarde"].where(~missing, ""))
    parts = [name.partition("|") for name in rows["indicator"]]
    share = pd.Series([bool(IS_SHARE.search(own or name)) for name, _, own in parts], index=rows.index, dtype=bool)
    restored = share & (value > MOST_PLAUSIBLE) & ~rows["waarde"].str.contains(r"[.,]")
    value = value.mask(restored, restore_comma(value))
    typed = rows.assign(
        regio=rows["regio"].map(lambda code: REGIO.get(code, code)), jaar=rows["periode"].str[:4],
        indicator=[name if own else words_of(name) for name, _, own in parts],
        aantal=value.where(~share), percentage=value.where(share), hersteld=restored,
    )  # fmt: skip
    known = typed["jaar"].str.fullmatch(r"\d{4}") & value.notna()
    return typed[known].assign(jaar=typed.loc[known, "jaar"].astype("int64"))


def restore_comma(values: pd.Series) -> pd.Series:
    """Divide by ten until each value is plausible as a percentage: 98 becomes 9,8 and 1043 becomes 10,43."""
    restored = values
    while (restored > MOST_PLAUSIBLE).any():
        restored = restored.mask(restored > MOST_PLAUSIBLE, restored / 10)
    return restored


def words_of(name: str) -> str:
    """Split a StatLine column into words: `JongerenMetJeugdzorgInNatura` is `jongeren met jeugdzorg in natura`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").strip().lower()


def _report(rows: pd.DataFrame) -> list[Melding]:
    counts = rows[rows["hersteld"]].groupby("bestand", sort=False).size()
    return [
        Melding(
            str(bestand),
            count_words(int(count), "percentage had zijn", "percentages hadden hun") + " decimale komma verloren.",
            "waarschuwing", ("herkend doordat het hoger was dan ooit gemeten",),
            "De komma is teruggezet. Controleer het bij StatLine.", "cbs_komma",
        )
        for bestand, count in counts.items()
    ]  # fmt: skip
