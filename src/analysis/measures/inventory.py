"""Children with a signal or with care, per IKC, meting, bouw and indicator."""

import pandas as pd

from analysis.codebook import ONBEKEND, Codebook
from analysis.measures.pooling import pool_ikcs
from analysis.study import ALLE, Study

INDICATOR = ["soort", "domein", "code"]
CELL = ["ikc", "meting", "bouw", *INDICATOR]
KINDEREN, TELLINGEN = "kinderen", "tellingen"


def count_indicatoren(
    tables: dict[str, pd.DataFrame], denominators: pd.DataFrame, study: Study, codebook: Codebook
) -> pd.DataFrame:
    """Count the children with each indicator, per IKC, meting and bouw.

    Unit: a child, once per indicator, however many of its codes were marked. A domain or soort counts a child with
    any code of it, so it is no sum of its codes. Only reports that count (`hoofdrapport`) are used. An IKC that was
    inventoried in a meting has a row for every indicator, zeros included; an IKC that was not has **no** row, nor has
    a bouw of which nobody is known to be enrolled or in the inventory, nor an indicator of which no code was on the
    form: missing is not zero. An IKC that delivered tellingen has only the indicators that it delivered.

    Parameters
    ----------
    tables
        Tidy tables; uses `kinderen`, `inventarisatie`, `inventarisaties` and `tellingen`.
    denominators
        Enrolled children, from `count_kinderen`.

    Returns
    -------
    One row per ikc x meting x bouw (with `alle`) x indicator: `aard`, `indicator`, `n_kinderen`, `n`.
    """
    inventoried = tables["inventarisaties"]
    cells = list_inventoried_bouwen(tables, denominators)
    counts = pd.concat(
        [
            _count_from_children(tables["inventarisatie"], cells, list_asked(tables, codebook)),
            _count_from_tellingen(tables["tellingen"], inventoried, denominators, study),
        ],
        ignore_index=True,
    )
    counts = counts.merge(codebook.indicatoren[["indicator", "aard", *INDICATOR]], on=INDICATOR)
    return counts.merge(denominators, on=["ikc", "meting", "bouw"], how="left").assign(
        n=lambda t: t["n"].astype("Int64")
    )


def count_indicatoren_of_all(counts: pd.DataFrame) -> pd.DataFrame:
    """Add up the IKCs that were inventoried in a meting and have the indicator, as ikc `alle`."""
    by = ["meting", "bouw", "aard", "indicator", *INDICATOR]
    return pool_ikcs(counts, by, ["n_kinderen", "n"])


def mark_children(inventarisatie: pd.DataFrame) -> pd.DataFrame:
    """Give the indicators of each child: one row per ikc x meting x child x indicator, of the reports that count."""
    marks = inventarisatie.loc[inventarisatie["hoofdrapport"].astype(bool), ["kind", *CELL]]
    levels = [marks, marks.assign(code=ALLE), marks.assign(domein=ALLE, code=ALLE)]
    return pd.concat(levels, ignore_index=True).drop_duplicates(["ikc", "meting", "kind", *INDICATOR])


def list_inventoried_bouwen(tables: dict[str, pd.DataFrame], denominators: pd.DataFrame) -> pd.DataFrame:
    """List the ikc x meting x bouw (with `alle`) that an inventory per child speaks of.

    A bouw belongs to it when its enrolled children are known, or when a child of it is in the inventory.
    """
    inventoried = tables["inventarisaties"]
    inventoried = inventoried.loc[inventoried["vorm"] == KINDEREN, ["ikc", "meting"]]
    present = tables["kinderen"].loc[tables["kinderen"]["bouw"] != ONBEKEND, ["ikc", "meting", "bouw"]]
    enrolled = denominators.loc[denominators["n_kinderen"].notna(), ["ikc", "meting", "bouw"]]
    known = pd.concat([enrolled, present, inventoried.assign(bouw=ALLE)], ignore_index=True).drop_duplicates()
    return inventoried.merge(known, on=["ikc", "meting"])


