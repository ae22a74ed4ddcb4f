"""The safe store: the counts of a study, rounded once; everything public is computed from these and nothing else.

Each count that is rounded (an *atom*) is rounded by itself and its own key, per IKC and meting; what is a sum or a
difference of atoms is computed from the rounded ones: the IKC `alle`, the other cells of a 2x2 table, any problem at
all. So no table tells more of a count than its own rounding does, and what somebody knows of one IKC tells nothing of
another. Which children are in two metingen (*blijvers*), and which are of one family (*gezinnen*), is not in the store:
those groups are too small.
"""

import pandas as pd

from analysis.codebook import Codebook
from analysis.disclosure.hours import round_inzet
from analysis.disclosure.keten import round_uitspraken
from analysis.disclosure.possible import fit_indicatoren, fit_within
from analysis.disclosure.rounding import CHILDREN, Afronder, name_cells, round_alone, round_parts
from analysis.disclosure.store_toewijzingen import round_toewijzingen
from analysis.measures.associations import CELLS, MOMENT, VERBANDEN
from analysis.measures.coverage_of_inventory import pool_gemeten
from analysis.measures.dubbel import DUBBEL, INFORMANTEN
from analysis.measures.inventory import INDICATOR
from analysis.measures.pooling import pool_ikcs
from analysis.measures.ratios import PER_100, RATIOS, ZORG_VAN_JOK, pool_verhoudingen
from analysis.results.compute import Counts
from analysis.study import ALLE, Study

CELL = ["ikc", "meting", "bouw"]
KIND, GEZIN = VERBANDEN["kind_gezin"]
GROUPS = {
    "kind_gezin": ("kind", "gezin"),
    "probleem_zorg": ("probleem", "zorg"),
    "probleem_zorg_zonder_jok": ("probleem", "zorg_zonder_jok"),
}
"""The groups of the 2x2 tables, by verband."""
THRESHOLD_OF = {"zorg_zonder_jok": "zorg", "probleem_zorg_zonder_jok": "probleem_zorg"}
"""Groups that are rounded with the threshold of the group they are part of: equal stays equal, a part never larger."""
CONDITIONAL_GROUPS = {
    "gezin_bij_kind": ("kind_gezin", "kind"),
    "zorg_bij_probleem": ("probleem_zorg", "probleem"),
    "probleem_bij_zorg": ("probleem_zorg", "zorg"),
    "zorg_bij_probleem_zonder_jok": ("probleem_zorg_zonder_jok", "probleem"),
    "probleem_bij_zorg_zonder_jok": ("probleem_zorg_zonder_jok", "zorg_zonder_jok"),
}
"""Numerator and denominator of each conditional share, as groups."""


def round_counts(counts: Counts, study: Study, codebook: Codebook, afronder: Afronder) -> Counts:
    """Round the counts of a study; the tables that are not made of counts of children stay as they are.

    Parameters
    ----------
    counts
        From `count_study`, exact.

    Returns
    -------
    The same names and rows, but without `gezinnen`, `blijvers` and `redenen`, and without rows that are there only
    where there is something to count and were rounded to zero.
    """
    by_day = counts.get("toewijzingen_peildatum", pd.DataFrame(columns=[*MOMENT, "n_kinderen"]))
    gemeten = _round_gemeten(counts["gemeten"], by_day, afronder)
    children = gemeten.loc[gemeten["ikc"] != ALLE, [*CELL, "n_kinderen"]]
    indicatoren = _round_indicatoren(counts["indicatoren"], children, afronder)
    crossed = _round_crossed(counts["samenhang"], indicatoren, children, afronder)
    return {
        **counts,
        **round_toewijzingen(counts, study, codebook, afronder),
        "gemeten": gemeten,
        "indicatoren": indicatoren,
        "samenhang": _as_samenhang(counts["samenhang"], crossed),
        "verhoudingen": _as_verhoudingen(counts["verhoudingen"], indicatoren, children, crossed),
        "dubbel": _round_dubbel(counts["dubbel"], afronder),
        "klassen": _size_classes(counts["klassen"], children),
        "uitspraken": round_uitspraken(counts["uitspraken"], study, afronder),
        "doelen_gevraagd": _round_goals(counts["doelen_gevraagd"], afronder),
        "inzet": round_inzet(counts["inzet"], study),
        "inzet_maanden": None,
        "gezinnen": None,
        "blijvers": None,
        "redenen": None,
    }


