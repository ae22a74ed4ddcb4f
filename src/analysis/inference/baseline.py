"""Where did an IKC start? A start far from the other IKCs tends to come back by itself: regression to the mean."""

import numpy as np
import pandas as pd

from analysis.codebook import ONBEKEND
from analysis.inference import proportions
from analysis.inference.afronding import as_worth
from analysis.inference.oordelen import HOGER, LAGER, NIET_TE_ZEGGEN, TE_WEINIG, VERGELIJKBAAR
from analysis.inference.primary import select_primary
from analysis.inference.within_ikc import AFGEROND, NEWCOMBE
from analysis.measures.inventory import INDICATOR
from analysis.study import Study

_MOMENT = ["indicator", *INDICATOR, "van"]
_COLUMNS = ["ikc", "meting", "indicator", *INDICATOR, "n", "n_kinderen", "n_andere", "n_kinderen_andere", "aandeel",
            "aandeel_andere", "verschil", "ci_laag", "ci_hoog", "methode", "oordeel"]  # fmt: skip


def estimate_uitgangspositie(veranderingen: pd.DataFrame, study: Study, basis: int = 0) -> pd.DataFrame:
    """Compare each IKC's first meting with that of the other IKCs together, per primary indicator.

    Galton (1886), Journal of the Anthropological Institute 15:246-263: what stands out at one meting lies closer to the
    rest at the next, without anything having changed. `oordeel` says whether the IKC stands out more than chance
    allows: Newcombe's (1998) interval for two independent shares, at alfa divided by the number of primary indicators
    (Bonferroni). Unit: a class where classes are known, else a child; the others are added up, so large IKCs weigh
    more. Where at that meting another kind of informant filled in than at (all of) the others, no word is possible.

    Parameters
    ----------
    veranderingen
        From `estimate_veranderingen`; the IKC's longest pair of metingen gives its first one.
    basis
        What the counts were rounded to, 0 for exact ones; the interval then holds the rounding.

    Returns
    -------
    One row per ikc x primary indicator with another IKC at the same meting, the columns of `uitgangspositie`.
    """
    rows = _first_of_each(select_primary(veranderingen, study, shared=False), study)
    counts = ["n_van", "n_kinderen_van"]
    sums = rows.groupby(_MOMENT, sort=False)[counts].transform("sum")
    rows = rows.assign(n=rows["n_van"], n_kinderen=rows["n_kinderen_van"], meting=rows["van"])
    rows = rows.assign(
        n_andere=sums["n_van"] - rows["n"], n_kinderen_andere=sums["n_kinderen_van"] - rows["n_kinderen"]
    )
    rows = rows[rows["n_kinderen_andere"] > 0].reset_index(drop=True)
    four = [rows[name] for name in ("n_andere", "n_kinderen_andere", "n", "n_kinderen")]
    deff, graden, others_deff = _designs(rows)
    n_others = rows.groupby(_MOMENT)["ikc"].transform("size") - 1
    worth = [*as_worth(*four[:2], basis, n_others, others_deff), *as_worth(*four[2:], basis, 1, deff)]
    alfa = study.statistiek.alfa / max(1, len(study.primaire_indicatoren))
    low, high = proportions.estimate_newcombe(*worth, alfa, graden)
    others, own = proportions.rate_aandeel(*four[:2]), proportions.rate_aandeel(*four[2:])
    words = [TE_WEINIG, NIET_TE_ZEGGEN, HOGER, LAGER]
    oordeel = np.select([np.isnan(low), _differs(rows), low > 0, high < 0], words, VERGELIJKBAAR)
    values = {"aandeel": own, "aandeel_andere": others, "verschil": own - others, "ci_laag": low, "ci_hoog": high}
    return rows.assign(**values, methode=AFGEROND if basis else NEWCOMBE, oordeel=oordeel)[_COLUMNS]


def _designs(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the design effect and degrees of freedom of each IKC, and the mean design effect of the others."""
    deff, graden = proportions.deff_of(rows, "van"), proportions.graden_of(rows)
    children = rows["n_kinderen_van"].to_numpy(dtype=float)
    table = rows[_MOMENT].assign(som=deff * children, kinderen=children, graden=graden)
    sums = table.groupby(_MOMENT, sort=False)[["som", "kinderen"]].transform("sum")
    left = sums["kinderen"].to_numpy() - children
    others = np.divide(sums["som"].to_numpy() - deff * children, left, out=np.ones(len(rows)), where=left > 0)
    return deff, table.groupby(_MOMENT, sort=False)["graden"].transform("min").to_numpy(), others


def _differs(rows: pd.DataFrame) -> np.ndarray:
    """Tell where not all IKCs of a comparison had the same, known kind of informant."""
    kinds = rows.groupby(_MOMENT, sort=False)["informant_van"]
    same = (kinds.transform("nunique") == 1) & ~rows["informant_van"].isin(["", ONBEKEND])
    return ~same.to_numpy(dtype=bool)


def _first_of_each(primary: pd.DataFrame, study: Study) -> pd.DataFrame:
    order = {name: place for place, name in enumerate(study.meting_namen)}
    place = primary["van"].map(order).astype(float)
    first = primary.assign(_van=place).sort_values("_van", kind="stable").drop_duplicates(["ikc", *INDICATOR])
    return first.sort_index().drop(columns="_van").reset_index(drop=True)
