"""What care costs a year before and after an index date (school dropout, start of the JOK), from dated spells."""

import numpy as np
import pandas as pd

from analysis.study import ALLE
from analysis.tidy.zorgpaden_totalen import DAYS_PER_YEAR, FASES


def measure_care_path(zorgpaden: pd.DataFrame, vensters: pd.DataFrame) -> pd.DataFrame:
    """Measure what each product costs before and after the index date, within the window that was observed.

    The index day itself belongs to *na*. A spell that runs over the index date, or over an end of the window, is cut:
    its cost is spread evenly over its days. A bedrag is the cost of the whole spell; without one it is tarief x
    intensity per week x weeks. A spell without an end runs to the end of the window; with a bedrag of its own and no
    end its cost cannot be spread, so it is counted as unpriced. Rates are per **observed** year: a window that starts
    with the first care, instead of when observation started, makes the years before look dearer than they were.

    Parameters
    ----------
    zorgpaden
        One row per spell: `casus, product, van, tot` (last day, NaT: open), `bedrag` or `tarief` and `per_week`
        (intensity in the unit of the tarief).
    vensters
        One row per case: `casus, indexdatum, van, tot`: observed from the first to the last day.

    Returns
    -------
    One row per case, periode (`voor`, `na`) and product: `dagen` (of care), `kosten`, `dagen_venster`,
    `kosten_per_jaar`, `aandeel` (of the product in the period's costs), `n_zonder_prijs` (spells). `kosten` is empty
    where no spell has a price: that is not zero.
    """
    spells = zorgpaden.merge(vensters, on="casus", suffixes=("", "_venster"), validate="many_to_one")
    end = spells["tot"].fillna(spells["tot_venster"])
    per_day = (spells["bedrag"] / ((spells["tot"] - spells["van"]).dt.days + 1)).where(spells["bedrag"].notna())
    per_day = per_day.fillna((spells["tarief"] * spells["per_week"] / 7).where(spells["bedrag"].isna()))
    parts = []
    for periode in FASES:
        start, stop = _period_of(spells, periode)
        first, last = spells["van"].where(spells["van"] > start, start), end.where(end < stop, stop)
        dagen = ((last - first).dt.days + 1).clip(lower=0)
        venster = ((stop - start).dt.days + 1).clip(lower=0)
        part = spells[["casus", "product"]].assign(
            periode=periode, dagen=dagen, kosten=per_day * dagen, dagen_venster=venster,
            n_zonder_prijs=(per_day.isna() & (dagen > 0)).astype(int),
        )  # fmt: skip
        parts.append(part[dagen > 0])
    return _per_product(pd.concat(parts, ignore_index=True))


def _period_of(spells: pd.DataFrame, periode: str) -> tuple[pd.Series, pd.Series]:
    """Give the first and last day of a period of the window, per spell."""
    if periode == "voor":
        return spells["van_venster"], spells["indexdatum"] - pd.Timedelta(days=1)
    later = spells["indexdatum"] > spells["van_venster"]
    return spells["indexdatum"].where(later, spells["van_venster"]), spells["tot_venster"]


def _per_product(parts: pd.DataFrame) -> pd.DataFrame:
    keys = ["casus", "periode", "product"]
    how = {"dagen": "sum", "dagen_venster": "first", "n_zonder_prijs": "sum"}
    grouped = parts.groupby(keys, sort=True)
    table = grouped.agg(how).assign(kosten=grouped["kosten"].sum(min_count=1)).reset_index()
    whole = table.groupby(["casus", "periode"])["kosten"].transform("sum")
    return table.assign(
        kosten_per_jaar=table["kosten"] / table["dagen_venster"] * DAYS_PER_YEAR,
        aandeel=(table["kosten"] / whole).where(whole > 0),
    )


def total_care_path(path: pd.DataFrame, vensters: pd.DataFrame) -> pd.DataFrame:
    """Total the cost and the observed years before and after the index date, per case.

    A case without care in a period costs nothing there, as long as the window covers the period.

    Returns
    -------
    One row per case: `casus, jaren_voor, kosten_voor, jaren_na, kosten_na`; zero years where nothing was observed.
    """
    days = {
        "voor": (vensters["indexdatum"] - vensters["van"]).dt.days.clip(lower=0),
        "na": ((vensters["tot"] - vensters[["indexdatum", "van"]].max(axis=1)).dt.days + 1).clip(lower=0),
    }
    costs = path.groupby(["casus", "periode"])["kosten"].sum(min_count=1)
    totals = pd.DataFrame({"casus": vensters["casus"]})
    for periode in FASES:
        totals[f"jaren_{periode}"] = days[periode] / DAYS_PER_YEAR
        totals[f"kosten_{periode}"] = [float(costs.get((casus, periode), 0.0)) for casus in vensters["casus"]]
    return totals


def compare_totals(totals: pd.DataFrame) -> pd.DataFrame:
    """Compare cost per year before and after from totals alone, per case and for `alle`.

    `alle` is total cost over total observed time, not a mean of rates, and only of the cases that were observed both
    before and after: otherwise other children would stand on either side.

    Parameters
    ----------
    totals
        One row per case: `casus, jaren_voor, kosten_voor, jaren_na, kosten_na`; zero years: not observed.

    Returns
    -------
    One row per case and `alle`: the totals, `per_jaar_voor, per_jaar_na, verschil` (na - voor), `factor` (na / voor),
    `n_casussen` (1; for `alle` the cases that count).
    """
    columns = ["jaren_voor", "kosten_voor", "jaren_na", "kosten_na"]
    both = totals[is_complete(totals)]
    pooled = pd.DataFrame([{"casus": ALLE, **both[columns].sum().to_dict(), "n_casussen": len(both)}])
    own = totals[["casus", *columns]].sort_values("casus", kind="stable").assign(n_casussen=1)
    table = pd.concat([own, pooled], ignore_index=True)
    before = table["kosten_voor"] / table["jaren_voor"].where(table["jaren_voor"] > 0)
    after = table["kosten_na"] / table["jaren_na"].where(table["jaren_na"] > 0)
    return table.assign(
        per_jaar_voor=before, per_jaar_na=after, verschil=after - before, factor=after / before.where(before > 0)
    )


def is_complete(totals: pd.DataFrame) -> pd.Series:
    """Tell which cases were observed both before and after the index date."""
    return (totals["jaren_voor"] > 0) & (totals["jaren_na"] > 0)


def estimate_group(klassen: pd.DataFrame, jaren: float = 1.0) -> pd.DataFrame:
    """Estimate what a group costs of whom only the intensity of care is known: low, middle, high scenario.

    Every case of a class gets the class's cost per year. Low and high take all classes low or high at once: the widest
    scenarios, not an interval.

    Parameters
    ----------
    klassen
        One row per intensity class: `klasse, n_casussen, per_jaar_laag, per_jaar_midden, per_jaar_hoog` (euros).
    jaren
        How many years to count.

    Returns
    -------
    One row per scenario (`laag, midden, hoog`): `n_casussen, kosten` (all years), `per_jaar`, `per_casus_per_jaar`.
    """
    number = klassen["n_casussen"].sum()
    rows = []
    for scenario in ("laag", "midden", "hoog"):
        per_year = float((klassen["n_casussen"] * klassen[f"per_jaar_{scenario}"]).sum())
        per_case = per_year / number if number else np.nan
        rows.append(
            {
                "scenario": scenario,
                "n_casussen": int(number),
                "kosten": per_year * jaren,
                "per_jaar": per_year,
                "per_casus_per_jaar": per_case,
            }
        )
    return pd.DataFrame(rows)
