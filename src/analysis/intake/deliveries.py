"""All deliveries of a study, read: every file in data/raw, each to its text tables."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.cbs import read_cbs
from analysis.intake.files import RawTable, read_file
from analysis.intake.ikcs import ikcs_in_name, match_ikcs
from analysis.intake.places import DELIVERIES, FILES, Places, find_places, melding_loose
from analysis.intake.toewijzingen import read_toewijzingen
from analysis.study import Study
from analysis.study.doors import refuse_in_public
from analysis.study.keys import read_key


@dataclass(frozen=True)
class Deliveries:
    """Text tables per delivery (a delivery that was not delivered is an empty list) and the messages on the folder.

    `cbs` are the files of data/raw/cbs, kept as paths: a StatLine file's columns change name every year.
    """

    tables: dict[str, list[RawTable]]
    meldingen: list[Melding] = field(default_factory=list)
    cbs: list[Path] = field(default_factory=list)

    def of(self, delivery: str) -> list[RawTable]:
        """Give the tables of one delivery."""
        return self.tables.get(delivery, [])

    def all_meldingen(self) -> list[Melding]:
        """Give the messages on the folder and those of every table, in order of reading."""
        return [*self.meldingen, *(melding for table in self._all() for melding in table.meldingen)]

    @cached_property
    def persons(self) -> frozenset[str]:
        """Give the keyed hashes of what columns with personal data said, of all tables together."""
        return frozenset().union(*(table.personen for table in self._all()))

    def _all(self) -> Iterator[RawTable]:
        for delivery in DELIVERIES:
            yield from self.of(delivery)


def read_deliveries(study: Study, codebook: Codebook, key: bytes | None = None) -> Deliveries:
    """Read every delivery in data/raw. Problems are messages in the result: nothing is raised for a file's contents.

    `key` is the study's own one for pseudonyms; another gives other ones, to find a child by.
    """
    refuse_in_public("data/raw")
    key = key or read_key(study, "pseudoniem")
    places = find_places(study, codebook)
    tables: dict[str, list[RawTable]] = {
        delivery: [
            table for path in places.files[delivery] for table in read_file(path, study, codebook, delivery, key)
        ]
        for delivery in FILES
    }
    tables["inventarisatie"] = _read_inventories(places, study, codebook, key)
    tables["toewijzingen"] = read_toewijzingen(study, codebook, key, places.files["toewijzingen"])
    tables["cbs"] = read_cbs(places.files["cbs"], study)
    return Deliveries(tables, places.meldingen, places.files["cbs"])


def _read_inventories(places: Places, study: Study, codebook: Codebook, key: bytes) -> list[RawTable]:
    tables: list[RawTable] = []
    for meting, path in places.inventories:
        named = ikcs_in_name(path.stem, study) or ikcs_in_name(path.parent.name, study)
        constants = {"meting": meting} | ({"ikc": named[0]} if len(named) == 1 else {})
        read = read_file(path, study, codebook, "inventarisatie", key, constants)
        tables += [_check_ikc(_check_meting(table, path, study), study) for table in read]
    return tables


def _check_meting(table: RawTable, path: Path, study: Study) -> RawTable:
    """An inventory outside the folders of the metingen needs sheets that name their meting."""
    if not table.kolommen or table.vast["meting"]:
        return table
    loose = replace(melding_loose(path, study), bestand=table.bestand)
    return replace(table, rows=table.rows.head(0), kolommen=(), meldingen=(*table.meldingen, loose))


def _check_ikc(table: RawTable, study: Study) -> RawTable:
    """An inventory's IKC is in a column or in its name; neither is a fout, both and different a waarschuwing."""
    if not table.kolommen:
        return table
    has_column = "ikc" in table.kolommen
    if not has_column and "ikc" not in table.vast:
        advies = "Voeg een kolom ikc toe, of zet de code of naam van het IKC in de bestandsnaam."
        melding = Melding(table.bestand, "het is niet duidelijk van welk IKC dit is.", advies=advies, code="geen_ikc")
        return replace(table, meldingen=(*table.meldingen, melding))
    other = sorted(set(match_ikcs(table.rows["ikc"], study)) - {"", table.vast.get("ikc", "")})
    if has_column and "ikc" in table.vast and other:
        tekst = f"de naam noemt {table.vast['ikc']}, de kolom ikc noemt {', '.join(other)}; de kolom telt."
        melding = Melding(table.bestand, tekst, "waarschuwing", advies="Controleer de bestandsnaam.", code="ikc_dubbel")
        return replace(table, meldingen=(*table.meldingen, melding))
    return table
