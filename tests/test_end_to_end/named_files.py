"""Deliveries as they come in real life: with the name of a child, a school or a colleague in the name of the file."""

from pathlib import Path

import openpyxl

NAAM = "Zwaluwstaart"


def name_files_after_a_person(study: Path) -> Path:
    """Put a recognisable name in the name of every file, folder and sheet whose name is free; gives the study."""
    raw = study / "data" / "raw"
    for folder in ("inventarisatie", "toewijzingen", "cbs"):
        for path in sorted(path for path in (raw / folder).rglob("*") if path.is_file()):
            named = path.rename(path.with_stem(f"{path.stem} {NAAM}"))
            if named.suffix == ".xlsx":
                _name_sheet(named)
    published = raw / "casussen_gepubliceerd.csv"
    published.rename(raw / f"{NAAM} gepubliceerd.csv")
    (raw / f"{NAAM} los.txt").write_text("dit hoort nergens bij\n", encoding="utf-8")
    return study


def _name_sheet(path: Path) -> None:
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0].title = NAAM
    workbook.save(path)
