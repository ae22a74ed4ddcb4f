"""Who is missing from an answer, and why: what is unknown is said, and is never a no."""

import pandas as pd

from analysis.codebook import ONBEKEND, Codebook
from analysis.measures.denominators import count_kinderen
from analysis.measures.inventory import KINDEREN, TELLINGEN, list_asked
from analysis.presentation.taal.wording import in_sentence
from analysis.presentation.verken.counting import (
    CHILD,
    Groep,
    Keuze,
    Tables,
    list_enrolled,
    list_listed,
    rows_of,
)
from analysis.presentation.verken.words import Indicator
from analysis.study import ALLE, Study

COLUMNS = ["meting", "reden", "ikcs", "n_kinderen"]
NOT_INVENTORIED = "geen inventarisatie"
ONLY_COUNTS = "alleen tellingen geleverd, niet per kind"
MORE_THAN_ENROLLED = "meer kinderen met een kruisje dan er ingeschreven zijn"
NO_DENOMINATOR = "het aantal ingeschreven kinderen is niet bekend"
NOT_LISTED = "niet op de lijst; zij tellen als zonder signaal en zonder zorg"
NOT_LINKED = "op de lijst, maar niet terug te vinden in leerlingen"
NOT_FOLLOWED = "niet bekend welke kinderen in beide metingen zitten"


def list_missing(
    tables: Tables, groep: Groep, keuze: Keuze, shares: pd.DataFrame, wat: Indicator, codebook: Codebook, study: Study
) -> pd.DataFrame:
    """List who is missing from `shares`: one row per meting and reason, with the IKCs and the children.

    `n_kinderen` is empty where nobody knows how many. Children who are not on the list are in the denominator.
    """
    tables = {name: table[table["ikc"].isin(keuze.ikcs)] if "ikc" in table else table for name, table in tables.items()}
    cells = _cells(tables, keuze, study)
    reasons = _reasons(cells, keuze, wat, list_asked(tables, codebook), shares)
    rows = cells.assign(reden=reasons).dropna(subset="reden")
    counted = cells.loc[reasons.isna() & (cells["vorm"] == KINDEREN), ["ikc", "meting"]]
    parts = [rows, *_unknown_of_children(tables, groep, keuze, counted, study)]
    return _summed(pd.concat(parts, ignore_index=True), study)


def _cells(tables: Tables, keuze: Keuze, study: Study) -> pd.DataFrame:
    """Give a row per ikc x meting of the question: its enrolled children, and the form of its inventory."""
    whole = _enrolled(tables, keuze, study)
    chosen = whole["ikc"].isin(keuze.ikcs) & whole["meting"].isin(keuze.metingen) & (whole["bouw"] == keuze.bouw)
    return whole[chosen].merge(tables["inventarisaties"][["ikc", "meting", "vorm"]], on=["ikc", "meting"], how="left")


def _reasons(cells: pd.DataFrame, keuze: Keuze, wat: Indicator, asked: pd.DataFrame, shares: pd.DataFrame) -> pd.Series:
    """Give per ikc x meting why it is not in the answer, the first reason that holds; empty where it is."""
    moment = pd.MultiIndex.from_frame(cells[["ikc", "meting"]])
    rows = cells[["ikc", "meting"]].merge(shares[["ikc", "meting", "n", "n_kinderen"]], how="left")
    found = [
        (cells["vorm"].isna(), NOT_INVENTORIED),
        ((cells["vorm"] == TELLINGEN) & keuze.per_kind, ONLY_COUNTS),
    ]
    for item in (*keuze.met, wat):
        known = moment.isin(pd.MultiIndex.from_frame(rows_of(asked, item)[["ikc", "meting"]]))
        words = f"‘{in_sentence(item.label)}’ stond niet op het formulier"
        found.append(((cells["vorm"] == KINDEREN) & ~known, words))
    found += [
        (
            ~moment.isin(pd.MultiIndex.from_frame(shares[["ikc", "meting"]])),
            f"‘{in_sentence(wat.label)}’ is niet geteld",
        ),
        (rows["n_kinderen"].isna(), NO_DENOMINATOR),
        ((rows["n"] > rows["n_kinderen"]).fillna(False), MORE_THAN_ENROLLED),
    ]
    reasons = pd.Series(None, index=cells.index, dtype="object")
    for holds, words in found:
        reasons = reasons.mask(pd.Series(holds, index=cells.index).astype(bool) & reasons.isna(), words)
    return reasons


