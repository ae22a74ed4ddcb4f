"""The verdicts that results hold, each by one name; without anything that computes, for whoever only reads them.

`genoteerd` is about what was noted at the two metingen, `oordeel` about whether something changed, `oordeel_reden` why
that is the word. With another kind of informant more or less may have been noted while nothing, or the reverse,
changed: there the oordeel is `niet te zeggen`.
"""

GESTEGEN, GEDAALD = "gestegen", "gedaald"
GEEN_VERANDERING, TE_WEINIG = "geen aantoonbare verandering", "te weinig gegevens"
NIET_TE_ZEGGEN = "niet te zeggen"
GEEN_OORDEEL = ""
"""Children added up over IKCs: a description; the word over IKCs is in `over_ikcs`."""
OORDELEN = (GESTEGEN, GEDAALD, GEEN_VERANDERING, TE_WEINIG, NIET_TE_ZEGGEN)
MEER, MINDER, GEEN_VERSCHIL = "meer", "minder", "geen aantoonbaar verschil"
STERKER, ZWAKKER = "sterker", "zwakker"
HOGER, LAGER, VERGELIJKBAAR = "hoger", "lager", "vergelijkbaar"
NAAR_VOREN, NIET_NAAR_VOREN = "naar voren", "niet naar voren"
"""Whether the hours of a jeugdondersteuner moved; the rule is in `inference.inzet`."""

MARGE = "marge"
METING_ONTBREEKT, WEINIG_KINDEREN, WEINIG_GEVALLEN = "meting_ontbreekt", "te_weinig_kinderen", "te_weinig_gevallen"
WEINIG_IKCS, WEINIG_METINGEN = "te_weinig_ikcs", "te_weinig_metingen"
OPGETELD = "opgeteld_over_ikcs"
ANDERE_INFORMANT, INFORMANT_ONBEKEND = "andere_informant", "informant_onbekend"
ANDERE_PERSOON, DUBBELE_RAPPORTEN = "andere_persoon", "dubbele_rapporten"
LIJST_ANDERS, CODEBOEK_ANDERS, IKC_ANDERS = "lijst_veranderd", "codeboek_veranderd", "ikc_veranderd"
ONDERDRUKT = "onderdrukt"
REDENEN = (MARGE, METING_ONTBREEKT, WEINIG_KINDEREN, WEINIG_GEVALLEN, WEINIG_IKCS, WEINIG_METINGEN, OPGETELD,
           ANDERE_INFORMANT, INFORMANT_ONBEKEND, ANDERE_PERSOON, LIJST_ANDERS, CODEBOEK_ANDERS, IKC_ANDERS,
           DUBBELE_RAPPORTEN, ONDERDRUKT)  # fmt: skip
"""Every `oordeel_reden`; what each means is on the column's card, what a reader is told in `presentation/taal`."""
IETS_ANDERS = (CODEBOEK_ANDERS, IKC_ANDERS)
"""With these reasons the two metingen are of something else, however much was counted."""
NIET_TE_VERGELIJKEN = (ANDERE_INFORMANT, INFORMANT_ONBEKEND, ANDERE_PERSOON, LIJST_ANDERS, CODEBOEK_ANDERS, IKC_ANDERS)
"""With these reasons a difference tells what was noted, and not what changed."""
