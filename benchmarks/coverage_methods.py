"""Each method of the report against simulated studies: one row of results per method and scenario."""

import numpy as np
import pandas as pd
from simulated_counts import Scenario, Studies, draw_studies

from analysis.inference import (
    across,
    did,
    gee_counts,
    informant,
    overlap,
    paired,
    proportions,
    segmented,
    staggered,
    standardise,
)

ALFA, FEWEST_CASES = 0.05, 5


def judge(name: str, kind: str, scenario: Scenario, low, high, point, truth, p=None, use=None) -> dict:
    """Sum up one method in one scenario; `use` says where the report would make a statement at all."""
    low, high, point, truth = (np.asarray(part, dtype=float).ravel() for part in (low, high, point, truth))
    use = np.isfinite(low) & np.isfinite(high) if use is None else np.asarray(use).ravel()
    found = (low > 0) | (high < 0) if p is None else np.asarray(p).ravel() <= ALFA
    held = (low <= truth) & (truth <= high)
    numbers = {
        "dekking": held[use].mean() if use.any() and p is None else np.nan,
        "gevonden": found[use].mean() if use.any() else np.nan,
        "afwijking": (point - truth)[use].mean() if use.any() else np.nan,
        "n": int(use.sum()),
        "nul": bool(np.allclose(truth, 0)),
    }
    labels = {"verloop": scenario.verloop, "prevalentie": scenario.prevalentie, "ikcs": scenario.ikcs}
    return {"methode": name, "scenario": kind, **labels, "verandering": scenario.verandering, **numbers}


def judge_within(scenario: Scenario, drawn: Studies, kind: str) -> list[dict]:
    counts = drawn.frame()
    four = [counts[column] for column in overlap.ENROLLED]
    p1, p2 = four[0] / four[1], four[2] / four[3]
    use = (counts["n_van"] + counts["n_naar"] >= FEWEST_CASES).to_numpy()
    gee = {
        kind: gee_counts.estimate_gee(counts, ALFA, kind)
        for kind in (gee_counts.ONAFHANKELIJK, gee_counts.UITWISSELBAAR)
    }
    intervals = {
        "newcombe (overlap genegeerd)": (*proportions.estimate_newcombe(*four, ALFA), p2 - p1),
        "mover": (*overlap.estimate_mover(counts, ALFA), p2 - p1),
        "mover met continuïteitscorrectie": (*overlap.estimate_mover(counts, ALFA, corrected=True), p2 - p1),
        **{f"gee {name}": (found["ci_laag"], found["ci_hoog"], found["verschil"]) for name, found in gee.items()},
    }
    rows = [judge(name, kind, scenario, *found, drawn.truth, use=use) for name, found in intervals.items()]
    if scenario.verloop == 0:
        both = counts["n_gebleven_beide"]
        p = paired.estimate_p_mcnemar(counts["n_van"] - both, counts["n_naar"] - both)
        rows.append(judge("mcnemar exact (p)", kind, scenario, p1, p1, p2 - p1, drawn.truth, p=p, use=use))
    low, high = proportions.estimate_wilson(four[0], four[1], ALFA)
    truth = np.broadcast_to(scenario.prevalentie * np.linspace(0.8, 1.2, scenario.ikcs), drawn.truth.shape)
    wilson = judge("wilson (aandeel)", kind, scenario, low, high, p1, truth)
    return [*rows, {**wilson, "gevonden": np.nan}]


def judge_across(scenario: Scenario, drawn: Studies, kind: str) -> list[dict]:
    counts, frame = drawn.counts, drawn.frame()
    four = [counts[column] for column in overlap.ENROLLED]
    changes = four[2] / four[3] - four[0] / four[1]
    fit = gee_counts.estimate_gee(frame, ALFA)
    variance = np.square((fit["ci_hoog"] - fit["ci_laag"]) / (2 * 1.959964)).to_numpy().reshape(changes.shape)
    shares = [four[0] / four[1], four[2] / four[3]]
    spread = [share * (1 - share) / children for share, children in zip(shares, (four[1], four[3]), strict=True)]
    covariance = overlap.estimate_correlatie(frame).reshape(changes.shape) * np.sqrt(spread[0] * spread[1])
    weight = four[1] * four[3] / (four[1] + four[3])
    common = (weight * drawn.truth).sum(axis=1) / weight.sum(axis=1)
    rows = []
    if not scenario.spreiding:
        plain, linked = (across.estimate_mantel_haenszel(*four, ALFA, covariantie=cov) for cov in (0.0, covariance))
        rows.append(judge("mantel-haenszel (overlap genegeerd)", kind, scenario, plain[1], plain[2], plain[0], common))
        rows.append(judge("mantel-haenszel met overlap", kind, scenario, linked[1], linked[2], linked[0], common))
    mean = pd.DataFrame([across.estimate_mean_change(row, ALFA) for row in changes])
    rows.append(judge("t over ikc's", kind, scenario, mean.ci_laag, mean.ci_hoog, mean.verschil, scenario.verandering))
    p = [across.estimate_p_sign_flip(row) for row in changes]
    rows.append(
        judge(
            "tekenwissel (p)",
            kind,
            scenario,
            mean.verschil,
            mean.verschil,
            mean.verschil,
            scenario.verandering,
            p=p,
            use=mean.p > -1,
        )
    )
    few = slice(0, min(len(changes), 300))
    pairs = zip(changes[few], variance[few], strict=True)
    shrunken = pd.concat([across.estimate_shrunken(row, var, ALFA) for row, var in pairs])
    found = shrunken.ci_laag, shrunken.ci_hoog, shrunken.verschil_gekrompen
    rows.append(judge("gekrompen per ikc", kind, scenario, *found, drawn.truth[few]))
    return rows


