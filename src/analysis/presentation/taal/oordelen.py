"""The one table of words for verdicts: what figures, tables and sentences call a change that rose, fell, or neither."""

from dataclasses import dataclass

from analysis.disclosure.shown import NIET_GETOOND, ONBEKEND
from analysis.inference.oordelen import GEDAALD, GEEN_VERANDERING, GESTEGEN, HOGER, LAGER, STERKER, TE_WEINIG, ZWAKKER

CLEAR = (GESTEGEN, GEDAALD)
"""Verdicts that chance does not explain."""
STRONGER_OR_WEAKER, HIGHER_OR_LOWER = (STERKER, ZWAKKER), (HOGER, LAGER)
"""The clear verdicts on what goes together, and on where an IKC began."""
JUDGED = (*CLEAR, GEEN_VERANDERING)
"""Verdicts that a report may give; about the others nothing can be said."""


@dataclass(frozen=True)
class Woorden:
    """A verdict `kort`, as in a figure; as a `naamwoord` (een stijging); and its direction (`meer`, `minder`)."""

    kort: str
    naamwoord: str = "verandering"
    richting: str = ""


OORDELEN = {
    GESTEGEN: Woorden("gestegen", "stijging", "meer"),
    GEDAALD: Woorden("gedaald", "daling", "minder"),
    GEEN_VERANDERING: Woorden("niet aantoonbaar"),
    TE_WEINIG: Woorden("te weinig gegevens"),
    ONBEKEND: Woorden("onbekend"),
    NIET_GETOOND: Woorden("niet getoond"),
}
