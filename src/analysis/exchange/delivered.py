"""A delivery as it came in, to show its own cells to who delivered it: never read for a result."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Plaats
from analysis.intake.formats import read_grids
from analysis.intake.grids import Grid, OnleesbaarBestand
from analysis.intake.headers import read_header, score_header
from analysis.intake.ikcs import match_ikcs
from analysis.intake.personal import is_personal
from analysis.intake.places import delivery_of_name
from analysis.study import Study

RAW = "data/raw/"


@dataclass(frozen=True)
class Delivered:
    """One file or sheet: `cells` as text (index: row numbers as a spreadsheet shows them), and where its columns are.

    `kolommen` gives the place of a column by its canonical name and by its own header; `ikcs` the IKC per row where the
    delivery has such a column; `persoonlijk` the columns whose contents are never copied.
    """

    bestand: str
    cells: pd.DataFrame
    kop: int
    kolommen: dict[str, int]
    ikcs: pd.Series
    persoonlijk: frozenset[int]

    def cell_of(self, place: Plaats) -> tuple[int, int | None] | None:
        """Give row and column (None: the whole row) of a place; None when it is nowhere in this sheet."""
        column = self.kolommen.get(place.kolom)
        if place.rij is None:
            return (self.kop, column) if column is not None and self.kop else None
        return place.rij, column


def delivery_of(bestand: str) -> str:
    """Give the delivery that a file, as messages name it, is of; '' when of none."""
    parts = PurePosixPath(bestand.partition("#")[0].removeprefix(RAW)).parts
    return (delivery_of_name(parts[0], is_folder=len(parts) > 1) or "") if parts and bestand.startswith(RAW) else ""


def read_delivered(bestand: str, study: Study, codebook: Codebook) -> Delivered | None:
    """Read a file or sheet that a message names; None for what has no cells to show (messages, a broken file)."""
    file, _, sheet = bestand.partition("#")
    path, delivery = study.folder / file, delivery_of(bestand)
    if not path.is_file() or path.suffix.lower() in (".xml", ".zip") or delivery in ("", "cbs"):
        return None
    try:
        grids, _ = read_grids(path, lambda cells: score_header(cells, codebook, delivery))
    except (OnleesbaarBestand, OSError):
        return None
    grid = next((grid for grid in grids if grid.blad == sheet), None)
    return None if grid is None else _describe(grid, bestand, Path(file), study, codebook, delivery)


def _describe(grid: Grid, bestand: str, path: Path, study: Study, codebook: Codebook, delivery: str) -> Delivered:
    header = read_header(grid.cells, bestand, codebook, delivery, {})
    heads = [str(text).strip() for text in grid.cells.loc[header.rij]] if header.rij else []
    places = {text: number for number, text in reversed(list(enumerate(heads))) if text}
    places |= {name: number for number, name in header.columns.items()}
    hidden = frozenset(
        number for number, text in enumerate(heads) if number not in header.columns and is_personal(text, codebook)
    )
    ikcs = match_ikcs(grid.cells[places["ikc"]], study) if "ikc" in header.columns.values() else pd.Series(dtype="str")
    return Delivered(bestand, grid.cells, header.rij, places, ikcs, hidden)
