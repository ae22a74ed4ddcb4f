"""The special steps that a card may name under `onthulling`: what a rule on one row cannot do."""

from collections.abc import Callable, Mapping

import pandas as pd

from analysis.disclosure.cases import drop_children, hide_ikc_of_cases
from analysis.disclosure.curves import suppress_curves
from analysis.disclosure.ledger import ledger_per_delivery, messages_per_delivery
from analysis.disclosure.messages import suppress_meldingen
from analysis.errors import InvoerFout, Melding
from analysis.results.kaarten import card_file, kaarten

Step = Callable[[pd.DataFrame, Mapping[str, pd.DataFrame], int], pd.DataFrame]
"""A step gets the table as the rules left it, every exact table, and the threshold; it gives the table as shown."""

STEPS: dict[str, Step] = {
    "verberg_ikc_van_casus": lambda table, results, threshold: hide_ikc_of_cases(
        table, results.get("kosten", pd.DataFrame()), threshold
    ),
    "verberg_kinderen": lambda table, results, threshold: drop_children(table),
    "dun_curves": lambda table, results, threshold: suppress_curves(table, threshold),
    "per_levering": lambda table, results, threshold: ledger_per_delivery(table),
    "meldingen_per_levering": lambda table, results, threshold: messages_per_delivery(table),
    "verkort_meldingen": lambda table, results, threshold: suppress_meldingen(table, threshold),
}


def refuse_unknown_steps() -> None:
    """Raise InvoerFout when a card names a step that does not exist: its table would be shown without it."""
    faults = [
        Melding(card_file(name), f"`onthulling` noemt een stap die niet bestaat: {step}.",
                advies=f"Bekend zijn: {', '.join(STEPS)}.", code="onbekende_stap")
        for name, card in kaarten().items() if card.onthulling
        for step in card.onthulling.alle_stappen if step not in STEPS
    ]  # fmt: skip
    if faults:
        raise InvoerFout(faults)