def judge_did(scenario: Scenario, studies: int, rng: np.random.Generator, kind: str) -> list[dict]:
    """Three pilots with the planted change, the rest without; both move along with a common trend."""
    drawn = draw_studies(scenario, studies, rng)
    nothing = draw_studies(
        Scenario(scenario.ikcs, scenario.prevalentie, 0.0, scenario.verloop, scenario.spreiding), studies, rng
    )
    pilot = np.isin(np.arange(scenario.ikcs), np.linspace(0, scenario.ikcs - 1, 3).astype(int))
    four = [np.where(pilot, drawn.counts[c], nothing.counts[c]) for c in overlap.ENROLLED]
    changes = four[2] / four[3] - four[0] / four[1]
    fits = pd.DataFrame([did.estimate_did(row, pilot, ALFA) for row in changes])
    found = fits.ci_laag, fits.ci_hoog, fits.verschil
    rows = [judge("did welch", kind, scenario, *found, scenario.verandering)]
    p = [did.estimate_p_permutation(row, pilot) for row in changes]
    rows.append(judge("did permutatie (p)", kind, scenario, *found, scenario.verandering, p=p))
    design = np.column_stack([np.ones(scenario.ikcs), pilot])
    few = changes[: min(200, studies)]
    p = [did.estimate_p_wild(row, design, 1, np.arange(scenario.ikcs), draws=999) for row in few]
    part = [values[: len(few)] for values in found]
    rows.append(judge("did wild bootstrap (p)", kind, scenario, *part, scenario.verandering, p=p))
    return rows


def judge_staggered(studies: int, rng: np.random.Generator, effect: float) -> list[dict]:
    """Nine IKCs, six periods, three start in the third, three in the fifth, three never; an effect that grows."""
    names = [f"p{number}" for number in range(6)]
    start = pd.Series(["p2"] * 3 + ["p4"] * 3 + [None] * 3)
    since = np.clip(np.arange(6)[None, :] - np.array([2] * 3 + [4] * 3 + [99] * 3)[:, None] + 1, 0, None)
    truth = effect * since[since > 0].mean()
    scenario = Scenario(9, 0.1, truth, 0.3)
    found = []
    for _ in range(min(studies, 200)):
        noise = rng.normal(0, 0.02, (9, 6)) + rng.normal(0, 0.03, (9, 1)) + np.linspace(0, 0.03, 6)
        wide = pd.DataFrame(0.1 + noise + effect * since, columns=names)
        found.append(staggered.estimate_staggered(wide, start, ALFA, draws=199))
    fits = pd.DataFrame(found)
    interval = fits.ci_laag, fits.ci_hoog, fits.verschil
    return [
        judge("gespreide start, jackknife", "gespreid", scenario, *interval, truth),
        judge("gespreide start, permutatie (p)", "gespreid", scenario, *interval, truth, p=fits.p),
    ]


