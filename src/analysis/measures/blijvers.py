"""Children who are in both of two metingen, and how many of them had the mark at the first, the second and both."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.measures.denominators import bouw_of, select_enrolled
from analysis.measures.inventory import INDICATOR, KINDEREN, list_asked, mark_children
from analysis.measures.pairs import PAIR, each_pair, list_pairs
from analysis.study import ALLE, Study
from analysis.tidy.kindcodes import count_kindcodes, ikcs_with_reissued_codes

BLIJVERS = ["n_gebleven", "n_gebleven_van", "n_gebleven_naar", "n_gebleven_beide"]
KEY = ["ikc", "bouw", *INDICATOR, "van", "naar"]
REDEN_ONBEKEND = "reden_onbekend"
_CHILD = ["ikc", "meting", "bouw", "kind"]
_NOT_NEARLY_ALL = "en op de lijsten staan niet bij beide metingen bijna alle kinderen"


def count_blijvers(
    tables: dict[str, pd.DataFrame], denominators: pd.DataFrame, study: Study, codebook: Codebook
) -> pd.DataFrame:
    """Count, per pair of metingen, the children of an IKC and bouw who were there at both, and their marks.

    Unit: a child, known by its kindcode. Who was there comes from leerlingen; where an IKC has none with the codes of
    the inventory, from inventories that hold nearly all children at both metingen. In a list of only the children with
    a mark, a child that is missing may have left or may have no mark: then there is **no** row. A child counts in a
    bouw when it was in that bouw at both metingen, in `alle` when it was at the IKC at both; a child that went to
    another IKC is no blijver. Of an IKC whose kindcodes may have been handed out anew nobody is followed. Trap: a child
    whose code changed counts as one that left and one that came.

    Returns
    -------
    One row per ikc x bouw (with `alle`) x indicator that was asked at both x pair of metingen of which it is known:
    n_gebleven, and of those with the mark at the first (`_van`), at the second (`_naar`) and at both (`_beide`).
    """
    marks = _list_marks(tables["inventarisatie"])
    asked = list_asked(tables, codebook)
    present = list_present(tables, denominators, study)
    pairs = [
        _count_pair(*(rows[rows["ikc"].isin(ikcs)] for rows in (present, marks, asked)), van, naar)
        for van, naar, ikcs in each_pair(list_pairs(tables["inventarisaties"], study))
    ]
    empty = pd.DataFrame(columns=[*KEY, *BLIJVERS])
    rows = pd.concat([empty, *pairs], ignore_index=True)
    return rows.astype({**dict.fromkeys(BLIJVERS, "Int64"), **dict.fromkeys(KEY, "str")})


def list_present(tables: dict[str, pd.DataFrame], denominators: pd.DataFrame, study: Study) -> pd.DataFrame:
    """List who was there: one row per ikc, meting, bouw (with `alle`) and child, only where that is known of all."""
    listed = _list_inventoried(tables["kinderen"])
    enrolled = _list_enrolled(tables["leerlingen"], study)
    linkable = _linkable(enrolled, listed, tables["inventarisaties"], study)
    from_leerlingen = enrolled.merge(linkable, on=["ikc", "meting"])
    complete = select_complete(listed, denominators, study)
    rest = _without(listed.merge(complete, on=["ikc", "meting"]), from_leerlingen)
    # Both sides of a pair must come from one source: leerlingen and inventories may name children differently.
    parts = [from_leerlingen.assign(bron="leerlingen"), rest.assign(bron="inventaris")]
    present = pd.concat(parts, ignore_index=True)
    present = present[~present["ikc"].isin(ikcs_with_reissued_codes(tables, study))]
    return pd.concat([present, present.assign(bouw=ALLE)], ignore_index=True)


def _list_inventoried(kinderen: pd.DataFrame) -> pd.DataFrame:
    counts = kinderen.loc[kinderen["hoofdrapport"].astype(bool), _CHILD]
    return counts.drop_duplicates(["ikc", "meting", "kind"], ignore_index=True)


def _list_enrolled(leerlingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give the enrolled children that have a kindcode, per meting; the others cannot be followed."""
    coded = leerlingen[leerlingen["kind"].fillna("") != ""]
    days = [select_enrolled(coded, pd.Timestamp(item.peildatum)).assign(meting=item.meting) for item in study.metingen]
    rows = pd.concat([coded.head(0).assign(meting=""), *days], ignore_index=True)
    bouw = [bouw_of(groep, study) for groep in rows["groep"]]
    rows = rows.assign(bouw=pd.Series(bouw, index=rows.index, dtype="str"))
    return rows[_CHILD].drop_duplicates(["ikc", "meting", "kind"], ignore_index=True)


