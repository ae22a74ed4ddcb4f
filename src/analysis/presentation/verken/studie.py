"""Open a study to ask it something: its tables, and questions about children."""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import InvoerFout, Melding
from analysis.presentation.outputs import Tekst
from analysis.presentation.rapport import Rapport, open_rapport, open_schoon
from analysis.presentation.taal.markdown import escape
from analysis.presentation.verken.counting import Keuze, estimate_icc_of_study
from analysis.presentation.verken.kinderen import Kinderen
from analysis.presentation.verken.words import (
    LEVELS,
    PLACE,
    as_list,
    find_indicator,
    find_metingen,
    find_values,
    gather,
    match,
    sort_in_time,
)
from analysis.study import ALLE
from analysis.study.doors import refuse_in_public

OF_ONE_CHILD = ("kind", "client", "toewijzing_nummer")
"""Columns that follow one child: no question may ask for them, and no table shows them."""
TRACES = (*OF_ONE_CHILD, "rij", "bron_rij")
FILTERS = ("ikc", "rol", "meting", "bouw", "groep", "geslacht", *LEVELS)


@dataclass(frozen=True)
class Studie:
    """An opened study: `tabel` gives a table, `kinderen` starts a question. Everything in it is internal."""

    rapport: Rapport = field(repr=False)
    tables: Mapping[str, pd.DataFrame] = field(repr=False)

    def tabel(self, naam: str, **kolommen: Any) -> pd.DataFrame:
        """Give a result table or a tidy table, filtered, in order of time; what follows one child is left out.

        A filter is a column with one value or several, by code or label; `soort`, `domein` and `code` mean just that
        level. A column or value that is not there is an error that names the closest.
        """
        tables = {**self.tables, **self.rapport.tables}
        table = tables[match(naam, {name: name for name in tables}, f"er is geen tabel `{naam}`.")]
        gather(functools.partial(_refuse_one_child, column) for column in kolommen)
        columns = {name: name for name in table}
        problem = "de tabel `{}` heeft geen kolom `{}`."
        makers = [lambda name=name: match(name, columns, problem.format(naam, name)) for name in kolommen]
        found = dict(zip(gather(makers), kolommen.values(), strict=True))
        study, codebook = self.rapport.study, self.rapport.codebook
        chosen = gather(
            lambda name=name, given=given: find_values(name, given, table[name].unique(), study, codebook)
            for name, given in found.items()
        )
        for name, values in zip(found, chosen, strict=True):
            table = table[table[name].isin(values)]
        return sort_in_time(table.drop(columns=[name for name in TRACES if name in table]), study)

    def kinderen(self, **kolommen: Any) -> Kinderen:
        """Start a question about children: all enrolled ones, or those that the columns say.

        The columns are `ikc` (code or name, or `alle`), `rol`, `meting`, `bouw`, `groep`, `geslacht`, and `soort`,
        `domein` or `code`: children with that signal or care. Every unknown column and value at once is an InvoerFout.
        """
        gather(functools.partial(self._check_column, column) for column in kolommen)
        parts = dict(zip(kolommen, gather(self._readers(kolommen)), strict=True))
        study = self.rapport.study
        in_rol = [item.ikc for item in study.ikcs if item.rol in parts.get("rol", [item.rol])]
        named = parts.get("ikc", [ALLE])
        ikcs = [code for code in (study.ikc_codes if ALLE in named else named) if code in in_rol]
        if not ikcs:
            raise InvoerFout([Melding(PLACE, "geen IKC heeft deze `ikc` en deze `rol`.", code="geen_ikc")])
        metingen = [name for name in study.meting_namen if name in parts.get("meting", study.meting_namen)]
        marks = [item for level in LEVELS for item in parts.get(level, [])]
        keuze = Keuze(
            tuple(ikcs),
            tuple(metingen),
            parts.get("bouw", [ALLE])[0],
            tuple(parts.get("groep", ())),
            tuple(parts.get("geslacht", ())),
            tuple(marks),
        )
        return Kinderen(self.rapport, self.tables, lambda: self._icc, keuze)

    @functools.cached_property
    def _icc(self) -> pd.DataFrame:
        return estimate_icc_of_study(self.tables, self.rapport.study, self.rapport.codebook)

    def toets(self, **kolommen: Any) -> Tekst:
        """Tell whether `kinderen` takes a question, and if not why: the same words, without stopping."""
        try:
            found = self.kinderen(**kolommen)
        except InvoerFout as error:
            return Tekst("**Deze vraag wordt geweigerd.**\n\n" + "\n".join(f"> {line}" for line in _lines(error)))
        return Tekst(f"Deze vraag kan: {escape(found.omschrijving)}.")

    def _check_column(self, column: str) -> None:
        _refuse_one_child(column)
        match(column, {name: name for name in FILTERS}, f"naar `{column}` kan niet gevraagd worden.")

    def _readers(self, kolommen: Mapping[str, Any]) -> Iterable[Any]:
        study, codebook = self.rapport.study, self.rapport.codebook
        known: dict[str, Any] = {
            "ikc": [*study.ikc_codes, ALLE],
            "rol": sorted({item.rol for item in study.ikcs}),
            "meting": study.meting_namen,
            "bouw": [*study.bouwen, ALLE],
            "groep": sorted({groep for groepen in study.bouwen.values() for groep in groepen}),
            "geslacht": codebook.values("geslacht"),
        }
        for column, given in kolommen.items():
            if column in LEVELS:
                yield lambda column=column, given=given: gather(
                    lambda item=item: find_indicator(codebook, str(item), column) for item in as_list(given)
                )
            elif column == "meting":
                yield lambda given=given: find_metingen(self.rapport, given)
            elif column == "bouw":
                yield lambda given=given: _only_one(find_values("bouw", given, known["bouw"], study, codebook))
            else:
                yield lambda column=column, given=given: find_values(column, given, known[column], study, codebook)


def open_studie(study: str | Path = ".", editie: str = "intern") -> Studie:
    """Open a study for questions of one's own, on its exact, internal tables.

    Parameters
    ----------
    study
        The study folder, or any folder inside it.
    editie
        Only `intern`: questions of one's own can single out a few children, so there is no public edition of them.
    """
    refuse_in_public(PLACE, editie)
    rapport = open_rapport(study, ALLE, editie)
    tables = open_schoon(study, editie).tables
    plain = {
        name: table.assign(**{column: table[column].astype("str") for column in table.select_dtypes("category")})
        for name, table in tables.items()
    }
    return Studie(rapport, plain)


def _only_one(values: list[Any]) -> list[Any]:
    if len(values) > 1:
        raise InvoerFout([
            Melding(PLACE, "een vraag gaat over één bouw, of over alle.", code="een_bouw",
                    advies="Noem de groepen: groep=[4, 5].")
        ])  # fmt: skip
    return values


def _refuse_one_child(column: str) -> None:
    if column in OF_ONE_CHILD:
        raise InvoerFout([
            Melding(PLACE, f"naar één kind (`{column}`) wordt niet gevraagd.", code="een_kind",
                    regels=("wie een kind volgt, leest een dossier; dit onderzoek telt kinderen",),
                    advies="Stel de vraag over een groep, zoals kinderen(groep=4).")
        ])  # fmt: skip


def _lines(error: InvoerFout) -> list[str]:
    return [escape(line) for line in str(error).splitlines()]
