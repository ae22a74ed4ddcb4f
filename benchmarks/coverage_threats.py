"""What could undo a conclusion: another informant, another composition, the runs of `gevoeligheid` at their level."""

import numpy as np
import pandas as pd
from judging import ALFA, judge
from simulated_counts import PLANTED, Scenario, draw_studies

from analysis.inference import informant, overlap, proportions, standardise, within_ikc
from analysis.inference.detection import is_estimable

CORRECTED = ALFA / 4
"""The level of the strictest of four primary indicators."""


def run(studies: int, rng: np.random.Generator) -> list[dict]:
    rows: list[dict] = []
    for prevalence, planted in PLANTED.items():
        # At rare marks hardly any IKC has enough children with two reports: more studies for the same number of rows.
        many = studies * (10 if prevalence < 0.05 else 1)
        for change in (0.0, planted):
            rows += judge_informant(Scenario(6, prevalence, change, 0.3, detectie=1.5), many, rng)
            rows += judge_standardised(studies, rng, prevalence, change)
            rows += judge_followed(Scenario(6, prevalence, change, 0.3), studies, rng)
    return rows


def judge_informant(scenario: Scenario, studies: int, rng: np.random.Generator) -> list[dict]:
    """Judge a second informant who sees more, and a quarter of the children seen by both."""
    kind, drawn = "informant", draw_studies(scenario, studies, rng)
    counts = drawn.frame().astype(float)
    double = draw_double(scenario, counts, rng)
    raw = within_ikc.estimate_change(counts, ALFA)
    use = raw["p"].notna() & (counts["n_van"] + counts["n_naar"] >= 5)
    interval = raw["ci_laag"], raw["ci_hoog"], raw["verschil"]
    rows = [judge("invuller genegeerd", kind, scenario, *interval, drawn.truth, use=use)]
    for level, name in ((ALFA, ""), (CORRECTED, ", gecorrigeerd niveau")):
        ratio = informant.estimate_detection_ratio(*double, level)
        limits = ratio["detectie_laag"], ratio["detectie_hoog"].fillna(np.inf)
        enough = use & np.isfinite(ratio["detectie"]) & is_estimable(*double[:3])
        fixed = informant.correct_change(counts, ratio["detectie"], *limits, level)
        interval = fixed["ci_laag"], fixed["ci_hoog"], fixed["verschil_gecorrigeerd"]
        rows.append(judge(f"teruggerekend{name}", kind, scenario, *interval, drawn.truth, use=enough, niveau=level))
        true = np.broadcast_to(scenario.detectie, len(counts))
        found = judge("detectieverhouding", kind, scenario, *limits, ratio["detectie"], true, use=enough)
        rows += [{**found, "gevonden": np.nan}] if level == ALFA else []
    if scenario.verandering == 0:
        tipping = informant.estimate_tipping_point(counts, ALFA)
        interval = tipping["omslag_detectie_laag"], tipping["omslag_detectie_hoog"], tipping["omslag_detectie"]
        rows.append({**judge("omslagpunt", kind, scenario, *interval, true, use=use), "gevonden": np.nan})
    return rows


def draw_double(scenario: Scenario, counts: pd.DataFrame, rng: np.random.Generator) -> list[np.ndarray]:
    """Draw children that both reported on: with the mark from both, only the first, only the second, neither."""
    sees = 0.6
    twice = (counts["n_kinderen_van"] / 4).astype(int).to_numpy()
    marked = rng.binomial(twice, scenario.prevalentie / sees)
    second = sees * scenario.detectie
    chances = [sees * second, sees * (1 - second), (1 - sees) * second]
    drawn = rng.multinomial(marked, [*chances, 1 - sum(chances)])
    return [drawn[:, 0], drawn[:, 1], drawn[:, 2], twice - drawn[:, :3].sum(axis=1)]


def judge_followed(scenario: Scenario, studies: int, rng: np.random.Generator) -> list[dict]:
    """Judge the run `gevolgd`: only the children who stayed, with the paired method, at both levels."""
    drawn = draw_studies(scenario, studies, rng)
    counts = drawn.frame()
    both = {f"n_kinderen_{side}": counts["n_gebleven"] for side in ("van", "naar")}
    paired = counts.assign(**both, n_van=counts["n_gebleven_van"], n_naar=counts["n_gebleven_naar"])
    point = (paired["n_naar"] - paired["n_van"]) / paired["n_gebleven"]
    use = ((paired["n_van"] + paired["n_naar"] >= 5) & (paired["n_gebleven"] >= 20)).to_numpy(bool)
    rows = []
    for level in (ALFA, CORRECTED):
        low, high = within_ikc.estimate_interval(paired, level)
        name = "alleen gevolgde kinderen" + (", gecorrigeerd niveau" if level < ALFA else "")
        rows.append(judge(name, "gevolgd", scenario, low, high, point, drawn.truth, use=use, niveau=level))
    return rows


def judge_standardised(studies: int, rng: np.random.Generator, prevalence: float, change: float) -> list[dict]:
    """Judge four bouwen with other shares, and a school that grows at the top: raw is not standardised."""
    before, after = np.array([60, 80, 50, 60]), np.array([40, 70, 60, 100])
    share = prevalence * np.array([0.4, 0.8, 1.2, 1.6])
    scenario, kind = Scenario(1, prevalence, change, 1.0), "samenstelling"
    drawn = {"n_van": rng.binomial(before, share, (studies, 4)), "n_kinderen_van": np.tile(before, (studies, 1))}
    drawn |= {
        "n_naar": rng.binomial(after, share + change, (studies, 4)),
        "n_kinderen_naar": np.tile(after, (studies, 1)),
    }
    bouwen = {"studie": np.repeat(np.arange(studies), 4), "bouw": np.tile(list("abcd"), studies)}
    strata = pd.DataFrame(bouwen | {name: values.ravel() for name, values in drawn.items()})
    sums = strata.groupby("studie")[overlap.ENROLLED].sum()
    use = (sums["n_van"] + sums["n_naar"] >= 5).to_numpy()
    raw = sums["n_naar"] / sums["n_kinderen_naar"] - sums["n_van"] / sums["n_kinderen_van"]
    limits = proportions.estimate_newcombe(*(sums[c] for c in overlap.ENROLLED), ALFA)
    found = standardise.estimate_standardised(strata, ["studie"], ALFA)
    corrected = standardise.estimate_standardised(strata, ["studie"], CORRECTED)
    at = {"use": use, "niveau": CORRECTED}
    return [
        judge("gestandaardiseerd", kind, scenario, found.ci_laag, found.ci_hoog, found.verschil, change, use=use),
        judge(
            "gestandaardiseerd, gecorrigeerd niveau",
            kind,
            scenario,
            corrected.ci_laag,
            corrected.ci_hoog,
            found.verschil,
            change,
            **at,
        ),
        judge("ruwe verandering", kind, scenario, *limits, raw, change, use=use),
    ]
