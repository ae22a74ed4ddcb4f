"""One file to text tables with canonical columns: nothing judged, children's numbers replaced by pseudonyms."""

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.cells import mend_cells
from analysis.intake.distinct import replace_distinct, same_text
from analysis.intake.formats import read_grids
from analysis.intake.grids import Grid
from analysis.intake.headers import STRICT, Header, read_header, score_header
from analysis.intake.identify import empty_apart, identify_rows
from analysis.intake.letters import column_letter
from analysis.intake.personal_words import columns_of_persons, personal_words
from analysis.intake.rows import LARGE, cells_below, split_rows
from analysis.intake.sheets import constants_of_sheet, melding_meting, melding_sheet, settle_metingen
from analysis.intake.text_scan import OnleesbaarBestand
from analysis.study import Study
from analysis.study.keys import read_key

NO_CHILD_NEEDED = ("inzet_jok",)
"""Deliveries of which a row may be about a child, and mostly is not."""


@dataclass(frozen=True)
class RawTable:
    """One delivered table as text. Row identity: (`bestand`, `rij`).

    `rows` has every canonical column of the delivery ('' where it was not delivered; an inventory's mark columns only
    where they were; categories where a delivery may have millions of rows) plus `rij`; `client` and `kind` hold
    pseudonyms (a `kindcode` is called `kind` from here on).
    `kolommen` are the columns that were delivered, `genegeerd` the headers that the codebook says to read over.
    `apart` are rows set aside at the door (`rij`, `reden`): totals below the data, rows that broke. Their contents are
    not kept, because nobody can tell in which column a client number then stands. `vast` holds what the place of the
    file tells for all its rows (the meting of a folder, the IKC of a file's or sheet's name). `personen` are keyed
    hashes of what columns with personal data said.
    """

    bestand: str
    delivery: str
    rows: pd.DataFrame
    meldingen: tuple[Melding, ...] = ()
    kolommen: tuple[str, ...] = ()
    genegeerd: tuple[str, ...] = ()
    apart: pd.DataFrame = field(default_factory=empty_apart)
    vast: dict[str, str] = field(default_factory=dict)
    personen: frozenset[str] = frozenset()


def read_file(
    path: Path,
    study: Study,
    codebook: Codebook,
    delivery: str,
    key: bytes | None = None,
    constants: dict[str, str] | None = None,
    bestand: str = "",
    as_delivered: bool = False,
) -> list[RawTable]:
    """Read one file of a delivery; one table per CSV file or filled sheet, each with its messages.

    `constants` fills columns that the place of the file tells (such as the meting of an inventory) where the file has
    none. A file that cannot be read gives one empty table with a fout; it never raises for what a file holds.
    `bestand` is the name in messages, for a file that was unpacked elsewhere. `as_delivered` leaves client numbers and
    kindcodes as they are: for what goes back to who delivered them, and for nothing else.
    """
    constants = constants or {}
    source = Source(
        bestand or relative_name(path, study),
        study,
        codebook,
        delivery,
        None if as_delivered else key or read_key(study, "pseudoniem"),
    )
    try:
        grids, hidden = read_grids(path, lambda cells: score_header(cells, codebook, delivery), delivery in LARGE)
    except OnleesbaarBestand as error:
        melding = Melding(source.bestand, str(error), code="onleesbaar", advies=error.advies)
        return [_unread(source, source.bestand, [melding], constants)]
    except OSError:
        melding = Melding(
            source.bestand, "het bestand is niet te openen.", code="onleesbaar", advies="Mag u het lezen?"
        )
        return [_unread(source, source.bestand, [melding], constants)]
    tables = _forgive_other_sheets(_read_sheets(grids, source, constants))
    skipped = [f"{source.bestand}#{sheet}" for sheet in hidden]
    return [*tables, *(_unread(source, sheet, [melding_sheet(sheet, "verborgen")], constants) for sheet in skipped)]


@dataclass(frozen=True)
class Source:
    """Whose file it is that is read, as which delivery; without a key client numbers stay as they are."""

    bestand: str
    study: Study
    codebook: Codebook
    delivery: str
    key: bytes | None


def relative_name(path: Path, study: Study) -> str:
    """Give a path as messages show it: relative to the study folder, with forward slashes, in plain signs.

    A name that is no UTF-8 shows its other bytes as `\\xe9`.
    """
    shown = path.relative_to(study.folder).as_posix() if path.is_relative_to(study.folder) else path.name
    return os.fsencode(shown).decode("utf-8", errors="backslashreplace")


def _unread(source: Source, bestand: str, meldingen: list[Melding], constants: dict[str, str]) -> RawTable:
    """Give a table without rows, with the columns that one with rows would have."""
    rows = _canonical(pd.DataFrame(), source.delivery, source.codebook, constants).rename(columns={"kindcode": "kind"})
    return RawTable(bestand, source.delivery, rows, tuple(meldingen))


