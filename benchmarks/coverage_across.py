"""Over IKCs: stratified, the IKC as the unit, shrunken, with and without a jeugdondersteuner, staggered starts."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
from judging import ALFA, judge, judge_share
from simulated_counts import PLANTED, Scenario, Studies, draw_studies

from analysis.inference import across, did, gee_counts, overlap, staggered

DIFFER = "ikc's verschillen"
FEW = 100
"""Studies for what takes a loop per IKC, or a bootstrap: points and p's that the report does not print as a word."""


def run(studies: int, rng: np.random.Generator) -> list[dict]:
    rows: list[dict] = []
    for scenario in scenarios():
        rows += judge_over(scenario, draw_studies(scenario, studies, rng), "basis")
        if scenario.verloop == 0.3:
            apart = replace(scenario, spreiding=0.3)
            rows += judge_over(apart, draw_studies(apart, studies, rng), DIFFER)
    return rows


def run_with_without(studies: int, rng: np.random.Generator) -> list[dict]:
    rows: list[dict] = []
    for scenario in scenarios():
        if scenario.verloop == 0.3 and scenario.ikcs > 3:
            rows += judge_did(scenario, studies, rng, "basis")
            rows += judge_did(replace(scenario, spreiding=0.3), studies, rng, DIFFER)
    for design, effect in product((ONE_START, TWO_STARTS), (0.0, 0.02)):
        rows += judge_staggered(design, effect, studies, rng)
    return rows


def run_unequal(studies: int, rng: np.random.Generator) -> list[dict]:
    """Judge roles that vary unequally; four studies for each, since their words are judged four together."""
    rows: list[dict] = []
    for sizes, spread in product(ROLES, SPREADS):
        rows += judge_unequal(sizes, spread, 4 * studies, rng)
    return rows


def scenarios() -> list[Scenario]:
    cells = product((3, 6, 9), PLANTED, (False, True), (0.0, 0.3, 0.6))
    return [Scenario(ikcs, share, PLANTED[share] * planted, turnover) for ikcs, share, planted, turnover in cells]


