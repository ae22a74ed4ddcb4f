"""Which described cases may be told in public, and what may be said of the others: only together, never one by one."""

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.codebook import closest, fold
from analysis.costs.lines import measure_lines
from analysis.costs.scenarios import name_roles
from analysis.errors import Melding
from analysis.study import ALLE, STUDY_FILE, Study

CLIENT = "client"
OF_CASES = (
    "casussen",
    "casussen_gepubliceerd",
    "zorgpaden",
    "zorgpad_vensters",
    "zorgpaden_totalen",
    "inzet_gezin",
    "maatwerkplannen",
)
LARGEST = 2
"""Beside the two largest amounts enough must be left: whoever knows the second would else know the first."""


def described_cases(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Give every described case that some table names, in order; a child from a delivery is none."""
    found = {casus for name in OF_CASES if name in tables for casus in _cases(tables[name])}
    return sorted(casus for casus in found if fold(casus) != ALLE)


def keep_told(tables: Mapping[str, pd.DataFrame], study: Study) -> dict[str, pd.DataFrame]:
    """Keep of tidy tables what may be told: the rows of cases with consent, and of children (guarded by counts).

    A figure that was published over *alle* stays only when every case stays: recomputed from some it is another.
    """
    told = study.vertelde_casussen
    whole = set(described_cases(tables)) <= told
    return {name: _told_rows(table, told, whole) if name in OF_CASES else table for name, table in tables.items()}


def measure_zonder_akkoord(lines: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Merge the cases without consent: what was put in, avoided and saved on average, over those with a known saving.

    Parameters
    ----------
    lines
        One row per cost line, from `to_price_level`.

    Returns
    -------
    One row (none where every case may be told): `n_zonder` cases without consent, `n_samen` of which the saving is
    known, `ingezet`, `vermeden` and `besparing` in euros per case; `aandeel_overige` is the share of what is added up
    that is not of the two largest cases, of these three the smallest: near zero, one case could be read off.
    """
    hidden = lines[~lines["casus"].isin(study.vertelde_casussen)]
    if hidden.empty:
        return pd.DataFrame(columns=["ikc", "n_zonder", "n_samen", *_AMOUNTS, "aandeel_overige"])
    counted = name_roles(measure_lines(hidden), study)
    sums = counted.pivot_table(index="casus", columns="rol", values="midden", aggfunc="sum", fill_value=0.0)
    sums = sums.reindex(columns=["ingezet", "vermeden"], fill_value=0.0).astype(float)
    sums = sums.assign(besparing=sums["vermeden"] - sums["ingezet"])
    means = {name: sums[name].mean() for name in _AMOUNTS}
    rest = min(_share_of_others(sums[name]) for name in _AMOUNTS)
    row = {"ikc": ALLE, "n_zonder": hidden["casus"].nunique(), "n_samen": len(sums), **means, "aandeel_overige": rest}
    return pd.DataFrame([row])


def check_akkoord(tables: Mapping[str, pd.DataFrame], study: Study) -> list[Melding]:
    """Name the cases of which nobody wrote down who agreed, and the consents for a case that does not exist."""
    known = described_cases(tables)
    untold = tuple(f"casus {casus}" for casus in known if casus not in study.vertelde_casussen)
    strange = sorted(study.vertelde_casussen - set(known))
    found = []
    if untold:
        tekst = "niet van elke casus staat in `verhalen` wie akkoord gaf dat zijn verhaal openbaar wordt."
        advies = (
            "De publieke editie toont niets van deze casussen. Zet bij `verhalen` wie akkoord gaf (een rol, geen "
            "naam) en wanneer, of in welke bron de casus al gepubliceerd is."
        )
        found.append(Melding(STUDY_FILE, tekst, "waarschuwing", untold, advies, "casus_zonder_akkoord"))
    if strange and known:
        found.append(_melding_strange(strange, known))
    return found


def _melding_strange(strange: list[str], known: list[str]) -> Melding:
    lines = tuple(f"{casus}   (bedoelt u {near}?)" if (near := closest(casus, known)) else casus for casus in strange)
    tekst = "`verhalen` noemt een casus die in geen levering staat."
    return Melding(STUDY_FILE, tekst, "waarschuwing", lines, "Gebruik de nummers uit casussen.", "onbekende_casus")


_AMOUNTS = ("ingezet", "vermeden", "besparing")


def _cases(table: pd.DataFrame) -> Iterable[str]:
    return table.loc[_of_case(table), "casus"].astype(str).unique()


def _told_rows(table: pd.DataFrame, told: frozenset[str], whole: bool) -> pd.DataFrame:
    may = table["casus"].isin(told) | (table["casus"].map(fold).eq(ALLE) & whole)
    return table[~_of_case(table) | may].reset_index(drop=True)


def _of_case(table: pd.DataFrame) -> pd.Series:
    """Tell which rows are of a described case; in most tables every row is."""
    if "soort_casus" in table:
        return table["soort_casus"] != CLIENT
    return pd.Series(True, index=table.index)


def _share_of_others(amounts: pd.Series) -> float:
    sizes = amounts.abs()
    return 1 - float(sizes.nlargest(LARGEST).sum()) / float(sizes.sum()) if sizes.sum() else 0.0
