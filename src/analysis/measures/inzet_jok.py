"""Hours of jeugdondersteuners by kind of work: what was registered, per half-year and per month.

The registrations of a worker are all there are, and no sample: there is no chance in them. What was not written down is
not known, so that a month without a registration is no month of zero hours.
"""

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.study import Study

FIELD, PLACE_FIELD = "inzet_soort", "inzet_plaats"
VOORKANT, ACHTERKANT, GEEN = "voorkant", "achterkant", "geen van beide"
CELL = ["ikc", "periode", "soort"]
NUMBERS = ["uren", "n_registraties", "n_kinderen", "aandeel_overige"]
LARGEST = 2
"""Children whose hours together say what is beside them (`aandeel_overige`)."""


def half_years(days: pd.Series) -> pd.Series:
    """Name the half-year of each day: `2019H1` is January to June 2019."""
    return days.dt.year.astype("str") + np.where(days.dt.month <= 6, "H1", "H2")


def count_inzet(inzet_jok: pd.DataFrame, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Sum the hours per ikc, half-year and soort, of every IKC with a registration.

    Returns
    -------
    A row per ikc x periode x soort, from the start of the jeugdondersteuner (or the first registration) to the last day
    of the study: `uren`, `n_registraties`, `n_kinderen` (children named by a code), `aandeel_overige` (share of the
    cell's hours that are not of the two children with most hours; missing where no child is named), `n_maanden` with a
    registration of any soort and `n_maanden_verwacht`, `plaats` of the soort. A half-year without any registration has
    no hours: not known, and no zero. A soort without one in a half-year with others has zero hours.
    """
    months = _months(inzet_jok, study)
    soorten = pd.DataFrame({"soort": codebook.values(FIELD)})
    soorten["plaats"] = soorten["soort"].map(lambda soort: codebook.value(PLACE_FIELD, soort) or GEEN)
    cells = months.merge(soorten, how="cross")
    rows = inzet_jok.assign(periode=half_years(inzet_jok["datum"]))
    found = rows.groupby(CELL)["uren"].agg(uren="sum", n_registraties="size")
    cells = cells.join(found, on=CELL).join(_children(rows), on=CELL)
    seen = cells["n_maanden"] > 0
    counted = {name: cells[name].fillna(0).where(seen) for name in ("uren", "n_registraties", "n_kinderen")}
    return cells.assign(**counted).astype({"n_registraties": "Int64", "n_kinderen": "Int64"})


def count_inzet_maanden(inzet_jok: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Sum the hours per ikc, half-year, month and plaats (front, back, neither), of the months with a registration."""
    rows = inzet_jok.assign(
        periode=half_years(inzet_jok["datum"]),
        maand=inzet_jok["datum"].dt.strftime("%Y-%m"),
        plaats=inzet_jok["soort"].map(lambda soort: codebook.value(PLACE_FIELD, soort) or GEEN).astype("str"),
    )
    return rows.groupby(["ikc", "periode", "maand", "plaats"])["uren"].sum().reset_index()


def _months(inzet_jok: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give per ikc and half-year the months with a registration, and those that there could have been."""
    starts = {item.ikc: item.start_jok for item in study.ikcs}
    parts = [_months_of(ikc, rows["datum"], starts.get(ikc), study) for ikc, rows in inzet_jok.groupby("ikc")]
    names = ["ikc", "periode", "n_maanden", "n_maanden_verwacht"]
    return pd.concat(parts)[names] if parts else pd.DataFrame({name: pd.Series(dtype="object") for name in names})


def _months_of(ikc: str, days: pd.Series, start: object, study: Study) -> pd.DataFrame:
    first = min(days.min(), pd.Timestamp(start)) if start else days.min()
    last = max(days.max(), pd.Timestamp(study.gegevens_datum)) if study.gegevens_datum else days.max()
    months = pd.Series(pd.period_range(first, last, freq="M").start_time)
    table = pd.DataFrame({"periode": half_years(months), "gezien": months.isin(days.dt.to_period("M").dt.start_time)})
    counts = table.groupby("periode")["gezien"].agg(n_maanden="sum", n_maanden_verwacht="size").reset_index()
    return counts.assign(ikc=ikc)


def _children(rows: pd.DataFrame) -> pd.DataFrame:
    """Count the children named in each cell, and the share of its hours beside the two with most."""
    per_child = rows[rows["kind"] != ""].groupby([*CELL, "kind"])["uren"].sum()
    of_cell = per_child.groupby(CELL)
    largest = of_cell.apply(lambda hours: hours.nlargest(LARGEST).sum()).astype("float64")
    whole = rows.groupby(CELL)["uren"].sum().reindex(largest.index)
    left = (1 - largest / whole.where(whole > 0)).clip(lower=0)
    return pd.DataFrame({"n_kinderen": of_cell.size(), "aandeel_overige": left})
