"""What an edition publishes: its tables with their dictionary, its manifest, and how its counts are guarded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.errors import InvoerFout, Melding

ALLE = "alle"
MARK = "onderdrukt"
RESULTS, DICTIONARY, TABLES, MANIFEST = "resultaten", "datadictionary.csv", "tabellen.csv", "manifest.json"
ABOUT_CHILDREN = ("kinderen", "toewijzingen", "trajecten", "signalen", "uitspraken")
"""Units of counts that are guarded: of children, what they have or get, and what grown-ups said of it."""
OPEN_TABLES = ("cbs", "controles", "doorbraken", "grootboek", "inzet_gezin", "maatwerkplannen", "meldingen")
"""Tables about municipalities, described cases and files: no count of theirs is about children of the study."""
NO_IKC = {ALLE, "", "geen", "pilots", "vergelijking", "pilots_tegen_vergelijking"}
OPEN_BEGINNINGS = ("kosten", "casus")
MOST_SHOWN_TO_INFER = 20

Way = Literal["afronden", "onderdrukken"]


@dataclass(frozen=True)
class Guard:
    """How counts are guarded: rounded to `base` (each within base - 1 of the exact one) or hidden below `threshold`."""

    way: Way
    base: int
    threshold: int

    @property
    def rounds(self) -> bool:
        """Whether counts are shown rounded."""
        return self.way == "afronden"


@dataclass(frozen=True)
class Edition:
    """The published files of one edition.

    `tables` hold text, `keys` the columns that make a row unique, `counts` per table the columns that count children,
    toewijzingen or trajecten.
    """

    folder: Path
    tables: Mapping[str, pd.DataFrame]
    keys: Mapping[str, list[str]]
    counts: Mapping[str, list[str]]
    manifest: Mapping[str, Any]
    guard: Guard
    ikcs: frozenset[str] = frozenset()


def read_edition(folder: Path | str, manifest: Mapping[str, Any] | None = None) -> Edition:
    """Read a published folder; raises InvoerFout when its tables or their dictionary are not there.

    `manifest` is what will be published as such, where it is not written yet.
    """
    folder = find_edition(Path(folder))
    tables = read_tables(folder / RESULTS)
    dictionary, listed = tables.pop("datadictionary"), tables.pop("tabellen")
    keys = {row.tabel: [name.strip() for name in row.sleutel.split(",")] for row in listed.itertuples()}
    counts = {name: count_columns(name, table, dictionary) for name, table in tables.items()}
    manifest = read_manifest(folder) if manifest is None else manifest
    guard = find_guard(manifest, tables, counts)
    known = {name: [key for key in keys.get(name, []) if key in table] for name, table in tables.items()}
    return Edition(folder, tables, known, counts, manifest, guard, single_ikcs(tables))


def find_edition(folder: Path) -> Path:
    """Give the folder when an edition is there."""
    if all((folder / RESULTS / name).is_file() for name in (DICTIONARY, TABLES)):
        return folder
    raise InvoerFout(
        [
            Melding(
                folder.as_posix(),
                f"hier staat geen editie: {RESULTS}/{DICTIONARY} en {RESULTS}/{TABLES} ontbreken.",
                advies="Geef de map van een gemaakte editie, zoals reports/publiek.",
                code="geen_editie",
            )
        ]
    )


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Read every CSV of a folder as text, an empty cell as an empty text."""
    return {path.stem: pd.read_csv(path, dtype=str, keep_default_na=False) for path in sorted(folder.glob("*.csv"))}


def read_manifest(folder: Path) -> Mapping[str, Any]:
    """Read the manifest; empty when there is none yet."""
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def single_ikcs(tables: Mapping[str, pd.DataFrame]) -> frozenset[str]:
    """Give the codes of single IKCs: what stands under `ikc` and is no total."""
    found = {code for table in tables.values() if "ikc" in table for code in table["ikc"].unique()}
    return frozenset(found - NO_IKC)


def count_columns(name: str, table: pd.DataFrame, dictionary: pd.DataFrame) -> list[str]:
    """Give the columns of a table that count what a child has or is: by their unit in the data dictionary."""
    if name in OPEN_TABLES or name.startswith(OPEN_BEGINNINGS):
        return []
    whole = dictionary["type"].str.startswith("geheel") & dictionary["eenheid"].str.startswith(ABOUT_CHILDREN)
    return [column for column in dictionary.loc[whole & (dictionary["tabel"] == name), "kolom"] if column in table]


def find_guard(
    manifest: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], counts: Mapping[str, list[str]]
) -> Guard:
    """Take the way from the manifest (`onthulling`); without it, rounding when every count is a multiple of five."""
    told = manifest.get("onthulling") or {}
    base, threshold = int(told.get("basis") or 5), int(told.get("drempel") or 5)
    if told.get("methode") in ("afronden", "onderdrukken"):
        return Guard(told["methode"], base, threshold)
    shown = [as_numbers(tables[name][column]) for name, columns in counts.items() for column in columns]
    values = np.concatenate(shown) if shown else np.array([])
    values = values[~np.isnan(values)]
    rounds = len(values) >= MOST_SHOWN_TO_INFER and bool((values % base == 0).all())
    return Guard("afronden" if rounds else "onderdrukken", base, threshold)


def as_numbers(texts: pd.Series) -> np.ndarray:
    """Give the numbers of a column of text; NaN for an empty cell."""
    return pd.to_numeric(texts.replace("", np.nan), errors="coerce").to_numpy(dtype=float)


def is_marked(table: pd.DataFrame) -> np.ndarray:
    """Tell which rows say of themselves that a number was hidden."""
    return (table[MARK].str.lower() == "true").to_numpy() if MARK in table else np.zeros(len(table), dtype=bool)
