"""Who was measured, and which signals were seen."""

from analysis.presentation.signalen.figures import figuur_bouw_domein, figuur_signalen, figuur_signalen_domein
from analysis.presentation.signalen.gemeten import tabel_gemeten
from analysis.presentation.signalen.sentences import (
    zin_bouw,
    zin_gemeten,
    zin_lees_signalen,
    zin_signalen,
    zin_verhouding,
    zin_verkennend,
)
from analysis.presentation.signalen.tables import tabel_signalen
from analysis.presentation.signalen.trend import tabel_trend, zin_trend
from analysis.presentation.signalen.verloop import figuur_verloop

__all__ = [
    "figuur_bouw_domein",
    "figuur_signalen",
    "figuur_signalen_domein",
    "figuur_verloop",
    "tabel_gemeten",
    "tabel_signalen",
    "tabel_trend",
    "zin_bouw",
    "zin_gemeten",
    "zin_lees_signalen",
    "zin_signalen",
    "zin_trend",
    "zin_verhouding",
    "zin_verkennend",
]
