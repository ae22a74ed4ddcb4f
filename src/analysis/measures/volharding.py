"""How much a child keeps its mark from one meting to the next, and how many children stay: over the whole study."""

import numpy as np
import pandas as pd

from analysis.measures.pairs import VORIGE, list_pairs
from analysis.study import ALLE, Study

SUMS = ["samen", "schaal", "gebleven", "kinderen", "jaren"]


def count_volharding(blijvers: pd.DataFrame, indicatoren: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Add up over IKCs, domains and steps from one meting to the next how marks of the same children go together.

    Parameters
    ----------
    blijvers
        From `count_blijvers`.
    indicatoren
        From `count_indicatoren`.

    Returns
    -------
    One row per aard (signaal, zorg) of which children are followed: `samen`, the sum over blijvers of (mark - share) at
    both metingen multiplied, and `schaal`, what it would be if each kept its mark; `gebleven` and `kinderen` (root of
    the children at both), and `jaren`: the years between, weighed by those children. Sums over a whole study only.
    """
    steps = list_pairs(indicatoren, study)
    steps = steps.loc[steps["vergelijking"] == VORIGE, ["ikc", "van", "naar"]]
    if len(study.metingen) == 2:
        steps = list_pairs(indicatoren, study)[["ikc", "van", "naar"]]
    domains = indicatoren[_whole_domains(indicatoren)].dropna(subset=["n", "n_kinderen"])
    followed = blijvers[_whole_domains(blijvers)].dropna().merge(steps, on=["ikc", "van", "naar"])
    for side in ("van", "naar"):
        names = {"meting": side, "n": f"n_{side}", "n_kinderen": f"n_kinderen_{side}"}
        of_side = domains[["ikc", "soort", "domein", "aard", *names]].rename(columns=names)
        by = ["ikc", "soort", "domein", side]
        followed = followed.merge(of_side.drop(columns="aard") if side == "naar" else of_side, on=by)
    return _add_up(followed, study)


def _whole_domains(rows: pd.DataFrame) -> pd.Series:
    return (rows["bouw"] == ALLE) & (rows["code"] == ALLE) & (rows["domein"] != ALLE)


def _add_up(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    numbers = rows[["n_van", "n_naar", "n_kinderen_van", "n_kinderen_naar", "n_gebleven", "n_gebleven_van",
                    "n_gebleven_naar", "n_gebleven_beide"]].astype(float)  # fmt: skip
    p, q = (numbers[f"n_{side}"] / numbers[f"n_kinderen_{side}"] for side in ("van", "naar"))
    both = numbers["n_gebleven"]
    together = numbers["n_gebleven_beide"] - q * numbers["n_gebleven_van"] - p * numbers["n_gebleven_naar"]
    size = np.sqrt(numbers["n_kinderen_van"] * numbers["n_kinderen_naar"])
    days = {item.meting: pd.Timestamp(item.peildatum) for item in study.metingen}
    years = pd.to_timedelta(rows["naar"].map(days) - rows["van"].map(days)).dt.days / 365.25
    values = {
        "samen": together + both * p * q,
        "schaal": both * np.sqrt(p * (1 - p) * q * (1 - q)),
        "gebleven": both,
        "kinderen": size,
        "jaren": size * years,
    }
    return rows[["aard"]].assign(**values).groupby("aard", as_index=False)[SUMS].sum()
