"""Care without what the jeugdondersteuner gives: where that differs, the new post itself made more care known."""

import pandas as pd

from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import ratios
from analysis.presentation.taal.numbers import of_the_100

ZONDER_JOK = "_zonder_jok"


def own_care_matters(rapport: Rapport) -> bool:
    """Tell whether care with and without the jeugdondersteuner's own differ at any meting that is shown."""
    maat = "zorg_bij_probleem"
    table = ratios(rapport, (maat, maat + ZONDER_JOK))
    shown = table[table["getoond"]] if len(table) else table
    pairs = [set(values) for _, values in shown.groupby("meting")["waarde"]] if len(shown) else []
    return any(len(values) > 1 for values in pairs)


def drop_without_jok(rapport: Rapport, table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Drop the rows without the jeugdondersteuner's own care where they say the same as those with it."""
    if table.empty or own_care_matters(rapport):
        return table
    return table[~table[column].str.endswith(ZONDER_JOK)]


def sentence_without_jok(rapport: Rapport) -> str:
    """Word at the last meting how many children with a problem get care of others; empty where that is all care."""
    table = ratios(rapport, ("zorg_bij_probleem", "zorg_bij_probleem" + ZONDER_JOK))
    if not own_care_matters(rapport):
        return ""
    shown = table[table["getoond"]]
    last = shown[shown["tijd"] == shown["tijd"].max()].set_index("maat")["waarde"]
    if len(last) < 2:
        return ""
    with_, without = (last[name] for name in ("zorg_bij_probleem", "zorg_bij_probleem" + ZONDER_JOK))
    year = rapport.meting_label(shown.loc[shown["tijd"].idxmax(), "meting"], full=True)
    return (
        f"Daarin telt ook de begeleiding door de jeugdondersteuner zelf mee. Zonder die begeleiding kregen in {year} "
        f"{of_the_100(without, rapport.basis)} kinderen met een gesignaleerd probleem zorg; met die begeleiding "
        f"{of_the_100(with_, rapport.basis)}. Wat er door de nieuwe functie zelf bij komt, is iets anders dan dat "
        "andere zorg deze kinderen vaker bereikt."
    )
