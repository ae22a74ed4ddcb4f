"""The form of a card: what is said of one result table, and what a card may not leave open.

A card says what one row is, which columns there are and what they mean, from what and how they are computed, and how
the table is disclosed. Everything that is known of a table is on its card; nothing is shown that no card allows.
"""

import re
from collections.abc import Iterator
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from analysis.results.onthulling import Deel, Onthulling

Soort = Literal["tekst", "geheel getal", "getal", "ja/nee", "datum"]
Orde = Literal["ikcs", "metingen", "bouwen", "maten", "verbanden", "perioden", "zorgvormen", "domeinen", "codeboek"]
ONDERDRUKT = "onderdrukt"
"""Whether a row lost a number."""
VAN_ONTHULLING = (ONDERDRUKT, "n_ikcs_klein", "n_ikcs_klein_reeks")
"""The columns that disclosure makes, for they depend on a threshold of publication. No producer hands them."""
VOLGNUMMER = "volgnummer"
"""The key of a table in which the same row may stand twice: the place of the row."""
ZOALS_GEMAAKT = "zoals gemaakt"
EIGEN_REGEL = "Eigen rekenregel van dit onderzoek"
"""The source of a method that nobody published; every other source names its year."""


class Kolom(Deel):
    """A column: its type, unit and meaning; `let_op` is the trap, `orde` the order of its categories.

    `vrij` says why it can tell nothing of a child, so that it is shown whatever the counts beside it.
    """

    type: Soort
    betekenis: str = Field(min_length=1)
    eenheid: str = ""
    let_op: str = ""
    orde: Orde | None = None
    vrij: str = ""

    @property
    def omschrijving(self) -> str:
        """The meaning and the trap, as the data dictionary has them."""
        return f"{self.betekenis} {self.let_op}".rstrip()


class Methode(Deel):
    """A published method, or a rule of our own: for what, how, from where; `plaats` is its place in the chapter.

    Used when `kolom` holds `waarde` (or begins with it, when it ends in `_`) in a report's own rows; without a
    `waarde` when the column has any value, without a `kolom` when the table has rows. `boek`: only the report over all
    IKCs shows what it gives.
    """

    naam: str
    plaats: int
    wat: str = Field(min_length=1)
    hoe: str = Field(min_length=1)
    bron: str = Field(min_length=1)
    kolom: str = ""
    waarde: str = ""
    boek: bool = False

    @field_validator("bron")
    @classmethod
    def _has_a_year(cls, bron: str) -> str:
        if bron != EIGEN_REGEL and not re.search(r"\b(18|19|20)\d\d\b", bron):
            raise ValueError(f"de bron '{bron}' noemt geen jaar, en is niet '{EIGEN_REGEL}'")
        return bron


