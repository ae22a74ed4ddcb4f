"""The safe store, of toewijzingen and trajecten: rounded per IKC, so that zorgvormen and periods add up.

What runs has one threshold per IKC, for the same children run quarter after quarter: rounded anew each time, their
number would show through. Durations, curves and paths are not in the store: a duration is of one child, and cannot be
made from rounded counts. What care cost is the rounded count times what such a toewijzing cost on average, over all
IKCs and with two digits.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.disclosure.rounding import CHILDREN, Afronder, name_cells, round_alone, round_parts
from analysis.inference.afronding import as_worth
from analysis.inference.kort_lang import KEYS, compare_kort, groups_of_ikc
from analysis.inference.proportions import estimate_wilson
from analysis.measures.toewijzingen import cost_per_1000, rate_per_1000
from analysis.results.compute import Counts
from analysis.study import ALLE, Study

NOT_ROUNDED = {"kosten_eur": np.nan, "kosten_per_1000": np.nan, "n_zonder_prijs": pd.NA, "prijsbron": ""}
MEAN_PRICE = "gemiddelde van alle IKC's"
FEWEST_PRICED = 4
"""Times the base: with fewer toewijzingen an average could be that of one."""
_KORT, _YEARS = "n_kort", 10
"""Child-years are rounded to ten times the base: they are a denominator, and hold the children of every quarter."""


def round_toewijzingen(counts: Counts, study: Study, codebook: Codebook, afronder: Afronder) -> Counts:
    """Round the tables of toewijzingen and trajecten that are there; the IKC `alle` is the sum of the others.

    Rows that exist only where there is something to count are left out when they are rounded to zero.
    """
    if "toewijzingen_kwartaal" not in counts:
        return {}
    domeinen = codebook.codes[codebook.codes["aard"] == "zorg"].set_index("code")["domein"].to_dict()
    per_quarter, per_meting = ["ikc", "kwartaal"], ["ikc", "meting"]
    kwartaal = _round_tree(counts["toewijzingen_kwartaal"], per_quarter, "n_lopend", ["ikc"], domeinen, afronder)
    kwartaal = _round_tree(kwartaal, per_quarter, "n_gestart", per_quarter, domeinen, afronder)
    peildatum = _round_tree(counts["toewijzingen_peildatum"], per_meting, "n_lopend", ["ikc"], domeinen, afronder)
    exact = counts["toewijzingen_meting"]
    venster = _round_tree(exact, per_meting, "n_toewijzingen", per_meting, domeinen, afronder)
    peildatum = _rate_running(_finish(peildatum, ["n_lopend"], afronder))
    venster = _occurring(_finish(venster, ["n_toewijzingen"], afronder), "n_toewijzingen")
    venster = venster.drop(columns="n_kinderen").merge(_children_on_peildata(peildatum), on=per_meting, how="left")
    prices = mean_prices(exact, FEWEST_PRICED * afronder.basis)
    return {
        "toewijzingen_kwartaal": rate_per_1000(_finish(kwartaal, ["n_lopend", "n_gestart"], afronder)),
        "toewijzingen_peildatum": peildatum,
        "toewijzingen_meting": _estimate_costs(venster[list(exact.columns)], prices),
        "trajecten": _round_trajecten(counts["trajecten"], domeinen, afronder),
        "trajecten_kort_lang": _round_kort_lang(counts["trajecten_kort_lang"], study, afronder),
    }


def _round_tree(
    table: pd.DataFrame, total: list[str], count: str, draw: list[str], domeinen: dict[str, str], afronder: Afronder
) -> pd.DataFrame:
    """Round a count per zorgvorm so that a domein and all care add up, at each IKC."""
    table = table.reset_index(drop=True)
    orders = _orders(table, domeinen)
    totals, draws = name_cells(table, total, count), name_cells(table, draw, count)
    return table.assign(**{count: round_parts(table, count, "zorgvorm", totals, draws, orders, afronder)})


def _orders(table: pd.DataFrame, domeinen: dict[str, str]) -> list[pd.Series]:
    domein = table["zorgvorm"].map(domeinen).fillna("") + "|" + table["ikc"]
    return [domein, name_cells(table, ["ikc", "zorgvorm"], "zorgvorm")]


def _finish(table: pd.DataFrame, counts: list[str], afronder: Afronder) -> pd.DataFrame:
    """Round the enrolled children, empty what is not rounded, and add the IKCs up."""
    children = round_alone(table["n_kinderen"], table["ikc"] + CHILDREN, afronder)
    empty = {name: value for name, value in NOT_ROUNDED.items() if name in table}
    return _sum_ikcs(table.assign(n_kinderen=children, **empty), [*counts, "n_kinderen"])


def _sum_ikcs(table: pd.DataFrame, counts: Sequence[str]) -> pd.DataFrame:
    """Give the IKC `alle` the sum of the rounded IKCs, where there are any; missing where one of them is."""
    keys = [name for name in ("kwartaal", "meting", "periode", "zorgvorm") if name in table]
    own = table[table["ikc"] != ALLE]
    if own.empty:
        return table
    sums = own.groupby(keys)[list(counts)].agg(lambda part: part.sum(skipna=False))
    of_all = table["ikc"] == ALLE
    found = sums.reindex(pd.MultiIndex.from_frame(table.loc[of_all, keys]))
    summed = {name: table[name].mask(of_all) for name in counts}
    for name in counts:
        summed[name].loc[of_all] = found[name].to_numpy()
    return table.assign(**summed)


def mean_prices(venster: pd.DataFrame, fewest: int) -> pd.Series:
    """Give per zorgvorm what a toewijzing with a price cost on average in a year before a meting, in two digits.

    Over all IKCs and metingen. A zorgvorm with fewer than `fewest` of them has the average of all care.
    """
    rows = venster[(venster["zorgvorm"] != ALLE) & venster["kosten_eur"].notna()]
    rows = rows[rows["ikc"] != ALLE] if (rows["ikc"] != ALLE).any() else rows
    priced = (rows["n_toewijzingen"] - rows["n_zonder_prijs"].fillna(0)).astype(float)
    sums = pd.DataFrame({"euro": rows["kosten_eur"].astype(float), "n": priced}).groupby(rows["zorgvorm"]).sum()
    every = sums.sum()
    if every["n"] < fewest:
        return pd.Series(dtype="float64")
    means = (sums["euro"] / sums["n"]).where(sums["n"] >= fewest, every["euro"] / every["n"])
    return means.map(lambda euro: float(f"{euro:.1e}"))


def _estimate_costs(table: pd.DataFrame, prices: pd.Series) -> pd.DataFrame:
    """Estimate what the rounded toewijzingen of each zorgvorm cost; all care is their sum."""
    of_form = table["n_toewijzingen"].astype("Float64").astype(float) * table["zorgvorm"].map(prices).astype(float)
    leaves = table.assign(kosten_eur=of_form)[table["zorgvorm"] != ALLE]
    sums = leaves.groupby(["ikc", "meting"])["kosten_eur"].sum(min_count=1)
    whole = sums.reindex(pd.MultiIndex.from_frame(table[["ikc", "meting"]])).to_numpy()
    euros = of_form.mask(table["zorgvorm"] == ALLE, pd.Series(whole, table.index))
    return cost_per_1000(table.assign(kosten_eur=euros, prijsbron=np.where(euros.notna(), MEAN_PRICE, "")))


def _rate_running(table: pd.DataFrame) -> pd.DataFrame:
    rates = rate_per_1000(table.assign(n_gestart=0))
    return rates.drop(columns=["n_gestart", "gestart_per_1000"])


def _children_on_peildata(peildatum: pd.DataFrame) -> pd.DataFrame:
    """Give the rounded children per ikc and meting: those of all IKCs, also of one without a toewijzing."""
    return peildatum[["ikc", "meting", "n_kinderen"]].drop_duplicates(["ikc", "meting"])


def _occurring(table: pd.DataFrame, count: str) -> pd.DataFrame:
    return table[(table[count] > 0).fillna(False).astype(bool)].reset_index(drop=True)


def _round_trajecten(trajecten: pd.DataFrame, domeinen: dict[str, str], afronder: Afronder) -> pd.DataFrame:
    """Round the trajecten per period and zorgvorm of each IKC; totals, also of the short ones, are sums of those."""
    keys = ["ikc", "periode", "zorgvorm"]
    leaves = trajecten
    for column in keys:
        leaves = _without_all(leaves, column)
    leaves = leaves.reset_index(drop=True)
    period = name_cells(leaves, ["ikc", "periode"], "periode")
    rounded = _round_ended(leaves, [period, *_orders(leaves, domeinen)], afronder)
    for column in keys:
        rounded = rounded if (rounded[column] == ALLE).all() else pd.concat([rounded, rounded.assign(**{column: ALLE})])
    sums = rounded.groupby(keys)[["n", "n_lopend", _KORT]].agg(lambda part: part.sum(skipna=False)).reset_index()
    known = trajecten[keys].merge(sums, on=keys)
    empty = dict.fromkeys(("mediaan_dagen", "ci_laag", "ci_hoog"), np.nan)
    return _share_short(_occurring(known, "n")).assign(**empty)[list(trajecten.columns)]


def _without_all(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Leave out the rows that add up the others; where there are no others they are what is counted."""
    parts = table[table[column] != ALLE]
    return parts if len(parts) else table


