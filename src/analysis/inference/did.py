"""Difference in differences between pilot and comparison IKCs, with the IKC as the unit.

What one row is: an IKC. Its children are summed before anything is compared, so that three pilot IKCs count as three
observations. The assumption of every number here: without a jeugdondersteuner the pilot IKCs would have changed as the
comparison IKCs did. Plain two-way fixed effects are not used for staggered starts: they compare late starters with
IKCs that already had a jeugdondersteuner (Goodman-Bacon 2021). pyfixest and diff-diff can do what is here, but without
covariates it is a few means: no dependency for that.
"""

from itertools import combinations, permutations
from math import comb

import numpy as np
import pandas as pd
from scipy import stats

DID_T, CALLAWAY_SANTANNA = "did_t", "callaway_santanna"
NOOIT, NOG_NIET = "nooit", "nog_niet"
_MOST_ENUMERATED = 50_000
_MOST_PERMUTED = 7


def estimate_did(changes: np.ndarray, is_pilot: np.ndarray, alfa: float) -> dict[str, float]:
    """Give the mean change of pilot IKCs minus that of comparison IKCs, with a t interval, df = number of IKCs - 2.

    The two-step estimator for few groups: Donald and Lang (2007), Review of Economics and Statistics 89:221-233. The
    spread between IKCs is taken as equal in both roles, so that one pilot IKC is enough when there are two others or
    more. Missing changes are left out.
    """
    pilot, other = _by_role(changes, is_pilot)
    df = len(pilot) + len(other) - 2
    result = {"verschil": np.nan, "ci_laag": np.nan, "ci_hoog": np.nan, "p": np.nan}
    if len(pilot) and len(other):
        result["verschil"] = float(pilot.mean() - other.mean())
    if len(pilot) and len(other) and df > 0:
        squares = ((pilot - pilot.mean()) ** 2).sum() + ((other - other.mean()) ** 2).sum()
        error = np.sqrt(squares / df * (1 / len(pilot) + 1 / len(other)))
        half = stats.t.isf(alfa / 2, df) * error
        p = float(2 * stats.t.sf(abs(result["verschil"]) / error, df)) if error > 0 else np.nan
        result |= {"ci_laag": result["verschil"] - half, "ci_hoog": result["verschil"] + half, "p": p}
    return {**result, "n_pilot": len(pilot), "n_vergelijking": len(other)}


def estimate_p_permutation(changes: np.ndarray, is_pilot: np.ndarray, seed: int = 0) -> float:
    """Give the two-sided p of dealing out the pilot role anew in every possible way (Fisher 1935).

    All choices of as many pilot IKCs are counted, or 50,000 seeded draws where there are more. It assumes that any IKC
    could as well have been a pilot: where the municipality chose the neediest, the p is a description.
    """
    pilot, other = _by_role(changes, is_pilot)
    values, n_pilot = np.concatenate([pilot, other]), len(pilot)
    if not n_pilot or not len(other):
        return np.nan
    if comb(len(values), n_pilot) <= _MOST_ENUMERATED:
        chosen = np.array(list(combinations(range(len(values)), n_pilot)))
        sums = values[chosen].sum(axis=1)
    else:
        rng = np.random.default_rng(seed)
        sums = np.array([rng.permutation(values)[:n_pilot].sum() for _ in range(_MOST_ENUMERATED)])
    differences = sums / n_pilot - (values.sum() - sums) / len(other)
    seen = abs(pilot.mean() - other.mean())
    return float((np.abs(differences) >= seen - 1e-12).mean())


def smallest_p_permutation(n_pilot: int, n_vergelijking: int) -> float:
    """Give the smallest two-sided p that `estimate_p_permutation` can reach: 0.012 with 3 and 6, 0.1 with 3 and 3."""
    if not n_pilot or not n_vergelijking:
        return np.nan
    return (2 if n_pilot == n_vergelijking else 1) / comb(n_pilot + n_vergelijking, n_pilot)