def estimate_stratified(counts: dict[str, np.ndarray], overlapping: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the Mantel-Haenszel difference over the last axis with its interval, as `over_ikcs` has it."""
    four = [counts[column].astype(float) for column in overlap.ENROLLED]
    p1, p2 = four[0] / four[1], four[2] / four[3]
    frame = pd.DataFrame({name: values.ravel() for name, values in counts.items()})
    spread = np.sqrt(p1 * (1 - p1) / four[1] * p2 * (1 - p2) / four[3])
    covariance = overlap.estimate_correlatie(frame).reshape(p1.shape) * spread * overlapping
    return across.estimate_mantel_haenszel(*four, ALFA, covariantie=covariance)


def changes_of(counts: dict[str, np.ndarray]) -> np.ndarray:
    return counts["n_naar"] / counts["n_kinderen_naar"] - counts["n_van"] / counts["n_kinderen_van"]


def judge_over(scenario: Scenario, drawn: Studies, kind: str) -> list[dict]:
    counts, changes = drawn.counts, changes_of(drawn.counts)
    size = counts["n_kinderen_van"]
    common = (size * drawn.truth).sum(axis=1) / size.sum(axis=1)
    rows = []
    for name, overlapping in (("mantel-haenszel (overlap genegeerd)", False), ("mantel-haenszel met overlap", True)):
        point, low, high = estimate_stratified(counts, overlapping)
        rows += [judge(name, kind, scenario, low, high, point, common)] if not scenario.spreiding else []
    mean = pd.DataFrame([across.estimate_mean_change(row, ALFA) for row in changes])
    interval = mean.ci_laag, mean.ci_hoog, mean.verschil
    rows.append(judge("t over ikc's", kind, scenario, *interval, scenario.verandering))
    p = [across.estimate_p_sign_flip(row) for row in changes]
    rows.append(judge("tekenwissel (p)", kind, scenario, *interval, scenario.verandering, p=p))
    variance = np.square(gee_counts.estimate_error(drawn.frame())).reshape(changes.shape)
    pairs = zip(changes[:FEW], variance[:FEW], strict=True)
    shrunken = pd.concat([across.estimate_shrunken(row, var, ALFA) for row, var in pairs])
    found = shrunken.ci_laag, shrunken.ci_hoog, shrunken.verschil_gekrompen
    return [*rows, judge("gekrompen per ikc", kind, scenario, *found, drawn.truth[:FEW])]


def judge_did(scenario: Scenario, studies: int, rng: np.random.Generator, kind: str) -> list[dict]:
    """Judge three pilots with the planted change, the rest without; at 5 per cent and corrected for four indicators."""
    with_jok = draw_studies(scenario, studies, rng)
    without = draw_studies(replace(scenario, verandering=0.0), studies, rng)
    pilot = np.isin(np.arange(scenario.ikcs), np.linspace(0, scenario.ikcs - 1, 3).astype(int))
    counts = {name: np.where(pilot, with_jok.counts[name], without.counts[name]) for name in overlap.COUNTS}
    changes, truth = changes_of(counts), scenario.verandering
    rows = []
    for name, level in (("did welch", ALFA), ("did welch, gecorrigeerd", ALFA / 4)):
        fits = pd.DataFrame([did.estimate_did(row, pilot, level) for row in changes])
        interval = fits.ci_laag, fits.ci_hoog, fits.verschil
        rows.append(judge(name, kind, scenario, *interval, truth, niveau=level))
    design = np.column_stack([np.ones(scenario.ikcs), pilot])
    p = [did.estimate_p_wild(row, design, 1, np.arange(scenario.ikcs), draws=999) for row in changes[:FEW]]
    part = [values[:FEW] for values in interval]
    return [*rows, judge("did wild bootstrap (p)", kind, scenario, *part, truth, p=p)]


ROLES = ((3, 3), (3, 6), (3, 9), (4, 8), (6, 6), (12, 6))
SPREADS = (0.5, 1.0, 1.5, 2.0, 3.0)
"""How many times as much the changes of pilots vary as those of the others, as standard deviations."""
POINTS, SD = 0.08, 0.04
"""What is planted where a change is, and how much IKCs vary: 4 points, as children in a class make them."""


def judge_unequal(sizes: tuple[int, int], spread: float, studies: int, rng: np.random.Generator) -> list[dict]:
    """Judge pilots that vary more or less than the others: the interval, four words together, permutation, power."""
    kind = f"{sizes[0]} pilots, {sizes[1]} andere; spreiding {spread:g} : 1"
    pilot, rows = np.arange(sum(sizes)) < sizes[0], []
    scale = np.where(pilot, spread, 1.0) * SD / max(1.0, spread)
    for points in (0.0, POINTS):
        changes = rng.normal(points * pilot, scale, (studies, sum(sizes)))
        label = Scenario(sum(sizes), np.nan, points, 0.0)
        for name, level in (("did", ALFA), ("did, gecorrigeerd", ALFA / 4)):
            fits = pd.DataFrame([did.estimate_did(row, pilot, level) for row in changes])
            interval = fits.ci_laag, fits.ci_hoog, fits.verschil
            rows.append(judge(f"{name}, ongelijke spreiding", kind, label, *interval, points, niveau=level))
        if not points:
            false = ((fits.ci_laag > 0) | (fits.ci_hoog < 0)).to_numpy().reshape(-1, 4).any(axis=1)
            rows.append(judge_share("did: onterecht woord, vier indicatoren", kind, label, false, True))
            rows += [judge_permutation(way, kind, label, changes, pilot) for way in (False, True)]
    return rows


def judge_permutation(studentised: bool, kind: str, label: Scenario, changes: np.ndarray, pilot: np.ndarray) -> dict:
    part = changes[: len(changes) // 4]
    p = [did.estimate_p_permutation(row, pilot, studentised=studentised) for row in part]
    name = f"did permutatie{', gestudentiseerd' if studentised else ''} (p)"
    return judge(name, kind, label, *np.zeros((3, len(part))), 0.0, p=p)


ONE_START = ("drie metingen, drie beginnen samen", 3, (1, 1, 1, None, None, None, None, None, None))
TWO_STARTS = ("zes metingen, drie en drie beginnen", 6, (2, 2, 2, 4, 4, 4, None, None, None))


def judge_staggered(design: tuple, effect: float, studies: int, rng: np.random.Generator) -> list[dict]:
    """Judge each period of the event study: nine IKCs of 120 to 420 children, an effect that grows by the period."""
    kind, periods, begun = design
    names = [f"p{number}" for number in range(periods)]
    start = pd.Series([None if place is None else names[place] for place in begun], dtype="object")
    since = np.array([[0 if place is None else max(0, t - place + 1) for t in range(periods)] for place in begun])
    size = np.linspace(120, 420, 9).astype(int)[rng.permutation(9)]
    found = []
    for _ in range(studies):
        share = 0.12 + rng.normal(0, 0.02, (9, 1)) + rng.normal(0, 0.01, (9, periods)) + np.linspace(0, 0.03, periods)
        counts = rng.binomial(size[:, None], np.clip(share + effect * since, 0.01, 0.9))
        wide = pd.DataFrame(counts / size[:, None], columns=names)
        found.append(staggered.estimate_event_study(wide, start, ALFA))
    table = pd.concat(found)
    rows = []
    for place, part in table[table["relatief"] != -1].groupby("relatief"):
        truth = effect * max(0, place + 1)
        label = Scenario(9, 0.12, truth, 0.0)
        interval = part["ci_laag"], part["ci_hoog"], part["effect"]
        name = f"event study, periode {place}"
        rows.append(judge(name, f"gespreid: {kind}", label, *interval, truth))
    return rows
