"""What the planned study can show: chances to find a change, margins, false words, by drawing it many times.

Each part has a random stream of its own, named by what it is about: a part left out or added leaves the others alone.
"""

import zlib
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.inference.across import smallest_p_sign_flip
from analysis.inference.proportions import estimate_smallest_detectable
from analysis.planning import schatters
from analysis.planning.opzet import Opzet
from analysis.planning.trekken import Trekking, draw_doubles, draw_study

POWER = 0.8
IKC = "één IKC"
ICCS = (0.0, 0.02, 0.05, 0.10)
"""Beside the expected ICC: what a class may do at the least and at the most (0.05 to 0.10 is plausible)."""
STEPS, FEWER_STEPS = 12, 8
"""Changes that are tried at the expected ICC, which is drawn as a line, and at the others."""
DUBBEL = (20, 40, 60, 80, 120, 160, 240, 320, 480, 640)
MOST_WIDER, OFTEN_ENOUGH, HALF = 1.5, 0.95, 0.5
"""Advised are as many double reports as keep the margin within half as wide again as with the ratio known."""


@dataclass(frozen=True)
class Uitkomsten:
    """Everything that the page shows, as tables.

    `kansen`: wie x icc x verandering with the chance (`kans`) that the report says *gestegen* or *gedaald*;
    `kleinste`: wie x icc with the smallest change that is found in 80 of 100 studies (missing: none is) and half the
    margin at the hoped-for change; `vals`: icc with the share of IKCs with a false word between the first and last
    meting, and between any two; `dubbel`: number of double reports with half the margin of the corrected change, how
    many times that is the margin with a known ratio, how often the ratio can be estimated, and the chance to find the
    change hoped for; `kleinste_p`: number of
    IKCs with the smallest p of the sign-flip test.
    """

    opzet: Opzet
    kansen: pd.DataFrame
    kleinste: pd.DataFrame
    vals: pd.DataFrame
    dubbel: pd.DataFrame
    kleinste_p: pd.DataFrame


def reckon(opzet: Opzet) -> Uitkomsten:
    """Reckon what the planned study can show."""
    iccs = sorted({*ICCS, opzet.plan.icc})
    kansen = pd.concat([_chances(opzet, icc) for icc in iccs], ignore_index=True)
    return Uitkomsten(
        opzet=opzet,
        kansen=kansen,
        kleinste=find_smallest(kansen).merge(_margins(opzet, iccs), on=["wie", "icc"]),
        vals=pd.DataFrame([_false_words(opzet, icc) for icc in iccs]),
        dubbel=measure_doubles(opzet),
        kleinste_p=pd.DataFrame([{"ikcs": n, "kleinste_p": smallest_p_sign_flip(n)} for n in opzet.plan.ikcs]),
    )


def stream(opzet: Opzet, *names: object) -> np.random.Generator:
    """Give the random stream of one part: the seed and what the part is called."""
    return np.random.default_rng([opzet.seed, zlib.crc32(repr(names).encode())])


def together(ikcs: int) -> str:
    """Name the IKCs of which the mean is judged."""
    return f"{ikcs} IKC's samen"


def steps_of_change(opzet: Opzet, icc: float) -> np.ndarray:
    """Give the changes to try, in the direction hoped for: from none to well past where most are found.

    The end is from a formula (Fleiss, widened by the design effect): it only says where to look.
    """
    plan = opzet.plan
    widened = plan.kinderen / (1 + (plan.kinderen / plan.klassen - 1) * icc)
    guess = estimate_smallest_detectable(np.array([plan.prevalentie]), *([np.array([widened])] * 2), opzet.strict)[0]
    room = 1 - plan.prevalentie if plan.verandering > 0 else plan.prevalentie
    end = min(room, max(1.6 * np.nan_to_num(guess, nan=room), 1.5 * abs(plan.verandering), 4 * plan.spreiding))
    steps = STEPS if icc == plan.icc else FEWER_STEPS
    return np.sign(plan.verandering) * np.linspace(0, end, steps + 1)


