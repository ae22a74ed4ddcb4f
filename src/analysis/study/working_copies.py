"""What the software keeps beside the deliveries and can make again: where it is, and how it is thrown away."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.study.hashes import STAMPS
from analysis.study.locks import NOTE, SUFFIX, WORK, refuse_while_reports_are_made
from analysis.study.settings import Study

LOGS = "logboek"
PARTS = "delen"
"""Folder in `reports` with the result tables of each edition once more, cut per IKC, for the making of reports."""
EXPORTS = "export"
"""Folder in `reports` with what `ikc export` makes: copies of result tables, which it makes again."""
REMADE = ".nagebouwd-"
"""Begin of the name of the folder in `reports` where `ikc verify` makes an edition again; it holds children's rows."""
KEPT = ".gitkeep"
EDITIES = ("publiek", "intern")


@dataclass(frozen=True)
class Place:
    """A folder of working copies, and what is in it in a reader's words."""

    folder: Path
    wat: str

    @property
    def files(self) -> list[Path]:
        """Every file in it but locks and the sign that keeps a folder in git; a link is itself, never what it names."""
        found = sorted(path for path in self.folder.rglob("*") if path.is_symlink() or path.is_file())
        return [path for path in found if path.suffix not in (SUFFIX, NOTE) and path.name != KEPT]


def working_copies(study: Study) -> list[Place]:
    """Give the places with rows of children, or with what was made of them, that a run makes again."""
    half_made = [Place(path, "half gemaakte tabellen") for path in sorted(study.processed.parent.glob(".processed-*"))]
    half_made += [Place(path, "een editie die werd nagebouwd") for path in sorted(study.reports.glob(f"{REMADE}*"))]
    return [
        Place(study.processed, "opgeschoonde tabellen, en rijen die apart zijn gezet"),
        *half_made,
        Place(study.reports / WORK, "onaf werk"),
        Place(study.reports / LOGS, "meldingen van rapporten die mislukten"),
        *(Place(study.reports / PARTS / editie, f"tabellen per IKC, editie {editie}") for editie in EDITIES),
        Place(study.reports / EXPORTS, "tabellen voor Excel en SPSS, gemaakt met `ikc export`"),
        Place(study.reports / STAMPS, "stempels: kenmerken van tabellen en rapporten"),
    ]


def refuse_while_busy(study: Study) -> None:
    """Stop when another run makes reports; the study must be locked."""
    for editie in EDITIES:
        refuse_while_reports_are_made(study, editie)


def remove_files(place: Place, files: list[Path]) -> None:
    """Throw files of a place away, and the folders that are then empty."""
    for path in files:
        path.unlink(missing_ok=True)
    for folder in sorted(_folders(place.folder), key=lambda path: len(path.parts), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _folders(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink())


def clear(place: Place) -> None:
    """Throw a place away, but for locks and what keeps its folder in git."""
    if any(place.folder.rglob(f"*{SUFFIX}")) or (place.folder / KEPT).exists():
        remove_files(place, place.files)
    else:
        shutil.rmtree(place.folder, ignore_errors=True)
