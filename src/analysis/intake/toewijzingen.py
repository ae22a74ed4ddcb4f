"""Read the toewijzingen: exports (CSV, workbooks) and iJw messages (loose, in folders, in zips), as text tables."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.elfproef import passes_elfproef, report_bsn
from analysis.intake.files import RawTable, read_file, relative_name
from analysis.intake.folders import Walk, list_files
from analysis.intake.forgetting import forgotten_apart, has_forgotten_client, whom_to_leave_out
from analysis.intake.formats import SUFFIXES as EXPORTS
from analysis.intake.identities import known_clients
from analysis.intake.jw301 import (
    COLUMNS,
    OTHER_MESSAGE,
    Message,
    OngeldigBericht,
    hide_numbers,
    message_files,
    parse_message,
)
from analysis.intake.personal_words import mark_cells
from analysis.intake.places import LETTERS, melding_form, melding_stray
from analysis.intake.pseudonyms import pseudonymise
from analysis.intake.sheet_facts import DAMAGE
from analysis.intake.zips import is_empty, zipped_exports, zipped_messages
from analysis.study import Study
from analysis.study.doors import refuse_in_public
from analysis.study.forgotten import NOBODY, Forgotten

DELIVERY = "toewijzingen"
BATCH = 10_000
MOST_NAMES = 12
UNPACK = "Pak het uit en zet de bestanden zelf in de map."


def read_toewijzingen(study: Study, codebook: Codebook, key: bytes, paths: list[Path] | None = None) -> list[RawTable]:
    """Read all of data/raw/toewijzingen in order of name: a table per export or sheet, per zip, per folder of messages.

    `client` is a pseudonym in every table; a table of messages has an export's columns, with the budget in euros.
    `paths` are the files of the folder where they are known already.
    """
    refuse_in_public("data/raw")
    tables: list[RawTable] = []
    strays: list[Path] = []
    for unit in _units(list_files(study.raw / DELIVERY, Walk()) if paths is None else paths):
        kind = unit[0].suffix.lower()
        if kind == ".xml":
            name = f"{relative_name(unit[0].parent, study)}/*.xml"
            tables.append(read_messages(message_files(unit), name, codebook, key, whom_to_leave_out(study, key)))
        elif kind == ".zip":
            tables += _read_zip(unit[0], study, codebook, key)
        elif kind in EXPORTS:
            tables += read_file(unit[0], study, codebook, DELIVERY, key)
        else:
            strays.append(unit[0])
    judged = [melding_stray if tables and path.suffix.lower() in LETTERS else melding_form for path in strays]
    return [*tables, *(_unread(judge(path, study), codebook) for judge, path in zip(judged, strays, strict=True))]


def read_messages(
    messages: Iterable[Message], bestand: str, codebook: Codebook, key: bytes, forgotten: Forgotten = NOBODY
) -> RawTable:
    """Read messages one by one into one table: a row per product, numbered in the order of the messages.

    A message that cannot be used takes one row number and is set aside with its reason: broken, or of another type.
    Rows of `forgotten` children are set aside. Only rows stay in memory, never messages.
    """
    frames, batch, apart = [_frame([], codebook, key, forgotten)], [], []
    rij = 0
    for message in messages:
        for row, reden in _rows_of(message):
            rij += 1
            if reden:
                apart.append((rij, reden, hide_numbers(message.naam)))
            else:
                batch.append((*row, rij))
        if len(batch) >= BATCH:
            frames.append(_frame(batch, codebook, key, forgotten))
            batch = []
    rows = pd.concat([*frames, _frame(batch, codebook, key, forgotten)], ignore_index=True)
    gone = forgotten_apart(int(rows["vergeten"].sum()))
    rows = rows[~rows["vergeten"]].reset_index(drop=True)
    set_aside = pd.DataFrame(apart, columns=["rij", "reden", "naam"]).astype(
        {"rij": "int64", "reden": str, "naam": str}
    )
    known = rows[rows["client"] != ""]
    meldingen = [*_report_apart(set_aside, bestand), *report_bsn(known["client"], known["geldig_bsn"], bestand)]
    return RawTable(
        bestand,
        DELIVERY,
        rows.drop(columns=["geldig_bsn", "vergeten"]),
        tuple(meldingen),
        COLUMNS,
        (),
        pd.concat([gone, set_aside.drop(columns="naam")], ignore_index=True),
        personen=mark_cells([rows["geboortedatum"]], key),
    )


def _units(files: list[Path]) -> list[list[Path]]:
    """Group the files: all loose messages of one folder are one unit, any other file is one by itself."""
    units: dict[Path, list[Path]] = {}
    for path in sorted(files):
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


def _frame(batch: list[tuple], codebook: Codebook, key: bytes, forgotten: Forgotten) -> pd.DataFrame:
    """Make rows of text with an export's columns; BSNs become pseudonyms here.

    Two columns tell what only the number could: was it a valid one (`geldig_bsn`), and of a child that is `vergeten`.
    """
    read = pd.DataFrame(batch, columns=[*COLUMNS, "rij"]).astype(dict.fromkeys(COLUMNS, "str") | {"rij": "int64"})
    valid = passes_elfproef(read["client"])
    missing = {name: "" for name in codebook.content["koppen"][DELIVERY]["kolommen"] if name not in COLUMNS}
    client = pseudonymise(known_clients(read["client"], codebook), key)
    gone = has_forgotten_client(read["client"], forgotten)
    rows = read.assign(client=client, **missing, geldig_bsn=valid.astype(bool), vergeten=gone)
    return rows.astype(dict.fromkeys(missing, "str"))


def _read_zip(path: Path, study: Study, codebook: Codebook, key: bytes) -> list[RawTable]:
    """Read the messages and the exports of a zip; one from which nothing can be read is a fout."""
    bestand = relative_name(path, study)
    try:
        if is_empty(path):
            melding = Melding(bestand, "dit zipbestand is leeg.", code="onleesbaar", advies="Vraag het opnieuw op.")
            return [_unread(melding, codebook)]
        exports = _read_zipped_exports(path, bestand, study, codebook, key)
        messages = read_messages(zipped_messages(path), bestand, codebook, key, whom_to_leave_out(study, key))
    except DAMAGE:
        melding = Melding(bestand, "dit zipbestand is beschadigd of niet te openen.", code="onleesbaar",
                          advies="Vraag het opnieuw op of haal het weg.")  # fmt: skip
        return [_unread(melding, codebook)]
    if exports and messages.rows.empty and messages.apart.empty:
        return exports
    other = messages.apart["reden"].str.startswith(OTHER_MESSAGE).any()
    if messages.rows.empty and not exports and not other:
        fout = Melding(bestand, "in dit zipbestand is niets te lezen.", advies=UNPACK, code="onleesbaar")
        messages = replace(messages, meldingen=(*messages.meldingen, fout))
    return [*exports, messages]


def _read_zipped_exports(path: Path, bestand: str, study: Study, codebook: Codebook, key: bytes) -> list[RawTable]:
    tables: list[RawTable] = []
    with tempfile.TemporaryDirectory() as place:
        for name, found in zipped_exports(path, Path(place)):
            shown = f"{bestand}/{hide_numbers(name)}"
            if isinstance(found, Path):
                tables += read_file(found, study, codebook, DELIVERY, key, bestand=shown)
            else:
                melding = Melding(shown, f"niet te lezen: {found}.", advies=UNPACK, code="onleesbaar")
                tables.append(_unread(melding, codebook))
    return tables


def _unread(melding: Melding, codebook: Codebook) -> RawTable:
    rows = _frame([], codebook, b"", NOBODY).drop(columns=["geldig_bsn", "vergeten"])
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