def _round_ended(leaves: pd.DataFrame, orders: list[pd.Series], afronder: Afronder) -> pd.DataFrame:
    """Round per group of trajecten how many there are, still run, and (by Kaplan-Meier) are short."""
    short = leaves["aandeel_kort"].astype(float) * leaves["n"].astype(float)
    rows = leaves.assign(**{_KORT: short}, geheel="")
    total = round_parts(rows, "n", "geheel", rows["ikc"], rows["ikc"] + "|trajecten", orders, afronder)
    cells = rows[["ikc"]].assign(**{str(at): names for at, names in enumerate(orders)})
    found = {
        name: round_alone(rows[name], name_cells(cells, list(cells.columns), name), afronder)
        for name in ("n_lopend", _KORT)
    }
    capped = {name: values.where(~(values > total).fillna(False), total) for name, values in found.items()}
    return rows.assign(n=total, **capped).drop(columns="geheel")


def _share_short(table: pd.DataFrame) -> pd.DataFrame:
    count = table["n"].astype("Float64").where(table["n"] > 0)
    share = (table[_KORT].astype("Float64") / count).astype("float64")
    return table.assign(aandeel_kort=share)


def _round_kort_lang(kort_lang: pd.DataFrame, study: Study, afronder: Afronder) -> pd.DataFrame:
    """Round the short and long trajecten per domein before and since; groups of IKCs are sums of the rounded ones."""
    if kort_lang.empty:
        return kort_lang
    cells = kort_lang[KEYS].assign(kinderjaren=_round_years(kort_lang, afronder))
    table = _occurring(cells.merge(_round_groups(kort_lang, study, afronder), on=KEYS), "n")
    effect = rounded_design_effect(kort_lang, study)
    compared = compare_kort(_rate_short(_share_short(table), study, afronder.basis, effect))
    return compared.reindex(columns=kort_lang.columns)


