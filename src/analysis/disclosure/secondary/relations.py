"""How the counts of all tables hang together: `verbanden.yml` as frozen objects, checked against the cards."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from pydantic import Field

from analysis.disclosure.secondary.tables import LONE
from analysis.errors import InvoerFout, Melding
from analysis.results.kaarten import kaarten
from analysis.results.onthulling import Deel

FILE = Path(__file__).with_name("verbanden.yml")
CONSTANT = "="


class Cel(Deel):
    """A kind of count: its axes, along which 'alle' is a sum or counts once, what it is never more than.

    `gewicht`: what hiding one costs, beside others.
    """

    langs: tuple[str, ...]
    totaal: tuple[str, ...] = ()
    vereniging: tuple[str, ...] = ()
    hoogstens: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    reeks_van: str = ""
    gewicht: float = 1.0


class Plek(Deel):
    """Where a table holds a cell: the column `tel`, per axis a column or =value; no `tel`: it is computed from it.

    The first axis is the IKC. `zonder`: `tel` is the sum of this column over the other rows' IKCs.
    """

    cel: str
    langs: tuple[str, ...]
    tel: str = ""
    waar: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    zonder: str = ""


class Som(Deel):
    """The cells of `plus` add up to the cells of `min`, for every value of the axes of `per`."""

    per: tuple[str, ...]
    plus: tuple[str, ...]
    min: tuple[str, ...]


class Verbanden(Deel):
    """Every kind of cell, where each table holds them, and the sums between kinds."""

    cellen: dict[str, Cel]
    tabellen: dict[str, tuple[Plek, ...]]
    lineair: tuple[Som, ...] = ()


@cache
def load_relations(path: Path = FILE) -> Verbanden:
    """Read the relations; raises InvoerFout for a table, column or kind of cell that does not exist."""
    found = Verbanden.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    faults = [*_faults(found)]
    if faults:
        raise InvoerFout(
            [Melding(path.name, text, advies="Verbeter de verbanden, of de kaart.", code="verband") for text in faults]
        )
    return found


def _faults(found: Verbanden) -> Iterator[str]:
    cards = kaarten()
    for table, places in found.tabellen.items():
        if table not in cards:
            yield f"er is geen tabel {table}."
            continue
        for place in places:
            named = {name for name in place.langs if not name.startswith(CONSTANT)} | {*place.waar}
            absent = sorted((named | ({place.tel} - {""})) - {*cards[table].kolommen, LONE})
            if absent:
                yield f"{table}: geen kolom {', '.join(absent)}."
            if place.cel not in found.cellen or len(found.cellen[place.cel].langs) != len(place.langs):
                yield f"{table}: {place.cel} is geen cel met {len(place.langs)} assen."
