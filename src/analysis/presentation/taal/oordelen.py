"""The one table of words for verdicts: what figures, tables and sentences call a change that rose, fell, or neither.

A report speaks of the `uitkomst` of a row: the `oordeel`, but where nobody can say whether something changed, what was
noted (`meer genoteerd`), and of children added up over IKCs that it is a description.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.disclosure.shown import NIET_GETOOND, ONBEKEND
from analysis.inference.oordelen import (
    ANDERE_INFORMANT,
    ANDERE_PERSOON,
    CODEBOEK_ANDERS,
    GEDAALD,
    GEEN_OORDEEL,
    GEEN_VERANDERING,
    GESTEGEN,
    HOGER,
    IKC_ANDERS,
    INFORMANT_ONBEKEND,
    LAGER,
    LIJST_ANDERS,
    MEER,
    MINDER,
    NIET_TE_ZEGGEN,
    ONDERDRUKT,
    STERKER,
    TE_WEINIG,
    WEINIG_GEVALLEN,
    WEINIG_KINDEREN,
    WEINIG_METINGEN,
    ZWAKKER,
)

MEER_GENOTEERD, MINDER_GENOTEERD, BESCHRIJVING = "meer genoteerd", "minder genoteerd", "opgeteld"
CLEAR = (GESTEGEN, GEDAALD)
"""Verdicts that chance does not explain."""
STRONGER_OR_WEAKER, HIGHER_OR_LOWER = (STERKER, ZWAKKER), (HOGER, LAGER)
"""The clear verdicts on what goes together, and on where an IKC began."""
JUDGED = (*CLEAR, GEEN_VERANDERING)
"""Verdicts on change that a report may give."""
NOTED_CLEAR = (MEER_GENOTEERD, MINDER_GENOTEERD)
NOTED = (*NOTED_CLEAR, NIET_TE_ZEGGEN)
"""Outcomes of a pair of metingen that tells what was noted, and not what changed."""
COMPARED = (*JUDGED, *NOTED, BESCHRIJVING)
"""Outcomes of rows whose numbers may stand side by side; about the others nothing can be said."""


@dataclass(frozen=True)
class Woorden:
    """An outcome `kort`, as in a figure; as a `naamwoord` (een stijging); and its direction (`meer`, `minder`)."""

    kort: str
    naamwoord: str = "verandering"
    richting: str = ""


OORDELEN = {
    GESTEGEN: Woorden("gestegen", "stijging", "meer"),
    GEDAALD: Woorden("gedaald", "daling", "minder"),
    GEEN_VERANDERING: Woorden("niet aantoonbaar"),
    MEER_GENOTEERD: Woorden("meer genoteerd", "verschil", "meer"),
    MINDER_GENOTEERD: Woorden("minder genoteerd", "verschil", "minder"),
    NIET_TE_ZEGGEN: Woorden("niet te zeggen", "verschil"),
    BESCHRIJVING: Woorden("opgeteld", "verschil"),
    TE_WEINIG: Woorden("te weinig gegevens"),
    ONBEKEND: Woorden("onbekend"),
    NIET_GETOOND: Woorden("niet getoond"),
}

SO_NOTHING = "Of er iets veranderde, is zo niet te zeggen."
OTHER_INFORMANT = (ANDERE_INFORMANT, INFORMANT_ONBEKEND, ANDERE_PERSOON)
"""The reasons that are about who filled in, and not about which children were on the list."""
NOT_THE_SAME = f"Niet overal vulde beide keren hetzelfde soort invuller de lijst in. {SO_NOTHING}"
"""The same, for children added up over IKCs."""
WHY_NOT = {
    ANDERE_INFORMANT: "Iemand anders vulde de lijst in.",
    LIJST_ANDERS: "Op de ene lijst stonden bijna alle kinderen, op de andere een deel van hen.",
    INFORMANT_ONBEKEND: "Wie de lijst invulde, is niet bij beide metingen bekend.",
    ANDERE_PERSOON: "Eén persoon vulde een hele meting in, en de andere meting vulde (ook) iemand anders in.",
    CODEBOEK_ANDERS: "Bij de twee metingen is niet naar dezelfde signalen of zorg gevraagd.",
    IKC_ANDERS: "Het IKC is tussen de twee metingen gefuseerd of gesplitst.",
}
"""Why a difference in what was noted is no change, by `oordeel_reden`."""
WHY_NO_TREND = {
    ANDERE_INFORMANT: "er vulde te vaak een ander soort invuller de lijst in",
    INFORMANT_ONBEKEND: "wie de lijst invulde, is niet bij genoeg metingen bekend",
    LIJST_ANDERS: "er kwam te vaak een andere lijst",
    CODEBOEK_ANDERS: "er is te kort naar hetzelfde gevraagd",
    IKC_ANDERS: "het IKC is gefuseerd of gesplitst",
    WEINIG_KINDEREN: "er zijn bij te veel metingen te weinig kinderen",
    WEINIG_GEVALLEN: "er zijn te weinig gevallen",
    WEINIG_METINGEN: "er zijn te weinig metingen",
    ONDERDRUKT: "de aantallen zijn zo klein dat kinderen herkenbaar kunnen zijn",
}
"""Why there is no line through the metingen, by `oordeel_reden`."""


def add_outcome(table: pd.DataFrame) -> pd.DataFrame:
    """Add `uitkomst` to a table with `oordeel` and `genoteerd`; other tables stay as they are."""
    if "oordeel" not in table or "genoteerd" not in table:
        return table
    oordeel, noted = table["oordeel"].fillna(GEEN_OORDEEL), table["genoteerd"]
    open_ = oordeel == NIET_TE_ZEGGEN
    conditions = [open_ & (noted == MEER), open_ & (noted == MINDER), oordeel == GEEN_OORDEEL]
    words = np.select(conditions, [MEER_GENOTEERD, MINDER_GENOTEERD, BESCHRIJVING], oordeel.astype(object))
    return table.assign(uitkomst=words)