def _round_gemeten(gemeten: pd.DataFrame, of_toewijzingen: pd.DataFrame, afronder: Afronder) -> pd.DataFrame:
    """Round who is enrolled and in the inventory, with one threshold per IKC: the same number is the same everywhere.

    Who stayed has a threshold per meting. Who came and left is what that leaves of the children whom they add up to
    exactly, and is given for the whole IKC only.
    """
    own = gemeten[gemeten["ikc"] != ALLE].reset_index(drop=True)
    orders = [name_cells(own, ["ikc", "bouw"], "kinderen")]
    rounded = {
        name: round_parts(own, name, "bouw", name_cells(own, MOMENT, name), own["ikc"] + CHILDREN, orders, afronder)
        for name in ("n_kinderen", "n_inventaris")
    }
    totals = name_cells(own, MOMENT, "n_gebleven")
    rounded["n_gebleven"] = round_parts(own, "n_gebleven", "bouw", totals, totals, orders, afronder)
    rounded = fit_within(own, rounded, afronder)
    return pool_gemeten(own.assign(**rounded, **_come_and_gone(own, rounded, of_toewijzingen, afronder)))


def _come_and_gone(
    own: pd.DataFrame, rounded: dict[str, pd.Series], of_toewijzingen: pd.DataFrame, afronder: Afronder
) -> dict[str, pd.Series]:
    """Give who came and who left, of whole IKCs: children less who stayed, where those add up exactly; else rounded.

    The children are those that another table tells of: enrolled by leerlingen (of the toewijzingen), by populatie, or
    in the inventory; for who left those of the meting before.
    """
    exact, whole = own["n_gebleven"], own["bouw"] == ALLE
    found = {}
    for name, shift in (("n_nieuw", 0), ("n_vertrokken", 1)):
        value = round_alone(own[name], name_cells(own, MOMENT, name), afronder)
        for children in _children_known(own, rounded, of_toewijzingen, afronder, shift):
            same = (own[name] + exact == children["exact"]).fillna(False).astype(bool)
            value = value.mask(same, (children["rounded"] - rounded["n_gebleven"]).clip(lower=0))
        found[name] = value.where(whole)
    return found


def _children_known(
    own: pd.DataFrame, rounded: dict[str, pd.Series], of_toewijzingen: pd.DataFrame, afronder: Afronder, shift: int
) -> list[pd.DataFrame]:
    """Give every number of children of each row's IKC, exact and rounded, at its meting or `shift` metingen before."""
    index = pd.MultiIndex.from_frame(own[MOMENT])
    by_day = of_toewijzingen.drop_duplicates(MOMENT).set_index(MOMENT)["n_kinderen"] if len(of_toewijzingen) else None
    known = [(own[name], rounded[name]) for name in ("n_inventaris", "n_kinderen")]
    if by_day is not None:
        exact = by_day.reindex(index).astype("Int64").set_axis(own.index)
        known.append((exact, round_alone(exact, own["ikc"] + CHILDREN, afronder)))
    return [
        pd.DataFrame({name: values.groupby([own["ikc"], own["bouw"]], sort=False).shift(shift) if shift else values
                      for name, values in (("exact", exact), ("rounded", other))})
        for exact, other in known
    ]  # fmt: skip


def _round_indicatoren(indicatoren: pd.DataFrame, children: pd.DataFrame, afronder: Afronder) -> pd.DataFrame:
    """Round the children with each indicator, per IKC and meting, so that the bouwen add up.

    Within a soort all have one threshold, and code, domein, soort and children are fitted to each other: the rounded
    counts could have been counted as they stand.
    """
    rows = indicatoren.drop(columns="n_kinderen").merge(children, on=CELL, how="left")
    rounded = round_parts(
        rows,
        "n",
        "bouw",
        name_cells(rows, [*MOMENT, *INDICATOR], "n"),
        name_cells(rows, [*MOMENT, "soort"], "n"),
        [name_cells(rows, [*CELL, "soort"], "n")],
        afronder,
    )
    fitted = fit_indicatoren(rows, rounded, afronder)
    return _cap(rows.assign(n=fitted))[list(indicatoren.columns)]


