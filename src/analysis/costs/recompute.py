"""What the line items give for a published figure: costs, saving, their means, a factor, a share."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.codebook import Codebook, fold
from analysis.costs.bounds import UNKNOWN, ZERO, Bounds, average, divide, exact, multiply, share
from analysis.costs.posts import post_key
from analysis.costs.scenarios import Choice, cost_of, saving_of
from analysis.study import ALLE

Figure = dict[str, object]
"""One published figure: a row of `casussen_gepubliceerd`."""

NO_CHOICE = "de referentie en de interventie zijn niet bekend"


@dataclass(frozen=True)
class Recomputed:
    """What the line items give; `toelichting` says what stood in the way or was left out.

    `incomplete`: the bounds are those of the cases that are known, not of all the cases that the figure is about.
    """

    bounds: Bounds
    toelichting: str = ""
    incomplete: bool = False


@dataclass(frozen=True)
class Cases:
    """The cost lines with their amounts and post keys, and which scenarios each case compares."""

    lines: pd.DataFrame
    choices: dict[str, Choice]
    codebook: Codebook

    def scenario(self, casus: str, name: str) -> str | None:
        """Give a case's own spelling of a scenario; None when the case does not have it."""
        names = self.lines.loc[self.lines["casus"] == casus, "scenario"].unique()
        return next((own for own in names if fold(own) == fold(name)), None)


def recompute_figure(figure: Figure, cases: Cases) -> Recomputed:
    """Recompute a published figure from its line items; says why when that cannot be done."""
    recompute = _GROOTHEDEN.get(fold(text_of(figure, "grootheid")))
    if recompute is None:
        known = ", ".join(GROOTHEDEN.values())
        return Recomputed(UNKNOWN, f"deze grootheid is niet bekend; bekend zijn: {known}")
    if not _cases_of(figure, cases):
        return Recomputed(UNKNOWN, "van deze casus zijn er geen kostenregels")
    found = recompute(figure, cases)
    return replace(found, toelichting=found.toelichting or _what_is_missing(found.bounds))


def _what_is_missing(bounds: Bounds) -> str:
    number = bounds.n_niet_gemonetariseerd
    if not number:
        return ""
    bound = {"minstens": "; het getal is een ondergrens", "hoogstens": "; alleen een bovengrens is bekend"}
    posts = "1 post is" if number == 1 else f"{number} posten zijn"
    return f"{posts} niet in geld uitgedrukt{bound.get(bounds.grens, '')}"


def _kosten(figure: Figure, cases: Cases) -> Recomputed:
    """Costs of a scenario for a payer; over *alle* the sum over the cases that have the scenario."""
    names = {casus: cases.scenario(casus, text_of(figure, "scenario")) for casus in _cases_of(figure, cases)}
    in_scenario = [names.get(row.casus) == row.scenario for row in cases.lines.itertuples()]
    of_scenario = cases.lines[in_scenario]
    if of_scenario.empty:
        return Recomputed(UNKNOWN, "dit scenario staat niet in de kostenregels")
    return Recomputed(cost_of(of_scenario.assign(scenario=ALLE), ALLE, _betaler(figure)))


def _besparing(figure: Figure, cases: Cases) -> Recomputed:
    """Saving of a case for a payer: reference minus intervention; over *alle* the sum over the cases."""
    savings = list(_savings(figure, cases).values())
    return Recomputed(multiply(average(savings), len(savings))) if savings else Recomputed(UNKNOWN, NO_CHOICE)


def avoided_of(figure: Figure, cases: Cases) -> Bounds:
    """Give what a payer avoided in the cases of a figure on savings, before what was put in is taken off.

    A bound counts as the amount that is known: who forgot to subtract, also forgot what is not in money.
    """
    amounts = [_one(figure, cases, casus, choice.reference) for casus, choice in _chosen(figure, cases).items()]
    known = [amount.midden for amount in amounts if not np.isnan(amount.midden)]
    return exact(sum(known)) if known else UNKNOWN


def _factor(figure: Figure, cases: Cases) -> Recomputed:
    """How many times the intervention the reference costs; over *alle* the factor of the sums."""
    chosen = _chosen(figure, cases)
    if not chosen:
        return Recomputed(UNKNOWN, NO_CHOICE)
    avoided = [_one(figure, cases, casus, choice.reference) for casus, choice in chosen.items()]
    spent = [_one(figure, cases, casus, choice.intervention) for casus, choice in chosen.items()]
    divisor = average(spent)
    why = "de interventie kost niets; delen kan dan niet" if divisor.midden == 0 and not divisor.onbekend else ""
    return Recomputed(divide(average(avoided), divisor), why)


