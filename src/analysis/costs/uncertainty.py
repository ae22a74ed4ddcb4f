"""How far the saving can be off: ranges and chances of all lines drawn together, many times (Monte Carlo)."""

import numpy as np
import pandas as pd

from analysis.costs.lines import measure_lines
from analysis.costs.scenarios import name_roles
from analysis.study import ALLE, Study
from analysis.study.kosten import TREKKINGEN, ZAAD

LINE_ORDER = ["casus", "scenario", "post", "betaler", "berekend", "midden", "laag", "hoog"]


def draw_besparingen(
    casussen: pd.DataFrame, study: Study, trekkingen: int = TREKKINGEN, zaad: int = ZAAD
) -> pd.DataFrame:
    """Draw the saving of every case many times over the ranges and chances of its lines (Briggs et al. 2006).

    A line with only a range is uniform over it: nothing more is known. A line with an amount and a range is triangular
    with the amount on top. A line with a kans below one happens or does not: a bedrag of 2,084 at 25 per cent is 8,336
    in one draw of four and nothing in the others. Lines vary independently of each other; where they do not (one family
    in debt has more of everything) the spread is too small. A line without a range or kans does not vary: what a source
    gave as certain stays certain. Cases with an intervention post that is not in money are left out.

    Parameters
    ----------
    casussen
        One row per cost line, from `tidy_casussen`.
    study
        For which scenario is the reference and which the intervention.
    trekkingen, zaad
        Number of draws, and the seed; the order of the rows of `casussen` does not matter.

    Returns
    -------
    One row per draw, case and betaler (with `alle` for the total of a case): `trekking, casus, betaler, besparing`.
    """
    lines = _signed_lines(casussen, study)
    generator = np.random.default_rng(zaad)
    drawn = np.array([_draw_line(line, trekkingen, generator) for line in lines.to_dict("records")])
    parts = []
    for casus, of_case in lines.groupby("casus", sort=True):
        rows_of = {betaler: of_payer.index for betaler, of_payer in of_case.groupby("betaler", sort=True)}
        rows_of[ALLE] = of_case.index
        parts += [_as_rows(str(casus), str(betaler), drawn[rows].sum(axis=0)) for betaler, rows in rows_of.items()]
    return pd.concat(parts, ignore_index=True) if parts else _as_rows("", "", np.empty(0))


def _signed_lines(casussen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Keep the lines in money of the cases that count, in a fixed order; `teken`: + for avoided, - for put in."""
    lines = name_roles(measure_lines(casussen), study).query("not onbekend")
    ordered = lines.sort_values(LINE_ORDER, kind="stable").reset_index(drop=True)
    return ordered.assign(teken=ordered["rol"].map({"vermeden": 1, "ingezet": -1}))


def _draw_line(line: dict[str, object], trekkingen: int, generator: np.random.Generator) -> np.ndarray:
    low, top, high = (float(str(line[name])) for name in ("laag", "midden", "hoog"))
    high = top if np.isnan(high) else high
    if low == high:
        amounts = np.full(trekkingen, top)
    elif _has_own_amount(line):
        amounts = generator.triangular(low, top, high, trekkingen)
    else:
        amounts = generator.uniform(low, high, trekkingen)
    chance = float(str(line["kans"]))
    if 0 < chance < 1:
        amounts = amounts / chance * (generator.random(trekkingen) < chance)
    return amounts * int(str(line["teken"]))


def _has_own_amount(line: dict[str, object]) -> bool:
    return not (pd.isna(line["bedrag"]) and pd.isna(line["berekend"]))


def _as_rows(casus: str, betaler: str, amounts: np.ndarray) -> pd.DataFrame:
    draws = np.arange(1, len(amounts) + 1)
    return pd.DataFrame({"trekking": draws, "casus": casus, "betaler": betaler, "besparing": amounts})


def estimate_expected(casussen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Work out the expected saving without drawing: the number that the mean of the draws must approach.

    The expected value of a triangular line is (low + amount + high) / 3, so it differs from the middle where a range
    is lopsided. One row per case and betaler (with `alle`): `casus, betaler, verwachting`.
    """
    lines = _signed_lines(casussen, study)
    high = lines["hoog"].fillna(lines["midden"])
    own = lines["bedrag"].notna() | lines["berekend"].notna()
    mean = ((lines["laag"] + lines["midden"] + high) / 3).where(own, (lines["laag"] + high) / 2)
    signed = lines.assign(verwachting=mean * lines["teken"])
    per_payer = signed.groupby(["casus", "betaler"], sort=True)["verwachting"].sum().reset_index()
    total = signed.groupby("casus", sort=True)["verwachting"].sum().reset_index().assign(betaler=ALLE)
    return pd.concat([per_payer, total], ignore_index=True)[["casus", "betaler", "verwachting"]]


def estimate_spread(draws: pd.DataFrame, alfa: float = 0.05) -> pd.DataFrame:
    """Sum up the draws per betaler as the mean saving per case: mean, interval, chance that it is positive.

    Returns
    -------
    One row per betaler: `n_casussen, n_trekkingen, gemiddelde, standaardfout` (of the mean of the draws, the Monte
    Carlo error), `p_laag, mediaan, p_hoog` (quantiles of the draws at `alfa`), `kans_positief`.
    """
    cases = max(draws["casus"].nunique(), 1)
    sums = draws.groupby(["betaler", "trekking"], sort=True)["besparing"].sum() / cases
    rows = []
    for betaler, of_payer in sums.groupby("betaler", sort=True):
        low, middle, high = np.quantile(of_payer, [alfa / 2, 0.5, 1 - alfa / 2])
        error = of_payer.std(ddof=1) / np.sqrt(len(of_payer))
        rows.append(
            {
                "betaler": betaler,
                "n_casussen": cases,
                "n_trekkingen": len(of_payer),
                "gemiddelde": of_payer.mean(),
                "standaardfout": error,
                "p_laag": low,
                "mediaan": middle,
                "p_hoog": high,
                "kans_positief": (of_payer > 0).mean(),
            }
        )
    return pd.DataFrame(rows)
