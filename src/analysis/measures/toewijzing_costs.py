"""What toewijzingen cost: a tariff where the study has one, else the toewijzing's own budget, else nothing.

Never a guessed tariff: what has no price is counted, and a sum over it is a lower bound.
"""

import pandas as pd

from analysis.study import ALLE

TARIEF, EUROS, BUDGET, GEEN_PRIJS = "prijslijst", "volume in euro's", "budget", "geen"
DAYS_PER_UNIT_OF_FREQUENCY = {"1": 1.0, "2": 7.0, "4": 365.25 / 12}
TOTAL, EURO_UNIT = "6", "83"
MINUTES = {"01": 1.0, "04": 60.0, "16": 240.0}
PRICE_COLUMNS = ["toewijzing", "ikc", "zorgvorm", "van", "tot", "per_dag_eur", "prijsbron"]
FOREVER = pd.Timestamp("9999-12-31")


def price_toewijzingen(
    toewijzingen: pd.DataFrame, laatste_dag: pd.Timestamp, tarieven: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Give the euros per day of each toewijzing, with where the price comes from.

    With a tariff: volume x tariff per day, week or month (1/7 and 12/365.25 of it a day), or, for a total, divided by
    its days. The tariff must be of the product code; minutes, hours and dagdelen (four hours) are converted, other
    units must be equal. It counts only when the list covers every day up to `laatste_dag`. A volume in euros needs no
    tariff. Else the budget is divided evenly over its days; a total or a budget without an end has no days to divide
    by, and no price.

    Parameters
    ----------
    toewijzingen
        One row per toewijzing, from `tidy_toewijzingen`.
    laatste_dag
        From `study_end`: costs are known up to this day.
    tarieven
        The study's price list: productcode, eenheid, tarief_eur, van, tot (NaT: open), bron. Periods may not overlap.

    Returns
    -------
    One row per toewijzing and price period: toewijzing (its place in the table), ikc, zorgvorm, van, tot, per_dag_eur
    (NaN without a price), prijsbron.
    """
    rows = toewijzingen.reset_index(drop=True)
    days = (rows["einddatum"] - rows["startdatum"]).dt.days + 1
    daily = _volume_per_day(rows, days)
    in_euros = daily.where(rows["eenheid"] == EURO_UNIT)
    per_day = in_euros.fillna(rows["budget_eur"] / days)
    source = pd.Series(GEEN_PRIJS, index=rows.index, dtype="str").mask(per_day.notna(), BUDGET)
    own = rows[["ikc", "zorgvorm"]].assign(
        toewijzing=rows.index,
        van=rows["startdatum"],
        tot=rows["einddatum"].fillna(laatste_dag).clip(upper=laatste_dag),
        per_dag_eur=per_day,
        prijsbron=source.mask(in_euros.notna(), EUROS),
    )
    if tarieven is None or tarieven.empty:
        return own[PRICE_COLUMNS]
    listed = _listed_prices(rows, daily, laatste_dag, tarieven)
    listed = listed.assign(toewijzing=listed.index)
    return pd.concat([own.drop(index=listed.index.unique()), listed], ignore_index=True)[PRICE_COLUMNS]


def cost_toewijzingen(prices: pd.DataFrame, toewijzingen: pd.DataFrame) -> pd.DataFrame:
    """Add to each toewijzing what it cost up to the last day (`kosten_eur`, empty without a price) and its `prijsbron`.

    `prices` is from `price_toewijzingen` of the same table. A toewijzing over two price periods has both sources.
    """
    days = ((prices["tot"] - prices["van"]).dt.days + 1).clip(lower=0)
    each = prices.assign(euros=prices["per_dag_eur"] * days).groupby("toewijzing")
    euros = each["euros"].sum(min_count=1).mask(each["per_dag_eur"].agg(lambda value: value.isna().any()).astype(bool))
    sources = each["prijsbron"].agg(lambda names: "; ".join(dict.fromkeys(names)))
    return toewijzingen.assign(
        kosten_eur=euros.reindex(range(len(toewijzingen))).to_numpy(),
        prijsbron=sources.reindex(range(len(toewijzingen))).to_numpy(),
    )


def measure_costs_per_moment(prices: pd.DataFrame, moments: pd.DataFrame, ikcs: list[str]) -> pd.DataFrame:
    """Sum the costs of the days in each moment (quarter, window) per ikc and zorgvorm, each with `alle`.

    Returns
    -------
    ikc, moment, zorgvorm, kosten_eur, n_toewijzingen (with a day in the moment), n_zonder_prijs (those without a price:
    when it is more than zero, `kosten_eur` is a lower bound; empty when nothing has a price), prijsbron (joined by
    `; `). Only combinations with a toewijzing; the ikc `alle` covers `ikcs`, or everything where there are none.
    """
    counted = prices[prices["ikc"].astype("str").isin(ikcs)] if ikcs else prices.assign(ikc=ALLE)
    parts = [_costs_in(counted, moment) for moment in moments.itertuples()]
    rows = pd.concat(parts, ignore_index=True) if parts else _costs_in(counted, None)
    rows = pd.concat([rows, rows.assign(zorgvorm=ALLE)], ignore_index=True)
    rows = pd.concat([rows, rows.assign(ikc=ALLE)], ignore_index=True) if ikcs else rows
    cells = rows.groupby(["ikc", "moment", "zorgvorm"], sort=False)
    sources = cells["prijsbron"].agg(lambda names: "; ".join(sorted(set(names))))
    summed = [cells["kosten_eur"].sum(min_count=1), cells["zonder"].sum(), cells["n_toewijzingen"].sum(), sources]
    summed = pd.concat(summed, axis=1)
    return summed.reset_index().rename(columns={"zonder": "n_zonder_prijs"})


def _costs_in(prices: pd.DataFrame, moment) -> pd.DataFrame:
    """Give the costs of the days inside one moment, summed per ikc, zorgvorm and prijsbron."""
    if moment is None:
        days, name = pd.Series(0, index=prices.index), ""
    else:
        days = (prices["tot"].clip(upper=moment.tot) - prices["van"].clip(lower=moment.van)).dt.days + 1
        name = moment.moment
    inside = prices[days > 0].astype({"ikc": "str", "zorgvorm": "str"})
    inside = inside.assign(kosten_eur=inside["per_dag_eur"] * days, zonder=inside["per_dag_eur"].isna(), moment=name)
    inside = inside.assign(n_toewijzingen=~inside.duplicated(["toewijzing", "ikc"]))
    cells = inside.groupby(["ikc", "moment", "zorgvorm", "prijsbron"], sort=True)
    summed = [cells["kosten_eur"].sum(min_count=1), cells["zonder"].sum(), cells["n_toewijzingen"].sum()]
    return pd.concat(summed, axis=1).reset_index()


def _volume_per_day(rows: pd.DataFrame, days: pd.Series) -> pd.Series:
    """Give the volume per day in its own unit; empty without volume or frequentie, or for a total without end."""
    frequency = rows["frequentie"].astype("str")
    divisor = frequency.map(DAYS_PER_UNIT_OF_FREQUENCY).astype("float64").mask(frequency == TOTAL, days)
    return rows["volume"] / divisor


def _listed_prices(
    rows: pd.DataFrame, daily: pd.Series, laatste_dag: pd.Timestamp, tarieven: pd.DataFrame
) -> pd.DataFrame:
    """Give the price periods of the toewijzingen whose every day the price list covers; the index is the row's."""
    last = rows["einddatum"].fillna(laatste_dag).clip(upper=laatste_dag)
    base = rows[["ikc", "zorgvorm", "productcode", "eenheid", "startdatum"]].assign(laatste=last, volume=daily)
    pairs = base.reset_index().merge(tarieven, on="productcode", suffixes=("", "_tarief"))
    minutes, tariff_minutes = pairs["eenheid"].map(MINUTES), pairs["eenheid_tarief"].map(MINUTES)
    factor = (minutes / tariff_minutes).mask(pairs["eenheid"] == pairs["eenheid_tarief"], 1.0).astype("float64")
    pairs = pairs.assign(
        van=pairs["van"].clip(lower=pairs["startdatum"]),
        tot=pairs["tot"].fillna(FOREVER).clip(upper=pairs["laatste"]),
        per_dag_eur=pairs["volume"].astype("float64") * factor * pairs["tarief_eur"],
        prijsbron=TARIEF + ": " + pairs["bron"],
    )
    pairs = pairs[(pairs["van"] <= pairs["tot"]) & pairs["per_dag_eur"].notna()].set_index("index")
    covered = ((pairs["tot"] - pairs["van"]).dt.days + 1).groupby(level=0).sum()
    needed = (last - rows["startdatum"]).dt.days + 1
    complete = covered.index[covered == needed.reindex(covered.index)]
    return pairs.loc[pairs.index.isin(complete), [name for name in PRICE_COLUMNS if name != "toewijzing"]]
