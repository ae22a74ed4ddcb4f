"""What a notebook opens: one IKC, or all, in one edition, with every result table as that edition may show it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.codebook import Codebook, load_codebook
from analysis.disclosure.shown import decide_shown
from analysis.errors import InvoerFout
from analysis.presentation.asked import check_choice, check_types
from analysis.presentation.naming import label_of, labels_of, meting_label, name_rows
from analysis.presentation.reads import hash_rows
from analysis.presentation.taal.oordelen import add_outcome
from analysis.presentation.together import TOGETHER, beside, owner_of, spread_elsewhere
from analysis.results.kaarten import kaarten, tables_of_delivery, without_card
from analysis.results.parts import OwnRows, Parts
from analysis.study import ALLE, STUDY_FILE, Ikc, Meting, Study, load_study
from analysis.study.doors import PUBLIEK, refuse_in_public
from analysis.study.reads import note_read, notes_file

if TYPE_CHECKING:
    from analysis.tidy.tidy_study import TidyStudy

EDITIES = ("intern", "publiek")
OVER_ALLE, EEN_IKC = "over_alle", "een_ikc"
"""What a cell can ask for beside deliveries: the report over all IKCs, or the report of one."""


@dataclass(frozen=True)
class Rapport:
    """One report's view on the results: `tabel` gives this IKC's rows, `alle` every row, both suppressed.

    `tabel`, `alle`, `samen`, `elders` and `heeft` are how a report reads; in a batch each is noted, so that a report is
    made again when what it read has changed, and only then. With `parts` an IKC's rows and what it reads of the others
    are read by themselves, and whole tables only for `alle`.
    """

    study: Study
    codebook: Codebook
    ikc: str
    editie: str
    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    parts: Parts | None = field(default=None, repr=False)

    def alle(self, name: str) -> pd.DataFrame:
        """Give every row of a result table; an empty table when the study has none of that name."""
        self._note("alle", name)
        return self._every_row(name).copy()

    def tabel(self, name: str) -> pd.DataFrame:
        """Give this IKC's rows of a result table; every row of a table that is not per IKC."""
        self._note("tabel", name)
        return self._own_rows(name).copy()

    def heeft(self, delivery: str) -> bool:
        """Tell whether this IKC (for `alle`: the study) has results or rows from a delivery; CBS is for `alle` only."""
        self._note("heeft", delivery)
        return self._has(delivery)

    def samen(self, name: str) -> pd.DataFrame:
        """Give a summary of all IKCs, one of `together.TOGETHER`: small, however many IKCs there are."""
        self._note("samen", name)
        return self._summary(name).copy()

    def naast(self, name: str) -> pd.DataFrame:
        """Give the rows of a table that a figure draws beside each other: this IKC's and those of the others.

        Of more than `together.MOST_BESIDE` IKCs the rows of the others are two, with `LAAGSTE` and `HOOGSTE` as `ikc`:
        the ends between which they lie. In the report over all IKCs its own rows stand beside those of every IKC.
        """
        return beside(self.tabel(name), self.samen(name), name)

    def elders(self, meting: str) -> pd.DataFrame:
        """Give the lowest and the highest level of the other IKCs at a meting, as `spread_elsewhere` has them."""
        self._note("elders", meting)
        return self._elsewhere(meting)

    def hash_read(self, what: str, name: str) -> str:
        """Give the hash of what a read gives; empty for what is no read of this report."""
        if what == "heeft":
            return str(self._has(name))
        if self.parts and (digest := self._digest(self.parts, what, name)):
            return digest
        rows = {"alle": self._every_row, "tabel": self._own_rows, "samen": self._summary, "elders": self._elsewhere}
        return hash_rows(rows[what](name)) if what in rows else ""

    def _digest(self, parts: Parts, what: str, name: str) -> str:
        """Give the hash of a read as it lies on disk; empty where that says less than what the read gives."""
        if what == "tabel" and self._is_cut(name):
            return self._own_part.digest(name)
        kept = {"alle": parts.whole, "tabel": parts.whole, "samen": parts.together}.get(what)
        return "" if kept is None else kept.digest(name)

    def _note(self, what: str, name: str) -> None:
        path, read = notes_file(), (what, name)
        if path and read not in self._noted:
            self._noted.add(read)
            note_read(path, json.dumps([self.editie, self.ikc, what, name]), self.hash_read(what, name))

    @cached_property
    def _noted(self) -> set[tuple[str, str]]:
        """The reads that were noted before."""
        return set()

    def _every_row(self, name: str) -> pd.DataFrame:
        return self.tables.get(name, pd.DataFrame())

    def _summary(self, name: str) -> pd.DataFrame:
        return self.parts.together[name] if self.parts else TOGETHER[name](self._every_row)

    def _elsewhere(self, meting: str) -> pd.DataFrame:
        return spread_elsewhere(self._summary("hoofdindicatoren"), self.ikc, meting)

    def _own_rows(self, name: str) -> pd.DataFrame:
        if name not in self._own:
            self._own[name] = self._own_part.rows(name) if self.parts and self._is_cut(name) else self._cut(name)
        return self._own[name]

    def _cut(self, name: str) -> pd.DataFrame:
        table = self._every_row(name)
        owner = owner_of(table.columns, self.over_alle)
        return table[table[owner] == self.ikc].reset_index(drop=True) if owner else table

    def _is_cut(self, name: str) -> bool:
        """Tell whether the parts have this report's rows of a table apart."""
        return name in self.tables and bool(owner_of(self.parts.whole.columns(name), self.over_alle))

    @cached_property
    def _own_part(self) -> OwnRows:
        """This IKC's rows as they lie on disk."""
        return self.parts.own(self.ikc)

    def _has(self, delivery: str) -> bool:
        if delivery in (OVER_ALLE, EEN_IKC):
            return self.over_alle == (delivery == OVER_ALLE)
        if delivery == "cbs" and not self.over_alle:
            return False
        tables = tables_of_delivery(delivery)
        if tables:
            rows = self._every_row if self.over_alle else self._own_rows
            return any(len(rows(name)) > 0 for name in tables)
        return delivery in set(self._summary("leveringen")["levering"])

    @cached_property
    def _own(self) -> dict[str, pd.DataFrame]:
        """This IKC's rows by table, kept from the first time that they were asked for."""
        return {}

    def of(self, ikc: str) -> "Rapport":
        """Give the view of another IKC, or of `alle`, on the same results."""
        return replace(self, ikc=ikc)

    @property
    def basis(self) -> int:
        """What the counts of this edition are rounded to; 0 where they are exact."""
        return self.study.publicatie.basis if self.editie == "publiek" else 0

    @property
    def over_alle(self) -> bool:
        """Whether this report is about all IKCs together."""
        return self.ikc == ALLE

    @property
    def naam(self) -> str:
        """Name of the IKC as readers know it."""
        name = self.study.naam_of_ikc(self.ikc)
        return name if self.over_alle or name.upper().startswith("IKC") else f"IKC {name}"

    @property
    def eigen_ikc(self) -> Ikc | None:
        """The IKC of this report as study.yml has it; None over all IKCs."""
        return next((item for item in self.study.ikcs if item.ikc == self.ikc), None)

    @property
    def start_jok(self) -> date | None:
        """The day on which the jeugdondersteuner of this IKC started; None without one, and over all IKCs."""
        return self.eigen_ikc.start_jok if self.eigen_ikc else None

    @cached_property
    def metingen(self) -> tuple[Meting, ...]:
        """The metingen with an inventory of this IKC, in order of time, whether or not its numbers may be shown."""
        found: set[str] = set()
        for name in ("signalen", "zorg"):
            table = self.tabel(name)
            if len(table):
                seen = table["getoond"] | table["te_weinig"] | table["n"].notna() | table["onderdrukt"].astype(bool)
                found |= set(table.loc[seen, "meting"].astype(str))
        return tuple(meting for meting in self.study.metingen if meting.meting in found)

    @property
    def eerste(self) -> Meting | None:
        """The first meting that this IKC has."""
        return self.metingen[0] if self.metingen else None

    @property
    def laatste(self) -> Meting | None:
        """The last meting that this IKC has; the same as the first when there is one."""
        return self.metingen[-1] if self.metingen else None

    @property
    def periode(self) -> str:
        """The first and the last meting in words: `2019 en 2021`."""
        if not self.metingen:
            return ""
        ends = dict.fromkeys(self.meting_label(meting.meting, full=True) for meting in (self.eerste, self.laatste))
        return " en ".join(ends)

    @property
    def titel(self) -> str:
        """The report's title: a question that the report answers, and that supposes no change."""
        naam = self.study.naam if self.over_alle else self.naam
        if len(self.metingen) < 2:
            return f"{naam}: wat laten de cijfers zien?"
        return f"{naam}: wat zien we in {self.periode}?"

    def meting_label(self, meting: str, full: bool = False) -> str:
        """Give a meting as readers name it: its year, with the month where a year has more than one meting."""
        return meting_label(self.study, meting, full)

    def label(self, soort: str, domein: str = ALLE, code: str = ALLE) -> str:
        """Give the reader's label of a soort, of a domein in it, or of a code."""
        return label_of(self._labels, soort, domein, code)

    @cached_property
    def _labels(self) -> dict[tuple[str, str, str], str]:
        return labels_of(self.codebook)

    def informant(self, meting: str) -> str:
        """Give who filled in the inventory of a meting at this IKC; `onbekend` when nobody says."""
        table = self.tabel("gemeten")
        if len(table):
            hit = table.loc[(table["meting"] == meting) & (table["bouw"] == ALLE), "informant"].dropna()
            if len(hit) and str(hit.iloc[0]):
                return str(hit.iloc[0])
        return next((item.informant for item in self.study.metingen if item.meting == meting), "onbekend")


