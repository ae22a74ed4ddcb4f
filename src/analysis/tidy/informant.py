"""Who filled in an inventory: as the row says, else as study.yml says of the meting."""

import pandas as pd

from analysis.codebook import ONBEKEND, Codebook, fold_value
from analysis.study import Study
from analysis.tidy.cells import Coded
from analysis.tidy.ledger import Ledger
from analysis.tidy.values import count_words, map_values, report_values


def informant_of_meting(metingen: pd.Series, study: Study) -> pd.Series:
    """Give the informant that study.yml names for the meting of each row."""
    return metingen.map({item.meting: item.informant for item in study.metingen}).fillna(ONBEKEND).astype(str)


def code_informants(ledger: Ledger, study: Study, codebook: Codebook) -> Coded:
    """Code `informant`; empty becomes the meting's informant, an unknown one `onbekend` with a waarschuwing."""
    given = ledger.rows["informant"]
    own = {fold_value(item.informant): item.informant for item in study.metingen}
    coded = map_values(
        given, lambda text: own.get(fold_value(text)) or codebook.value("informant", text) if text else None
    )
    unknown = (given != "") & (coded == "")
    found = report_values(
        ledger.rows, "informant", unknown,
        lambda n: f"{count_words(n, 'informant is', 'informanten zijn')} niet bekend; ze heten nu 'onbekend'.",
        "onbekende_informant", "Voeg de schrijfwijze toe aan codebook/waarden.yml.", "waarschuwing",
        known=codebook.values("informant"), plak=("informant", codebook.values("informant")),
    )  # fmt: skip
    default = informant_of_meting(ledger.rows["meting"], study)
    return ledger.with_columns(informant=coded.mask(unknown, ONBEKEND).mask(given == "", default)), found
