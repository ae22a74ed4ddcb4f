"""Over the cases: what is saved on average, how sure that is, and who pays and who benefits."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.codebook import Codebook
from analysis.costs.lines import measure_lines
from analysis.costs.scenarios import name_roles, payers_in_order
from analysis.study import ALLE, Study
from analysis.study.kosten import ZAAD

BOOTSTRAP_DRAWS = 9_999
OVER_COLUMNS = (
    "betaler", "n_casussen", "n_niet_bekend", "n_minstens", "som", "gemiddelde", "ci_laag", "ci_hoog", "mediaan",
    "grootste_casus", "gemiddelde_zonder_grootste", "aandeel_positief",
)  # fmt: skip


def estimate_over_cases(
    kosten: pd.DataFrame, alfa: float = 0.05, zaad: int = ZAAD, trekkingen: int = BOOTSTRAP_DRAWS
) -> pd.DataFrame:
    """Estimate the saving over the cases, per payer and in total: mean, median, interval, without the largest.

    A case whose saving has no middle (an intervention item is not in money) is left out and counted in `n_niet_bekend`;
    a case whose saving is a lower bound counts with that, in `n_minstens`: the mean is then a lower bound too. A payer
    with no line in a case saves nothing there. A case whose total is not known counts for no payer, so that payers add
    up to the total. The interval is a BCa bootstrap over cases (Efron 1987); it says how the
    mean varies when cases like these were drawn again, **not** that these cases stand for all families: they were
    chosen to be told. Below three known cases there is no interval.

    Parameters
    ----------
    kosten
        From `measure_kosten`.
    alfa
        One minus the level of the interval.
    zaad, trekkingen
        Seed and number of draws of the bootstrap.

    Returns
    -------
    One row per betaler: `n_casussen, n_niet_bekend, n_minstens, som, gemiddelde, ci_laag, ci_hoog, mediaan,
    grootste_casus, gemiddelde_zonder_grootste, aandeel_positief`. Euros; shares between 0 and 1.
    """
    savings = kosten[kosten["grootheid"] == "besparing"]
    cases = sorted(savings["casus"].unique())
    totals = savings[savings["betaler"] == ALLE].set_index("casus")["midden"]
    rows = []
    for betaler in sorted(savings["betaler"].unique(), key=lambda code: (code == ALLE, code)):
        of_payer = _fill_cases(savings[savings["betaler"] == betaler], cases)
        of_payer = of_payer.assign(midden=of_payer["midden"].where(totals.reindex(cases).notna()))
        rows.append({"betaler": betaler, **_over_cases(of_payer, alfa, zaad, trekkingen)})
    return pd.DataFrame(rows, columns=list(OVER_COLUMNS))


def _fill_cases(of_payer: pd.DataFrame, cases: list[str]) -> pd.DataFrame:
    """Give every case a row; a payer without a line in a case saves nothing there."""
    indexed = of_payer.set_index("casus")[["midden", "grens"]]
    absent = [casus for casus in cases if casus not in indexed.index]
    nothing = pd.DataFrame({"midden": 0.0, "grens": "volledig"}, index=pd.Index(absent, dtype=object))
    return (pd.concat([indexed, nothing]) if absent else indexed).loc[cases]


def _over_cases(of_payer: pd.DataFrame, alfa: float, zaad: int, trekkingen: int) -> dict[str, object]:
    known = of_payer.loc[of_payer["midden"].notna(), "midden"]
    low, high = bootstrap_mean(known.to_numpy(), alfa, zaad, trekkingen)
    others = known.drop(known.idxmax()) if len(known) else known
    return {
        "n_casussen": len(of_payer),
        "n_niet_bekend": len(of_payer) - len(known),
        "n_minstens": int(((of_payer["grens"] == "minstens") & of_payer["midden"].notna()).sum()),
        "som": known.sum() if len(known) else np.nan,
        "gemiddelde": known.mean(),
        "ci_laag": low,
        "ci_hoog": high,
        "mediaan": known.median(),
        "grootste_casus": known.idxmax() if len(known) else "",
        "gemiddelde_zonder_grootste": others.mean(),
        "aandeel_positief": (known > 0).mean() if len(known) else np.nan,
    }


def bootstrap_mean(
    amounts: np.ndarray, alfa: float = 0.05, zaad: int = ZAAD, trekkingen: int = BOOTSTRAP_DRAWS
) -> tuple[float, float]:
    """Give the BCa bootstrap interval of a mean (Efron 1987); NaN below three amounts, no width if all equal."""
    if len(amounts) < 3:
        return np.nan, np.nan
    if np.ptp(amounts) == 0:
        return float(amounts[0]), float(amounts[0])
    result = stats.bootstrap(
        (np.sort(amounts),), np.mean, n_resamples=trekkingen, confidence_level=1 - alfa, rng=np.random.default_rng(zaad)
    )
    return float(result.confidence_interval.low), float(result.confidence_interval.high)


def measure_betalers(casussen: pd.DataFrame, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Measure who puts in and who avoids costs, over the cases whose saving is known: the wrong-pockets question.

    A case counts when it has a reference and an intervention and every post of the intervention is in money: what was
    avoided by an effort of unknown cost is left out, as in `estimate_over_cases`. Middle amounts.

    Returns
    -------
    One row per betaler, in the order of the codebook, and `alle`: `ingezet` (intervention), `vermeden` (reference),
    `besparing` (vermeden - ingezet) in euros; `n_casussen` that count; `n_niet_gemonetariseerd` posts of the reference
    that are missing from `vermeden`.
    """
    counted = name_roles(measure_lines(casussen), study)
    payers = [*payers_in_order(counted, codebook), ALLE]
    rows = [_pocket(betaler, counted[(counted["betaler"] == betaler) | (betaler == ALLE)]) for betaler in payers]
    return pd.DataFrame(rows).assign(n_casussen=counted["casus"].nunique())


def _pocket(betaler: str, lines: pd.DataFrame) -> dict[str, object]:
    sums = {rol: round(float(lines.loc[lines["rol"] == rol, "midden"].sum()), 6) for rol in ("ingezet", "vermeden")}
    return {
        "betaler": betaler,
        **sums,
        "besparing": round(sums["vermeden"] - sums["ingezet"], 6),
        "n_niet_gemonetariseerd": int(lines["onbekend"].sum()),
    }
