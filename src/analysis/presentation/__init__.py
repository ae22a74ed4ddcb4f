"""Figures, tables and Dutch sentences, built from finished and suppressed result tables."""

from analysis.presentation.care_capacity import tabel_bundeling, tabel_inzet_gezin, zin_bundeling, zin_inzet_gezin
from analysis.presentation.care_paths import (
    figuur_zorgpad,
    tabel_zorgpad,
    tabel_zorgpad_groep,
    tabel_zorgpad_producten,
    zin_zorgpad,
    zin_zorgpad_groep,
)
from analysis.presentation.figures_care import figuur_zorg, figuur_zorg_probleem
from analysis.presentation.figures_cbs import figuur_cbs, zin_cbs
from analysis.presentation.figures_certainty import figuur_gevoeligheid
from analysis.presentation.figures_costs import figuur_casus, figuur_casussen
from analysis.presentation.figures_costs_totals import figuur_betalers, figuur_kosten_gevoeligheid, figuur_spreiding
from analysis.presentation.figures_event import figuur_gebeurtenisstudie
from analysis.presentation.figures_forest import figuur_bosplot
from analysis.presentation.figures_glance import figuur_oogopslag
from analysis.presentation.figures_ikcs import figuur_ikcs_naast_elkaar
from analysis.presentation.figures_series import figuur_tijdreeks
from analysis.presentation.figures_signals import figuur_bouw_domein, figuur_signalen_domein
from analysis.presentation.figures_toewijzingen import figuur_toewijzingen
from analysis.presentation.figures_trajecten import figuur_kort_lang, figuur_trajecten
from analysis.presentation.outputs import Figuur, Tabel, Tekst
from analysis.presentation.rapport import Rapport, open_rapport, open_schoon
from analysis.presentation.sentences_account import (
    zin_lees_zekerheid,
    zin_metingen,
    zin_primair,
    zin_verantwoording,
    zin_versies,
    zin_waarschuwing,
)
from analysis.presentation.sentences_care import (
    zin_lees_toewijzingen,
    zin_samenhang,
    zin_toewijzingen,
    zin_zorg,
    zin_zorg_probleem,
)
from analysis.presentation.sentences_caveats import zin_kanttekeningen
from analysis.presentation.sentences_certainty import (
    zin_gevoeligheid,
    zin_over_ikcs,
    zin_verschil_in_verschil,
)
from analysis.presentation.sentences_costs import (
    zin_casus,
    zin_kosten,
    zin_oogopslag_kosten,
    zin_over_casussen,
    zin_waardedriehoek,
)
from analysis.presentation.sentences_costs_totals import (
    zin_betalers,
    zin_break_even,
    zin_controles,
    zin_opschaling,
    zin_spreiding,
    zin_sroi,
)
from analysis.presentation.sentences_glance import (
    key_changes,
    zin_oogopslag_niet,
    zin_oogopslag_wat,
    zin_oogopslag_zeker,
)
from analysis.presentation.sentences_ikcs import zin_ikcs, zin_lees_ikcs
from analysis.presentation.sentences_reach import zin_bereik
from analysis.presentation.sentences_series import zin_tijdreeks, zin_tijdreeks_groepen
from analysis.presentation.sentences_signals import (
    zin_bouw,
    zin_gemeten,
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
    tabel_samenhang,
    tabel_toewijzingen,
)
from analysis.presentation.tables_certainty import tabel_over_ikcs, tabel_verschil_in_verschil
from analysis.presentation.tables_changes import (
    tabel_ikcs,
    tabel_signalen,
    tabel_verhoudingen,
    tabel_verkennend,
    tabel_zorg,
    tabel_zorgvormen,
)
from analysis.presentation.tables_checks import tabel_afwijkingen, tabel_controles
from analysis.presentation.tables_costs import (
    tabel_break_even,
    tabel_casus,
    tabel_casussen,
    tabel_contante_waarde,
    tabel_opschaling,
    tabel_over_casussen,
    tabel_sroi,
    tabel_waardedriehoek,
)
from analysis.presentation.tables_toewijzingen import (
    tabel_definities_toewijzingen,
    tabel_koppeling,
    tabel_prijsbronnen,
    tabel_producten,
    tabel_regels,
    tabel_tegenstrijdig,
    tabel_toewijzingen_kosten,
)
from analysis.presentation.tables_trajecten import tabel_kort_lang, tabel_trajecten, tabel_trajecten_paden

