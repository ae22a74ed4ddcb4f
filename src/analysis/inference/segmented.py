"""Quarterly toewijzingen around the start of the jeugdondersteuner: segmented regression of counts.

One row is a quarter; what is counted is toewijzingen that started, not children. Children are the exposure, so the
ratios are of toewijzingen per child. Bernal, Cummins and Gasparrini (2017), International Journal of Epidemiology
46:348-355. One series has no comparison: what else happened in the quarter of the start is in the level too.
"""

import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from statsmodels.genmod.generalized_linear_model import GLMResults
from statsmodels.stats.diagnostic import acorr_ljungbox

POISSON, NEGATIEF_BINOMIAAL, TE_KORT = "poisson", "negatief_binomiaal", "te kort"
NIVEAU, HELLING, TREND = "niveau", "helling", "trend"
_FEWEST_EACH_SIDE = 3
_FEWEST_FREE = 4
"""Quarters that must be left over per fit: with fewer the spread, and so the interval, is guesswork."""


def fit_segmented(
    series: pd.DataFrame,
    start: pd.Period,
    storend: dict[str, list[pd.Period]],
    alfa: float,
    model: str = POISSON,
) -> pd.DataFrame:
    """Fit level and slope at the start of the JOK, with trend, season and an indicator per disturbing period.

    Errors: the larger of those scaled for overdispersion and Newey-West's (1987), with t quantiles. A short series
    gives up its terms in this order: season, slope, trend. A term that cannot be told apart from another (a disturbing
    period that is the whole time since the start) is dropped, and `reden` names it.

    Parameters
    ----------
    series
        One row per quarter in order of time: `kwartaal` (Period), `n`, `n_kinderen`. Quarters without children are
        left out. Quarters may be missing: trend, slope and lags count the quarters in between.
    start
        The first quarter with a jeugdondersteuner.
    storend
        Name of a disturbing period to its quarters.

    Returns
    -------
    One row per term: term, ratio, ci_laag, ci_hoog, p, and the same in every row: dispersie, autocorrelatie,
    p_autocorrelatie, methode, reden. With fewer than three quarters on a side: one row `niveau`, empty, `te kort`.
    """
    usable = series[series["n_kinderen"] > 0]
    after = usable["kwartaal"] >= start
    if min(after.sum(), (~after).sum()) < _FEWEST_EACH_SIDE or not usable["n"].sum():
        return _too_short("Minder dan drie kwartalen voor of na de start, of geen enkele toewijzing.")
    design, reden = choose_terms(usable, start, storend)
    if NIVEAU not in design or len(design) - design.shape[1] < 1:
        return _too_short(reden)
    found = fit_terms(usable["n"], usable["n_kinderen"], design, alfa, model=model, moment=_number(usable))
    return found[found["term"] != "const"].assign(reden=reden).reset_index(drop=True)


def choose_terms(
    series: pd.DataFrame, start: pd.Period, storend: dict[str, list[pd.Period]]
) -> tuple[pd.DataFrame, str]:
    """Build the design with as many terms as the series can carry, and say in Dutch what was dropped."""
    number = _number(series)
    after = (series["kwartaal"] >= start).to_numpy(dtype=float)
    since = after * (number - (start.ordinal - series["kwartaal"].iloc[0].ordinal))
    terms = {"const": np.ones(len(series)), NIVEAU: after}
    terms |= {name: series["kwartaal"].isin(list(quarters)).to_numpy(dtype=float) for name, quarters in storend.items()}
    terms |= {TREND: number - number.mean(), HELLING: since}
    quarter = series["kwartaal"].map(lambda period: period.quarter)
    terms |= {f"kwartaal_{value}": (quarter == value).to_numpy(dtype=float) for value in (2, 3, 4)}
    season = [name for name in terms if name.startswith("kwartaal_")]
    dropped = []
    for group, label in ((season, "seizoen"), ([HELLING], "helling"), ([TREND], "trend")):
        if len(series) - len(terms) < _FEWEST_FREE:
            terms = {name: value for name, value in terms.items() if name not in group}
            dropped.append(label)
    kept, aliased = _independent(pd.DataFrame(terms, index=series.index))
    return kept, _say_dropped(dropped, aliased)


def _number(series: pd.DataFrame) -> np.ndarray:
    """Number the quarters from the first: a missing quarter keeps its number."""
    ordinals = np.array([quarter.ordinal for quarter in series["kwartaal"]], dtype=float)
    return ordinals - ordinals[0]


def expected_counts(series: pd.DataFrame, start: pd.Period, storend: dict[str, list[pd.Period]]) -> np.ndarray:
    """Give the number that the model of `fit_segmented` expects in each quarter; NaN where there is no fit."""
    usable = (series["n_kinderen"] > 0).to_numpy()
    design, _ = choose_terms(series[usable], start, storend)
    found = np.full(len(series), np.nan)
    if NIVEAU in design and len(design) > design.shape[1]:
        offset = np.log(series.loc[usable, "n_kinderen"].to_numpy(dtype=float))
        counts = series.loc[usable, "n"].to_numpy(dtype=float)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found[usable] = sm.GLM(counts, design.to_numpy(), family=sm.families.Poisson(), offset=offset).fit().mu
    return found


