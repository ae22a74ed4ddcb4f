"""The cost tables of the results: per case, over cases, per payer, and what the assumptions of study.yml add."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.costs.across_cases import estimate_over_cases, measure_betalers
from analysis.costs.akkoord import measure_zonder_akkoord
from analysis.costs.assumptions import break_even_table, opschaling_table, sroi_tables
from analysis.costs.lines import measure_lines
from analysis.costs.prices import to_price_level
from analysis.costs.published import check_published
from analysis.costs.scenarios import choose_per_case, measure_kosten, name_roles
from analysis.costs.uncertainty import draw_besparingen, estimate_expected, estimate_spread
from analysis.study import ALLE, Study

BINS = 40
WAARDEN = ("legitimiteit", "betrokkenheid", "rendement")
POSTEN = ["casus", "casus_ikc", "scenario", "rol", "post", "betaler", "aantal", "eenheid", "tarief", "kans", "bedrag",
          "berekend", "laag", "midden", "hoog", "onbekend", "afwijking", "peiljaar", "prijsfactor",
          "toelichting", "bron", "bestand", "rij"]  # fmt: skip


def cost_tables(tables: dict[str, pd.DataFrame], study: Study, codebook: Codebook) -> dict[str, pd.DataFrame]:
    """Compute every result table on costs; none without cases.

    Cases have no ikc of their own unless a line says so (`casus_ikc`): they belong to the report over all IKCs. Amounts
    are at the study's price level, but for `controles`, which compares figures as they were published.

    Parameters
    ----------
    tables
        The tidy tables; needs `casussen` and `casussen_gepubliceerd`.
    study, codebook
        For scenarios, price level and assumptions; for payers and posts.
    """
    casussen, published = tables["casussen"], tables["casussen_gepubliceerd"]
    if casussen.empty and published.empty:
        return {}
    own = dict(zip(casussen["casus"], casussen["casus_ikc"], strict=True))
    lines = to_price_level(casussen, study.kosten)
    kosten = measure_kosten(lines, study, codebook)
    controles = check_published(casussen, published, study, codebook)
    found = {
        "kosten": kosten.assign(casus_ikc=kosten["casus"].map(own), prijspeil=_price_level(kosten, casussen, study)),
        "controles": controles.assign(casus_ikc=controles["casus"].map(own)),
        "kosten_posten": name_posten(lines, study),
        "casus_waarden": list_waarden(casussen),
        "kosten_zonder_akkoord": measure_zonder_akkoord(lines, study),
    }
    return found | _over_cases(lines, kosten, study, codebook)


def name_posten(lines: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give every cost line its amounts and its `rol`: `vermeden` (reference), `ingezet` (intervention) or `ander`."""
    roles = {}
    for casus, choice in choose_per_case(lines, study).items():
        roles |= {(casus, choice.reference): "vermeden", (casus, choice.intervention): "ingezet"}
    rol = [roles.get(pair, "ander") for pair in zip(lines["casus"], lines["scenario"], strict=True)]
    order = {"ingezet": 0, "vermeden": 1, "ander": 2}
    named = measure_lines(lines).assign(rol=rol, volgorde=[order[name] for name in rol])
    return named.sort_values(["casus", "volgorde", "scenario"], kind="stable")[POSTEN].reset_index(drop=True)


def list_waarden(casussen: pd.DataFrame) -> pd.DataFrame:
    """Give the value triangle per case as filled in: one row per case and aspect, texts of its lines once each."""
    rows = []
    for casus, of_case in casussen.groupby("casus", sort=True):
        for aspect in WAARDEN:
            texts = [text for text in dict.fromkeys(of_case[aspect]) if text]
            rows += [{"casus": casus, "casus_ikc": of_case["casus_ikc"].iloc[0], "aspect": aspect,
                      "tekst": "; ".join(texts)}] if texts else []  # fmt: skip
    return pd.DataFrame(rows, columns=["casus", "casus_ikc", "aspect", "tekst"])


def _price_level(kosten: pd.DataFrame, casussen: pd.DataFrame, study: Study) -> pd.Series:
    """Give the study's peiljaar for a case whose lines all have a year; empty where a year is not known."""
    dated = casussen["peiljaar"].notna().groupby(casussen["casus"]).all() if len(casussen) else pd.Series(dtype=bool)
    known = kosten["casus"].map(dated).fillna(False).astype(bool)
    level = pd.Series(study.kosten.peiljaar, index=kosten.index, dtype="Int64")
    return level.where(known)


def _over_cases(lines: pd.DataFrame, kosten: pd.DataFrame, study: Study, codebook: Codebook) -> dict[str, pd.DataFrame]:
    """Compute the tables over cases: for all cases, and per IKC for those that have an IKC."""
    parts: dict[str, list[pd.DataFrame]] = {}
    for ikc, group in _groups(lines):
        own = kosten[kosten["casus"].isin(group["casus"])]
        over = estimate_over_cases(own)
        tables = {
            "kosten_over_casussen": over,
            "kosten_betalers": measure_betalers(group, study, codebook),
            **spread_tables(group, study),
            **sroi_tables(group, study),
            "kosten_break_even": break_even_table(group, study, codebook),
            "kosten_opschaling": opschaling_table(over, group, study, codebook),
        }
        for name, table in tables.items():
            parts.setdefault(name, []).append(table.assign(ikc=ikc))
    return {name: pd.concat(tables, ignore_index=True) for name, tables in parts.items()}


def _groups(lines: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    for ikc, group in lines[lines["casus_ikc"] != ""].groupby("casus_ikc", sort=True):
        yield str(ikc), group.reset_index(drop=True)
    if len(lines):
        yield ALLE, lines


def spread_tables(lines: pd.DataFrame, study: Study) -> dict[str, pd.DataFrame]:
    """Draw the savings (Monte Carlo) and sum them up: quantiles per payer, and the draws of the total in classes."""
    draws = draw_besparingen(lines, study, study.kosten.trekkingen, study.kosten.zaad)
    spread = estimate_spread(draws, study.statistiek.alfa)
    if spread.empty:
        return {}
    counted = name_roles(measure_lines(lines), study)
    has_range = counted["hoog"].fillna(counted["laag"]) > counted["laag"]
    has_chance = counted["kans"].between(0, 1, inclusive="neither") & ~counted["onbekend"]
    expected = estimate_expected(lines, study).groupby("betaler")["verwachting"].sum()
    spread = spread.assign(
        verwachting=spread["betaler"].map(expected) / spread["n_casussen"],
        n_posten=int((~counted["onbekend"]).sum()),
        n_met_bereik=int(has_range.sum()),
        n_met_kans=int(has_chance.sum()),
    )
    return {"kosten_spreiding": spread, "kosten_verdeling": _classes(draws)}


def _classes(draws: pd.DataFrame) -> pd.DataFrame:
    """Give the draws of the mean saving per case in forty classes of equal width; one class when nothing varies."""
    of_total = draws[draws["betaler"] == ALLE]
    means = of_total.groupby("trekking")["besparing"].sum() / of_total["casus"].nunique()
    if np.ptp(means) < 1e-9:
        return pd.DataFrame(
            {"klasse_van": [means.iloc[0]], "klasse_tot": [means.iloc[0]], "n_trekkingen": [len(means)]}
        )
    counts, edges = np.histogram(means, bins=BINS)
    return pd.DataFrame({"klasse_van": edges[:-1], "klasse_tot": edges[1:], "n_trekkingen": counts})
