"""What the described cases cost and save, who pays, how sure that is, and whether published figures are right."""

from analysis.presentation.kosten.checks import tabel_afwijkingen, tabel_controles
from analysis.presentation.kosten.doorbraken import tabel_doorbraken, tekst_plannen, zin_doorbraken
from analysis.presentation.kosten.figures import figuur_casussen
from analysis.presentation.kosten.figures_totals import figuur_betalers, figuur_kosten_gevoeligheid, figuur_spreiding
from analysis.presentation.kosten.sentences import (
    zin_casus,
    zin_kosten,
    zin_oogopslag_kosten,
    zin_over_casussen,
    zin_waardedriehoek,
)
from analysis.presentation.kosten.sentences_totals import (
    zin_betalers,
    zin_break_even,
    zin_controles,
    zin_opschaling,
    zin_spreiding,
    zin_sroi,
)
from analysis.presentation.kosten.tables import (
    tabel_basis,
    tabel_break_even,
    tabel_casus,
    tabel_casussen,
    tabel_contante_waarde,
    tabel_opschaling,
    tabel_over_casussen,
    tabel_sroi,
    tabel_waardedriehoek,
)

__all__ = [
    "figuur_betalers",
    "figuur_casussen",
    "figuur_kosten_gevoeligheid",
    "figuur_spreiding",
    "tabel_afwijkingen",
    "tabel_basis",
    "tabel_break_even",
    "tabel_casus",
    "tabel_casussen",
    "tabel_contante_waarde",
    "tabel_controles",
    "tabel_doorbraken",
    "tabel_opschaling",
    "tabel_over_casussen",
    "tabel_sroi",
    "tabel_waardedriehoek",
    "tekst_plannen",
    "zin_betalers",
    "zin_break_even",
    "zin_casus",
    "zin_controles",
    "zin_doorbraken",
    "zin_kosten",
    "zin_oogopslag_kosten",
    "zin_opschaling",
    "zin_over_casussen",
    "zin_spreiding",
    "zin_sroi",
    "zin_waardedriehoek",
]
