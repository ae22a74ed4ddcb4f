"""Another informant at the last meting: when a rise would vanish, and what is left of it with the ratio known."""

import numpy as np
import pandas as pd

from analysis.inference import informant
from analysis.inference.afronding import as_worth, weigh_change
from analysis.inference.oordelen import ANDERE_INFORMANT, DUBBELE_RAPPORTEN, GEDAALD, GEEN_VERANDERING, GESTEGEN
from analysis.inference.overlap import ENROLLED
from analysis.inference.primary import PAIR
from analysis.measures.dubbel import DUBBEL, INFORMANTEN
from analysis.measures.inventory import INDICATOR
from analysis.study import ALLE, Statistiek, Study

RATIO = ["detectie", "detectie_laag", "detectie_hoog"]


def estimate_informant(veranderingen: pd.DataFrame, dubbel: pd.DataFrame, study: Study, basis: int = 0) -> pd.DataFrame:
    """Estimate what another informant may have done to each primary change: tipping point, ratio, corrected change.

    Only changes with another informant at the last meting. The tipping point (`omslag_detectie`) is there for a rise.
    The detection ratio comes from children whom both reported on, over all IKCs. For `alle` only the IKCs in which the
    informant changed are corrected. Trap: the correction supposes that the ratio of those children holds for all, and
    that it did not change between the metingen.

    Parameters
    ----------
    dubbel
        Children with two reports, from `count_dubbel`.
    basis
        What the counts were rounded to, 0 for exact ones; the intervals then hold the rounding.

    Returns
    -------
    One row per ikc (with `alle`) x primary indicator x pair of metingen, the columns of `informant`.
    """
    changes = veranderingen[veranderingen["primair"].astype(bool) & veranderingen["informant_gewisseld"].astype(bool)]
    changes = changes[changes["p"].notna()].reset_index(drop=True)
    found = changes.join(add_ratio(changes, veranderingen, dubbel, study, study.statistiek.alfa, basis))
    names = ["ikc", *PAIR, *ENROLLED, *INFORMANTEN, "verschil", "omslag_detectie", "omslag_detectie_laag"]
    return found[[*names, *RATIO, "n_dubbel", *DUBBEL]].join(correct(found, study.statistiek.alfa, basis))


def add_ratio(
    changes: pd.DataFrame,
    veranderingen: pd.DataFrame,
    dubbel: pd.DataFrame,
    study: Study,
    alfa: float | np.ndarray,
    basis: int = 0,
) -> pd.DataFrame:
    """Give per change the detection ratio with its interval, n_dubbel, and the ratio as it works on `alle`.

    With a cell below `kleinste_cel` the two reports are taken as independent: the interval is then too wide rather than
    too narrow, and holds no more than how many each informant marked; from the exact one the small cell could be worked
    back. It is missing where one of them marked, or did not mark, fewer than that.
    """
    by = [*INFORMANTEN, *INDICATOR]
    counted = changes[[*INDICATOR]].assign(**_informants(changes)).merge(dubbel, on=by, how="left")
    counted.index = changes.index
    filled = counted[DUBBEL].astype("Float64").fillna(0)
    cells = _weigh_cells(spread_small_cells(filled.astype(float), study.kleinste_cel), basis)
    ratio = informant.estimate_detection_ratio(*(cells[name] for name in DUBBEL), alfa).set_axis(changes.index)
    told = [filled[cell] + filled[["alleen_eerste", "alleen_tweede"]].min(axis=1) for cell in ("beide", "geen")]
    enough = (pd.concat(told, axis=1).min(axis=1) >= study.kleinste_cel).to_numpy(dtype=bool)
    estimable = is_estimable(*(filled[name] for name in DUBBEL[:3]), study.statistiek)
    ratio.loc[~(enough & estimable), RATIO] = np.nan
    share = _switched_share(changes, veranderingen)
    working = {f"{name}_werkzaam": 1 / (share / ratio[name] + 1 - share) for name in RATIO}
    children = filled[DUBBEL].sum(axis=1).to_numpy(dtype=float)
    return ratio.assign(**working, n_dubbel=children).join(counted[DUBBEL])


def is_estimable(
    beide: pd.Series, alleen_eerste: pd.Series, alleen_tweede: pd.Series, minima: Statistiek = Statistiek()
) -> np.ndarray:
    """Tell from which children with two reports a ratio is estimated: enough marks of each, enough children marked.

    `minimum_dubbel` alone picks ratios near one: at rare marks its intervals then hold the truth in 89 to 93 per cent;
    with `minimum_gemerkt` too in 95.
    """
    both, first, second = (np.asarray(part, dtype=float) for part in (beide, alleen_eerste, alleen_tweede))
    marks, marked = both + np.minimum(first, second), both + first + second
    return (marks >= minima.minimum_dubbel) & (marked >= minima.minimum_gemerkt)


