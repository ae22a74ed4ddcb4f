"""Coverage of the slope per year over many metingen: within an IKC, of IKCs added up, and of rounded counts.

The line is that of the report (`trend.fit_lines`, `trend.fit_sum`), the ICC that of `klassen.estimate_icc` over the
study's own classes and metingen, how far a child keeps its mark that of `trend.estimate_volharding`. Beside it what the
margin would be with the metingen as independent, with children as independent, and from the scatter alone.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from judging import ALFA, judge, judge_share
from simulated_series import Reeks, ReeksStudies, draw_series

from analysis.inference import corrections, trend
from analysis.inference.klassen import estimate_icc
from analysis.inference.proportions import p_of, quantile
from analysis.study import ALLE, Statistiek

BOUWEN = 2
BASIS = 5
LEAST_CASES = 5


def run(studies: int, rng: np.random.Generator) -> list[dict]:
    """Judge every scenario; fewer studies where there are more IKCs."""
    rows: list[dict] = []
    for kind, scenario in scenarios():
        many = max(100, studies // scenario.ikcs)
        rows += judge_scenario(kind, scenario, draw_series(scenario, many, rng), rng)
    return rows


def scenarios() -> Iterator[tuple[str, Reeks]]:
    """Give what is planted: 5 and 11 metingen, classes, likeness; a true slope; what a margin may not hold."""
    for metingen in (4, 5, 11):
        for icc in (0.0, 0.05, 0.10):
            for klassen in (4, 8, 14):
                yield f"{metingen} metingen, icc {icc}, {klassen} klassen", Reeks(metingen, 1, klassen, icc=icc)
        yield f"{metingen} metingen, 3 IKC's", Reeks(metingen, 3, 8)
        yield f"{metingen} metingen, 9 IKC's", Reeks(metingen, 9, 8)
        yield f"{metingen} metingen, 9 IKC's die verschillen", Reeks(metingen, 9, 8, spreiding=0.005)
        yield f"{metingen} metingen, 1 punt per jaar", Reeks(metingen, 1, 12, verandering=0.01)
        yield f"{metingen} metingen, 3 punten per jaar", Reeks(metingen, 1, 12, verandering=0.03)
        yield f"{metingen} metingen, kruisje blijft (0,95)", Reeks(metingen, 1, 12, icc=0.0, blijvend=0.95)
        yield f"{metingen} metingen, niemand gevolgd", Reeks(metingen, 1, 12, icc=0.0, bekend=False)
        yield f"{metingen} metingen, heel IKC 3 punten ernaast", Reeks(metingen, 1, 12, schok=0.03)


def judge_scenario(kind: str, scenario: Reeks, drawn: ReeksStudies, rng: np.random.Generator) -> list[dict]:
    """Judge one scenario: the report's line, the designs that were not chosen, the sum, rounded counts."""
    counts = drawn.n.sum(axis=-1).astype(float)
    children = np.full_like(counts, scenario.klassen * scenario.kinderen)
    truth = drawn.truth.reshape(-1)
    use = counts.sum(axis=-1).reshape(-1) >= LEAST_CASES
    design = _design(drawn)
    lines = {
        "trend: gekozen": _lines(counts, children, *design),
        "trend: metingen los van elkaar": _lines(counts, children, *design[:2], 0 * design[2], design[3]),
        "trend: kinderen los van elkaar": _lines(
            counts, children, 1 + 0 * design[0], np.inf + 0 * design[1], 0 * design[2], design[3]
        ),
        "trend: afgerond op 5": _lines(_rounded(counts, rng), _rounded(children, rng), *_public(design), BASIS),
    }
    rows = []
    for name, line in lines.items():
        half = quantile(ALFA, line.graden) * line.fout
        rows.append(judge(name, kind, scenario, line.helling - half, line.helling + half, line.helling, truth, use=use))
    chosen = lines["trend: gekozen"]
    rows.append(
        judge_share(
            "trend: gezin van indicatoren", kind, scenario, _false_words(chosen, use, counts.shape), not truth.any()
        )
    )
    return [*rows, *(_judge_sum(kind, scenario, counts, children) if scenario.ikcs > 2 else [])]


