"""Within one IKC: every method beside the one that the report chooses, and families of primary indicators."""

from itertools import product

import numpy as np
import pandas as pd
from exchangeable import estimate_exchangeable
from judging import ALFA, judge, judge_share
from simulated_counts import PLANTED, Scenario, Studies, draw_studies, first_shares

from analysis.inference import gee_counts, overlap, paired, proportions, within_ikc
from analysis.inference.changes import correct_families
from analysis.inference.judging import judge_noted
from analysis.inference.oordelen import MEER, MINDER

FEWEST_CASES, FEWEST_CHILDREN = 5, 20
KNOWN, TURNOVER = "zoals het rapport kiest", (0.0, 0.3, 0.6)
FAMILY = ((0.02, 0.0), (0.10, 0.0), (0.30, 0.0), (0.10, 0.08))
"""Prevalence and planted change of four primary indicators; in the null scenario the last has no change either."""


def run(studies: int, rng: np.random.Generator) -> list[dict]:
    rows: list[dict] = []
    cells = [(prevalence, change * planted) for prevalence, change in PLANTED.items() for planted in (0, 1)]
    kinds = {
        "IKC, 120-420 kinderen": {},
        "bouw, 30-100 kinderen": {"kinderen": (30, 100)},
        "hoge samenhang": {"samenhang": 0.8},
        "weinig verloop, hoge samenhang": {"samenhang": 0.8, "verloop": 0.1},
    }
    for (kind, extra), turnover, (prevalence, change) in product(kinds.items(), TURNOVER, cells):
        if "verloop" in extra and turnover > 0:
            continue
        rows += judge_drawn(Scenario(6, prevalence, change, **{"verloop": turnover, **extra}), studies, rng, kind)
    for prevalence, change in cells:
        new = Scenario(6, prevalence, change, 0.3, instromers=-prevalence / 2)
        rows += judge_drawn(new, studies, rng, "instromers anders")
        rows += judge_drawn(Scenario(6, prevalence, change, 1.0), studies, rng, "niemand in beide")
        for turnover in TURNOVER:
            unknown = Scenario(6, prevalence, change, turnover, bekend=False)
            rows += judge_drawn(unknown, studies, rng, "niet bekend wie in beide zit")
        rows += judge_pooled(Scenario(6, prevalence, change, 0.3), studies, rng)
    for turnover, known, planted in product((0.0, 0.3, 0.6), (True, False), (False, True)):
        rows += judge_families(turnover, known, planted, studies, rng)
    return rows


def judge_drawn(scenario: Scenario, studies: int, rng: np.random.Generator, kind: str) -> list[dict]:
    drawn = draw_studies(scenario, studies, rng)
    counts = drawn.frame()
    found = within_ikc.estimate_change(counts, ALFA)
    use = is_printed(counts)
    interval = found["ci_laag"], found["ci_hoog"], found["verschil"]
    rows = [judge(KNOWN, kind, scenario, *interval, drawn.truth, use=use)]
    if scenario.bekend and scenario.verloop < 1:
        rows += judge_methods(scenario, drawn, kind, use)
    if scenario.verloop == 0 and scenario.bekend:
        rows += judge_paired(scenario, drawn, kind, use)
    return rows


def is_printed(counts: pd.DataFrame) -> np.ndarray:
    """Tell where the report makes a statement: enough children, enough cases."""
    children = counts[["n_kinderen_van", "n_kinderen_naar"]].min(axis=1) >= FEWEST_CHILDREN
    return (children & (counts["n_van"] + counts["n_naar"] >= FEWEST_CASES)).to_numpy(dtype=bool)


def judge_methods(scenario: Scenario, drawn: Studies, kind: str, use: np.ndarray) -> list[dict]:
    """Judge the methods one by one, in all changes alike."""
    counts = drawn.frame()
    four = [counts[column] for column in overlap.ENROLLED]
    difference = counts["n_naar"] / counts["n_kinderen_naar"] - counts["n_van"] / counts["n_kinderen_van"]
    exchangeable = estimate_exchangeable(counts, ALFA)
    intervals = {
        "newcombe (overlap genegeerd)": (*proportions.estimate_newcombe(*four, ALFA), difference),
        "mover": (*overlap.estimate_mover(counts, ALFA), difference),
        "gee onafhankelijk": (*gee_counts.estimate_gee(counts, ALFA), difference),
        "gee uitwisselbaar": (exchangeable["ci_laag"], exchangeable["ci_hoog"], exchangeable["verschil"]),
    }
    rows = []
    for name, (low, high, point) in intervals.items():
        fits = use & np.isfinite(np.asarray(low, dtype=float))
        rows.append(judge(name, kind, scenario, low, high, point, drawn.truth, use=fits))
    low, high = proportions.estimate_wilson(four[0], four[1], ALFA)
    truth = np.broadcast_to(first_shares(scenario), drawn.truth.shape)
    wilson = judge("wilson (aandeel)", kind, scenario, low, high, four[0] / four[1], truth)
    return [*rows, {**wilson, "gevonden": np.nan}]


