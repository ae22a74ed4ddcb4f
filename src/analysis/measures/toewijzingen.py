"""Counts of toewijzingen: running on a day, started in a quarter, per 1,000 enrolled children."""

import pandas as pd

from analysis.measures.enrolment import count_children
from analysis.measures.periods import (
    disturbing_periods,
    peildata_of_study,
    quarters_of_study,
    study_end,
    windows_of_study,
)
from analysis.measures.running import add_total, count_per_moment
from analysis.measures.toewijzing_costs import measure_costs_per_moment, price_toewijzingen
from analysis.measures.toewijzing_stays import place_prices, split_by_enrolment
from analysis.study import ALLE, GEEN_IKC, Study


def count_running_toewijzingen(toewijzingen: pd.DataFrame, peildatum: pd.Timestamp, by: list[str]) -> pd.DataFrame:
    """Count the toewijzingen that are running on the peildatum.

    A toewijzing runs when it starts on or before the peildatum and ends on or after it; an open end counts as
    running. A child with two running toewijzingen counts twice: this measures care, not children.

    Parameters
    ----------
    toewijzingen
        One row per toewijzing, from `tidy_toewijzingen`; needs `startdatum`, `einddatum` and the columns in `by`.
    peildatum
        The day to count on.
    by
        Columns to count by, such as ``["zorgvorm"]``.

    Returns
    -------
    One row per combination that occurs, the count in `n_toewijzingen` (exact: not yet suppressed).
    """
    started = toewijzingen["startdatum"] <= peildatum
    not_ended = toewijzingen["einddatum"].isna() | (toewijzingen["einddatum"] >= peildatum)
    return toewijzingen[started & not_ended].groupby(by, observed=True).size().reset_index(name="n_toewijzingen")


def covered_ikcs(toewijzingen: pd.DataFrame, leerlingen: pd.DataFrame, study: Study) -> list[str]:
    """Give the IKCs whose toewijzingen can be known: they have leerlingen, or toewijzingen that name them.

    For any other IKC a count of zero would be false: nothing was delivered that could show its toewijzingen.
    """
    named = {*toewijzingen["ikc"].astype("str").unique(), *leerlingen["ikc"].astype("str").unique()} - {GEEN_IKC}
    return [*[ikc for ikc in study.ikc_codes if ikc in named], *sorted(named - set(study.ikc_codes))]


