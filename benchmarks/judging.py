"""One row of results per method and scenario, and how it is held against the marks."""

import numpy as np
import pandas as pd
from simulated_counts import Scenario

ALFA = 0.05
FEWEST = 50
"""Changes that a cell must have to be held against the marks."""
MARK_LOW, MARK_HIGH, MARK_FOUND = 0.935, 0.97, 0.055
"""Coverage of a 95 per cent interval; false words. At another level the marks go along: 0.6 to 1.3 times its alfa."""


def judge(name: str, kind: str, scenario: Scenario, low, high, point, truth, p=None, use=None, niveau=ALFA) -> dict:
    """Sum up one method in one scenario; `use` says where the report would make a statement at all.

    With `p` it is a test and has no coverage: found is then p <= 0.05, else the interval leaving zero out.
    """
    low, high, point, truth = (np.asarray(part, dtype=float).ravel() for part in (low, high, point, truth))
    use = np.isfinite(low) & np.isfinite(high) if use is None else np.asarray(use).ravel()
    found = (low > 0) | (high < 0) if p is None else np.asarray(p).ravel() <= ALFA
    held = (low <= truth + 1e-12) & (truth - 1e-12 <= high)
    numbers = {
        "dekking": held[use].mean() if use.any() and p is None else np.nan,
        "gevonden": found[use].mean() if use.any() else np.nan,
        "afwijking": (point - truth)[use].mean() if use.any() else np.nan,
        "n": int(use.sum()),
        "nul": bool(np.allclose(truth, 0)),
    }
    return {"methode": name, "scenario": kind, **labels_of(scenario), **numbers, "niveau": niveau}


def judge_share(name: str, kind: str, scenario: Scenario, found: np.ndarray, nul: bool) -> dict:
    """Sum up how often something happened, such as a false word in a family: no interval."""
    numbers = {"dekking": np.nan, "gevonden": float(np.mean(found)), "afwijking": np.nan, "n": len(found), "nul": nul}
    return {"methode": name, "scenario": kind, **labels_of(scenario), **numbers, "niveau": ALFA}


def labels_of(scenario: Scenario) -> dict:
    turnover = scenario.verloop if scenario.bekend else "onbekend"
    labels = {"verloop": turnover, "prevalentie": scenario.prevalentie, "ikcs": scenario.ikcs}
    return labels | {"verandering": scenario.verandering}


def add_marks(results: pd.DataFrame) -> pd.DataFrame:
    """Add the Monte Carlo error and whether a mark is missed by more than two of them."""
    scale = results["niveau"] / ALFA
    error = error_of(results["dekking"].fillna(results["gevonden"]), results["n"])
    low = results["dekking"] + 2 * error < 1 - (1 - MARK_LOW) * scale
    high = results["dekking"] - 2 * error > 1 - (1 - MARK_HIGH) * scale
    found = results["nul"] & (results["gevonden"] - 2 * error_of(results["gevonden"], results["n"]) > MARK_FOUND)
    return results.assign(mc_fout=error, te_laag=low, te_hoog=high, vals=found)


def error_of(share: pd.Series, n: pd.Series) -> pd.Series:
    return np.sqrt((share * (1 - share)).clip(lower=1e-4) / n.clip(lower=1))


def summarise(results: pd.DataFrame) -> pd.DataFrame:
    """Give per method and kind of scenario the range of coverage, the highest type I error, and how often it misses."""
    marked = add_marks(results)
    marked = marked[marked["n"] >= FEWEST]
    return pd.DataFrame([sum_up(*key, part) for key, part in marked.groupby(["methode", "scenario"], sort=False)])


def sum_up(name: str, kind: str, part: pd.DataFrame) -> dict:
    planted = part[~part["nul"]]["gevonden"]
    return {
        "methode": name,
        "scenario": kind,
        "dekking (laagst - hoogst)": spread(part["dekking"]),
        "MC-fout": percent(part["mc_fout"].max()),
        "vals gevonden (hoogst)": percent(part[part["nul"]]["gevonden"].max()),
        "echt gevonden (laagst - hoogst)": spread(planted),
        "afwijking (punt, grootst)": percent(part["afwijking"].abs().max()),
        "cellen": len(part),
        "te laag / te hoog / te vaak vals": f"{part.te_laag.sum()} / {part.te_hoog.sum()} / {part.vals.sum()}",
    }


def list_cells(results: pd.DataFrame) -> pd.DataFrame:
    """Give every scenario in its own row, in percentages, with the mark that it misses."""
    marked = add_marks(results)
    judged = marked["n"] >= FEWEST
    misses = [marked[name] & judged for name in ("te_laag", "te_hoog", "vals")]
    missed = np.select(misses, ["te laag", "te hoog", "te vaak vals"], "")
    shown = marked[["methode", "scenario", "verloop", "prevalentie", "ikcs", "verandering"]].fillna("")
    return shown.assign(
        **{
            "niveau %": (100 * marked["niveau"]).map("{:g}".format),
            "dekking %": marked["dekking"].map(percent),
            "gevonden %": marked["gevonden"].map(percent),
            "MC-fout": marked["mc_fout"].map(percent),
            "afwijking (punt)": (100 * marked["afwijking"]).map("{:.2f}".format).replace("nan", ""),
            "n": marked["n"],
            "mist": missed,
        }
    )


def spread(shares: pd.Series) -> str:
    return "" if shares.dropna().empty else f"{percent(shares.min())} - {percent(shares.max())}"


def percent(share: float) -> str:
    return "" if pd.isna(share) else f"{100 * share:.1f}"


def as_markdown(table: pd.DataFrame) -> str:
    lines = [list(table.columns), ["---"] * table.shape[1], *table.to_numpy(dtype=object).tolist()]
    return "\n".join("| " + " | ".join("" if cell is np.nan else str(cell) for cell in line) + " |" for line in lines)
