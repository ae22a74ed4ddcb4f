"""The IKCs side by side, and those with a jeugdondersteuner beside those without."""

from analysis.presentation.totaalbeeld.figures_event import figuur_gebeurtenisstudie
from analysis.presentation.totaalbeeld.figures_forest import figuur_bosplot
from analysis.presentation.totaalbeeld.figures_ikcs import figuur_ikcs_naast_elkaar
from analysis.presentation.totaalbeeld.figures_tijdreeks import figuur_tijdreeks
from analysis.presentation.totaalbeeld.sentences import zin_over_ikcs, zin_verschil_in_verschil
from analysis.presentation.totaalbeeld.sentences_ikcs import zin_ikcs, zin_lees_ikcs
from analysis.presentation.totaalbeeld.sentences_tijdreeks import zin_tijdreeks, zin_tijdreeks_groepen
from analysis.presentation.totaalbeeld.tables import tabel_over_ikcs, tabel_verschil_in_verschil
from analysis.presentation.totaalbeeld.tables_ikcs import tabel_ikcs

__all__ = [
    "figuur_bosplot",
    "figuur_gebeurtenisstudie",
    "figuur_ikcs_naast_elkaar",
    "figuur_tijdreeks",
    "tabel_ikcs",
    "tabel_over_ikcs",
    "tabel_verschil_in_verschil",
    "zin_ikcs",
    "zin_lees_ikcs",
    "zin_over_ikcs",
    "zin_tijdreeks",
    "zin_tijdreeks_groepen",
    "zin_verschil_in_verschil",
]