def spread_small_cells(cells: pd.DataFrame, kleinste_cel: int) -> pd.DataFrame:
    """Give a table with a small cell the cells that it would have if the two reports were independent."""
    total = cells[DUBBEL].sum(axis=1)
    first, second = cells["beide"] + cells["alleen_eerste"], cells["beide"] + cells["alleen_tweede"]
    both = (first * second / total.where(total > 0)).fillna(0)
    spread = {"beide": both, "alleen_eerste": first - both, "alleen_tweede": second - both,
              "geen": total - first - second + both}  # fmt: skip
    small = cells[DUBBEL].min(axis=1) < kleinste_cel
    return cells.assign(**{name: cells[name].mask(small, values) for name, values in spread.items()})


def _weigh_cells(cells: pd.DataFrame, basis: int) -> pd.DataFrame:
    """Give the cells as many as they are worth: as the marks of the two informants among the children with two reports.

    The rarer of the two shares loses most by rounding, and sets what all four cells are worth.
    """
    if not basis:
        return cells
    marks = cells["beide"] + cells[["alleen_eerste", "alleen_tweede"]].min(axis=1)
    total = cells[DUBBEL].sum(axis=1)
    worth = as_worth(marks, total, basis, 2)[1] / total.to_numpy(dtype=float)
    return cells.assign(**{name: cells[name] * worth for name in DUBBEL})


def correct(changes: pd.DataFrame, alfa: float | np.ndarray, basis: int = 0) -> pd.DataFrame:
    """Give the corrected change with its interval, at one level or one per row."""
    point, low, high = (changes[f"{name}_werkzaam"].to_numpy(dtype=float) for name in RATIO)
    counts = weigh_change(changes, basis) if basis else changes
    fixed = informant.correct_change(counts, point, low, np.where(np.isnan(high), np.inf, high), alfa)
    return fixed.where(pd.Series(np.isfinite(point), index=fixed.index), axis=0)


def judge_by_reports(changes: pd.DataFrame, dubbel: pd.DataFrame, study: Study, basis: int = 0) -> pd.DataFrame:
    """Judge primary changes with another informant where double reports tell how the two differ, and may be leaned on.

    Only where the children with two reports were drawn at random and are enough (`dubbele_rapporten` in study.yml), and
    their ratio can be estimated. The word follows the corrected interval at alfa divided by the number of primary
    indicators, with the uncertainty of the ratio in it. Elsewhere the word stays as it is.

    Returns
    -------
    The changes with another `oordeel` and `oordeel_reden` in those rows.
    """
    rule = study.dubbele_rapporten
    asked = changes["primair"].astype(bool) & (changes["oordeel_reden"] == ANDERE_INFORMANT) & changes["p"].notna()
    asked &= changes["ikc"] != ALLE
    if rule.trekking != "willekeurig" or not asked.any():
        return changes
    rows = changes[asked].reset_index(drop=True)
    strict = study.statistiek.alfa / max(1, len(study.primaire_indicatoren))
    ratio = add_ratio(rows, changes, dubbel, study, strict, basis)
    found = correct(rows.join(ratio), strict, basis)
    enough = (ratio["n_dubbel"] >= rule.minimum_kinderen) & found["ci_laag"].notna()
    words = np.select([found["ci_laag"] > 0, found["ci_hoog"] < 0], [GESTEGEN, GEDAALD], GEEN_VERANDERING)
    index, enough = changes.index[asked], enough.to_numpy(dtype=bool)
    judged = changes.copy()
    judged.loc[index[enough], "oordeel"] = words[enough]
    judged.loc[index[enough], "oordeel_reden"] = DUBBELE_RAPPORTEN
    return judged


def _informants(changes: pd.DataFrame) -> dict[str, pd.Series]:
    """Give the two informants; `alle` names several, of which the last that is not the first one is meant."""
    first = changes["informant_van"].str.split("; ").str[0]
    last = [
        next((name for name in naar.split("; ") if name != van), naar)
        for van, naar in zip(first, changes["informant_naar"], strict=True)
    ]
    return {"informant_van": first, "informant_naar": pd.Series(last, index=changes.index, dtype="str")}


def _switched_share(changes: pd.DataFrame, veranderingen: pd.DataFrame) -> pd.Series:
    """Give which part of the marks at the last meting comes from IKCs in which the informant changed: 1 for an IKC."""
    whole = veranderingen[(veranderingen["ikc"] != ALLE) & (veranderingen["bouw"] == ALLE)]
    whole = whole[whole[ENROLLED].notna().all(axis=1)]
    switched = whole[whole["informant_gewisseld"].astype(bool)]
    marks = [part.groupby(PAIR)["n_naar"].sum() for part in (switched, whole)]
    share = (marks[0] / marks[1]).astype("Float64").astype(float)
    found = share.reindex(pd.MultiIndex.from_frame(changes[PAIR])).to_numpy()
    return pd.Series(np.where(changes["ikc"] == ALLE, found, 1.0), index=changes.index)