def estimate_p_wild(
    outcome: np.ndarray, design: np.ndarray, column: int, clusters: np.ndarray, seed: int = 0, draws: int = 9_999
) -> float:
    """Give the wild cluster bootstrap p of one coefficient, with the null hypothesis imposed and Webb's six weights.

    Cameron, Gelbach and Miller (2008), Review of Economics and Statistics 90:414-427; Webb (2023), Canadian Journal of
    Economics 56:839-858. Six clusters or fewer: every combination of weights is counted, nothing is drawn. Trap: with
    few *pilot* clusters it hardly ever rejects (MacKinnon and Webb 2017): print it beside the permutation, not instead.

    Parameters
    ----------
    outcome, design, clusters
        One row per IKC (and period): the value, the regressors with the constant, and the IKC.
    column
        Which regressor is tested.
    """
    groups = np.unique(clusters, return_inverse=True)[1]
    weights = _webb_weights(groups.max() + 1, seed, draws)
    rest = np.delete(design, column, axis=1)
    fitted = rest @ np.linalg.lstsq(rest, outcome, rcond=None)[0] if rest.shape[1] else np.zeros(len(outcome))
    samples = fitted + weights[:, groups] * (outcome - fitted)
    seen = abs(_cluster_t(outcome[None, :], design, column, groups)[0])
    found = np.abs(_cluster_t(samples, design, column, groups))
    return float((found >= seen * (1 - 1e-9)).mean()) if np.isfinite(seen) else np.nan


def estimate_group_time(wide: pd.DataFrame, start: pd.Series, vergelijking: str = NOOIT) -> pd.DataFrame:
    """Estimate the effect per group of IKCs that started together and per period: ATT(g, t).

    Callaway and Sant'Anna (2021), Journal of Econometrics 225:200-230, without covariates: the change since the last
    period before the start, of the starters minus that of the comparison IKCs. Periods before the start are there as a
    check on the parallel course; the last of them is the base and not a row.

    Parameters
    ----------
    wide
        One row per IKC, one column per period in order of time.
    start
        Per IKC the column (period) of its start; missing for an IKC that never started.
    vergelijking
        `nooit`: IKCs that never started; `nog_niet`: also those that had not started by then.

    Returns
    -------
    groep, periode, relatief (0 in the first period with a jeugdondersteuner), effect, n_pilot, n_vergelijking.
    """
    begun = _positions(wide, start)
    cells = _cells(wide.to_numpy(dtype=float), begun, vergelijking)
    named = [(wide.columns[group], wide.columns[period], period - group, *rest) for group, period, *rest in cells]
    return pd.DataFrame(named, columns=["groep", "periode", "relatief", "effect", "n_pilot", "n_vergelijking"])


def pool_group_time(effects: pd.DataFrame, by_relative: bool = False) -> pd.DataFrame:
    """Average the effects over groups, weighted by IKCs: over all periods from the start, or per relative period."""
    chosen = effects if by_relative else effects[effects["relatief"] >= 0].assign(relatief=0)
    weighted = chosen.assign(effect=chosen["effect"] * chosen["n_pilot"]).groupby("relatief")
    sums = weighted[["effect", "n_pilot"]].sum()
    return (sums["effect"] / sums["n_pilot"]).rename("effect").to_frame().join(sums["n_pilot"]).reset_index()


def estimate_event_study(wide: pd.DataFrame, start: pd.Series, alfa: float, vergelijking: str = NOOIT) -> pd.DataFrame:
    """Give the effect per period relative to the start, with a jackknife interval over IKCs (df = IKCs - 1).

    Leaving out each IKC in turn (CV3) is the careful choice with few clusters: MacKinnon, Nielsen and Webb (2023),
    Journal of Econometrics 232:272-299. A relative period that one IKC alone carries has no interval.

    Returns
    -------
    relatief, effect, n_pilot, ci_laag, ci_hoog; the last period before the start is there with effect 0.
    """
    found = pool_group_time(estimate_group_time(wide, start, vergelijking), by_relative=True).set_index("relatief")
    without = {
        ikc: pool_group_time(estimate_group_time(wide.drop(index=ikc), start, vergelijking), by_relative=True)
        .set_index("relatief")["effect"]
        .reindex(found.index)
        for ikc in wide.index
    }
    spread = pd.DataFrame(without)
    n = len(wide)
    error = np.sqrt((n - 1) / n * spread.sub(spread.mean(axis=1), axis=0).pow(2).sum(axis=1, skipna=False))
    half = stats.t.isf(alfa / 2, n - 1) * error
    found = found.assign(ci_laag=found["effect"] - half, ci_hoog=found["effect"] + half)
    found.loc[-1] = [0.0, np.nan, np.nan, np.nan]
    return found.sort_index().reset_index()


