"""Every count that an edition publishes or hides, as one long table of cells: a count in two tables is one cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from analysis.attack.published import ALLE, Edition, as_numbers, is_marked
from analysis.attack.relations import chosen_rows, read_relations

PLACE = ["tabel", "kolom", "rij", "ikc", "waarde", "verborgen", "stil"]


@dataclass(frozen=True)
class Cells:
    """Places of counts (`places`: tabel, kolom, rij, ikc, cel, waarde, verborgen, stil) and what each cell is.

    `verborgen`: empty, in a row that says that it hides something. `stil`: empty in a row that does not say so, which
    may be hidden or not there; what is not there counts for nothing in a sum. `shown` is the published value per cell,
    NaN where every place is empty; `total` are the cells that add IKCs up; `silent` are empty and stil everywhere.
    """

    places: pd.DataFrame
    shown: np.ndarray
    total: np.ndarray
    silent: np.ndarray
    names: np.ndarray
    blocks: Mapping[tuple[str, str], slice] = field(default_factory=dict)

    def at(self, table: str, column: str) -> pd.DataFrame:
        """Give the places of one column, a row per row of its table, in that order."""
        return self.places.iloc[self.blocks.get((table, column), slice(0, 0))]

    @property
    def count(self) -> int:
        """Number of different cells."""
        return len(self.shown)


def list_cells(edition: Edition) -> Cells:
    """List the counts of an edition."""
    columns = [(name, column) for name, columns in edition.counts.items() for column in columns]
    parts = [_places(edition, *at) for at in columns]
    blocks, parts = blocks_of(columns, parts), [part for part in parts if len(part)]
    if not parts:
        empty = pd.DataFrame(columns=[*PLACE, "cel"])
        nothing = np.array([], dtype=bool)
        return Cells(empty, np.array([]), nothing, nothing, np.array([], dtype=object))
    places = _apart_where_different(pd.concat(parts, ignore_index=True), edition)
    cell, names = pd.factorize(places["naam"])
    places = places.drop(columns="naam").assign(cel=cell)
    shown = places.groupby("cel")["waarde"].first().to_numpy(dtype=float)
    total = (~places["ikc"].isin(edition.ikcs)).groupby(places["cel"]).any().to_numpy()
    silent = (places["stil"]).groupby(places["cel"]).all().to_numpy()
    return Cells(places, shown, total, silent, np.asarray(names, dtype=object), blocks)


def blocks_of(columns: Sequence[tuple[str, str]], parts: Sequence[pd.DataFrame]) -> dict[tuple[str, str], slice]:
    """Give where the places of each column are, in the table of all of them under one another."""
    ends = np.cumsum([0, *map(len, parts)]).tolist()
    return {at: slice(first, last) for at, first, last in zip(columns, ends, ends[1:], strict=False)}


def _apart_where_different(places: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """Take places apart that show different numbers: they do not count the same, whatever their key says.

    But rounded counts of one IKC: those are two roundings of the same count.
    """
    differ = places.groupby("naam")["waarde"].transform("nunique") > 1
    if edition.guard.rounds:
        differ &= ~places["ikc"].isin(edition.ikcs)
    apart = places[differ]
    own = apart["tabel"] + "." + apart["kolom"] + "|rij " + apart["rij"].astype(str)
    names = places["naam"].copy()
    names[differ] = own
    return places.assign(naam=names)


def _places(edition: Edition, name: str, column: str) -> pd.DataFrame:
    """Give the places of one column, each with the name of its cell."""
    table = edition.tables[name]
    values, hidden = as_numbers(table[column]), is_marked(table)
    empty = np.isnan(values)
    names = _own_names(table, name, column, edition.keys[name])
    for quantity, shared in read_relations()["zelfde"].items():
        for term in shared["staat_in"]:
            if (term["tabel"], term["kolom"]) == (name, column):
                names = _shared_names(names, table, quantity, shared["sleutel"], term)
    ikc = table["ikc"].to_numpy() if "ikc" in table else np.full(len(table), "")
    return pd.DataFrame({"tabel": name, "kolom": column, "rij": np.arange(len(table)), "ikc": ikc, "naam": names,
                         "waarde": values, "verborgen": empty & hidden, "stil": empty & ~hidden})  # fmt: skip


def _own_names(table: pd.DataFrame, name: str, column: str, keys: list[str]) -> pd.Series:
    keys = keys or list(table.columns[:1])
    return f"{name}.{column}|" + _joined([table[key] for key in keys])


def _shared_names(
    names: pd.Series, table: pd.DataFrame, quantity: str, keys: list[str], term: Mapping[str, Any]
) -> pd.Series:
    """Name the cells by what they count; a total over IKCs keeps its own name unless the tables share it."""
    if not _has(table, keys, term):
        return names
    chosen = chosen_rows(table, term)
    if not term.get("deelt_alle") and "ikc" in table:
        chosen &= (table["ikc"] != ALLE).to_numpy()
    shared = f"{quantity}|" + _joined(key_columns(table, keys, term))
    return shared.where(pd.Series(chosen, index=table.index), names)


def _has(table: pd.DataFrame, keys: list[str], term: Mapping[str, Any]) -> bool:
    fixed, renamed = term.get("vast") or {}, term.get("is") or {}
    needed = [renamed.get(key, key) for key in keys if key not in fixed]
    return set(needed) | set(term.get("waar") or {}) <= set(table)


def key_columns(table: pd.DataFrame, keys: list[str], term: Mapping[str, Any]) -> list[pd.Series]:
    """Give the key of each row as a term of a relation reads it: renamed (`is`) or filled in (`vast`)."""
    fixed, renamed = term.get("vast") or {}, term.get("is") or {}
    return [pd.Series(fixed[key], index=table.index) if key in fixed else table[renamed.get(key, key)] for key in keys]


def _joined(columns: list[pd.Series]) -> pd.Series:
    joined = columns[0].astype(str)
    for column in columns[1:]:
        joined = joined + "|" + column.astype(str)
    return joined
