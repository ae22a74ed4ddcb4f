"""What is exported: the result tables of one edition as a run made them, with what every form says of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.disclosure.editions import STAGE, load_results, results_folder
from analysis.errors import InvoerFout, Melding
from analysis.exchange.export.labels import labels_of_table
from analysis.publishing.attacked import ATTACK, succeeded
from analysis.publishing.edition_folder import MANIFEST, RESULTS
from analysis.publishing.index_page import in_dutch
from analysis.publishing.title_block import band
from analysis.results.kaart import ONDERDRUKT, Kaart
from analysis.results.kaarten import NO_TABLES, kaarten
from analysis.study import Study
from analysis.study.doors import INTERN, PUBLIEK
from analysis.study.hashes import hash_file, read_json
from analysis.study.locks import study_lock
from analysis.study.stamps import OUTPUTS, read_stamp, stamp_file

HIDDEN = "weggelaten"
"""What stands where a number was left out: a word, which nobody takes for a number and a screen reader says."""
LANGUAGE = "nl-NL"
EDITION_WORDS = {INTERN: "Interne editie", PUBLIEK: "Publieke editie"}


@dataclass(frozen=True)
class Edition:
    """The tables of an edition, typed as their cards say; `tables` has every table that has a card, empty ones too."""

    study: Study
    codebook: Codebook
    editie: str
    tables: Mapping[str, pd.DataFrame]

    @property
    def is_internal(self) -> bool:
        """Whether small numbers may be in it."""
        return self.editie == INTERN

    @property
    def band(self) -> str:
        """What stands above every page of this edition: that the data are made up, that it is internal; or ''."""
        return band(self.study, self.editie)

    @property
    def title(self) -> str:
        """The title of what is exported; the internal edition says so first."""
        start = "INTERN: " if self.is_internal else ""
        return f"{start}{self.study.naam}, resultaten"

    @property
    def subtitle(self) -> str:
        """Which edition, of which municipality, and until when the data go."""
        place = f"gemeente {self.study.gemeente}" if self.study.gemeente else ""
        until = f"gegevens tot en met {in_dutch(self.study.gegevens_datum)}" if self.study.gegevens_datum else ""
        return ", ".join(part for part in (EDITION_WORDS[self.editie], place, until) if part)

    def hidden(self, name: str) -> pd.DataFrame:
        """Tell of every cell of a table whether it was left out for too few children (true) or not.

        Such a cell is empty, stands in a row whose `onderdrukt` is true, and in a column that the table's card guards.
        Any other empty cell is not known, does not apply, or is shown for no row of this edition.
        """
        table, guarded = self.tables[name], self.guarded(name)
        marked = table[ONDERDRUKT] if ONDERDRUKT in table else pd.Series(False, index=table.index)
        return pd.DataFrame(
            {column: marked & is_empty(table[column]) if column in guarded else False for column in table},
            index=table.index,
        )

    def guarded(self, name: str) -> frozenset[str]:
        """Give the columns of a table whose numbers are left out when they are of too few children."""
        return guarded_columns(kaarten()[name], self.study.publicatie.basis > 0)

    @cached_property
    def labels(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        """What the codes in a table mean, by table, column and code; a code that has no label is not there."""
        return {name: labels_of_table(table, self.study, self.codebook) for name, table in self.tables.items()}


def is_empty(values: pd.Series) -> pd.Series:
    """Tell which cells of a column have nothing."""
    return (values == "") if pd.api.types.is_string_dtype(values) else values.isna()


def guarded_columns(card: Kaart, rounds: bool) -> frozenset[str]:
    """Give the columns that a card guards in this way of publishing, without those that it never shows."""
    if card.onthulling is None:
        return frozenset()
    if rounds:
        part = card.onthulling.afronden
        return frozenset({*part.tellingen, *part.aandelen, *part.herrekend}) if part else frozenset()
    return frozenset(card.onthulling.onderdrukken.bewaakt) if card.onthulling.onderdrukken else frozenset()


def read_edition(study: Study, codebook: Codebook, editie: str) -> Edition:
    """Read the tables of an edition; raises InvoerFout with everything that is not there, or not as a run made it."""
    with study_lock(study):
        problems = list(_problems(study, editie))
        if problems:
            raise InvoerFout(problems)
        tables = load_results(study, editie)
    return Edition(study, codebook, editie, {name: tables[name] for name in kaarten()})


def _problems(study: Study, editie: str) -> Iterator[Melding]:
    folder, place = results_folder(study, editie), f"reports/{editie}/{RESULTS}"
    made, again = _made_by_a_run(study, editie), f"Draai `ikc run --edition {editie}`."
    if not any(folder.glob("*.csv")):
        yield Melding(place, f"de {editie}e editie is nog niet gemaakt." if editie == INTERN else
                      "de publieke editie is nog niet gemaakt.", advies=again, code="geen_editie")  # fmt: skip
        return
    if not made:
        text = "niet na te gaan of deze tabellen door een run zijn gemaakt: het manifest en de stempels zijn weg."
        yield Melding(place, text, advies=again, code="herkomst_onbekend")
        return
    names = [f"{name}.csv" for name in (*kaarten(), *NO_TABLES)]
    gone = tuple(name for name in names if not (folder / name).is_file())
    if gone:
        yield Melding(place, "niet alle tabellen zijn er.", regels=gone, advies=again, code="tabel_ontbreekt")
    changed = [name for name in names if name not in gone and hash_file(folder / name) != made.get(name)]
    if changed:
        text = "tabellen zijn anders dan de run ze maakte."
        advies = f"Draai `ikc run --edition {editie} --fresh`."
        yield Melding(place, text, regels=tuple(changed), advies=advies, code="tabel_veranderd")
    if editie == PUBLIEK and succeeded((read_json(study.reports / editie / MANIFEST) or {}).get(ATTACK)):
        text = "een aanval van buiten herleidde kleine aantallen uit deze editie; zij gaat niet naar buiten."
        yield Melding(f"reports/{editie}", text, advies="`ikc attack publiek` noemt waar.", code="aanval_geslaagd")


def _made_by_a_run(study: Study, editie: str) -> Mapping[str, str]:
    """Give the hash of every result table as it was made: by the stamp of the stage, else by the manifest."""
    stamp = read_stamp(stamp_file(study.reports, editie, STAGE))
    if stamp:
        return stamp[OUTPUTS]
    listed = (read_json(study.reports / editie / MANIFEST) or {}).get("uitvoer") or []
    start = f"{RESULTS}/"
    return {i["bestand"].removeprefix(start): i["sha256"] for i in listed if str(i.get("bestand")).startswith(start)}


def results_copies(study: Study, editie: str) -> dict[str, Path]:
    """Give the data dictionary and the list of tables of an edition, by file name."""
    folder = results_folder(study, editie)
    return {f"{name}.csv": folder / f"{name}.csv" for name in NO_TABLES}
