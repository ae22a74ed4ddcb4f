"""What a jeugdondersteuner spends hours on, and whether that moved to the front."""

from analysis.presentation.inzet.figures import figuur_inzet
from analysis.presentation.inzet.sentences import zin_inzet, zin_lees_inzet
from analysis.presentation.inzet.tables import tabel_inzet

__all__ = ["figuur_inzet", "tabel_inzet", "zin_inzet", "zin_lees_inzet"]
