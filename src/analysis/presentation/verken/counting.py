"""Who is in a question, and how many of them have what: tables narrowed, then counted as the report does.

Nothing here counts by itself. A question narrows the tidy tables to the children that it is about; `measures` and
`inference` then do what they do for the report, so that a question that the report answers gives the same numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.codebook import ONBEKEND, Codebook
from analysis.inference.changes import estimate_veranderingen
from analysis.inference.klassen import Klassen, add_klassen, add_sums, estimate_icc, join_klassen
from analysis.inference.proportions import estimate_aandelen
from analysis.measures.blijvers import count_blijvers, explain_unlinked
from analysis.measures.codes_in_time import follow_codes
from analysis.measures.coverage_of_inventory import count_gemeten
from analysis.measures.denominators import count_kinderen, select_enrolled
from analysis.measures.informants import count_invullers
from analysis.measures.inventory import (
    INDICATOR,
    KINDEREN,
    count_indicatoren,
    list_asked,
    mark_children,
)
from analysis.measures.klassen import count_klassen, count_spreiding, list_clusters
from analysis.measures.list_changes import list_remade
from analysis.presentation.verken.words import Indicator
from analysis.study import ALLE, Study

CHILD = ["ikc", "meting", "kind"]
Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Keuze:
    """Which children a question is about; empty means all. `bouw` is `alle` for all bouwen together."""

    ikcs: tuple[str, ...]
    metingen: tuple[str, ...]
    bouw: str = ALLE
    groepen: tuple[int, ...] = ()
    geslacht: tuple[str, ...] = ()
    met: tuple[Indicator, ...] = ()

    @property
    def per_kind(self) -> bool:
        """Whether the question can only be answered from an inventory per child."""
        return bool(self.groepen or self.geslacht or self.met)


@dataclass(frozen=True)
class Groep:
    """The tables of the children in a question, how many they are per ikc x meting x bouw (with `alle`), their classes.

    How alike the marks of a class are (ICC) is that of the whole study, as in the report; the classes are of the group.
    """

    tables: Tables
    noemers: pd.DataFrame
    klassen: Klassen


def select_group(tables: Tables, icc: pd.DataFrame, keuze: Keuze, study: Study, codebook: Codebook) -> Groep:
    """Narrow the tidy tables to the children in a question.

    Without a groep, sex or signal the children are the enrolled ones, as in the report. With a groep they are the
    enrolled ones of `leerlingen` in that groep on the peildatum. With a signal (or care) they are the children in the
    inventory who have it. Trap: an IKC that delivered only counts is then in no answer. `icc` is that of the whole
    study (`estimate_icc_of_study`).
    """
    tables = follow_codes({name: _of_ikcs(table, keuze) for name, table in tables.items()}, study, codebook)
    if not keuze.per_kind:
        return _as_group(tables, count_kinderen(tables["populatie"], tables["leerlingen"], study), icc, study)
    inventoried = _inventoried(tables, keuze, codebook)
    members = _members(tables, keuze).merge(inventoried[["ikc", "meting"]], on=["ikc", "meting"])
    enrolled = list_enrolled(tables["leerlingen"], keuze, study)
    if keuze.met:
        enrolled = enrolled.merge(members[CHILD], on=CHILD)
    narrowed = {
        **tables,
        "inventarisaties": inventoried,
        "kinderen": tables["kinderen"].merge(members[CHILD], on=CHILD),
        "inventarisatie": tables["inventarisatie"].merge(members[CHILD], on=CHILD),
        "tellingen": tables["tellingen"].head(0),
        "leerlingen": enrolled.drop(columns="meting"),
        "populatie": tables["populatie"].head(0),
    }
    counted = count_kinderen(narrowed["populatie"], narrowed["leerlingen"], study)
    return _as_group(narrowed, _count_members(members, inventoried, study) if keuze.met else counted, icc, study)


def estimate_icc_of_study(tables: Mapping[str, pd.DataFrame], study: Study, codebook: Codebook) -> pd.DataFrame:
    """Estimate how much alike the marks of a class are over the whole study, whatever the question, as the report."""
    plain = follow_codes({name: _as_text(table) for name, table in tables.items()}, study, codebook)
    clusters = list_clusters(plain, count_kinderen(plain["populatie"], plain["leerlingen"], study), study)
    return estimate_icc(count_spreiding(plain, clusters, study, codebook))


def _as_group(tables: Tables, noemers: pd.DataFrame, icc: pd.DataFrame, study: Study) -> Groep:
    classes = count_klassen(list_clusters(tables, noemers, study))
    return Groep(tables, noemers, join_klassen(classes, icc, tables["inventarisaties"], study))


def list_enrolled(leerlingen: pd.DataFrame, keuze: Keuze, study: Study) -> pd.DataFrame:
    """List who is enrolled on each peildatum in the groepen asked; a row holds for that day only (`van` = `tot`)."""
    days = {item.meting: pd.Timestamp(item.peildatum) for item in study.metingen}
    found = [select_enrolled(leerlingen, day).assign(meting=meting, van=day, tot=day) for meting, day in days.items()]
    rows = pd.concat([leerlingen.head(0).assign(meting=""), *found], ignore_index=True)
    return rows[rows["groep"].isin(keuze.groepen)] if keuze.groepen else rows


def estimate_shares(groep: Groep, keuze: Keuze, wat: Indicator, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Give the share of the group with the indicator per ikc and meting, and for the IKCs together (`alle`)."""
    per_ikc = _counts(groep, wat, keuze, study, codebook)
    counts = add_sums(per_ikc)
    counts = counts[counts["meting"].isin(keuze.metingen)]
    return estimate_aandelen(counts, study.statistiek.alfa)