class Kaart(Deel):
    """One result table: what one row is, its key, order, columns, sources and methods, and how it is disclosed.

    `sleutel` names each row (or is `volgnummer`); `volgorde` are the columns that the rows are sorted by, each in its
    own `orde`; ties, and everything with `zoals gemaakt`, keep the order in which they were made. `levering`: the
    deliveries of which rows in this table tell that they are there. `openbaar` says why nothing in the table can tell
    of a child.
    """

    tabel: str
    rij: str = Field(min_length=1)
    sleutel: tuple[str, ...] | Literal["volgnummer"]
    volgorde: tuple[str, ...] | Literal["zoals gemaakt"]
    plaats: int
    uit: tuple[str, ...] = Field(min_length=1)
    kolommen: dict[str, Kolom]
    levering: tuple[str, ...] = ()
    let_op: str = ""
    methode: tuple[Methode, ...] = ()
    onthulling: Onthulling | None = None
    openbaar: str = ""

    @property
    def sleutelkolommen(self) -> list[str]:
        """The columns of the key; none where rows are named by their place."""
        return [] if self.sleutel == VOLGNUMMER else list(self.sleutel)

    @property
    def sorteert(self) -> list[str]:
        """The columns that rows are sorted by; none where they stay as they were made."""
        return [] if self.volgorde == ZOALS_GEMAAKT else list(self.volgorde)

    @property
    def types(self) -> dict[str, str]:
        """The type of every column, in order."""
        return {name: kolom.type for name, kolom in self.kolommen.items()}

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        faults = [*self._unknown_columns(), *self._undisclosed()]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _unknown_columns(self) -> Iterator[str]:
        named: dict[str, Any] = {"sleutel": self.sleutelkolommen, "volgorde": self.sorteert}
        named |= {f"methode {item.naam}": [item.kolom] for item in self.methode if item.kolom}
        if self.onthulling:
            named |= {f"onthulling.{name}": sorted(part.genoemd) for name, part in self.onthulling.wegen.items()}
            named |= {"onthulling.getoond": self.onthulling.getoond.genoemd} if self.onthulling.getoond else {}
        for place, columns in named.items():
            absent = [column for column in columns if column not in self.kolommen]
            if absent:
                yield f"`{place}` noemt een kolom die niet op de kaart staat: {', '.join(absent)}"
        if self.sleutel != VOLGNUMMER and not self.sleutel:
            yield f"`sleutel` is leeg; een tabel waarin dezelfde rij vaker mag staan, heeft `{VOLGNUMMER}`"

    def _undisclosed(self) -> Iterator[str]:
        """Tell what the card leaves open: no way of disclosing, two at once, or a column of which nothing is said."""
        if self.onthulling is None and not self.openbaar.strip():
            yield "er is geen `onthulling`, en geen `openbaar` met de reden waarom niets erin over een kind gaat"
        if self.onthulling is not None and self.openbaar.strip():
            yield "`onthulling` en `openbaar` gaan niet samen"
        if self.onthulling is None:
            return
        ways = self.onthulling.wegen
        if not ways and not (self.onthulling.stappen and self.onthulling.waarom.strip()):
            yield "`onthulling` heeft geen regels; stappen alleen vragen een `waarom`"
        if len(ways) == 1:
            yield f"`onthulling` zegt alleen hoe het gaat met {next(iter(ways))}; elke weg moet er staan"
        if not ways and ONDERDRUKT in self.kolommen:
            yield f"`{ONDERDRUKT}` staat op de kaart, maar er is geen regel die het zet"
        settled = {ONDERDRUKT, *self._names(), *(name for name, kolom in self.kolommen.items() if kolom.vrij)}
        for name, part in ways.items():
            if getattr(part, "weg", ""):
                continue
            left = [column for column in self.kolommen if column not in settled | part.bewaakt]
            if left:
                yield f"`onthulling.{name}` zegt niets over {', '.join(left)}; noem het, of zeg waarom het `vrij` is"
        rounding = self.onthulling.afronden
        counts = [name for name in rounding.herrekend if self.types.get(name) == "geheel getal"] if rounding else []
        if counts:
            yield f"`onthulling.afronden` herrekent {', '.join(counts)}; een telling hoort bij `tellingen` of `vervalt`"
        if self.onthulling.onderdrukken:
            yield from self._uncounted(settled | self.onthulling.onderdrukken.geteld)
        if "onderdrukken" in ways and ONDERDRUKT not in self.kolommen:
            yield f"een tabel met regels heeft een kolom `{ONDERDRUKT}`"

    def _uncounted(self, counted: set[str]) -> Iterator[str]:
        """Tell which counts fall with another one only, and would be shown when they are small themselves."""
        counts = [name for name, kind in self.types.items() if kind == "geheel getal"]
        bare = [name for name in counts if name not in counted and name in self.onthulling.onderdrukken.bewaakt]
        if bare:
            yield (
                f"geen regel telt {', '.join(bare)}; geef een regel met `tel`, of zeg onder `via` welke telling nooit "
                "groter is en haar wist"
            )

    def _names(self) -> set[str]:
        """The columns of the key that are words; a number in a key is as much a number as any other."""
        return {name for name in self.sleutelkolommen if name in self.kolommen and self.types[name] == "tekst"}
