"""Find a child in data/raw, so that it can be forgotten: its marks, and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analysis.codebook import Codebook
from analysis.intake.deliveries import Deliveries, read_deliveries
from analysis.intake.files import RawTable
from analysis.intake.pseudonyms import pseudonymise
from analysis.study import Study
from analysis.study.keys import read_key


@dataclass(frozen=True)
class Child:
    """A child as the deliveries know it: its marks, and its rows per file.

    `kandidaten` is how many client numbers leerlingen has for the kindcode that was given (0 or 1: it is one child),
    `delers` how many other children have a kindcode of this child.
    """

    marks: tuple[str, ...]
    rijen: dict[str, int]
    kandidaten: int = 1
    delers: int = 0

    @property
    def n_rijen(self) -> int:
        """Rows of data/raw in which the child stands."""
        return sum(self.rijen.values())


def mark_of(number: str, study: Study, ikc: str = "") -> str:
    """Give the mark of a client number, or of a kindcode of an IKC; '' for what is no number."""
    scope = pd.Series([ikc], dtype="str") if ikc else None
    return str(pseudonymise(pd.Series([number.strip()], dtype="str"), read_key(study, "vergeten"), scope).iloc[0])


def find_child(study: Study, codebook: Codebook, mark: str) -> Child:
    """Find a child in data/raw by one mark, with the other marks that leerlingen ties to it.

    From a client number to its kindcodes and from a kindcode to its client number, and no further: a school hands a
    kindcode out again, and a chain of them would forget children who did not ask. A row that names another client
    number is of another child, whatever its kindcode.
    """
    deliveries = read_deliveries(study, codebook, read_key(study, "vergeten"))
    pairs = _pairs(deliveries)
    clients = {mark} if mark.startswith("c_") else set(pairs.loc[pairs["kind"] == mark, "client"])
    kinds = set(pairs.loc[pairs["client"].isin(clients), "kind"]) | ({mark} - clients)
    others = set(pairs.loc[pairs["kind"].isin(kinds), "client"]) - clients
    marks = tuple(sorted(clients | kinds))
    rijen = {table.bestand: int(_is_of(table.rows, marks).sum()) for table in _tables(deliveries)}
    return Child(marks, {name: number for name, number in rijen.items() if number}, len(clients), len(others))


def _tables(deliveries: Deliveries) -> Iterator[RawTable]:
    for tables in deliveries.tables.values():
        yield from tables


def _pairs(deliveries: Deliveries) -> pd.DataFrame:
    """Give every client number with a kindcode in one row, once."""
    both = [table.rows[["client", "kind"]] for table in _tables(deliveries) if {"client", "kind"} <= {*table.rows}]
    pairs = pd.concat([pd.DataFrame({"client": [], "kind": []}), *both]).astype("str").drop_duplicates()
    return pairs[(pairs["client"] != "") & (pairs["kind"] != "")]


def _is_of(rows: pd.DataFrame, marks: tuple[str, ...]) -> pd.Series:
    nowhere = pd.Series(False, index=rows.index)
    by_client = rows["client"].isin(marks) if "client" in rows else nowhere
    other = rows["client"] != "" if "client" in rows else nowhere
    by_kind = rows["kind"].isin(marks) if "kind" in rows else nowhere
    return by_client | (by_kind & ~other)
