"""How often the intervals of the report hold the truth: simulated studies, every method, a Markdown table on stdout.

    python benchmarks/coverage.py                 # 1,000 studies per scenario, the summary
    python benchmarks/coverage.py --studies 200 --volledig

One study is a number of IKCs (120 to 420 children) with a planted change. The estimators run on the counts of all
studies at once; the pipeline around them is not run. Coverage, type I error (at 5 per cent, two-sided), bias and power
come with their Monte Carlo errors. A mark is missed when it is missed by more than two Monte Carlo errors.
"""

import argparse
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from analysis.inference import across, did, informant, overlap, paired, proportions, segmented, standardise

ALFA, MARK_LOW, MARK_HIGH, MARK_TYPE_ONE = 0.05, 0.935, 0.97, 0.055
FEWEST_CASES, CHILD_CORRELATION = 5, 0.4
COLUMNS = [
    "methode",
    "scenario",
    "verloop",
    "prevalentie",
    "ikcs",
    "verandering",
    "dekking",
    "gevonden",
    "afwijking",
    "n",
    "nul",
]


@dataclass(frozen=True)
class Scenario:
    """One cell of the grid: what is planted."""

    ikcs: int
    prevalentie: float
    verandering: float
    verloop: float
    spreiding: float = 0.0
    instromers: float = 0.0
    detectie: float = 1.0


@dataclass(frozen=True)
class Studies:
    """The counts of all studies of a scenario, [study, ikc], and the true change per IKC."""

    counts: dict[str, np.ndarray]
    truth: np.ndarray

    def frame(self) -> pd.DataFrame:
        return pd.DataFrame({name: values.ravel() for name, values in self.counts.items()})


def draw_studies(scenario: Scenario, studies: int, rng: np.random.Generator) -> Studies:
    """Draw the counts: stayers in pairs, leavers and entrants on their own."""
    shape = (studies, scenario.ikcs)
    size = np.broadcast_to(np.linspace(120, 420, scenario.ikcs).astype(int), shape)
    first = np.broadcast_to(scenario.prevalentie * np.linspace(0.8, 1.2, scenario.ikcs), shape)
    change = scenario.verandering + scenario.spreiding * scenario.prevalentie * rng.standard_normal(shape)
    stay = np.clip(first + change, 0.001, 0.95)
    enter = np.clip(stay + scenario.instromers, 0.001, 0.95)
    both = np.round(size * (1 - scenario.verloop)).astype(int)
    pairs = rng.multinomial(both, pair_chances(first, np.minimum(stay * scenario.detectie, 0.95)))
    left = rng.binomial(size - both, first)
    came = rng.binomial(size - both, np.minimum(enter * scenario.detectie, 0.95))
    second = (both * stay + (size - both) * enter) / size
    values = [
        pairs[..., 0] + pairs[..., 1] + left,
        size,
        pairs[..., 0] + pairs[..., 2] + came,
        size,
        both,
        pairs[..., 0] + pairs[..., 1],
        pairs[..., 0] + pairs[..., 2],
        pairs[..., 0],
    ]
    return Studies(dict(zip(overlap.COUNTS, values, strict=True)), second - first)


def pair_chances(p1: np.ndarray, p2: np.ndarray) -> np.ndarray:
    """Give the chances of both, only first, only second, neither, at the planted correlation or as near as can be."""
    together = p1 * p2 + CHILD_CORRELATION * np.sqrt(p1 * (1 - p1) * p2 * (1 - p2))
    together = np.minimum(together, 0.95 * np.minimum(p1, p2))
    return np.stack([together, p1 - together, p2 - together, 1 - p1 - p2 + together], axis=-1)


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
    gee = {kind: overlap.estimate_gee(counts, ALFA, kind) for kind in (overlap.ONAFHANKELIJK, overlap.UITWISSELBAAR)}
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
    fit = overlap.estimate_gee(frame, ALFA)
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
        judge("tekenwissel (p)", kind, scenario, mean.verschil, mean.verschil, mean.verschil, 0, p=p, use=mean.p > -1)
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
    rows = [judge("did t", kind, scenario, *found, scenario.verandering)]
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
        found.append(did.estimate_staggered(wide, start, ALFA, draws=199))
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
    limits = ratio["detectie_laag"], ratio["detectie_hoog"]
    use = (counts["n_van"] + counts["n_naar"] >= FEWEST_CASES) & np.isfinite(ratio).all(axis=1)
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


