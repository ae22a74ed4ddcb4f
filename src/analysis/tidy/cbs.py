"""Tidy the CBS reference trend: years, regions, counts and percentages, with lost decimal commas found and told."""

import re

import pandas as pd

from analysis.errors import Melding
from analysis.intake.cbs_columns import MISSING
from analysis.intake.files import RawTable
from analysis.tidy.amounts import tidy_amounts
from analysis.tidy.cbs_periods import read_period
from analysis.tidy.ledger import TidyPart
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.values import count_words, report_values

TABLE = "cbs"
REGIO = {"NL01": "Nederland", "NL00": "Nederland", "PV21": "Fryslân", "GM0080": "Leeuwarden", "Fryslan": "Fryslân"}
IS_SHARE = re.compile(r"relatief|percentage|procent|aandeel|pct", re.IGNORECASE)
PER_THOUSAND = re.compile(r"per\W*1\W?000|promille|per\W*duizend", re.IGNORECASE)
OF_THE_YOUNG = re.compile(r"jeugd|jongeren|kinderen", re.IGNORECASE)
KEYS = ["bestand", "regio", "periode", "indicator", "noemer"]
MOST_PLAUSIBLE = 35.0
"""A percentage of young people with youth care above this has lost its comma: no Dutch region comes near it."""


def tidy_cbs(tables: list[RawTable]) -> TidyPart:
    """Give `cbs`: one row per region, period and indicator, with `aantal` or `percentage`; `.` and empty are missing.

    A percentage of young people above 35 that was written without a comma has lost it (98 for 9,8): it is divided by
    ten until it is plausible, marked `hersteld`, and reported; a number per 1.000 is no percentage. A half year keeps
    its name in `periode` and is never its year. Of several values for one key none is taken. No ledger: these are no
    children's rows.
    """
    meldingen = [melding for table in tables for melding in table.meldingen]
    parts = [_tidy(table) for table in tables if len(table.rows)]
    if not parts:
        return TidyPart({TABLE: empty_table(TABLE)}, meldingen=meldingen)
    rows = pd.concat(parts, ignore_index=True)
    meldingen += _report_periods(rows)
    rows = rows[rows["jaar"].notna() & (rows["aantal"].notna() | rows["percentage"].notna())]
    rows = rows.astype({"jaar": "int64"})
    several = _has_several(rows)
    first = _one_per_key(rows[~several])
    found = [*_report(rows[~several]), *_report_several(rows[several])]
    return TidyPart({TABLE: as_table(TABLE, first)}, meldingen=[*meldingen, *found])


def _tidy(table: RawTable) -> pd.DataFrame:
    rows = table.rows.assign(bestand=table.bestand)
    value = tidy_amounts(rows["waarde"].where(~rows["waarde"].isin(MISSING), ""))
    told = {text: _words_and_kind(text) for text in rows["indicator"].unique()}
    words, share, young = (rows["indicator"].map({text: told[text][place] for text in told}) for place in range(3))
    share, young = share.astype(bool), young.astype(bool)
    restored = share & young & (value > MOST_PLAUSIBLE) & ~rows["waarde"].str.contains(r"[.,]")
    value = value.mask(restored, restore_comma(value.where(restored)))
    periods = {text: read_period(text) for text in rows["periode"].unique()}
    split = rows["uitsplitsing"]
    return rows.assign(
        regio=rows["regio"].map(lambda code: REGIO.get(code, code)),
        jaar=rows["periode"].map({text: periods[text][0] for text in periods}).astype("Int64"),
        periode=rows["periode"].map({text: periods[text][1] for text in periods}),
        indicator=words.where(split == "", words + ", " + split.map(words_of)),
        aantal=value.where(~share), percentage=value.where(share), hersteld=restored,
    )  # fmt: skip


def _words_and_kind(indicator: str) -> tuple[str, bool, bool]:
    """Give an indicator in words, whether its values are percentages, and whether they are of young people."""
    name, _, own = indicator.partition("|")
    measure = own or name
    share = bool(IS_SHARE.search(measure)) and not PER_THOUSAND.search(measure)
    return (name if own else words_of(name)), share, bool(OF_THE_YOUNG.search(indicator)) or bool(own)


def restore_comma(values: pd.Series) -> pd.Series:
    """Divide by ten until each value is plausible as a percentage: 98 becomes 9,8 and 1043 becomes 10,43."""
    restored = values
    while (restored > MOST_PLAUSIBLE).any():
        restored = restored.mask(restored > MOST_PLAUSIBLE, restored / 10)
    return restored


def words_of(name: str) -> str:
    """Split a StatLine column into words: `JongerenMetJeugdzorgInNatura` is `jongeren met jeugdzorg in natura`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").strip().lower()


def _one_per_key(rows: pd.DataFrame) -> pd.DataFrame:
    """Put the count and the percentage of one key in one row, in the order of the files."""
    shared = rows.duplicated(KEYS, keep=False)
    merged = rows[shared].groupby(KEYS, sort=False, dropna=False).first().reset_index()
    place = rows[shared].drop_duplicates(KEYS).index
    return pd.concat([rows[~shared], merged.set_axis(place)]).sort_index().reset_index(drop=True)


def _has_several(rows: pd.DataFrame) -> pd.Series:
    """Tell which rows share their key with a row that has another value."""
    shared = rows[rows.duplicated(KEYS, keep=False)]
    counts = shared.groupby(KEYS, dropna=False)[["aantal", "percentage"]].transform("nunique")
    return counts.gt(1).any(axis=1).reindex(rows.index, fill_value=False)


def _report_periods(rows: pd.DataFrame) -> list[Melding]:
    unread = rows[rows["jaar"].isna()].drop_duplicates(["bestand", "rij"])
    return report_values(
        unread, "periode", pd.Series(True, index=unread.index),
        lambda n: count_words(n, "periode is", "perioden zijn") + " niet te lezen; die rijen tellen niet mee.",
        "cbs_periode", "Gebruik een periode van het CBS, zoals 2020JJ00 of 2020.", "waarschuwing",
    )  # fmt: skip


def _report_several(rows: pd.DataFrame) -> list[Melding]:
    return [
        Melding(
            str(bestand),
            count_words(int(of_file.groupby(KEYS, dropna=False).ngroups), "cijfer staat", "cijfers staan")
            + " er met meer dan één waarde in; ze zijn weggelaten.",
            "waarschuwing", (f"eerste: rij {of_file['rij'].iloc[0]}",),
            "Houd per regio, periode en onderwerp één rij over.", "cbs_dubbel",
        )
        for bestand, of_file in rows.groupby("bestand", sort=False)
    ]  # fmt: skip


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