def fit_terms(
    n: pd.Series,
    n_kinderen: pd.Series,
    design: pd.DataFrame,
    alfa: float,
    model: str = POISSON,
    overdispersie: bool = True,
    newey_west: bool = True,
    moment: np.ndarray | None = None,
) -> pd.DataFrame:
    """Fit a log-linear count model with log(n_kinderen) as offset; ratios with t intervals.

    `moment` numbers the rows in time (without it they follow each other): lags count time, not rows.

    The dispersion is Pearson's chi2 per degree of freedom, never taken below 1. Newey-West (1987) has lag
    floor(4 (T/100)^(2/9)) and a small-sample factor T / (T - k). The negative binomial takes its size from the moments
    of the Poisson fit; with fewer than some thirty quarters that size is uncertain, which is why quasi-Poisson is the
    default (Ver Hoef and Boveng 2007, Ecology 88:2766-2772).
    """
    counts, offset = n.to_numpy(dtype=float), np.log(n_kinderen.to_numpy(dtype=float))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = sm.GLM(counts, design.to_numpy(), family=sm.families.Poisson(), offset=offset).fit()
        if model == NEGATIEF_BINOMIAAL:
            family = sm.families.NegativeBinomial(alpha=max(_size_of(counts, fit), 1e-8))
            fit = sm.GLM(counts, design.to_numpy(), family=family, offset=offset).fit()
    dispersion = float(fit.pearson_chi2 / fit.df_resid)
    time = np.arange(len(counts), dtype=float) if moment is None else moment
    errors, methode = _errors(fit, dispersion if overdispersie else 1.0, time if newey_west else None, model)
    free = fit.df_resid if overdispersie or newey_west else np.inf
    half = stats.t.isf(alfa / 2, free) * errors
    lag_one, p_lag = _autocorrelation(fit.resid_pearson, time)
    return pd.DataFrame(
        {
            "term": design.columns,
            "ratio": np.exp(fit.params),
            "ci_laag": np.exp(fit.params - half),
            "ci_hoog": np.exp(fit.params + half),
            "p": 2 * stats.t.sf(np.abs(fit.params) / errors, free),
            "dispersie": dispersion,
            "autocorrelatie": lag_one,
            "p_autocorrelatie": p_lag,
            "methode": methode,
        }
    )


def _errors(fit: GLMResults, dispersion: float, time: np.ndarray | None, model: str) -> tuple[np.ndarray, str]:
    scaled = fit.bse / np.sqrt(fit.scale) * np.sqrt(max(dispersion, 1.0))
    if time is None:
        return scaled, f"{model}_{'quasi' if dispersion > 1 else 'gewoon'}"
    robust = _newey_west(fit, time)
    larger = np.maximum(scaled, robust)
    return larger, f"{model}_{'newey_west' if (robust > scaled)[1:].any() else 'quasi'}"


def _newey_west(fit: GLMResults, time: np.ndarray) -> np.ndarray:
    """Give Newey-West errors whose weight falls with the time between two rows, so that a gap counts as time."""
    rows, terms = fit.model.exog.shape
    lags = int(np.floor(4 * (rows / 100) ** (2 / 9)))
    weight = np.clip(1 - np.abs(time[:, None] - time) / (lags + 1), 0, None)
    bread = np.linalg.pinv(fit.model.hessian(fit.params, scale=1.0))
    influence = fit.model.score_obs(fit.params, scale=1.0) @ bread
    variance = np.diag(influence.T @ weight @ influence) * rows / (rows - terms)
    return np.sqrt(np.clip(np.nan_to_num(variance, posinf=0.0), 0, None))


def _autocorrelation(residuals: np.ndarray, time: np.ndarray) -> tuple[float, float]:
    """Give the correlation of residuals one moment apart, and the Ljung-Box p over one lag; a gap adds nothing."""
    follows = np.diff(time) == 1
    if follows.sum() < 3 or residuals.std() == 0:
        return np.nan, np.nan
    lag_one = float(np.corrcoef(residuals[1:][follows], residuals[:-1][follows])[0, 1])
    filled = np.zeros(int(time[-1]) + 1)
    filled[time.astype(int)] = residuals - residuals.mean()
    return lag_one, float(acorr_ljungbox(filled, lags=[1])["lb_pvalue"].iloc[0])


def _size_of(counts: np.ndarray, fit: GLMResults) -> float:
    """Give the negative binomial's alpha from the moments: variance = mu + alpha mu^2."""
    excess = ((counts - fit.mu) ** 2 * len(counts) / fit.df_resid - fit.mu).sum()
    return float(max(excess, 0) / (fit.mu**2).sum())


def _independent(design: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Keep the columns in order of importance that are not a combination of those before; name the others."""
    kept: list[str] = []
    aliased = []
    for name in design.columns:
        trial = design[[*kept, name]].to_numpy()
        if np.linalg.matrix_rank(trial) > len(kept):
            kept.append(name)
        else:
            aliased.append(name)
    return design[kept], aliased


def _say_dropped(dropped: list[str], aliased: list[str]) -> str:
    parts = []
    if dropped:
        parts.append(f"De reeks is kort: zonder {', '.join(dropped)}.")
    if aliased:
        parts.append(f"Niet te onderscheiden van een andere term: {', '.join(aliased)}.")
    return " ".join(parts)


def _too_short(reden: str) -> pd.DataFrame:
    numbers = ("ratio", "ci_laag", "ci_hoog", "p", "dispersie", "autocorrelatie", "p_autocorrelatie")
    return pd.DataFrame([{"term": NIVEAU, **dict.fromkeys(numbers, np.nan), "methode": TE_KORT, "reden": reden}])
