"""What the assumptions of study.yml add: social return, break-even, scaling up. Without an assumption no table."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.costs.bounds import Bounds
from analysis.costs.break_even import count_whole_cases, estimate_break_even
from analysis.costs.lines import measure_lines
from analysis.costs.posts import name_posts, post_key
from analysis.costs.scaling import compare_investment, estimate_scaling
from analysis.costs.scenarios import name_roles, payers_in_order
from analysis.costs.sroi import (
    SHARES,
    Range,
    SroiAannames,
    estimate_extreme,
    estimate_sroi,
    measure_sroi_jaren,
    measure_tornado,
)
from analysis.study import ALLE, Study

UITKOMSTEN = ("netto", "sroi")


def sroi_tables(lines: pd.DataFrame, study: Study) -> dict[str, pd.DataFrame]:
    """Compute the social return per case, its years and its tornado; nothing without the assumptions of study.yml.

    Avoided and put in are means per case over the cases whose saving is known, at the low, middle and high amounts of
    their lines; an avoided post that is not in money is missing from them, so the return is at least.
    """
    aannames = read_aannames(study)
    counted = name_roles(measure_lines(lines), study)
    if aannames is None or counted.empty:
        return {}
    avoided, spent = (_mean_per_case(counted, rol, counted["casus"].nunique()) for rol in ("vermeden", "ingezet"))
    found = estimate_sroi(avoided.midden, spent.midden, aannames)
    summary = {"n_casussen": counted["casus"].nunique(), "vermeden": avoided.midden, "ingezet": spent.midden, **found}
    summary |= {"jaren": aannames.jaren, "discontovoet": aannames.discontovoet}
    tornado = [measure_tornado(avoided, spent, aannames, maat).assign(maat=maat) for maat in UITKOMSTEN]
    return {
        "kosten_sroi": pd.DataFrame([summary]),
        "kosten_gevoeligheid": pd.concat(tornado, ignore_index=True),
        "kosten_contante_waarde": measure_sroi_jaren(avoided.midden, aannames),
    }


def read_aannames(study: Study) -> SroiAannames | None:
    """Give the assumptions of study.yml; None when it has none."""
    sroi = study.kosten.sroi
    if sroi is None:
        return None
    shares = {name: getattr(sroi, name) for name in SHARES}
    ranges = {name: Range(share.laag, share.midden, share.hoog) for name, share in shares.items()}
    return SroiAannames(**ranges, discontovoet=study.kosten.discontovoet, jaren=sroi.jaren, verdeeld=sroi.verdeeld)


def _mean_per_case(counted: pd.DataFrame, rol: str, cases: int) -> Range:
    of_rol = counted[counted["rol"] == rol]
    high = of_rol["hoog"].fillna(of_rol["midden"])
    low, middle, top = (round(float(column.sum()) / cases, 6) for column in (of_rol["laag"], of_rol["midden"], high))
    return Range(low, middle, top)


def jok_inzet(lines: pd.DataFrame, study: Study, codebook: Codebook) -> dict[str, float]:
    """Give what the jeugdondersteuner's own hours cost per case on average, per payer and in total (`alle`)."""
    counted = name_posts(name_roles(measure_lines(lines), study), codebook)
    cases = counted["casus"].nunique()
    is_jok = (counted["rol"] == "ingezet") & (counted["post_sleutel"] == post_key(study.kosten.jok_post, codebook))
    of_jok = counted[is_jok]
    means = {str(betaler): float(sum_) / cases for betaler, sum_ in of_jok.groupby("betaler")["midden"].sum().items()}
    return {**means, ALLE: sum(means.values())}


def break_even_table(lines: pd.DataFrame, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Compute from how many cases a year a JOK-year is met: over all payers, and for the payers of the JOK's hours.

    Per payer the plain sum (`zonder_aannames`: all that was avoided counts) and, where study.yml has the assumptions of
    the social return, the sum after them (`na_aannames`: what comes off and the discounting of later years). `laag`
    combines the low cost of the year with all that is in favour (amounts, assumptions), `hoog` the high cost with all
    that is against: ranges that were given, no chance.
    """
    costs, aannames = study.kosten.jok_kosten_per_jaar, read_aannames(study)
    counted = name_roles(measure_lines(lines), study)
    if costs is None or counted.empty:
        return pd.DataFrame()
    inzet, year = jok_inzet(lines, study, codebook), Bounds(costs.laag, costs.midden, costs.hoog)
    rows = [
        {"betaler": betaler, "rekenwijze": name, "inzet_jok_per_casus": inzet[betaler]}
        | _break_even_row(year, saving, inzet[betaler])
        for betaler in [*payers_in_order(counted, codebook), ALLE]
        if betaler in inzet
        for name, saving in _savings(counted, betaler, aannames).items()
    ]
    return pd.DataFrame(rows)


def _savings(counted: pd.DataFrame, betaler: str, aannames: SroiAannames | None) -> dict[str, Bounds]:
    """Give the mean saving per case of a payer: as described, and what is left of it after the assumptions."""
    of_payer = (counted["betaler"] == betaler) | (betaler == ALLE)
    cases = counted["casus"].nunique()
    avoided, spent = (_mean_per_case(counted[of_payer], rol, cases) for rol in ("vermeden", "ingezet"))
    plain = Bounds(avoided.laag - spent.hoog, avoided.midden - spent.midden, avoided.hoog - spent.laag)
    if aannames is None:
        return {"zonder_aannames": plain}
    against, favour = (estimate_extreme(avoided, spent, aannames, end)["netto"] for end in (False, True))
    middle = estimate_sroi(avoided.midden, spent.midden, aannames)["netto"]
    return {"zonder_aannames": plain, "na_aannames": Bounds(against, middle, favour)}


def _break_even_row(costs: Bounds, saving: Bounds, own_hours: float) -> dict[str, object]:
    found = estimate_break_even(costs, saving, own_hours)
    return {
        "kosten_per_jaar": costs.midden,
        "besparing_per_casus": saving.midden,
        "casussen_laag": found.laag,
        "casussen": found.midden,
        "casussen_hoog": found.hoog,
        "hele_casussen": count_whole_cases(found.midden),
    }


def opschaling_table(over: pd.DataFrame, lines: pd.DataFrame, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Scale the mean saving up to the number of cases of study.yml, beside the investment per payer.

    Where investments are given, the jeugdondersteuner's own hours are added back to the saving: the investment pays for
    them, and they would count twice.
    """
    wanted = study.kosten.opschaling
    if wanted is None or over.empty:
        return pd.DataFrame()
    hours = over["betaler"].map(jok_inzet(lines, study, codebook)).fillna(0.0) if wanted.investeringen else 0.0
    scaled = estimate_scaling(over.assign(gemiddelde=over["gemiddelde"] + hours), wanted.casussen)
    invested = pd.DataFrame(
        [item.model_dump() for item in wanted.investeringen], columns=["betaler", "eenheid", "bedrag", "aantal"]
    )
    invested = invested.assign(betaler=[codebook.value("betaler", code) or code for code in invested["betaler"]])
    table = compare_investment(scaled, invested)
    known = table["betaler"].map(scaled.set_index("betaler")["ondergrens"])
    return table.assign(n_casussen=wanted.casussen, ondergrens=known.fillna(False).astype(bool))
