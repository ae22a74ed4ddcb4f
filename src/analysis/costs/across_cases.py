"""Over the cases: what is saved on average, from least to most, if fewer saved as much; who pays, who benefits."""

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.costs.lines import measure_lines
from analysis.costs.scenarios import name_roles, payers_in_order
from analysis.study import ALLE, Study

SAVES_AS_MUCH = {"een_op_twee": 1 / 2, "een_op_vier": 1 / 4}
"""What if only one case in two, or in four, saves as much as the described ones do and the others save nothing."""
OVER_COLUMNS = (
    "betaler", "n_casussen", "n_niet_bekend", "n_minstens", "som", "gemiddelde", "kleinste", "grootste",
    "mediaan", "een_op_twee", "een_op_vier", "grootste_casus", "gemiddelde_zonder_grootste", "aandeel_positief",
)  # fmt: skip


def estimate_over_cases(kosten: pd.DataFrame) -> pd.DataFrame:
    """Describe the saving over the cases, per payer and in total: mean, range, median, without the largest.

    A case whose saving has no middle (an intervention item is not in money) is left out and counted in `n_niet_bekend`;
    a case whose saving is a lower bound counts with that, in `n_minstens`: the mean is then a lower bound too. A payer
    with no line in a case saves nothing there. A case whose total is not known counts for no payer, so that payers add
    up to the total. There is no interval: the cases were chosen because they show something; chance did not draw them,
    and a bootstrap of five holds the mean in 65 to 83 per cent, not in 95. What stands instead is the mean if one case
    in two or in four saved as much and the others nothing (and cost nothing on balance): a sum, no estimate.

    Parameters
    ----------
    kosten
        From `measure_kosten`.

    Returns
    -------
    One row per betaler: `n_casussen, n_niet_bekend, n_minstens, som, gemiddelde, kleinste, grootste,
    mediaan, een_op_twee, een_op_vier, grootste_casus, gemiddelde_zonder_grootste, aandeel_positief`. Euros; the share
    is between 0 and 1.
    """
    savings = kosten[kosten["grootheid"] == "besparing"]
    cases = sorted(savings["casus"].unique())
    totals = savings[savings["betaler"] == ALLE].set_index("casus")["midden"]
    rows = []
    for betaler in sorted(savings["betaler"].unique(), key=lambda code: (code == ALLE, code)):
        of_payer = _fill_cases(savings[savings["betaler"] == betaler], cases)
        of_payer = of_payer.assign(midden=of_payer["midden"].where(totals.reindex(cases).notna()))
        rows.append({"betaler": betaler, **_over_cases(of_payer)})
    return pd.DataFrame(rows, columns=list(OVER_COLUMNS))


def _fill_cases(of_payer: pd.DataFrame, cases: list[str]) -> pd.DataFrame:
    """Give every case a row; a payer without a line in a case saves nothing there."""
    indexed = of_payer.set_index("casus")[["midden", "grens"]]
    absent = [casus for casus in cases if casus not in indexed.index]
    nothing = pd.DataFrame({"midden": 0.0, "grens": "volledig"}, index=pd.Index(absent, dtype=object))
    return (pd.concat([indexed, nothing]) if absent else indexed).loc[cases]


def _over_cases(of_payer: pd.DataFrame) -> dict[str, object]:
    known = of_payer.loc[of_payer["midden"].notna(), "midden"]
    others = known.drop(known.idxmax()) if len(known) else known
    return {
        "n_casussen": len(of_payer),
        "n_niet_bekend": len(of_payer) - len(known),
        "n_minstens": int(((of_payer["grens"] == "minstens") & of_payer["midden"].notna()).sum()),
        "som": known.sum() if len(known) else np.nan,
        "gemiddelde": known.mean(),
        "kleinste": known.min(),
        "grootste": known.max(),
        "mediaan": known.median(),
        **{name: known.mean() * share for name, share in SAVES_AS_MUCH.items()},
        "grootste_casus": known.idxmax() if len(known) else "",
        "gemiddelde_zonder_grootste": others.mean(),
        "aandeel_positief": (known > 0).mean() if len(known) else np.nan,
    }


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
