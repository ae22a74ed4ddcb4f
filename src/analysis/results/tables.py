"""The form of the result tables, by their cards: typed, sorted, written and read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import InvoerFout, Melding
from analysis.inference.survival import before_and_since
from analysis.measures.associations import VERBANDEN
from analysis.measures.inventory import INDICATOR
from analysis.measures.ratios import MATEN
from analysis.measures.trajecten import periode_names
from analysis.results.dictionary import DICTIONARY, OVERVIEW, describe_columns, describe_tables
from analysis.results.fit import refuse_misfits
from analysis.results.kaart import Kaart
from analysis.results.kaarten import card_file, kaart, kaarten
from analysis.study import ALLE, Study
from analysis.study.doors import PUBLIEK, refuse_in_public
from analysis.study.formulas import as_delivered, disarm

DECIMALS = 6
_DTYPES = {"tekst": "str", "geheel getal": "Int64", "getal": "float64", "ja/nee": "bool", "datum": "datetime64[us]"}


def type_table(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Give a table the types and the order of columns of its card; text is '' where missing, a flag is false.

    Raises InvoerFout where the table does not fit its card, or a value does not fit its column.
    """
    refuse_misfits({name: table})
    types = kaart(name).types
    return pd.DataFrame({column: _typed(name, table, column) for column in types}, columns=list(types))


def _typed(name: str, table: pd.DataFrame, column: str) -> pd.Series:
    kind = kaart(name).types[column]
    values = table[column] if column in table else pd.Series(pd.NA, index=table.index, dtype="object")
    values = values.reset_index(drop=True)
    if values.dtype == _DTYPES[kind] and not (kind == "tekst" and values.hasnans):
        return values
    try:
        return _as_kind(values, kind)
    except (TypeError, ValueError):
        text = f"de kolom `{column}` heeft een waarde die geen {kind} is."
        raise InvoerFout([Melding(card_file(name), text, code="waarde_past_niet")]) from None


def _as_kind(values: pd.Series, kind: str) -> pd.Series:
    if kind == "tekst":
        return values.astype("object").where(values.notna(), "").astype("str")
    if kind == "ja/nee":
        return values.astype("boolean").fillna(False).astype("bool")
    if kind == "datum":
        return pd.to_datetime(values).astype(_DTYPES[kind])
    numbers = values.astype("Float64")
    return numbers.astype("Int64") if kind == "geheel getal" else numbers.astype("float64")


def sort_table(name: str, table: pd.DataFrame, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Sort a table by the `volgorde` of its card, each column in its own `orde`; ties stay as they were made.

    IKCs are as in study.yml, metingen and quarters in time, bouwen and indicators as in study and codebook; `alle`
    comes after what it sums.
    """
    card = kaart(name)
    if not card.sorteert or table.empty:
        return table.reset_index(drop=True)
    orders = _orders(study, codebook)
    keys = [_rank(card, column, table, orders, codebook) for column in card.sorteert]
    return table.iloc[np.lexsort(keys[::-1])].reset_index(drop=True)


def _rank(
    card: Kaart, column: str, table: pd.DataFrame, orders: Mapping[str, list[str]], codebook: Codebook
) -> np.ndarray:
    orde = card.kolommen[column].orde
    if orde == "codeboek":
        known = pd.MultiIndex.from_frame(codebook.indicatoren[INDICATOR])
        return known.get_indexer(pd.MultiIndex.from_frame(table[INDICATOR]))
    return _places(table[column], orders[orde] if orde else [])


def _orders(study: Study, codebook: Codebook) -> dict[str, list[str]]:
    return {
        "ikcs": [*study.ikc_codes, ALLE],
        "metingen": list(study.meting_namen),
        "bouwen": [*study.bouwen, ALLE],
        "maten": list(MATEN),
        "verbanden": list(VERBANDEN),
        "perioden": [*dict.fromkeys([*before_and_since(study), *periode_names(study)]), ALLE],
        "zorgvormen": [*codebook.codes.loc[codebook.codes["aard"] == "zorg", "code"], ALLE],
        "domeinen": [*codebook.codes["domein"].unique(), ALLE],
    }


def _places(values: pd.Series, order: list[str]) -> np.ndarray:
    """Give each value its place; a value that the order does not know comes after, alphabetically."""
    unknown = sorted(set(values) - set(order))
    place = {value: number for number, value in enumerate([*order, *unknown])}
    return values.map(place).to_numpy()


def write_results(results: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write each table, the data dictionary and the list of tables as CSV.

    UTF-8, comma, decimal point, LF, empty for missing; numbers have at most six decimals; flags are `true` or `false`.
    Text that a spreadsheet would run has a mark before it (`study.formulas`), which `read_results` takes away again.
    Every table that has a card gets a file, with a header only when there is nothing in it; a table without one stops
    all. The same results give the same bytes.
    """
    refuse_misfits(results)
    typed = {name: type_table(name, results.get(name, pd.DataFrame())) for name in kaarten()}
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in typed.items():
        _write_csv(table, folder / f"{name}.csv")
    _write_csv(describe_columns(), folder / f"{DICTIONARY}.csv")
    _write_csv(describe_tables(typed), folder / f"{OVERVIEW}.csv")


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    shown: dict[str, Any] = {}
    for column in table:
        values = table[column]
        if values.dtype == "bool":
            values = values.map({True: "true", False: "false"})
        elif values.dtype == "float64":
            values = values.round(DECIMALS) + 0.0
        elif pd.api.types.is_string_dtype(values):
            values = values.map(disarm, na_action="ignore")
        shown[column] = values
    text = pd.DataFrame(shown, columns=table.columns).to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
    path.write_text(text, encoding="utf-8", newline="")


def read_results(folder: Path) -> dict[str, pd.DataFrame]:
    """Read the tables that `write_results` wrote, with the same columns and types.

    Where the public edition is made, the folder must be that of the public edition.
    """
    edition = folder.resolve().parent.name
    if edition != PUBLIEK:
        refuse_in_public(f"reports/{edition}/{folder.name}")
    return {name: _read_csv(name, folder / f"{name}.csv") for name in kaarten() if (folder / f"{name}.csv").is_file()}


def _read_csv(name: str, path: Path) -> pd.DataFrame:
    kinds = kaart(name).types
    as_text = {column: "str" for column, kind in kinds.items() if kind in ("tekst", "ja/nee")}
    missing = {column: [""] for column in kinds if column not in as_text}
    table = pd.read_csv(path, dtype=as_text, keep_default_na=False, na_values=missing, encoding="utf-8")
    flags = {column: table[column] == "true" for column, kind in kinds.items() if kind == "ja/nee" and column in table}
    texts = {
        column: table[column].map(as_delivered) for column, kind in kinds.items() if kind == "tekst" and column in table
    }
    return type_table(name, table.assign(**flags, **texts))
