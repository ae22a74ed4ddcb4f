"""How sure, how measured, what was delivered, what the words mean."""

from analysis.presentation.verantwoording.bereik import zin_bereik
from analysis.presentation.verantwoording.exploratory import tabel_verkennend
from analysis.presentation.verantwoording.figures import figuur_gevoeligheid
from analysis.presentation.verantwoording.proces import figuur_proces
from analysis.presentation.verantwoording.sensitivity import zin_gevoeligheid
from analysis.presentation.verantwoording.sentences import (
    zin_bijlage,
    zin_lees_zekerheid,
    zin_metingen,
    zin_primair,
    zin_toeval,
    zin_vastgelegd,
    zin_verantwoording,
    zin_versies,
    zin_waarschuwing,
)
from analysis.presentation.verantwoording.tables import (
    tabel_definities,
    tabel_grootboek,
    tabel_meldingen,
    tabel_methoden,
)
from analysis.presentation.verantwoording.target_trial import tabel_wie_wanneer

__all__ = [
    "figuur_gevoeligheid",
    "figuur_proces",
    "tabel_definities",
    "tabel_grootboek",
    "tabel_meldingen",
    "tabel_methoden",
    "tabel_verkennend",
    "tabel_wie_wanneer",
    "zin_bereik",
    "zin_bijlage",
    "zin_gevoeligheid",
    "zin_lees_zekerheid",
    "zin_metingen",
    "zin_primair",
    "zin_toeval",
    "zin_vastgelegd",
    "zin_verantwoording",
    "zin_versies",
    "zin_waarschuwing",
]
