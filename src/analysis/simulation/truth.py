"""What is true in a simulated study: planted numbers, and what they come down to for the children that were drawn."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from .children import Moment
from .inventories import NODES, WEIGHTS, detection, knowledge, main_informant
from .scenario import Scenario, care_codes, signal_codes
from .threats import Bedreigingen
from .years import slopes

TOELICHTING = {
    "aandeel_waar": "share of enrolled children that truly has it",
    "aandeel_verwacht": "share of enrolled children that the informant is expected to mark, given who truly has it",
    "veranderingen": "expected share at the later meting minus that at the earlier one; _waar: of the true share",
}
TOELICHTING_JAREN = {"hellingen": "slope per year of the shares over the metingen of the IKC, by least squares"}


@dataclass(frozen=True)
class Truth:
    """The truth of a simulated study.

    Attributes
    ----------
    scenario, seed
        What was planted.
    aandelen
        One row per ikc (with `alle`, `pilots` and `vergelijking`), meting, bouw (with `alle`) and indicator:
        n_kinderen, aandeel_waar, aandeel_verwacht.
    veranderingen
        The same as differences between each pair of metingen, over all bouwen.
    toewijzingen
        Counts of true trajects, valid toewijzingen, messages and dirt rows.
    bedreigingen
        What planted threats came down to: classes, the icc, siblings, ...; empty where none is planted.
    zorgpaden
        What care of the invented families cost per observed year, and the sum of the individual indications.
    """

    scenario: Scenario
    seed: int
    aandelen: pd.DataFrame
    veranderingen: pd.DataFrame
    toewijzingen: dict
    bedreigingen: dict = field(default_factory=dict)
    zorgpaden: dict = field(default_factory=dict)


def indicator_groups(codes: pd.DataFrame) -> dict[str, np.ndarray]:
    """Give per indicator (soort, domein, code) which columns of the marks belong to it; a code's own name wins."""
    groups = {}
    for level in ("soort", "domein", "code"):
        for name in codes[level].unique():
            groups[name] = (codes[level] == name).to_numpy()
    return groups


def moment_shares(moment: Moment, number: int, scenario: Scenario, spread: float = 0.0) -> pd.DataFrame:
    """Give per ikc, bouw and indicator the true and the expected share at one meting.

    Expected: one minus the chance that none of a child's true marks is seen, averaged over the children, and over the
    persons who might fill in when these differ by `spread` logits.
    """
    informant = main_informant(moment, number, scenario)
    nodes = (
        [(0.0, 1.0)] if not spread else [(spread * node, weight) for node, weight in zip(NODES, WEIGHTS, strict=True)]
    )
    parts = (
        (signal_codes(scenario), moment.signalen,
         [(detection(moment, informant, scenario, shift), weight) for shift, weight in nodes]),
        (care_codes(scenario), moment.zorg, [(np.broadcast_to(knowledge(scenario), moment.zorg.shape), 1.0)]),
    )  # fmt: skip
    true, expected = {}, {}
    for codes, truth, chances in parts:
        missed = [(np.where(truth, 1 - chance, 1.0), weight) for chance, weight in chances]
        for name, columns in indicator_groups(codes).items():
            true[name] = truth[:, columns].any(axis=1).astype(float)
            expected[name] = 1 - sum(weight * miss[:, columns].prod(axis=1) for miss, weight in missed)
    shares = [average_shares(moment, number, pd.DataFrame(values), scenario) for values in (true, expected)]
    table = shares[0].rename(columns={"aandeel": "aandeel_waar"}).assign(aandeel_verwacht=shares[1]["aandeel"])
    return table.assign(meting=moment.meting)


