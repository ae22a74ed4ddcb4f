"""The result tables on care paths before and after, on groups by intensity, and on bundling of indications."""

import numpy as np
import pandas as pd

from analysis.costs.capacity import Fte, measure_bundeling
from analysis.costs.care_path import DAYS_PER_YEAR, PERIODEN, compare_care_path, estimate_group, measure_care_path
from analysis.study import ALLE, Study


def care_tables(tables: dict[str, pd.DataFrame], study: Study) -> dict[str, pd.DataFrame]:
    """Compute the tables on care paths and bundling; each only where its delivery or setting is there.

    Parameters
    ----------
    tables
        The tidy tables; needs `zorgpaden`, `zorgpad_vensters` and `indicaties`.
    study
        For the fte and the classes of intensity.
    """
    paths, windows, indications = (tables[name] for name in ("zorgpaden", "zorgpad_vensters", "indicaties"))
    classes, fte = study.kosten.zorgklassen, study.kosten.fte
    found: dict[str, pd.DataFrame] = {}
    if len(paths):
        measured = measure_care_path(paths, windows[["casus", "indexdatum", "van", "tot"]])
        found["zorgpad_vergelijking"] = _compared(measured, windows)
        found["zorgpad_producten"] = measure_products(measured, windows)
    if classes:
        rows = pd.DataFrame([item.model_dump() for item in classes])
        found["zorgpad_groep"] = estimate_group(rows, study.kosten.zorgklassen_jaren)
    if len(indications) and fte is not None:
        joint = Fte(fte.uren_per_week, fte.weken, fte.kosten_eur, fte.aandeel_niet_productief)
        found["bundeling"] = measure_bundeling(indications, joint)
    return found


def _compared(measured: pd.DataFrame, windows: pd.DataFrame) -> pd.DataFrame:
    """Give cost per year before and after per case and for `alle`, with whose it is and what has no price."""
    table = compare_care_path(measured, windows)
    unpriced = measured.groupby("casus")["n_zonder_prijs"].sum()
    kinds = windows.set_index("casus")["soort_casus"]
    whole = table["casus"] == ALLE
    every_kind = "client" if (kinds == "client").any() else "casus"
    return table.assign(
        soort_casus=table["casus"].map(kinds).mask(whole, every_kind),
        n_casussen=np.where(whole, len(windows), 1),
        n_zonder_prijs=table["casus"].map(unpriced).fillna(0).mask(whole, unpriced.sum()).astype("Int64"),
    )


def measure_products(measured: pd.DataFrame, windows: pd.DataFrame) -> pd.DataFrame:
    """Pool the cases per product: cost per observed case-year before and after, and the product's share.

    A product that a case does not have costs nothing there: costs are divided by the observed years of **all** cases.

    Parameters
    ----------
    measured
        From `measure_care_path`.
    windows
        One row per case: `casus, soort_casus, indexdatum, van, tot`.

    Returns
    -------
    One row per periode and product: `n_casussen` (with the product), `kosten`, `per_jaar`, `aandeel` (of the period).
    """
    days = {
        "voor": (windows["indexdatum"] - windows["van"]).dt.days.clip(lower=0).sum(),
        "na": ((windows["tot"] - windows[["indexdatum", "van"]].max(axis=1)).dt.days + 1).clip(lower=0).sum(),
    }
    kind = "client" if (windows["soort_casus"] == "client").any() else "casus"
    grouped = measured.groupby(["periode", "product"], sort=True)
    table = grouped.agg(n_casussen=("casus", "nunique"), kosten=("kosten", "sum")).reset_index()
    years = table["periode"].map(days) / DAYS_PER_YEAR
    whole = table.groupby("periode")["kosten"].transform("sum")
    table = table.assign(
        per_jaar=table["kosten"] / years, aandeel=(table["kosten"] / whole).where(whole > 0), soort_casus=kind
    )
    before_first = table["periode"].map({periode: place for place, periode in enumerate(PERIODEN)})
    return table.iloc[np.lexsort([table["product"], before_first])].reset_index(drop=True)