PLANTED = {0.02: 0.03, 0.10: 0.08, 0.30: 0.12}


def run(studies: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows: list[dict] = []
    for ikcs, prevalence, planted, turnover in product((3, 6, 9), PLANTED, (False, True), (0.0, 0.3, 0.6)):
        scenario = Scenario(ikcs, prevalence, PLANTED[prevalence] * planted, turnover)
        drawn = draw_studies(scenario, studies, rng)
        if ikcs == 6:
            rows += judge_within(scenario, drawn, "basis")
        rows += judge_across(scenario, drawn, "basis")
        if turnover == 0.3:
            spread = Scenario(ikcs, prevalence, PLANTED[prevalence] * planted, turnover, spreiding=0.3)
            rows += judge_across(spread, draw_studies(spread, studies, rng), "ikc's verschillen")
            if ikcs > 3:
                rows += judge_did(scenario, studies, rng, "basis")
                rows += judge_did(spread, studies, rng, "ikc's verschillen")
    for prevalence, planted in product(PLANTED, (False, True)):
        change = PLANTED[prevalence] * planted
        new = Scenario(6, prevalence, change, 0.3, instromers=-prevalence / 2)
        rows += judge_within(new, draw_studies(new, studies, rng), "instromers anders")
        rows += judge_informant(Scenario(6, prevalence, change, 0.3, detectie=1.5), studies, rng)
        rows += judge_standardised(studies, rng, prevalence, change)
    for effect in (0.0, 0.02):
        rows += judge_staggered(studies, rng, effect)
    for ratio, quarters, rho in product((1.0, 0.6), (10, 14, 24), (0.0, 0.4)):
        rows += judge_segmented(studies, rng, ratio, quarters, rho)
    return pd.DataFrame(rows, columns=COLUMNS)


def error_of(share: float, n: int) -> float:
    return float(np.sqrt(max(share * (1 - share), 1e-4) / max(n, 1)))


def summarise(results: pd.DataFrame) -> pd.DataFrame:
    """Give per method and kind of scenario the range of coverage, the highest type I error, and how often it misses."""
    rows = []
    for (name, kind), part in results.groupby(["methode", "scenario"], sort=False):
        part = part[part["n"] >= 50]
        null, planted = part[part["nul"]], part[~part["nul"]]
        error = [error_of(share, n) for share, n in zip(part["dekking"], part["n"], strict=True)]
        low, high = part["dekking"] + 2 * np.array(error) < MARK_LOW, part["dekking"] - 2 * np.array(error) > MARK_HIGH
        rows.append(
            {
                "methode": name,
                "scenario": kind,
                "dekking laagst": percent(part["dekking"].min()),
                "dekking hoogst": percent(part["dekking"].max()),
                "MC-fout": percent(max(error, default=np.nan)),
                "type-I hoogst": percent(null["gevonden"].max()),
                "onderscheid (laagst-hoogst)": " - ".join(
                    percent(planted["gevonden"].agg(end)) for end in ("min", "max")
                ),
                "afwijking (procentpunt, grootst)": f"{100 * part['afwijking'].abs().max():.1f}",
                "te laag / te hoog / cellen": f"{low.sum()} / {high.sum()} / {part['dekking'].notna().sum()}",
            }
        )
    return pd.DataFrame(rows)


def percent(share: float) -> str:
    return "" if pd.isna(share) else f"{100 * share:.1f}"


def as_markdown(table: pd.DataFrame) -> str:
    lines = [list(table.columns), ["---"] * table.shape[1], *table.to_numpy(dtype=object).tolist()]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--studies", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=20_190_201)
    parser.add_argument("--volledig", action="store_true", help="every scenario in its own row")
    chosen = parser.parse_args()
    results = run(chosen.studies, chosen.seed)
    print(as_markdown(summarise(results)))
    if chosen.volledig:
        error = [error_of(share, n) for share, n in zip(results["dekking"], results["n"], strict=True)]
        print("\n" + as_markdown(results.round(4).assign(mc_fout=np.round(error, 4))))


if __name__ == "__main__":
    main()
