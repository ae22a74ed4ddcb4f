"""Coverage where one person fills in for a whole class: shares, changes and families, with the classes in the margin.

The estimators are those of the report: the ICC by `klassen.estimate_icc`, the changes by `within_ikc.estimate_change`,
the words by `changes.correct_families` and `judging.judge_noted`, children added up over IKCs by
`across.estimate_summed`. Beside it what the margin was before: children as independent.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from judging import ALFA, judge, judge_share
from simulated_classes import Klassen, KlassenStudies, draw_class_counts

from analysis.inference import across, overlap, proportions, within_ikc
from analysis.inference.changes import correct_families
from analysis.inference.judging import judge_noted
from analysis.inference.klassen import GELEENDE_GRADEN, estimate_icc
from analysis.inference.oordelen import MEER, MINDER
from analysis.measures.klassen import IKC, KLAS
from analysis.study import ALLE

BOUWEN = 2
FAMILY = ((0.05, 0.0), (0.10, 0.0), (0.20, 0.0), (0.30, 0.0))
LEAST_CHILDREN, LEAST_CASES = 20, 5
ICCS = (0.0, 0.02, 0.05, 0.10)


def run(studies: int, rng: np.random.Generator) -> list[dict]:
    """Judge every scenario; fewer studies where there are more IKCs, so that each cell has about as many changes."""
    rows: list[dict] = []
    for kind, scenario in scenarios():
        drawn = draw_class_counts(scenario, max(100, studies // scenario.ikcs), rng)
        rows += judge_within(kind, scenario, drawn)
    return rows


def scenarios() -> Iterator[tuple[str, Klassen]]:
    """Give what is planted: other teachers each time, children who move up, teachers who stay, IKCs that differ."""
    for icc in ICCS:
        for ikcs, klassen in ((1, 4), (1, 12), (3, 4), (3, 8), (3, 12), (9, 14)):
            yield (
                f"icc {icc}: {ikcs} IKC, {klassen} klassen",
                Klassen(ikcs=ikcs, klassen=klassen, icc=icc, familie=FAMILY),
            )
        moved = {"opschuiven": 1, "verloop": 0.15, "familie": FAMILY}
        yield f"icc {icc}: kinderen schuiven op", Klassen(ikcs=3, klassen=12, icc=icc, **moved)
        yield (
            f"icc {icc}: zelfde leerkracht",
            Klassen(ikcs=3, klassen=12, icc=icc, leerkracht_blijft=1.0, familie=FAMILY),
        )
    yield "icc 0.05: 8 punten veranderd", Klassen(ikcs=3, klassen=12, prevalentie=0.10, verandering=0.08)
    yield "icc 0.05: een persoon per IKC", Klassen(ikcs=3, klassen=12, invullers="ikc", familie=FAMILY)
    for icc in (0.0, 0.05):
        yield (
            f"icc {icc}: IKC's verschillen",
            Klassen(ikcs=9, klassen=12, icc=icc, prevalentie=0.20, spreiding=0.2),
        )


def judge_within(kind: str, scenario: Klassen, drawn: KlassenStudies) -> list[dict]:
    """Judge shares, changes, families and sums of one scenario."""
    truth = drawn.truth.ravel()
    changes = with_classes(drawn)
    use = is_printed(changes)
    rows = [_judge_over_classes(kind, scenario, drawn, use)]
    designs = {
        "kinderen los van elkaar": drop_classes(changes),
        "klassen, eigen ICC": with_classes(drawn, geleend=0),
        "klassen in de marge": changes,
    }
    for name, table in designs.items():
        found = within_ikc.estimate_change(table, ALFA)
        ends = found["ci_laag"], found["ci_hoog"], found["verschil"]
        rows.append(judge(f"verandering: {name}", kind, scenario, *ends, truth, use=use))
        rows.append(judge_share(f"gezin van indicatoren: {name}", kind, scenario, false_words(table), not truth.any()))
    if scenario.ikcs == 1:  # more IKCs differ in how much there is, and only the mean over them is planted
        return [*rows, _judge_shares(kind, scenario, changes)]
    return [*rows, *_judge_sums(kind, scenario, drawn, changes)]


def _judge_over_classes(kind: str, scenario: Klassen, drawn: KlassenStudies, use: np.ndarray) -> dict:
    """Judge the other design: the mean over the classes of an IKC of the change in each, with a t interval."""
    van, naar = (drawn.counts[f"n_{side}"] / drawn.counts[f"n_kinderen_{side}"] for side in ("van", "naar"))
    change, k = naar - van, scenario.klassen
    half = proportions.quantile(ALFA, k - 1) * change.std(axis=-1, ddof=1) / np.sqrt(k)
    point = change.mean(axis=-1)
    ends = (point - half).ravel(), (point + half).ravel(), point.ravel()
    return judge("verandering: t over de klassen van een IKC", kind, scenario, *ends, drawn.truth.ravel(), use=use)


def with_classes(drawn: KlassenStudies, geleend: float = GELEENDE_GRADEN) -> pd.DataFrame:
    """Give the changes with what their classes do, estimated from the study's own classes."""
    changes = drawn.changes()
    icc = estimate_icc(add_squares(drawn), geleend).set_index(["informant", "domein"])
    key = pd.MultiIndex.from_arrays([changes["studie"].astype(str), changes["indicator"].astype(str)])
    likeness, graden = (icc[name].reindex(key).to_numpy() for name in ("icc", "vrijheidsgraden"))
    deffs = {}
    for side in ("van", "naar"):
        sizes = drawn.counts[f"n_kinderen_{side}"].astype(float)
        size = ((sizes**2).sum(axis=-1) / sizes.sum(axis=-1)).ravel()
        deffs[f"deff_{side}"] = np.maximum(1 + (size - 1) * likeness, 1)
    return changes.assign(**deffs, vrijheidsgraden=graden, eenheid=KLAS, primair=True)


