"""Described cases and children's care paths in the public edition: one family, so never with an IKC that gives it away.

A described case is one family, written down to be told: its amounts are in public when somebody agreed or a source
published them (`verhalen` in study.yml). Of a case without consent nothing is shown, and no number over cases that it
is in; its amounts are only in what at least three such cases give together. Of a told case public leaves out which IKC
it is of, unless at least the threshold of cases names that IKC. What posts and notes say of a family is for the
researcher to judge before it is delivered.
"""

from collections.abc import Mapping

import pandas as pd

from analysis.study import ALLE

CLIENT = "client"
SHARE_LEFT = 0.1
"""With less than a tenth beside the two largest cases, those two can be read off (as in `zorgpad_vergelijking`)."""


def hide_untold(table: pd.DataFrame, results: Mapping[str, pd.DataFrame], told: frozenset[str]) -> pd.DataFrame:
    """Keep of a table on cases what is of told ones alone; of one over cases all, or nothing.

    `results` tell which cases the numbers over cases are of: `tell_cases` makes them of told cases only. Where they
    do not tell, nothing over cases is shown.
    """
    whole = _all_told(results, told)
    if "casus" not in table:
        return table if whole else table.head(0)
    of_case = table["soort_casus"] != CLIENT if "soort_casus" in table else pd.Series(True, index=table.index)
    over = table["casus"].str.casefold() == ALLE
    shown = ~of_case | table["casus"].isin(told)
    return table[shown.where(~over, whole)].reset_index(drop=True)


def merge_untold(table: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Empty what cases without consent give together where they are few, or where two of them are nearly all of it."""
    may = (table["n_samen"].fillna(0) >= minimum) & (table["aandeel_overige"].fillna(0) >= SHARE_LEFT)
    shown = table.assign(**{name: table[name].where(may) for name in table if name != "ikc"})
    return shown.assign(aandeel_overige=float("nan"))


def _all_told(results: Mapping[str, pd.DataFrame], told: frozenset[str]) -> bool:
    """Tell whether every described case behind the numbers may be told; not where nothing says which they are."""
    if not {"kosten", "zorgpad_vergelijking"} & set(results):
        return False
    costs, paths = (results.get(name, pd.DataFrame(columns=["casus", "soort_casus"])) for name in _NAME_CASES)
    described = paths.loc[paths["soort_casus"] != CLIENT, "casus"]
    planned = results.get("maatwerkplannen", pd.DataFrame(columns=["casus"]))["casus"]
    return {*costs["casus"], *described, *planned} - {ALLE} <= told


def hide_ikc_of_cases(table: pd.DataFrame, kosten: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Hide the IKC of cases, but where at least the threshold of cases name it.

    A table over the cases of such an IKC loses its rows, for few cases with an IKC are the cases themselves.

    Parameters
    ----------
    table
        A table of cases (`casus_ikc`), over the cases of an IKC (`ikc`), or of neither: then nothing in it names one.
    kosten
        The costs per case, which tell how many cases name an IKC.
    """
    large = _large_ikcs(kosten, threshold)
    if "casus_ikc" in table:
        return table.assign(casus_ikc=table["casus_ikc"].where(table["casus_ikc"].isin(large), ""))
    return table[table["ikc"].isin({*large, ALLE})].reset_index(drop=True) if "ikc" in table else table


def drop_children(paths: pd.DataFrame) -> pd.DataFrame:
    """Drop the rows of single children's care paths."""
    of_child = (paths["soort_casus"] == CLIENT) & (paths["casus"] != ALLE)
    return paths[~of_child].reset_index(drop=True)


_NAME_CASES = ("kosten", "zorgpad_vergelijking")


def _large_ikcs(kosten: pd.DataFrame, threshold: int) -> set[str]:
    if kosten.empty:
        return set()
    cases = kosten[kosten["casus_ikc"] != ""].groupby("casus_ikc")["casus"].nunique()
    return set(cases[cases >= threshold].index)
