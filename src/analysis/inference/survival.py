"""Survival curves of trajecten at fixed months: the share still running, its interval, and the numbers at risk.

Kaplan and Meier (1958), J. Am. Stat. Assoc. 53, 457-481; the interval on the log-log scale: Kalbfleisch and Prentice
(2002), The Statistical Analysis of Failure Time Data, section 1.4. Its error is by child (`per_child`): Greenwood's
where no child has more than one traject.
"""

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.inference.durations import DAYS_PER_MONTH
from analysis.inference.per_child import curve_with_influence, error_of, number_children
from analysis.measures.trajecten import build_trajecten_of_study
from analysis.study import ALLE, GEEN_IKC, Study

CURVE_MONTHS = range(25)
KEYS = ["ikc", "domein", "periode"]
COLUMNS = [*KEYS, "maand", "n", "n_onder_risico", "aandeel_lopend", "ci_laag", "ci_hoog"]


def estimate_curves(trajecten: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Estimate per ikc (with `alle`), domein (with `alle`) and periode the share of trajecten still running per month.

    Months run from 0 to 24 (a month is 365.25 / 12 days); a curve stops where nobody was followed that long.
    `n_onder_risico` is how many were still followed and running on that day: beside each share, because a curve of few
    says little.

    Parameters
    ----------
    trajecten
        One row per traject in a domein, with `periode` from `label_before_and_since`.

    Returns
    -------
    ikc, domein, periode, maand, n, n_onder_risico, aandeel_lopend, ci_laag, ci_hoog (exact: not yet suppressed).
    """
    days = np.array(CURVE_MONTHS) * DAYS_PER_MONTH
    parts = [
        survival_at(group, days, study.statistiek.alfa).assign(**dict(zip(KEYS, key, strict=True)), n=len(group))
        for key, group in _with_totals(trajecten).groupby(KEYS, sort=False, observed=True)
    ]
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.concat(parts, ignore_index=True)
    return table.assign(maand=(table["dagen"] / DAYS_PER_MONTH).round().astype("int64"))[COLUMNS]


def survival_at(trajecten: pd.DataFrame, days: np.ndarray, alfa: float = 0.05) -> pd.DataFrame:
    """Give the share still running after so many days, with its interval and the number still followed then.

    Running trajecten are censored at their `duur_dagen`. A traject of exactly that many days has ended by then and was
    followed until then. Days beyond the longest follow-up have no row, unless all had ended.
    """
    length, ended = trajecten["duur_dagen"].to_numpy(dtype=float), (~trajecten["lopend"]).to_numpy()
    share, influence = curve_with_influence(length, ended, days)
    error = error_of(influence, number_children(trajecten))
    low, high = _log_log_interval(share, error, alfa)
    at_risk = (length[None, :] > days[:, None]).sum(axis=1)
    known = (days <= length.max()) | (share <= 1e-12)
    table = pd.DataFrame(
        {"dagen": days, "aandeel_lopend": share, "ci_laag": low, "ci_hoog": high, "n_onder_risico": at_risk}
    )
    return table[known].reset_index(drop=True)


def _log_log_interval(share: np.ndarray, error: np.ndarray, alfa: float) -> tuple[np.ndarray, np.ndarray]:
    """Give S^exp(-c) and S^exp(c), c = z * se / |S ln S|; empty where the share is zero or one."""
    inside = (share > 1e-12) & (share < 1 - 1e-12)
    safe = np.where(inside, share, 0.5)
    width = norm.isf(alfa / 2) * np.where(inside, error, np.nan) / np.abs(safe * np.log(safe))
    return safe ** np.exp(width), safe ** np.exp(-width)


def _with_totals(trajecten: pd.DataFrame) -> pd.DataFrame:
    """Repeat the trajecten under `alle` for ikc and domein; `alle` leaves out trajecten without an IKC."""
    own = trajecten[trajecten["ikc"] != GEEN_IKC]
    rows = pd.concat([own, (own if len(own) else trajecten).assign(ikc=ALLE)], ignore_index=True)
    return pd.concat([rows, rows.assign(domein=ALLE)], ignore_index=True)


def label_before_and_since(trajecten: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give each traject the periode in which it started: before the first meting, or since that day.

    Two periods, because the pilot began right after its nulmeting and each period then holds enough trajecten.
    """
    names = before_and_since(study)
    if len(names) == 1:
        return trajecten.assign(periode=names[0])
    later = trajecten["startdatum"] >= pd.Timestamp(study.metingen[0].peildatum)
    return trajecten.assign(periode=np.where(later, names[1], names[0]))


def before_and_since(study: Study) -> list[str]:
    """Give the names of the two periods, in order of time; only `alle` for a study without metingen."""
    if not study.metingen:
        return [ALLE]
    first = study.metingen[0].meting
    return [f"voor {first}", f"vanaf {first}"]


def trajecten_per_domein(toewijzingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Build the study's trajecten per domein of care, each with its periode (before the first meting, or since)."""
    return label_before_and_since(build_trajecten_of_study(toewijzingen, study, "domein"), study)