def _enrolled(tables: Tables, keuze: Keuze, study: Study) -> pd.DataFrame:
    """Give the enrolled children of every IKC in the question, in the groepen asked where there are any."""
    if not keuze.groepen:
        return count_kinderen(tables["populatie"], tables["leerlingen"], study)
    return count_kinderen(tables["populatie"].head(0), list_enrolled(tables["leerlingen"], keuze, study), study)


def list_not_followed(changes: pd.DataFrame, study: Study) -> pd.DataFrame:
    """List, as `list_missing` does, the children of whom nobody knows whether they were in both metingen."""
    rows = changes[(changes["ikc"] != ALLE) & changes["n_gebleven"].isna() & changes["verschil"].notna()]
    named = rows[["ikc"]].assign(meting=rows["van"], reden=NOT_FOLLOWED, n_kinderen=rows["n_kinderen_van"])
    return _summed(named, study)


def _unknown_of_children(
    tables: Tables, groep: Groep, keuze: Keuze, counted: pd.DataFrame, study: Study
) -> list[pd.DataFrame]:
    """Give the children that cannot be placed, and those who are enrolled and not listed, where there is a list."""
    listed = list_listed(tables).merge(counted, on=["ikc", "meting"])
    found = []
    for column, wanted in (("groep", keuze.groepen), ("geslacht", keuze.geslacht)):
        unknown = listed[listed[column].isna() | listed[column].astype("str").isin([ONBEKEND, ""])]
        found += [_count(unknown, f"{column} onbekend op de lijst")] if wanted else []
    if keuze.bouw != ALLE:
        found.append(_count(listed[listed["bouw"] == ONBEKEND], "bouw onbekend op de lijst"))
    if keuze.groepen:
        everyone = list_enrolled(tables["leerlingen"], Keuze(keuze.ikcs, keuze.metingen), study)
        unplaced = everyone[everyone["groep"].isna()].merge(counted, on=["ikc", "meting"])
        found.append(_count(unplaced, "groep onbekend in leerlingen"))
    if keuze.groepen and not keuze.met:
        found.append(_count(_not_linked(groep, everyone).merge(counted, on=["ikc", "meting"]), NOT_LINKED))
    return found if keuze.met else [*found, _not_listed(groep, keuze, counted)]


def _not_linked(groep: Groep, enrolled: pd.DataFrame) -> pd.DataFrame:
    """Give the children of the group whose IKC has kindcodes in leerlingen, but not theirs."""
    coded = enrolled[enrolled["kind"].fillna("") != ""]
    members = list_listed(groep.tables).merge(coded[["ikc", "meting"]].drop_duplicates(), on=["ikc", "meting"])
    linked = pd.MultiIndex.from_frame(members[CHILD]).isin(pd.MultiIndex.from_frame(coded[CHILD]))
    return members[~linked]


def _not_listed(groep: Groep, keuze: Keuze, counted: pd.DataFrame) -> pd.DataFrame:
    enrolled = groep.noemers[groep.noemers["bouw"] == keuze.bouw].merge(counted, on=["ikc", "meting"])
    listed = list_listed(groep.tables)
    listed = listed if keuze.bouw == ALLE else listed[listed["bouw"] == keuze.bouw]
    size = listed.groupby(["ikc", "meting"]).size().rename("n_lijst").reset_index()
    both = enrolled.merge(size, on=["ikc", "meting"], how="left").fillna({"n_lijst": 0})
    rest = both.assign(n_kinderen=(both["n_kinderen"] - both["n_lijst"].astype("Int64")).clip(lower=0))
    return rest[(rest["n_kinderen"] > 0).fillna(False)].assign(reden=NOT_LISTED)


def _count(rows: pd.DataFrame, reden: str) -> pd.DataFrame:
    counted = rows.groupby(["ikc", "meting"]).size().rename("n_kinderen").reset_index()
    return counted.astype({"n_kinderen": "Int64"}).assign(reden=reden)


def _summed(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Add the IKCs up per meting and reason, in order of time."""
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    order = {name: place for place, name in enumerate(study.meting_namen)}
    rows = rows.assign(n_kinderen=rows["n_kinderen"].astype("Int64"), tijd=rows["meting"].map(order))
    grouped = rows.groupby(["tijd", "meting", "reden"], sort=True)
    found = grouped.agg(
        ikcs=("ikc", lambda names: ", ".join(sorted(set(names)))),
        n_kinderen=("n_kinderen", lambda counts: counts.sum(skipna=False)),
    )
    return found.reset_index()[COLUMNS]
