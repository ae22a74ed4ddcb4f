"""The form of a card: what is said of one result table, and what a card may not leave open.

A card says what one row is, which columns there are and what they mean, from what and how they are computed, and how
the table is disclosed. Everything that is known of a table is on its card; nothing is shown that no card allows.
"""

import re
from collections.abc import Iterator
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Soort = Literal["tekst", "geheel getal", "getal", "ja/nee", "datum"]
Orde = Literal["ikcs", "metingen", "bouwen", "maten", "verbanden", "perioden", "zorgvormen", "domeinen", "codeboek"]
ONDERDRUKT = "onderdrukt"
"""The one column that disclosure makes: whether a row lost a number. No producer hands it."""
VOLGNUMMER = "volgnummer"
"""The key of a table in which the same row may stand twice: the place of the row."""
ZOALS_GEMAAKT = "zoals gemaakt"
EIGEN_REGEL = "Eigen rekenregel van dit onderzoek"
"""The source of a method that nobody published; every other source names its year."""


class _Deel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Kolom(_Deel):
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


class Methode(_Deel):
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


class Regel(_Deel):
    """A rule of suppression: the count `tel` and what falls when it, or the rest of its total, is too small.

    `tel` is guarded (times `maal`, for a share whose numerator is no column); too small is below the study's threshold,
    or below `tot`. `van` is its total: the rest is guarded as well, for "all but two" tells as much as "two". `nul_mag`
    and `rest_nul_mag`: a zero may be shown. `waar`: only rows with these values. What falls: `wist` is emptied, `woord`
    gets another text, `rond` is rounded to whole percentage points. `stil`: the row is not marked, only a detail fell.
    """

    tel: str
    maal: str = ""
    van: str = ""
    tot: float | None = None
    nul_mag: bool = False
    rest_nul_mag: bool = False
    waar: dict[str, list[str]] = {}
    wist: list[str] = []
    woord: dict[str, str] = {}
    rond: list[str] = []
    stil: bool = False

    @property
    def bewaakt(self) -> set[str]:
        """The columns that this rule guards."""
        return {*self.wist, *self.woord, *self.rond}

    @property
    def genoemd(self) -> set[str]:
        """Every column that this rule names."""
        return self.bewaakt | {self.tel, *self.waar} | ({self.maal, self.van} - {""})


class Onderdrukken(_Deel):
    """Disclosure by suppression: its rules and steps.

    `hele_rij_behalve`: in a suppressed row no number is left but these; without it a row may have lost one of many.
    """

    regels: list[Regel] = Field(min_length=1)
    stappen: list[str] = []
    hele_rij_behalve: list[str] | None = None

    @property
    def bewaakt(self) -> set[str]:
        """The columns that a rule guards."""
        return {column for regel in self.regels for column in regel.bewaakt}

    @property
    def genoemd(self) -> set[str]:
        """Every column that is named."""
        return {column for regel in self.regels for column in regel.genoemd} | set(self.hele_rij_behalve or [])


class Afronden(_Deel):
    """Disclosure by rounding: which counts are rounded, and what becomes of what was computed from them.

    `aandelen` are [numerator, denominator, factor], `verschillen` and `quotienten` [from, to]: computed again from what
    is rounded. `vervalt` cannot be, and is emptied; `blijft` is kept as the exact counts made it.
    """

    tellingen: list[str]
    aandelen: dict[str, tuple[str, str, float]] = {}
    verschillen: dict[str, tuple[str, str]] = {}
    quotienten: dict[str, tuple[str, str]] = {}
    vervalt: list[str] = []
    blijft: list[str] = []
    stappen: list[str] = []

    @property
    def bewaakt(self) -> set[str]:
        """The columns of which this says what becomes of them."""
        recomputed = {*self.aandelen, *self.verschillen, *self.quotienten}
        return {*self.tellingen, *recomputed, *self.vervalt, *self.blijft}

    @property
    def genoemd(self) -> set[str]:
        """Every column that is named."""
        pairs = [*self.verschillen.values(), *self.quotienten.values(), *(pair[:2] for pair in self.aandelen.values())]
        return self.bewaakt | {column for pair in pairs for column in pair}


class Onthulling(_Deel):
    """How a table is disclosed: a part for each way of publishing, and the steps that every way takes.

    A table with steps alone says `waarom` that is enough; one with rules has them for every way.
    """

    waarom: str = ""
    stappen: list[str] = []
    onderdrukken: Onderdrukken | None = None
    afronden: Afronden | None = None

    @property
    def wegen(self) -> dict[str, Onderdrukken | Afronden]:
        """The parts by the name of their way of publishing."""
        parts = {"onderdrukken": self.onderdrukken, "afronden": self.afronden}
        return {name: part for name, part in parts.items() if part is not None}

    @property
    def alle_stappen(self) -> list[str]:
        """The names of all steps, of every way."""
        return [*self.stappen, *(name for part in self.wegen.values() for name in part.stappen)]


class Kaart(_Deel):
    """One result table: what one row is, its key, order, columns, sources and methods, and how it is disclosed.

    `sleutel` names each row (or is `volgnummer`); `volgorde` are the columns that the rows are sorted by, each in its
    own `orde`; ties, and everything with `zoals gemaakt`, keep the order in which they were made. `levering`: the
    deliveries of which rows in this table tell that they are there. `openbaar` says why nothing in the table can tell
    of a child.
    """

    tabel: str
    rij: str = Field(min_length=1)
    sleutel: list[str] | Literal["volgnummer"]
    volgorde: list[str] | Literal["zoals gemaakt"]
    plaats: int
    uit: list[str] = Field(min_length=1)
    kolommen: dict[str, Kolom]
    levering: list[str] = []
    let_op: str = ""
    methode: list[Methode] = []
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
        settled = {*self.sleutelkolommen, ONDERDRUKT, *(name for name, kolom in self.kolommen.items() if kolom.vrij)}
        for name, part in ways.items():
            left = [column for column in self.kolommen if column not in settled | part.bewaakt]
            if left:
                yield f"`onthulling.{name}` zegt niets over {', '.join(left)}; noem het, of zeg waarom het `vrij` is"
        if "onderdrukken" in ways and ONDERDRUKT not in self.kolommen:
            yield f"een tabel met regels heeft een kolom `{ONDERDRUKT}`"
