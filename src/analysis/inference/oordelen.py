"""The verdicts that results hold, each by one name; without anything that computes, for whoever only reads them."""

GESTEGEN, GEDAALD = "gestegen", "gedaald"
GEEN_VERANDERING, TE_WEINIG = "geen aantoonbare verandering", "te weinig gegevens"
OORDELEN = (GESTEGEN, GEDAALD, GEEN_VERANDERING, TE_WEINIG)
STERKER, ZWAKKER = "sterker", "zwakker"
HOGER, LAGER, VERGELIJKBAAR = "hoger", "lager", "vergelijkbaar"
