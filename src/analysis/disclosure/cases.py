"""Described cases and children's care paths in the public edition: one family, so never with an IKC that gives it away.

A described case is one family, written down to be told: its amounts are in public, for without them there is no case.
What public leaves out is which IKC it is of, unless at least the threshold of cases names that IKC. What posts and
notes say of a family is for the researcher to judge before it is delivered.
"""

import pandas as pd

from analysis.study import ALLE

CLIENT = "client"


def suppress_cases(results: dict[str, pd.DataFrame], threshold: int) -> dict[str, pd.DataFrame]:
    """Hide the IKC of cases where fewer than the threshold name it, and the rows of single children's care paths.

    The tables over the cases of such an IKC lose its rows, for few cases with an IKC are the cases themselves.
    """
    small = _small_ikcs(results.get("kosten", pd.DataFrame()), threshold)
    shown = {
        name: _hide_ikcs(table, small) if name.startswith(("kosten", "casus_", "controles")) else table
        for name, table in results.items()
    }
    paths = shown.get("zorgpad_vergelijking")
    if paths is not None and len(paths):
        of_child = (paths["soort_casus"] == CLIENT) & (paths["casus"] != ALLE)
        shown["zorgpad_vergelijking"] = paths[~of_child].reset_index(drop=True)
    return shown


def _small_ikcs(kosten: pd.DataFrame, threshold: int) -> set[str]:
    if kosten.empty:
        return set()
    cases = kosten[kosten["casus_ikc"] != ""].groupby("casus_ikc")["casus"].nunique()
    return set(cases[cases < threshold].index)


def _hide_ikcs(table: pd.DataFrame, small: set[str]) -> pd.DataFrame:
    if "casus_ikc" in table:
        return table.assign(casus_ikc=table["casus_ikc"].mask(table["casus_ikc"].isin(small), ""))
    return table[~table["ikc"].isin(small)].reset_index(drop=True) if "ikc" in table else table
