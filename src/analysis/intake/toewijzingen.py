"""Read the toewijzingen: exports (CSV, workbooks) and iJw messages (loose, in folders, in zips), as text tables."""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.elfproef import passes_elfproef, report_bsn
from analysis.intake.files import RawTable, read_file, relative_name
from analysis.intake.identify import known_clients
from analysis.intake.jw301 import (
    COLUMNS,
    Message,
    OngeldigBericht,
    hide_numbers,
    message_files,
    parse_message,
    zipped_messages,
)
from analysis.intake.pseudonyms import pseudonymise
from analysis.study import Study

DELIVERY = "toewijzingen"
EXPORT_SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
BATCH = 10_000
MOST_NAMES = 12


def read_toewijzingen(study: Study, codebook: Codebook, key: bytes) -> list[RawTable]:
    """Read all of data/raw/toewijzingen in order of name: a table per export or sheet, per zip, per folder of messages.

    `client` is a pseudonym in every table; a table of messages has an export's columns, with the budget in euros.
    """
    tables: list[RawTable] = []
    for unit in _units(study.raw / DELIVERY):
        kind = unit[0].suffix.lower()
        if kind == ".xml":
            name = f"{relative_name(unit[0].parent, study)}/*.xml"
            tables.append(read_messages(message_files(unit), name, codebook, key))
        elif kind == ".zip":
            tables.append(_read_zip(unit[0], relative_name(unit[0], study), codebook, key))
        elif kind in EXPORT_SUFFIXES:
            tables += read_file(unit[0], study, codebook, DELIVERY, key)
        else:
            melding = Melding(relative_name(unit[0], study), "dit soort bestand wordt niet gelezen.", "waarschuwing",
                              advies="Gelezen worden CSV, Excel, XML en zip.", code="soort_bestand")  # fmt: skip
            tables.append(_unread(melding, codebook))
    return tables


def read_messages(messages: Iterable[Message], bestand: str, codebook: Codebook, key: bytes) -> RawTable:
    """Read messages one by one into one table: a row per product, numbered in the order of the messages.

    A message that cannot be used takes one row number and is set aside with its reason: broken, or of another type.
    Only rows stay in memory, never messages.
    """
    frames, batch, apart = [_frame([], codebook, key)], [], []
    rij = 0
    for message in messages:
        for row, reden in _rows_of(message):
            rij += 1
            if reden:
                apart.append((rij, reden, hide_numbers(message.naam)))
            else:
                batch.append((*row, rij))
        if len(batch) >= BATCH:
            frames.append(_frame(batch, codebook, key))
            batch = []
    rows = pd.concat([*frames, _frame(batch, codebook, key)], ignore_index=True)
    set_aside = pd.DataFrame(apart, columns=["rij", "reden", "naam"]).astype(
        {"rij": "int64", "reden": str, "naam": str}
    )
    known = rows[rows["client"] != ""]
    meldingen = [*_report_apart(set_aside, bestand), *report_bsn(known["client"], known["geldig_bsn"], bestand)]
    return RawTable(
        bestand,
        DELIVERY,
        rows.drop(columns="geldig_bsn"),
        tuple(meldingen),
        COLUMNS,
        (),
        set_aside.drop(columns="naam"),
    )


def _units(folder: Path) -> list[list[Path]]:
    """Group the files: all loose messages of one folder are one unit, any other file is one by itself."""
    units: dict[Path, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        shown = not any(part.startswith((".", "~$", "__MACOSX")) for part in path.relative_to(folder).parts)
        if path.is_file() and shown:
            units.setdefault(path.parent / "*.xml" if path.suffix.lower() == ".xml" else path, []).append(path)
    return list(units.values())


def _rows_of(message: Message) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give a message's products with an empty reason, or one empty row with the reason why it cannot be used."""
    try:
        rows = [] if message.reden else parse_message(message.inhoud)
    except OngeldigBericht as error:
        yield (), str(error)
        return
    if message.reden:
        yield (), message.reden
    yield from ((row, "") for row in rows)


def _frame(batch: list[tuple], codebook: Codebook, key: bytes) -> pd.DataFrame:
    """Make rows of text with an export's columns; BSNs become pseudonyms here, with whether each was a valid one."""
    read = pd.DataFrame(batch, columns=[*COLUMNS, "rij"]).astype(dict.fromkeys(COLUMNS, "str") | {"rij": "int64"})
    valid = passes_elfproef(read["client"])
    missing = {name: "" for name in codebook.content["koppen"][DELIVERY]["kolommen"] if name not in COLUMNS}
    client = pseudonymise(known_clients(read["client"], codebook), key)
    rows = read.assign(client=client, **missing, geldig_bsn=valid.astype(bool))
    return rows.astype(dict.fromkeys(missing, "str"))


def _read_zip(path: Path, bestand: str, codebook: Codebook, key: bytes) -> RawTable:
    try:
        return read_messages(zipped_messages(path), bestand, codebook, key)
    except (zipfile.BadZipFile, OSError):
        melding = Melding(bestand, "dit zipbestand is beschadigd of niet te openen.", code="onleesbaar",
                          advies="Vraag het opnieuw op of haal het weg.")  # fmt: skip
        return _unread(melding, codebook)


def _unread(melding: Melding, codebook: Codebook) -> RawTable:
    rows = _frame([], codebook, b"").drop(columns="geldig_bsn")
    return RawTable(melding.bestand, DELIVERY, rows, (melding,))


def _report_apart(apart: pd.DataFrame, bestand: str) -> list[Melding]:
    """Report the messages that were set aside: one message per reason, with the first names."""
    meldingen = []
    for reden, group in apart.groupby("reden", sort=True):
        names = list(group["naam"].head(MOST_NAMES))
        more = len(group) - len(names)
        lines = (*names, f"en nog {more} andere") if more else tuple(names)
        count = "1 bericht is" if len(group) == 1 else f"{len(group)} berichten zijn"
        meldingen.append(
            Melding(bestand, f"{count} opzij gezet: {reden}.", "waarschuwing", lines, code="bericht_apart")
        )
    return meldingen
