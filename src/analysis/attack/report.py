"""What an attack tried and found: as an object, as JSON for the manifest, and as Dutch text for the command line."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PRECIES, NAUW, NIET_AFGEROND, REGEL, WOORD, HASH, VERSCHIL = (
    "precies", "te nauw", "niet afgerond", "onbekende regel", "woord", "hash", "verschil",
)  # fmt: skip
MOST_LISTED = 50
MOST_SHOWN = 5
_WAYS = {"afronden": "afgerond op {basis}", "onderdrukken": "onder de {drempel} verborgen"}


@dataclass(frozen=True)
class Finding:
    """One cell or place that gives away more than it shows.

    `laag` and `hoog` are what it can still be. They stay in memory: neither JSON nor text holds them, for a report of
    an attack that succeeded would publish what it found.
    """

    soort: str
    tabel: str
    kolom: str = ""
    sleutel: tuple[tuple[str, str], ...] = ()
    laag: float | None = None
    hoog: float | None = None
    plaatsen: int = 1

    @property
    def waarden(self) -> int | None:
        """How many values it can still have; None when that is not what was found."""
        return None if self.laag is None or self.hoog is None else int(self.hoog - self.laag) + 1

    def als_json(self) -> dict[str, Any]:
        """Give the place and the kind, and no value."""
        return {"soort": self.soort, "tabel": self.tabel, "kolom": self.kolom, "sleutel": dict(self.sleutel),
                "waarden": self.waarden, "plaatsen": self.plaatsen}  # fmt: skip

    def als_tekst(self) -> str:
        """Give the place on one line."""
        key = ", ".join(value for _, value in self.sleutel)
        left = f", {self.waarden} mogelijk" if self.waarden and self.soort == NAUW else ""
        return (
            f"{self.tabel}.{self.kolom} ({key}): {self.soort}{left}"
            if key
            else f"{self.tabel} {self.kolom}: {self.soort}"
        )


@dataclass(frozen=True)
class MethodReport:
    """One method: how many cells or places it tried, with how many equations, in what time, and what it found."""

    naam: str
    geprobeerd: int
    vergelijkingen: int = 0
    seconden: float = 0.0
    gevonden: tuple[Finding, ...] = ()
    opmerkingen: tuple[str, ...] = ()

    def als_json(self) -> dict[str, Any]:
        """Give what is the same in every run on the same files: no time."""
        return {
            "naam": self.naam,
            "geprobeerd": self.geprobeerd,
            "vergelijkingen": self.vergelijkingen,
            "gevonden": len(self.gevonden),
            "per_tabel": dict(sorted(Counter(f"{item.tabel}.{item.kolom}" for item in self.gevonden).items())),
            "plaatsen": [item.als_json() for item in self.gevonden[:MOST_LISTED]],
            "opmerkingen": list(self.opmerkingen),
        }

    def als_tekst(self) -> str:
        """Give a line on what was tried and found, and the first findings below it."""
        tried = f"{number(self.geprobeerd)} geprobeerd"
        tried += f", {number(self.vergelijkingen)} vergelijkingen" if self.vergelijkingen else ""
        head = f"  {self.naam}: {tried}, {number(len(self.gevonden))} gevonden ({decimal(self.seconden)} s)"
        lines = [f"      {item.als_tekst()}" for item in self.gevonden[:MOST_SHOWN]]
        more = len(self.gevonden) - MOST_SHOWN
        lines += [f"      en nog {number(more)}"] if more > 0 else []
        return "\n".join([head, *lines, *(f"      let op: {note}" for note in self.opmerkingen)])


@dataclass(frozen=True)
class AttackReport:
    """A whole attack on one edition."""

    editie: str
    wijze: str
    basis: int
    drempel: int
    cellen: int
    verborgen: int
    methoden: tuple[MethodReport, ...] = field(default=())

    @property
    def gevonden(self) -> tuple[Finding, ...]:
        """Everything that was found."""
        return tuple(item for method in self.methoden for item in method.gevonden)

    @property
    def geslaagd(self) -> bool:
        """Whether the attack succeeded: then the edition may not be published."""
        return bool(self.gevonden)

    @property
    def vergelijkingen(self) -> int:
        """Equations that were tried, over all methods."""
        return sum(method.vergelijkingen for method in self.methoden)

    @property
    def seconden(self) -> float:
        """How long the attack took."""
        return sum(method.seconden for method in self.methoden)

    def als_json(self) -> dict[str, Any]:
        """Give the report for the manifest: the same for the same files, and no value that is not published."""
        return {
            "geslaagd": self.geslaagd,
            "methode": self.wijze,
            "basis": self.basis,
            "drempel": self.drempel,
            "cellen": self.cellen,
            "verborgen": self.verborgen,
            "vergelijkingen": self.vergelijkingen,
            "gevonden": len(self.gevonden),
            "methoden": [method.als_json() for method in self.methoden],
        }

    def als_tekst(self) -> str:
        """Give the report as a person reads it."""
        way = _WAYS[self.wijze].format(basis=self.basis, drempel=self.drempel)
        head = f"Aanval op {self.editie}: {number(self.cellen)} aantallen, {way}, {number(self.verborgen)} verborgen."
        return "\n".join([head, *(method.als_tekst() for method in self.methoden), "", self._verdict()])

    def _verdict(self) -> str:
        tried = f"{number(self.vergelijkingen)} vergelijkingen in {decimal(self.seconden)} seconden"
        if not self.geslaagd:
            return f"Niets gevonden, met {tried}."
        kinds = Counter(item.soort for item in self.gevonden)
        what = ", ".join(f"{number(count)} {kind}" for kind, count in sorted(kinds.items()))
        return f"GEVONDEN: {what}, met {tried}. Publiceer deze editie niet."


def number(count: int) -> str:
    """Write a whole number with points, as `1.373`."""
    return f"{count:,}".replace(",", ".")


def decimal(value: float) -> str:
    """Write a number with one decimal and a comma."""
    return f"{value:.1f}".replace(".", ",")


def as_key(names: list[str], values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Give a row's key for a finding."""
    return tuple((name, str(values[name])) for name in names)