def _cap(rows: pd.DataFrame) -> pd.DataFrame:
    """Take down a count, not fitted, that is above the children of whom it is a part, in the total too."""
    over = (rows["n"] - rows["n_kinderen"]).clip(lower=0).fillna(0).mask(rows["bouw"] == ALLE, 0)
    of_total = over.groupby([rows[name] for name in (*MOMENT, *INDICATOR)]).transform("sum")
    lower = rows["n"] - over.where(rows["bouw"] != ALLE, of_total)
    return rows.assign(n=_at_most(lower, rows["n_kinderen"]))


def _round_crossed(
    samenhang: pd.DataFrame, indicatoren: pd.DataFrame, children: pd.DataFrame, afronder: Afronder
) -> pd.DataFrame:
    """Give per IKC and meting the rounded groups that two questions make: kind, gezin, probleem, zorg, both of each.

    Kind and gezin are those of `indicatoren`; a problem is child or family: kind + gezin - both, where those are all
    the problems that there are. Care, and the children with both, are rounded; so is care without that of the
    jeugdondersteuner, with the same threshold, and it is never more than all care.
    """
    exact = _exact_groups(samenhang)
    enrolled = children[children["bouw"] == ALLE].set_index(MOMENT)["n_kinderen"]
    index = exact.index
    names = {name: index.to_frame(index=False) for name in exact.columns}
    alone = pd.DataFrame(
        {name: round_alone(exact[name], name_cells(cells, MOMENT, THRESHOLD_OF.get(name, name)).set_axis(index),
                           afronder)
         for name, cells in names.items()}
    )  # fmt: skip
    kind, gezin = (_of_soort(indicatoren, soort, alone[name]) for soort, name in ((KIND, "kind"), (GEZIN, "gezin")))
    both = _between(alone["kind_gezin"], kind, gezin, enrolled)
    only = (exact["probleem"] == exact["kind"] + exact["gezin"] - exact["kind_gezin"]).fillna(False).astype(bool)
    probleem = (kind + gezin - both).where(only, alone["probleem"])
    most = _most_care(indicatoren).reindex(index).astype("Int64")
    zorg = _within_care(alone["zorg"], exact["zorg"], _all_care(indicatoren).reindex(index), afronder.basis)
    zorg = _at_least(zorg, most)
    cared = _between(alone["probleem_zorg"], probleem, zorg, enrolled)
    found = {"kind": kind, "gezin": gezin, "kind_gezin": both, "probleem": probleem, "zorg": zorg}
    others = _most_care(indicatoren, without=ZORG_VAN_JOK).reindex(index).astype("Int64")
    without = _without_jok(alone, exact, found | {"probleem_zorg": cared, "most": others}, enrolled)
    return pd.DataFrame({**found, "probleem_zorg": cared, **without, "kinderen": enrolled.reindex(index)})


def _without_jok(
    alone: pd.DataFrame, exact: pd.DataFrame, found: dict[str, pd.Series], enrolled: pd.Series
) -> dict[str, pd.Series]:
    """Give care without that of the jeugdondersteuner: as all care where it is the same, and never more than that."""
    same = (exact["zorg_zonder_jok"] == exact["zorg"]).fillna(False).astype(bool)
    part = _at_most(_at_least(alone["zorg_zonder_jok"], found["most"]), found["zorg"])
    zorg = part.mask(same, found["zorg"])
    both = _at_most(alone["probleem_zorg_zonder_jok"].mask(same, found["probleem_zorg"]), found["probleem_zorg"])
    return {"zorg_zonder_jok": zorg, "probleem_zorg_zonder_jok": _between(both, found["probleem"], zorg, enrolled)}


def _exact_groups(samenhang: pd.DataFrame) -> pd.DataFrame:
    """Give per IKC and meting who has the first, the second and both of each verband; missing where not asked."""
    own = samenhang[samenhang["ikc"] != ALLE].set_index(MOMENT)
    index = own.index.unique()
    groups = {}
    for verband, (first, second) in GROUPS.items():
        cells = own.loc[own["verband"] == verband, CELLS].reindex(index).astype("Int64")
        sums = {first: cells["n_beide"] + cells["n_eerste"], second: cells["n_beide"] + cells["n_tweede"]}
        groups = sums | {verband: cells["n_beide"]} | groups
    return pd.DataFrame(groups, index=index)