def rate_toewijzingen_per_quarter(
    toewijzingen: pd.DataFrame,
    leerlingen: pd.DataFrame,
    populatie: pd.DataFrame,
    study: Study,
    tarieven: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count toewijzingen per ikc, quarter and zorgvorm, with the rate per 1,000 enrolled children and the costs.

    `n_lopend` counts what runs on the quarter's last day, or on the period's last day when that comes first;
    `n_gestart` what starts in the quarter. Both count at the IKC where the child is enrolled on that day, as the
    children per 1,000 of whom they are (see `split_by_enrolment`), and so do the costs. Every zorgvorm that occurs has
    a row for every ikc and quarter, so zero is a row; the zorgvorm `alle` sums them. The ikc `alle` covers the IKCs of
    `covered_ikcs` and leaves out what is at no IKC (`geen`), so that count and children fit. Where no IKC is known at
    all, the only ikc is `alle`, it covers every toewijzing, and there is no rate.

    Returns
    -------
    ikc, kwartaal (`2019Q1`), zorgvorm, n_lopend, n_gestart, n_kinderen, noemer_bron, lopend_per_1000, gestart_per_1000,
    kosten_eur, kosten_per_1000, n_zonder_prijs, prijsbron (see `measure_costs_per_moment`: a lower bound as soon as
    n_zonder_prijs is more than zero), storend (exact: not yet suppressed).
    """
    moments = quarters_of_study(toewijzingen, study)
    ikcs = covered_ikcs(toewijzingen, leerlingen, study)
    pieces = split_by_enrolment(toewijzingen, leerlingen)
    counts = _count_with_totals(pieces, ikcs, moments)
    prices = price_toewijzingen(toewijzingen, study_end(toewijzingen, study), tarieven)
    costs = measure_costs_per_moment(place_prices(prices, pieces), moments, ikcs).drop(columns="n_toewijzingen")
    storend = {row.moment: disturbing_periods(study, row.van, row.tot) for row in moments.itertuples()}
    rates = _rate(counts, count_children(leerlingen, populatie, moments, ikcs, study))
    rates = _without_empty_costs(rates.merge(costs, on=["ikc", "moment", "zorgvorm"], how="left"))
    rates = cost_per_1000(rates.assign(storend=rates["moment"].map(storend).astype("str")))
    return rates.rename(columns={"moment": "kwartaal"})


def rate_domeinen_per_quarter(series: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Sum the quarterly series over the zorgvormen of each domein of care; the rates follow the summed counts.

    `series` is from `rate_toewijzingen_per_quarter`, `codes` is the codebook's table. A toewijzing has one zorgvorm and
    a zorgvorm one domein, so nothing counts twice.
    """
    domein_of_code = codes[codes["aard"] == "zorg"].set_index("code")["domein"].to_dict() | {ALLE: ALLE}
    rows = series.assign(domein=series["zorgvorm"].map(domein_of_code).astype("str"))
    groups = rows.groupby(["ikc", "kwartaal", "domein"], sort=False)
    same = groups[["n_kinderen", "noemer_bron", "storend"]].first()
    sources = groups["prijsbron"].agg(lambda names: "; ".join(sorted({name for name in names if name})))
    summed = groups[["n_lopend", "n_gestart", "n_zonder_prijs"]].sum().join(groups["kosten_eur"].sum(min_count=1))
    summed = _without_empty_costs(summed.join(same).join(sources).reset_index())
    return cost_per_1000(rate_per_1000(summed))[["domein" if name == "zorgvorm" else name for name in series.columns]]


def rate_costs_per_window(
    prices: pd.DataFrame, toewijzingen: pd.DataFrame, leerlingen: pd.DataFrame, populatie: pd.DataFrame, study: Study
) -> pd.DataFrame:
    """Sum the costs in the year up to each meting's peildatum, per ikc and zorgvorm, and per 1,000 enrolled children.

    The costs of the days on which the child was enrolled at the IKC. A window that the toewijzingen do not cover in
    full has no row: its costs would look too low.

    Returns
    -------
    ikc, meting, zorgvorm, van, tot, n_toewijzingen (with a day in the window), n_kinderen (on the peildatum),
    kosten_eur, kosten_per_1000, n_zonder_prijs, prijsbron; only combinations with a toewijzing.
    """
    windows, ikcs = windows_of_study(toewijzingen, study), covered_ikcs(toewijzingen, leerlingen, study)
    costs = measure_costs_per_moment(place_prices(prices, split_by_enrolment(toewijzingen, leerlingen)), windows, ikcs)
    children = count_children(leerlingen, populatie, windows, ikcs, study)
    rows = costs.merge(children, on=["ikc", "moment"], how="left").merge(windows.drop(columns="peildag"), on="moment")
    return cost_per_1000(rows).rename(columns={"moment": "meting"})


def rate_toewijzingen_on_peildata(
    toewijzingen: pd.DataFrame, leerlingen: pd.DataFrame, populatie: pd.DataFrame, study: Study
) -> pd.DataFrame:
    """Count what runs on each meting's peildatum, per ikc and zorgvorm (both with `alle`), per 1,000 enrolled children.

    The children in the count are those in the denominator: enrolled at the IKC on that day (`split_by_enrolment`).

    Returns
    -------
    ikc, meting, zorgvorm, peildatum, n_lopend, n_kinderen, noemer_bron, lopend_per_1000. A meting outside the period
    that the toewijzingen cover has no row: nothing is known of it, which is not zero.
    """
    moments, ikcs = peildata_of_study(toewijzingen, study), covered_ikcs(toewijzingen, leerlingen, study)
    counts = _count_with_totals(split_by_enrolment(toewijzingen, leerlingen), ikcs, moments)
    children = count_children(leerlingen, populatie, moments, ikcs, study)
    rates = _rate(counts, children).rename(columns={"moment": "meting"})
    rates = rates.assign(peildatum=rates["meting"].map(moments.set_index("moment")["peildag"].to_dict()))
    return rates[["ikc", "meting", "zorgvorm", "peildatum", "n_lopend", "n_kinderen", "noemer_bron", "lopend_per_1000"]]


def _count_with_totals(pieces: pd.DataFrame, ikcs: list[str], moments: pd.DataFrame) -> pd.DataFrame:
    """Count per ikc, zorgvorm and moment with `alle` for both; ordered by ikc, moment, zorgvorm."""
    zorgvormen = sorted(pieces["zorgvorm"].astype("str").unique())
    counted = pieces[pieces["ikc"].isin(ikcs)] if ikcs else pieces.assign(ikc=ALLE)
    typed = counted.assign(
        ikc=pd.Categorical(counted["ikc"], ikcs or [ALLE]),
        zorgvorm=pd.Categorical(counted["zorgvorm"].astype("str"), zorgvormen),
    )
    running, begun = (count_per_moment(rows, moments, ["ikc", "zorgvorm"]) for rows in (typed, typed[typed["begin"]]))
    counts = add_total(running.assign(n_gestart=begun["n_gestart"]).astype({"zorgvorm": "str"}), "zorgvorm")
    counts = counts.astype({"ikc": "str"})
    return add_total(counts, "ikc") if ikcs else counts


def _without_empty_costs(rows: pd.DataFrame) -> pd.DataFrame:
    """Cells without a toewijzing cost nothing; cells in which none has a price have no known costs."""
    unpriced = rows["n_zonder_prijs"].fillna(0).astype("int64")
    euros = rows["kosten_eur"].fillna(0.0)
    return rows.assign(
        kosten_eur=euros.mask((euros == 0) & (unpriced > 0)),
        n_zonder_prijs=unpriced,
        prijsbron=rows["prijsbron"].fillna(""),
    )


def _rate(counts: pd.DataFrame, children: pd.DataFrame) -> pd.DataFrame:
    """Join the enrolled children, in the order of theirs (ikc, then moment), and give the rates."""
    place = children[["ikc", "moment"]].assign(volgorde=range(len(children)))
    joined = counts.merge(children, on=["ikc", "moment"], how="left").merge(place, on=["ikc", "moment"], how="left")
    joined = joined.sort_values("volgorde", kind="stable").reset_index(drop=True)
    joined = joined.assign(noemer_bron=joined["noemer_bron"].fillna("geen"))
    return rate_per_1000(joined[["ikc", "moment", "zorgvorm", "n_lopend", "n_gestart", "n_kinderen", "noemer_bron"]])


def cost_per_1000(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the costs per 1,000 enrolled children; empty where the costs or the children are not known."""
    children = rows["n_kinderen"].astype("Float64").astype("float64").where(lambda number: number > 0)
    return rows.assign(kosten_per_1000=1000 * rows["kosten_eur"] / children)


def rate_per_1000(counts: pd.DataFrame) -> pd.DataFrame:
    """Give the rates per 1,000 enrolled children; empty where their number is not known or zero."""
    children = counts["n_kinderen"].astype("Float64").astype("float64").where(lambda number: number > 0)
    return counts.assign(
        lopend_per_1000=1000 * counts["n_lopend"] / children, gestart_per_1000=1000 * counts["n_gestart"] / children
    )