def open_rapport(
    study: str | Path = ".",
    ikc: str = ALLE,
    editie: str = "publiek",
    gegevens: Mapping[str, pd.DataFrame] | None = None,
) -> Rapport:
    """Open the results of one IKC, or `alle`, in an edition; makes them first when they are not there or not current.

    `study` may be a study folder or any folder inside one. `gegevens` are finished result tables, for whoever has them
    already. Raises InvoerFout in Dutch for a parameter that cannot be.
    """
    check_types(study=(study, (str, Path)), ikc=(ikc, str), editie=(editie, str))
    loaded = load_study(find_study(study))
    check_choice("editie", editie, EDITIES)
    check_choice("ikc", ikc, (*loaded.ikc_codes, ALLE))
    codebook = load_codebook(loaded.folder)
    if gegevens is None:
        from analysis.disclosure.editions import current_parts, ensure_results

        if parts := current_parts(loaded, editie):
            return Rapport(loaded, codebook, ikc, editie, parts.whole, parts)
        gegevens = ensure_results(loaded, codebook, editie)
    return make_rapport(loaded, codebook, ikc, editie, gegevens)


def make_rapport(
    study: Study, codebook: Codebook, ikc: str, editie: str, gegevens: Mapping[str, pd.DataFrame]
) -> Rapport:
    """Make a report's view from an edition's tables: what may be shown is decided and every row is named, once.

    Raises InvoerFout for a table that no card knows: nothing of it may come into a report.
    """
    cards = kaarten()
    strange = [without_card(name) for name in gegevens if name not in cards]
    if strange:
        raise InvoerFout(strange)
    shown = decide_shown(gegevens, study)
    named = {name: add_outcome(name_rows(table, study, codebook)) for name, table in sorted(shown.items())}
    tables = {name: table.reset_index(drop=True) for name, table in named.items()}
    return Rapport(study, codebook, ikc, editie, tables)


def find_study(study: str | Path) -> Path:
    """Give the study folder: the given one, else the nearest folder above it with a study.yml."""
    start = Path(study).expanduser().resolve()
    return next((folder for folder in (start, *start.parents) if (folder / STUDY_FILE).is_file()), start)


def open_schoon(study: str | Path = ".", editie: str = PUBLIEK) -> "TidyStudy":
    """Open the tidy tables of a study with their ledger: exact, for exploring, never for a report; texts as text.

    Raises InvoerFout in Dutch for the public edition, which is what is asked for when nobody says so.
    """
    from analysis.results.pipeline import ensure_texts

    check_types(study=(study, (str, Path)), editie=(editie, str))
    check_choice("editie", editie, EDITIES)
    refuse_in_public("data/processed", editie)
    loaded = load_study(find_study(study))
    if path := notes_file():
        note_read(path, json.dumps(["intern", ALLE, "schoon", ""]), "")
    return ensure_texts(loaded, load_codebook(loaded.folder))
