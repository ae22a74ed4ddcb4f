"""How toewijzingen run in time, what they cost, and how they were delivered; the CBS trend beside them."""

from analysis.presentation.toewijzingen.cbs import figuur_cbs, zin_cbs
from analysis.presentation.toewijzingen.figures import figuur_toewijzingen
from analysis.presentation.toewijzingen.running import tabel_toewijzingen
from analysis.presentation.toewijzingen.sentences import zin_lees_toewijzingen, zin_toewijzingen
from analysis.presentation.toewijzingen.tables import (
    tabel_definities_toewijzingen,
    tabel_koppeling,
    tabel_prijsbronnen,
    tabel_producten,
    tabel_regels,
    tabel_tegenstrijdig,
    tabel_toewijzingen_kosten,
)

__all__ = [
    "figuur_cbs",
    "figuur_toewijzingen",
    "tabel_definities_toewijzingen",
    "tabel_koppeling",
    "tabel_prijsbronnen",
    "tabel_producten",
    "tabel_regels",
    "tabel_tegenstrijdig",
    "tabel_toewijzingen",
    "tabel_toewijzingen_kosten",
    "zin_cbs",
    "zin_lees_toewijzingen",
    "zin_toewijzingen",
]