def estimate_changes(groep: Groep, keuze: Keuze, wat: Indicator, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Give the change in that share between metingen; the interval is not corrected for other questions."""
    asked = [item for item in study.metingen if item.meting in keuze.metingen]
    study = study.model_copy(update={"metingen": tuple(asked)})
    per_ikc = _counts(groep, wat, keuze, study, codebook)
    blijvers = count_blijvers(groep.tables, groep.noemers, study, codebook)
    redenen = explain_unlinked(groep.tables, groep.noemers, study)
    who = groep.tables["inventarisaties"], count_invullers(groep.tables["kinderen"], study)
    lists = list_remade(count_gemeten(groep.tables, groep.noemers, study), study)
    return estimate_veranderingen(per_ikc, who[0], study, codebook, blijvers, redenen, 0, who[1], lists)


def _counts(groep: Groep, wat: Indicator, keuze: Keuze, study: Study, codebook: Codebook) -> pd.DataFrame:
    counts = count_indicatoren(groep.tables, groep.noemers, study, codebook)
    asked = (counts["bouw"] == keuze.bouw) & (counts["soort"] == wat.soort)
    chosen = counts[asked & (counts["domein"] == wat.domein) & (counts["code"] == wat.code)]
    return add_klassen(chosen.reset_index(drop=True), groep.klassen)


def _as_text(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**{name: table[name].astype("str") for name in table.select_dtypes("category")})


def _of_ikcs(table: pd.DataFrame, keuze: Keuze) -> pd.DataFrame:
    table = _as_text(table)
    return table[table["ikc"].isin(keuze.ikcs)].reset_index(drop=True) if "ikc" in table else table


def _inventoried(tables: Tables, keuze: Keuze, codebook: Codebook) -> pd.DataFrame:
    """Give the inventories per child of which the form asked every signal that the children must have."""
    rows = tables["inventarisaties"]
    rows = rows[rows["vorm"] == KINDEREN]
    asked = list_asked(tables, codebook)
    for item in keuze.met:
        rows = rows.merge(rows_of(asked, item)[["ikc", "meting"]].drop_duplicates(), on=["ikc", "meting"])
    return rows.reset_index(drop=True)


def rows_of(table: pd.DataFrame, wat: Indicator) -> pd.DataFrame:
    """Give the rows of an indicator."""
    return table[(table[INDICATOR] == [wat.soort, wat.domein, wat.code]).all(axis=1)]


def _members(tables: Tables, keuze: Keuze) -> pd.DataFrame:
    """Give the children of the inventory who are in the question, one row per ikc x meting x child."""
    rows = list_listed(tables)
    rows = rows[rows["groep"].isin(keuze.groepen)] if keuze.groepen else rows
    rows = rows[rows["geslacht"].isin(keuze.geslacht)] if keuze.geslacht else rows
    marks = mark_children(tables["inventarisatie"])
    for item in keuze.met:
        rows = rows.merge(rows_of(marks, item)[CHILD], on=CHILD)
    return rows


def list_listed(tables: Tables) -> pd.DataFrame:
    """Give the children in the inventory: one row per ikc x meting x child, of the report that counts."""
    kinderen = tables["kinderen"]
    return kinderen[kinderen["hoofdrapport"].astype(bool)].drop_duplicates(CHILD).reset_index(drop=True)


def _count_members(members: pd.DataFrame, inventoried: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Count the children with the signal per ikc x meting x bouw; an inventory without one counts zero children."""
    rows = pd.concat([members, members.assign(bouw=ALLE)], ignore_index=True)
    counted = rows.groupby(["ikc", "meting", "bouw"]).size().reset_index(name="n_kinderen")
    bouwen = pd.DataFrame({"bouw": [*study.bouwen, ONBEKEND, ALLE]})
    grid = inventoried[["ikc", "meting"]].merge(bouwen, how="cross").merge(counted, how="left")
    return grid.assign(n_kinderen=grid["n_kinderen"].fillna(0).astype("Int64"), noemer_bron="inventarisatie")
