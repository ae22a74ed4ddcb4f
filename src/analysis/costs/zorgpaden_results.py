"""The result tables on care paths before and after, groups by intensity, bundling, and hours around a family."""

import numpy as np
import pandas as pd

from analysis.costs.bundeling import Fte, measure_bundeling, measure_inzet_gezin
from analysis.costs.zorgpaden import compare_totals, estimate_group, is_complete, measure_care_path, total_care_path
from analysis.study import ALLE, Study
from analysis.tidy.zorgpaden_totalen import FASES

CLIENT = "client"
LARGEST = 2
"""Dominance counts what is left beside the two dearest cases (n = 2): small means that those two can be read off."""


def care_tables(tables: dict[str, pd.DataFrame], study: Study) -> dict[str, pd.DataFrame]:
    """Compute the tables on care paths, bundling and hours; each only where its delivery or setting is there.

    Parameters
    ----------
    tables
        The tidy tables; needs `zorgpaden`, `zorgpad_vensters`, `zorgpaden_totalen`, `indicaties` and `inzet_gezin`.
    study
        For the fte and the classes of intensity.
    """
    classes, fte = study.kosten.zorgklassen, study.kosten.fte
    found: dict[str, pd.DataFrame] = {}
    path, totals = collect_paths(tables)
    if len(totals):
        found["zorgpad_vergelijking"] = compare_paths(path, totals)
        found["zorgpad_producten"] = measure_products(path, totals)
    if classes:
        rows = pd.DataFrame([item.model_dump() for item in classes])
        found["zorgpad_groep"] = estimate_group(rows, study.kosten.zorgklassen_jaren)
    if len(tables["indicaties"]):
        found["bundeling"] = measure_bundeling(tables["indicaties"], Fte(**fte.model_dump()) if fte else None)
    if len(tables["inzet_gezin"]):
        found["inzet_gezin"] = measure_inzet_gezin(tables["inzet_gezin"])
    return found


def collect_paths(tables: dict[str, pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put the paths from dated spells and those from totals alone below each other.

    Returns
    -------
    The path: one row per case, periode and product with `kosten` and `n_zonder_prijs`. The totals: one row per case
    with `soort_casus`, `vorm` (`perioden` or `totalen`), years and costs before and after.
    """
    windows, given = tables["zorgpad_vensters"], tables["zorgpaden_totalen"]
    spells = measure_care_path(tables["zorgpaden"], windows[["casus", "indexdatum", "van", "tot"]])
    named = given.rename(columns={"fase": "periode"})
    rows = named.assign(kosten=given["bedrag"], n_zonder_prijs=given["bedrag"].isna().astype(int))
    path = pd.concat([spells, rows], ignore_index=True)[["casus", "periode", "product", "kosten", "n_zonder_prijs"]]
    from_spells = total_care_path(spells, windows).assign(soort_casus=windows["soort_casus"], vorm="perioden")
    return path, pd.concat([from_spells, _total_rows(rows)], ignore_index=True)


def _total_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Total the delivered totals per case: years once per fase, costs added up; zero years where a fase is missing."""
    cases = rows.groupby("casus", sort=True)["soort_casus"].first()
    table = cases.to_frame().assign(vorm="totalen")
    for periode in FASES:
        of_fase = rows[rows["periode"] == periode].groupby("casus")
        table[f"jaren_{periode}"] = of_fase["jaren"].first().reindex(cases.index).fillna(0.0)
        table[f"kosten_{periode}"] = of_fase["kosten"].sum(min_count=1).reindex(cases.index, fill_value=0.0)
    return table.reset_index()


def compare_paths(path: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Give cost per year before and after per case and for `alle`, with whose it is and what has no price.

    Care without a price makes a cost a lower bound, and a difference of two lower bounds says nothing: it is empty.
    `aandeel_overige` (for `alle`): the share of the costs that is not of the two dearest cases, before or after,
    whichever is smaller.
    """
    complete = totals[is_complete(totals)]
    unpriced = path.groupby("casus")["n_zonder_prijs"].sum()
    of_case = totals.set_index("casus")
    table = compare_totals(totals)
    whole = table["casus"] == ALLE
    rest = min(share_of_others(complete[f"kosten_{periode}"]) for periode in FASES)
    missing = table["casus"].map(unpriced).fillna(0).mask(whole, unpriced.reindex(complete["casus"]).sum())
    return table.assign(
        verschil=table["verschil"].mask(missing > 0), factor=table["factor"].mask(missing > 0),
        soort_casus=table["casus"].map(of_case["soort_casus"]).mask(whole, kind_of(totals)),
        vorm=table["casus"].map(of_case["vorm"]).mask(whole, "; ".join(sorted(complete["vorm"].unique()))),
        n_zonder_prijs=missing.astype("Int64"),
        aandeel_overige=np.where(whole, rest, np.nan),
    )  # fmt: skip


def kind_of(totals: pd.DataFrame) -> str:
    """Give whose paths these are: of clients as soon as one is a child from a delivery."""
    return CLIENT if (totals["soort_casus"] == CLIENT).any() else "casus"


def share_of_others(costs: pd.Series) -> float:
    """Give the share of the costs that is not of the two dearest cases; NaN where nothing was spent."""
    whole = float(costs.sum())
    return 1 - float(costs.nlargest(LARGEST).sum()) / whole if whole else float("nan")


def measure_products(path: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Pool the cases that were observed before and after, per product: cost per observed case-year, and its share.

    A product that a case does not have costs nothing there: costs are divided by the observed years of **all** those
    cases. `n_kleinste` and `aandeel_overige` guard the whole periode: a product that is left out of it would follow
    from the total.

    Parameters
    ----------
    path, totals
        From `collect_paths`.

    Returns
    -------
    One row per periode and product: `n_casussen` (with the product), `kosten`, `per_jaar`, `aandeel` (of the period).
    """
    complete = totals[is_complete(totals)]
    years = {periode: complete[f"jaren_{periode}"].sum() for periode in FASES}
    counted = path[path["casus"].isin(complete["casus"])]
    per_case = counted.groupby(["periode", "product", "casus"], sort=True)["kosten"].sum(min_count=1)
    grouped = per_case.groupby(["periode", "product"], sort=True)
    table = grouped.agg(n_casussen="size", aandeel_overige=share_of_others)
    table = table.assign(kosten=grouped.sum(min_count=1)).reset_index()
    of_periode = table.groupby("periode")
    whole = of_periode["kosten"].transform("sum")
    unpriced = counted.groupby("periode")["n_zonder_prijs"].sum()
    table = table.assign(
        per_jaar=table["kosten"] / table["periode"].map(years).astype(float),
        aandeel=(table["kosten"] / whole).where((whole > 0) & (table["periode"].map(unpriced) == 0)),
        soort_casus=kind_of(totals),
        n_kleinste=of_periode["n_casussen"].transform("min"),
        aandeel_overige=of_periode["aandeel_overige"].transform("min"),
    )
    before_first = table["periode"].map({periode: place for place, periode in enumerate(FASES)})
    return table.iloc[np.lexsort([table["product"], before_first])].reset_index(drop=True)
