"""The goals: what was agreed, how it stands and why, and what the first meting proposes."""

from analysis.presentation.doelen.figures import figuur_doelen
from analysis.presentation.doelen.proposals import regels_voorstellen, tabel_voorstellen, zin_voorstellen
from analysis.presentation.doelen.sentences import zin_doelen
from analysis.presentation.doelen.tables import (
    tabel_doelen_algemeen,
    tabel_doelen_ikcs,
    tabel_doelen_locatie,
    tabel_doelen_locaties,
)

__all__ = [
    "figuur_doelen",
    "regels_voorstellen",
    "tabel_doelen_algemeen",
    "tabel_doelen_ikcs",
    "tabel_doelen_locatie",
    "tabel_doelen_locaties",
    "tabel_voorstellen",
    "zin_doelen",
    "zin_voorstellen",
]