def _chances(opzet: Opzet, icc: float) -> pd.DataFrame:
    changes = steps_of_change(opzet, icc)
    rows = [{"wie": IKC, "verandering": change, "kans": _found_in_one(opzet, icc, change)} for change in changes]
    for change in changes:
        found = _found_together(opzet, icc, change)
        rows += [{"wie": wie, "verandering": change, "kans": item["gevonden"].mean()} for wie, item in found.items()]
    return pd.DataFrame(rows).assign(icc=icc)


def _found_in_one(opzet: Opzet, icc: float, change: float) -> float:
    """Give how often an IKC gets the right word when one of its indicators changes and the others do not."""
    first = _first_indicator(opzet, icc, change)
    return float((first["gevonden"] & (np.sign(first["verschil"]) == np.sign(opzet.plan.verandering))).mean())


def _first_indicator(opzet: Opzet, icc: float, change: float) -> pd.DataFrame:
    """Judge an IKC of each study, and give the indicator that changed; the other IKCs tell of classes only."""
    plan = opzet.plan
    van = np.full((opzet.studies, min(plan.ikcs), opzet.indicatoren), plan.prevalentie)
    naar = van.copy()
    naar[..., 0] += change
    drawn = draw_study(stream(opzet, "een", icc, change), plan, opzet.study, icc, [van, naar])
    return schatters.judge_first_ikc(drawn, opzet.study).iloc[:: opzet.indicatoren]


def _found_together(opzet: Opzet, icc: float, change: float) -> dict[str, pd.DataFrame]:
    """Judge the mean over the IKCs, whose true changes differ; at alfa divided by the number of indicators."""
    plan, rng = opzet.plan, stream(opzet, "samen", icc, change)
    van = np.full((opzet.studies, max(plan.ikcs), 1), plan.prevalentie)
    true = change + plan.spreiding * rng.standard_normal(van.shape)
    drawn = draw_study(rng, plan, opzet.study, icc, [van, np.clip(van + true, 0, 1)])
    return {together(n): schatters.judge_over_ikcs(drawn, n, opzet.strict, opzet.study) for n in plan.ikcs if n > 1}


def find_smallest(kansen: pd.DataFrame, power: float = POWER) -> pd.DataFrame:
    """Find the smallest change with this chance per wie and icc, on the line between two changes that were tried."""
    rows = [
        {"wie": wie, "icc": icc, "kleinste": crossing(part["verandering"].to_numpy(), part["kans"].to_numpy(), power)}
        for (wie, icc), part in kansen.groupby(["wie", "icc"], sort=False)
    ]
    return pd.DataFrame(rows)


def crossing(changes: np.ndarray, chances: np.ndarray, power: float) -> float:
    """Give where the chance first passes the power; NaN where it never does.

    Chances are made to rise first: drawn ones may fall a little by chance.
    """
    rising = np.maximum.accumulate(chances)
    place = int(np.argmax(rising >= power))
    if rising[place] < power:
        return np.nan
    if place == 0:
        return float(changes[0])
    part = (power - rising[place - 1]) / (rising[place] - rising[place - 1])
    return float(changes[place - 1] + part * (changes[place] - changes[place - 1]))


def _margins(opzet: Opzet, iccs: list[float]) -> pd.DataFrame:
    """Give half the width of the interval that the word follows, at the change hoped for."""
    rows = []
    for icc in iccs:
        first = _first_indicator(opzet, icc, opzet.plan.verandering)
        width = first["ci_hoog_gecorrigeerd"] - first["ci_laag_gecorrigeerd"]
        rows.append({"wie": IKC, "icc": icc, "marge": width.mean() / 2})
        found = _found_together(opzet, icc, opzet.plan.verandering)
        rows += [{"wie": wie, "icc": icc, "marge": item["marge"].mean()} for wie, item in found.items()]
    return pd.DataFrame(rows)


