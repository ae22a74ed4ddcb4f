"""Read CBS files (StatLine exports and OData of any year, key figures, our own list of points) as long text tables."""

import json
import re
from pathlib import Path

import pandas as pd

from analysis.codebook import fold
from analysis.errors import Melding
from analysis.intake.cbs_columns import Columns, names_without_numbers, sort_columns
from analysis.intake.cbs_dimensions import take_totals
from analysis.intake.files import RawTable, relative_name
from analysis.intake.formats import read_grids
from analysis.intake.grids import SAMPLE_ROWS
from analysis.intake.text_scan import OnleesbaarBestand, scan_text
from analysis.study import Study

DELIVERY = "cbs"
COLUMNS = ["regio", "periode", "indicator", "waarde", "noemer", "status", "uitsplitsing"]
LARGEST_JSON = 200_000_000
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


def read_cbs(paths: list[Path], study: Study) -> list[RawTable]:
    """Read each file of data/raw/cbs into rows of one value: regio, periode, indicator, waarde, ..., rij.

    A StatLine column loses the number that changes every year (`JongerenMetJeugdzorg_93`), unless two would be called
    the same; codes lose their padding. Of a dimension the total is taken; without one, `uitsplitsing` names what a row
    is about. A file that cannot be read is a waarschuwing: a reference trend never stops a run.
    """
    return [table for path in paths for table in _read(path, study)]


def _read(path: Path, study: Study) -> list[RawTable]:
    bestand = relative_name(path, study)
    try:
        grids = (
            [_json_cells(path)] if path.suffix.lower() == ".json" else [g.cells for g in read_grids(path, _score)[0]]
        )
    except OnleesbaarBestand as error:
        return [_unread(bestand, str(error))]
    except OSError:
        return [_unread(bestand, "dit bestand is niet te openen.")]
    tables = [_read_cells(cells, path, bestand) for cells in grids]
    return [table for table in tables if len(table.rows)] or tables[:1]


def _json_cells(path: Path) -> pd.DataFrame:
    """Give the rows of OData (`{"value": [...]}`) as a grid with their names above."""
    if path.stat().st_size > LARGEST_JSON:
        raise OnleesbaarBestand("dit bestand is te groot.")
    try:
        content = json.loads(path.read_bytes().decode(scan_text(path).encoding, errors="replace"))
    except (ValueError, RecursionError):
        raise OnleesbaarBestand("dit is geen geldige JSON.") from None
    rows = content.get("value") if isinstance(content, dict) else content
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise OnleesbaarBestand("deze JSON heeft geen rijen van het CBS (`value`).")
    names = list(dict.fromkeys(name for row in rows for name in row))
    texts = [["" if row.get(name) is None else str(row[name]) for name in names] for row in rows]
    return pd.DataFrame([names, *texts], dtype=str).set_axis(pd.RangeIndex(1, len(rows) + 2), axis=0)


def _score(cells: list[str]) -> int:
    columns = sort_columns(names_without_numbers(cells))
    return bool(columns.regio) * 2 + bool(columns.periode)


def _read_cells(cells: pd.DataFrame, path: Path, bestand: str) -> RawTable:
    scores = [_score(list(cells.iloc[row])) for row in range(min(len(cells), SAMPLE_ROWS))]
    year = _YEAR.findall(path.stem)
    enough = 2 if len(set(year)) == 1 else 3
    if max(scores, default=0) < enough:
        return _unread(bestand, "er is geen rij met kolomnamen van het CBS gevonden (RegioS en Perioden).")
    header = scores.index(max(scores))
    names = names_without_numbers(list(cells.iloc[header]))
    rows = cells.iloc[header + 1 :].set_axis(names, axis=1).apply(lambda column: column.str.strip())
    rows = rows.loc[(rows != "").any(axis=1), [bool(name) for name in names]]
    return RawTable(bestand, DELIVERY, _long(rows, list(cells.iloc[header]), "".join(year[:1])), kolommen=tuple(names))


def _long(rows: pd.DataFrame, written: list[str], year: str) -> pd.DataFrame:
    """Give one row per region, period and measure; the list of reference points names its indicator itself."""
    columns = sort_columns(list(rows.columns), rows, [name for name in written if str(name).strip()])
    named = [name for name in (columns.regio, columns.periode) if name]
    rows, split = take_totals(rows[(rows[named] != "").all(axis=1)], columns)
    base = pd.DataFrame({"regio": rows[columns.regio], "rij": rows.index.astype("int64"), "uitsplitsing": split})
    base = base.assign(periode=rows[columns.periode] if columns.periode else year)
    for name in ("noemer", "status"):
        base[name] = rows[columns.texts[name]] if name in columns.texts else ""
    parts = [_part(base, rows, columns, measure) for measure in columns.measures]
    if not parts:
        return pd.DataFrame(columns=[*COLUMNS, "rij"])
    return pd.concat(parts, ignore_index=True)[[*COLUMNS, "rij"]]


def _part(base: pd.DataFrame, rows: pd.DataFrame, columns: Columns, measure: str) -> pd.DataFrame:
    own = columns.texts.get("indicator")
    if own is None:
        return base.assign(indicator=measure.replace("|", ", "), waarde=rows[measure])
    indicator = rows[own] if fold(own) == "measure" else rows[own] + f"|{measure}"
    return base.assign(indicator=indicator, waarde=rows[measure])


def _unread(bestand: str, tekst: str) -> RawTable:
    melding = Melding(bestand, tekst, "waarschuwing", advies="Haal het opnieuw op bij StatLine.", code="cbs_onleesbaar")
    return RawTable(bestand, DELIVERY, pd.DataFrame(columns=[*COLUMNS, "rij"]), (melding,))
