"""Read CBS files (StatLine exports and OData of any year, key figures, our own list of points) as long text tables."""

import json
import re
from pathlib import Path

import pandas as pd

from analysis.codebook import fold
from analysis.errors import Melding
from analysis.intake.cbs_columns import REGION_CODE, Columns, names_without_numbers, sort_columns
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
    header = _header(cells)
    if header is None:
        return _unread(bestand, "er is geen rij met kolomnamen van het CBS gevonden (RegioS en Perioden).")
    written = [str(name).strip() for name in cells.iloc[header]]
    places = [place for place, name in enumerate(written) if name]
    names = names_without_numbers([written[place] for place in places])
    rows = cells.iloc[header + 1 :, places].set_axis(names, axis=1).apply(lambda column: column.str.strip())
    columns = sort_columns(names, rows[(rows != "").any(axis=1)], [written[place] for place in places])
    years = set(_YEAR.findall(path.stem))
    if not columns.regio or not (columns.periode or len(years) == 1):
        return _unread(bestand, "de kolom met de regio of de periode is niet gevonden (RegioS en Perioden).")
    return RawTable(bestand, DELIVERY, _long(rows, columns, "".join(years)), kolommen=tuple(names))


def _header(cells: pd.DataFrame) -> int | None:
    """Find the row that names region and period, else one of them, else the one above the first code of a region."""
    scores = [_score(list(cells.iloc[row])) for row in range(min(len(cells), SAMPLE_ROWS))]
    if max(scores, default=0) >= 2:
        return scores.index(max(scores))
    coded = [
        any(re.fullmatch(REGION_CODE, str(cell).strip()) for cell in cells.iloc[row]) for row in range(len(scores))
    ]
    first = coded.index(True) if True in coded else 0
    return first - 1 if first else None


def _long(rows: pd.DataFrame, columns: Columns, year: str) -> pd.DataFrame:
    """Give one row per region, period and measure; the list of reference points names its indicator itself."""
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
