"""One price level and one moment: amounts of other years by the CPI, amounts of later years by discounting."""

import numpy as np
import pandas as pd

from analysis.errors import InvoerFout, Melding
from analysis.study import STUDY_FILE, Kosten

AMOUNT_COLUMNS = ("tarief", "bedrag", "bedrag_laag", "bedrag_hoog")


def price_factor(van: int, naar: int, cpi: dict[int, float]) -> float:
    """Give the factor that brings an amount of one year to the price level of another (CBS, Consumentenprijsindex).

    The CPI of a year is its rise over the year before, in per cent: from 2019 to 2021 the rises of 2020 and 2021 count,
    that of 2019 does not. To an earlier year the amount is divided. A year without a CPI is never taken as zero.

    Raises
    ------
    InvoerFout
        When study.yml lacks the CPI of a year in between.
    """
    years = range(min(van, naar) + 1, max(van, naar) + 1)
    missing = [str(year) for year in years if year not in cpi]
    if missing:
        text = f"`kosten.cpi` mist {', '.join(missing)}; bedragen van {van} zijn niet om te rekenen naar {naar}."
        advies = "Vul het cijfer van het CBS in (stijging ten opzichte van het jaar ervoor, in procenten)."
        raise InvoerFout([Melding(STUDY_FILE, text, advies=advies, code="cpi_ontbreekt")])
    factor = float(np.prod([1 + cpi[year] / 100 for year in years]))
    return factor if naar >= van else 1 / factor


def to_price_level(casussen: pd.DataFrame, kosten: Kosten) -> pd.DataFrame:
    """Bring the amounts of every line with a peiljaar to the price level of the study; one row per line, as they came.

    A line without a peiljaar is kept as it is: its year is not guessed. The tarief moves with the amounts, so a line
    that agreed with aantal x tarief x kans still does. Published figures are checked on the amounts as given, not on
    these.

    Parameters
    ----------
    casussen
        One row per cost line, from `tidy_casussen`; `peiljaar` may be missing.
    kosten
        The study's `peiljaar` and `cpi`; without a peiljaar nothing changes.

    Returns
    -------
    The same rows with the amounts in prices of the study's peiljaar, and `prijsfactor` (1 where nothing changed).
    """
    years = casussen["peiljaar"] if "peiljaar" in casussen else pd.Series(np.nan, index=casussen.index)
    level = kosten.peiljaar
    factors = pd.Series(
        [1.0 if pd.isna(year) or level is None else price_factor(int(year), level, kosten.cpi) for year in years],
        index=casussen.index,
        dtype=float,
    )
    moved = {column: casussen[column] * factors for column in AMOUNT_COLUMNS}
    return casussen.assign(**moved, prijsfactor=factors)


def discount_factor(jaren: float, discontovoet: float) -> float:
    """Give what a euro after a number of years is worth now: 1 / (1 + r)^t (Werkgroep discontovoet 2020: 2.25%)."""
    return (1 + discontovoet) ** -jaren