def _linkable(enrolled: pd.DataFrame, listed: pd.DataFrame, inventoried: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give the ikc x meting whose inventory names children as leerlingen does: nearly all of them are found there."""
    per_child = inventoried.loc[inventoried["vorm"] == KINDEREN, ["ikc", "meting"]]
    found = listed.merge(
        enrolled[["ikc", "meting", "kind"]].assign(bekend=1.0), on=["ikc", "meting", "kind"], how="left"
    )
    share = found.fillna({"bekend": 0.0}).groupby(["ikc", "meting"], as_index=False)["bekend"].mean()
    enough = share["bekend"] >= study.identiteit.koppelbaar_vanaf
    return per_child.merge(share.loc[enough, ["ikc", "meting"]], on=["ikc", "meting"])


def select_complete(listed: pd.DataFrame, denominators: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Select the ikc x meting of which the list holds nearly all children, not only those with a mark."""
    whole = denominators.loc[denominators["bouw"] == ALLE, ["ikc", "meting", "n_kinderen"]]
    counted = (
        listed.groupby(["ikc", "meting"]).size().reset_index(name="n_inventaris").merge(whole, on=["ikc", "meting"])
    )
    share = counted["n_inventaris"] / counted["n_kinderen"].astype("Float64")
    return counted.loc[(share >= study.identiteit.volledig_vanaf).fillna(False).astype(bool), ["ikc", "meting"]]


def _without(rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Leave out the IKCs that leerlingen covers at any meting."""
    return rows[~rows["ikc"].isin(set(others["ikc"]))]


def _list_marks(inventarisatie: pd.DataFrame) -> pd.DataFrame:
    marks = mark_children(inventarisatie)[["ikc", "meting", "kind", "bouw", *INDICATOR]]
    return pd.concat([marks, marks.assign(bouw=ALLE)], ignore_index=True)


def _count_pair(present: pd.DataFrame, marks: pd.DataFrame, asked: pd.DataFrame, van: str, naar: str) -> pd.DataFrame:
    """Count one pair of metingen; an IKC of which one meting is not known has no row."""
    child = ["ikc", "bouw", "kind"]
    first, second = (present.loc[present["meting"] == name, [*child, "bron"]] for name in (van, naar))
    known = (
        first[["ikc", "bron"]].drop_duplicates().merge(second[["ikc", "bron"]].drop_duplicates(), on=["ikc", "bron"])
    )
    bouwen = pd.concat([first, second])[["ikc", "bouw"]].drop_duplicates().merge(known[["ikc"]], on="ikc")
    stayed = first.merge(second, on=[*child, "bron"])[child]
    before, after = (marks[marks["meting"] == name].merge(stayed, on=child) for name in (van, naar))
    cell = ["ikc", "bouw", *INDICATOR]
    both = before[[*cell, "kind"]].merge(after[[*cell, "kind"]], on=[*cell, "kind"])
    questions = [asked.loc[asked["meting"] == name, ["ikc", *INDICATOR]] for name in (van, naar)]
    rows = bouwen.merge(questions[0].merge(questions[1], on=["ikc", *INDICATOR]), on="ikc")
    rows = rows.merge(
        stayed.groupby(["ikc", "bouw"]).size().reset_index(name=BLIJVERS[0]), on=["ikc", "bouw"], how="left"
    )
    for name, part in zip(BLIJVERS[1:], (before, after, both), strict=True):
        rows = rows.merge(part.groupby(cell).size().reset_index(name=name), on=cell, how="left")
    return rows.fillna(dict.fromkeys(BLIJVERS, 0)).assign(van=van, naar=naar)


def explain_unlinked(tables: dict[str, pd.DataFrame], denominators: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Say per IKC and pair of metingen why it is not known who is in both; no row where it is known.

    The first reason that holds: codes handed out anew, no lists of children, no leerlingen, no kindcodes in them, codes
    that do not match, nobody enrolled on a peildatum.
    """
    present = list_present(tables, denominators, study)
    known = present[["ikc", "meting", "bron"]].drop_duplicates()
    forms = tables["inventarisaties"].drop_duplicates(["ikc", "meting"]).set_index(["ikc", "meting"])["vorm"]
    reissued = ikcs_with_reissued_codes(tables, study)
    codes = count_kindcodes(tables, study).set_index(["ikc", "meting"])
    pairs = list_pairs(tables["inventarisaties"], study)
    rows = [
        (ikc, van, naar, _why_unlinked(ikc, (van, naar), forms, codes, tables["leerlingen"], reissued, study))
        for ikc, van, naar in pairs.loc[pairs["ikc"] != ALLE, ["ikc", *PAIR]].itertuples(index=False)
        if not _same_source(known, ikc, van, naar)
    ]
    return pd.DataFrame(rows, columns=["ikc", "van", "naar", REDEN_ONBEKEND], dtype="str")


def _same_source(known: pd.DataFrame, ikc: str, van: str, naar: str) -> bool:
    sources = [set(known.loc[(known["ikc"] == ikc) & (known["meting"] == name), "bron"]) for name in (van, naar)]
    return bool(sources[0] & sources[1])


def _why_unlinked(
    ikc: str,
    pair: tuple[str, str],
    forms: pd.Series,
    codes: pd.DataFrame,
    leerlingen: pd.DataFrame,
    reissued: set[str],
    study: Study,
) -> str:
    enrolled = leerlingen[leerlingen["ikc"] == ikc]
    without_list = [name for name in pair if forms.get((ikc, name)) != KINDEREN]
    of_pair = codes.loc[[(ikc, name) for name in pair if (ikc, name) in codes.index]]
    nobody = of_pair.loc[of_pair["leerlingen"] == 0].index.get_level_values("meting")
    share = 1 - of_pair["niet_in_leerlingen"] / of_pair["inventarisatie"].clip(lower=1)
    other = of_pair[share < study.identiteit.koppelbaar_vanaf]
    if ikc in reissued:
        return "De kindcodes zijn misschien opnieuw uitgegeven: dezelfde code is later een ander kind."
    if without_list:
        return f"Er is geen lijst van kinderen bij de {_and(without_list)}, dus niemand is te volgen."
    if enrolled.empty:
        return f"Er zijn geen leerlingen van dit IKC geleverd, {_NOT_NEARLY_ALL}."
    if not (enrolled["kind"].fillna("") != "").any():
        return f"In leerlingen staan bij dit IKC geen kindcodes, {_NOT_NEARLY_ALL}."
    if len(nobody):
        return f"Volgens leerlingen is er met een kindcode niemand ingeschreven bij de {_and(list(nobody))}."
    if len(other):
        gone = f"{int(other['niet_in_leerlingen'].sum())} van de {int(other['inventarisatie'].sum())}"
        where = _and(list(other.index.get_level_values("meting")))
        return f"De kindcodes komen niet overeen: bij de {where} staan er {gone} niet in leerlingen."
    return "De ene meting is te volgen met leerlingen, de andere alleen met de lijst; die zijn niet te verbinden."


def _and(names: list[str]) -> str:
    return " en de ".join(names)
