"""Plans for the tests of planning."""

from pathlib import Path

from analysis.planning.opzet import Opzet, complete
from analysis.study import Plan, Study


def opzet_of(studies: int = 1000, seed: int = 1, **settings: object) -> Opzet:
    """A plan in a study without a study.yml."""
    study = Study(folder=Path("niet-gelezen"), naam="")
    return Opzet(complete(Plan(**settings), study), study, studies, seed)
