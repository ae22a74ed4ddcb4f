"""Described cases and children's care paths in the public edition: one family, so never with an IKC that gives it away.

A described case is one family, written down to be told: its amounts are in public, for without them there is no case.
What public leaves out is which IKC it is of, unless at least the threshold of cases names that IKC. What posts and
notes say of a family is for the researcher to judge before it is delivered.
"""

import pandas as pd

from analysis.study import ALLE

CLIENT = "client"


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


def _large_ikcs(kosten: pd.DataFrame, threshold: int) -> set[str]:
    if kosten.empty:
        return set()
    cases = kosten[kosten["casus_ikc"] != ""].groupby("casus_ikc")["casus"].nunique()
    return set(cases[cases >= threshold].index)