def drop_classes(changes: pd.DataFrame) -> pd.DataFrame:
    """Give the changes as if nobody knew the classes."""
    return changes.drop(columns=["deff_van", "deff_naar", "vrijheidsgraden"]).assign(eenheid="kind")


def add_squares(drawn: KlassenStudies) -> pd.DataFrame:
    """Add up the squares between and within the classes of a bouw, per study and indicator, as `count_spreiding`."""
    parts = []
    for side in ("van", "naar"):
        cases, sizes = (drawn.counts[name].astype(float) for name in (f"n_{side}", f"n_kinderen_{side}"))
        for classes in np.array_split(np.arange(cases.shape[-1]), BOUWEN):
            x, n = cases[..., classes], sizes[..., classes]
            total, square = n.sum(axis=-1), (x**2 / n).sum(axis=-1)
            whole = x.sum(axis=-1)
            k = np.full(whole.shape, len(classes), dtype=float)
            parts.append(
                [
                    whole,
                    square - whole**2 / total,
                    whole - square,
                    k - 1,
                    total - k,
                    total - (n**2).sum(axis=-1) / total,
                ]
            )
    sums = np.array(parts).sum(axis=0).sum(axis=2)
    index = pd.MultiIndex.from_product([range(sums.shape[1]), range(sums.shape[2])], names=["informant", "domein"])
    names = ["n", "ss_tussen", "ss_binnen", "df_tussen", "df_binnen", "over"]
    table = pd.DataFrame(sums.reshape(len(names), -1).T, columns=names, index=index).reset_index()
    table = table.assign(n0=table["over"] / table["df_tussen"], aard="signaal", soort="s", code=ALLE)
    return table.astype({"informant": str, "domein": str})


def is_printed(changes: pd.DataFrame) -> np.ndarray:
    """Tell where the report makes a statement: enough children at each meting, enough cases in all."""
    children = changes[["n_kinderen_van", "n_kinderen_naar"]].min(axis=1) >= LEAST_CHILDREN
    return (children & (changes["n_van"] + changes["n_naar"] >= LEAST_CASES)).to_numpy(dtype=bool)


def false_words(changes: pd.DataFrame) -> np.ndarray:
    """Tell per study and IKC whether any indicator got a word."""
    rows = changes.assign(ikc=changes["studie"].astype(str) + "-" + changes["ikc"].astype(str), van="a", naar="b")
    found = within_ikc.estimate_change(rows, ALFA)
    rows = rows.assign(p=found["p"].where(is_printed(changes)), primair=True)
    rows = correct_families(rows, ALFA)
    words = judge_noted(rows["p"], rows["ci_laag_gecorrigeerd"], rows["ci_hoog_gecorrigeerd"])
    return pd.Series(np.isin(words, [MEER, MINDER])).groupby(rows["ikc"].to_numpy()).any().to_numpy()


def _judge_shares(kind: str, scenario: Klassen, changes: pd.DataFrame) -> dict:
    """Judge the interval of a share at the first meting, against what persons like these would note on average."""
    cases, children = changes["n_van"].astype(float), changes["n_kinderen_van"].astype(float)
    worth = children / changes["deff_van"]
    low, high = proportions.estimate_wilson(
        cases / changes["deff_van"], worth, ALFA, changes["vrijheidsgraden"].to_numpy()
    )
    truth = scenario.indicatoren[changes["indicator"].to_numpy(dtype=int), 0]
    return judge("aandeel (Wilson), klassen in de marge", kind, scenario, low, high, cases / children, truth)


def _judge_sums(kind: str, scenario: Klassen, drawn: KlassenStudies, changes: pd.DataFrame) -> list[dict]:
    """Judge children added up over IKCs, and the mean over IKCs, against the change of IKCs like these."""
    by = ["studie", "indicator"]
    sums = changes.groupby(by, as_index=False)[overlap.ENROLLED].sum()
    spread = across.estimate_summed(changes, by).rename(columns={"graden": "vrijheidsgraden"})
    rows = sums.merge(spread, on=by).assign(eenheid=IKC, **dict.fromkeys(overlap.BLIJVERS, pd.NA))
    found = within_ikc.estimate_change(rows, ALFA)
    truth = scenario.indicatoren[rows["indicator"].to_numpy(dtype=int), 1]
    summed = judge(
        "alle, IKC als eenheid", kind, scenario, found["ci_laag"], found["ci_hoog"], found["verschil"], truth
    )
    own = overlap.shares_of(changes)
    grid = (own[2] - own[0]).reshape(drawn.truth.shape)
    mean = [across.estimate_mean_change(grid[study, :, at], ALFA) for study, at in rows[by].to_numpy(dtype=int)]
    ends = pd.DataFrame(mean)
    table = judge(
        "gemiddelde over IKC's (t)", kind, scenario, ends["ci_laag"], ends["ci_hoog"], ends["verschil"], truth
    )
    return [summed, table]