def average_shares(moment: Moment, number: int, values: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Average each indicator over the children: per IKC, per arm and over all; per bouw and over all of them.

    An IKC that joins the study later is not in it at an earlier meting.
    """
    there = np.array([scenario.is_enrolled(ikc, number) for ikc in range(scenario.ikcs)])
    inside = there[moment.aanwezig["ikc"]]
    values, aanwezig = values[inside].reset_index(drop=True), moment.aanwezig[inside]
    codes, ikc = np.array(scenario.codes()), aanwezig["ikc"].to_numpy()
    has_jok = np.array([start is not None for start in scenario.starts_jok()])
    arm = np.where(has_jok[ikc], "pilots", "vergelijking")
    everyone = np.full(len(ikc), "alle")
    frames = []
    for group in (codes[ikc], arm, everyone):
        for bouw in (aanwezig["bouw"].to_numpy(), everyone):
            keys = [pd.Series(group, name="ikc"), pd.Series(bouw, name="bouw")]
            grouped = values.groupby(keys, sort=False)
            means = grouped.mean().rename_axis(columns="indicator").stack().rename("aandeel").reset_index()
            sizes = grouped.size().rename("n_kinderen").reset_index()
            frames.append(means.merge(sizes, on=["ikc", "bouw"]))
    return pd.concat(frames, ignore_index=True)[["ikc", "bouw", "indicator", "n_kinderen", "aandeel"]]


def change_shares(shares: pd.DataFrame, pairs: list[tuple[str, str]]) -> pd.DataFrame:
    """Give the true and expected change per ikc and indicator between both metingen of each pair, over all bouwen."""
    whole = shares[shares["bouw"] == "alle"].set_index(["ikc", "indicator"])
    frames = []
    for first, second in pairs:
        a, b = (whole.loc[whole["meting"] == m, ["aandeel_waar", "aandeel_verwacht"]] for m in (first, second))
        change = (b - a).rename(columns={"aandeel_waar": "verschil_waar", "aandeel_verwacht": "verschil_verwacht"})
        frames.append(change.dropna().reset_index().assign(van=first, naar=second))
    return pd.concat(frames, ignore_index=True)


def pairs_of_metingen(scenario: Scenario) -> list[tuple[str, str]]:
    """Give the pairs of metingen of which the change is told: all of them.

    Over years these are first with last and each with the one before, as each IKC has them.
    """
    names = [meting for meting, _, _ in scenario.momenten()]
    every = list(combinations(names, 2))
    if not scenario.jaren.aantal:
        return every
    own = [
        [name for number, name in enumerate(names) if scenario.delivers(ikc, number)] for ikc in range(scenario.ikcs)
    ]
    asked = {pair for has in [names, *own] for pair in [*pairwise(has), (has[0], has[-1])]}
    return [pair for pair in every if pair in asked]


def write_truth(truth: Truth, path: Path) -> None:
    """Write waarheid.json: parameters, planted numbers, true and expected shares (rounded to five decimals)."""
    groups, whole = truth.aandelen["ikc"].isin(["pilots", "vergelijking"]), truth.aandelen["bouw"] == "alle"
    content = {
        "toelichting": TOELICHTING | (TOELICHTING_JAREN if truth.scenario.jaren.aantal else {}),
        "seed": truth.seed,
        "scenario": planted_numbers(truth.scenario),
        "kansen": truth.scenario.kansen,
        "ikcs": dict(zip(truth.scenario.codes(), truth.scenario.namen(), strict=True)),
        "toewijzingen": truth.toewijzingen,
        **({"bedreigingen": truth.bedreigingen} if truth.bedreigingen else {}),
        "zorgpaden": truth.zorgpaden,
        "aandelen": table_rows(truth.aandelen[whole | groups]),
        "veranderingen": table_rows(truth.veranderingen),
    }
    if truth.scenario.jaren.aantal:
        days = {meting: dag for meting, dag, _ in truth.scenario.momenten()}
        content["hellingen"] = table_rows(slopes(truth.aandelen[whole], days))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write_json(content).encode())


def planted_numbers(scenario: Scenario) -> dict:
    """Give the parameters of a scenario; its threats, and the years after the pilot, only where there are any."""
    left_out = {"kansen"} | ({"bedreigingen"} if scenario.bedreigingen == Bedreigingen() else set())
    left_out |= set() if scenario.jaren.aantal else {"jaren"}
    return {name: value for name, value in asdict(scenario).items() if name not in left_out}


def table_rows(table: pd.DataFrame) -> list[list]:
    """Give a table as rows, the first being its columns."""
    rounded = table.round(5)
    return [list(rounded.columns), *rounded.to_numpy().tolist()]


def write_json(content: dict) -> str:
    """Word the truth as JSON: a table has one row a line, so that a change can be read."""
    parts = []
    for key, value in content.items():
        if isinstance(value, list):
            text = "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in value) + "\n]"
        else:
            text = json.dumps(value, ensure_ascii=False, indent=1, default=plain)
        parts.append(f"{json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def plain(value: object) -> object:
    """Turn dates and numpy numbers into what JSON knows."""
    return value.isoformat() if isinstance(value, date) else value.item()
