"""The form of the result tables: their columns and meaning, their order, and how they are written and read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from analysis.codebook import Codebook
from analysis.inference.survival import before_and_since
from analysis.measures.associations import VERBANDEN
from analysis.measures.inventory import INDICATOR
from analysis.measures.ratios import MATEN
from analysis.measures.trajecten import periode_names
from analysis.study import ALLE, Study
from analysis.tidy.set_aside import CODE

DICTIONARY_FILE = Path(__file__).with_name("resultaten.yml")
DICTIONARY = "datadictionary"
DECIMALS = 6
_DTYPES = {"tekst": "str", "geheel getal": "Int64", "getal": "float64", "ja/nee": "bool", "datum": "datetime64[us]"}
_SORT_KEYS = ["ikc", "meting", "van", "naar", "kwartaal", "periode", "bouw", "maat", "verband", "zorgvorm"]
_LAST_KEYS = ["maand", "relatief"]
_KEPT_IN_ORDER = (
    "gevoeligheid",
    "kosten",
    "kosten_posten",
    "casus_waarden",
    "zorgpad_vergelijking",
    "zorgpad_producten",
    "zorgpad_groep",
    "bundeling",
    "inzet_gezin",
    "controles",
    "grootboek",
    "meldingen",
    "cbs",
)


def read_dictionary() -> pd.DataFrame:
    """Give one row per column of every result table: tabel, kolom, type, eenheid, omschrijving."""
    content = yaml.safe_load(DICTIONARY_FILE.read_text(encoding="utf-8"))
    rows = [
        (table, column, *(own or content["kolommen"][column]))
        for table, columns in content["tabellen"].items()
        for column, own in columns.items()
    ]
    return pd.DataFrame(rows, columns=["tabel", "kolom", "type", "eenheid", "omschrijving"])


RESULT_COLUMNS = read_dictionary()
TABLES = tuple(dict.fromkeys(RESULT_COLUMNS["tabel"]))


def columns_of(name: str) -> dict[str, str]:
    """Give the columns of a result table in order, with their type."""
    rows = RESULT_COLUMNS[RESULT_COLUMNS["tabel"] == name]
    return dict(zip(rows["kolom"], rows["type"], strict=True))


def type_table(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Give a table its columns, in the dictionary's order and types; text is '' where missing, a flag is false."""
    columns = columns_of(name)
    return pd.DataFrame(
        {column: _typed(table, column, kind) for column, kind in columns.items()}, columns=list(columns)
    )


def _typed(table: pd.DataFrame, column: str, kind: str) -> pd.Series:
    values = table[column] if column in table else pd.Series(pd.NA, index=table.index, dtype="object")
    values = values.reset_index(drop=True)
    if kind == "tekst":
        return values.astype("object").where(values.notna(), "").astype("str")
    if kind == "ja/nee":
        return values.astype("boolean").fillna(False).astype("bool")
    if kind == "datum":
        return pd.to_datetime(values).astype(_DTYPES[kind])
    numbers = values.astype("Float64")
    return numbers.astype("Int64") if kind == "geheel getal" else numbers.astype("float64")


def sort_table(name: str, table: pd.DataFrame, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Sort a table: IKCs as in study.yml, metingen and quarters in time, bouwen and indicators as in the codebook.

    `alle` comes after what it sums. Costs, checks, ledger and messages keep the order in which they were made.
    """
    if name in _KEPT_IN_ORDER or table.empty:
        return table.reset_index(drop=True)
    orders = _orders(study, codebook)
    keys = {key: _places(table[key], orders.get(key)) for key in _SORT_KEYS if key in table}
    if set(INDICATOR) <= set(table.columns):
        known = pd.MultiIndex.from_frame(codebook.indicatoren[INDICATOR])
        keys["indicator"] = known.get_indexer(pd.MultiIndex.from_frame(table[INDICATOR]))
    elif "domein" in table:
        keys["domein"] = _places(table["domein"], [*codebook.codes["domein"].unique(), ALLE])
    keys |= {name: table[name].to_numpy() for name in _LAST_KEYS if name in table}
    if not keys:
        return table.reset_index(drop=True)
    order = np.lexsort(list(keys.values())[::-1])
    return table.iloc[order].reset_index(drop=True)


def _orders(study: Study, codebook: Codebook) -> dict[str, list[str]]:
    metingen = list(study.meting_namen)
    zorgvormen = codebook.codes.loc[codebook.codes["aard"] == "zorg", "code"]
    return {
        "ikc": [*study.ikc_codes, ALLE],
        **dict.fromkeys(("meting", "van", "naar"), metingen),
        "bouw": [*study.bouwen, ALLE],
        "maat": MATEN,
        "verband": list(VERBANDEN),
        "periode": [*dict.fromkeys([*before_and_since(study), *periode_names(study)]), ALLE],
        "zorgvorm": [*zorgvormen, ALLE],
    }


def _places(values: pd.Series, order: list[str] | None) -> np.ndarray:
    """Give each value its place; a value that the order does not know comes after, alphabetically."""
    unknown = sorted(set(values) - set(order or []))
    place = {value: number for number, value in enumerate([*(order or []), *unknown])}
    return values.map(place).to_numpy()


def write_results(results: dict[str, pd.DataFrame], folder: Path) -> None:
    """Write each table and the data dictionary as CSV: UTF-8, comma, decimal point, LF, empty for missing.

    Numbers have at most six decimals; flags are `true` or `false`; every known table gets a file, with a header only
    when there is nothing in it. The same results give the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        table = type_table(name, results.get(name, pd.DataFrame()))
        _write_csv(table, folder / f"{name}.csv")
    _write_csv(RESULT_COLUMNS, folder / f"{DICTIONARY}.csv")


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    shown: dict[str, Any] = {}
    for column in table:
        values = table[column]
        if values.dtype == "bool":
            values = values.map({True: "true", False: "false"})
        elif values.dtype == "float64":
            values = values.round(DECIMALS) + 0.0
        shown[column] = values
    text = pd.DataFrame(shown, columns=table.columns).to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
    path.write_text(text, encoding="utf-8", newline="")


def read_results(folder: Path) -> dict[str, pd.DataFrame]:
    """Read the tables that `write_results` wrote, with the same columns and types."""
    return {name: _read_csv(name, folder / f"{name}.csv") for name in TABLES if (folder / f"{name}.csv").is_file()}


def _read_csv(name: str, path: Path) -> pd.DataFrame:
    kinds = columns_of(name)
    as_text = {column: "str" for column, kind in kinds.items() if kind in ("tekst", "ja/nee")}
    missing = {column: [""] for column in kinds if column not in as_text}
    table = pd.read_csv(path, dtype=as_text, keep_default_na=False, na_values=missing, encoding="utf-8")
    flags = {column: table[column] == "true" for column, kind in kinds.items() if kind == "ja/nee" and column in table}
    return type_table(name, table.assign(**flags))


def missing_ikcs(results: Mapping[str, pd.DataFrame]) -> frozenset[str]:
    """Give the IKCs that are set aside in these results, for the fouten in their delivery."""
    table = results.get("meldingen", pd.DataFrame())
    if "ikcs" not in table:
        return frozenset()
    return frozenset(ikc for text in table.loc[table["code"] == CODE, "ikcs"] for ikc in text.split("; ") if ikc)
