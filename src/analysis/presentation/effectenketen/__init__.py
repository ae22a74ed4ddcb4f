"""The effectenketen: where what people say and what the numbers say meet."""

from analysis.presentation.effectenketen.figures import figuur_effectenketen
from analysis.presentation.effectenketen.sentences import (
    zin_citaten,
    zin_codeurs,
    zin_effectenketen,
    zin_mensen,
    zin_schakels,
)
from analysis.presentation.effectenketen.tables import tabel_effectenketen

__all__ = [
    "figuur_effectenketen",
    "tabel_effectenketen",
    "zin_citaten",
    "zin_codeurs",
    "zin_effectenketen",
    "zin_mensen",
    "zin_schakels",
]
