"""GEE on the children themselves, with statsmodels: for covariates, and to check the closed form of `gee_counts`."""

import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from statsmodels.genmod.generalized_estimating_equations import GEEResultsWrapper

GEE_ADJUSTED, NOT_FITTED = "gee_gestandaardiseerd", "geen"
_TOO_CERTAIN = 15.0
"""A logit beyond this is a share of less than one in three million: the model is separated."""


def fit_gee(children: pd.DataFrame, alfa: float, covariates: tuple[str, ...] = ()) -> dict[str, float | str]:
    """Estimate the marginal risk difference between two metingen, standardised over covariates such as bouw.

    Binomial GEE, exchangeable, child as cluster, bias-reduced robust errors (Liang and Zeger 1986; Mancl and DeRouen
    2001). Every row is predicted at both metingen with its own covariates; the difference of the two means is the
    estimate, with a delta-method interval. So the two metingen are compared in one population: all rows together.

    Parameters
    ----------
    children
        One row per child and meting: `kind`, `naar` (0 first, 1 second meting), `waarde` (0 or 1), and the covariates.
    covariates
        Columns to hold equal, taken as categories.

    Returns
    -------
    verschil, standaardfout, correlatie, ci_laag, ci_hoog, methode, reden. Where the fit fails or is separated (a
    category without any mark, or with nothing else) methode is `geen`, and `reden` says so: fall back to `overlap`.
    """
    design = _design(children, covariates)
    ordered = children.sort_values(["kind", "naar"], kind="stable").index
    design, values = design.loc[ordered], children.loc[ordered, "waarde"].astype(float)
    try:
        fit = _fit(values, design, children.loc[ordered, "kind"])
    except (ValueError, np.linalg.LinAlgError, ZeroDivisionError) as error:
        return _failed(f"De GEE is niet te berekenen ({type(error).__name__}).")
    if not fit.converged or not np.isfinite(fit.params).all():
        return _failed("De GEE komt niet tot een uitkomst.")
    if np.abs(design.to_numpy() @ fit.params.to_numpy()).max() > _TOO_CERTAIN:
        return _failed("In een groep heeft geen enkel kind het kenmerk, of juist elk kind.")
    return _risk_difference(fit, design, alfa)


def _design(children: pd.DataFrame, covariates: tuple[str, ...]) -> pd.DataFrame:
    base = pd.DataFrame({"const": 1.0, "naar": children["naar"].astype(float)}, index=children.index)
    dummies = (
        pd.get_dummies(children[list(covariates)].astype(str), drop_first=True, dtype=float) if covariates else None
    )
    return base if dummies is None else base.join(dummies)


def _fit(values: pd.Series, design: pd.DataFrame, kind: pd.Series) -> GEEResultsWrapper:
    model = sm.GEE(values, design, groups=kind, family=sm.families.Binomial(), cov_struct=sm.cov_struct.Exchangeable())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(cov_type="bias_reduced", maxiter=100)


def _risk_difference(fit: GEEResultsWrapper, design: pd.DataFrame, alfa: float) -> dict[str, float | str]:
    at = [design.assign(naar=value).to_numpy() for value in (0.0, 1.0)]
    shares = [1 / (1 + np.exp(-matrix @ fit.params.to_numpy())) for matrix in at]
    slopes = [((share * (1 - share))[:, None] * matrix).mean(axis=0) for share, matrix in zip(shares, at, strict=True)]
    gradient = slopes[1] - slopes[0]
    difference = float(shares[1].mean() - shares[0].mean())
    error = float(np.sqrt(gradient @ np.asarray(fit.cov_params()) @ gradient))
    half = stats.norm.isf(alfa / 2) * error
    return {
        "verschil": difference,
        "standaardfout": error,
        "correlatie": float(fit.cov_struct.dep_params),
        "ci_laag": difference - half,
        "ci_hoog": difference + half,
        "methode": GEE_ADJUSTED,
        "reden": "",
    }


def _failed(reden: str) -> dict[str, float | str]:
    numbers = dict.fromkeys(("verschil", "standaardfout", "correlatie", "ci_laag", "ci_hoog"), np.nan)
    return {**numbers, "methode": NOT_FITTED, "reden": reden}
