"""Care before and after, bundling, and who is around a family."""

from analysis.presentation.zorgpaden.bundeling import tabel_bundeling, tabel_inzet_gezin, zin_bundeling, zin_inzet_gezin
from analysis.presentation.zorgpaden.paths import (
    figuur_zorgpad,
    tabel_zorgpad,
    tabel_zorgpad_groep,
    tabel_zorgpad_producten,
    zin_zorgpad,
    zin_zorgpad_groep,
)

__all__ = [
    "figuur_zorgpad",
    "tabel_bundeling",
    "tabel_inzet_gezin",
    "tabel_zorgpad",
    "tabel_zorgpad_groep",
    "tabel_zorgpad_producten",
    "zin_bundeling",
    "zin_inzet_gezin",
    "zin_zorgpad",
    "zin_zorgpad_groep",
]