def estimate_staggered(
    wide: pd.DataFrame, start: pd.Series, alfa: float, vergelijking: str = NOOIT, draws: int = 999
) -> dict[str, float]:
    """Give the mean effect over all starters and periods since their start, jackknife interval, permutation p.

    For p the starts are dealt out anew over the IKCs, every different way, or `draws` seeded ones where there are more.
    """
    values, begun = wide.to_numpy(dtype=float), _positions(wide, start)
    effect, n = _overall(values, begun, vergelijking), len(wide)
    rest = np.array([np.arange(n) != left_out for left_out in range(n)])
    left = np.array([_overall(values[kept], begun[kept], vergelijking) for kept in rest])
    error = np.sqrt((n - 1) / n * ((left - left.mean()) ** 2).sum())
    half = stats.t.isf(alfa / 2, n - 1) * error
    dealt = [_overall(values, begun[order], vergelijking) for order in _arrangements(begun, draws)]
    p = float((np.abs(dealt) >= abs(effect) - 1e-12).mean()) if np.isfinite(effect) else np.nan
    return {"verschil": effect, "ci_laag": effect - half, "ci_hoog": effect + half, "p": p, "n_ikcs": n}


def _by_role(changes: np.ndarray, is_pilot: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values, pilot = np.asarray(changes, dtype=float), np.asarray(is_pilot, dtype=bool)
    known = np.isfinite(values)
    return values[known & pilot], values[known & ~pilot]


def _webb_weights(n_clusters: int, seed: int, draws: int) -> np.ndarray:
    values = np.array([-np.sqrt(1.5), -1.0, -np.sqrt(0.5), np.sqrt(0.5), 1.0, np.sqrt(1.5)])
    if 6**n_clusters <= _MOST_ENUMERATED:
        return values[np.indices((6,) * n_clusters).reshape(n_clusters, -1).T]
    return np.random.default_rng(seed).choice(values, size=(draws, n_clusters))


def _cluster_t(outcomes: np.ndarray, design: np.ndarray, column: int, groups: np.ndarray) -> np.ndarray:
    """Give coefficient / cluster-robust error for each row of outcomes; constant factors cancel in the comparison."""
    bread = np.linalg.pinv(design.T @ design)
    coefficients = outcomes @ design @ bread
    residuals = outcomes - coefficients @ design.T
    influence = residuals * (design @ bread[:, column])
    sums = np.stack([influence[:, groups == group].sum(axis=1) for group in range(groups.max() + 1)], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nan_to_num(coefficients[:, column] / np.sqrt((sums**2).sum(axis=1)), nan=0.0)


def _positions(wide: pd.DataFrame, start: pd.Series) -> np.ndarray:
    """Give per IKC the number of the column in which it starts; NaN when it never does."""
    place = {period: float(number) for number, period in enumerate(wide.columns)}
    return np.array([place.get(period, np.nan) for period in start.reindex(wide.index)])


def _cells(values: np.ndarray, begun: np.ndarray, vergelijking: str) -> list[tuple[int, int, float, int, int]]:
    """Give (group, period, effect, n_pilot, n_vergelijking) wherever both sides have an IKC with both periods."""
    groups = np.unique(begun[begun > 0]).astype(int)
    cells = []
    for group in groups:
        gone = values - values[:, [group - 1]]
        for period in (number for number in range(values.shape[1]) if number != group - 1):
            known = np.isfinite(gone[:, period])
            later = (begun > max(period, group)) & (vergelijking == NOG_NIET)
            compare, treated = known & (np.isnan(begun) | later), known & (begun == group)
            if compare.any() and treated.any():
                effect = gone[treated, period].mean() - gone[compare, period].mean()
                cells.append((int(group), period, float(effect), int(treated.sum()), int(compare.sum())))
    return cells


def _overall(values: np.ndarray, begun: np.ndarray, vergelijking: str) -> float:
    after = [(effect, n) for group, period, effect, n, _ in _cells(values, begun, vergelijking) if period >= group]
    return sum(effect * n for effect, n in after) / sum(n for _, n in after) if after else np.nan


def _arrangements(begun: np.ndarray, draws: int) -> list[np.ndarray]:
    """Give every different order of the starts where there are few, else the real one and seeded draws."""
    codes = np.unique(begun, return_inverse=True)[1]
    if len(codes) <= _MOST_PERMUTED:
        orders = {tuple(codes[list(order)]): order for order in permutations(range(len(codes)))}
        if len(orders) <= draws + 1:
            return [np.array(order) for order in orders.values()]
    rng = np.random.default_rng(0)
    return [np.arange(len(codes)), *(rng.permutation(len(codes)) for _ in range(draws))]
