"""An answer: its numbers, who is missing from it, and how it is shown."""

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.disclosure.shown import is_enough
from analysis.errors import InvoerFout
from analysis.presentation.captions import margin, source
from analysis.presentation.moments import FEW, decimal_year, informant_set
from analysis.presentation.outputs import Bundle, Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape, pipe_table
from analysis.presentation.taal.numbers import (
    SUPPRESSED,
    count_words,
    first_upper,
    interval_of,
    list_words,
    number,
    per_100,
    signed,
)
from analysis.presentation.taal.wording import informant_words
from analysis.presentation.tekenen.panels import HIDDEN_MARK
from analysis.presentation.verken.figures import plot_over_time, plot_panels, plot_per_ikc
from analysis.study import Study

INTERN = "Interne cijfers: niet publiceren."
AANDEEL, VERANDERING = "aandeel", "verandering"
MOST_IKCS = 3
"""The IKCs that a note names before it counts them; `ontbreekt` names them all."""
NOT_CORRECTED = "De marge is van deze ene vraag: wie veel vraagt, vindt vaker iets door toeval."


@dataclass(frozen=True)
class Antwoord:
    """The answer to a question about children.

    Attributes
    ----------
    tabel
        The exact numbers, in order of time. A share: `n` of `n_kinderen`, `aandeel`, `ci_laag`, `ci_hoog` per `ikc` and
        `meting`. A change: both sides, `verschil`, `ci_laag`, `ci_hoog`, `methode`, `reden`.
    ontbreekt
        Who is missing: `meting`, `reden`, `ikcs`, `n_kinderen`.
    vraag
        The question in words.
    """

    tabel: pd.DataFrame
    ontbreekt: pd.DataFrame
    vraag: str
    soort: str
    per: str
    kleur: str
    rapport: Rapport = field(repr=False)

    @property
    def noot(self) -> str:
        """What holds for every answer: who is missing, and that these are internal numbers."""
        parts = [*self._missing_words(), self._few_words(), NOT_CORRECTED if self.soort == VERANDERING else "", INTERN]
        return "\n".join(f"- {part}" for part in parts if part)

    def notes(self) -> list[str]:
        """Give the notes as a figure has them, which draws a dash where a table has a sign."""
        return [line.removeprefix("- ").replace(SUPPRESSED, HIDDEN_MARK) for line in self.noot.splitlines()]

    def _few_notes(self) -> list[str]:
        """Give the notes; of many metingen who is missing at the first, the one before the last and the last."""
        gone = list(dict.fromkeys(self.ontbreekt["meting"])) if len(self.ontbreekt) else []
        if len(gone) <= FEW:
            return self.notes()
        kept = self.ontbreekt[self.ontbreekt["meting"].isin([gone[0], *gone[-2:]])]
        return [*replace(self, ontbreekt=kept).notes(), "Wie bij de andere metingen ontbreekt, staat in `ontbreekt`."]

    def toon(self) -> Tekst:
        """Show the answer as text: the question, the numbers, who is missing."""
        return Tekst(f"**{escape(self.vraag)}**\n\n{self._table()}\n\n{self.noot}")

    def figuur(self) -> Figuur:
        """Draw the answer in the style of the report, with who is missing below it.

        A share of fewer children than the study's minimum is not drawn; the table does have it.
        """
        table = self.labelled()
        in_time = self.per == "meting" and self.soort == AANDEEL
        plot = plot_over_time if in_time else plot_per_ikc
        if in_time:
            table, notes = in_their_time(table, self.rapport.study), [*_switched(table), *self._few_notes()]
        else:
            table, left_out = first_and_last(table)
            notes = [*left_out, *self._few_notes()]
        what = f"{self.vraag.rstrip('?')}, per 100 kinderen."
        tail = f"De streepjes zijn {margin(self.rapport)}s. {source(self.rapport)} {INTERN}"
        figure = plot(table, self.vraag, notes, self.kleur)
        return Figuur(figure, f"{escape(what)} {tail}", f"{what} {self.in_words(table)}")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        return self.toon()._repr_mimebundle_(include, exclude)

    def labelled(self) -> pd.DataFrame:
        """Give the rows with the names that a reader sees; shares that may not be drawn are empty."""
        table = self.tabel
        names = [self.rapport.study.naam_of_ikc(ikc) for ikc in table["ikc"]]
        if self.soort == VERANDERING:
            label = self.rapport.meting_label
            years = [f"{label(row.van)} tot {label(row.naar)}" for row in table.itertuples()]
            low, high, value = table["ci_laag"], table["ci_hoog"], table["verschil"]
        else:
            years = [self.rapport.meting_label(meting) for meting in table["meting"]]
            low, high, value = table["ci_laag"], table["ci_hoog"], table["aandeel"]
        counts = ("n_kinderen_van", "n_kinderen_naar") if self.soort == VERANDERING else ("n_kinderen",)
        keep = self._is_enough(*counts)
        parts = {"waarde": value, "ci_laag": low, "ci_hoog": high}
        numbers = {name: column.astype(float).where(keep) for name, column in parts.items()}
        informants = [self._informant(row) for row in table.itertuples()]
        return table.assign(naam=names, meting_label=years, informant=informants, **numbers)

    def _is_enough(self, *counts: str) -> pd.Series:
        """Tell which rows are of enough children for a percentage."""
        return is_enough(self.tabel, counts, self.rapport.study.statistiek.minimum_kinderen)

    def _per_100(self, share: str, count: str) -> list[str]:
        return [per_100(value) for value in self.tabel[share].astype(float).where(self._is_enough(count))]

    def _informant(self, row: Any) -> str:
        one = replace(self.rapport, ikc=row.ikc)
        return one.informant(row.meting) if self.soort == AANDEEL else ""

    def in_words(self, table: pd.DataFrame) -> str:
        """Give labelled rows in words, for an alternative text."""
        write = signed if self.soort == VERANDERING else number
        rows = [
            f"{row.naam} {row.meting_label}: {write(100 * row.waarde) if pd.notna(row.waarde) else 'niet getoond'}"
            for row in table.itertuples()
        ]
        return f"{'; '.join(rows)}." if rows else "Er is niets te tonen."

    def _table(self) -> str:
        if self.tabel.empty:
            return "Er is geen IKC en geen meting die deze vraag kan beantwoorden."
        label = self.rapport.meting_label
        names = [self.rapport.study.naam_of_ikc(ikc) for ikc in self.tabel["ikc"]]
        rows = list(zip(names, self.tabel.itertuples(), strict=True))
        if self.soort == VERANDERING:
            sides = [self._per_100(f"aandeel_{side}", f"n_kinderen_{side}") for side in ("van", "naar")]
            heads = ["Wie", "Van", "Naar", "Op de 100", "Verschil", "Marge"]
            cells = [
                [name, label(row.van), label(row.naar), f"{van} → {naar}", signed(100 * row.verschil),
                 interval_of(row.ci_laag, row.ci_hoog, sign=True)]
                for (name, row), van, naar in zip(rows, *sides, strict=True)
            ]  # fmt: skip
            return pipe_table(heads, cells, "lllrrr")
        heads = ["Wie", "Meting", "Kinderen", "Daarvan", "Op de 100", "Marge"]
        cells = [
            [name, label(row.meting), number(row.n_kinderen), number(row.n), share,
             interval_of(row.ci_laag, row.ci_hoog) if share != SUPPRESSED else SUPPRESSED]
            for (name, row), share in zip(rows, self._per_100("aandeel", "n_kinderen"), strict=True)
        ]  # fmt: skip
        return pipe_table(heads, cells, "llrrrr")

    def _few_words(self) -> str:
        few = self.soort == AANDEEL and bool(self.labelled()["waarde"].isna().any())
        return f"{SUPPRESSED}: te weinig kinderen voor een aandeel; `tabel` heeft het exacte getal." if few else ""

    def _missing_words(self) -> list[str]:
        if self.ontbreekt.empty:
            return ["Er ontbreekt niemand in dit antwoord."]
        label = self.rapport.meting_label
        groups = self.ontbreekt.groupby("meting", sort=False)
        reasons = {meting: "; ".join(_reason_words(row) for row in rows.itertuples()) for meting, rows in groups}
        return [f"Wie ontbreekt in {label(meting, full=True)}: {words}." for meting, words in reasons.items()]


