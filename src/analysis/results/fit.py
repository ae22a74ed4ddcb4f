"""Does a result table fit its card? What no card knows stops the run, in every edition."""

from collections.abc import Iterator, Mapping

import pandas as pd

from analysis.errors import InvoerFout, Melding
from analysis.results.kaart import VAN_ONTHULLING, Kaart
from analysis.results.kaarten import card_file, kaarten, without_card

_ADVICE = "Pas de kaart aan, of wat de tabel maakt: zij moeten precies dezelfde kolommen hebben."


def refuse_misfits(results: Mapping[str, pd.DataFrame]) -> None:
    """Raise InvoerFout with everything in which tables differ from their cards: nothing of them is shown then.

    A table without a card; a column that the card does not name, or one that is on the card and absent (of a table
    without rows only the first counts); two rows with the same key. What disclosure makes may be absent.
    """
    cards = kaarten()
    faults = [without_card(name) for name in results if name not in cards]
    faults += [fault for name, table in results.items() if name in cards for fault in _misfits(cards[name], table)]
    if faults:
        raise InvoerFout(faults)


def _misfits(card: Kaart, table: pd.DataFrame) -> Iterator[Melding]:
    where = card_file(card.tabel)
    strange = [str(column) for column in table.columns if column not in card.kolommen]
    if strange:
        text = f"de tabel heeft een kolom die niet op de kaart staat: {', '.join(strange)}."
        yield Melding(where, text, advies=_ADVICE, code="kolom_niet_op_kaart")
    if table.empty:
        return
    absent = [column for column in card.kolommen if column not in (*table.columns, *VAN_ONTHULLING)]
    if absent:
        text = f"een kolom van de kaart ontbreekt in de tabel: {', '.join(absent)}."
        yield Melding(where, text, advies=_ADVICE, code="kolom_ontbreekt")
    keys = card.sleutelkolommen
    if keys and not set(keys) & set(absent):
        doubled = int(table.duplicated(keys).sum())
        if doubled:
            text = f"{doubled} {'rij heeft' if doubled == 1 else 'rijen hebben'} een sleutel die er al is."
            yield Melding(where, text, regels=(f"sleutel: {', '.join(keys)}",), code="sleutel_dubbel")
