"""The ledger: per file and step the rows in, let through and set aside. It closes because nothing else removes rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from analysis.errors import Melding
from analysis.intake.distinct import concat_texts, same_text, with_texts
from analysis.intake.files import RawTable

GELEZEN = "gelezen"
COLUMNS = {
    "bestand": str,
    "stap": str,
    "rijen_in": "int64",
    "rijen_door": "int64",
    "rijen_apart": "int64",
    "reden": str,
}
StepTaken = tuple[np.ndarray, str, str]
"""Which rows, the step, and the reason for which they are set aside; '' where they stay."""
APART_COLUMNS = {"bestand": str, "rij": "int64", "reden": str, "toelichting": str}


@dataclass(frozen=True)
class Ledger:
    """The rows of one delivery on their way, of all its files together.

    `rows` are those still on their way (with `bestand` and `rij`); `stappen` the steps so far; `door` the rows let
    through per file; `apart` the rows set aside, with `reden` and `toelichting` (detail for one row, such as which row
    it doubles).
    """

    delivery: str
    rows: pd.DataFrame
    door: pd.Series
    stappen: tuple[pd.DataFrame, ...] = ()
    apart: tuple[pd.DataFrame, ...] = ()

    def set_aside(self, mask: pd.Series, stap: str, reden: str, toelichting: pd.Series | str = "") -> "Ledger":
        """Set aside the rows where `mask` is True, for one reason. `mask` has the index of `rows`.

        A file without such rows gets no line; a reason has a step of its own, so use one call per reason.
        """
        mask = mask.reindex(self.rows.index).fillna(False).astype(bool)
        return self._take(self.rows[mask], stap, reden, toelichting)._keep(~mask) if mask.any() else self

    def in_turn(self, steps: Iterable[StepTaken]) -> "Ledger":
        """Write several steps one after another, all over `rows`; one without a reason sets nothing aside.

        The same as `set_aside` and `note` once per step, where no row is set aside twice: what is left is copied once.
        """
        ledger, gone = self, np.zeros(len(self.rows), dtype=bool)
        for mask, stap, reden in steps:
            if not reden:
                ledger = ledger.note(mask, stap)
            elif mask.any():
                ledger = ledger._take(self.rows[mask], stap, reden, "")
                gone |= mask
        return ledger._keep(~gone) if gone.any() else self

    def _take(self, taken: pd.DataFrame, stap: str, reden: str, toelichting: pd.Series | str) -> "Ledger":
        """Write what a step sets aside; the rows on their way are still to be kept apart from it."""
        detail = toelichting.reindex(taken.index) if isinstance(toelichting, pd.Series) else toelichting
        counts = _count_per_file(taken)
        apart = taken.drop(columns=["bestand", "rij"]).assign(reden=reden, toelichting=detail)
        apart = pd.concat([taken[["bestand", "rij"]], apart], axis=1)
        return replace(
            self,
            door=self.door.sub(counts, fill_value=0).astype("int64"),
            stappen=(*self.stappen, _step(self.door, counts, stap, reden)),
            apart=(*self.apart, apart),
        )

    def _keep(self, mask: pd.Series | np.ndarray) -> "Ledger":
        return replace(self, rows=self.rows[mask])

    def note(self, mask: pd.Series | np.ndarray, stap: str) -> "Ledger":
        """Write a step that changes rows and sets none aside, for the files with a row where `mask` is True."""
        files = self.rows.loc[mask, "bestand"].unique()
        if not len(files):
            return self
        counts = pd.Series(0, index=pd.Index(files).astype("str"))
        return replace(self, stappen=(*self.stappen, _step(self.door, counts, stap, "")))

    def with_columns(self, **columns: pd.Series | str | int) -> "Ledger":
        """Add or replace columns of the rows on their way; no row can come or go."""
        return replace(self, rows=self.rows.assign(**columns))

    @property
    def grootboek(self) -> pd.DataFrame:
        """One row per file and step; every row closes and each step's in is the step before's door."""
        if not self.stappen:
            return empty_grootboek()
        steps = pd.concat(self.stappen, ignore_index=True)
        order = {bestand: i for i, bestand in enumerate(dict.fromkeys(steps["bestand"]))}
        steps = steps.assign(_nr=steps["bestand"].map(order)).sort_values("_nr", kind="stable")
        return steps[list(COLUMNS)].astype(COLUMNS).reset_index(drop=True)

    @property
    def apart_rows(self) -> pd.DataFrame:
        """The rows set aside, in the order of files and rows: bestand, rij, reden, toelichting, then their columns."""
        if not self.apart:
            return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in APART_COLUMNS.items()})
        rows = pd.concat([with_texts(frame) for frame in self.apart], ignore_index=True)
        first = list(APART_COLUMNS)
        rows = rows[[*first, *[name for name in rows.columns if name not in first]]]
        texts = {name: _as_text(rows[name]) for name in rows.columns if name != "rij"}
        return rows.assign(**texts).sort_values(["bestand", "rij"], kind="stable").reset_index(drop=True)


def _as_text(column: pd.Series) -> pd.Series:
    """Give a column as it is written to a CSV: dates as jjjj-mm-dd, what is missing as ''."""
    if pd.api.types.is_datetime64_any_dtype(column):
        column = column.dt.strftime("%Y-%m-%d")
    return column.fillna("") if column.dtype == "str" else column.astype(object).where(column.notna(), "").astype(str)


@dataclass(frozen=True)
class TidyPart:
    """What tidying one delivery gives: its tidy tables by name, its ledger, and its messages."""

    tables: dict[str, pd.DataFrame]
    ledger: Ledger | None = None
    meldingen: list[Melding] = field(default_factory=list)


def open_ledger(delivery: str, tables: Iterable[RawTable]) -> Ledger:
    """Put the tables of a delivery below each other and write the first steps: rows read, rows set aside at the door.

    `rows` gets `bestand` and a fresh index; a column that only some files have is '' in the others.
    """
    tables = list(tables)
    frames = [_with_name(table) for table in tables]
    rows = _below_each_other(frames)
    door_in = pd.Series({table.bestand: len(table.rows) + len(table.apart) for table in tables}, dtype="int64")
    first = _step(door_in, pd.Series(0, index=door_in.index), GELEZEN, "", keep_all=True)
    ledger = Ledger(delivery, rows, door_in, (first,) if len(tables) else ())
    at_door = _below_each_other([table.apart.assign(bestand=table.bestand) for table in tables if len(table.apart)])
    for reden in dict.fromkeys(at_door.get("reden", [])):
        taken = at_door[at_door["reden"] == reden].assign(toelichting="")
        ledger = _record(ledger, taken, "lezen", reden)
    return ledger


def _with_name(table: RawTable) -> pd.DataFrame:
    """Give the rows with the name of their file, as a category beside categories."""
    large = (table.rows.dtypes == "category").any()
    return table.rows.assign(bestand=same_text(table.bestand, table.rows.index) if large else table.bestand)


def _record(ledger: Ledger, taken: pd.DataFrame, stap: str, reden: str) -> Ledger:
    """Write rows that were set aside before the ledger was opened."""
    counts = _count_per_file(taken)
    return replace(
        ledger,
        door=ledger.door.sub(counts, fill_value=0).astype("int64"),
        stappen=(*ledger.stappen, _step(ledger.door, counts, stap, reden)),
        apart=(*ledger.apart, taken),
    )


def _below_each_other(frames: list[pd.DataFrame]) -> pd.DataFrame:
    if not frames:
        return pd.DataFrame({"bestand": pd.Series(dtype=str), "rij": pd.Series(dtype="int64")})
    if len(frames) == 1:
        return frames[0].reset_index(drop=True)
    if not any((frame.dtypes == "category").any() for frame in frames):
        rows = pd.concat(frames, ignore_index=True)
        texts = [name for name in rows.columns if name != "rij" and rows[name].isna().any()]
        return rows.fillna(dict.fromkeys(texts, "")) if texts else rows
    names = dict.fromkeys(name for frame in frames for name in frame)
    columns = {name: concat_texts([_column_of(frame, name) for frame in frames]) for name in names}
    return pd.DataFrame(columns, copy=False)


def _column_of(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[name] if name in frame else pd.Series("", index=frame.index, dtype="str")


def _count_per_file(rows: pd.DataFrame) -> pd.Series:
    counts = rows.groupby("bestand", sort=False, observed=True).size()
    return counts.set_axis(counts.index.astype("str"))


def _step(door: pd.Series, counts: pd.Series, stap: str, reden: str, keep_all: bool = False) -> pd.DataFrame:
    files = door.index if keep_all else counts.index
    rows_in, apart = door.reindex(files).to_numpy(), counts.reindex(files).to_numpy()
    return pd.DataFrame(
        {"bestand": list(files), "stap": stap, "rijen_in": rows_in, "rijen_door": rows_in - apart, "rijen_apart": apart,
         "reden": reden}
    )  # fmt: skip


def empty_grootboek() -> pd.DataFrame:
    """Give the ledger of a study without deliveries."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})


def join_grootboek(ledgers: Iterable[Ledger]) -> pd.DataFrame:
    """Put the ledgers of all deliveries below each other."""
    parts = [ledger.grootboek for ledger in ledgers if ledger.stappen]
    return pd.concat(parts, ignore_index=True) if parts else empty_grootboek()