def _false_words(opzet: Opzet, icc: float) -> dict[str, float]:
    """Give how often an IKC gets a word where nothing changed: from first to last meting, and between any two."""
    plan, metingen = opzet.plan, opzet.metingen
    shares = np.full((opzet.studies, min(plan.ikcs), opzet.indicatoren), plan.prevalentie)
    drawn = draw_study(stream(opzet, "vals", icc), plan, opzet.study, icc, [shares] * metingen)
    pairs = list(combinations(range(metingen), 2))
    words = {pair: _any_word(opzet, drawn, *pair) for pair in pairs}
    every = np.logical_or.reduce(list(words.values()))
    return {"icc": icc, "eerste_laatste": words[0, metingen - 1].mean(), "elk_paar": every.mean()}


def _any_word(opzet: Opzet, drawn: Trekking, van: int, naar: int) -> np.ndarray:
    judged = schatters.judge_first_ikc(drawn, opzet.study, van, naar)
    return judged["gevonden"].to_numpy().reshape(-1, opzet.indicatoren).any(axis=1)


def measure_doubles(opzet: Opzet) -> pd.DataFrame:
    """Measure, per number of double reports, what the corrected change of one IKC is worth.

    `keer` is the margin against the one with the ratio known (`dubbel` is then missing). Numbers beyond all children of
    the smallest study are left out; the planned number is added.
    """
    plan = opzet.plan
    most = min(plan.ikcs) * plan.kinderen
    numbers = sorted({*(n for n in DUBBEL if n <= most), *([plan.dubbel] if plan.dubbel else [])})
    known = _corrected(opzet, 10**7)["marge"]
    rows = [{"dubbel": n, **_corrected(opzet, n)} for n in numbers]
    found = pd.DataFrame(rows, columns=["dubbel", "marge", "te_schatten", "kans"])
    return found.assign(keer=found["marge"] / known, marge_bekend=known)


def _corrected(opzet: Opzet, dubbel: int) -> dict[str, float]:
    """Give half the margin of the corrected change where the ratio can be estimated, and how often it can.

    What the second informant notes at the last meting is drawn with the change hoped for and the ratio together.
    `kans` is how often the change is found, also over the studies in which nothing can be estimated.
    """
    plan, rng = opzet.plan, stream(opzet, "dubbel", dubbel)
    van = np.full((opzet.studies, min(plan.ikcs), 1), plan.prevalentie)
    naar = np.clip((van + plan.verandering) * plan.detectie, 0, 1)
    drawn = draw_study(rng, plan, opzet.study, plan.icc, [van, naar], zelfde=False)
    doubles = draw_doubles(rng, plan, dubbel, opzet.studies)
    fixed = schatters.correct_for_informant(drawn, doubles, opzet.strict, opzet.study)
    usable = fixed[fixed["te_schatten"]]
    found = (fixed["ci_laag"] > 0) if plan.verandering > 0 else (fixed["ci_hoog"] < 0)
    width = (usable["ci_hoog"] - usable["ci_laag"]).mean()
    return {
        "marge": width / 2,
        "te_schatten": fixed["te_schatten"].mean(),
        "kans": (found & fixed["te_schatten"]).mean(),
    }


def often_usable(dubbel: pd.DataFrame) -> pd.DataFrame:
    """Keep the numbers with which the correction can be made in half of the studies or more.

    Below that a margin would be that of the few studies that happened to have enough marks.
    """
    return dubbel[dubbel["te_schatten"] >= HALF]


def advised_doubles(dubbel: pd.DataFrame) -> int | None:
    """Give the smallest number that is nearly always enough to estimate with, at a margin that is little wider."""
    enough = dubbel[(dubbel["te_schatten"] >= OFTEN_ENOUGH) & (dubbel["keer"] <= MOST_WIDER)]
    return None if enough.empty else int(enough["dubbel"].min())
