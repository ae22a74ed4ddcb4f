"""What each scenario of a case costs, per payer and in total, and what the intervention saves."""

import math
from dataclasses import dataclass

import pandas as pd

from analysis.codebook import Codebook, fold
from analysis.costs.bounds import Bounds, add_up, subtract
from analysis.costs.lines import measure_lines
from analysis.errors import Melding
from analysis.study import ALLE, Study

KOSTEN_COLUMNS = (
    "casus", "grootheid", "scenario", "betaler", "laag", "midden", "hoog", "onbekend", "ondergrens", "grens",
    "n_niet_gemonetariseerd", "n_posten",
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """Which scenario of a case is the reference and which the intervention; `melding` says why there is no choice."""

    reference: str | None = None
    intervention: str | None = None
    melding: str = ""

    @property
    def complete(self) -> bool:
        """Tell whether a saving can be computed."""
        return self.reference is not None and self.intervention is not None


def choose_scenarios(casus: str, names: list[str], study: Study) -> Choice:
    """Choose the reference and the intervention of a case: as study.yml says, for this case or for the study.

    Names match without regard for case, spaces and underscores. A case that has one of the two and exactly one other
    scenario is clear as well: the other is the counterpart. In every other case nothing is guessed: with two names
    that study.yml does not know, the sign of the saving would be a coin toss.
    """
    kosten = study.kosten
    wanted = kosten.per_casus.get(casus, kosten)
    known = {fold(name): name for name in names}
    reference, intervention = (
        known.get(fold(wanted.referentiescenario)),
        known.get(fold(wanted.interventiescenario)),
    )
    others = [name for name in names if name not in (reference, intervention)]
    if reference and not intervention and len(others) == 1:
        intervention = others[0]
    elif intervention and not reference and len(others) == 1:
        reference = others[0]
    if reference and intervention:
        return Choice(reference, intervention)
    return Choice(reference, intervention, _why_not(casus, names, wanted.referentiescenario))


def _why_not(casus: str, names: list[str], referentie: str) -> str:
    if len(names) == 1:
        return f"casus {casus} heeft maar één scenario ({names[0]}); er is geen besparing te berekenen."
    listed = ", ".join(names)
    return f"casus {casus} heeft de scenario's {listed}; welk daarvan de referentie is ({referentie}?) staat er niet."


def check_scenarios(casussen: pd.DataFrame, study: Study, bestand: str = "casussen") -> list[Melding]:
    """Report the cases for which no saving can be computed, in one message; the costs are computed all the same."""
    choices = choose_per_case(casussen, study)
    missing = tuple(choice.melding for choice in choices.values() if not choice.complete)
    if not missing:
        return []
    number = "1 casus heeft" if len(missing) == 1 else f"{len(missing)} casussen hebben"
    advies = "Zet in study.yml onder `kosten` de namen bij `referentiescenario` en `interventiescenario`."
    text = f"{number} geen herkenbare referentie en interventie."
    return [Melding(bestand, text, "waarschuwing", missing, advies, "scenario_onbekend")]


def measure_kosten(casussen: pd.DataFrame, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Give the costs of every scenario and the saving of every case, per payer and in total, in euros.

    Saving = reference - intervention (Drummond et al. 2015, ch. 2), low / middle / high by interval arithmetic. An item
    that is not in money makes a cost a lower bound; a saving becomes a lower bound when that item is in the reference
    and loses its middle and low when it is in the intervention. Amounts are as given: bring them to one price level
    first with `to_price_level` when that is wanted. Payers are those of the lines; a payer with no line in one of two
    scenarios pays nothing there.

    Parameters
    ----------
    casussen
        One row per cost line, from `tidy_casussen`.
    study
        For which scenario is the reference and which the intervention.
    codebook
        For the order of the payers.

    Returns
    -------
    One row per case, grootheid (`kosten` per scenario; `besparing`, with an empty scenario) and betaler (`alle` is the
    total). `onbekend`: an item is not in money. `ondergrens`: the figures are at least. `grens`: volledig, minstens,
    hoogstens or niet bekend.
    """
    lines = measure_lines(casussen)
    rows: list[dict[str, object]] = []
    for casus, names in _names_per_case(casussen).items():
        of_case = lines[lines["casus"] == casus]
        payers = [*payers_in_order(of_case, codebook), ALLE]
        rows += [
            _row(casus, "kosten", name, payer, cost_of(of_case, name, payer))
            for name in names
            for payer in payers
            if payer == ALLE or ((of_case["scenario"] == name) & (of_case["betaler"] == payer)).any()
        ]
        choice = choose_scenarios(casus, names, study)
        compared = of_case[of_case["scenario"].isin([choice.reference, choice.intervention])]
        rows += [
            _row(casus, "besparing", "", payer, saving_of(of_case, choice, payer))
            for payer in payers
            if choice.complete and (payer == ALLE or (compared["betaler"] == payer).any())
        ]
    return pd.DataFrame(rows, columns=list(KOSTEN_COLUMNS))


def cost_of(lines: pd.DataFrame, scenario: str, betaler: str = ALLE) -> Bounds:
    """Add up the lines of a scenario for a payer; `alle` is every payer."""
    of_scenario = lines["scenario"] == scenario
    of_payer = (lines["betaler"] == betaler) | (betaler == ALLE)
    return add_up(lines[of_scenario & of_payer])


def saving_of(lines: pd.DataFrame, choice: Choice, betaler: str = ALLE) -> Bounds:
    """Give the saving of one case for a payer: its reference minus its intervention."""
    return subtract(cost_of(lines, str(choice.reference), betaler), cost_of(lines, str(choice.intervention), betaler))


def choose_per_case(lines: pd.DataFrame, study: Study) -> dict[str, Choice]:
    """Choose the reference and the intervention of every case, cases in order of name."""
    return {casus: choose_scenarios(casus, names, study) for casus, names in _names_per_case(lines).items()}


def name_roles(lines: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Keep the lines of the cases whose saving has a middle, with `rol`: `vermeden` (reference) or `ingezet`.

    A case without a clear reference, or with an intervention post that is not in money, drops out whole: what was
    avoided by an effort of unknown cost says nothing. Lines of a third scenario drop out too.
    """
    roles: dict[tuple[str, str], str] = {}
    for casus, choice in choose_per_case(lines, study).items():
        if choice.complete and not math.isnan(saving_of(lines[lines["casus"] == casus], choice).midden):
            roles[casus, str(choice.reference)] = "vermeden"
            roles[casus, str(choice.intervention)] = "ingezet"
    rol = [roles.get(pair, "") for pair in zip(lines["casus"], lines["scenario"], strict=True)]
    return lines.assign(rol=rol).query("rol != ''").reset_index(drop=True)


def payers_in_order(lines: pd.DataFrame, codebook: Codebook) -> list[str]:
    """Give the payers that occur, in the order of the codebook, those it does not know last, by name."""
    order = {code: place for place, code in enumerate(codebook.content["betalers"])}
    return sorted(lines["betaler"].unique(), key=lambda code: (order.get(code, len(order)), code))


def _names_per_case(casussen: pd.DataFrame) -> dict[str, list[str]]:
    """Give each case's scenarios by name, so that the order of the rows does not matter."""
    cases = sorted(casussen["casus"].unique())
    return {casus: sorted(casussen.loc[casussen["casus"] == casus, "scenario"].unique()) for casus in cases}


def _row(casus: str, grootheid: str, scenario: str, betaler: str, amount: Bounds) -> dict[str, object]:
    return {
        "casus": casus,
        "grootheid": grootheid,
        "scenario": scenario,
        "betaler": betaler,
        "laag": round(amount.laag, 6),
        "midden": round(amount.midden, 6),
        "hoog": round(amount.hoog, 6),
        "onbekend": amount.onbekend,
        "ondergrens": amount.grens == "minstens",
        "grens": amount.grens,
        "n_niet_gemonetariseerd": amount.n_niet_gemonetariseerd,
        "n_posten": amount.n_posten,
    }
