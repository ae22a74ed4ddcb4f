"""Breakthroughs of maatwerkplannen by domain: in how many cases, and what those cases saved, per payer.

What a case saved is in `kosten`, where it is computed once; here it is only added up.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.codebook import Codebook, closest
from analysis.costs.results import list_waarden
from analysis.costs.scenarios import payers_in_order
from analysis.errors import Melding
from analysis.study import ALLE
from analysis.tidy.maatwerkplannen import FIELD, TEXTS

MORE, UNKNOWN = "meer_dan_een", "niet_bekend"
AMOUNTS = ("laag", "midden", "hoog")
COLUMNS = ("ikc", "domein", "betaler", "n_casussen", "n_gedeeld", "n_met_bedrag", "n_minstens", "n_onbekend", *AMOUNTS)


def plan_tables(
    tables: Mapping[str, pd.DataFrame], found: Mapping[str, pd.DataFrame], codebook: Codebook
) -> dict[str, pd.DataFrame]:
    """Compute the result tables on maatwerkplannen; none without plans.

    Parameters
    ----------
    tables
        The tidy tables; needs `maatwerkplannen` and `casussen`.
    found
        The tables on costs, of which `kosten` says what each case saved.
    codebook
        For the order of the domains and the payers.
    """
    plans, casussen = tables["maatwerkplannen"], tables["casussen"]
    if plans.empty:
        return {}
    named = casussen[casussen["casus_ikc"] != ""]
    own = dict(zip(named["casus"], named["casus_ikc"], strict=True))
    ikcs = [own.get(casus, ikc) for casus, ikc in zip(plans["casus"], plans["casus_ikc"], strict=True)]
    plans = plans.assign(casus_ikc=pd.Series(ikcs, index=plans.index, dtype=str))
    kosten = found.get("kosten", pd.DataFrame(columns=["casus", "grootheid", "betaler", *AMOUNTS, "grens"]))
    return {
        "doorbraken": measure_doorbraken(plans, kosten, codebook),
        "maatwerkplannen": list_plans(plans),
        "casus_waarden": list_waarden(pd.concat([casussen, plans], ignore_index=True)),
    }


def list_plans(plans: pd.DataFrame) -> pd.DataFrame:
    """Give the plans as they were told: one row per breakthrough, numbered within its case."""
    ordered = plans.sort_values("casus", kind="stable")
    numbered = ordered.assign(nummer=ordered.groupby("casus").cumcount() + 1)
    return numbered[["casus", "nummer", "casus_ikc", "domein", *TEXTS]].reset_index(drop=True)


def measure_doorbraken(plans: pd.DataFrame, kosten: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Count the cases with a breakthrough per domain, and add up what they saved, per payer and in total.

    A saving is of a whole case and cannot be split. So a case with breakthroughs in two domains counts in both
    (`n_casussen`), but its saving stands once, in the row `meer_dan_een`: the amounts of the domains add up to those of
    `alle`. A case with one breakthrough of which the domain is not known may be of two domains, and stands there too; a
    case of which no domain is known is in `niet_bekend`. A payer without a line in a case saves nothing there.

    Parameters
    ----------
    plans
        One row per breakthrough: `casus, casus_ikc, domein` ('' is not known), `doorbraak`.
    kosten
        From `measure_kosten`: the rows with grootheid `besparing`, `laag, midden, hoog` in euros and `grens`.
    codebook
        For the order of the domains and the payers.

    Returns
    -------
    One row per ikc (of the cases that name one, and `alle`), domein and betaler: `n_casussen = n_gedeeld +
    n_met_bedrag + n_onbekend`; `n_gedeeld` cases whose amount is in `meer_dan_een`; `n_minstens` of `n_met_bedrag` with
    a lower bound; `laag, midden, hoog` are sums in euros, empty (never zero) where no amount is known.
    """
    savings = kosten[kosten["grootheid"] == "besparing"]
    savings = savings[savings["casus"].isin(plans["casus"])]
    payers = [*payers_in_order(savings[savings["betaler"] != ALLE], codebook), ALLE]
    groups = [(ikc, rows) for ikc, rows in plans[plans["casus_ikc"] != ""].groupby("casus_ikc", sort=True)]
    rows = [
        {"ikc": ikc, "domein": domein, "betaler": betaler, "n_casussen": len(cases), "n_gedeeld": len(cases - own),
         **_add_up(sorted(own), betaler, savings)}
        for ikc, of_group in [*groups, (ALLE, plans)]
        for domein, cases, own in _cases_per_domain(of_group, codebook)
        for betaler in payers
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _cases_per_domain(plans: pd.DataFrame, codebook: Codebook) -> list[tuple[str, set[str], set[str]]]:
    """Give per domain the cases with a breakthrough there, and those of them whose amount counts there."""
    of_case = {casus: _domains(rows) for casus, rows in plans.groupby("casus", sort=True)}
    several = {casus for casus, domains in of_case.items() if len(domains) > 1}
    found = []
    for domein in [*codebook.values(FIELD), UNKNOWN]:
        cases = {casus for casus, domains in of_case.items() if domein in domains}
        cases = cases - several if domein == UNKNOWN else cases
        found += [(domein, cases, cases - several)] if cases else []
    found += [(MORE, several, several)] if several else []
    return [*found, (ALLE, set(of_case), set(of_case))]


def _domains(rows: pd.DataFrame) -> set[str]:
    """Give the domains of a case; a breakthrough without one is not known, a row without either says nothing."""
    told = rows[(rows["doorbraak"] != "") | (rows["domein"] != "")]
    return set(told["domein"].replace("", UNKNOWN)) or {UNKNOWN}


def _add_up(cases: list[str], betaler: str, savings: pd.DataFrame) -> dict[str, object]:
    """Add up the savings of cases for a payer, over the cases of which they are known."""
    totals = savings[savings["betaler"] == ALLE].set_index("casus").reindex(cases)
    known = totals.index[totals["midden"].notna()]
    of_payer = savings[savings["betaler"] == betaler].set_index("casus").reindex(known)
    absent = of_payer["grens"].isna()
    amounts = of_payer[list(AMOUNTS)].astype(float).mask(absent, 0.0)
    amounts = amounts[amounts["midden"].notna()]
    minstens = (of_payer.loc[amounts.index, "grens"] == "minstens").sum()
    sums = {name: amounts[name].sum(skipna=False) if len(amounts) else np.nan for name in AMOUNTS}
    counts = {"n_met_bedrag": len(amounts), "n_minstens": int(minstens), "n_onbekend": len(cases) - len(amounts)}
    return {**counts, **sums}


def check_plans(tables: Mapping[str, pd.DataFrame]) -> list[Melding]:
    """Judge the plans beside the cost lines: a case with another IKC there (fout), a case without costs (warning)."""
    plans, casussen = tables["maatwerkplannen"], tables["casussen"]
    if plans.empty:
        return []
    bestand, known = str(plans["bestand"].iloc[0]), sorted(casussen["casus"].unique())
    own = dict(zip(casussen["casus"], casussen["casus_ikc"], strict=True))
    theirs = dict(zip(plans["casus"], plans["casus_ikc"], strict=True))
    other = tuple(f"casus {casus}" for casus, ikc in theirs.items() if ikc and own.get(casus) and own[casus] != ikc)
    found = []
    if other:
        tekst = "een casus hoort hier bij een ander IKC dan in casussen."
        advies = "Geef de casus in beide bestanden hetzelfde IKC, of laat het in een van de twee leeg."
        found.append(Melding(bestand, tekst, regels=other, advies=advies, code="casus_twee_ikcs"))
    without = [casus for casus in dict.fromkeys(plans["casus"]) if casus not in known]
    if without:
        found.append(_melding_without_costs(bestand, without, known))
    return found


def _melding_without_costs(bestand: str, without: list[str], known: list[str]) -> Melding:
    lines = tuple(f"{casus}   (bedoelt u {near}?)" if (near := closest(casus, known)) else casus for casus in without)
    tekst = "van een casus met een maatwerkplan staan er geen kosten in casussen: wat die scheelde, is niet bekend."
    advies = "Gebruik dezelfde nummers als in casussen; zijn er geen kosten bekend, dan hoeft er niets te gebeuren."
    return Melding(bestand, tekst, "waarschuwing", lines, advies, "plan_zonder_kosten")