def judge_segmented(studies: int, rng: np.random.Generator, ratio: float, quarters: int, rho: float) -> list[dict]:
    """Quarters of about 12 toewijzingen, overdispersed (1.5), with an autocorrelated log rate where rho > 0."""
    period = pd.period_range("2017Q1", periods=quarters, freq="Q")
    start, after = period[quarters // 2], np.arange(quarters) >= quarters // 2
    scenario = Scenario(1, 0.0, np.log(ratio), 0.0)
    found = []
    for _ in range(min(studies, 300)):
        shock = np.zeros(quarters)
        for place in range(quarters):
            shock[place] = rho * shock[place - 1] + rng.normal(0, 0.15 if rho else 0.0)
        mean = 12 * np.exp(np.log(ratio) * after + shock + 0.1 * np.sin(np.arange(quarters) * np.pi / 2))
        counts = rng.negative_binomial(mean / 0.5, 1 / 1.5)
        series = pd.DataFrame({"kwartaal": period, "n": counts, "n_kinderen": 800})
        fit = segmented.fit_segmented(series, start, {}, ALFA)
        found.append(fit.loc[fit["term"] == "niveau", ["ci_laag", "ci_hoog", "ratio"]].iloc[0])
    logs = np.log(pd.DataFrame(found).astype(float))
    name = f"gesegmenteerd, {quarters} kwartalen, autocorrelatie {rho:g}"
    return [judge(name, "reeks", scenario, logs.ci_laag, logs.ci_hoog, logs.ratio, np.log(ratio))]


def judge_informant(scenario: Scenario, studies: int, rng: np.random.Generator) -> list[dict]:
    """A second informant who sees more, and a quarter of the children seen by both."""
    drawn = draw_studies(scenario, studies, rng)
    counts = drawn.frame()
    sees = 0.6
    twice = (counts["n_kinderen_van"] / 4).astype(int)
    marked = rng.binomial(twice, scenario.prevalentie / sees)
    chances = [
        sees * sees * scenario.detectie,
        sees * (1 - sees * scenario.detectie),
        (1 - sees) * sees * scenario.detectie,
    ]
    double = rng.multinomial(marked, [*chances, 1 - sum(chances)])
    none = twice - double[:, :3].sum(axis=1)
    ratio = informant.estimate_detection_ratio(double[:, 0], double[:, 1], double[:, 2], none, ALFA)
    limits = ratio["detectie_laag"], ratio["detectie_hoog"].fillna(np.inf)
    use = (counts["n_van"] + counts["n_naar"] >= FEWEST_CASES) & np.isfinite(ratio["detectie"])
    fixed = informant.correct_change(counts, ratio["detectie"], *limits, ALFA)
    low, high = overlap.estimate_mover(counts, ALFA)
    raw = counts["n_naar"] / counts["n_kinderen_naar"] - counts["n_van"] / counts["n_kinderen_van"]
    tipping = informant.estimate_tipping_point(counts, ALFA)
    true_ratio = np.broadcast_to(scenario.detectie, len(counts))
    rows = [
        judge("mover, informant genegeerd", "informant", scenario, low, high, raw, drawn.truth, use=use),
        judge(
            "gecorrigeerd voor informant",
            "informant",
            scenario,
            fixed.ci_laag,
            fixed.ci_hoog,
            fixed.verschil_gecorrigeerd,
            drawn.truth,
            use=use & np.isfinite(fixed.ci_laag),
        ),
        {
            **judge("detectieverhouding", "informant", scenario, *limits, ratio["detectie"], true_ratio, use=use),
            "gevonden": np.nan,
        },
    ]
    if scenario.verandering == 0:
        found = tipping["omslag_detectie_laag"], tipping["omslag_detectie_hoog"], tipping["omslag_detectie"]
        rows.append({**judge("omslagpunt", "informant", scenario, *found, true_ratio), "gevonden": np.nan})
    return rows


def judge_standardised(studies: int, rng: np.random.Generator, prevalence: float, change: float) -> list[dict]:
    """Four bouwen with other shares, and a school that grows at the top: the raw change is not the standardised one."""
    before, after = np.array([60, 80, 50, 60]), np.array([40, 70, 60, 100])
    share = prevalence * np.array([0.4, 0.8, 1.2, 1.6])
    scenario = Scenario(1, prevalence, change, 1.0)
    n = studies
    strata = pd.DataFrame(
        {
            "studie": np.repeat(np.arange(n), 4),
            "bouw": np.tile(["a", "b", "c", "d"], n),
            "n_van": rng.binomial(before, share, (n, 4)).ravel(),
            "n_kinderen_van": np.tile(before, n),
            "n_naar": rng.binomial(after, share + change, (n, 4)).ravel(),
            "n_kinderen_naar": np.tile(after, n),
        }
    )
    found = standardise.estimate_standardised(strata, ["studie"], ALFA)
    sums = strata.groupby("studie")[overlap.ENROLLED].sum()
    use = (sums["n_van"] + sums["n_naar"] >= FEWEST_CASES).to_numpy()
    low, high = proportions.estimate_newcombe(*(sums[c] for c in overlap.ENROLLED), ALFA)
    raw = sums["n_naar"] / sums["n_kinderen_naar"] - sums["n_van"] / sums["n_kinderen_van"]
    return [
        judge(
            "gestandaardiseerd",
            "samenstelling",
            scenario,
            found.ci_laag,
            found.ci_hoog,
            found.verschil,
            change,
            use=use,
        ),
        judge("ruwe verandering", "samenstelling", scenario, low, high, raw, change, use=use),
    ]