__all__ = [
    "Figuur",
    "Rapport",
    "Tabel",
    "Tekst",
    "figuur_betalers",
    "figuur_bosplot",
    "figuur_bouw_domein",
    "figuur_casus",
    "figuur_casussen",
    "figuur_cbs",
    "figuur_gebeurtenisstudie",
    "figuur_gevoeligheid",
    "figuur_ikcs_naast_elkaar",
    "figuur_kort_lang",
    "figuur_kosten_gevoeligheid",
    "figuur_oogopslag",
    "figuur_signalen_domein",
    "figuur_spreiding",
    "figuur_tijdreeks",
    "figuur_toewijzingen",
    "figuur_trajecten",
    "figuur_zorg",
    "figuur_zorg_probleem",
    "figuur_zorgpad",
    "key_changes",
    "open_rapport",
    "open_schoon",
    "tabel_afwijkingen",
    "tabel_break_even",
    "tabel_bundeling",
    "tabel_casus",
    "tabel_casussen",
    "tabel_contante_waarde",
    "tabel_controles",
    "tabel_definities",
    "tabel_definities_toewijzingen",
    "tabel_gemeten",
    "tabel_grootboek",
    "tabel_ikcs",
    "tabel_inzet_gezin",
    "tabel_koppeling",
    "tabel_kort_lang",
    "tabel_meldingen",
    "tabel_methoden",
    "tabel_opschaling",
    "tabel_over_casussen",
    "tabel_over_ikcs",
    "tabel_prijsbronnen",
    "tabel_producten",
    "tabel_regels",
    "tabel_samenhang",
    "tabel_signalen",
    "tabel_sroi",
    "tabel_tegenstrijdig",
    "tabel_toewijzingen",
    "tabel_toewijzingen_kosten",
    "tabel_trajecten",
    "tabel_trajecten_paden",
    "tabel_verhoudingen",
    "tabel_verkennend",
    "tabel_verschil_in_verschil",
    "tabel_waardedriehoek",
    "tabel_zorg",
    "tabel_zorgpad",
    "tabel_zorgpad_groep",
    "tabel_zorgpad_producten",
    "tabel_zorgvormen",
    "zin_bereik",
    "zin_betalers",
    "zin_bouw",
    "zin_break_even",
    "zin_bundeling",
    "zin_casus",
    "zin_cbs",
    "zin_controles",
    "zin_gemeten",
    "zin_gevoeligheid",
    "zin_ikcs",
    "zin_inzet_gezin",
    "zin_kanttekeningen",
    "zin_kort_lang",
    "zin_kosten",
    "zin_lees_ikcs",
    "zin_lees_kort_lang",
    "zin_lees_toewijzingen",
    "zin_lees_trajecten",
    "zin_lees_zekerheid",
    "zin_metingen",
    "zin_oogopslag_kosten",
    "zin_oogopslag_niet",
    "zin_oogopslag_wat",
    "zin_oogopslag_zeker",
    "zin_opschaling",
    "zin_over_casussen",
    "zin_over_ikcs",
    "zin_primair",
    "zin_samenhang",
    "zin_signalen",
    "zin_spreiding",
    "zin_sroi",
    "zin_tijdreeks",
    "zin_tijdreeks_groepen",
    "zin_toewijzingen",
    "zin_trajecten",
    "zin_verantwoording",
    "zin_verhouding",
    "zin_verkennend",
    "zin_verschil_in_verschil",
    "zin_versies",
    "zin_waardedriehoek",
    "zin_waarschuwing",
    "zin_zorg",
    "zin_zorg_probleem",
    "zin_zorgpad",
    "zin_zorgpad_groep",
]