def list_asked(tables: dict[str, pd.DataFrame], codebook: Codebook) -> pd.DataFrame:
    """List the indicators that were asked per ikc x meting: a code on the form, a domain or soort with any code on it.

    Trap: a domain of which the form had only some codes counts those; a form that changed between metingen changes it.
    An inventory whose form is not known (no rows in `formulieren`) is taken to have asked everything.
    """
    inventoried = tables["inventarisaties"]
    inventoried = inventoried.loc[inventoried["vorm"] == KINDEREN, ["ikc", "meting"]]
    forms = tables["formulieren"] if "formulieren" in tables else inventoried.head(0).assign(code="")
    known = pd.MultiIndex.from_frame(forms[["ikc", "meting"]])
    unknown = inventoried[~pd.MultiIndex.from_frame(inventoried).isin(known)]
    codes = codebook.codes[INDICATOR]
    asked = pd.concat([forms.merge(codes, on="code"), unknown.merge(codes, how="cross")], ignore_index=True)
    asked = asked.astype({"ikc": "str", "meting": "str"})
    levels = [asked, asked.assign(code=ALLE), asked.assign(domein=ALLE, code=ALLE)]
    return pd.concat(levels, ignore_index=True)[["ikc", "meting", *INDICATOR]].drop_duplicates(ignore_index=True)


def _count_from_children(inventarisatie: pd.DataFrame, cells: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    marked = mark_children(inventarisatie)
    marked = pd.concat([marked, marked.assign(bouw=ALLE)], ignore_index=True)
    counted = marked.groupby(CELL).size().reset_index(name="n")
    grid = cells.merge(asked, on=["ikc", "meting"])
    return grid.merge(counted, on=CELL, how="left").fillna({"n": 0})


def _count_from_tellingen(
    tellingen: pd.DataFrame, inventoried: pd.DataFrame, denominators: pd.DataFrame, study: Study
) -> pd.DataFrame:
    """Take the delivered counts; make the bouw `alle` only where every bouw with children was delivered.

    A count that is only known as a range has no number (`n` is missing), and neither has a sum with it.
    """
    valid = inventoried.loc[inventoried["vorm"] == TELLINGEN, ["ikc", "meting"]]
    given = tellingen.rename(columns={"aantal": "n"})[[*CELL, "n"]].merge(valid, on=["ikc", "meting"])
    per_bouw = given[given["bouw"] != ALLE]
    needed = _bouwen_needed(valid, denominators, study)
    total_by = [column for column in CELL if column != "bouw"]
    per_bouw = per_bouw.merge(needed, on=["ikc", "meting", "bouw"], how="left", indicator="_needed")
    per_bouw = per_bouw.assign(_hit=(per_bouw["_needed"] == "both").astype(int))
    sums = per_bouw.groupby(total_by)[["n", "_hit"]].sum(skipna=False).reset_index()
    size = needed.groupby(["ikc", "meting"], as_index=False).size()
    sums = sums.merge(size, on=["ikc", "meting"])
    totals = sums.loc[sums["_hit"] == sums["size"], [*total_by, "n"]].assign(bouw=ALLE)
    return pd.concat([given, totals[given.columns]], ignore_index=True).drop_duplicates(CELL, keep="first")


def _bouwen_needed(inventoried: pd.DataFrame, denominators: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give the bouwen that make up an IKC: those with enrolled children; all of the study when none is known."""
    inhabited = denominators[(denominators["bouw"] != ALLE) & (denominators["n_kinderen"].fillna(0) > 0)]
    inhabited = inventoried.merge(inhabited[["ikc", "meting", "bouw"]], on=["ikc", "meting"])
    known = pd.MultiIndex.from_frame(inhabited[["ikc", "meting"]])
    unknown = inventoried[~pd.MultiIndex.from_frame(inventoried).isin(known)]
    return pd.concat([inhabited, unknown.merge(pd.DataFrame({"bouw": list(study.bouwen)}), how="cross")])
