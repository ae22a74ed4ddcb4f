"""How an IKC describes itself, what changed there, and second-line care beside care close by."""

from analysis.presentation.profiel.figures import figuur_tweede_lijn
from analysis.presentation.profiel.sentences import lijst_gebeurtenissen, zin_profiel, zin_tweede_lijn
from analysis.presentation.profiel.tables import tabel_profiel

__all__ = ["figuur_tweede_lijn", "lijst_gebeurtenissen", "tabel_profiel", "zin_profiel", "zin_tweede_lijn"]