def _read_sheets(grids: list[Grid], source: Source, constants: dict[str, str]) -> list[RawTable]:
    """Read each grid, with what its sheet's name tells of it."""
    folder = constants.get("meting", "")
    told = [constants_of_sheet(grid.blad, source.study, source.codebook, source.delivery) for grid in grids]
    tables = []
    for grid, sheet, counted in zip(grids, told, settle_metingen(told, folder), strict=True):
        table = _read_grid(grid, source, constants | counted)
        found = melding_meting(table.bestand, sheet, constants | counted, folder) if table.kolommen else []
        tables.append(replace(table, meldingen=(*table.meldingen, *found)))
    return tables


def _read_grid(grid: Grid, source: Source, constants: dict[str, str]) -> RawTable:
    codebook, delivery = source.codebook, source.delivery
    bestand = f"{source.bestand}#{grid.blad}" if grid.blad else source.bestand
    header = read_header(grid.cells, bestand, codebook, delivery, constants)
    shape = [replace(melding, bestand=bestand) for melding in grid.meldingen]
    meldingen = [*shape, *header.meldingen]
    unusable = ("geen_kop",) if delivery in STRICT else ("geen_kop", "kolom_ontbreekt")
    if any(melding.code in unusable for melding in meldingen):
        return _unread(source, bestand, meldingen, constants)
    below = cells_below(grid, header, delivery)
    kept, apart, found = split_rows(grid, below, header, bestand, codebook.required(delivery), delivery)
    rows = _canonical(kept.rename(columns=header.columns), delivery, codebook, constants)
    rows = rows if grid.is_csv else mend_cells(rows, grid.is_1904)
    identified = identify_rows(rows, source.study, codebook, source.key, bestand, delivery not in NO_CHILD_NEEDED)
    return RawTable(
        bestand,
        delivery,
        identified.rows,
        (*meldingen, *found, *identified.meldingen, *_melding_headless(grid, header, bestand, apart)),
        tuple(header.columns.values()),
        header.genegeerd,
        pd.concat([apart, identified.apart], ignore_index=True),
        constants,
        _persons(below, grid.cells.loc[header.rij], header, identified.rows, source),
    )


def _persons(
    below: pd.DataFrame, heads: pd.Series, header: Header, rows: pd.DataFrame, source: Source
) -> frozenset[str]:
    """Hash what columns with personal data say in the rows that stay: of a row set aside nothing is kept."""
    if source.key is None:
        return frozenset()
    cells = below[columns_of_persons(heads, header.columns, source.codebook)]
    stay = cells if len(rows) == len(cells) else cells.loc[rows["rij"]]
    return personal_words(stay, heads, header.columns, source.codebook, source.key)


def _canonical(rows: pd.DataFrame, delivery: str, codebook: Codebook, constants: dict[str, str]) -> pd.DataFrame:
    """Give the rows every canonical column; columns that the file lacks are '' or their constant."""
    named = list(codebook.content["koppen"][delivery]["kolommen"])
    named += [column for column in constants if column not in named]
    if "rij" not in rows:
        rows = rows.assign(rij=pd.Series(rows.index, index=rows.index, dtype="int64"))
    rows = rows.reset_index(drop=True)
    large = (rows.dtypes == "category").any()
    filled = {
        column: _fill(rows[column], constants.get(column, ""))
        if column in rows
        else _constant(constants.get(column, ""), rows.index, large)
        for column in named
    }
    others = [column for column in rows.columns if column not in filled and column != "rij"]
    return pd.DataFrame({**filled, **{column: rows[column] for column in others}, "rij": rows["rij"]}, copy=False)


def _constant(text: str, index: pd.Index, large: bool) -> pd.Series:
    return same_text(text, index) if large else pd.Series(text, index=index, dtype="str")


def _fill(column: pd.Series, constant: str) -> pd.Series:
    return replace_distinct(column, lambda texts: texts.mask(texts == "", constant)) if constant else column


def _melding_headless(grid: Grid, header: Header, bestand: str, apart: pd.DataFrame) -> list[Melding]:
    """Report columns that hold values and have no name; their contents are not read."""
    nameless = [number for number in grid.cells.columns if not str(grid.cells.at[header.rij, number]).strip()]
    if not nameless:
        return []
    below = grid.cells.loc[header.rij + 1 :, nameless].drop(index=apart["rij"])
    unnamed = [number for number in nameless if (below[number].str.strip() != "").any()]
    if not unnamed:
        return []
    lines = [f"kolom {column_letter(i)}: {int((below[i].str.strip() != '').sum())} waarden" for i in unnamed]
    return [
        Melding(bestand, f"{len(unnamed)} kolom(men) hebben waarden maar geen naam; ze zijn niet gelezen.",
                "waarschuwing", tuple(lines), "Geef de kolom een naam, of haal de waarden weg.", "kolom_zonder_naam")
    ]  # fmt: skip


def _forgive_other_sheets(tables: list[RawTable]) -> list[RawTable]:
    """A workbook's sheet without a header is a remark, not a fout, when another sheet holds the delivery."""
    failed = [any(melding.code == "geen_kop" for melding in table.meldingen) for table in tables]
    if all(failed) or not any(failed):
        return tables
    return [
        replace(table, meldingen=(melding_sheet(table.bestand, "zonder kolomnamen"),)) if bad else table
        for table, bad in zip(tables, failed, strict=True)
    ]