def _lines(counts, children, deff, graden, samen, vertrek, basis=0) -> trend.Lijnen:
    """Fit all series at once: [study, ikc, indicator, meting] to rows."""
    rows = [part.reshape(-1, part.shape[-1]) for part in (counts, children)]
    time = np.broadcast_to(np.arange(counts.shape[-1], dtype=float), rows[0].shape)
    spread = [np.broadcast_to(part, counts.shape[:-1]).reshape(-1) for part in (deff, graden, samen, vertrek)]
    parts = []
    for at in np.array_split(np.arange(len(time)), len(time) // 20_000 + 1):
        one = [part[at] for part in spread]
        wide = np.repeat(one[0][:, None], time.shape[1], axis=1)
        parts.append(trend.fit_lines(time[at], rows[0][at], rows[1][at], wide, *one[1:], basis))
    names = ("helling", "fout", "graden")
    return trend.Lijnen(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _design(drawn: ReeksStudies) -> list[np.ndarray]:
    """Estimate from each study: the design effect and its degrees of freedom, how marks are kept, who leaves."""
    scenario, (studies, _, indicators, _, _) = drawn.scenario, drawn.n.shape
    icc = estimate_icc(_squares(drawn)).set_index(["informant", "domein"])
    key = pd.MultiIndex.from_product([map(str, range(studies)), map(str, range(indicators))])
    likeness, graden = (
        icc[name].reindex(key).to_numpy().reshape(studies, 1, indicators) for name in ("icc", "vrijheidsgraden")
    )
    deff = 1 + (scenario.kinderen - 1) * likeness
    size = scenario.klassen * scenario.kinderen
    steps = scenario.metingen - 1
    sums = pd.DataFrame({"samen": drawn.samen, "schaal": drawn.schaal, "gebleven": drawn.gebleven * size * steps,
                         "kinderen": float(size * steps), "jaren": float(size * steps)})  # fmt: skip
    if not scenario.bekend:
        sums = sums * np.nan
    kept = [
        trend.estimate_volharding(row.to_frame().T.assign(aard="signaal"), Statistiek()).iloc[0]
        for _, row in sums.iterrows()
    ]
    samen, vertrek = (
        np.array([row[name] for row in kept], dtype=float)[:, None, None] for name in ("samen", "vertrek")
    )
    return [deff, graden, samen, vertrek]


def _public(design: list[np.ndarray]) -> list[np.ndarray]:
    """Give the design that an edition of rounded counts reckons with: the mean likeness, in hundredths."""
    deff, graden, samen, vertrek = design
    return [np.broadcast_to(deff.mean(axis=2, keepdims=True), deff.shape), graden, samen.round(2), vertrek.round(2)]


def _squares(drawn: ReeksStudies) -> pd.DataFrame:
    """Add up the squares between and within the classes of a bouw, per study and indicator, as `count_spreiding`."""
    size = float(drawn.scenario.kinderen)
    cells = np.moveaxis(drawn.n.astype(float), 2, 1)  # [study, indicator, ikc, meting, class]
    sums = np.zeros((6, *cells.shape[:2]))
    for classes in np.array_split(np.arange(cells.shape[-1]), BOUWEN):
        x = cells[..., classes]
        k, whole, square = len(classes), x.sum(axis=-1), (x**2).sum(axis=-1) / size
        total = k * size
        parts = [whole, square - whole**2 / total, whole - square, np.full_like(whole, k - 1.0),
                 np.full_like(whole, total - k), np.full_like(whole, total - size)]  # fmt: skip
        sums += np.stack([part.sum(axis=(-2, -1)) for part in parts])
    index = pd.MultiIndex.from_product([range(sums.shape[1]), range(sums.shape[2])], names=["informant", "domein"])
    names = ["n", "ss_tussen", "ss_binnen", "df_tussen", "df_binnen", "over"]
    table = pd.DataFrame(sums.reshape(len(names), -1).T, columns=names, index=index).reset_index()
    table = table.assign(n0=table["over"] / table["df_tussen"], aard="signaal", soort="s", code=ALLE)
    return table.astype({"informant": str, "domein": str})


def _rounded(counts: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Round at random to the base, with the right mean."""
    rest = counts % BASIS
    return counts - rest + BASIS * (rng.random(counts.shape) < rest / BASIS)


def _false_words(line: trend.Lijnen, use: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Tell per study and IKC whether any indicator got a word, after Holm."""
    p = pd.Series(np.where(use, p_of(line.helling / line.fout, line.graden), np.nan))
    family = pd.Series(np.repeat(np.arange(len(p) // shape[2]), shape[2]).astype(str))
    corrected = corrections.correct_p(p, family, pd.Series(corrections.HOLM, p.index))
    return (corrected <= ALFA).groupby(family).any().to_numpy()


def _judge_sum(kind: str, scenario: Reeks, counts: np.ndarray, children: np.ndarray) -> list[dict]:
    """Judge the line of IKCs added up, against the slope of IKCs like these."""
    time = np.arange(counts.shape[-1], dtype=float)
    found = np.array([
        trend.fit_sum(time, counts[study, :, at], children[study, :, at])
        for study in range(len(counts)) for at in range(counts.shape[2])
    ])  # fmt: skip
    half = quantile(ALFA, counts.shape[1] - 1) * found[:, 1]
    truth = np.full(len(found), scenario.verandering)
    ends = found[:, 0] - half, found[:, 0] + half
    return [judge("trend: alle, IKC als eenheid", kind, scenario, *ends, found[:, 0], truth)]
