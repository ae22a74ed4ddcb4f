"""data/processed: the tidy tables as parquet, partitioned by ikc, with ledger, rows set aside and messages."""

import json
import shutil
from dataclasses import asdict, replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import InvoerFout, Melding
from analysis.intake.distinct import concat_texts, same_text
from analysis.study import Study
from analysis.study.doors import refuse_in_public
from analysis.study.formulas import as_delivered, disarm
from analysis.study.writing import gone_when_unfinished
from analysis.tidy.ledger import COLUMNS as LEDGER_COLUMNS
from analysis.tidy.persons import PERSONS, load_persons
from analysis.tidy.schemas import COLUMNS, SCHEMAS, as_typed
from analysis.tidy.tidy_study import TidyStudy

PART = "deel-0.parquet"
LEDGER, MESSAGES, APART, KEPT = "grootboek.csv", "meldingen.json", "apart", ".gitkeep"


def write_tidy(tidy: TidyStudy, study: Study) -> Path:
    """Write data/processed in one go: made beside it, then put in its place. Same input, same bytes."""
    target = study.processed
    made, old = target.with_name(f".{target.name}-nieuw"), target.with_name(f".{target.name}-oud")
    for folder in (made, old):
        shutil.rmtree(folder, ignore_errors=True)
    with gone_when_unfinished(made):
        _write_all(tidy, made)
    _swap(made, target, old)
    return target


def _write_all(tidy: TidyStudy, made: Path) -> None:
    for name, table in tidy.tables.items():
        _write_table(table, made / name)
    _write_csv(tidy.grootboek, made / LEDGER)
    for delivery, rows in sorted(tidy.apart.items()):
        _write_csv(rows, made / APART / f"{delivery}.csv")
    (made / PERSONS).write_text(json.dumps(sorted(tidy.personen)) + "\n", encoding="utf-8")
    messages = json.dumps([_as_record(melding) for melding in tidy.meldingen], ensure_ascii=False, indent=1)
    (made / MESSAGES).write_text(messages + "\n", encoding="utf-8")


def _as_record(melding: Melding) -> dict[str, object]:
    """Give a message without the cells it is about: those are for mending a delivery, not for a report."""
    return {name: value for name, value in asdict(replace(melding, plaatsen=())).items() if name != "plaatsen"}


def _swap(made: Path, target: Path, old: Path) -> None:
    if (target / KEPT).is_file():
        shutil.copyfile(target / KEPT, made / KEPT)
    if target.exists():
        target.rename(old)
    made.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _write_table(table: pd.DataFrame, folder: Path) -> None:
    """Write one file per ikc; a table without an ikc column, or without rows, is one file."""
    if "ikc" not in table or table.empty:
        return _write_part(table, folder / PART)
    for ikc, rows in table.groupby("ikc", sort=True):
        _write_part(rows.drop(columns="ikc"), folder / f"ikc={ikc}" / PART)
    return None


def _write_part(rows: pd.DataFrame, path: Path) -> None:
    """Write rows as parquet; of a category only the texts of these rows, for another IKC's are not in its file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    used = {name: rows[name].cat.remove_unused_categories() for name in rows.select_dtypes("category")}
    rows = rows.assign(**used)
    pq.write_table(pa.Table.from_pandas(rows, preserve_index=False).replace_schema_metadata(None), path)


def _write_csv(rows: pd.DataFrame, path: Path) -> None:
    """Write rows for who opens them in a spreadsheet: none of what a delivery wrote is run there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = {name: rows[name].map(disarm, na_action="ignore") for name in rows.select_dtypes(["object", "string"])}
    rows.assign(**texts).to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def load_tidy(study: Study) -> TidyStudy:
    """Read data/processed back, equal to what was written; InvoerFout when it is not there or not whole.

    Refused where the public edition is made. Trap: who reads these files by hand (`pd.read_parquet`) passes this door.
    """
    refuse_in_public("data/processed")
    folder = study.processed
    missing = [name for name in (*COLUMNS, LEDGER, MESSAGES) if not (folder / name).exists()]
    if missing:
        tekst = "de opgeschoonde tabellen zijn er niet of zijn niet compleet."
        raise InvoerFout([Melding("data/processed", tekst, advies="Draai eerst `ikc run`.", code="niet_opgeschoond")])
    tables = {name: _read_table(name, folder / name) for name in COLUMNS}
    apart = {path.stem: _read_csv(path) for path in sorted((folder / APART).glob("*.csv"))}
    grootboek = _read_csv(folder / LEDGER).astype(LEDGER_COLUMNS)
    return TidyStudy(tables, grootboek, apart, load_messages(study), load_persons(study) or frozenset())


def load_messages(study: Study) -> list[Melding]:
    """Read the messages of data/processed back: with exact counts, so refused where the public edition is made."""
    refuse_in_public("data/processed")
    messages = json.loads((study.processed / MESSAGES).read_text(encoding="utf-8"))
    return [Melding(**{**item, "regels": tuple(item["regels"]), "ikcs": tuple(item["ikcs"])}) for item in messages]


def _read_table(name: str, folder: Path) -> pd.DataFrame:
    parts = []
    for path in sorted(folder.rglob(PART)):
        part = pq.ParquetFile(path).read().to_pandas()
        ikc = path.parent.name.removeprefix("ikc=") if path.parent != folder else None
        parts.append(part if ikc is None else part.assign(ikc=same_text(ikc, part.index)))
    joined = {column: concat_texts([part[column] for part in parts]) for column in COLUMNS[name]}
    return SCHEMAS[name].validate(as_typed(name, pd.DataFrame(joined, copy=False)))


def _read_csv(path: Path) -> pd.DataFrame:
    rows = pd.read_csv(path, dtype=str, keep_default_na=False).map(as_delivered)
    return rows.astype({"rij": "int64"}) if "rij" in rows else rows