def in_their_time(table: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Add `plek`, `nummer` and `los` (see `moments`) to a series over more metingen than stand side by side."""
    if len(table) <= FEW:
        return table
    days = {item.meting: decimal_year(item.peildatum) for item in study.metingen}
    names = table["meting"].astype(str)
    kinds = [informant_set(name) for name in table["informant"]]
    loose = [False, *(before != now for before, now in pairwise(kinds))]
    return table.assign(plek=names.map(days), nummer=names.map(list(days).index), los=loose)


def first_and_last(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Keep of many panels the first, the one before the last and the last; gives the note that says so."""
    labels = list(dict.fromkeys(table["meting_label"]))
    if len(labels) <= FEW:
        return table, []
    kept = [labels[0], *labels[-2:]]
    note = f"Van de {count_words(len(labels))} vakken: het eerste, het vorige en het laatste; `tabel` heeft ze alle."
    return table[table["meting_label"].isin(kept)], [note]


def _switched(table: pd.DataFrame) -> list[str]:
    """Explain the open points, and of many metingen the dotted lines, where another informant filled in the list."""
    names = [informant_words(name) for name in table["informant"]]
    others = [name for name in dict.fromkeys(names) if name != names[-1]]
    if not others:
        return []
    dotted = " Bij een stippellijn ging iemand anders invullen; de lijn loopt daar niet door."
    text = f"Open rondje: ingevuld door {list_words(others)}; dicht rondje: door {names[-1]}."
    return [text + (dotted if len(names) > FEW else "")]


def _reason_words(row: Any) -> str:
    ikcs = row.ikcs.split(", ")
    who = row.ikcs if len(ikcs) <= MOST_IKCS else f"{len(ikcs)} IKC's"
    if pd.isna(row.n_kinderen):
        return f"een onbekend aantal kinderen van {who} ({row.reden})"
    return f"{number(row.n_kinderen)} kind{'' if row.n_kinderen == 1 else 'eren'} van {who} ({row.reden})"


def question(who: str, what: str, soort: str) -> str:
    """Word a question: of whom, and how many of them have what."""
    head = "Hoeveel veranderde het aandeel" if soort == VERANDERING else "Aandeel"
    return first_upper(f"{head} met {what} van {who}{'?' if soort == VERANDERING else ''}")


def naast(links: Antwoord, rechts: Antwoord) -> Figuur:
    """Draw two shares per IKC side by side, at the last meting that both have: the IKCs alphabetical, one scale."""
    parts = (links, rechts)
    shared = set(links.tabel.get("meting", [])) & set(rechts.tabel.get("meting", []))
    if {part.soort for part in parts} != {AANDEEL} or {part.per for part in parts} != {"ikc"} or not shared:
        raise InvoerFout('Zet twee aandelen naast elkaar die een meting delen, elk met per="ikc".')
    rapport = links.rapport
    last = max(shared, key=list(rapport.study.meting_namen).index)
    parts = tuple(replace(part, ontbreekt=part.ontbreekt[part.ontbreekt["meting"] == last]) for part in parts)
    tables = [part.labelled()[part.tabel["meting"] == last] for part in parts]
    heads = [first_upper(part.vraag.removeprefix("Aandeel met ").partition(" van ")[0]) for part in parts]
    panels = [(head, table, part.kleur) for head, table, part in zip(heads, tables, parts, strict=True)]
    title = f"{links.vraag}, en {rechts.vraag[:1].lower()}{rechts.vraag[1:]}"
    notes = dict.fromkeys(note for part in parts for note in part.notes())
    year = rapport.meting_label(last, full=True)
    figure = plot_panels(panels, title, f"Van de 100 kinderen, {year}", list(notes))
    caption = f"{escape(title)}, per 100 kinderen in {year}. {source(rapport)} {INTERN}"
    words = [f"{head}: {part.in_words(table)}" for head, table, part in zip(heads, tables, parts, strict=True)]
    return Figuur(figure, caption, " ".join(words))