def _round_groups(kort_lang: pd.DataFrame, study: Study, afronder: Afronder) -> pd.DataFrame:
    """Round the counts of each IKC and add them up per group; `n_ikcs` says how many were added up."""
    of_ikcs = kort_lang["ikc"].isin(study.ikc_codes)
    own = (kort_lang[of_ikcs] if of_ikcs.any() else kort_lang).reset_index(drop=True)
    orders = [name_cells(own, ["ikc", "periode"], "periode"), name_cells(own, ["ikc", "domein"], "domein")]
    rounded, groups = _round_ended(own, orders, afronder), groups_of_ikc(study)
    pooled = rounded.assign(ikc=[groups.get(ikc, ALLE) for ikc in rounded["ikc"]])
    both = pd.concat([rounded, pooled], ignore_index=True) if of_ikcs.any() else rounded
    sums = both.groupby(KEYS)[["n", "n_lopend", _KORT]]
    return sums.agg(lambda part: part.sum(skipna=False)).join(sums.size().rename("n_ikcs")).reset_index()


def _round_years(kort_lang: pd.DataFrame, afronder: Afronder) -> pd.Series:
    names = name_cells(kort_lang, ["ikc", "periode"], "jaren")
    return round_alone(kort_lang["kinderjaren"], names, _tenfold(afronder)).astype("Float64").astype("float64")


def _tenfold(afronder: Afronder) -> Afronder:
    return Afronder(_YEARS * afronder.basis, afronder.sleutel)


def rounded_design_effect(kort_lang: pd.DataFrame, study: Study) -> float:
    """Give one design effect for all public margins of kort and lang: the mean, in halves, rounded up.

    Over all IKCs, domeinen and periods, weighed by their trajecten: one number for the study, that says no more of a
    child than that some have more than one traject. Never below 1.
    """
    rows = kort_lang[~kort_lang["ikc"].isin(study.ikc_codes)].dropna(subset=["ontwerpeffect"])
    if rows.empty:
        return 1.0
    mean = float(np.average(rows["ontwerpeffect"].astype(float), weights=rows["n"].astype(float)))
    return max(1.0, float(np.ceil(2 * mean - 1e-9)) / 2)


def _rate_short(table: pd.DataFrame, study: Study, basis: int, effect: float) -> pd.DataFrame:
    worth = as_worth(table[_KORT], table["n"], basis, table["n_ikcs"])
    low, high = estimate_wilson(*(part / effect for part in worth), study.statistiek.alfa)
    starts = 1000 / table["kinderjaren"].where(table["kinderjaren"] > 0)
    short, count = (table[name].astype("Float64").astype("float64") for name in (_KORT, "n"))
    rates = {"kort_per_1000": starts * short, "lang_per_1000": starts * (count - short)}
    return table.assign(ci_laag=low, ci_hoog=high, **rates)