def _of_soort(indicatoren: pd.DataFrame, soort: str, otherwise: pd.Series) -> pd.Series:
    """Give the rounded count of a soort as a whole, as the table of indicators has it."""
    whole = (indicatoren["soort"] == soort) & (indicatoren["domein"] == ALLE) & (indicatoren["bouw"] == ALLE)
    found = indicatoren[whole].set_index(MOMENT)["n"].reindex(otherwise.index).astype("Int64")
    return found.fillna(otherwise)


def _most_care(indicatoren: pd.DataFrame, without: str = "") -> pd.Series:
    """Give per IKC and meting the largest rounded count of a soort of care (`without` a code): any care is not less."""
    left_out = indicatoren.loc[indicatoren["code"] == without, "soort"].unique()
    soorten = _soorten_of_care(indicatoren)
    return soorten[~soorten["soort"].isin(left_out)].groupby(MOMENT)["n"].max()


def _all_care(indicatoren: pd.DataFrame) -> pd.Series:
    """Give per IKC and meting the rounded counts of all soorten of care together: any care is not more."""
    return _soorten_of_care(indicatoren).groupby(MOMENT)["n"].sum(min_count=1)


def _soorten_of_care(indicatoren: pd.DataFrame) -> pd.DataFrame:
    whole = (indicatoren["aard"] == "zorg") & (indicatoren["domein"] == ALLE) & (indicatoren["bouw"] == ALLE)
    return indicatoren[whole]


