"""One door for every kind of file: a path to grids of text, whatever its name says that it is."""

from collections.abc import Callable
from pathlib import Path

from analysis.intake.grids import Grid, read_text_grid
from analysis.intake.kinds import kind_of
from analysis.intake.spss_files import read_spss_grid
from analysis.intake.text_scan import OnleesbaarBestand
from analysis.intake.web_tables import read_web_grids
from analysis.intake.workbooks import SUFFIXES as WORKBOOKS
from analysis.intake.workbooks import read_workbook_grids
from analysis.study.doors import refuse_in_public

SUFFIXES = (".csv", ".txt", ".tsv", *WORKBOOKS, ".sav", ".zsav", ".htm", ".html")
"""How the name of a file that can be read may end; what it is, is seen from its first bytes."""


def read_grids(path: Path, score: Callable[[list[str]], int], large: bool = False) -> tuple[list[Grid], list[str]]:
    """Give the grids of a file and the names of hidden sheets; raises OnleesbaarBestand with what it is and what to do.

    `score` tells how well a row of cells looks like a header; a `large` delivery may have millions of rows. Refused
    where the public edition is made.
    """
    refuse_in_public("data/raw")
    if not path.stat().st_size:
        raise OnleesbaarBestand("het bestand is leeg.")
    kind = kind_of(path)
    if kind == "werkmap":
        return read_workbook_grids(path)
    if kind == "spss":
        return [read_spss_grid(path, score)], []
    if kind == "webpagina":
        return read_web_grids(path), []
    return [read_text_grid(path, score, large)], []
