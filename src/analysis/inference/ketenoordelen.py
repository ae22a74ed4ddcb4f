"""The words of the effectenketen: its verdicts, what people mainly say, why numbers say nothing."""

from analysis.codebook.keten import OMHOOG, OMLAAG

GEEN, NIET_BEKEND = "geen", "niet_bekend"
BEWOGEN = (OMHOOG, OMLAAG)
STERKTE = {NIET_BEKEND: 0, GEEN: 1, OMHOOG: 2, OMLAAG: 2}
"""How much is claimed: a public verdict never claims more than the internal one."""
BEVESTIGD, TEGENSTRIJDIG = "bevestigd", "tegenstrijdig"
ALLEEN_KWALITATIEF, ALLEEN_KWANTITATIEF, GEEN_GEGEVENS = "alleen_kwalitatief", "alleen_kwantitatief", "geen_gegevens"
VERDICTS = (BEVESTIGD, ALLEEN_KWALITATIEF, ALLEEN_KWANTITATIEF, TEGENSTRIJDIG, GEEN_GEGEVENS)
VOORAL_PLUS, VOORAL_MIN, VERDEELD, NEUTRAAL, NIEMAND = "vooral_plus", "vooral_min", "verdeeld", "neutraal", "niemand"
GEEN_METING, GEEN_UITKOMST, VERSCHILLEN = "geen_indicator", "niet_berekend", "indicatoren_verschillen"
IKCS_VERSCHILLEN, GEKOZEN = "ikcs_verschillen", "gekozen_casussen"
