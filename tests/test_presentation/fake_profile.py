"""Plausible profiles of IKCs and hours of jeugdondersteuners, as finished tables."""

import numpy as np
import pandas as pd

from analysis.inference.inzet import estimate_beweging, estimate_inzet
from analysis.study import Study

PLACES = {"universeel": "voorkant", "selectief": "achterkant", "geïndiceerd": "achterkant",
          "professionalisering": "voorkant", "normalisering": "voorkant", "adressering": "geen van beide"}  # fmt: skip
EVENTS = (("peuter-kleuteroverleg", "2019-10-01"), ("vroege hulp bij geldzorgen", "2020-09-01"))


def fake_profile(study: Study) -> dict[str, pd.DataFrame]:
    rows = []
    for number, item in enumerate(study.ikcs):
        rows += [
            (item.ikc, "omgeving", "omgeving", 2 + number % 3, "Dorp met ruimte", None),
            (item.ikc, "zorgstructuur", "zorgstructuur", 1 + number % 5, "IB-er en zorgteam", None),
            (item.ikc, "zorgcultuur", "Zorgen worden vroeg besproken", 3.5, "", None),
            (item.ikc, "overleg", "zorgteam", np.nan, "elke zes weken", None),
        ]
        events = EVENTS if item.start_jok else ()
        rows += [(item.ikc, "gebeurtenis", name, np.nan, "", pd.Timestamp(day)) for name, day in events]
    table = pd.DataFrame(rows, columns=["ikc", "soort", "onderwerp", "score", "tekst", "datum"])
    return {"ikc_profiel": table.astype({"score": float, "datum": "datetime64[us]"})}


def fake_hours(study: Study, modus: str = "gewoon") -> dict[str, pd.DataFrame]:
    """Hours of the IKCs with a jeugdondersteuner, one half-year of the second without any; `onderdrukt` hides."""
    pilots = [item.ikc for item in study.ikcs if item.start_jok]
    rows = [
        (ikc, periode, soort, plaats, float(20 + 10 * (number + 2) * (plaats == "voorkant")), 6)
        for ikc in pilots
        for number, periode in enumerate(["2019H1", "2019H2", "2020H1", "2020H2", "2021H1"])
        for soort, plaats in PLACES.items()
    ]
    cells = pd.DataFrame(rows, columns=["ikc", "periode", "soort", "plaats", "uren", "n_maanden"])
    gap = (cells["ikc"] == "IKC02") & (cells["periode"] == "2020H1")
    gone = gap | (modus == "onderdrukt") & (cells["soort"] == "geïndiceerd")
    cells = cells.assign(
        uren=(cells["uren"] * (modus != "nul")).mask(gone), n_maanden=cells["n_maanden"].mask(gap, 0),
        n_maanden_verwacht=6, n_registraties=pd.array([pd.NA] * len(cells), dtype="Int64"),
    )  # fmt: skip
    if cells.empty:
        return {}
    return {"inzet_jok": estimate_inzet(cells), "inzet_beweging": estimate_beweging(cells, None, study)}