def _aandeel(figure: Figure, cases: Cases) -> Recomputed:
    """Share of a post in what a scenario costs (for a payer: in what that payer pays); without a post of a payer."""
    key, payer = post_key(text_of(figure, "post"), cases.codebook), _betaler(figure)
    is_part = cases.lines["post_sleutel"] == key
    if not key and payer != ALLE:
        figure, is_part = figure | {"betaler": ""}, cases.lines["betaler"] == payer
    whole = _kosten(figure, cases)
    if whole.toelichting:
        return whole
    part = _kosten(figure, replace(cases, lines=cases.lines[is_part]))
    if part.toelichting or not is_part.any():
        return Recomputed(UNKNOWN, "deze post of betaler staat niet in de kostenregels van dit scenario")
    rest = _kosten(figure, replace(cases, lines=cases.lines[~is_part]))
    return Recomputed(share(part.bounds, ZERO if rest.toelichting else rest.bounds))


def _gemiddelde_kosten(figure: Figure, cases: Cases) -> Recomputed:
    """Mean costs of a scenario over the cases that have it."""
    name = text_of(figure, "scenario")
    owners = [casus for casus in _cases_of(figure, cases) if cases.scenario(casus, name)]
    return _mean({casus: _one(figure, cases, casus, name) for casus in owners}, "de kosten", figure)


def _gemiddelde_besparing(figure: Figure, cases: Cases) -> Recomputed:
    """Mean saving over the cases that have a reference and an intervention."""
    return _mean(_savings(figure, cases), "de besparing", figure)


def _mean(amounts: dict[str, Bounds], what: str, figure: Figure) -> Recomputed:
    """Give the mean over the cases, marked as incomplete when it is not known of each of them."""
    missing = [casus for casus, amount in amounts.items() if np.isnan(amount.midden)]
    known = average([amount for casus, amount in amounts.items() if casus not in missing])
    unpriced = sum(amount.n_niet_gemonetariseerd for amount in amounts.values())
    known = replace(known, n_niet_gemonetariseerd=unpriced)
    printed_over = number_of(figure.get("n_casussen"))
    if not np.isnan(printed_over) and printed_over != len(amounts):
        text = f"gepubliceerd over {printed_over:.0f} casussen; er zijn kostenregels van {len(amounts)}"
        return Recomputed(UNKNOWN, text)
    if missing or not amounts:
        text = f"er zijn kostenregels van {len(amounts)} casussen; niet bekend: {what} van casus {', '.join(missing)}"
        return Recomputed(known, text, incomplete=True)
    return Recomputed(known)


def _one(figure: Figure, cases: Cases, casus: str, scenario: str | None) -> Bounds:
    return _kosten(figure | {"casus": casus, "scenario": scenario}, cases).bounds


def _savings(figure: Figure, cases: Cases) -> dict[str, Bounds]:
    return {
        casus: saving_of(cases.lines[cases.lines["casus"] == casus], choice, _betaler(figure))
        for casus, choice in _chosen(figure, cases).items()
    }


def _chosen(figure: Figure, cases: Cases) -> dict[str, Choice]:
    """Give the scenarios that a figure compares, per case; a scenario that it names takes the intervention's place."""
    named, found = text_of(figure, "scenario"), {}
    for casus in _cases_of(figure, cases):
        choice = cases.choices[casus]
        own = cases.scenario(casus, named) if named else None
        if own and own != choice.reference:
            choice = Choice(choice.reference, own)
        if choice.complete:
            found[casus] = choice
    return found


def _cases_of(figure: Figure, cases: Cases) -> list[str]:
    casus = text_of(figure, "casus")
    if fold(casus) == ALLE:
        return list(cases.choices)
    return [own for own in cases.choices if fold(own) == fold(casus)]


def _betaler(figure: Figure) -> str:
    return text_of(figure, "betaler") or ALLE


def text_of(row: Figure, column: str) -> str:
    """Give a text of a row; empty where the column or the value is missing."""
    value = row.get(column)
    return "" if value is None or pd.isna(value) else str(value).strip()


def number_of(value: object) -> float:
    """Give a number; NaN where it is missing."""
    return np.nan if value is None or pd.isna(value) else float(str(value))


_GROOTHEDEN: dict[str, Callable[[Figure, Cases], Recomputed]] = {
    "kosten": _kosten,
    "besparing": _besparing,
    "gemiddeldekosten": _gemiddelde_kosten,
    "gemiddeldebesparing": _gemiddelde_besparing,
    "factor": _factor,
    "aandeel": _aandeel,
}
GROOTHEDEN = {
    "kosten": "kosten",
    "besparing": "besparing",
    "gemiddeldekosten": "gemiddelde kosten",
    "gemiddeldebesparing": "gemiddelde besparing",
    "factor": "factor",
    "aandeel": "aandeel",
}
"""The quantities that can be checked: as folded, and as written in the results."""
