"""Which care children get, whether it reaches those with problems, what goes together."""

from analysis.presentation.zorg.figures import figuur_zorg, figuur_zorg_probleem
from analysis.presentation.zorg.sentences import zin_samenhang, zin_zorg, zin_zorg_probleem
from analysis.presentation.zorg.tables import tabel_samenhang, tabel_verhoudingen, tabel_zorg, tabel_zorgvormen

__all__ = [
    "figuur_zorg",
    "figuur_zorg_probleem",
    "tabel_samenhang",
    "tabel_verhoudingen",
    "tabel_zorg",
    "tabel_zorgvormen",
    "zin_samenhang",
    "zin_zorg",
    "zin_zorg_probleem",
]
