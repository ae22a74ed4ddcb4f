"""Where there are too many IKCs to show each: how they are spread, from the lowest to the highest.

Each IKC then has its own report, and the result tables have every row. The lowest of one meting need not be the IKC
that is lowest at another: what is shown is a distribution, never an IKC.
"""

from collections.abc import Collection

import pandas as pd

from analysis.presentation.rapport import Rapport
from analysis.presentation.together import MOST_BESIDE

PLACES = {"laagste": 0.0, "een kwart": 0.25, "midden": 0.5, "driekwart": 0.75, "hoogste": 1.0}
"""The places of a distribution, as readers know them, and the share of IKCs that lie below each."""
BAND = "Grijze band: van het laagste tot het hoogste van de andere IKC's"
BAND_OF_ALL = "Grijze band: van het laagste tot het hoogste IKC"
SPREAD_NOTE = (
    "Er zijn te veel IKC's om elk te tonen: elk heeft een eigen rapport. Bij ‘een kwart’ ligt een kwart van de IKC's "
    "lager, bij ‘driekwart’ een kwart hoger. De laagste van de ene keer hoeft niet de laagste van de andere te zijn."
)


def are_many(rapport: Rapport, ikcs: Collection[str] | None = None) -> bool:
    """Tell whether there are more IKCs than can be shown one by one: of the study, or those that it is about."""
    return len(rapport.study.ikcs if ikcs is None else ikcs) > MOST_BESIDE


def spread(values: pd.Series) -> pd.Series:
    """Give a value per place of PLACES, of the values that are known; not a number where none is."""
    ends = values.astype("float64").quantile(list(PLACES.values()))
    return ends.set_axis(list(PLACES))
