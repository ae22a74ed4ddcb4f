"""What is known of an IKC's surroundings, zorgstructuur and zorgcultuur."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.intake.files import RawTable
from analysis.study import Study
from analysis.tidy.amounts import tidy_amounts
from analysis.tidy.cells import code_ikcs
from analysis.tidy.ledger import TidyPart, open_ledger
from analysis.tidy.schemas import as_table, empty_table

IDENTITY = ["ikc", "bestand", "rij"]


def tidy_ikc_profiel(tables: list[RawTable], study: Study, codebook: Codebook) -> TidyPart:
    """Give `ikc_profiel`: one row per IKC and filled-in kenmerk (a column of the delivery, free or scored).

    `waarde` is the text as delivered; `getal` the number where it is one.
    """
    if not tables:
        return TidyPart({"ikc_profiel": empty_table("ikc_profiel")})
    ledger, found = code_ikcs(open_ledger("ikc_profiel", tables), study)
    features = [name for name in ledger.rows.columns if name not in IDENTITY]
    order = {ikc: i for i, ikc in enumerate(ledger.rows["ikc"].unique())}
    long = ledger.rows.melt(["ikc"], features, var_name="kenmerk", value_name="waarde")
    long = long[long["waarde"] != ""].sort_values("ikc", key=lambda codes: codes.map(order), kind="stable")
    table = as_table("ikc_profiel", _typed(long))
    return TidyPart({"ikc_profiel": table}, ledger, found)


def _typed(long: pd.DataFrame) -> pd.DataFrame:
    return long.assign(waarde=long["waarde"].astype(str), getal=tidy_amounts(long["waarde"].astype(str)))
