"""The special steps that a card may name under `onthulling`: what a rule on one row cannot do."""

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd

from analysis.disclosure.cases import drop_children, hide_ikc_of_cases, hide_untold, merge_untold
from analysis.disclosure.curves import suppress_curves
from analysis.disclosure.hours import publish_beweging, publish_inzet
from analysis.disclosure.ledger import ledger_per_delivery, messages_per_delivery, round_ledger
from analysis.disclosure.messages import drop_counts, suppress_meldingen
from analysis.disclosure.rounding import read_afronder
from analysis.errors import InvoerFout, Melding
from analysis.results.kaarten import card_file, kaarten
from analysis.study import Study
from analysis.study.kosten import REKENSOMMEN

Step = Callable[[pd.DataFrame, Mapping[str, pd.DataFrame], Study], pd.DataFrame]
"""A step gets the table as the rules left it, every exact table, and the study; it gives the table as shown."""


def _only_asked(som: str, table: pd.DataFrame, results: Mapping[str, pd.DataFrame], study: Study) -> pd.DataFrame:
    """Leave out a sum over assumptions, unless study.yml asks for it in public: a number that travels without them."""
    return table if som in study.kosten.openbare_rekensommen else table.head(0)


STEPS: dict[str, Step] = {
    "alleen_verteld": lambda table, results, study: hide_untold(table, results, study.vertelde_casussen),
    "voeg_casussen_samen": lambda table, results, study: merge_untold(table, study.publicatie.minimum_casussen),
    "verberg_ikc_van_casus": lambda table, results, study: hide_ikc_of_cases(
        table, results.get("kosten", pd.DataFrame()), study.publicatie.drempel
    ),
    "meldingen_zonder_aantallen": lambda table, results, study: drop_counts(table),
    "verberg_kinderen": lambda table, results, study: drop_children(table),
    "dun_curves": lambda table, results, study: suppress_curves(table, study.publicatie.drempel),
    "verkort_meldingen": lambda table, results, study: suppress_meldingen(table, study.publicatie.drempel),
    "rond_grootboek": lambda table, results, study: round_ledger(table, read_afronder(study)),
    "koppeling_telt_op": lambda table, results, study: add_up_links(table),
    "zonder_namen": lambda table, results, study: table[~table["alleen_intern"].astype(bool)].reset_index(drop=True),
    "niet_openbaar": lambda table, results, study: table.head(0),
    "uren_openbaar": publish_inzet,
    "beweging_openbaar": publish_beweging,
    **{f"{som}_gevraagd": partial(_only_asked, som) for som in REKENSOMMEN},
    "per_levering": lambda table, results, study: ledger_per_delivery(table),
    "meldingen_per_levering": lambda table, results, study: messages_per_delivery(table),
}


def add_up_links(table: pd.DataFrame) -> pd.DataFrame:
    """Give all toewijzingen of a file as the sum of the rounded ways in which they came to an IKC.

    Rounded by itself, 16 of four ways of 4 each could become 20 beside four zeros, and show every one of them.
    """
    ways = ["n_kolom", "n_inschrijving", "n_later", "n_geen"]
    return table.assign(n=table[ways].sum(axis=1, skipna=False))


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
