"""Figures, tables and Dutch sentences, built from finished and suppressed result tables."""

from analysis.presentation.figures_care import figuur_verhouding, figuur_zorg, figuur_zorg_probleem
from analysis.presentation.figures_certainty import figuur_gevoeligheid
from analysis.presentation.figures_event import figuur_gebeurtenisstudie
from analysis.presentation.figures_forest import figuur_bosplot
from analysis.presentation.figures_glance import figuur_oogopslag
from analysis.presentation.figures_ikcs import figuur_ikcs_naast_elkaar
from analysis.presentation.figures_signals import figuur_bouw_domein, figuur_signalen_domein
from analysis.presentation.figures_toewijzingen import figuur_toewijzingen
from analysis.presentation.figures_trajecten import figuur_kort_lang, figuur_trajecten
from analysis.presentation.outputs import Figuur, Tabel, Tekst
from analysis.presentation.rapport import Rapport, open_rapport, open_schoon
from analysis.presentation.sentences_account import (
    zin_informanten,
    zin_kop,
    zin_lees_zekerheid,
    zin_verantwoording,
    zin_waarschuwing,
    zin_zekerheid,
)
from analysis.presentation.sentences_care import (
    zin_lees_toewijzingen,
    zin_lees_zorg,
    zin_samenhang,
    zin_toewijzingen,
    zin_toewijzingen_peildatum,
    zin_zorg,
    zin_zorg_probleem,
)
from analysis.presentation.sentences_certainty import (
    zin_gevoeligheid,
    zin_lees_gevoeligheid,
    zin_over_ikcs,
    zin_tijdreeks,
    zin_verschil_in_verschil,
)
from analysis.presentation.sentences_glance import (
    key_changes,
    zin_oogopslag_niet,
    zin_oogopslag_wat,
    zin_oogopslag_zeker,
)
from analysis.presentation.sentences_ikcs import zin_ikcs, zin_lees_ikcs
from analysis.presentation.sentences_reach import zin_bereik
from analysis.presentation.sentences_signals import (
    zin_bouw,
    zin_gemeten,
    zin_lees_bouw,
    zin_lees_gemeten,
    zin_lees_signalen_domein,
    zin_signalen,
    zin_verhouding,
    zin_verkennend,
)
from analysis.presentation.sentences_trajecten import (
    zin_kort_lang,
    zin_lees_kort_lang,
    zin_lees_trajecten,
    zin_trajecten,
)
from analysis.presentation.tables_account import (
    tabel_definities,
    tabel_gemeten,
    tabel_grootboek,
    tabel_meldingen,
    tabel_methoden,
    tabel_metingen,
    tabel_primair,
    tabel_samenhang,
    tabel_toewijzingen,
    tabel_versies,
)
from analysis.presentation.tables_certainty import tabel_verschil_in_verschil
from analysis.presentation.tables_changes import (
    tabel_ikcs,
    tabel_kerncijfers,
    tabel_signalen,
    tabel_signalen_codes,
    tabel_verhoudingen,
    tabel_verkennend,
    tabel_zorg,
    tabel_zorgvormen,
)
from analysis.presentation.tables_trajecten import (
    tabel_koppeling,
    tabel_kort_lang,
    tabel_prijsbronnen,
    tabel_producten,
    tabel_regels,
    tabel_trajecten,
    tabel_trajecten_paden,
)

__all__ = [
    "Figuur",
    "Rapport",
    "Tabel",
    "Tekst",
    "figuur_bosplot",
    "figuur_bouw_domein",
    "figuur_gebeurtenisstudie",
    "figuur_gevoeligheid",
    "figuur_ikcs_naast_elkaar",
    "figuur_kort_lang",
    "figuur_oogopslag",
    "figuur_signalen_domein",
    "figuur_toewijzingen",
    "figuur_trajecten",
    "figuur_verhouding",
    "figuur_zorg",
    "figuur_zorg_probleem",
    "key_changes",
    "open_rapport",
    "open_schoon",
    "tabel_definities",
    "tabel_gemeten",
    "tabel_grootboek",
    "tabel_ikcs",
    "tabel_kerncijfers",
    "tabel_koppeling",
    "tabel_kort_lang",
    "tabel_meldingen",
    "tabel_methoden",
    "tabel_metingen",
    "tabel_prijsbronnen",
    "tabel_primair",
    "tabel_producten",
    "tabel_regels",
    "tabel_samenhang",
    "tabel_signalen",
    "tabel_signalen_codes",
    "tabel_toewijzingen",
    "tabel_trajecten",
    "tabel_trajecten_paden",
    "tabel_verhoudingen",
    "tabel_verkennend",
    "tabel_verschil_in_verschil",
    "tabel_versies",
    "tabel_zorg",
    "tabel_zorgvormen",
    "zin_bereik",
    "zin_bouw",
    "zin_gemeten",
    "zin_gevoeligheid",
    "zin_ikcs",
    "zin_informanten",
    "zin_kop",
    "zin_kort_lang",
    "zin_lees_bouw",
    "zin_lees_gemeten",
    "zin_lees_gevoeligheid",
    "zin_lees_ikcs",
    "zin_lees_kort_lang",
    "zin_lees_signalen_domein",
    "zin_lees_toewijzingen",
    "zin_lees_trajecten",
    "zin_lees_zekerheid",
    "zin_lees_zorg",
    "zin_oogopslag_niet",
    "zin_oogopslag_wat",
    "zin_oogopslag_zeker",
    "zin_over_ikcs",
    "zin_samenhang",
    "zin_signalen",
    "zin_tijdreeks",
    "zin_toewijzingen",
    "zin_toewijzingen_peildatum",
    "zin_trajecten",
    "zin_verantwoording",
    "zin_verhouding",
    "zin_verkennend",
    "zin_verschil_in_verschil",
    "zin_waarschuwing",
    "zin_zekerheid",
    "zin_zorg",
    "zin_zorg_probleem",
]
