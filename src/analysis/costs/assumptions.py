"""What the assumptions of study.yml add: social return, break-even, scaling up. Without an assumption no table."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.costs.bounds import Bounds
from analysis.costs.break_even import count_whole_cases, estimate_break_even
from analysis.costs.lines import measure_lines
from analysis.costs.posts import name_posts, post_key
from analysis.costs.scaling import compare_investment, estimate_scaling
from analysis.costs.scenarios import name_roles
from analysis.costs.sroi import Range, SroiAannames, estimate_sroi, measure_sroi_jaren, measure_tornado
from analysis.study import ALLE, Study

SHARES = ("deadweight", "attributie", "verdringing", "afname")
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
    avoided, spent = (_mean_per_case(counted, rol) for rol in ("vermeden", "ingezet"))
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


def _mean_per_case(counted: pd.DataFrame, rol: str) -> Range:
    of_rol = counted[counted["rol"] == rol]
    cases = counted["casus"].nunique()
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


def break_even_table(over: pd.DataFrame, lines: pd.DataFrame, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Compute from how many cases a year a JOK-year is met: over all payers, and for the payers of the JOK's hours.

    `laag` combines the low cost of the year with the high end of the mean saving. Without an interval (fewer than three
    known cases) only the middle is there.
    """
    costs = study.kosten.jok_kosten_per_jaar
    inzet = jok_inzet(lines, study, codebook)
    rows = []
    for row in over[over["betaler"].isin(inzet) & over["gemiddelde"].notna()].to_dict("records") if costs else []:
        saving = Bounds(row["ci_laag"], row["gemiddelde"], row["ci_hoog"])
        own_hours = inzet[str(row["betaler"])]
        found = estimate_break_even(Bounds(costs.laag, costs.midden, costs.hoog), saving, own_hours)
        rows.append(
            {
                "betaler": row["betaler"],
                "kosten_per_jaar": costs.midden,
                "besparing_per_casus": row["gemiddelde"],
                "inzet_jok_per_casus": own_hours,
                "casussen_laag": found.laag,
                "casussen": found.midden,
                "casussen_hoog": found.hoog,
                "hele_casussen": count_whole_cases(found.midden),
            }
        )
    return pd.DataFrame(rows)


def opschaling_table(over: pd.DataFrame, lines: pd.DataFrame, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Scale the mean saving up to the number of cases of study.yml, beside the investment per payer.

    Where investments are given, the jeugdondersteuner's own hours are added back to the saving: the investment pays for
    them, and they would count twice.
    """
    wanted = study.kosten.opschaling
    if wanted is None or over.empty:
        return pd.DataFrame()
    hours = over["betaler"].map(jok_inzet(lines, study, codebook)).fillna(0.0) if wanted.investeringen else 0.0
    gross = over.assign(**{name: over[name] + hours for name in ("gemiddelde", "ci_laag", "ci_hoog")})
    scaled = estimate_scaling(gross, wanted.casussen)
    invested = pd.DataFrame(
        [item.model_dump() for item in wanted.investeringen], columns=["betaler", "eenheid", "bedrag", "aantal"]
    )
    invested = invested.assign(betaler=[codebook.value("betaler", code) or code for code in invested["betaler"]])
    table = compare_investment(scaled, invested)
    known = scaled.set_index("betaler")[["ci_laag", "ci_hoog", "ondergrens"]].reindex(table["betaler"]).reset_index()
    return table.assign(
        n_casussen=wanted.casussen, ci_laag=known["ci_laag"], ci_hoog=known["ci_hoog"],
        ondergrens=known["ondergrens"].fillna(False).astype(bool),
    )  # fmt: skip
