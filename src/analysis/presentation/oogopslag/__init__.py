"""The first page: the verdict in a box, the primary indicators, what to talk about, and what may not be said."""

from analysis.presentation.oogopslag.caveats import zin_kanttekeningen
from analysis.presentation.oogopslag.figures import figuur_oogopslag
from analysis.presentation.oogopslag.questions import zin_uitspraken, zin_vragen, zin_zeggen
from analysis.presentation.oogopslag.sentences import (
    zin_oogopslag_niet,
    zin_oogopslag_wat,
    zin_oogopslag_zeker,
)
from analysis.presentation.oogopslag.tables import tabel_oogopslag
from analysis.presentation.oogopslag.verdict import kader_oordeel, zin_wie

__all__ = [
    "figuur_oogopslag",
    "kader_oordeel",
    "tabel_oogopslag",
    "zin_kanttekeningen",
    "zin_oogopslag_niet",
    "zin_oogopslag_wat",
    "zin_oogopslag_zeker",
    "zin_uitspraken",
    "zin_vragen",
    "zin_wie",
    "zin_zeggen",
]
