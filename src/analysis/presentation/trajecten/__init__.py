"""How long trajecten last, and short beside long ones."""

from analysis.presentation.trajecten.figures import figuur_kort_lang, figuur_trajecten
from analysis.presentation.trajecten.sentences import (
    zin_kort_lang,
    zin_lees_kort_lang,
    zin_lees_trajecten,
    zin_trajecten,
)
from analysis.presentation.trajecten.tables import tabel_kort_lang, tabel_trajecten, tabel_trajecten_paden

__all__ = [
    "figuur_kort_lang",
    "figuur_trajecten",
    "tabel_kort_lang",
    "tabel_trajecten",
    "tabel_trajecten_paden",
    "zin_kort_lang",
    "zin_lees_kort_lang",
    "zin_lees_trajecten",
    "zin_trajecten",
]
