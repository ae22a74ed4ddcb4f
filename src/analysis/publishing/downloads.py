"""The tables that the index offers: what a row of each is, by its card, and which have no rows and are not offered."""

import csv
from dataclasses import dataclass
from pathlib import Path

from analysis.publishing.edition_folder import RESULTS
from analysis.study.numbers import with_points

OVERVIEW, DICTIONARY = "tabellen.csv", "datadictionary.csv"
ABOUT_TABLES = {
    DICTIONARY: "Wat elke kolom van elke tabel betekent, met de eenheid.",
    OVERVIEW: "Welke tabellen er zijn: wat een rij is, hoe zij is gemaakt en wat er niet in staat.",
}
"""The two tables that explain the others; they have no card."""


@dataclass(frozen=True)
class Download:
    """A table to download: its path from the index, its name, what a row of it is, and how many rows it has."""

    pad: str
    naam: str
    uitleg: str
    rijen: int

    @property
    def rijen_in_woorden(self) -> str:
        """Number of rows as a Dutch number."""
        return with_points(self.rijen)


def list_downloads(reports: Path) -> tuple[Download, ...]:
    """Give the tables of an edition that have rows; the two that explain the others come first."""
    folder = reports / RESULTS
    told = _told(folder / OVERVIEW) | ABOUT_TABLES
    found = [
        Download(f"{RESULTS}/{path.name}", path.name, told.get(path.name, ""), count_rows(path))
        for path in sorted(folder.glob("*.csv"))
    ]
    return tuple(sorted((item for item in found if item.rijen), key=lambda item: item.naam not in ABOUT_TABLES))


def _told(overview: Path) -> dict[str, str]:
    """Read what a row of each table is from the overview beside the tables, which comes from their cards."""
    if not overview.is_file():
        return {}
    with overview.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {f"{row['tabel']}.csv": row["rij"] for row in rows if row.get("tabel")}


def count_rows(path: Path) -> int:
    """Count the rows of a table below its head."""
    with path.open(encoding="utf-8", newline="") as stream:
        return max(sum(1 for _ in csv.reader(stream)) - 1, 0)