def judge_paired(scenario: Scenario, drawn: Studies, kind: str, use: np.ndarray) -> list[dict]:
    """Judge what there is for the same children twice, and how often exact McNemar and Tango disagree."""
    counts = drawn.frame()
    both = counts["n_gebleven_beide"]
    first, second = counts["n_van"] - both, counts["n_naar"] - both
    rest = counts["n_gebleven"] - both - first - second
    difference = (second - first) / counts["n_gebleven"]
    low, high = paired.estimate_newcombe_paired(both, first, second, rest, ALFA)
    rows = [judge("newcombe gepaard (methode 10)", kind, scenario, low, high, difference, drawn.truth, use=use)]
    tango = paired.estimate_tango(first, second, counts["n_gebleven"], ALFA)
    for name, test in (("exact", paired.estimate_p_mcnemar), ("mid-p", paired.estimate_p_mcnemar_mid)):
        p = test(first, second)
        rows.append(judge(f"mcnemar {name} (p)", kind, scenario, *tango, difference, drawn.truth, p=p, use=use))
    apart = ((tango[0] > 0) | (tango[1] < 0)) != (paired.estimate_p_mcnemar(first, second) <= ALFA)
    nul = scenario.verandering == 0
    return [*rows, {**judge_share("mcnemar exact en tango oneens", kind, scenario, apart[use], nul), "nul": False}]


def judge_pooled(scenario: Scenario, studies: int, rng: np.random.Generator) -> list[dict]:
    """Judge IKCs added up (`alle`), and without one of them at the corrected level (the run `zonder_ikc`).

    As the report does: the IKC is the unit. A study gives one row here where it gives six elsewhere, so six times as
    many are drawn.
    """
    drawn = draw_studies(scenario, 6 * studies, rng)
    rows = []
    for name, left_out, level in ((f"{KNOWN}: alle", None, ALFA), ("zonder een ikc", 5, ALFA / 4)):
        counts, truth = drawn.pooled(left_out)
        low, high = within_ikc.estimate_interval(counts, level)
        point = counts["n_naar"] / counts["n_kinderen_naar"] - counts["n_van"] / counts["n_kinderen_van"]
        rows.append(judge(name, "ikc's opgeteld", scenario, low, high, point, truth, niveau=level))
    return rows


def judge_families(turnover: float, known: bool, planted: bool, studies: int, rng: np.random.Generator) -> list[dict]:
    """Judge the words: Holm over four primary indicators of an IKC, by the function that the report uses."""
    parts = []
    for number, (prevalence, change) in enumerate(FAMILY):
        scenario = Scenario(6, prevalence, change * planted, turnover, bekend=known)
        drawn = draw_studies(scenario, studies, rng)
        parts.append(drawn.frame().assign(ikc=np.arange(drawn.truth.size).astype(str), indicator=number))
    changes = pd.concat(parts, ignore_index=True).assign(van="a", naar="b", primair=True)
    found = changes.join(within_ikc.estimate_change(changes, ALFA))
    found["p"] = found["p"].where(is_printed(changes))
    wide = correct_families(found, ALFA)
    word = judge_noted(wide["p"], wide["ci_laag_gecorrigeerd"], wide["ci_hoog_gecorrigeerd"])
    said = pd.Series(np.isin(word, [MEER, MINDER]), index=changes.index)
    true = planted & (changes["indicator"] == len(FAMILY) - 1)
    false_word = (said & ~true).groupby(changes["ikc"], sort=False).any()
    kind = f"vier hoofdindicatoren{', een veranderd' if planted else ''}"
    label = Scenario(6, np.nan, 0.08 * planted, turnover, bekend=known)
    rows = [judge_share("meer of minder, onterecht, per familie", kind, label, false_word, True)]
    return rows + [judge_share("meer, terecht", kind, label, said[true], False)] * planted
