"""One file to text tables with canonical columns: nothing judged, children's numbers replaced by pseudonyms."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.distinct import replace_distinct, same_text
from analysis.intake.grids import Grid, OnleesbaarBestand, read_text_grid
from analysis.intake.headers import Header, column_letter, read_header, score_header
from analysis.intake.identify import identify_rows
from analysis.intake.ikcs import ikcs_in_name
from analysis.intake.pseudonyms import load_key
from analysis.intake.rows import LARGE, split_rows
from analysis.intake.workbooks import is_workbook, read_workbook_grids
from analysis.study import Study


@dataclass(frozen=True)
class RawTable:
    """One delivered table as text. Row identity: (`bestand`, `rij`).

    `rows` has every canonical column of the delivery ('' where it was not delivered; an inventory's mark columns only
    where they were; categories where a delivery may have millions of rows) plus `rij`; `client` and `kind` hold
    pseudonyms (a `kindcode` is called `kind` from here on).
    `kolommen` are the columns that were delivered, `genegeerd` the headers that the codebook says to read over.
    `apart` are rows set aside at the door (`rij`, `reden`): totals below the data, rows that broke. Their contents are
    not kept, because nobody can tell in which column a client number then stands. `vast` holds what the place of the
    file tells for all its rows (the meting of a folder, the IKC of a file's or sheet's name).
    """

    bestand: str
    delivery: str
    rows: pd.DataFrame
    meldingen: tuple[Melding, ...] = ()
    kolommen: tuple[str, ...] = ()
    genegeerd: tuple[str, ...] = ()
    apart: pd.DataFrame = field(default_factory=lambda: empty_apart())
    vast: dict[str, str] = field(default_factory=dict)


def empty_apart() -> pd.DataFrame:
    """Give the empty table of rows set aside at the door."""
    return pd.DataFrame({"rij": pd.Series(dtype="int64"), "reden": pd.Series(dtype=str)})


def read_file(
    path: Path,
    study: Study,
    codebook: Codebook,
    delivery: str,
    key: bytes | None = None,
    constants: dict[str, str] | None = None,
) -> list[RawTable]:
    """Read one file of a delivery; one table per CSV file or filled sheet, each with its messages.

    `constants` fills columns that the place of the file tells (such as the meting of an inventory) where the file has
    none. A file that cannot be read gives one empty table with a fout; it never raises for what a file holds.
    """
    key = load_key(study) if key is None else key
    bestand = relative_name(path, study)
    try:
        grids, hidden = _read_grids(path, codebook, delivery)
    except OnleesbaarBestand as error:
        melding = Melding(bestand, str(error), code="onleesbaar", advies="Vervang het bestand of haal het weg.")
        return [_unread(bestand, delivery, codebook, [melding])]
    except OSError:
        melding = Melding(bestand, "het bestand is niet te openen.", code="onleesbaar", advies="Mag u het lezen?")
        return [_unread(bestand, delivery, codebook, [melding])]
    tables = [_read_grid(grid, bestand, study, codebook, delivery, key, constants or {}) for grid in grids]
    tables = _forgive_other_sheets(tables)
    return _with_hidden(tables, bestand, hidden, delivery, codebook)


def relative_name(path: Path, study: Study) -> str:
    """Give a path as messages show it: relative to the study folder, with forward slashes."""
    return path.relative_to(study.folder).as_posix() if path.is_relative_to(study.folder) else path.name


def _read_grids(path: Path, codebook: Codebook, delivery: str) -> tuple[list[Grid], list[str]]:
    if is_workbook(path):
        return read_workbook_grids(path)
    return [read_text_grid(path, lambda cells: score_header(cells, codebook, delivery), delivery in LARGE)], []


def _unread(bestand: str, delivery: str, codebook: Codebook, meldingen: list[Melding]) -> RawTable:
    rows = _canonical(pd.DataFrame(), delivery, codebook, {}).rename(columns={"kindcode": "kind"})
    return RawTable(bestand, delivery, rows, tuple(meldingen))


def _read_grid(
    grid: Grid,
    file: str,
    study: Study,
    codebook: Codebook,
    delivery: str,
    key: bytes,
    constants: dict[str, str],
) -> RawTable:
    bestand = f"{file}#{grid.blad}" if grid.blad else file
    constants = constants | _ikc_of_sheet(grid.blad, study)
    header = read_header(grid.cells, bestand, codebook, delivery, constants)
    meldingen = list(header.meldingen)
    if any(melding.code in ("geen_kop", "kolom_ontbreekt") for melding in meldingen):
        return _unread(bestand, delivery, codebook, meldingen)
    kept, apart, found = split_rows(grid, header, bestand, codebook.required(delivery), delivery)
    rows = _canonical(kept.rename(columns=header.columns), delivery, codebook, constants)
    identified = identify_rows(rows, study, codebook, key, bestand)
    return RawTable(
        bestand,
        delivery,
        identified.rows,
        (*meldingen, *found, *identified.meldingen, *_melding_headless(grid, header, bestand, apart)),
        tuple(header.columns.values()),
        header.genegeerd,
        pd.concat([apart, identified.apart], ignore_index=True),
        constants,
    )


def _ikc_of_sheet(sheet: str, study: Study) -> dict[str, str]:
    found = ikcs_in_name(sheet, study) if sheet else []
    return {"ikc": found[0]} if len(found) == 1 else {}


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
        RawTable(table.bestand, table.delivery, table.rows, (_melding_sheet(table.bestand, "zonder kolomnamen"),))
        if bad
        else table
        for table, bad in zip(tables, failed, strict=True)
    ]


def _melding_sheet(bestand: str, what: str) -> Melding:
    advies = "Haal het blad weg als het er niet bij hoort."
    return Melding(
        bestand, f"dit blad ({what}) is niet gelezen.", "waarschuwing", advies=advies, code="blad_overgeslagen"
    )


def _with_hidden(
    tables: list[RawTable], bestand: str, hidden: list[str], delivery: str, codebook: Codebook
) -> list[RawTable]:
    skipped = [
        _unread(f"{bestand}#{blad}", delivery, codebook, [_melding_sheet(f"{bestand}#{blad}", "verborgen")])
        for blad in hidden
    ]
    return [*tables, *skipped]
