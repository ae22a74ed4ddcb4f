"""The one exception for what a researcher can fix, and the messages it carries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

IKC_OPZIJ = "ikc_opzij"
"""Code of the message that an IKC was set aside for the fouten in its delivery; its `ikcs` name it."""


@dataclass(frozen=True)
class Onbekend:
    """A text that the codebook does not know: for which of its files (`deel`) and which field or delivery (`veld`).

    `aantal` is in how many rows (0 for a header), `mogelijk` what it may mean, the likeliest first where that is known.
    """

    deel: str
    veld: str
    tekst: str
    aantal: int = 0
    mogelijk: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plaats:
    """A cell, row or column that a finding is about.

    `rij` as a spreadsheet shows it (None: no row of its own); `kolom` is the canonical column, or the header as it was
    delivered where the codebook does not know it ('': the whole row). `bestand` is as in `Melding`, with `#blad`.
    """

    bestand: str
    rij: int | None = None
    kolom: str = ""

    @property
    def blad(self) -> str:
        """The sheet of a workbook; empty for a text file."""
        return self.bestand.partition("#")[2]


@dataclass(frozen=True)
class Melding:
    """One finding about a delivery: where, what, how much, what to do. Holds codes and counts, never a child's record.

    `bestand` is relative to the study folder; `tekst` is one Dutch sentence; `regels` are the indented details (value,
    count, first row, closest known name); `code` is the stable name of the rule that spoke. `plaatsen` are the cells it
    is about, where they are known: for marking them in a copy, and no part of what makes two messages the same;
    `onbekend` is what a study's codebook could settle, `plakregels` the lines that do so: for the researcher alone.
    `ikcs` are the IKCs whose rows it is about, empty when it is not known to be about some only.
    """

    bestand: str
    tekst: str
    ernst: Literal["fout", "waarschuwing"] = "fout"
    regels: tuple[str, ...] = ()
    advies: str = ""
    code: str = ""
    plaatsen: tuple[Plaats, ...] = field(default=(), compare=False)
    onbekend: tuple[Onbekend, ...] = field(default=(), compare=False)
    plakregels: tuple[str, ...] = field(default=(), compare=False)
    ikcs: tuple[str, ...] = ()

    def als_tekst(self) -> str:
        """Give the message as a reader sees it: `bestand: tekst`, the details indented, then the advice."""
        parts = [f"{self.bestand}: {self.tekst}" if self.bestand else self.tekst]
        details = (*self.regels, *self.plakregels)
        if details:
            parts.append("\n".join(f"  {regel}" for regel in details))
        if self.advies:
            parts.append(self.advies)
        return "\n\n".join(parts) if details else "\n".join(parts)


class InvoerFout(Exception):
    """Something in the input that a researcher can fix. Shown as Dutch text, exit code 1, never as a traceback."""

    def __init__(self, meldingen: Iterable[Melding] | str) -> None:
        if isinstance(meldingen, str):
            meldingen = [Melding(bestand="", tekst=meldingen)]
        self.meldingen = tuple(meldingen)
        super().__init__("\n\n".join(melding.als_tekst() for melding in self.meldingen))

    def __reduce__(self) -> tuple[type["InvoerFout"], tuple[tuple[Melding, ...]]]:
        """Let the exception travel between worker processes."""
        return (type(self), (self.meldingen,))


def only_fouten(meldingen: Iterable[Melding]) -> list[Melding]:
    """Keep the messages that block a run."""
    return [melding for melding in meldingen if melding.ernst == "fout"]
