"""What goes together: changes in odds ratios and conditional shares, the start beside others, kort and lang."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from judging import ALFA, judge, judge_share
from simulated_counts import PLANTED, Scenario

from analysis.inference.association_change import estimate_samenhang_veranderingen
from analysis.inference.baseline import estimate_uitgangspositie
from analysis.inference.bereik import estimate_bereik
from analysis.inference.durations import DAYS_PER_MONTH
from analysis.inference.kort_lang import estimate_kort_lang
from analysis.inference.oordelen import GEDAALD, GESTEGEN, TE_WEINIG, VERGELIJKBAAR
from analysis.inference.survival import before_and_since
from analysis.measures.associations import CELLS
from analysis.study import ALLE, Study

IKCS, CHILDREN, SAME_CHILD = 6, (150, 400), 0.4
"""Six IKCs, the smallest and the largest, and how often a child that stayed has what it had."""
CARE = {0.10: (0.25, 0.03), 0.40: (0.60, 0.10)}
"""Care among children with a problem: where a change is planted, and the care among the other children."""
FAMILY = 4
"""Primary indicators of the start beside the others: its level is alfa / 4."""
STUDY = Study(
    folder=Path("studie"),
    naam="samen",
    ikcs=tuple({"ikc": f"IKC{place}"} for place in range(IKCS)),
    metingen=(
        {"meting": "nul", "peildatum": "2019-02-01", "informant": "leerkracht"},
        {"meting": "eind", "peildatum": "2021-06-01", "informant": "leerkracht"},
    ),
    primaire_indicatoren=tuple({"indicator": f"i{place}", "richting": "stijging"} for place in range(FAMILY)),
)
STARTED, MEAN_DAYS = (20, 40, 60), (365, 200)
"""Trajecten a period; their mean duration, and the mean since the first meting where a change is planted."""
FOLLOWED = {"weinig lopend": ((365, 1460), (365, 1460)), "veel lopend": ((365, 1460), (0, 540))}
"""Shortest and longest follow-up in days, before and since the first meting."""


def run(studies: int, rng: np.random.Generator) -> list[dict]:
    rows: list[dict] = []
    for turnover, prevalence, care, planted in product((1.0, 0.3), (0.10, 0.30), CARE, (False, True)):
        rows += judge_tables(turnover, prevalence, care, planted, studies, rng)
    for prevalence, planted in product(PLANTED, (False, True)):
        rows += judge_start(prevalence, planted, studies, rng)
    for kind, number, planted in product(FOLLOWED, STARTED, (False, True)):
        rows += judge_kort_lang(kind, number, planted, studies, rng)
    return rows


def judge_tables(
    turnover: float, prevalence: float, care: float, planted: bool, studies: int, rng: np.random.Generator
) -> list[dict]:
    """Judge the odds ratio and the two conditional shares of one drawn set of 2x2 tables, per IKC and added up."""
    after, others = CARE[care]
    chances = [table_chances(prevalence, share, others) for share in (care, after if planted else care)]
    scenario = Scenario(IKCS, prevalence, round(after - care, 2) if planted else 0.0, turnover)
    own = draw_tables(*chances, turnover, studies, rng)
    rows: list[dict] = []
    for kind, sides in (("IKC, 150-400 kinderen", own), ("ikc's opgeteld", [side.sum(axis=1) for side in own])):
        label = f"{kind}, zorg bij {care:.0%}".replace("%", " procent")
        rows += judge_odds(label, scenario, chances, sides) + judge_reach(label, scenario, chances, sides)
    return rows


def table_chances(prevalence: float, care: float, others: float) -> np.ndarray:
    """Give the chances of problem and care, only the problem, only care, neither."""
    among = np.array([care, 1 - care, others, 1 - others])
    return among * [prevalence, prevalence, 1 - prevalence, 1 - prevalence]


def draw_tables(
    first: np.ndarray, second: np.ndarray, turnover: float, studies: int, rng: np.random.Generator
) -> list[np.ndarray]:
    """Draw the 2x2 tables of both metingen, [study, ikc, cell]: who stayed in pairs, the others on their own."""
    size = np.tile(np.linspace(*CHILDREN, IKCS).astype(int), (studies, 1))
    both = np.round(size * (1 - turnover)).astype(int)
    high = [np.cumsum(first)[:, None], np.cumsum(second)[None, :]]
    low = np.maximum(high[0] - first[:, None], high[1] - second[None, :])
    alike = np.maximum(np.minimum(*high) - low, 0)
    joint = SAME_CHILD * alike + (1 - SAME_CHILD) * np.outer(first, second)
    pairs = rng.multinomial(both, (joint / joint.sum()).ravel()).reshape(studies, IKCS, 4, 4)
    return [pairs.sum(axis=3 - side) + rng.multinomial(size - both, p) for side, p in enumerate((first, second))]


def lay_out(sides: list[np.ndarray]) -> pd.DataFrame:
    """Give one row per drawn IKC and meting with the four cells; every drawn IKC has a name of its own."""
    tables = [side.reshape(-1, 4) for side in sides]
    names = [f"{place:06}" for place in range(len(tables[0]))]
    parts = [pd.DataFrame(table, columns=CELLS).assign(ikc=names) for table in tables]
    rows = [part.assign(meting=name) for part, name in zip(parts, STUDY.meting_namen, strict=True)]
    return pd.concat(rows, ignore_index=True).astype(dict.fromkeys(CELLS, "Int64"))


def own_rows(
    estimate: Callable[[pd.DataFrame, pd.DataFrame, Study], pd.DataFrame], tables: pd.DataFrame
) -> pd.DataFrame:
    """Estimate as the report does; its row `alle`, here of thousands of IKCs with a p of zero, is left out."""
    who = tables[["ikc", "meting"]].drop_duplicates().assign(informant="leerkracht")
    with np.errstate(invalid="ignore"):
        found = estimate(tables, who, STUDY)
    return found[found["ikc"] != ALLE]


def judge_odds(kind: str, scenario: Scenario, chances: list[np.ndarray], sides: list[np.ndarray]) -> list[dict]:
    found = own_rows(estimate_samenhang_veranderingen, lay_out(sides).assign(verband="probleem_zorg"))
    logs = np.log(found[["ci_laag", "ci_hoog", "verhouding"]].astype(float))
    odds = [np.log(p[0] * p[3] / (p[1] * p[2])) for p in chances]
    truth, use = np.full(len(found), odds[1] - odds[0]), found["oordeel"] != TE_WEINIG
    return [judge("odds ratio, verandering (log)", kind, scenario, *logs.to_numpy().T, truth, use=use)]


def judge_reach(kind: str, scenario: Scenario, chances: list[np.ndarray], sides: list[np.ndarray]) -> list[dict]:
    """Judge both shares, and the words of the two together in one IKC."""
    tables, rows = lay_out(sides), []
    among = {"zorg_bij_probleem": "n_eerste", "probleem_bij_zorg": "n_tweede"}
    parts = [
        tables.assign(maat=maat, n_teller=tables["n_beide"], n_noemer=tables["n_beide"] + tables[rest])
        for maat, rest in among.items()
    ]
    found = own_rows(estimate_bereik, pd.concat(parts, ignore_index=True))
    for maat, rest in among.items():
        part, place = found[found["maat"] == maat], CELLS.index(rest)
        shares = [p[0] / (p[0] + p[place]) for p in chances]
        interval, use = (part["ci_laag"], part["ci_hoog"], part["verschil"]), part["p"].notna()
        truth = np.full(len(part), shares[1] - shares[0])
        rows.append(judge(f"bereik: {maat}", kind, scenario, *interval, truth, use=use))
    if scenario.verandering == 0:
        said = found[found["p"].notna()]
        false = said["oordeel"].isin([GESTEGEN, GEDAALD]).groupby(said["ikc"]).any()
        rows.append(judge_share("bereik: onterecht woord, per IKC", kind, scenario, false, True))
    return rows


def judge_start(prevalence: float, planted: bool, studies: int, rng: np.random.Generator) -> list[dict]:
    """Judge each IKC beside the others, alike but (planted) for the last; four indicators make a family."""
    size = np.linspace(*CHILDREN, IKCS).astype(int)
    share = np.full(IKCS, prevalence) + (PLANTED[prevalence] if planted else 0) * (np.arange(IKCS) == IKCS - 1)
    numbers = pd.MultiIndex.from_product([range(studies), range(FAMILY), range(IKCS)], names=["studie", "i", "plaats"])
    place = numbers.get_level_values("plaats")
    marked = rng.binomial(size, share, (studies, FAMILY, IKCS)).ravel()
    drawn = numbers.to_frame(index=False).assign(
        ikc=[STUDY.ikcs[at].ikc for at in place], n_van=marked, n_kinderen_van=size[place],
        n_naar=marked, n_kinderen_naar=size[place], aandeel_van=marked / size[place], aandeel_naar=0.1,
    )  # fmt: skip
    keys = {"indicator": [f"{s}-{i}" for s, i in zip(drawn["studie"], drawn["i"], strict=True)], "domein": "x"}
    fixed = {"soort": "x", "bouw": ALLE, "primair": True, "van": "nul", "naar": "eind", "informant_van": "leerkracht"}
    found = estimate_uitgangspositie(drawn.assign(**keys, **fixed).assign(code=lambda rows: rows["indicator"]), STUDY)
    others = ((size * share).sum() - size * share) / (size.sum() - size)
    scenario, kind = Scenario(IKCS, prevalence, PLANTED[prevalence] if planted else 0.0, 0.0), "zes IKC's"
    at = found["ikc"].map({item.ikc: place for place, item in enumerate(STUDY.ikcs)})
    interval, truth = (found["ci_laag"], found["ci_hoog"], found["verschil"]), (share - others)[at]
    rows = [judge("uitgangspositie", kind, scenario, *interval, truth, niveau=ALFA / FAMILY)]
    if not planted:
        false = (
            (found["oordeel"] != VERGELIJKBAAR).groupby([found["indicator"].str.split("-").str[0], found["ikc"]]).any()
        )
        rows.append(judge_share("uitgangspositie: onterecht woord, per IKC", kind, scenario, false, True))
    return rows


def judge_kort_lang(kind: str, number: int, planted: bool, studies: int, rng: np.random.Generator) -> list[dict]:
    """Judge the share short, its difference between the periods, and the log-rank test; durations are exponential."""
    means = MEAN_DAYS[0], MEAN_DAYS[int(planted)]
    periods, names = before_and_since(STUDY), [f"{place:05}" for place in range(studies)]
    parts = []
    for period, mean, limits in zip(periods, means, FOLLOWED[kind], strict=True):
        days = np.ceil(rng.exponential(mean, studies * number))
        until = np.ceil(rng.uniform(*limits, studies * number))
        drawn = {"duur_dagen": np.minimum(days, until), "lopend": days > until}
        parts.append(pd.DataFrame({"ikc": np.repeat(names, number), "domein": "x", "periode": period, **drawn}))
    years = pd.DataFrame(list(product(names, periods)), columns=["ikc", "periode"]).assign(kinderjaren=1000.0)
    found = estimate_kort_lang(pd.concat(parts, ignore_index=True), years, STUDY, 0)
    found = found[(found["ikc"] != ALLE) & (found["periode"] == periods[1])]
    short = np.floor(STUDY.toewijzingen.kort_maanden * DAYS_PER_MONTH)
    true = [1 - np.exp(-short / mean) for mean in means]
    label, truth = Scenario(1, round(true[0], 2), round(true[1] - true[0], 2), 0.0), np.full(len(found), true[1])
    where = f"{number} trajecten per periode, {kind}"
    own, change = (found[["ci_laag", "ci_hoog", "aandeel_kort"]], found[["verschil_laag", "verschil_hoog"]])
    share = judge("aandeel kort, vanaf de nulmeting", where, label, *own.to_numpy(float).T, truth)
    ends = (*change.to_numpy(float).T, found["verschil_kort"])
    p, use = found["p_logrank"], found["p_logrank"].notna()
    return [
        {**share, "gevonden": np.nan},
        judge("aandeel kort, verschil", where, label, *ends, truth - true[0]),
        judge("log-rank (p)", where, label, *ends, truth - true[0], p=p, use=use),
    ]
