"""Read CBS files: StatLine exports of any year, and the project's own list of reference points, as long text tables."""

import re
from pathlib import Path

import pandas as pd

from analysis.codebook import fold
from analysis.errors import Melding
from analysis.intake.files import RawTable, relative_name
from analysis.intake.grids import OnleesbaarBestand, read_text_grid
from analysis.intake.workbooks import is_workbook, read_workbook_grids
from analysis.study import Study

DELIVERY = "cbs"
COLUMNS = ["regio", "periode", "indicator", "waarde", "noemer", "status"]
REGIONS = {"regios", "regio", "regios_code", "wijkenenbuurten"}
PERIODS = {"perioden", "periode", "jaar"}
SUFFIX = re.compile(r"_\d+$")
NO_MEASURE = {"id", "geslacht", "leeftijd", "noemer", "status", "indicator"}


def read_cbs(paths: list[Path], study: Study) -> list[RawTable]:
    """Read each CSV of data/raw/cbs into rows of one value: regio, periode, indicator, waarde, noemer, status, rij.

    A StatLine column loses the number that changes every year (`JongerenMetJeugdzorg_93`); codes lose their padding.
    A file that cannot be read is a waarschuwing: a reference trend never stops a run.
    """
    return [_read(path, study) for path in paths]


def _read(path: Path, study: Study) -> RawTable:
    bestand = relative_name(path, study)
    try:
        cells = (read_workbook_grids(path)[0][0] if is_workbook(path) else read_text_grid(path, _score)).cells
    except (OnleesbaarBestand, OSError):
        return _unread(bestand, "dit bestand is niet te lezen.")
    header = next((row for row in range(min(len(cells), 60)) if _score(list(cells.iloc[row])) >= 2), None)
    if header is None:
        return _unread(bestand, "er is geen rij met kolomnamen van het CBS gevonden (RegioS en Perioden).")
    names = [SUFFIX.sub("", str(name).strip()) for name in cells.iloc[header]]
    rows = cells.iloc[header + 1 :].set_axis(names, axis=1).apply(lambda column: column.str.strip())
    return RawTable(bestand, DELIVERY, _long(rows.loc[:, [bool(name) for name in names]]), kolommen=tuple(names))


def _score(cells: list[str]) -> int:
    found = {fold(SUFFIX.sub("", str(cell).strip())) for cell in cells}
    return bool(found & REGIONS) + bool(found & PERIODS)


def _long(rows: pd.DataFrame) -> pd.DataFrame:
    """Give one row per region, period and measure; the list of reference points names its indicator itself."""
    by_fold = {fold(name): name for name in rows.columns}
    regio = next(by_fold[name] for name in by_fold if name in REGIONS)
    periode = next(by_fold[name] for name in by_fold if name in PERIODS)
    measures = [name for key, name in by_fold.items() if key not in NO_MEASURE | REGIONS | PERIODS]
    base = pd.DataFrame({"regio": rows[regio], "periode": rows[periode], "rij": rows.index.astype("int64")})
    for name in ("noemer", "status"):
        base[name] = rows[by_fold[name]] if name in by_fold else ""
    own = rows[by_fold["indicator"]] if "indicator" in by_fold else None
    parts = [
        base.assign(indicator=f"{name}" if own is None else own + f"|{name}", waarde=rows[name]) for name in measures
    ]
    if not parts:
        return pd.DataFrame(columns=[*COLUMNS, "rij"])
    return pd.concat(parts, ignore_index=True)[[*COLUMNS, "rij"]]


def _unread(bestand: str, tekst: str) -> RawTable:
    melding = Melding(bestand, tekst, "waarschuwing", advies="Haal het opnieuw op bij StatLine.", code="cbs_onleesbaar")
    return RawTable(bestand, DELIVERY, pd.DataFrame(columns=[*COLUMNS, "rij"]), (melding,))