def _within_care(zorg: pd.Series, exact: pd.Series, most: pd.Series, basis: int) -> pd.Series:
    """Round any care down where up is above all soorten together: 12 of three soorten of 4 would show each of them."""
    return zorg.mask((zorg > most).fillna(False).astype(bool), exact // basis * basis)


def _between(both: pd.Series, first: pd.Series, second: pd.Series, children: pd.Series) -> pd.Series:
    """Keep the children with both within what their two groups, and all children, allow."""
    most = _at_most(first, second)
    least = (first + second - children.reindex(both.index)).clip(lower=0).fillna(0)
    return _at_least(_at_most(both, most), least)


def _at_most(counts: pd.Series, most: pd.Series) -> pd.Series:
    """Take counts down to `most` where they are above it; where either is not known they stay."""
    return counts.mask((counts > most).fillna(False).astype(bool), most)


def _at_least(counts: pd.Series, least: pd.Series) -> pd.Series:
    """Take counts up to `least` where they are below it; where either is not known they stay."""
    return counts.mask((counts < least).fillna(False).astype(bool), least)


def _as_samenhang(samenhang: pd.DataFrame, crossed: pd.DataFrame) -> pd.DataFrame:
    """Give the four cells of each 2x2 table as what its rounded groups leave."""
    own = samenhang[samenhang["ikc"] != ALLE].reset_index(drop=True)
    groups = crossed.reindex(pd.MultiIndex.from_frame(own[MOMENT])).reset_index(drop=True)
    parts = []
    for verband, (first, second) in GROUPS.items():
        rows = own[own["verband"] == verband]
        one, two, both, all_ = (groups.loc[rows.index, name] for name in (first, second, verband, "kinderen"))
        cells = {"n_beide": both, "n_eerste": one - both, "n_tweede": two - both, "n_geen": all_ - one - two + both}
        parts.append(rows.assign(n_kinderen=all_, **cells))
    rounded = pd.concat(parts).sort_index()
    return pd.concat([rounded, pool_ikcs(rounded, ["meting", "verband"], CELLS)], ignore_index=True)


def _as_verhoudingen(
    verhoudingen: pd.DataFrame, indicatoren: pd.DataFrame, children: pd.DataFrame, crossed: pd.DataFrame
) -> pd.DataFrame:
    """Give numerator and denominator of each maat from what is rounded already; who is in both is not told.

    The signals per 100 are the sum of the rounded signals.
    """
    own = verhoudingen[verhoudingen["ikc"] != ALLE].reset_index(drop=True)
    parts = [_as_ratio(own[own["maat"] == maat], indicatoren, *names) for maat, names in RATIOS.items()]
    for maat, (teller, noemer) in CONDITIONAL_GROUPS.items():
        rows = own[own["maat"] == maat]
        groups = crossed.reindex(pd.MultiIndex.from_frame(rows[MOMENT])).set_axis(rows.index)
        parts.append(_with_counts(rows, groups[teller], groups[noemer], groups[teller]))
    rows = own[own["maat"] == PER_100]
    signals = indicatoren[(indicatoren["aard"] == "signaal") & (indicatoren["code"] != ALLE)]
    sums, enrolled = signals.groupby(CELL)["n"].sum(min_count=1), children.set_index(CELL)["n_kinderen"]
    index = pd.MultiIndex.from_frame(rows[CELL])
    total, of_all = (counts.reindex(index).set_axis(rows.index) for counts in (sums, enrolled))
    parts.append(_with_counts(rows, total, of_all, pd.Series(pd.NA, rows.index)))
    rounded = pd.concat(parts).sort_index()
    return pool_verhoudingen(rounded)


def _as_ratio(rows: pd.DataFrame, indicatoren: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    whole = indicatoren[indicatoren["code"] == ALLE].drop_duplicates([*CELL, "indicator"])
    named = whole.set_index([*CELL, "indicator"])["n"]
    counts = [
        named.reindex(pd.MultiIndex.from_frame(rows[CELL].assign(indicator=name))).set_axis(rows.index)
        for name in (first, second)
    ]
    return _with_counts(rows, *counts, counts[0])


def _with_counts(rows: pd.DataFrame, teller: pd.Series, noemer: pd.Series, kinderen: pd.Series) -> pd.DataFrame:
    counts = {"n_teller": teller, "n_noemer": noemer, "n_kinderen_teller": kinderen}
    typed = {name: values.astype("Float64") for name, values in counts.items()}
    unknown = pd.Series(pd.NA, rows.index, dtype="Float64")
    return rows.assign(**typed, n_beide=unknown, som_kwadraten=unknown)


def _size_classes(klassen: pd.DataFrame, children: pd.DataFrame) -> pd.DataFrame:
    """Give classes the mean size that follows from the rounded children: nothing of how large each of them is."""
    rows = klassen.merge(children, on=CELL, how="left")
    mean = rows["n_kinderen"].astype("Float64") / rows["n_klassen"]
    size = mean.astype(float).clip(lower=1).fillna(1.0).to_numpy()
    return klassen.assign(klas_grootte=size, deel=1 / klassen["n_klassen"].astype(float))


def _round_dubbel(dubbel: pd.DataFrame, afronder: Afronder) -> pd.DataFrame:
    """Round the children with two reports: who marked them, each by itself; the rest of all of them is unmarked."""
    cells = [name for name in DUBBEL if name != "geen"]
    rounded = {
        name: round_alone(dubbel[name], name_cells(dubbel, [*INFORMANTEN, *INDICATOR], name), afronder)
        for name in cells
    }
    total = round_alone(dubbel[DUBBEL].sum(axis=1), name_cells(dubbel, INFORMANTEN, "dubbel"), afronder)
    rest = (total - pd.DataFrame(rounded).sum(axis=1)).clip(lower=0).astype("Int64")
    return dubbel.assign(**rounded, geen=rest)


def _round_goals(goals: pd.DataFrame, afronder: Afronder) -> pd.DataFrame:
    """Round the children of outputs, and who of them; what somebody wrote down as a share of children is left out.

    An agreed start value may be a share that the internal edition has: the public one starts from its own.
    """
    if goals.empty:
        return goals
    children = round_alone(goals["n_noemer"], goals["ikc"] + CHILDREN, afronder)
    part = round_alone(goals["n_teller"], name_cells(goals, ["ikc", "doel", "meting"], "output"), afronder)
    unknown = pd.Series(float("nan"), goals.index)
    return goals.assign(n_noemer=children, n_teller=_at_most(part, children), waarde_gegeven=unknown,
                        startwaarde_gegeven=unknown)  # fmt: skip
