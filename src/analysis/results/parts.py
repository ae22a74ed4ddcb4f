"""The tables of an edition once more, cut per IKC, so that a report opens its own rows and no more.

    heel/<table>.arrow     every row, opened only when somebody asks for all of them
    eigen/<ikc>.arrow      the rows of one IKC, of every table that has any, one after the other
    samen/<name>.arrow     small summaries of all IKCs

They are made from an edition's results, never published, and made again with them. Arrow's own format, for it keeps
types and can be read in part.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.study.doors import PUBLIEK, refuse_in_public
from analysis.study.hashes import hash_file

if TYPE_CHECKING:
    import pyarrow as pa

WHOLE, OWN, TOGETHER = "heel", "eigen", "samen"
ENDING = ".arrow"
_NAME = b"tabel"
NOTHING = "leeg"
"""The digest of a table of which an IKC has no row."""


def write_parts(
    tables: Mapping[str, pd.DataFrame],
    owners: Mapping[str, pd.Series],
    together: Mapping[str, pd.DataFrame],
    folder: Path,
) -> None:
    """Write every table whole, cut per owner, and the summaries.

    Parameters
    ----------
    tables
        Every table by name.
    owners
        Per table that is cut: the code of whose each row is, on the index of the table; empty for a row of nobody.
    together
        The summaries by name.
    """
    for part, found in ((WHOLE, tables), (TOGETHER, together)):
        (folder / part).mkdir(parents=True, exist_ok=True)
        for name, table in found.items():
            _write_whole(table, folder / part / f"{name}{ENDING}")
    (folder / OWN).mkdir(exist_ok=True)
    cut = {name: _cut(tables[name], owner) for name, owner in owners.items() if len(tables[name])}
    for code in sorted({code for slices in cut.values() for code in slices} - {""}):
        rows = {name: slices[code] for name, slices in cut.items() if code in slices}
        _write_own(rows, folder / OWN / f"{code}{ENDING}")


def _write_whole(table: pd.DataFrame, path: Path) -> None:
    import pyarrow as pa

    found = pa.Table.from_pandas(table, preserve_index=False)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, found.schema, options=_options()) as writer:
        writer.write_table(found)


def _options() -> "pa.ipc.IpcWriteOptions":
    import pyarrow as pa

    return pa.ipc.IpcWriteOptions(compression="lz4")


def _cut(table: pd.DataFrame, owner: pd.Series) -> "dict[str, pa.Table]":
    """Give the rows of each owner, in their order; the rows of a table are sorted once and cut in one go."""
    import pyarrow as pa

    places, codes = pd.factorize(owner, sort=True)
    order = np.argsort(places, kind="stable")
    found = pa.Table.from_pandas(table, preserve_index=False).take(pa.array(order)).combine_chunks()
    ends = np.searchsorted(places[order], np.arange(len(codes) + 1))
    return {str(code): found.slice(ends[place], ends[place + 1] - ends[place]) for place, code in enumerate(codes)}


def _write_own(rows: "Mapping[str, pa.Table]", path: Path) -> None:
    """Write tables behind each other; of what pandas says of a table only its name, the rest is in the whole one."""
    import pyarrow as pa

    with pa.OSFile(str(path), "wb") as sink:
        for name, table in sorted(rows.items()):
            plain = table.replace_schema_metadata({_NAME: name.encode()})
            with pa.ipc.new_stream(sink, plain.schema, options=_options()) as writer:
                writer.write_table(plain)


@dataclass(frozen=True)
class Parts:
    """The parts of an edition, each read when it is asked for and then kept.

    Where the public edition is made, the folder must be that of the public edition.
    """

    folder: Path

    def __post_init__(self) -> None:
        """Shut the door to the parts of another edition."""
        edition = self.folder.resolve().name
        if edition != PUBLIEK:
            refuse_in_public(f"reports/{self.folder.parent.name}/{edition}")

    @cached_property
    def whole(self) -> "LazyTables":
        """Every table with all its rows."""
        return LazyTables(self.folder / WHOLE)

    @cached_property
    def together(self) -> "LazyTables":
        """The summaries."""
        return LazyTables(self.folder / TOGETHER)

    def own(self, code: str) -> "OwnRows":
        """Give the rows of one IKC."""
        return OwnRows(self, code)


class LazyTables(Mapping[str, pd.DataFrame]):
    """Tables in a folder, by name; a table is read when it is asked for, and kept.

    Raises FileNotFoundError where there is no folder: an edition that was not cut is none without tables.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise FileNotFoundError(folder)
        self._paths = {path.stem: path for path in sorted(folder.glob(f"*{ENDING}"))}
        self._read: dict[str, pd.DataFrame] = {}
        self._digests: dict[str, str] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Give a table; raises KeyError when there is none of that name."""
        if name not in self._read:
            self._read[name] = _opened(self._paths[name], lambda reader: reader.read_all().to_pandas())
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a table of that name, without reading it."""
        return name in self._paths

    def __iter__(self) -> Iterator[str]:
        """Give the names of the tables."""
        return iter(self._paths)

    def __len__(self) -> int:
        """Count the tables."""
        return len(self._paths)

    @property
    def opened(self) -> set[str]:
        """The tables that were read."""
        return set(self._read)

    def columns(self, name: str) -> list[str]:
        """Give the names of a table's columns without reading it."""
        return self.schema(name).names

    def schema(self, name: str) -> "pa.Schema":
        """Give the columns and types of a table without reading it."""
        return _opened(self._paths[name], lambda reader: reader.schema)

    def digest(self, name: str) -> str:
        """Give the hash of a table's file."""
        if name not in self._digests:
            path = self._paths.get(name)
            self._digests[name] = hash_file(path) if path else NOTHING
        return self._digests[name]


def _opened(path: Path, read: "Callable[[pa.ipc.RecordBatchFileReader], object]"):
    import pyarrow as pa

    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
        return read(reader)


@dataclass(frozen=True)
class OwnRows:
    """The rows of one IKC, by table."""

    parts: Parts
    code: str

    def rows(self, name: str) -> pd.DataFrame:
        """Give the IKC's rows of a table, with the types of the whole table; none is an empty table."""
        schema = self.parts.whole.schema(name)
        if name not in self._streams:
            return schema.empty_table().to_pandas()
        return self._streams[name][0].replace_schema_metadata(schema.metadata).to_pandas()

    def digest(self, name: str) -> str:
        """Give the hash of the IKC's rows of a table."""
        return self._streams[name][1] if name in self._streams else NOTHING

    @cached_property
    def _streams(self) -> "dict[str, tuple[pa.Table, str]]":
        """Each table as it lies in the file, with the hash of its bytes."""
        import pyarrow as pa

        path = self.parts.folder / OWN / f"{self.code}{ENDING}"
        if not path.is_file():
            return {}
        found, content = {}, pa.py_buffer(path.read_bytes())
        source = pa.BufferReader(content)
        while (start := source.tell()) < content.size:
            table = pa.ipc.open_stream(source).read_all()
            digest = hashlib.sha256(content[start : source.tell()]).hexdigest()
            found[table.schema.metadata[_NAME].decode()] = (table, digest)
        return found
